use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::Quantity;

use super::{Reader, Shape};
use crate::content::{
    Activity, ActivityLine, Amount, ItemNumber, ItemScheme, Party, PartyId, PoNumbers, Scheme, Unit,
};
use crate::reading::{Said, Source};
use crate::rows::{Row, Rows};
use crate::taking::Take;
use crate::writing::{Body, date};
use crate::x12::{pairs, party, party_more, write_party};

/// XQ01: for information, nothing has to be done.
const NOTIFICATION: &str = "H";

/// SDQ holds ten pairs of site and quantity.
const PAIRS: usize = 10;

/// LIN holds fifteen numbers of an item.
const NUMBERS: usize = 15;

/// Reads an 852 of anyone.
pub fn read(source: Source) -> Said<Activity> {
    let mut reader = Reader::new();
    let mut activity = Activity::default();
    let mut findings = Vec::new();
    let mut in_lines = false;
    for segment in source.segments() {
        reader.take(&segment);
        let mut take = Take::new(source, segment);
        in_lines |= take.id() == "LIN";
        take_rest(&mut take, &mut activity, in_lines);
        findings.extend(take.findings());
    }
    let rows = reader.finish();
    activity.lines = rows.rows.iter().map(|row| line(rows, row)).collect();
    let numbers = rows.grants.iter().map(|grant| PoNumbers {
        first: grant.first.clone(),
        last: grant.last.clone(),
        site: grant.site.map(|place| site(rows.sites.pairs(place).next())),
        expires: grant.expires,
    });
    activity.po_numbers = numbers.collect();
    findings.extend(rows.remarks.iter().map(|noted| noted.finding(source)));
    findings.sort_by_key(|finding| finding.place.offset);
    Said {
        content: Some(activity),
        findings,
    }
}

/// Takes what the rows do not say, and tells what they do.
fn take_rest(take: &mut Take, activity: &mut Activity, in_lines: bool) {
    match take.id() {
        "ST" | "SE" | "CTT" => take.skip_all(),
        "XQ" => {
            if take.peek(1) == NOTIFICATION {
                take.skip(1);
            }
            take.skip(2);
            take.skip(3);
        }
        "XPO" => (1..=4).for_each(|n| take.skip(n)),
        "LIN" => (1..=take.len()).for_each(|n| take.skip(n)),
        "ZA" => (1..=5).for_each(|n| take.skip(n)),
        "SDQ" => (1..=22).for_each(|n| take.skip(n)),
        "N1" if !in_lines => activity.parties.push(party(take)),
        "N2" | "N3" | "N4" | "PER" if !in_lines => {
            if let Some(party) = activity.parties.last_mut() {
                party_more(party, take);
            }
        }
        "N9" if !in_lines => match &*take.peek(1) {
            "IA" => {
                take.skip(1);
                activity.vendor_number = take.text(2);
            }
            "DP" => {
                take.skip(1);
                activity.department = take.text(2);
            }
            _ => {}
        },
        // The last day of the PO numbers is said with each range.
        "DTM" if !in_lines && take.peek(1) == super::read::LAST_DAY => take.skip_all(),
        _ => {}
    }
}

fn line(rows: &Rows, row: &Row) -> ActivityLine {
    let item = |(scheme, number): (&str, &str)| ItemNumber {
        scheme: ItemScheme::from_x12(scheme),
        number: number.to_owned(),
    };
    let unit = match rows.unit(row) {
        "" => Unit::Each,
        code => Unit::from_x12(code),
    };
    ActivityLine {
        site: site(Some(rows.site(row))),
        item: rows
            .item(row)
            .filter(|(scheme, number)| !scheme.is_empty() && !number.is_empty())
            .map(item)
            .collect(),
        code: rows.code(row).to_owned(),
        amount: Amount {
            quantity: Quantity::from_scaled(row.thousandths),
            unit,
        },
        from: row.from,
        to: row.to,
    }
}

