//! A good interchange and the schemas, to be spoiled by the tests.

use edi::{Envelope, Party, Schemas};

/// An 852 of one store that follows all rules; every terminator is `~`, nothing follows it.
pub(crate) const GOOD: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*",
    "000000007*0*P*>~",
    "GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~",
    "ST*852*0001~",
    "XQ*H*20240331~",
    "N1*RL*STORE SEVEN*92*0007~",
    "LIN**UP*012345678905~",
    "ZA*QS*12*EA~",
    "ZA*QA*30*EA~",
    "CTT*1~",
    "SE*8*0001~",
    "GE*1*7~",
    "IEA*1*000000007~",
);

/// The first byte after the ISA.
pub(crate) const AFTER_ISA: usize = 106;

/// Returns the good interchange with one text replaced by another.
pub(crate) fn spoiled(from: &str, to: &str) -> Vec<u8> {
    assert!(GOOD.contains(from), "{from} is not in the good interchange");
    GOOD.replacen(from, to, 1).into_bytes()
}

/// Returns the good interchange with other segments between XQ and SE, its count set right.
pub(crate) fn with_body(body: &str) -> Vec<u8> {
    let (head, rest) = GOOD.split_once("N1*RL").unwrap();
    let (_, tail) = rest.split_once("SE*8*").unwrap();
    let count = body.matches('~').count() + 3;
    format!("{head}{body}SE*{count}*{tail}").into_bytes()
}

/// Returns the project's schemas.
pub(crate) fn schemas() -> Schemas {
    macro_rules! texts {
        ($($name:literal)+) => {
            [$(($name, include_str!(concat!("../../../../schemas/x12/", $name)))),+]
        };
    }
    Schemas::parse(&texts![
        "004010/segments.x12" "004010/850.x12" "004010/852.x12" "004010/855.x12"
        "004010/856.x12" "004010/861.x12" "004010/997.x12"
        "005010/segments.x12" "005010/852.x12" "005010/999.x12"
    ])
    .unwrap()
}

/// Returns the envelope of what we send back.
pub(crate) fn envelope() -> Envelope {
    let party = |id: &str| Party {
        qualifier: "ZZ".to_owned(),
        id: id.to_owned(),
    };
    Envelope {
        sender: party("ANAN"),
        receiver: party("WOMART"),
        date: "240401".to_owned(),
        time: "0605".to_owned(),
        version: "00401".to_owned(),
        control_number: 42,
        acknowledgement_requested: false,
        usage: 'P',
        delimiters: edi::Delimiters::default(),
    }
}
