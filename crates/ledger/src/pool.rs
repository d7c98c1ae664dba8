//! PO numbers a partner granted, used in sequence.

use chrono::NaiveDate;
use model::PoNumber;
use model::activity::{PoPool, PoPoolGranted};
use model::exception::{Exception, ExceptionKind};

use crate::exception::{closed, raised};
use crate::site::{Cause, SiteState};
use crate::{order, release};

/// A new grant replaces the old one, leftovers included; orders that wait for a number get one.
pub(crate) fn grant(state: &mut SiteState, grant: &PoPoolGranted, cause: &Cause) {
    let Some(pool) = parse(grant) else {
        let subject = format!("{}:{}", state.partner, state.site);
        let detail = format!(
            "range {} to {} cannot be counted through",
            grant.first, grant.last
        );
        let found = raised(ExceptionKind::PoPoolExhausted, &subject, cause.at, detail);
        let found = Exception {
            document: Some(grant.document.clone()),
            ..found
        };
        let found = state.ours(found);
        state.raise(found);
        return;
    };
    state.set_pool(pool);
    let waiting: Vec<_> = state
        .orders
        .values()
        .filter(|o| o.held.is_some())
        .map(|o| o.id.clone())
        .collect();
    for id in waiting {
        let Some(number) = next_number(state, cause.today()) else {
            return;
        };
        order::numbered(state, &id, number, cause);
    }
    let subject = format!("{}:{}", state.partner, state.site);
    let gone = closed(
        ExceptionKind::PoPoolExhausted,
        &subject,
        cause.at,
        "new numbers granted",
    );
    let gone = state.ours(gone);
    state.raise(gone);
}

/// Returns the next PO number that may be used on a day, and uses it up.
pub(crate) fn next_number(state: &mut SiteState, today: NaiveDate) -> Option<PoNumber> {
    let mut pool = state
        .pool
        .clone()
        .filter(|p| p.next <= p.last && today <= p.expires)?;
    let number = format!("{}{:0width$}", pool.prefix, pool.next, width = pool.digits);
    pool.next += 1;
    state.set_pool(pool);
    PoNumber::new(number).ok()
}

/// Splits a range into the text both ends share and the digits that run.
fn parse(grant: &PoPoolGranted) -> Option<PoPool> {
    let (first, last) = (grant.first.as_str(), grant.last.as_str());
    if first.len() != last.len() {
        return None;
    }
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

/// Says that an order waits for a number.
pub(crate) fn exhausted(state: &mut SiteState, order: &model::order::Order, cause: &Cause) {
    let subject = format!("{}:{}", state.partner, state.site);
    let detail = format!("order {} waits for a PO number", order.id);
    let found = raised(ExceptionKind::PoPoolExhausted, &subject, cause.at, detail);
    let found = Exception {
        order: Some(order.id.clone()),
        ..found
    };
    let found = state.ours(found);
    state.raise(found);
    release::note_held(state, &order.id, cause);
}
