//! Reported sales and stock enter the ledger. A restated fact replaces what it restates, only that.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::activity::{ActivityLine, ActivityReported, DownstreamLine, DownstreamSold, Measure};
use model::block::period_of;
use model::event::SiteFact;
use model::exception::{Exception, ExceptionKind};
use model::partner::ActivityProfile;
use model::{Gtin, Quantity};

use crate::exception::raised;
use crate::order;
use crate::site::{Cause, SiteState};
use crate::to_date;

pub(crate) fn report(state: &mut SiteState, report: &ActivityReported, cause: &Cause) {
    let standard = ActivityProfile::default();
    let profile = cause
        .reference
        .partner(&state.partner)
        .map_or(&standard, |p| &p.activity);
    let mut sold = SoldChanges::default();
    for line in &report.lines {
        state.to_plan.insert(line.item);
        if line.from != line.to {
            keep_total(state, report, line);
            continue;
        }
        let old = state.set_cell(
            line.item,
            line.measure,
            line.from,
            line.quantity,
            &report.document,
        );
        match line.measure {
            Measure::Sold => sold.add(line.item, line.from, old, line.quantity),
            Measure::SoldToDate => {
                for (day, old, new) in to_date::spread(state, line, profile.quantities) {
                    state.set_cell(line.item, Measure::Sold, day, new, &report.document);
                    sold.add(line.item, day, old, new);
                }
            }
            Measure::Received => {
                let more = line.quantity - old.unwrap_or(Quantity::ZERO);
                order::received_by_activity(state, line.item, more);
            }
            Measure::OnHand if line.quantity.is_negative() => negative(state, report, line),
            _ => {}
        }
    }
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

fn negative(state: &mut SiteState, report: &ActivityReported, line: &ActivityLine) {
    let subject = format!("{}:{}:{}", state.partner, state.site, line.item);
    let detail = format!("{} on {}", line.quantity, line.from);
    let found = raised(
        ExceptionKind::NegativeStock,
        &subject,
        report.received_at,
        detail,
    );
    let found = Exception {
        item: Some(line.item),
        document: Some(report.document.clone()),
        ..found
    };
    let found = state.ours(found);
    state.raise(found);
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
