//! x12-stream-parser: tokens, nothing else.

use x12_stream_parser::{Delimiters, Parser};

use crate::{Counted, Judged};

pub fn check_tokens(bytes: &[u8]) -> Judged {
    match read_tokens(bytes) {
        Ok(_) => Judged::Accepted("tokens"),
        Err(problem) => Judged::Rejected(problem.to_string()),
    }
}

pub fn read_tokens(bytes: &[u8]) -> Counted {
    let delimiters = Delimiters::from_isa(bytes).map_err(|problem| format!("{problem:?}"))?;
    // It takes a line's end after the last terminator for a segment without one.
    let is_last =
        |&byte: &u8| byte == delimiters.segment_terminator() || !byte.is_ascii_whitespace();
    let end = bytes.iter().rposition(is_last).map_or(0, |last| last + 1);
    let bytes = &bytes[..end];
    let mut segments = 0;
    let mut elements = 0;
    for segment in Parser::new(bytes, delimiters) {
        let segment =
            segment.map_err(|problem| format!("{problem:?} after {segments} segments"))?;
        segments += 1;
        elements += segment.elements().count();
    }
    std::hint::black_box(elements);
    Ok(segments)
}
