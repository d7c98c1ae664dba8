use super::guide::Broken;
use super::relation::relate;
use super::value;
use super::words::Words;
use crate::cause::{Cause, ElementName, Problem};
use crate::code::Code;
use crate::file::Standard;
use crate::finding::{Finding, Level};
use crate::place::Place;
use crate::schema::{ElementSchema, Kind, SegmentSchema, bit};
use crate::segment::{Element, Segment, decode, released};
use crate::token::Span;

/// Data elements that name the list a code is from, or who keeps it: another than the directory's.
const LIST: u16 = 1131;
const LIST_AGENCY: u16 = 3055;

/// A segment whose elements are checked, with what was found.
pub(super) struct Checked<'c, 'a> {
    segment: &'c Segment<'a>,
    pub(super) words: &'static Words,
    pub(super) wrong: Vec<Wrong<'a>>,
}

/// What is wrong with an element or component.
pub(super) struct Wrong<'a> {
    code: Code,
    at: At,
    pub(super) span: Span,
    text: &'a [u8],
    cause: Cause,
    data_element: Option<u16>,
    /// Where it is a guide that was broken.
    broken: Option<Broken>,
}

/// An element of a segment, a component of it, and which repetition.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) element: usize,
    pub(super) component: Option<usize>,
    pub(super) repetition: Option<u32>,
}

impl Wrong<'_> {
    /// Returns the finding; `place` is that of the message.
    pub(super) fn finding(
        self,
        segment: &Segment<'_>,
        place: Place,
        standard: Standard,
    ) -> Finding {
        let mut place = place.on(segment).at(self.span);
        place.element = u32::try_from(self.at.element).ok();
        place.component = self.at.component.and_then(|c| u32::try_from(c).ok());
        place.repetition = self.at.repetition;
        let mut finding = Finding::new(self.code, place, self.text, self.cause);
        finding.data_element = self.data_element;
        if let Some(broken) = self.broken {
            return broken.tell(finding, standard);
        }
        match self.code {
            Code::EdifactElementCharacter => {
                let text = released(decode(self.text), segment.delimiters.release);
                finding.told(Level::Ucd, value::told_in_contrl(&text))
            }
            _ => finding,
        }
    }
}

impl<'c, 'a> Checked<'c, 'a> {
    pub(super) fn new(segment: &'c Segment<'a>, words: &'static Words) -> Self {
        Self {
            segment,
            words,
            wrong: Vec::new(),
        }
    }

    pub(super) fn segment(&self) -> &'c Segment<'a> {
        self.segment
    }

    /// Says what a guide finds wrong with an element or component.
    pub(super) fn say_broken(
        &mut self,
        at: At,
        part: Option<Element<'a>>,
        schema: Option<&ElementSchema>,
        (code, problem, broken): (Code, Problem, Broken),
    ) {
        self.say(at, part.as_ref(), schema, code, problem);
        if let Some(wrong) = self.wrong.last_mut() {
            wrong.broken = Some(broken);
        }
    }

    pub(super) fn name(&self, at: At) -> ElementName {
        ElementName::new(self.segment.id(), at.element, at.component)
    }

    #[cold]
    fn say(
        &mut self,
        at: At,
        part: Option<&Element<'a>>,
        schema: Option<&ElementSchema>,
        code: Code,
        problem: Problem,
    ) {
        let element = self.name(at);
        let cause = Cause::At { element, problem };
        self.push(at, part, schema, (code, cause));
    }

    #[cold]
    pub(super) fn push(
        &mut self,
        at: At,
        part: Option<&Element<'a>>,
        schema: Option<&ElementSchema>,
        (code, cause): (Code, Cause),
    ) {
        let end = Span {
            offset: self.segment.span().end(),
            length: 0,
        };
        self.wrong.push(Wrong {
            code,
            at,
            span: part.map_or(end, Element::span),
            text: part.map_or(&[], |p| p.bytes()),
            cause,
            data_element: schema.and_then(|s| s.number),
            broken: None,
        });
    }
}

/// Checks the elements of a segment.
#[inline]
pub(super) fn check(checked: &mut Checked<'_, '_>, schema: &SegmentSchema) {
    if schema.elements.is_empty() {
        return;
    }
    let segment = checked.segment;
    let mut present = 0;
    let mut count = 0;
    for (n, element) in segment.elements().enumerate().skip(1) {
        count = n;
        let at = At {
            element: n,
            component: None,
            repetition: None,
        };
        let Some(expected) = schema.elements.get(n - 1) else {
            if !element.bytes().is_empty() {
                let most = schema.elements.len();
                let code = checked.words.too_many;
                let problem = Problem::SurplusElement { most };
                checked.say(at, Some(&element), None, code, problem);
                break;
            }
            continue;
        };
        if element.bytes().is_empty() {
            if expected.mandatory {
                let code = checked.words.missing;
                let problem = Problem::Mandatory;
                checked.say(at, Some(&element), Some(expected), code, problem);
            }
            continue;
        }
        present |= bit(n);
        match element.holds_marks() {
            false => single(checked, at, &element, expected, false),
            true => repetitions(checked, at, element, expected),
        }
    }
    missing(checked, None, count, schema);
    for relation in &schema.relations {
        if relation.is_broken(present) {
            relate(checked, None, relation, present, schema);
        }
    }
}