/// Without a qualifier both sides know that the buyer's numbers are meant.
fn site(named: Option<(&str, &str)>) -> PartyId {
    let (scheme, id) = named.unwrap_or_default();
    PartyId {
        scheme: match scheme {
            "" => Scheme::Buyer,
            code => Scheme::from_x12(code),
        },
        id: id.to_owned(),
    }
}

/// Returns an activity as 852s: one for each period, and for each site unless they are listed.
pub(crate) fn segments(activity: &Activity, shape: Option<Shape>) -> Vec<Body> {
    let mut periods: BTreeMap<(NaiveDate, NaiveDate), Vec<&ActivityLine>> = BTreeMap::new();
    for line in &activity.lines {
        periods.entry((line.from, line.to)).or_default().push(line);
    }
    let mut bodies = Vec::new();
    let mut numbers: Vec<&PoNumbers> = activity.po_numbers.iter().collect();
    for (period, lines) in periods {
        // PO numbers hold for a week from the last day of the period.
        let by_default = period.1 + super::read::VALID;
        let fits = |range: &&PoNumbers| range.expires == Some(by_default);
        let sites = distinct(lines.iter().map(|line| &line.site));
        let listed = match shape {
            Some(shape) => shape == Shape::StoreLists,
            None => sites.len() > 1,
        };
        if listed {
            let now: Vec<_> = numbers.extract_if(.., |range| fits(range)).collect();
            bodies.push(store_lists(activity, period, &lines, &now));
        } else {
            for site in sites {
                let of_site = |range: &&PoNumbers| range.site.as_ref() == Some(site);
                let own: Vec<_> = numbers
                    .extract_if(.., |range| fits(range) && of_site(range))
                    .collect();
                bodies.push(location(activity, period, (site, &lines), &own));
            }
        }
    }
    bodies.extend(grants(activity, &numbers));
    bodies
}

/// Returns the PO numbers of sites that nothing is reported of in the week they hold.
fn grants(activity: &Activity, numbers: &[&PoNumbers]) -> Vec<Body> {
    let days = distinct(numbers.iter().map(|range| range.expires));
    let body = |day: NaiveDate| {
        let of_day: Vec<_> = numbers
            .iter()
            .filter(|range| range.expires == Some(day))
            .copied()
            .collect();
        let granted = day - super::read::VALID;
        store_lists(activity, (granted, granted), &[], &of_day)
    };
    days.into_iter().flatten().map(body).collect()
}

fn heading(
    activity: &Activity,
    (from, to): (NaiveDate, NaiveDate),
    numbers: &[&PoNumbers],
) -> Body {
    let mut body = Body::default();
    let (first, last) = (date(from), date(to));
    match first == last {
        true => body.add("XQ", [NOTIFICATION, &first]),
        false => body.add("XQ", [NOTIFICATION, &first, &last]),
    }
    for range in numbers {
        let (scheme, id) = match &range.site {
            Some(site) => (site.scheme.x12(), site.id.as_str()),
            None => ("", ""),
        };
        body.add("XPO", [&range.first, &range.last, scheme, id]);
    }
    for (kind, number) in [
        ("IA", &activity.vendor_number),
        ("DP", &activity.department),
    ] {
        if let Some(number) = number {
            body.add("N9", [kind, number]);
        }
    }
    if let Some(number) = &activity.number {
        body.leave_out(format!("number {number} of the report"));
    }
    for range in &activity.po_numbers {
        if range.expires.is_none() {
            let first = &range.first;
            body.leave_out(format!("PO numbers from {first}: nothing says until when"));
        }
    }
    body
}

