//! Rows as the other roles would have written them.

use chrono::{Days, TimeDelta};
use model::activity::Measure;
use model::agreement::LinePrice;
use model::block::{Block, index_of, period_of};
use model::commit::Change;
use model::document::{Document, DocumentStatus, Finding, FindingOwner, Place, Severity};
use model::exception::{Exception, ExceptionKind};
use model::forecast::{ItemForecast, SiteForecast};
use model::order::{
    Acknowledgement, Direction, Milestone, MilestoneKind, Order, OrderDocument, OrderLine,
    OrderStatus, Quantities,
};
use model::proposal::{
    Derivation, Proposal, ProposalKey, ProposalLine, ProposalStatus, Step, StepKind, WaitReason,
};
use model::{AgreementId, DateTime, DocumentId, NaiveDate, OrderId, PoNumber, Quantity, Utc};

use super::world::{ITEMS, gtin, partner, site, today};

pub(crate) fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, 5, 0).unwrap().and_utc()
}

fn units(n: i32) -> Quantity {
    Quantity::from_units(n)
}

/// A derivation with a step of every kind, which adds up.
pub(crate) fn derivation() -> Derivation {
    let value = |kind: StepKind| match kind {
        StepKind::OnHand => 18.0,
        StepKind::InTransit => 12.0,
        StepKind::Backordered | StepKind::ReceivedSince | StepKind::Allocated => 0.0,
        StepKind::OnOrder => 24.0,
        StepKind::Position => 54.0,
        StepKind::ProtectionDays => 5.0,
        StepKind::Level => 21.4,
        StepKind::WeekdaySum => 5.312,
        StepKind::Dispersion => 1.37,
        StepKind::LevelVariance => 0.912,
        StepKind::DemandMean => 113.7,
        StepKind::DemandVariance => 181.5,
        StepKind::WithdrawnLevel => 22.1,
        StepKind::DownstreamLevel => 20.9,
        StepKind::ReconciledLevel => 21.4,
        StepKind::ServiceLevel => 0.98,
        StepKind::OrderUpTo => 143.0,
        StepKind::Minimum => 48.0,
        StepKind::Maximum => 480.0,
        StepKind::Need => 89.0,
        StepKind::Pack => 12.0,
        StepKind::Moq => 24.0,
        StepKind::Quantity => 96.0,
    };
    let step = |what: StepKind| Step {
        what,
        value: value(what),
        from: Vec::new(),
        source: (what == StepKind::OnHand).then(|| "D-852-1".to_owned()),
        day: matches!(what, StepKind::OnHand | StepKind::ProtectionDays).then(today),
    };
    Derivation {
        steps: StepKind::ALL.into_iter().map(step).collect(),
    }
}

fn price() -> LinePrice {
    LinePrice {
        version: 2,
        unit: "EA".to_owned(),
        currency: "CNY".to_owned(),
        gross: "12.50".parse().unwrap(),
        net: "11.875".parse().unwrap(),
        free: Quantity::ZERO,
    }
}

/// An order that got as far as a status.
pub(crate) fn order(id: &str, owner: &str, ship_to: &str, status: OrderStatus) -> Order {
    let released = at(today() - Days::new(3), 14);
    let line = |(i, _): (usize, &(&str, &str, &str))| {
        let q = units(96 + 12 * i32::try_from(i).unwrap());
        let got = |step: OrderStatus| {
            if status >= step && status != OrderStatus::Cancelled {
                q
            } else {
                Quantity::ZERO
            }
        };
        OrderLine {
            line: u32::try_from(i + 1).unwrap(),
            item: gtin(i),
            quantities: Quantities {
                proposed: q,
                released: q,
                sent: got(OrderStatus::Sent),
                accepted: got(OrderStatus::Accepted),
                shipped: got(OrderStatus::Shipped),
                delivered: got(OrderStatus::Delivered),
                received: got(OrderStatus::Received),
                cancelled: Quantity::ZERO,
                received_by_activity: Quantity::ZERO,
            },
            price: Some(price()),
            change: None,
            derivation: derivation(),
            receipts: Vec::new(),
        }
    };
    Order {
        id: OrderId::new(id).unwrap(),
        partner: partner(owner),
        agreement: AgreementId::new("A-WOMART").unwrap(),
        agreement_version: 3,
        ship_to: site(ship_to),
        ship_from: site("WH1"),
        po_number: Some(PoNumber::new(format!("450{}", &id[id.len() - 4..])).unwrap()),
        need_date: today() + Days::new(1),
        released_at: released,
        status,
        held: None,
        lines: ITEMS.iter().take(4).enumerate().map(line).collect(),
        documents: documents_of(id, released),
        timeline: timeline(id, released, status),
        version: 1,
    }
}

