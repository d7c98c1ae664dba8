use super::element::Checked;
use crate::code::Code;
use crate::schema::{Ask, ElementAt, GuideRule};
use crate::segment::Element;

/// Checks what a partner's guide asks of a segment's elements.
pub(super) fn check(checked: &mut Checked<'_, '_>, rules: &[GuideRule]) {
    for rule in rules {
        let applies = rule.when.as_ref().is_none_or(|(at, values)| {
            let bytes = part(checked, *at).map_or(&[][..], |p| p.bytes());
            values.contains(bytes)
        });
        if applies {
            ask(checked, rule);
        }
    }
}

fn ask(checked: &mut Checked<'_, '_>, rule: &GuideRule) {
    let part = part(checked, rule.at).filter(|p| !p.bytes().is_empty());
    let wrong = match (&rule.ask, &part) {
        (Ask::Required, None) => (
            Code::GuideElementMissing,
            "is required by the guide".to_owned(),
        ),
        (Ask::Unused, Some(_)) => (
            Code::GuideElementUnused,
            "is not used by the guide".to_owned(),
        ),
        (Ask::Codes(codes), Some(part)) if !codes.contains(part.bytes()) => {
            let text = String::from_utf8_lossy(part.bytes());
            let cause = format!("is {text:?}, which is none of the guide's codes");
            (Code::GuideElementCode, cause)
        }
        (Ask::Length(min, max), Some(part)) => {
            let length = String::from_utf8_lossy(part.bytes()).chars().count();
            if (*min..=*max).contains(&length) {
                return;
            }
            let cause = format!("has {length} characters where the guide asks for {min} to {max}");
            (Code::GuideElementLength, cause)
        }
        (Ask::Most(most), Some(part)) if exceeds(part.bytes(), most) => {
            let cause = format!("is more than the guide's greatest value, {most}");
            (Code::GuideElementValue, cause)
        }
        _ => return,
    };
    checked.say_at(rule.at.element, rule.at.component, part, wrong);
}

fn part<'a>(checked: &Checked<'_, 'a>, at: ElementAt) -> Option<Element<'a>> {
    let segment = checked.segment();
    let element = segment.elements().nth(at.element)?;
    match at.component {
        None => Some(element),
        Some(c) => element
            .split(segment.delimiters.component)
            .nth(c.checked_sub(1)?),
    }
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
