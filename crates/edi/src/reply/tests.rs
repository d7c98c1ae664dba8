use super::*;

fn codes_of(element: &str) -> Vec<&'static str> {
    let of = ENTRIES.iter().filter(|entry| entry.element == element);
    of.map(|entry| entry.code).collect()
}

fn numbers(range: std::ops::RangeInclusive<u32>) -> Vec<String> {
    range.map(|n| n.to_string()).collect()
}

/// The code lists of the standards: X12 720, 620, 723, 621, 717, 718, 715, 716, I17, I18, and
/// EDIFACT 0083 and 0085.
#[test]
fn every_code_of_the_lists_is_explained() {
    let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let elements = [1..=10, 12..=13].into_iter().flat_map(numbers);
    let elements: Vec<_> = elements.collect();
    let guide = |codes: &[String], more: &str| [codes.to_vec(), list(more)].concat();
    let message = [1..=13, 15..=27].into_iter().flat_map(numbers);
    let message: Vec<_> = message.collect();
    let expected = [
        ("AK304", numbers(1..=8)),
        ("IK304", guide(&numbers(1..=8), "I4 I6 I7 I8 I9")),
        ("AK403", elements.clone()),
        ("IK403", guide(&elements, "I6 I9 I10 I11 I12 I13")),
        ("AK501", list("A E M R W X")),
        ("IK501", list("A E M R W X")),
        ("AK502", message.clone()),
        ("IK502", guide(&message, "I5 I6")),
        ("AK901", list("A E M P R W X")),
        ("AK905", [numbers(1..=6), numbers(10..=26)].concat()),
        ("TA104", list("A E R")),
        ("TA105", (0..=31).map(|n| format!("{n:03}")).collect()),
        ("0083", numbers(1..=8)),
        ("0085", [numbers(1..=43), numbers(45..=48)].concat()),
    ];
    let mut count = 0;
    for (element, mut codes) in expected {
        let mut found = codes_of(element);
        found.sort_unstable();
        codes.sort_unstable();
        assert_eq!(found, codes, "{element}");
        count += codes.len();
    }
    assert_eq!(ENTRIES.len(), count);
}

