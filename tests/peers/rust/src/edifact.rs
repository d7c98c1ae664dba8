//! edifact-rs, which judges envelopes and CONTRL, and edifact-parser, which hands out events.

use std::hint::black_box;

use edifact_parser::{EdifactHandler, EdifactStreamParser};
use edifact_primitives::{Control, RawSegment};
use edifact_rs::{
    DirectoryValidator, EdifactError, Segment, ValidationContext, ValidationLayer, service,
};

use crate::{Counted, Judged};

pub fn check_whole(bytes: &[u8]) -> Judged {
    match judge(bytes) {
        Ok(judged) => judged,
        Err(problem) if is_limit(&problem) => Judged::Unjudged(told(&problem)),
        Err(problem) => Judged::Rejected(told(&problem)),
    }
}

fn judge(bytes: &[u8]) -> Result<Judged, EdifactError> {
    let text = edifact_rs::decode_interchange(bytes)?;
    let segments: Vec<Segment<'_>> = edifact_rs::from_bytes(&text).collect::<Result<_, _>>()?;
    // One interchange at a time is all that it validates.
    for interchange in segments.chunk_by(|_, next| next.tag != "UNB") {
        edifact_rs::validate_envelope(interchange)?;
    }
    if segments.is_empty() {
        return Ok(Judged::Rejected("no segment found".to_owned()));
    }
    let mut what = "envelope";
    for message in segments.chunk_by(|_, next| !matches!(&*next.tag, "UNH" | "UNZ" | "UNE")) {
        if message[0].tag == "UNH" && is_contrl(&message[0]) {
            what = "envelope, segments of CONTRL";
            if let Some(wrong) = first_wrong(message) {
                return Ok(Judged::Rejected(wrong));
            }
        }
    }
    Ok(Judged::Accepted(what))
}

fn is_contrl(unh: &Segment<'_>) -> bool {
    let identifier = unh.get_element(1);
    identifier.is_some_and(|element| element.get_component(0) == Some("CONTRL"))
}

/// Returns the first thing wrong with the segments that CONTRL is made of.
fn first_wrong(message: &[Segment<'_>]) -> Option<String> {
    let known = DirectoryValidator::new(
        "service segments",
        service::lookup,
        |_, _| true,
        |_, _| None,
        |_, _| None,
        None,
    );
    let context = ValidationContext::builder()
        .with_validator(ValidationLayer::Structure, known.enforce_known_tags(true))
        .with_syntax_validation()
        .build();
    let report = context.validate(message);
    let issue = report.errors().first()?;
    let code = issue.error_code().unwrap_or_default();
    Some(format!("{code} {}", issue.message))
}

/// Says whether a file lies beyond what it reads at all, right or wrong.
fn is_limit(problem: &EdifactError) -> bool {
    match problem {
        // The standard's own S01 is such a tag.
        EdifactError::InvalidSegmentTag(tag) => tag.bytes().any(|byte| byte.is_ascii_digit()),
        EdifactError::UnrecognisedSyntaxIdentifier(_)
        | EdifactError::UnsupportedCharset { .. }
        | EdifactError::LimitExceeded { .. }
        | EdifactError::SegmentTooLong { .. }
        | EdifactError::PackageNotSupported { .. } => true,
        _ => false,
    }
}

fn told(problem: &EdifactError) -> String {
    format!("{} {problem}", problem.stable_code())
}

pub fn read_segments(bytes: &[u8]) -> Counted {
    let mut segments = 0;
    for segment in edifact_rs::from_bytes(bytes) {
        black_box(segment?);
        segments += 1;
    }
    Ok(segments)
}

pub fn check_events(bytes: &[u8]) -> Judged {
    match read_events(bytes) {
        Ok(0) => Judged::Rejected("no segment found".to_owned()),
        Ok(_) => Judged::Accepted("events"),
        Err(problem) => Judged::Rejected(problem.to_string()),
    }
}

pub fn read_events(bytes: &[u8]) -> Counted {
    let mut count = Count(0);
    EdifactStreamParser::parse(bytes, &mut count)?;
    Ok(count.0)
}

struct Count(usize);

impl EdifactHandler for Count {
    fn on_segment(&mut self, segment: &RawSegment) -> Control {
        black_box(segment);
        self.0 += 1;
        Control::Continue
    }
}
