//! What Womart writes: 852s put together by hand, in X12 4010.

/// An item in cases of 12, without minimum or maximum.
pub(crate) const PODS: &str = "9520001001048";

/// Wraps messages into an interchange.
pub(crate) fn interchange(number: u32, messages: &[String]) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240415*2110*U*00401\
         *{number:09}*0*P*>~\nGS*PD*WOMART*ANAN*20240415*2110*{number}*X*004010~\n\
         {}GE*{}*{number}~\nIEA*1*{number:09}~\n",
        messages.concat(),
        messages.len(),
    )
}

/// Writes an 852 of one day ("2024-04-15") from its segments between XQ and CTT.
pub(crate) fn message(nth: usize, day: &str, segments: &[String]) -> String {
    let day = day.replace('-', "");
    let items = segments.iter().filter(|s| s.starts_with("LIN")).count();
    let inside: String = segments
        .iter()
        .map(|segment| format!("{segment}~\n"))
        .collect();
    let count = segments.len() + 4;
    format!("ST*852*{nth:04}~\nXQ*H*{day}~\n{inside}CTT*{items}~\nSE*{count}*{nth:04}~\n")
}

/// What stores sold of the pods and have left: the segments of an 852 in the shape of store lists.
pub(crate) fn stores(sold: &[(&str, u32, u32)]) -> Vec<String> {
    let list = |of: fn(&(&str, u32, u32)) -> u32| -> String {
        sold.iter()
            .map(|store| format!("*{}*{}", store.0, of(store)))
            .collect()
    };
    vec![
        format!("LIN**EN*{PODS}"),
        "ZA*QS".to_owned(),
        format!("SDQ*EA*92{}", list(|s| s.1)),
        "ZA*QA".to_owned(),
        format!("SDQ*EA*92{}", list(|s| s.2)),
    ]
}

/// What the distribution centre gave out of the pods and has left: one location.
pub(crate) fn centre(withdrawn: u32, left: u32) -> Vec<String> {
    vec![
        "N1*RL*WOMART NORTH*92*DC01".to_owned(),
        format!("LIN**EN*{PODS}"),
        format!("ZA*QW*{withdrawn}*EA"),
        format!("ZA*QA*{left}*EA"),
    ]
}

/// A day of store S01, alone in its interchange.
pub(crate) fn day_of_s01(number: u32, day: &str, sold: u32, left: u32) -> String {
    interchange(number, &[message(1, day, &stores(&[("S01", sold, left)]))])
}

/// What we answered an interchange with: the segments of a 997 from AK1 to AK9, or a TA1, in the
/// order they were sent.
pub(crate) fn answers<'a>(outbox: impl Iterator<Item = &'a Vec<u8>>, number: u32) -> Vec<String> {
    let mut found = Vec::new();
    for bytes in outbox {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let segments: Vec<&str> = text.split('~').map(str::trim).collect();
        let about = |s: &&str| {
            s.starts_with(&format!("AK1*PD*{number}")) || s.starts_with(&format!("TA1*{number:09}"))
        };
        let Some(first) = segments.iter().position(about) else {
            continue;
        };
        let inside = segments[first..]
            .iter()
            .take_while(|s| !["SE", "IE"].contains(&&s[..2]));
        found.push(inside.copied().collect::<Vec<_>>().join("~"));
    }
    found
}
