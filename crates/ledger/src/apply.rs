//! One fact changes one site.

use chrono::{Days, NaiveTime};
use model::event::{Deadline, DeadlineReached, SiteFact};

use crate::order::{acceptance, documents, goods};
use crate::site::{Cause, SiteState};
use crate::{activity, decision, pool, proposal, release};

/// Changes the state by one fact and collects what must be written.
///
/// Every fact can be applied to every state: what does not fit becomes an exception for a person,
/// never an error. Blocks of the days concerned and their neighbours must be loaded, and those
/// since the oldest shipment that may still arrive.
pub fn apply(state: &mut SiteState, fact: &SiteFact, cause: &Cause) {
    let partner = cause.reference.partner(&state.partner);
    state.receipts_inside_stock = partner.is_none_or(|p| p.activity.receipts_inside_stock);
    match fact {
        SiteFact::ActivityReported(report) => activity::report(state, report, cause),
        SiteFact::DownstreamSold(sold) => activity::downstream(state, sold),
        SiteFact::PoPoolGranted(grant) => pool::grant(state, grant, cause),
        SiteFact::DecisionTaken(taken) => decision::take(state, taken, cause),
        SiteFact::DocumentSent(sent) => documents::sent(state, sent, cause),
        SiteFact::DocumentAcknowledged(said) => documents::acknowledged(state, said, cause),
        SiteFact::OrderAccepted(said) => acceptance::accepted(state, said, cause),
        SiteFact::ShipmentReported(shipment) => goods::shipped(state, shipment, cause),
        SiteFact::ReceiptReported(receipt) => goods::received(state, receipt, cause),
        SiteFact::DayOpened(_) => open_day(state, cause),
        SiteFact::DeadlineReached(reached) => deadline(state, reached, cause),
    }
}

/// Plans everything anew and waits for today's cut-offs.
fn open_day(state: &mut SiteState, cause: &Cause) {
    let today = cause.today();
    state.to_plan.extend(state.items());
    let cut_offs: Vec<NaiveTime> = cause
        .reference
        .agreements_for(&state.partner.clone(), &state.site.clone(), today)
        .filter(|a| a.reviews_on(today))
        .map(|a| a.cut_off)
        .collect();
    // One deadline for each ship-to and day: the latest, so that all agreements are covered.
    if let Some(cut_off) = cut_offs.into_iter().max() {
        let deadline = Deadline::CutOff {
            partner: state.partner.clone(),
            site: state.site.clone(),
            day: today,
        };
        state.wait_until(today.and_time(cut_off).and_utc(), deadline);
    }
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    proposal::drop_past(state, yesterday, cause);
}

fn deadline(state: &mut SiteState, reached: &DeadlineReached, cause: &Cause) {
    match &reached.deadline {
        Deadline::CutOff { .. } => release::release_due(state, cause),
        Deadline::AcknowledgementDue {
            order, document, ..
        } => {
            documents::overdue(state, order, document, cause);
        }
        Deadline::SilenceAccepts { order, .. } => acceptance::silence_accepts(state, order, cause),
    }
}
