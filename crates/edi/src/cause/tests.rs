use std::collections::BTreeSet;

use super::*;
use crate::corpus;
use crate::dice::{Dice, long};
use crate::schema::Schemas;
use crate::schema_files::schema_files;

/// A fact as it may come.
pub(crate) trait Sample {
    fn sample(dice: &mut Dice) -> Self;
}

impl Sample for usize {
    fn sample(dice: &mut Dice) -> Self {
        dice.below(10_000_000)
    }
}

impl Sample for u32 {
    fn sample(dice: &mut Dice) -> Self {
        u32::try_from(dice.below(10_000)).unwrap()
    }
}

impl Sample for u64 {
    fn sample(dice: &mut Dice) -> Self {
        dice.next()
    }
}

impl Sample for char {
    fn sample(dice: &mut Dice) -> Self {
        *dice.pick(&['\t', '\n', '\0', '\u{7F}', '\u{9D}'])
    }
}

impl Sample for Byte {
    fn sample(dice: &mut Dice) -> Self {
        Self(u8::try_from(dice.below(256)).unwrap())
    }
}

impl Sample for &'static str {
    fn sample(dice: &mut Dice) -> Self {
        dice.pick::<&str>(&["IEA", "UNZ", "ST02", "X12-SE-COUNT"])
    }
}

impl Sample for String {
    fn sample(dice: &mut Dice) -> Self {
        (*dice.pick(&[
            "852", "N1", "PD", "UNOC", "D96A", "004010", "99999.5", "W?\\X",
        ]))
        .to_owned()
    }
}

impl Sample for Shown {
    fn sample(dice: &mut Dice) -> Self {
        let value = dice.pick(&["7", "", "say \"7\"", "\n\\", "123456789012345678901"]);
        Self::new(value)
    }
}

impl Sample for ElementName {
    fn sample(dice: &mut Dice) -> Self {
        let component = (dice.below(2) == 0).then(|| 1 + dice.below(9));
        Self::new(&String::sample(dice), 1 + dice.below(40), component)
    }
}

impl Sample for Names {
    fn sample(dice: &mut Dice) -> Self {
        let count = 1 + dice.below(4);
        Self((0..count).map(|_| ElementName::sample(dice)).collect())
    }
}

impl Sample for Noun {
    fn sample(dice: &mut Dice) -> Self {
        *dice.pick(&Self::ALL)
    }
}

impl Sample for Problem {
    fn sample(dice: &mut Dice) -> Self {
        let all = Self::each(dice);
        dice.pick(&all).clone()
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Returns what a sentence quotes and which numbers it names; what stands in quotes is left out of
/// the rest.
fn facts(sentence: &str) -> (BTreeSet<String>, String) {
    let (mut facts, mut rest, mut quoted) = (BTreeSet::new(), String::new(), None::<String>);
    let mut escaped = false;
    for c in sentence.chars() {
        match &mut quoted {
            None if c == '"' => quoted = Some(String::new()),
            None => rest.push(c),
            Some(text) if c == '"' && !escaped => {
                facts.insert(format!("{text:?}"));
                quoted = None;
            }
            Some(text) => text.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    assert!(quoted.is_none(), "{sentence}");
    let words = rest.split(|c: char| !c.is_ascii_digit());
    facts.extend(words.filter(|w| !w.is_empty()).map(str::to_owned));
    (facts, rest)
}

/// Tells what the languages of a sentence do not share.
fn compare(english: &str, chinese: &str) {
    let ((expected, _), (found, rest)) = (facts(english), facts(chinese));
    assert_eq!(found, expected, "{english} / {chinese}");
    assert!(rest.chars().any(is_chinese), "{chinese}");
    assert!(!english.chars().any(is_chinese), "{english}");
    // What stays in Latin letters is a name, and the same name in either.
    let names = rest.split(|c: char| !c.is_ascii_alphanumeric());
    for name in names {
        assert!(english.contains(name), "{name}: {english} / {chinese}");
    }
    let blanks = ["  ", " ，", " 。", " ；"];
    assert!(!blanks.iter().any(|b| chinese.contains(b)), "{chinese}");
    assert_eq!(chinese.trim(), chinese);
}

#[test]
fn every_cause_says_the_same_in_every_language() {
    let mut dice = Dice::new(11);
    for _ in 0..if long() { 100_000 } else { 500 } {
        for cause in Cause::each(&mut dice) {
            compare(&cause.say(Language::English), &cause.say(Language::Chinese));
        }
        for problem in Problem::each(&mut dice) {
            compare(
                &problem.say(Language::English),
                &problem.say(Language::Chinese),
            );
        }
    }
}

/// Values of files may be in any language, so that only facts are compared.
#[test]
fn findings_of_files_say_the_same_in_every_language() {
    let files = schema_files();
    let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
    let schemas = Schemas::parse(&texts).unwrap();
    let mut count = 0;
    for (name, bytes) in corpus::all() {
        for finding in crate::check(&crate::read(&bytes), &schemas).findings {
            let english = finding.cause(Language::English);
            let chinese = finding.cause(Language::Chinese);
            let ((expected, _), (found, rest)) = (facts(&english), facts(&chinese));
            assert_eq!(found, expected, "{name}: {english} / {chinese}");
            assert!(rest.chars().any(is_chinese), "{name}: {chinese}");
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn a_cause_reads_as_people_speak() {
    let count = Cause::Count {
        trailer: "SE",
        said: Shown::new("7"),
        parts: Noun::Segments,
        whole: Noun::Message,
        counted: 6,
    };
    assert_eq!(
        count.say(Language::Chinese),
        "SE01 所写的段数为\"7\"，报文中实有 6 个"
    );
    let date = Cause::field("XQ", 2, Problem::NotDate);
    assert_eq!(date.say(Language::Chinese), "XQ02 不是日期");
    assert_eq!(date.say(Language::English), "XQ02 is no date");
}
