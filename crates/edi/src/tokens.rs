use crate::scan::{Marks, Method, Needles};
use crate::token::{Delimiters, skip_padding};

/// So many bytes are searched at a time; they and the marks stay in the cache.
const STRETCH: usize = 1 << 14;

/// Calls `take` with each name, element, component and repetition of a text whose delimiters are
/// known, as they are written: nothing is checked and release characters are left where they are.
///
/// Line ends and blanks after a terminator are no part of the next segment's name.
pub fn tokens<'a>(bytes: &'a [u8], delimiters: &Delimiters, mut take: impl FnMut(&'a [u8])) {
    let needles = Needles::new(delimiters);
    let mut marks = Marks::new(Method::detect());
    let mut start = 0;
    for from in (0..bytes.len()).step_by(STRETCH) {
        marks.clear_places();
        marks.scan::<false>(bytes, from, bytes.len().min(from + STRETCH), &needles);
        for mark in marks.places() {
            let mark = *mark as usize + (from & !(u32::MAX as usize));
            // A line end may be a terminator itself and follow another one.
            if let Some(token) = bytes.get(start..mark) {
                take(token);
            }
            start = mark + 1;
            if matches!(bytes.get(start), Some(b'\r' | b'\n' | b' '))
                && bytes.get(mark) == Some(&delimiters.terminator)
            {
                start = skip_padding(bytes, start);
            }
        }
    }
    if let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        take(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, delimiters: &Delimiters) -> Vec<String> {
        let mut found = Vec::new();
        tokens(text.as_bytes(), delimiters, |token| {
            found.push(String::from_utf8_lossy(token).into_owned());
        });
        found
    }

    #[test]
    fn a_text_is_its_tokens() {
        let x12 = Delimiters::default();
        assert_eq!(
            all("ZA*QS**12>EA~\r\nSE*2", &x12),
            ["ZA", "QS", "", "12", "EA", "SE", "2"]
        );
        let edifact = Delimiters::edifact();
        assert_eq!(
            all("FTX+A?+B:C?'D'UNT+1'", &edifact),
            ["FTX", "A?+B", "C?'D", "UNT", "1"]
        );
        assert!(all("", &x12).is_empty());
        let lines = Delimiters {
            terminator: b'\n',
            ..x12
        };
        assert_eq!(all("A*1\n\nB\n", &lines), ["A", "1", "B"]);
    }

    #[test]
    fn long_texts_are_read_across_stretches() {
        let text = "LIN**UP*012345678905~".repeat(5000);
        assert_eq!(all(&text, &Delimiters::default()).len(), 4 * 5000);
    }
}
