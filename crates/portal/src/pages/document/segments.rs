use model::document::Finding;

/// A piece of a document as the page shows it: real interchanges are often one long line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// Where it begins, in bytes.
    pub(super) offset: usize,
    pub(super) text: String,
    /// Whether a finding is about it.
    pub(super) marked: bool,
    /// The offsets of the findings inside, which the findings link to.
    pub(super) anchors: Vec<u64>,
}

/// Breaks bytes after each segment, or after each line where they are no EDI; `None` where they
/// are no text.
pub(super) fn segments(bytes: &[u8], findings: &[Finding]) -> Option<Vec<Segment>> {
    if bytes.contains(&0) || bytes.is_empty() {
        return None;
    }
    let (end, release) = terminator(bytes);
    let mut released = false;
    let ends = |b: &u8| {
        let data = released;
        released = !data && Some(*b) == release;
        !data && *b == end
    };
    let mut offset = 0;
    let mut segments = Vec::new();
    for piece in bytes.split_inclusive(ends) {
        let next = offset + piece.len();
        // Line feeds after a terminator stand for nothing; they belong to what they follow.
        let blank = piece
            .iter()
            .take_while(|b| matches!(b, b'\r' | b'\n'))
            .count();
        let text = String::from_utf8_lossy(&piece[blank..])
            .trim_end()
            .to_owned();
        if !text.is_empty() {
            let anchors = anchors(findings, offset, next);
            let marked = findings
                .iter()
                .any(|finding| touches(finding, offset + blank, next));
            segments.push(Segment {
                offset: offset + blank,
                text,
                marked,
                anchors,
            });
        }
        offset = next;
    }
    Some(segments)
}

/// Returns what ends a segment, and the character that makes data of what follows it.
fn terminator(bytes: &[u8]) -> (u8, Option<u8>) {
    match bytes {
        // X12.5: the byte after ISA16 at fixed position 106 ends every segment.
        [b'I', b'S', b'A', ..] => (bytes.get(105).copied().unwrap_or(b'\n'), None),
        // ISO 9735: UNA names component and element separator, decimal mark, release character
        // (blank for none), a place kept free, and the terminator.
        [b'U', b'N', b'A', _, _, _, release, _, end, ..] => {
            (*end, Some(*release).filter(|b| *b != b' '))
        }
        [b'U', b'N', b'B', ..] => (b'\'', Some(b'?')),
        _ => (b'\n', None),
    }
}

fn anchors(findings: &[Finding], from: usize, to: usize) -> Vec<u64> {
    let inside = |offset: &u64| usize::try_from(*offset).is_ok_and(|at| (from..to).contains(&at));
    let mut offsets: Vec<u64> = findings
        .iter()
        .map(|f| f.place.offset)
        .filter(inside)
        .collect();
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

fn touches(finding: &Finding, from: usize, to: usize) -> bool {
    let start = usize::try_from(finding.place.offset).unwrap_or(usize::MAX);
    let length = usize::try_from(finding.place.length).unwrap_or(0).max(1);
    start < to && start.saturating_add(length) > from
}

#[cfg(test)]
mod tests {
    use model::document::{FindingOwner, Place, Severity};

    use super::*;

    fn finding(offset: u64, length: u64) -> Finding {
        Finding {
            code: "X".to_owned(),
            severity: Severity::Error,
            owner: FindingOwner::Sender,
            place: Place {
                offset,
                length,
                ..Place::default()
            },
            text: String::new(),
            cause: String::new(),
            cause_zh: None,
            fix: String::new(),
        }
    }

    #[test]
    fn one_long_line_is_broken_at_its_terminators() {
        let isa = "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           \
                   *260331*0600*U*00401*000000001*0*P*>~";
        assert_eq!(isa.len(), 106);
        let file = format!("{isa}GS*PD*W*A*20260331*0600*1*X*004010~\nST*852*0001~");
        // ST begins after the line feed that follows GS.
        let st = file.find("ST*").unwrap();
        let found = [finding(u64::try_from(st + 3).unwrap(), 3)];
        let view = segments(file.as_bytes(), &found).unwrap();
        let shown: Vec<_> = view.iter().map(|s| (s.offset, s.marked)).collect();
        assert_eq!(shown, [(0, false), (106, false), (st, true)]);
        assert_eq!(view[2].text, "ST*852*0001~");
        assert_eq!(view[2].anchors, [u64::try_from(st + 3).unwrap()]);
    }

    #[test]
    fn edifact_is_broken_at_its_terminators_that_are_not_released() {
        let texts = |bytes: &[u8]| -> Vec<String> {
            let view = segments(bytes, &[]).unwrap();
            view.into_iter().map(|segment| segment.text).collect()
        };
        let named = b"UNA:+.? 'UNB+UNOC:3'FTX+AAI+++O?'NEIL ??'UNZ+1+1'";
        assert_eq!(
            texts(named),
            [
                "UNA:+.? '",
                "UNB+UNOC:3'",
                "FTX+AAI+++O?'NEIL ??'",
                "UNZ+1+1'"
            ]
        );
        assert_eq!(texts(b"UNB+UNOC:3'\nUNZ+1+1'"), ["UNB+UNOC:3'", "UNZ+1+1'"]);
        assert_eq!(
            texts(b"UNA:+.  ~UNB+O?~UNZ+1~"),
            ["UNA:+.  ~", "UNB+O?~", "UNZ+1~"]
        );
    }

    #[test]
    fn other_texts_break_at_lines_and_binary_is_not_shown() {
        let view = segments(b"{\n  \"site\": 1\n}", &[]).unwrap();
        assert_eq!(view.len(), 3);
        assert_eq!(view[1].text, "  \"site\": 1");
        assert_eq!(segments(b"PK\x03\x04\0\0", &[]), None);
        assert_eq!(segments(b"", &[]), None);
    }
}
