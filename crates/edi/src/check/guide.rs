use super::element::{At, Checked};
use crate::cause::Problem;
use crate::code::Code;
use crate::file::Standard;
use crate::finding::{Finding, Implementation, Level, Trigger};
use crate::schema::{Ask, ElementAt, GuideRule, Node};
use crate::segment::{Element, Segment};

/// What the sender is told of a guide that was broken: by a 997, a 999 and a CONTRL.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    told: Told,
    trigger: Option<Trigger>,
}

/// The codes that tell of a broken guide.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// The levels in X12 and EDIFACT.
    levels: [Level; 2],
    /// The nearest code of the standard (AK304, AK403, AK502; 0085).
    plain: &'static str,
    edifact: &'static str,
    /// The code of a 999 (IK304, IK403, IK502), where it has one.
    implementation: Option<&'static str>,
}

impl Told {
    const fn element(
        plain: &'static str,
        implementation: &'static str,
        edifact: &'static str,
    ) -> Self {
        Self {
            levels: [Level::Ak4, Level::Ucd],
            plain,
            edifact,
            implementation: Some(implementation),
        }
    }

    const fn segment(
        plain: &'static str,
        implementation: &'static str,
        edifact: &'static str,
    ) -> Self {
        Self {
            levels: [Level::Ak3, Level::Ucs],
            ..Self::element(plain, implementation, edifact)
        }
    }

    fn by(self, trigger: Option<Trigger>) -> Broken {
        Broken {
            told: self,
            trigger,
        }
    }
}

impl Broken {
    /// Tells of another convention.
    pub(super) fn convention() -> Self {
        let told = Told {
            levels: [Level::Ak5, Level::Ucm],
            ..Told::element("1", "I6", "12")
        };
        told.by(None)
    }

    /// Tells of a segment or loop that a guide asks for, always or by a condition.
    pub(super) fn missing_segment(is_loop: bool, trigger: Option<Trigger>) -> Self {
        let implementation = match (&trigger, is_loop) {
            (Some(_), _) => "I6",
            (None, true) => "I7",
            (None, false) => "I8",
        };
        Told::segment("3", implementation, "13").by(trigger)
    }

    /// Tells of a segment that a guide forbids, always or by a condition.
    pub(super) fn unused_segment(trigger: Option<Trigger>) -> Self {
        let implementation = if trigger.is_some() { "I9" } else { "I4" };
        Told::segment("2", implementation, "15").by(trigger)
    }

    /// Gives a finding the codes of the standard that is read.
    pub(super) fn tell(self, finding: Finding, standard: Standard) -> Finding {
        let told = self.told;
        let [x12, edifact] = told.levels;
        if standard == Standard::Edifact {
            return finding.told(edifact, told.edifact);
        }
        let mut finding = finding.told(x12, told.plain);
        finding.implementation = told.implementation.map(|code| {
            let trigger = self.trigger;
            Box::new(Implementation { code, trigger })
        });
        finding
    }
}

/// Checks what a partner's guide asks of a segment's elements.
pub(super) fn check(checked: &mut Checked<'_, '_>, node: &Node) {
    let rules = node.guide.iter().flat_map(|guide| &guide.rules);
    for rule in rules {
        let segment = checked.segment();
        match &rule.when {
            None => ask(checked, rule, node, None),
            Some((at, values)) if values.contains(value(segment, *at)) => {
                ask(checked, rule, node, Some(trigger(segment, node, *at)));
            }
            Some(_) => {}
        }
    }
}

/// Returns what made a condition apply.
pub(super) fn trigger(segment: &Segment<'_>, node: &Node, at: ElementAt) -> Trigger {
    let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Trigger {
        segment_id: segment.id().to_owned(),
        segment: segment.ordinal(),
        element: short(at.element),
        component: at.component.map(short),
        data_element: node.schema_of(at).and_then(|s| s.number),
    }
}

/// Returns the value of an element or component, its first where it is repeated.
pub(super) fn value<'a>(segment: &Segment<'a>, at: ElementAt) -> &'a [u8] {
    let first = repetitions(segment, at).first().copied();
    first.map_or(&[], |element| element.bytes())
}

/// Returns an element, or a component of it, as often as it is repeated.
fn repetitions<'a>(segment: &Segment<'a>, at: ElementAt) -> Vec<Element<'a>> {
    let d = segment.delimiters();
    let Some(element) = segment.elements().nth(at.element) else {
        return Vec::new();
    };
    let all = match d.repetition.filter(|_| element.holds_marks()) {
        Some(separator) => element.split(separator).collect(),
        None => vec![element],
    };
    let Some(component) = at.component.and_then(|c| c.checked_sub(1)) else {
        return all;
    };
    let part = |e: Element<'a>| e.split(d.component).nth(component);
    all.into_iter().filter_map(part).collect()
}