/// Checks an element that holds delimiters.
fn repetitions<'a>(
    checked: &mut Checked<'_, 'a>,
    at: At,
    element: Element<'a>,
    expected: &ElementSchema,
) {
    let separator = checked.segment.delimiters.repetition;
    let Some(separator) = separator.filter(|_| expected.kind != Kind::Binary) else {
        return single(checked, at, &element, expected, false);
    };
    let many = element.split(separator).nth(1).is_some();
    for (r, part) in (1..).zip(element.split(separator)) {
        let at = At {
            repetition: many.then_some(r),
            ..at
        };
        if r > expected.repetitions {
            let most = expected.repetitions;
            let (code, problem) = (checked.words.repetitions, Problem::Repetitions { most });
            return checked.say(at, Some(&part), Some(expected), code, problem);
        }
        single(checked, at, &part, expected, false);
    }
}

/// Checks one value, or a composite; `foreign` when its code is from a list of its own.
#[inline]
fn single<'a>(
    checked: &mut Checked<'_, 'a>,
    at: At,
    part: &Element<'a>,
    expected: &ElementSchema,
    foreign: bool,
) {
    match (expected.kind, &expected.composite) {
        (Kind::Binary, _) | (Kind::Composite, None) => return,
        (Kind::Composite, Some(composite)) => return components(checked, at, *part, composite),
        _ => {}
    }
    let d = checked.segment.delimiters;
    // In X12 a component separator may be data where no composite stands.
    if part.holds_marks() && d.release.is_some() && part.split(d.component).nth(1).is_some() {
        let (code, problem) = (checked.words.too_many, Problem::NoComponents);
        return checked.say(at, Some(part), Some(expected), code, problem);
    }
    let text = released(decode(part.bytes()), d.release);
    let wrong = value::wrong(&text, expected, foreign, checked.words);
    if let Some((code, problem)) = wrong {
        checked.say(at, Some(part), Some(expected), code, problem);
    }
}

/// Checks the components of a composite.
fn components<'a>(
    checked: &mut Checked<'_, 'a>,
    at: At,
    element: Element<'a>,
    schema: &SegmentSchema,
) {
    let separator = checked.segment.delimiters.component;
    let foreign = element
        .split(separator)
        .zip(&schema.elements)
        .any(|(part, e)| matches!(e.number, Some(LIST | LIST_AGENCY)) && !part.bytes().is_empty());
    let (mut present, mut count) = (0, 0);
    for (c, part) in (1..).zip(element.split(separator)) {
        count = c;
        let at = At {
            component: Some(c),
            ..at
        };
        let Some(expected) = schema.elements.get(c - 1) else {
            if !part.bytes().is_empty() {
                let most = schema.elements.len();
                let code = checked.words.too_many;
                let problem = Problem::SurplusComponent { most };
                return checked.say(at, Some(&part), None, code, problem);
            }
            continue;
        };
        if part.bytes().is_empty() {
            if expected.mandatory {
                let code = checked.words.missing;
                let problem = Problem::Mandatory;
                checked.say(at, Some(&part), Some(expected), code, problem);
            }
            continue;
        }
        present |= bit(c);
        // Who keeps a list is told in the directory's own code.
        let own = matches!(expected.number, Some(LIST | LIST_AGENCY));
        single(checked, at, &part, expected, foreign && !own);
    }
    missing(checked, Some((at, element)), count, schema);
    for relation in &schema.relations {
        if relation.is_broken(present) {
            relate(checked, Some((at, element)), relation, present, schema);
        }
    }
}

/// Notes the mandatory elements after the last one there is, or components of a composite.
fn missing<'a>(
    checked: &mut Checked<'_, 'a>,
    within: Option<(At, Element<'a>)>,
    count: usize,
    schema: &SegmentSchema,
) {
    let rest = (1..).zip(&schema.elements).skip(count);
    for (n, expected) in rest.filter(|(_, e)| e.mandatory) {
        let (code, problem) = (checked.words.missing, Problem::Mandatory);
        checked.say(at_part(within, n), None, Some(expected), code, problem);
        end_of(checked, within);
    }
}

pub(super) fn at_part(within: Option<(At, Element<'_>)>, n: usize) -> At {
    match within {
        Some((at, _)) => At {
            component: Some(n),
            ..at
        },
        None => At {
            element: n,
            component: None,
            repetition: None,
        },
    }
}

/// Puts what is missing in a composite at its end instead of the segment's.
pub(super) fn end_of(checked: &mut Checked<'_, '_>, within: Option<(At, Element<'_>)>) {
    if let (Some((_, element)), Some(wrong)) = (within, checked.wrong.last_mut()) {
        wrong.span = Span {
            offset: element.span().end(),
            length: 0,
        };
    }
}
