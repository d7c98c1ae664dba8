//! Small valid values to write.

use model::document::{Document, DocumentStatus};
use model::exception::{Exception, ExceptionKind};
use model::order::{Acknowledgement, Direction, Order, OrderLine, OrderStatus, Quantities};
use model::proposal::{Derivation, Proposal, ProposalKey, ProposalStatus};
use model::{
    AgreementId, DateTime, DocumentId, EventId, Gtin, NaiveDate, OrderId, PartnerId, Quantity,
    SiteId, Utc,
};
use store::{Commit, CursorMove, NewEvent};

pub(crate) const TOPIC: &str = "site.facts.v1";
pub(crate) const GROUP: &str = "plan";

pub(crate) fn partner(id: &str) -> PartnerId {
    PartnerId::new(id).unwrap()
}

pub(crate) fn site(id: &str) -> SiteId {
    SiteId::new(id).unwrap()
}

pub(crate) fn document_id(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

pub(crate) fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, n).unwrap()
}

pub(crate) fn at(n: u32) -> DateTime<Utc> {
    day(n).and_hms_milli_opt(12, 30, 15, 250).unwrap().and_utc()
}

pub(crate) fn event(partition: u16, id: &str) -> NewEvent {
    NewEvent {
        topic: TOPIC.to_owned(),
        partition,
        key: format!("WOMART/{partition}"),
        id: EventId::new(id).unwrap(),
        kind: "activity_reported".to_owned(),
        at: at(1),
        trace: None,
        body: format!("{{\"n\":{id:?}}}").into_bytes(),
    }
}

pub(crate) fn append(events: impl IntoIterator<Item = NewEvent>) -> Commit {
    Commit {
        events: events.into_iter().collect(),
        ..Commit::default()
    }
}

pub(crate) fn step(partition: u16, expected: i64, next: i64, epoch: i64) -> CursorMove {
    let (group, topic) = (GROUP.to_owned(), TOPIC.to_owned());
    CursorMove {
        group,
        topic,
        partition,
        expected,
        next,
        epoch,
        transport: None,
    }
}

pub(crate) fn document(id: &str, of: Option<&str>, about: Option<&str>, n: u32) -> Document {
    Document {
        id: document_id(id),
        direction: Direction::In,
        partner: of.map(partner),
        site: about.map(site),
        order: None,
        kind: "852".to_owned(),
        name: format!("{id}.edi"),
        at: at(n),
        sha256: "00".repeat(32),
        size: 0,
        sender: "ZZ:WOMART".to_owned(),
        receiver: "ZZ:ANAN".to_owned(),
        control_number: "000000001".to_owned(),
        status: DocumentStatus::Received,
        acknowledgement: Acknowledgement::None,
        findings: Vec::new(),
    }
}

pub(crate) fn order(id: &str, of: &str, to: &str, n: u32) -> Order {
    let quantities = Quantities {
        proposed: Quantity::from_units(12),
        released: Quantity::from_units(12),
        ..Quantities::default()
    };
    let line = |line| OrderLine {
        line,
        item: Gtin::new("614141000036").unwrap(),
        quantities: quantities.clone(),
        price: None,
        change: None,
        derivation: Derivation::default(),
        receipts: Vec::new(),
    };
    Order {
        id: OrderId::new(id).unwrap(),
        partner: partner(of),
        agreement: AgreementId::new("VMI-1").unwrap(),
        agreement_version: 1,
        ship_to: site(to),
        ship_from: site("WH1"),
        po_number: None,
        need_date: day(n),
        released_at: at(n),
        status: OrderStatus::Released,
        held: None,
        lines: vec![line(1), line(2)],
        documents: Vec::new(),
        timeline: Vec::new(),
        version: 1,
    }
}

pub(crate) fn proposal(of: &str, to: &str, n: u32) -> Proposal {
    Proposal {
        key: ProposalKey {
            agreement: AgreementId::new("VMI-1").unwrap(),
            partner: partner(of),
            ship_to: site(to),
            need_date: day(n),
        },
        as_of: day(1),
        cut_off: at(1),
        status: ProposalStatus::Open,
        parameters: "p1".to_owned(),
        lines: Vec::new(),
        version: 1,
    }
}

pub(crate) fn exception(id: &str, of: Option<&str>, about: Option<&str>, open: bool) -> Exception {
    Exception {
        id: id.to_owned(),
        kind: ExceptionKind::UnknownItem,
        partner: of.map(partner),
        site: about.map(site),
        item: None,
        order: None,
        document: None,
        at: at(1),
        detail: "x".to_owned(),
        open,
    }
}
