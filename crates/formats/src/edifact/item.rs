use super::Body;
use crate::content::{ItemNumber, ItemScheme};
use crate::taking::{Take, cut, joined};

/// Takes the number of a C212, which an element is.
pub(crate) fn number_of(take: &mut Take, element: usize) -> Option<ItemNumber> {
    if take.peek_part(element, 1).is_empty() {
        return None;
    }
    let number = take.part(element, 1)?;
    let code = take.part(element, 2).unwrap_or_default();
    // Who keeps the numbers is plain from their kind.
    if matches!(&*take.peek_part(element, 4), "9" | "91" | "92") {
        take.part(element, 4);
    }
    let scheme = match (ItemScheme::from_edifact(&code), number.len()) {
        // EN and SRV are written for GTINs of every length.
        (ItemScheme::Gtin13 | ItemScheme::Gtin14, 12) => ItemScheme::Gtin12,
        (ItemScheme::Gtin13 | ItemScheme::Gtin14, 13) => ItemScheme::Gtin13,
        (ItemScheme::Gtin13 | ItemScheme::Gtin14, 14) => ItemScheme::Gtin14,
        (scheme, _) => scheme,
    };
    Some(ItemNumber { scheme, number })
}

/// Takes the numbers of a PIA.
pub(crate) fn pia(take: &mut Take, items: &mut Vec<ItemNumber>) {
    // 1 and 5: more numbers of the item itself, not of what replaces it.
    if !matches!(&*take.peek(1), "1" | "5") {
        return;
    }
    take.skip(1);
    for element in 2..=6 {
        items.extend(number_of(take, element));
    }
}

/// Takes an IMD in words into a description.
pub(crate) fn description(take: &mut Take, early: bool, description: &mut Option<String>) {
    let words = matches!(&*take.peek(1), "" | "A" | "B" | "E" | "F");
    // What tells of colour or size is no name of the item.
    let name = matches!(&*take.peek_part(2, 1), "" | "8" | "79" | "ANM" | "DSC");
    if !words || !name || take.peek_part(3, 4).is_empty() {
        return;
    }
    take.skip(1);
    take.skip(2);
    let pieces: Vec<String> = description
        .take()
        .into_iter()
        .chain([4, 5].into_iter().filter_map(|c| take.part(3, c)))
        .collect();
    *description = joined(&pieces, text(early));
}

/// Adds IMD.
pub(crate) fn write_description(body: &mut Body, description: Option<&str>) {
    let pieces = cut(description.unwrap_or_default(), text(body.is_early()));
    for two in pieces.chunks(2) {
        let second = two.get(1).map(String::as_str).unwrap_or_default();
        body.add("IMD", &[&["F"], &[], &["", "", "", &two[0], second]]);
    }
}

/// Returns how many characters a component of IMD holds.
fn text(early: bool) -> usize {
    if early { 35 } else { 256 }
}

/// Adds LIN with the GTIN, if there is one, and PIA with the other numbers.
pub(crate) fn write_item(body: &mut Body, line: &str, action: Option<&str>, items: &[ItemNumber]) {
    let is_gtin = |item: &&ItemNumber| {
        let scheme = &item.scheme;
        matches!(
            scheme,
            ItemScheme::Gtin12 | ItemScheme::Gtin13 | ItemScheme::Gtin14
        )
    };
    let gtin = items.iter().find(is_gtin);
    let [number, scheme] = gtin.map_or(["", ""], |item| pair(item, body.is_early()));
    body.add(
        "LIN",
        &[&[line], &[action.unwrap_or_default()], &[number, scheme]],
    );
    let others: Vec<&ItemNumber> = items
        .iter()
        .filter(|item| gtin.is_none_or(|gtin| !std::ptr::eq(*item, gtin)))
        .collect();
    // 1: additional numbers; 5: the numbers that name the item.
    let kind = if gtin.is_some() { "1" } else { "5" };
    for five in others.chunks(5) {
        body.add("PIA", &[&[kind]]);
        for item in five {
            if let ItemScheme::Other(code) = &item.scheme {
                body.leave_out(format!("that {} is {code} in X12", item.number));
            }
            let parts = pair(item, body.is_early()).map(str::to_owned);
            body.extend(parts.to_vec());
        }
    }
}

fn pair(item: &ItemNumber, early: bool) -> [&str; 2] {
    match &item.scheme {
        ItemScheme::Gtin14 if early => [&item.number, ItemScheme::Gtin13.edifact()],
        scheme => [&item.number, scheme.edifact()],
    }
}
