use model::proposal::{Proposal, ProposalLine, ProposalStatus, WaitReason};
use model::reference::Reference;
use model::{Money, Quantity};

use super::super::item::address;
use super::super::names;
use super::super::why::{Sentence, why};
use crate::language::Words;

/// A proposal as the page shows it.
pub(super) struct ProposalView {
    /// Names its parts on the page.
    pub(super) anchor: String,
    pub(super) agreement: String,
    pub(super) partner: String,
    pub(super) ship_to: String,
    pub(super) need_date: String,
    pub(super) version: u64,
    pub(super) heading: String,
    pub(super) status: String,
    pub(super) tone: &'static str,
    pub(super) note: Option<String>,
    pub(super) timing: String,
    pub(super) totals: String,
    pub(super) caption: String,
    pub(super) lines: Vec<Line>,
    /// Whether it can be approved, and whether it can be changed or rejected.
    pub(super) approvable: bool,
    pub(super) open: bool,
}

pub(super) struct Line {
    pub(super) gtin: String,
    pub(super) path: String,
    pub(super) item: String,
    pub(super) computed: String,
    pub(super) quantity: String,
    /// The quantity as a form field writes it.
    pub(super) plain: String,
    pub(super) price: String,
    pub(super) amount: String,
    pub(super) changed: Option<String>,
    pub(super) question: String,
    pub(super) why: Vec<Sentence>,
}

impl ProposalView {
    pub(super) fn of(reference: &Reference, t: Words, proposal: &Proposal, decides: bool) -> Self {
        let key = &proposal.key;
        let site = names::site(reference, t, &key.partner, &key.ship_to);
        let currency = proposal
            .lines
            .iter()
            .find_map(|l| Some(&l.price.as_ref()?.currency));
        let currency = currency.map_or("", String::as_str);
        let waiting = matches!(proposal.status, ProposalStatus::Waiting { .. });
        let open = waiting || proposal.status == ProposalStatus::Open;
        let (name, tone) = status(&proposal.status);
        let anchor = format!("{}-{}", key.ship_to, key.need_date);
        let timing = [
            t.say(
                "proposal-cut-off",
                &[("time", t.time(proposal.cut_off).into())],
            ),
            t.say("proposal-planned", &[("day", t.day(proposal.as_of).into())]),
            t.count("proposal-lines", proposal.lines.len()),
        ];
        let heading = [
            ("site", site.as_str().into()),
            ("day", t.day(key.need_date).into()),
        ];
        Self {
            agreement: key.agreement.to_string(),
            partner: key.partner.to_string(),
            ship_to: key.ship_to.to_string(),
            need_date: key.need_date.to_string(),
            version: proposal.version,
            heading: t.say("proposal-heading", &heading),
            status: t.text(&format!("proposal-status-{name}")).into_owned(),
            tone,
            note: note(reference, t, &proposal.status, currency),
            timing: timing.join(" · "),
            totals: totals(t, proposal, currency),
            caption: t.say("proposal-lines-caption", &heading),
            lines: proposal
                .lines
                .iter()
                .map(|l| line(reference, t, proposal, l))
                .collect(),
            approvable: decides && waiting,
            open: decides && open,
            anchor,
        }
    }
}

fn status(status: &ProposalStatus) -> (&'static str, &'static str) {
    match status {
        ProposalStatus::Open => ("open", ""),
        ProposalStatus::Waiting { .. } => ("waiting", "warn"),
        ProposalStatus::Approved { .. } => ("approved", "ok"),
        ProposalStatus::Rejected { .. } => ("rejected", "bad"),
    }
}

fn note(
    reference: &Reference,
    t: Words,
    status: &ProposalStatus,
    currency: &str,
) -> Option<String> {
    match status {
        ProposalStatus::Open => None,
        ProposalStatus::Waiting { reason } => Some(match reason {
            WaitReason::Value { value, limit } => {
                let money = |amount: &Money| t.money(*amount, currency);
                t.say(
                    "wait-value",
                    &[
                        ("value", money(value).into()),
                        ("limit", money(limit).into()),
                    ],
                )
            }
            WaitReason::Units { units, limit } => {
                let units = t.quantity(*units);
                let limit = t.quantity(*limit);
                t.say(
                    "wait-units",
                    &[("units", units.into()), ("limit", limit.into())],
                )
            }
            WaitReason::Stock { item } => t.say(
                "wait-stock",
                &[("item", names::item(reference, t, *item).into())],
            ),
        }),
        ProposalStatus::Approved { by } => {
            Some(t.say("proposal-approved-by", &[("by", by.as_str().into())]))
        }
        ProposalStatus::Rejected { by, reason } => Some(t.say(
            "proposal-rejected-by",
            &[
                ("by", by.as_str().into()),
                ("reason", reason.as_str().into()),
            ],
        )),
    }
}

fn totals(t: Words, proposal: &Proposal, currency: &str) -> String {
    let value = t.money(proposal.value(), currency);
    let units = t.quantity(proposal.units());
    t.say(
        "proposal-totals",
        &[("units", units.into()), ("value", value.into())],
    )
}

fn line(reference: &Reference, t: Words, proposal: &Proposal, line: &ProposalLine) -> Line {
    let key = &proposal.key;
    let price = line.price.as_ref();
    let computed = t.quantity(line.computed);
    let paid = |free: Quantity| (line.quantity() - free).at_least(Quantity::ZERO);
    let nothing = || t.text("figure-nothing").into_owned();
    let changed = line.change.as_ref().map(|change| {
        let values = [
            ("by", change.by.as_str().into()),
            ("before", computed.as_str().into()),
            ("after", t.quantity(change.quantity).into()),
            ("reason", change.reason.as_str().into()),
        ];
        t.say("order-changed", &values)
    });
    Line {
        gtin: line.item.to_string(),
        path: address(&key.partner, &key.ship_to, line.item),
        item: names::item(reference, t, line.item),
        quantity: t.quantity(line.quantity()),
        plain: line.quantity().to_string(),
        price: price.map_or_else(
            || t.text("order-no-price").into_owned(),
            |p| t.money(p.net, &p.currency),
        ),
        amount: price.map_or_else(nothing, |p| t.money(paid(p.free).cost(p.net), &p.currency)),
        changed,
        question: t.say("order-why", &[("quantity", computed.as_str().into())]),
        why: why(t, &line.derivation),
        computed,
    }
}
