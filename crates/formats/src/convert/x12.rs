use edi::{Delimiters, GroupEnvelope, Writer};
use model::partner::X12Version;

use super::{Documents, Interchange, Written};
use crate::content::Content;
use crate::writing::{Body, Kind, date};
use crate::{Envelope, Error, x12_850, x12_852, x12_855, x12_856, x12_861};

/// Element, component, repetition and terminator; the first set that no data holds is used.
const DELIMITERS: [&[u8; 4]; 4] = [b"*>^~", b"|:^~", b"|>^\n", b"\x1d\x1f\x1e\x1c"];

/// Writes documents as X12.
pub fn to_x12(documents: &Documents, version: X12Version) -> Result<Written, Error> {
    let mut file = Written::default();
    for interchange in &documents.interchanges {
        if !interchange.documents.is_empty() {
            write(interchange, version, &mut file)?;
        }
    }
    Ok(file)
}

fn write(interchange: &Interchange, version: X12Version, file: &mut Written) -> Result<(), Error> {
    let mut groups: Vec<(Kind, Vec<Body>)> = Vec::new();
    for document in &interchange.documents {
        let (kind, bodies) = messages(&document.content);
        if bodies.is_empty() {
            file.nothing_left(document);
            continue;
        }
        for body in &bodies {
            let told = |what| format!("{}: {what}", kind.message);
            file.left_out.extend(body.left_out.iter().map(told));
        }
        match groups.last_mut() {
            Some((last, all)) if last.message == kind.message => all.extend(bodies),
            _ => groups.push((kind, bodies)),
        }
    }
    if groups.is_empty() {
        return Ok(());
    }
    let number = control_number(interchange, file);
    file.extend(interchange, &DELIMITERS, |delimiters| {
        encode(interchange, version, &groups, (number, *delimiters))
    })
}

fn messages(content: &Content) -> (Kind, Vec<Body>) {
    match content {
        Content::Activity(activity) => (x12_852::KIND, x12_852::segments(activity, None)),
        Content::Order(order) => (x12_850::KIND, vec![x12_850::segments(order)]),
        Content::OrderResponse(order) => (x12_855::KIND, vec![x12_855::segments(order)]),
        Content::Shipment(shipment) => (x12_856::KIND, vec![x12_856::segments(shipment)]),
        Content::Receipt(receipt) => (x12_861::KIND, vec![x12_861::segments(receipt)]),
    }
}

/// ISA13 has nine digits; a reference of EDIFACT may hold more, and letters.
fn control_number(interchange: &Interchange, file: &mut Written) -> u64 {
    let number = &interchange.control_number;
    let digits = number
        .parse()
        .ok()
        .filter(|n| (1..1_000_000_000).contains(n));
    digits.unwrap_or_else(|| {
        // Different interchanges need different numbers.
        file.numbered += 1;
        let given = file.numbered;
        let told =
            format!("interchange: its reference {number:?} is no number of X12; it is {given}");
        file.left_out.push(told);
        given
    })
}

fn encode(
    interchange: &Interchange,
    version: X12Version,
    groups: &[(Kind, Vec<Body>)],
    (number, [element, component, repetition, terminator]): (u64, &[u8; 4]),
) -> Result<Vec<u8>, edi::Error> {
    let (sender, receiver) = (interchange.sender.x12(), interchange.receiver.x12());
    let time = interchange.written.format("%H%M").to_string();
    let mut writer = Writer::new(edi::Envelope {
        sender: sender.clone(),
        receiver: receiver.clone(),
        date: interchange.written.format("%y%m%d").to_string(),
        time: time.clone(),
        version: match version {
            X12Version::V4010 => "00401",
            X12Version::V5010 => "00501",
        }
        .to_owned(),
        control_number: number,
        acknowledgement_requested: false,
        usage: if interchange.test { 'T' } else { 'P' },
        delimiters: Delimiters {
            element: *element,
            component: *component,
            repetition: Some(*repetition),
            terminator: *terminator,
            release: None,
        },
    });
    for ((kind, bodies), group) in groups.iter().zip(number..) {
        writer.group(&GroupEnvelope {
            functional_id: kind.group.to_owned(),
            sender: sender.id.clone(),
            receiver: receiver.id.clone(),
            date: date(interchange.written.date()),
            time: time.clone(),
            control_number: group,
            version: version.code().to_owned(),
        });
        for (body, place) in bodies.iter().zip(1..) {
            writer.message(kind.message, &Envelope::message(place));
            body.write(&mut writer, *kind, version);
        }
    }
    writer.finish()
}
