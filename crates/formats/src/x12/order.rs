mod write;

use edi::Segment;
use model::Money;
use model::document::Finding;

use super::{carrier, contact, dated, description, items, message, party, party_more, reference};
use crate::Code;
use crate::content::{
    Amount, Answer, AnswerKind, Contact, DateKind, Dated, FreeGoods, Further, Order, OrderLine,
    OrderNumbers, PartyRole, Price, Purpose, Reference, ReferenceKind, Unit,
};
use crate::reading::{Remark, Said, Source};
use crate::taking::Take;
pub(crate) use write::{head, line};

/// SAC02: goods that cost nothing.
const FREE_GOODS: &str = "D170";

/// Takes the segment an order or its answer begins with.
pub(crate) type Head = fn(&mut Take, &mut Order);

/// Reads an 850 or 855, which differ in their first segment and in ACK.
pub(crate) fn read(source: Source, first: (&'static str, Head)) -> Said<Order> {
    let mut reader = Reader {
        source,
        first,
        order: no_order(),
        begun: false,
        at: At::Head,
        before: "",
        contacts: Vec::new(),
        findings: Vec::new(),
    };
    for segment in source.segments() {
        reader.take(segment);
    }
    reader.finish()
}

/// What the segments stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Head,
    Party,
    Line,
    /// A loop that is not carried, in a line.
    Aside,
}

struct Reader<'a> {
    source: Source<'a>,
    first: (&'static str, Head),
    order: Order,
    begun: bool,
    at: At,
    before: &'a str,
    /// Whom to ask about the order: the buyer's people.
    contacts: Vec<(Segment<'a>, Contact)>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, segment: Segment<'a>) {
        let mut take = Take::new(self.source, segment);
        let id = take.id();
        match id {
            "ST" | "CTT" => take.skip_all(),
            "SE" => {
                take.skip_all();
                if !self.begun {
                    let cause = format!("no {} says which order this is", self.first.0);
                    take.amiss(Code::OrderUnnamed, &cause);
                }
            }
            _ if id == self.first.0 => {
                self.begun = true;
                self.first.1(&mut take, &mut self.order);
            }
            "PO1" => {
                self.at = At::Line;
                self.order.lines.push(line_of(&mut take));
            }
            _ if matches!(self.at, At::Line | At::Aside) => self.in_line(&mut take),
            "PER" if self.at == At::Head => {
                self.contacts.push((segment, contact(&mut take)));
            }
            _ => self.in_head(&mut take),
        }
        self.before = id;
        self.findings.extend(take.findings());
    }

    fn in_head(&mut self, take: &mut Take<'a>) {
        let goes_on = matches!(self.before, "MSG" | "MTX");
        let order = &mut self.order;
        match take.id() {
            "N1" => {
                self.at = At::Party;
                order.parties.push(party(take));
            }
            "N2" | "N3" | "N4" | "PER" => {
                if let (At::Party, Some(party)) = (self.at, order.parties.last_mut()) {
                    party_more(party, take);
                }
            }
            "CUR" if order.currency.is_none() => {
                take.skip(1);
                order.currency = take.text(2);
            }
            "REF" if self.at == At::Head => {
                if let Some(reference) = reference(take) {
                    refer(order, reference);
                }
            }
            "DTM" if self.at == At::Head => {
                if let Some(day) = dated(take) {
                    order_day(order, day);
                }
            }
            "TD5" if self.at == At::Head && order.carrier.is_none() => {
                order.carrier = carrier(take);
            }
            "N9" => {
                self.at = At::Head;
                take_label(take, &mut order.further);
            }
            "MSG" | "MTX" => message(take, goes_on, &mut order.further),
            _ => {}
        }
    }

    fn in_line(&mut self, take: &mut Take<'a>) {
        let goes_on = matches!(self.before, "MSG" | "MTX");
        let Some(line) = self.order.lines.last_mut() else {
            return;
        };
        match take.id() {
            "N9" => {
                self.at = At::Line;
                take_label(take, &mut line.further);
            }
            "SCH" | "N1" | "SLN" | "LDT" | "LM" | "LS" | "PKG" | "QTY" | "CTP" => {
                self.at = At::Aside
            }
            _ if self.at == At::Aside => {}
            "PID" => description(take, &mut line.description),
            "PO4" if line.pack.is_none() => line.pack = take.quantity(1, 0),
            "SAC" => free_goods(take, line),
            "ACK" => line.answers.extend(answer(take)),
            "REF" => line.further.references.extend(reference(take)),
            // A day behind ACK is of the answer, whose day is in it.
            "DTM" if self.before != "ACK" => line.further.dates.extend(dated(take)),
            "MSG" | "MTX" => message(take, goes_on, &mut line.further),
            _ => {}
        }
    }

    fn finish(mut self) -> Said<Order> {
        let buyer = |party: &&mut crate::content::Party| party.role == PartyRole::Buyer;
        match self.order.parties.iter_mut().find(buyer) {
            Some(buyer) => {
                let contacts = self.contacts.into_iter().map(|(_, contact)| contact);
                buyer.contacts.splice(..0, contacts);
            }
            None => {
                let told = |(segment, _): &(Segment<'a>, Contact)| {
                    let cause = "PER is not carried: no N1 names the buyer it is of";
                    let remark = Remark::new(Code::NotCarried, cause);
                    self.source.finding(segment, None, remark)
                };
                self.findings.extend(self.contacts.iter().map(told));
            }
        }
        Said {
            content: self.begun.then_some(self.order),
            findings: self.findings,
        }
    }
}

