//! PO numbers a partner granted, used in sequence.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::activity::{PoPool, PoPoolGranted};
use model::exception::{Exception, ExceptionKind};
use model::order::Order;
use model::{OrderId, PoNumber};

use crate::exception::{closed, raised};
use crate::order;
use crate::site::{Cause, SiteState};

/// A new grant replaces the old one, leftovers included; orders that wait for a number get one.
pub(crate) fn grant(state: &mut SiteState, grant: &PoPoolGranted, cause: &Cause) {
    let Some(pool) = parse(grant) else {
        return uncountable(state, grant, cause);
    };
    let today = cause.today();
    // A document that was late must not take away the numbers that came after it.
    if today > pool.expires && state.pool.as_ref().is_some_and(|old| is_usable(old, today)) {
        return;
    }
    state.set_pool(pool);
    for id in waiting(state) {
        let Some(number) = next_number(state, today) else {
            return;
        };
        if let Some(waiting) = state.orders.get(&id).cloned() {
            order::numbered(state, waiting, number, cause);
        }
    }
    if state
        .pool
        .as_ref()
        .is_some_and(|pool| is_usable(pool, today))
    {
        let (kind, why) = (ExceptionKind::PoPoolExhausted, "new numbers granted");
        state.alert(closed(kind, &subject(state), cause.at, why));
    }
}

/// Returns the next PO number that may be used on a day, and uses it up.
pub(crate) fn next_number(state: &mut SiteState, today: NaiveDate) -> Option<PoNumber> {
    let mut pool = state.pool.clone()?;
    // The same range may be granted again, by a document sent twice or corrected.
    let used: BTreeSet<PoNumber> = state
        .orders
        .values()
        .filter_map(|o| o.po_number.clone())
        .collect();
    let mut free = None;
    while free.is_none() && is_usable(&pool, today) {
        let number = format!("{}{:0width$}", pool.prefix, pool.next, width = pool.digits);
        pool.next += 1;
        free = PoNumber::new(number)
            .ok()
            .filter(|number| !used.contains(number));
    }
    if state.pool.as_ref() != Some(&pool) {
        state.set_pool(pool);
    }
    free
}

/// Says that an order waits for a number.
pub(crate) fn exhausted(state: &mut SiteState, order: &OrderId, cause: &Cause) {
    let detail = format!("order {order} waits for a PO number");
    let found = shortage(state, detail, cause);
    state.alert(Exception {
        order: Some(order.clone()),
        ..found
    });
}

fn uncountable(state: &mut SiteState, grant: &PoPoolGranted, cause: &Cause) {
    let detail = format!(
        "range {} to {} cannot be counted through",
        grant.first, grant.last
    );
    let found = shortage(state, detail, cause);
    state.alert(Exception {
        document: Some(grant.document.clone()),
        ..found
    });
}

fn shortage(state: &SiteState, detail: String, cause: &Cause) -> Exception {
    let kind = ExceptionKind::PoPoolExhausted;
    raised(kind, &subject(state), cause.at, detail)
}

fn is_usable(pool: &PoPool, today: NaiveDate) -> bool {
    pool.next <= pool.last && today <= pool.expires
}

/// Returns the orders that wait for a number, the oldest first.
fn waiting(state: &SiteState) -> Vec<OrderId> {
    let mut waiting: Vec<&Order> = state.orders.values().filter(|o| o.held.is_some()).collect();
    // Of two released at once, the one with the shorter id was the earlier: "-9" before "-10".
    waiting.sort_by_key(|o| (o.released_at, o.id.as_str().len(), o.id.clone()));
    waiting.into_iter().map(|o| o.id.clone()).collect()
}

fn subject(state: &SiteState) -> String {
    format!("{}:{}", state.partner, state.site)
}

/// Splits a range into the text both ends share and the digits that run.
fn parse(grant: &PoPoolGranted) -> Option<PoPool> {
    let (first, last) = (grant.first.as_str(), grant.last.as_str());
    if first.len() != last.len() {
        return None;
    }
    // Eighteen digits fit any integer; what stands before them has to be the same at both ends.
    let digits = first
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .count()
        .min(18);
    let (prefix, running) = first.split_at(first.len() - digits);
    let (last_prefix, last_running) = last.split_at_checked(first.len() - digits)?;
    let (next, last) = (running.parse().ok()?, last_running.parse().ok()?);
    (prefix == last_prefix && next <= last).then(|| PoPool {
        partner: grant.partner.clone(),
        site: grant.site.clone(),
        document: grant.document.clone(),
        prefix: prefix.to_owned(),
        digits,
        next,
        last,
        expires: grant.expires,
    })
}