fn documents_of(id: &str, released: DateTime<Utc>) -> Vec<OrderDocument> {
    vec![OrderDocument {
        document: DocumentId::new(format!("D-855-{id}")).unwrap(),
        kind: "855".to_owned(),
        direction: Direction::Out,
        at: released + TimeDelta::minutes(1),
        acknowledgement: Acknowledgement::Accepted,
    }]
}

fn timeline(id: &str, released: DateTime<Utc>, status: OrderStatus) -> Vec<Milestone> {
    let sent = DocumentId::new(format!("D-855-{id}")).unwrap();
    let all = [
        (OrderStatus::Held, MilestoneKind::Proposed, None),
        (OrderStatus::Released, MilestoneKind::Released, None),
        (OrderStatus::Sent, MilestoneKind::Sent, Some(sent.clone())),
        (
            OrderStatus::Sent,
            MilestoneKind::DocumentAccepted,
            Some(sent),
        ),
        (OrderStatus::Accepted, MilestoneKind::Accepted, None),
        (OrderStatus::Shipped, MilestoneKind::Shipped, None),
        (OrderStatus::Delivered, MilestoneKind::Delivered, None),
        (OrderStatus::Received, MilestoneKind::Received, None),
    ];
    all.into_iter()
        .filter(|(from, ..)| status >= *from)
        .zip(0..)
        .map(|((from, what, document), hours)| Milestone {
            at: released + TimeDelta::hours(3 * hours),
            what,
            document,
            quantity: (from >= OrderStatus::Accepted).then(|| units(456)),
        })
        .collect()
}

/// A proposal of a ship-to.
pub(crate) fn proposal(owner: &str, ship_to: &str, status: ProposalStatus) -> Proposal {
    let line = |i: usize| ProposalLine {
        item: gtin(i),
        computed: units(96),
        change: None,
        price: Some(price()),
        derivation: derivation(),
    };
    Proposal {
        key: key(owner, ship_to),
        as_of: today(),
        cut_off: at(today(), 14),
        status,
        parameters: "tests".to_owned(),
        lines: (0..3).map(line).collect(),
        version: 4,
    }
}

pub(crate) fn key(owner: &str, ship_to: &str) -> ProposalKey {
    ProposalKey {
        agreement: AgreementId::new("A-WOMART").unwrap(),
        partner: partner(owner),
        ship_to: site(ship_to),
        need_date: today() + Days::new(3),
    }
}

pub(crate) fn waiting() -> ProposalStatus {
    let (value, limit) = ("3420".parse().unwrap(), "3000".parse().unwrap());
    ProposalStatus::Waiting {
        reason: WaitReason::Value { value, limit },
    }
}

/// Ninety days of sales and stock of a site's items, with a week's pattern and two empty days.
pub(crate) fn blocks(owner: &str, site_id: &str, kind: Measure) -> Vec<Change> {
    let document = DocumentId::new("D-852-1").unwrap();
    let mut blocks: Vec<Block> = Vec::new();
    let first = today() - Days::new(90);
    for (n, day) in (0_i32..).zip(first.iter_days().take_while(|d| *d < today())) {
        let period = period_of(day);
        if blocks.last().is_none_or(|block| block.period != period) {
            blocks.push(Block::new(partner(owner), site(site_id), period));
        }
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        for i in 0..ITEMS.len() {
            let shift = i32::try_from(i).unwrap();
            let sold = 14 + (n * 5 + shift * 3) % 9 + if n % 7 > 4 { 8 } else { 0 };
            let empty = (n + shift * 17) % 43 == 41;
            let stock = if empty {
                0
            } else {
                40 + 96 - (n * 16 + shift * 11) % 96
            };
            let row = block.row_or_new(gtin(i));
            let source = block.source_or_new(&document);
            let sold = if empty { 0 } else { sold };
            block.set(row, kind, index_of(day), units(sold), source);
            block.set(row, Measure::OnHand, index_of(day), units(stock), source);
        }
    }
    blocks.into_iter().map(Change::Block).collect()
}

