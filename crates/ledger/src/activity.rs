//! Reported sales and stock enter the ledger. A restated fact replaces what it restates, only that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::activity::{ActivityLine, ActivityReported, DownstreamLine, DownstreamSold, Measure};
use model::block::period_of;
use model::event::SiteFact;
use model::exception::{Exception, ExceptionKind};
use model::partner::ActivityProfile;
use model::{Gtin, Quantity};

use crate::arrivals;
use crate::exception::{closed, raised};
use crate::site::{Cause, SiteState};
use crate::to_date;

pub(crate) fn report(state: &mut SiteState, report: &ActivityReported, cause: &Cause) {
    let standard = ActivityProfile::default();
    let partner = cause.reference.partner(&state.partner);
    let profile = partner.map_or(&standard, |p| &p.activity);
    let mut sold = SoldChanges::default();
    let mut came_in = BTreeSet::new();
    for line in &report.lines {
        state.to_plan.insert(line.item);
        if line.measure == Measure::Received {
            came_in.insert(line.item);
        }
        if line.from != line.to {
            keep_total(state, report, line);
            continue;
        }
        let counted = (line.measure == Measure::OnHand).then(|| last_count(state, line.item));
        let (item, day, new) = (line.item, line.from, line.quantity);
        let old = state.set_cell(item, line.measure, day, new, &report.document);
        match line.measure {
            Measure::Sold => sold.add(item, day, old, new),
            Measure::SoldToDate => {
                for (day, old, new) in to_date::spread(state, line, profile.quantities) {
                    state.set_cell(item, Measure::Sold, day, new, &report.document);
                    sold.add(item, day, old, new);
                }
            }
            _ => {}
        }
        if let Some(before) = counted {
            tell_negative(state, report, line, before);
        }
    }
    arrivals::settle(state, &came_in, Some(&report.document), cause);
    pass_on(state, report, sold, cause);
}

/// A total over several days stays a total; one over the same days replaces it.
fn keep_total(state: &mut SiteState, report: &ActivityReported, line: &ActivityLine) {
    let block = state.dirty_block(period_of(line.from));
    let same = |known: &ActivityLine| {
        (known.item, known.measure, known.from, known.to)
            == (line.item, line.measure, line.from, line.to)
    };
    block.totals.retain(|(_, known)| !same(known));
    block.totals.push((report.document.clone(), line.clone()));
}

type Count = Option<(NaiveDate, Quantity)>;

fn last_count(state: &SiteState, item: Gtin) -> Count {
    let (day, cell) = state.latest(item, Measure::OnHand, NaiveDate::MAX)?;
    Some((day, cell.quantity))
}

/// Says that the last count of an item is below zero, or that it no longer is.
fn tell_negative(
    state: &mut SiteState,
    report: &ActivityReported,
    line: &ActivityLine,
    before: Count,
) {
    let was = before.is_some_and(|(_, quantity)| quantity.is_negative());
    if !was && !line.quantity.is_negative() {
        return;
    }
    let now = last_count(state, line.item).filter(|(_, quantity)| quantity.is_negative());
    let (kind, at) = (ExceptionKind::NegativeStock, report.received_at);
    let subject = format!("{}:{}:{}", state.partner, state.site, line.item);
    let found = match now {
        Some(_) if now == before => return,
        Some((day, quantity)) => raised(kind, &subject, at, format!("{quantity} on {day}")),
        None if was => closed(kind, &subject, at, "a later count is not below zero"),
        None => return,
    };
    let document = Some(report.document.clone());
    state.alert(Exception {
        item: Some(line.item),
        document,
        ..found
    });
}

#[derive(Default)]
struct SoldChanges(BTreeMap<(Gtin, NaiveDate), (Option<Quantity>, Quantity)>);

impl SoldChanges {
    /// Remembers what stood before the document and what stands after it.
    fn add(&mut self, item: Gtin, day: NaiveDate, old: Option<Quantity>, new: Quantity) {
        self.0
            .entry((item, day))
            .and_modify(|(_, last)| *last = new)
            .or_insert((old, new));
    }
}

/// Tells the supplying site of the same partner what changed.
fn pass_on(state: &mut SiteState, report: &ActivityReported, sold: SoldChanges, cause: &Cause) {
    let Some(site) = cause.reference.site(&state.partner, &state.site) else {
        return;
    };
    let lines_by_supplier = sold.0.into_iter().filter_map(|((item, day), (old, new))| {
        // The lane of the day sold decides: a store that moved keeps its past with its old supplier.
        let lane = site.lane(day).filter(|l| l.partner == state.partner)?;
        // A first report of zero is passed on, too: it says the day was counted.
        let change = new - old.unwrap_or(Quantity::ZERO);
        (old.is_none() || !change.is_zero())
            .then(|| (lane.site.clone(), DownstreamLine { item, day, change }))
    });
    let mut by_supplier: BTreeMap<_, Vec<DownstreamLine>> = BTreeMap::new();
    for (supplier, line) in lines_by_supplier {
        by_supplier.entry(supplier).or_default().push(line);
    }
    for (supplier, lines) in by_supplier {
        let name = format!("to:{supplier}");
        let sold = DownstreamSold {
            partner: state.partner.clone(),
            site: supplier,
            store: state.site.clone(),
            document: report.document.clone(),
            lines,
        };
        state.emit_site(cause, &name, SiteFact::DownstreamSold(sold));
    }
}

pub(crate) fn downstream(state: &mut SiteState, sold: &DownstreamSold) {
    for line in &sold.lines {
        let before = state
            .cell(line.item, Measure::DownstreamSold, line.day)
            .map_or(Quantity::ZERO, |c| c.quantity);
        let after = before + line.change;
        state.set_cell(
            line.item,
            Measure::DownstreamSold,
            line.day,
            after,
            &sold.document,
        );
        state.to_plan.insert(line.item);
    }
}