fn location(
    activity: &Activity,
    period: (NaiveDate, NaiveDate),
    (site, lines): (&PartyId, &[&ActivityLine]),
    numbers: &[&PoNumbers],
) -> Body {
    let mut body = heading(activity, period, numbers);
    // The first of the most telling location is the site to whoever reads it.
    let located = activity
        .parties
        .iter()
        .filter(|party| rank(party).is_some());
    let first = located.min_by_key(|party| rank(party));
    let is_site = |party: &&Party| party.id.as_ref() == Some(site);
    match first.filter(is_site) {
        Some(party) => {
            write_party(&mut body, party);
            let others = activity.parties.iter();
            for other in others.filter(|other| !std::ptr::eq(*other, party)) {
                write_party(&mut body, other);
            }
        }
        None => {
            body.add("N1", ["RL", "", site.scheme.x12(), &site.id]);
            for other in &activity.parties {
                write_party(&mut body, other);
            }
        }
    }
    let lines: Vec<_> = lines.iter().filter(|line| line.site == *site).collect();
    let items = distinct(lines.iter().map(|line| &line.item));
    for item in &items {
        write_item(&mut body, item);
        for line in lines.iter().filter(|line| line.item == **item) {
            let quantity = line.amount.quantity.to_string();
            body.add("ZA", [&line.code, &quantity, line.amount.unit.x12()]);
        }
    }
    end(body, items.len())
}

fn store_lists(
    activity: &Activity,
    period: (NaiveDate, NaiveDate),
    lines: &[&ActivityLine],
    numbers: &[&PoNumbers],
) -> Body {
    let mut body = heading(activity, period, numbers);
    write_others(&mut body, activity);
    let items = distinct(lines.iter().map(|line| &line.item));
    for item in &items {
        write_item(&mut body, item);
        let of_item: Vec<_> = lines.iter().filter(|line| line.item == **item).collect();
        for code in distinct(of_item.iter().map(|line| line.code.as_str())) {
            let listed: Vec<_> = of_item.iter().filter(|line| line.code == code).collect();
            write_listed(&mut body, code, &listed);
        }
    }
    end(body, items.len())
}

/// Adds a ZA with the sites of its numbers in lists, a list for each unit and kind of site number;
/// ZA says the total where there is one.
fn write_listed(body: &mut Body, code: &str, lines: &[&&&ActivityLine]) {
    let kind = |line: &ActivityLine| (line.amount.unit.clone(), line.site.scheme.clone());
    let kinds = distinct(lines.iter().map(|line| kind(line)));
    match &*distinct(lines.iter().map(|line| &line.amount.unit)) {
        [unit] => {
            let total: Quantity = lines.iter().map(|line| line.amount.quantity).sum();
            body.add("ZA", [code, &total.to_string(), unit.x12()]);
        }
        _ => body.add("ZA", [code]),
    }
    for (unit, scheme) in kinds {
        let alike: Vec<_> = lines
            .iter()
            .filter(|line| kind(line) == (unit.clone(), scheme.clone()))
            .collect();
        for part in alike.chunks(PAIRS) {
            let mut elements = vec![unit.x12().to_owned(), scheme.x12().to_owned()];
            for line in part {
                elements.extend([line.site.id.clone(), line.amount.quantity.to_string()]);
            }
            body.add_all("SDQ", elements);
        }
    }
}

/// Returns how telling a location is, the most telling first.
fn rank(party: &Party) -> Option<usize> {
    super::read::LOCATION_CODES
        .iter()
        .position(|code| *code == party.role.x12())
}

/// Adds the parties that are not sites reported on.
fn write_others(body: &mut Body, activity: &Activity) {
    let is_site = |party: &Party| {
        activity
            .lines
            .iter()
            .any(|line| Some(&line.site) == party.id.as_ref())
    };
    for party in &activity.parties {
        match (is_site(party), &party.name) {
            (false, _) => write_party(body, party),
            (true, Some(name)) => body.leave_out(format!("name {name:?} of a site in a list")),
            (true, None) => {}
        }
    }
}

fn write_item(body: &mut Body, item: &[ItemNumber]) {
    let mut elements = vec![String::new()];
    elements.extend(pairs(item, NUMBERS, body));
    body.add_all("LIN", elements);
}

/// Closes a message with the number of its LIN segments.
fn end(mut body: Body, items: usize) -> Body {
    body.add("CTT", [&items.to_string()]);
    body
}

/// Returns the different values in the order they first come up.
fn distinct<T: Clone + Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}