pub(crate) fn forecast(owner: &str, site_id: &str) -> Change {
    let item = |i: usize| {
        let mean: Vec<f64> = (0..28)
            .map(|n| 18.0 + if n % 7 > 4 { 7.5 } else { 0.0 })
            .collect();
        ItemForecast {
            item: gtin(i),
            low: mean.iter().map(|m| (m - 7.0_f64).max(0.0)).collect(),
            high: mean.iter().map(|m| m + 9.0).collect(),
            mean,
            level: 20.1,
            weekday: [0.9, 0.9, 0.9, 0.9, 0.9, 1.25, 1.25],
            dispersion: 1.37,
            days_used: 88,
            days_out_of_stock: 2,
        }
    };
    Change::Forecast(SiteForecast {
        partner: partner(owner),
        site: site(site_id),
        from: today(),
        engine: "level-weekday 1".to_owned(),
        items: (0..ITEMS.len()).map(item).collect(),
    })
}

/// An 852 as its sender wrote it: one long line, with a finding in its third segment.
pub(crate) const BYTES: &[u8] =
    b"ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           \
*260331*0600*U*00401*000000001*0*P*>~GS*PD*WOMART*ANAN*20260331*0600*1*X*004010~\
ST*852*0001~XQ*H*20260330~N1*ST**92*S99~LIN**UP*691234500001~ZA*QS*17*EA~ZA*QA*40*EA~\
SE*7*0001~GE*1*1~IEA*1*000000001~";

pub(crate) fn document(id: &str, owner: Option<&str>, at_site: Option<&str>) -> Change {
    let offset = u64::try_from(BYTES.windows(3).position(|w| w == b"S99").unwrap()).unwrap();
    let finding = Finding {
        code: "852-unknown-site".to_owned(),
        severity: Severity::Warning,
        owner: FindingOwner::Receiver,
        place: Place {
            message: Some("0001".to_owned()),
            segment: Some(3),
            segment_id: Some("N1".to_owned()),
            element: Some(4),
            offset,
            length: 3,
            ..Place::default()
        },
        text: "S99".to_owned(),
        cause: "Womart has no site known as S99".to_owned(),
        cause_zh: None,
        fix: "add the site to the reference data, or ask the sender which site is meant".to_owned(),
    };
    let kind = id.split('-').nth(1).unwrap_or("?").to_owned();
    let document = Document {
        id: DocumentId::new(id).unwrap(),
        direction: if kind == "855" {
            Direction::Out
        } else {
            Direction::In
        },
        partner: owner.map(partner),
        site: at_site.map(site),
        order: id
            .strip_prefix("D-855-")
            .map(|order| OrderId::new(order).unwrap()),
        kind,
        name: "womart-20260331.edi".to_owned(),
        at: at(today(), 6),
        sha256: super::stage::sha256(id),
        size: u64::try_from(BYTES.len()).unwrap(),
        sender: "ZZ:WOMART".to_owned(),
        receiver: "ZZ:ANAN".to_owned(),
        control_number: "000000001".to_owned(),
        status: if owner.is_some() {
            DocumentStatus::DecodedInPart
        } else {
            DocumentStatus::Quarantined
        },
        acknowledgement: Acknowledgement::Accepted,
        findings: vec![finding],
    };
    Change::Document {
        document,
        bytes: Some(BYTES.to_vec()),
    }
}

pub(crate) fn exception(kind: ExceptionKind, owner: &str, at_site: &str) -> Change {
    Change::Exception(Exception {
        id: format!("{}:{owner}:{at_site}", kind.name()),
        kind,
        partner: Some(partner(owner)),
        site: Some(site(at_site)),
        item: (kind == ExceptionKind::NegativeStock).then(|| gtin(2)),
        order: (kind == ExceptionKind::AcknowledgementOverdue)
            .then(|| OrderId::new("O-0004").unwrap()),
        document: (kind == ExceptionKind::UnknownItem).then(|| DocumentId::new("D-852-1").unwrap()),
        at: at(today(), 7),
        detail: format!("seen at {at_site}"),
        open: true,
    })
}