/// Returns an order that says nothing yet.
pub(crate) fn no_order() -> Order {
    Order {
        purpose: Purpose::Original,
        kind: None,
        numbers: OrderNumbers::default(),
        answered: None,
        agreement: None,
        vendor_number: None,
        department: None,
        currency: None,
        need_date: None,
        ship_date: None,
        carrier: None,
        parties: Vec::new(),
        further: Further::default(),
        lines: Vec::new(),
    }
}

/// Puts a reference where an order has a place for it.
pub(crate) fn refer(order: &mut Order, reference: Reference) {
    let place = match reference.kind {
        ReferenceKind::VendorOrder => &mut order.numbers.order_id,
        ReferenceKind::Contract => &mut order.agreement,
        ReferenceKind::InternalVendor => &mut order.vendor_number,
        ReferenceKind::Department => &mut order.department,
        _ => return order.further.references.push(reference),
    };
    match place {
        Some(number) if *number == reference.number => {}
        Some(_) => order.further.references.push(reference),
        None => *place = Some(reference.number),
    }
}

/// Puts a day where an order has a place for it.
pub(crate) fn order_day(order: &mut Order, day: Dated) {
    let place = match day.kind {
        DateKind::DeliveryRequested => &mut order.need_date,
        DateKind::ShipRequested => &mut order.ship_date,
        DateKind::Ordered => &mut order.numbers.ordered,
        _ => return order.further.dates.push(day),
    };
    match place {
        Some(known) if *known == day.date => {}
        Some(_) => order.further.dates.push(day),
        None => *place = Some(day.date),
    }
}

/// Takes an N9: the label of a note, or a reference.
fn take_label(take: &mut Take, further: &mut Further) {
    if take.peek(1) == "L1" {
        // Letters or notes: N902 is the name of the note.
        take.skip(1);
        take.skip(2);
    } else {
        further.references.extend(reference(take));
    }
    further.notes.extend(take.text(3));
}

fn line_of(take: &mut Take) -> OrderLine {
    let amount = take.x12_amount(2, 3).unwrap_or_else(|| {
        take.amiss(Code::QuantityMissing, "PO102 says no quantity");
        nothing()
    });
    let price = (!take.peek(4).is_empty())
        .then(|| take.money(4, 0))
        .flatten()
        .map(|net| Price {
            net,
            basis: take.text(5),
        });
    OrderLine {
        line: take.text(1).unwrap_or_default(),
        item: items(take, 6),
        description: None,
        amount,
        pack: None,
        price,
        free: None,
        answers: Vec::new(),
        further: Further::default(),
    }
}

/// Returns an amount of nothing.
pub(crate) fn nothing() -> Amount {
    Amount {
        quantity: model::Quantity::ZERO,
        unit: Unit::Each,
    }
}

fn free_goods(take: &mut Take, line: &mut OrderLine) {
    let free = take.peek(1) == "A" && take.peek(2) == FREE_GOODS;
    if !free || line.free.is_some() {
        return;
    }
    let worth = take.peek(5).parse::<i64>().ok();
    let amount = take.x12_amount(10, 9);
    if let (Some(amount), Some(cents)) = (amount, worth) {
        for n in [1, 2, 5] {
            take.skip(n);
        }
        // SAC05 has two decimal places implied, money keeps four.
        let worth = Money::from_scaled(cents.saturating_mul(100));
        line.free = Some(FreeGoods { amount, worth });
    }
}

fn answer(take: &mut Take) -> Option<Answer> {
    let kind = AnswerKind::from_x12(&take.text(1)?);
    let amount = (!take.peek(2).is_empty())
        .then(|| take.x12_amount(2, 3))
        .flatten();
    let date = take.x12_day(5);
    Some(Answer {
        kind,
        amount,
        date_kind: date.and_then(|_| take.text(4)),
        date,
    })
}
