use crate::code::Code;
use crate::envelope::{is_date, is_time};
use crate::finding::Finding;
use crate::place::Place;
use crate::schema::{Codes, ElementSchema, Kind, Relation, Rule, SegmentSchema};
use crate::segment::{Segment, decode, split};

/// Checks the elements of a segment.
pub(super) fn check(segment: &Segment<'_>, schema: &SegmentSchema, place: &Place) -> Vec<Finding> {
    if schema.elements.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut count = 0;
    let mut present = [false; 100];
    for (n, (_, bytes)) in segment.elements().enumerate().skip(1) {
        count = n;
        if let Some(slot) = present.get_mut(n) {
            *slot = !bytes.is_empty();
        }
        let mut say = |repetition: Option<u32>, code, text: &[u8], cause| {
            let mut place = place.clone().element(segment, n);
            place.repetition = repetition;
            let mut finding = Finding::new(code, place, text, cause);
            finding.data_element = schema.elements.get(n - 1).and_then(|e| e.number);
            findings.push(finding);
        };
        match schema.elements.get(n - 1) {
            None if bytes.is_empty() => {}
            None => {
                let most = schema.elements.len();
                let cause = format!("segment {} has at most {most} elements", segment.id());
                say(None, Code::ElementTooMany, bytes, cause);
                break;
            }
            Some(element) => repetitions(segment, n, bytes, element, &mut say),
        }
    }
    missing(segment, count, schema, place, &mut findings);
    for relation in &schema.relations {
        relate(segment, relation, &present, schema, place, &mut findings);
    }
    findings
}

fn repetitions(
    segment: &Segment<'_>,
    n: usize,
    bytes: &[u8],
    element: &ElementSchema,
    say: &mut impl FnMut(Option<u32>, Code, &[u8], String),
) {
    let named = || format!("{}{n:02}", segment.id());
    if bytes.is_empty() {
        if element.mandatory {
            say(
                None,
                Code::ElementMissing,
                bytes,
                format!("{} is mandatory", named()),
            );
        }
        return;
    }
    let separator = segment.delimiters.repetition.filter(|r| bytes.contains(r));
    let Some(separator) = separator.filter(|_| element.kind != Kind::Binary) else {
        if let Some((code, problem)) = value(bytes, element) {
            say(None, code, bytes, format!("{} {problem}", named()));
        }
        return;
    };
    for (r, (_, part)) in (1..).zip(split(bytes, separator, segment.delimiters.release)) {
        if r > element.repetitions {
            let most = element.repetitions;
            let cause = format!("{} may occur {most} times", named());
            return say(Some(r), Code::ElementRepetitions, part, cause);
        }
        if let Some((code, problem)) = value(part, element) {
            say(Some(r), code, part, format!("{} {problem}", named()));
        }
    }
}

/// Returns what is wrong with a value.
fn value(bytes: &[u8], element: &ElementSchema) -> Option<(Code, String)> {
    if matches!(element.kind, Kind::Binary | Kind::Composite) {
        return None;
    }
    let text = decode(bytes);
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Some((
            Code::ElementCharacter,
            format!("holds the control character {c:?}"),
        ));
    }
    let character = |what: &str| Some((Code::ElementCharacter, what.to_owned()));
    let length = match element.kind {
        Kind::Integer => {
            let digits = text.strip_prefix('-').unwrap_or(&text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return character("is no whole number");
            }
            digits.len()
        }
        Kind::Decimal => match decimal_digits(&text) {
            Some(digits) => digits,
            None => return character("is no number"),
        },
        // Blanks at the end are padding: they never make a value too long.
        _ => text
            .trim_end()
            .chars()
            .count()
            .max(element.min.min(text.chars().count())),
    };
    let (min, max) = (element.min, element.max);
    if length < min {
        let cause = format!("has {length} characters where {min} to {max} are due");
        return Some((Code::ElementTooShort, cause));
    }
    if length > max {
        let cause = format!("has {length} characters where {min} to {max} are due");
        return Some((Code::ElementTooLong, cause));
    }
    match element.kind {
        Kind::Date if !date(&text) => Some((Code::ElementDate, "is no date".to_owned())),
        Kind::Time if !is_time(&text) => Some((Code::ElementTime, "is no time".to_owned())),
        _ => code(text.trim_end(), &element.codes),
    }
}

