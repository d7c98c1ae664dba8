use super::{fit, told};
use crate::code::Severity;
use crate::error::Error;
use crate::file::{File, Interchange};
use crate::finding::{Finding, Level};
use crate::place::Part;
use crate::report::{Report, Verdict};
use crate::write::{Envelope, Writer};

/// The control number was used before (I18).
const DUPLICATE: &str = "025";

/// Writes the interchange acknowledgement, where one was asked for or the interchange is rejected.
///
/// `None` otherwise, and for an interchange that holds nothing but such acknowledgements.
pub fn ta1(
    file: &File<'_>,
    interchange: usize,
    report: &Report,
    envelope: &Envelope,
) -> Result<Option<Vec<u8>>, Error> {
    let (Some(read), Some(judged)) = (
        file.interchanges.get(interchange),
        report.interchanges.get(interchange),
    ) else {
        return Ok(None);
    };
    let rejected = judged.envelope == Verdict::Rejected;
    if only_answers(read) || !(rejected || read.acknowledgement_requested) {
        return Ok(None);
    }
    let told: Vec<(&Finding, &str)> =
        told(report, Part::Interchange(interchange), Level::Ta1).collect();
    let error = told.iter().find(|(f, _)| f.severity == Severity::Error);
    let (status, note) = match (rejected, error.or(told.first())) {
        (true, Some((_, code))) => ("R", *code),
        (true, None) => ("R", "022"),
        (false, Some((_, code))) => ("E", *code),
        (false, None) => ("A", "000"),
    };
    write(read, status, note, envelope).map(Some)
}

/// Writes the interchange acknowledgement that rejects an interchange whose control number was
/// used before (025), whatever it holds.
///
/// `None` for an interchange that holds nothing but such acknowledgements.
pub fn ta1_duplicate(
    file: &File<'_>,
    interchange: usize,
    envelope: &Envelope,
) -> Result<Option<Vec<u8>>, Error> {
    match file.interchanges.get(interchange) {
        Some(read) if !only_answers(read) => write(read, "R", DUPLICATE, envelope).map(Some),
        _ => Ok(None),
    }
}

fn only_answers(read: &Interchange) -> bool {
    read.groups.is_empty() && !read.acknowledgements.is_empty()
}

fn write(
    read: &Interchange,
    status: &str,
    note: &str,
    envelope: &Envelope,
) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new(envelope.clone());
    // An ISA with lengths of its own makes no TA1 with such; a date has no room for its century.
    let date = match read.date.split_at_checked(2) {
        Some((_, short)) if read.date.len() == 8 => short,
        _ => &read.date,
    };
    let number = format!("{:0>9}", fit(&read.control_number, envelope, 9));
    let date = format!("{:0<6}", fit(date, envelope, 6));
    let time = format!("{:0<4}", fit(&read.time, envelope, 4));
    writer.interchange_segment("TA1", &[&number, &date, &time, status, note]);
    writer.finish()
}
