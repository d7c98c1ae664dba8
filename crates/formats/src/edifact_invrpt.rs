//! EDIFACT INVRPT, inventory report, as EANCOM uses it: stock and its movements.

use crate::content::{Activity, ActivityLine, PoNumbers, ReferenceKind};
use crate::edifact::{self, Body, DISCRETE, Report, qualifier, write_head, write_item};
use crate::reading::{Said, Source};

pub(crate) const KIND: &str = "INVRPT";

/// LOC: where goods are.
const LOCATION_OF_GOODS: &str = "14";

/// Reads an INVRPT.
pub fn read(source: Source) -> Said<Activity> {
    edifact::read_activity(source)
}

/// Returns all of an activity but its sales; `None` where there is nothing else.
pub(crate) fn segments(activity: &Activity, head: &edifact::Head, release: &str) -> Option<Body> {
    let held = |line: &&ActivityLine| !matches!(qualifier(&line.code), Some((Report::Sales, _)));
    let lines: Vec<&ActivityLine> = activity.lines.iter().filter(held).collect();
    if lines.is_empty() && activity.po_numbers.is_empty() {
        return None;
    }
    let mut body = Body::new(release);
    write_head(&mut body, &["35"], activity, head);
    for numbers in &activity.po_numbers {
        write_po_numbers(&mut body, numbers);
    }
    let (mut item, mut count) = (None, 0);
    for line in lines {
        if item != Some(&line.item) {
            count += 1;
            write_item(&mut body, &count.to_string(), None, &line.item);
            item = Some(&line.item);
        }
        write_number(&mut body, line);
    }
    Some(body)
}

/// Names the site for its PO numbers: the first, the last, and the last day on which they may be
/// used.
fn write_po_numbers(body: &mut Body, numbers: &PoNumbers) {
    match &numbers.site {
        Some(site) => {
            body.add("NAD", &[&["DP"], &[&site.id, "", site.scheme.edifact()]]);
        }
        None => body.leave_out(format!("PO numbers from {} of no site", numbers.first)),
    }
    if numbers.site.is_some() {
        let order = ReferenceKind::BuyerOrder;
        for number in [&numbers.first, &numbers.last] {
            body.reference(order.edifact(), Some(number));
        }
        body.day("36", numbers.expires);
    }
}

fn write_number(body: &mut Body, line: &ActivityLine) {
    let known = qualifier(&line.code);
    if !body.is_early() {
        // 1 and 2: the stock leaves or comes in; else it is a balance by the books.
        match line.code.as_str() {
            "QW" => body.add("INV", &[&["1"]]),
            "QR" => body.add("INV", &[&["2"]]),
            _ => body.add("INV", &[&[], &[], &[], &["1"]]),
        }
    }
    body.quantity(known.map_or(DISCRETE, |(_, code)| code), &line.amount);
    let site = [&line.site.id, "", line.site.scheme.edifact()];
    body.add("LOC", &[&[LOCATION_OF_GOODS], &site]);
    if line.from == line.to {
        body.day("366", Some(line.to));
    } else {
        body.day("194", Some(line.from));
        body.day("206", Some(line.to));
    }
    if known.is_none() {
        body.reference("ZZZ", Some(&line.code));
    }
}
