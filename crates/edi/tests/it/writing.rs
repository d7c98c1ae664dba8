//! What becomes of each character and of what is empty.

use edi::{Delimiters, Error};

use crate::delimiters::{edifact, usual_edifact, x12};

/// Writes a value and returns what stands for it in the file.
fn in_x12(value: &str) -> Result<Vec<u8>, Error> {
    let mut writer = x12(Delimiters::default());
    writer.segment("AAA", &[value, "Z"]);
    Ok(between(&writer.finish()?, b"AAA*", b"*Z~"))
}

fn in_edifact(syntax: &str, value: &str) -> Result<Vec<u8>, Error> {
    let mut writer = edifact(syntax, usual_edifact());
    writer.segment("AAA", &[value, "Z"]);
    Ok(between(&writer.finish()?, b"AAA+", b"+Z'"))
}

fn between(bytes: &[u8], head: &[u8], tail: &[u8]) -> Vec<u8> {
    let start = memchr::memmem::find(bytes, head).unwrap() + head.len();
    let end = memchr::memmem::rfind(bytes, tail).unwrap();
    bytes[start..end].to_vec()
}

/// Lengths below and above any stretch in which data may be looked at.
const LENGTHS: [usize; 9] = [1, 2, 3, 4, 5, 8, 17, 33, 70];

/// Calls a function with values of all lengths that hold a character at each place, and with what
/// is before and after it.
fn everywhere(c: char, check: impl Fn(&str, &str, &str)) {
    for length in LENGTHS {
        for at in 0..length {
            let (before, after) = ("A".repeat(at), "B".repeat(length - at - 1));
            check(&format!("{before}{c}{after}"), &before, &after);
        }
    }
}

#[test]
fn x12_takes_what_is_no_delimiter_and_no_control_character() {
    for c in (0..=0xFF).map(char::from).chain(['零']) {
        everywhere(c, |value, _, _| {
            let written = in_x12(value);
            let right = match c {
                '*' | '>' | '~' | '^' => {
                    matches!(written, Err(Error::Delimiter { element: 1, delimiter, .. }) if delimiter == c)
                }
                '\0'..='\x1F' | '\x7F' => matches!(written, Err(Error::Control { element: 1, .. })),
                _ => written.as_deref() == Ok(value.as_bytes()),
            };
            assert!(right, "{value:?}: {written:?}");
        });
    }
}

/// ISO 9735, annex A: what level A has, and level B beside it.
const LEVEL_A: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>";
const LEVEL_B: &str = "abcdefghijklmnopqrstuvwxyz";

#[test]
fn edifact_releases_service_characters_and_takes_what_its_set_has() {
    for syntax in ["UNOA", "UNOB", "UNOC", "UNOD", "UNOY"] {
        for c in (0..=0xFF).map(char::from).chain(['零']) {
            let has = match syntax {
                "UNOA" => LEVEL_A.contains(c),
                "UNOB" => LEVEL_A.contains(c) || LEVEL_B.contains(c),
                "UNOC" => c <= '\u{FF}',
                "UNOD" => c.is_ascii(),
                _ => true,
            };
            everywhere(c, |value, before, after| {
                let encoded = match syntax {
                    "UNOY" => c.to_string().into_bytes(),
                    _ => vec![u8::try_from(c).unwrap_or_default()],
                };
                let release: &[u8] = if "+:'?*".contains(c) { b"?" } else { b"" };
                let expected = [before.as_bytes(), release, &encoded, after.as_bytes()].concat();
                let written = in_edifact(syntax, value);
                let right = match (c, has) {
                    ('\0'..='\x1F' | '\x7F'..='\u{9F}', _) => {
                        matches!(written, Err(Error::Control { element: 1, .. }))
                    }
                    (_, true) => written.as_deref() == Ok(&*expected),
                    (_, false) => {
                        matches!(written, Err(Error::Character { element: 1, character, .. }) if character == c)
                    }
                };
                assert!(right, "{syntax} {value:?}: {written:?}");
            });
        }
    }
}

#[test]
fn what_is_empty_at_the_end_is_left_out() {
    let x12 = |elements: &[&[&str]]| {
        let mut writer = x12(Delimiters::default());
        writer.segment("BBB", &[]).composites("AAA", elements);
        String::from_utf8(between(&writer.finish().unwrap(), b"BBB~", b"SE*")).unwrap()
    };
    assert_eq!(x12(&[]), "AAA~");
    assert_eq!(x12(&[&[], &[""], &["", ""]]), "AAA~");
    assert_eq!(x12(&[&[], &["", "1", ""], &[""]]), "AAA**>1~");
    let edifact = |elements: &[&[&[&str]]]| {
        let mut writer = edifact("UNOC", usual_edifact());
        writer.segment("BBB", &[]).repetitions("AAA", elements);
        String::from_utf8(between(&writer.finish().unwrap(), b"BBB'", b"UNT+")).unwrap()
    };
    assert_eq!(edifact(&[]), "AAA'");
    assert_eq!(edifact(&[&[], &[&[]], &[&[""], &["", ""]]]), "AAA'");
    assert_eq!(
        edifact(&[&[], &[&[], &["", "1", ""], &[""]], &[]]),
        "AAA++*:1'"
    );
    assert_eq!(
        edifact(&[&[&["1", ""], &["2", ""]], &[&["3"]]]),
        "AAA+1*2+3'"
    );
}
