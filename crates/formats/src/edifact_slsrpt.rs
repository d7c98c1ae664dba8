//! EDIFACT SLSRPT, sales data report, as EANCOM uses it: what was sold where.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::content::{Activity, ActivityLine, PartyId};
use crate::edifact::{self, Body, Report, qualifier, write_head, write_item};
use crate::reading::{Said, Source};

pub(crate) const KIND: &str = "SLSRPT";

/// LOC: where something was sold.
const PLACE_OF_SALE: &str = "162";

/// Reads a SLSRPT.
pub fn read(source: Source) -> Said<Activity> {
    edifact::read_activity(source)
}

/// Returns the sales of an activity; `None` where there are none.
pub(crate) fn segments(activity: &Activity, head: &edifact::Head, release: &str) -> Option<Body> {
    let sold = |line: &&ActivityLine| matches!(qualifier(&line.code), Some((Report::Sales, _)));
    let mut lines: Vec<&ActivityLine> = activity.lines.iter().filter(sold).collect();
    if lines.is_empty() {
        return None;
    }
    // Each place once, in the order they first come up.
    let mut places = HashMap::new();
    for line in &lines {
        let next = places.len();
        places.entry(place_of(line)).or_insert(next);
    }
    lines.sort_by_key(|line| places.get(&place_of(line)).copied());
    let mut body = Body::new(release);
    write_head(&mut body, &["73E", "", "9"], activity, head);
    let (mut place, mut item, mut count) = (None, None, 0);
    for line in lines {
        let here = place_of(line);
        if place != Some(here) {
            write_place(&mut body, here);
            (place, item) = (Some(here), None);
        }
        if item != Some(&line.item) {
            count += 1;
            write_item(&mut body, &count.to_string(), None, &line.item);
            item = Some(&line.item);
        }
        if let Some((_, code)) = qualifier(&line.code) {
            body.quantity(code, &line.amount);
        }
    }
    if !body.is_early() {
        body.add("UNS", &[&["S"]]);
    }
    Some(body)
}

/// A site, and the days something was sold there.
type Place<'a> = (&'a PartyId, NaiveDate, NaiveDate);

fn place_of(line: &ActivityLine) -> Place<'_> {
    (&line.site, line.from, line.to)
}

fn write_place(body: &mut Body, (site, from, to): Place<'_>) {
    body.add(
        "LOC",
        &[&[PLACE_OF_SALE], &[&site.id, "", site.scheme.edifact()]],
    );
    let (from, to) = (edifact::date(from), edifact::date(to));
    match from == to {
        true => body.add("DTM", &[&["356", &from, "102"]]),
        false => body.add("DTM", &[&["356", &format!("{from}{to}"), "718"]]),
    }
}
