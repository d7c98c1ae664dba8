use serde::Serialize;

use crate::file::File;
use crate::segment::{Segment, decode};

/// One segment as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its place in its message; ST and UNH are 1. Zero outside messages.
    pub ordinal: u32,
    /// How deep it stands: interchange 0, group 1, message 2, its segments 3.
    pub depth: u8,
    /// Its first byte in the file, from 0.
    pub offset: usize,
    /// Its text without the terminator.
    pub text: String,
}

/// Returns the file wrapped at segment ends, with what stands outside interchanges.
pub fn view(file: &File<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut end = 0;
    for interchange in &file.interchanges {
        outside(file.bytes, end, interchange.span.offset, &mut lines);
        let mut ordinal = 0;
        for segment in file.interchange_segments(interchange) {
            lines.push(line(&segment, &mut ordinal));
        }
        end = interchange.span.end();
    }
    outside(file.bytes, end, file.bytes.len(), &mut lines);
    lines
}

fn line(segment: &Segment<'_>, ordinal: &mut u32) -> Line {
    let (depth, here, next) = match segment.id() {
        "ISA" | "IEA" | "UNB" | "UNZ" => (0, 0, 0),
        "GS" | "GE" | "UNG" | "UNE" => (1, 0, 0),
        "ST" | "UNH" => (2, 1, 2),
        "SE" | "UNT" => (2, *ordinal, 0),
        _ if *ordinal > 0 => (3, *ordinal, *ordinal + 1),
        _ => (1, 0, 0),
    };
    *ordinal = next;
    let text = decode(segment.bytes()).into_owned();
    Line {
        ordinal: here,
        depth,
        offset: segment.span().offset,
        text,
    }
}

fn outside(bytes: &[u8], from: usize, to: usize, lines: &mut Vec<Line>) {
    let between = bytes.get(from..to).unwrap_or_default();
    let offset = from + between.len() - between.trim_ascii_start().len();
    let text = between.trim_ascii();
    if !text.is_empty() {
        let text = decode(text).into_owned();
        lines.push(Line {
            ordinal: 0,
            depth: 0,
            offset,
            text,
        });
    }
}