fn code(text: &str, codes: &Codes) -> Option<(Code, String)> {
    match codes {
        Codes::Only(list) if !list.iter().any(|c| c == text) => Some((
            Code::ElementCode,
            format!("is {text:?}, which is none of its codes"),
        )),
        Codes::Usual(list) if !list.iter().any(|c| c == text) => Some((
            Code::ElementCodeUnusual,
            format!("is {text:?}, a code we do not know"),
        )),
        _ => None,
    }
}

fn date(text: &str) -> bool {
    match text.len() {
        6 => is_date(&format!("20{text}")),
        _ => is_date(text),
    }
}

/// Returns how many digits a decimal number has; sign, point and exponent mark do not count.
fn decimal_digits(text: &str) -> Option<usize> {
    let (mantissa, exponent) = text
        .split_once('E')
        .map_or((text, None), |(m, e)| (m, Some(e)));
    let digits = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then_some(part.len())
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let count = digits(whole)? + digits(fraction)?;
    let exponent = match exponent {
        Some(e) => digits(e.strip_prefix('-').unwrap_or(e)).filter(|n| *n > 0)?,
        None => 0,
    };
    (count > 0).then_some(count + exponent)
}

/// Notes the mandatory elements after the last one there is.
fn missing(
    segment: &Segment<'_>,
    count: usize,
    schema: &SegmentSchema,
    place: &Place,
    findings: &mut Vec<Finding>,
) {
    for (n, element) in (1..)
        .zip(&schema.elements)
        .skip(count)
        .filter(|(_, e)| e.mandatory)
    {
        let cause = format!("{}{n:02} is mandatory", segment.id());
        let place = place.clone().element(segment, n);
        let mut finding = Finding::new(Code::ElementMissing, place, &[], cause);
        finding.data_element = element.number;
        findings.push(finding);
    }
}

fn relate(
    segment: &Segment<'_>,
    relation: &Relation,
    present: &[bool],
    schema: &SegmentSchema,
    place: &Place,
    findings: &mut Vec<Finding>,
) {
    let wrong = violations(relation, present);
    if wrong.is_empty() {
        return;
    }
    let named = |n: &usize| format!("{}{n:02}", segment.id());
    let list = |of: &[usize]| of.iter().map(named).collect::<Vec<_>>().join(", ");
    let all = list(&relation.elements);
    let (first, others) = relation.elements.split_first().map_or_else(
        || (String::new(), String::new()),
        |(first, others)| (named(first), list(others)),
    );
    let (code, cause) = match relation.rule {
        Rule::Paired => (
            Code::ElementConditional,
            format!("of {all} all are there or none"),
        ),
        Rule::Conditional => (Code::ElementConditional, format!("{first} needs {others}")),
        Rule::Required => (Code::ElementConditional, format!("one of {all} is needed")),
        Rule::List => (
            Code::ElementConditional,
            format!("{first} needs one of {others}"),
        ),
        Rule::Exclusion => (
            Code::ElementExclusion,
            format!("only one of {all} may be there"),
        ),
    };
    for n in wrong {
        let place = place.clone().element(segment, n);
        let text = segment.element_bytes(n);
        let mut finding = Finding::new(code, place, text, cause.clone());
        finding.data_element = schema.elements.get(n - 1).and_then(|e| e.number);
        findings.push(finding);
    }
}

/// Returns the elements that break a relation: absent ones that are needed, or surplus ones.
fn violations(relation: &Relation, present: &[bool]) -> Vec<usize> {
    let there = |n: &usize| present.get(*n).copied().unwrap_or(false);
    let all = relation.elements.as_slice();
    let Some((first, others)) = all.split_first() else {
        return Vec::new();
    };
    let absent = |of: &[usize]| of.iter().copied().filter(|n| !there(n)).collect::<Vec<_>>();
    match relation.rule {
        Rule::Paired if all.iter().any(there) => absent(all),
        Rule::Conditional if there(first) => absent(others),
        Rule::Required if !all.iter().any(there) => vec![*first],
        Rule::List if there(first) && !others.iter().any(there) => {
            others.iter().copied().take(1).collect()
        }
        Rule::Exclusion => all.iter().copied().filter(there).skip(1).collect(),
        Rule::Paired | Rule::Conditional | Rule::Required | Rule::List => Vec::new(),
    }
}