/// What the schemas of acknowledgements allow, we can say in words.
#[test]
fn a_code_we_accept_in_an_acknowledgement_is_explained() {
    let files = crate::schema_files::schema_files();
    let number = [
        ("620", "IK304"),
        ("621", "IK403"),
        ("720", "AK304"),
        ("723", "AK403"),
        ("715", "AK901"),
        ("717", "AK501"),
        ("618", "IK502"),
        ("718", "AK502"),
    ];
    let mut seen = 0;
    for (name, text) in files.iter().filter(|(name, _)| name.contains("acks")) {
        for line in text.lines() {
            let Some(codes) = ["codes ", "usual "].iter().find_map(|w| line.split_once(w)) else {
                continue;
            };
            let words: Vec<_> = codes.0.split_whitespace().collect();
            let Some((_, element)) = number.iter().find(|(n, _)| words.get(1) == Some(n)) else {
                continue;
            };
            for code in codes.1.split(' ').take_while(|c| !c.is_empty()) {
                assert!(find(element, code).is_some(), "{name}: {element} {code}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// Returns the lines of all tables that say something.
fn lines() -> usize {
    let tables = [
        include_str!("x12.txt"),
        include_str!("ta1.txt"),
        include_str!("edifact.txt"),
    ];
    let lines = tables.iter().flat_map(|t| t.lines());
    lines
        .filter(|l| !l.is_empty() && !l.starts_with(['#', '=']))
        .count()
}

#[test]
fn the_tables_are_in_two_languages() {
    let texts: std::collections::BTreeSet<_> = ENTRIES
        .iter()
        .map(|e| (e.english.0.as_ptr(), e.english, e.chinese))
        .collect();
    assert_eq!(texts.len() * 3, lines(), "a line is out of step");
    let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for (_, english, chinese) in texts {
        for text in [english.0, english.1] {
            assert!(!text.chars().any(is_chinese), "{text}");
            assert!(text.ends_with('.'), "{text}");
        }
        for text in [chinese.0, chinese.1] {
            assert!(text.chars().any(is_chinese), "{text}");
            assert!(text.ends_with(['。', '.']), "{text}");
        }
    }
    for entry in ENTRIES.iter() {
        let good = matches!(entry.code, "A" | "000") || entry.element == "0083";
        assert!(entry.owner.is_some() || good, "{}", entry.code);
    }
}

fn names(text: &str) -> Vec<String> {
    let found = explain_reply(text, Language::English);
    found.into_iter().map(|code| code.name).collect()
}

#[test]
fn a_code_is_found_however_it_is_written() {
    let cases: &[(&str, &[&str])] = &[
        ("AK304-8", &["AK304-8"]),
        ("ak403 7", &["AK403-7"]),
        ("AK3 8", &["AK304-8"]),
        ("AK501-R", &["AK501-R"]),
        ("AK502-5", &["AK502-5"]),
        ("AK503-5", &["AK502-5"]),
        ("AK5 R 4", &["AK501-R", "AK502-4"]),
        ("AK5-4", &["AK502-4"]),
        ("AK5 e 5 4", &["AK501-E", "AK502-5", "AK502-4"]),
        ("AK901-P", &["AK901-P"]),
        ("AK905=4", &["AK905-4"]),
        ("AK909-4", &["AK905-4"]),
        ("IK304-I6", &["IK304-I6"]),
        ("ik403-i9", &["IK403-I9"]),
        ("IK5 R I5", &["IK501-R", "IK502-I5"]),
        ("TA1-025", &["TA105-025"]),
        ("TA105-25", &["TA105-025"]),
        ("TA1 0", &["TA105-000"]),
        ("TA104-R", &["TA104-R"]),
        ("TA1 R 025", &["TA104-R", "TA105-025"]),
        ("CONTRL-13", &["0085-13"]),
        ("CONTRL 4", &["0083-4", "0085-4"]),
        ("0083-4", &["0083-4"]),
        ("UCI-4", &["0083-4"]),
        ("UCI 4 13", &["0083-4", "0085-13"]),
        ("UCS-13", &["0085-13"]),
        ("AK5*R*4~", &["AK501-R", "AK502-4"]),
        ("AK4*2*66*7*XX", &["AK403-7"]),
        ("AK9*R*1*1*0*5", &["AK901-R", "AK905-5"]),
        (
            "TA1*000000001*260331*0600*R*025~",
            &["TA104-R", "TA105-025"],
        ),
        ("UCI+7+A:14+B:14+4+13'", &["0083-4", "0085-13"]),
        ("UCM+1+INVRPT:D:96A:UN+4", &["0083-4"]),
        ("UCD+12+2:1'", &["0085-12"]),
        ("AK304-99", &[]),
        ("AK3", &[]),
        ("TA104-", &[]),
        ("XYZ-1", &[]),
        ("AK5 R nothing", &[]),
        ("", &[]),
        ("*", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(names(text), *expected, "{text}");
    }
}

#[test]
fn a_name_alone_lists_its_codes() {
    let listed = |name: &str| reply_codes(name, Language::Chinese);
    assert_eq!(listed("ak4").len(), 12);
    assert_eq!(listed("AK5").len(), 6 + 26);
    assert_eq!(listed("TA105").len(), 32);
    assert_eq!(listed("0085"), listed("UCS"));
    assert_eq!(listed("CONTRL").len(), 8 + 47);
    assert!(listed("AK304-8").is_empty() && listed("").is_empty());
}

#[test]
fn whose_mistake_it_is_depends_on_the_code() {
    let owner = |text: &str| explain_reply(text, Language::English)[0].owner;
    assert_eq!(owner("AK304-8"), Some(Owner::Sender));
    assert_eq!(owner("AK502-1"), Some(Owner::Receiver));
    assert_eq!(owner("TA105-023"), Some(Owner::Transport));
    assert_eq!(owner("AK901-A"), None);
}
