//! A good interchange and the schemas, to be spoiled by the tests.

use std::sync::LazyLock;

use edi::{Envelope, Party, Schemas};

pub(crate) use crate::corpus::GOOD;
use crate::schema_files::schema_files;

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

/// Returns the project's schemas, all that are in its folder.
pub(crate) fn schemas() -> Schemas {
    static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| {
        let files = schema_files();
        let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
        Schemas::parse(&texts).unwrap()
    });
    SCHEMAS.clone()
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