fn ask(checked: &mut Checked<'_, '_>, rule: &GuideRule, node: &Node, trigger: Option<Trigger>) {
    let schema = node.schema_of(rule.at);
    let at = At {
        element: rule.at.element,
        component: rule.at.component,
        repetition: None,
    };
    let mut all = repetitions(checked.segment(), rule.at);
    all.retain(|part| !part.bytes().is_empty());
    let is_dependent = trigger.is_some();
    let of_all = match &rule.ask {
        Ask::Required if all.is_empty() => Some((
            Code::GuideElementMissing,
            Problem::GuideRequires,
            Told::element("1", "I9", "13"),
        )),
        Ask::Unused if !all.is_empty() => Some((
            Code::GuideElementUnused,
            Problem::GuideLeavesOut,
            Told::element("3", if is_dependent { "I13" } else { "I10" }, "15"),
        )),
        Ask::Times(min, max) => times(all.len(), *min, *max),
        _ => None,
    };
    if let Some((code, problem, told)) = of_all {
        let said = (code, problem, told.by(trigger));
        return checked.say_broken(at, all.first().copied(), schema, said);
    }
    let many = all.len() > 1;
    for (r, part) in (1..).zip(all) {
        if let Some((code, problem, told)) = of_one(part.bytes(), &rule.ask) {
            let at = At {
                repetition: many.then_some(r),
                ..at
            };
            let said = (code, problem, told.by(trigger.clone()));
            checked.say_broken(at, Some(part), schema, said);
        }
    }
}

fn times(count: usize, min: usize, max: usize) -> Option<(Code, Problem, Told)> {
    let told = match count {
        n if n < min => Told::element("1", "I11", "13"),
        // 12 is of the standard, and the 999 has no other.
        n if n > max => Told {
            implementation: None,
            ..Told::element("12", "", "35")
        },
        _ => return None,
    };
    let problem = Problem::GuidesTimes { count, min, max };
    Some((Code::GuideElementRepetitions, problem, told))
}

/// Returns what is wrong with a value that is there.
fn of_one(value: &[u8], asked: &Ask) -> Option<(Code, Problem, Told)> {
    let text = String::from_utf8_lossy(value);
    Some(match asked {
        Ask::Codes(codes) if !codes.contains(value) => {
            let text = text.into_owned();
            let problem = Problem::NotInGuidesCodes { text };
            let told = Told::element("7", "I6", "12");
            (Code::GuideElementCode, problem, told)
        }
        Ask::Length(min, max) => {
            let length = text.chars().count();
            let told = match length {
                n if n < *min => Told::element("4", "I12", "40"),
                n if n > *max => Told::element("5", "I12", "39"),
                _ => return None,
            };
            let (min, max) = (*min, *max);
            let problem = Problem::GuidesLength { length, min, max };
            (Code::GuideElementLength, problem, told)
        }
        Ask::Most(most) if exceeds(value, most) => {
            let most = most.clone();
            let problem = Problem::GuidesMost { most };
            let told = Told::element("7", "I12", "12");
            (Code::GuideElementValue, problem, told)
        }
        _ => return None,
    })
}

/// Compares two decimal numbers as text, without losing digits; no number exceeds nothing.
fn exceeds(value: &[u8], most: &str) -> bool {
    let value = String::from_utf8_lossy(value).replace(',', ".");
    if value.starts_with('-') {
        return false;
    }
    let parts = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.trim_start_matches('0').to_owned();
        (whole, fraction.trim_end_matches('0').to_owned())
    };
    let ((whole, fraction), (most, most_fraction)) = (parts(&value), parts(most));
    (whole.len(), whole, fraction) > (most.len(), most, most_fraction)
}

#[cfg(test)]
mod tests {
    use super::exceeds;

    #[test]
    fn numbers_are_compared_by_value() {
        let cases = [
            ("100", "99", true),
            ("99", "100", false),
            ("0099", "99", false),
            ("99.5", "99", true),
            ("99.0", "99", false),
            ("99,01", "99", true),
            ("-100", "99", false),
            ("123456789012345678901", "123456789012345678900", true),
        ];
        for (value, most, expected) in cases {
            assert_eq!(exceeds(value.as_bytes(), most), expected, "{value} {most}");
        }
    }
}
