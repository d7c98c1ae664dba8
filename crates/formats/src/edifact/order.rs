mod write;

use edi::Segment;
use model::Money;
use model::document::Finding;

use super::{Parties, carrier, dated, description, is_early, note, number_of, pia, reference};
use crate::Code;
use crate::content::{
    Amount, Answer, AnswerKind, DateKind, Dated, FreeGoods, Further, Order, OrderLine, Price,
    Reference, ReferenceKind,
};
use crate::reading::{Remark, Said, Source};
use crate::taking::Take;
use crate::x12;
pub(crate) use write::{head, lines};

/// Takes the BGM of an order or its answer.
pub(crate) type Head = fn(&mut Take, &mut Order);

/// Segments that begin a group in ORDERS and ORDRSP.
const GROUPS: &[&str] = &[
    "RFF", "NAD", "TAX", "CUX", "PAT", "TDT", "TOD", "PAC", "EQD", "SCC", "APR", "ALC", "RCS",
    "AJT", "LIN", "CCI", "PRI", "LOC", "STG", "DGS", "UNS",
];

/// Reads an ORDERS, or with `answers` an ORDRSP.
pub(crate) fn read(source: Source, begin: Head, answers: bool) -> Said<Order> {
    let mut reader = Reader {
        source,
        begin,
        answers,
        early: is_early(source),
        order: x12::no_order(),
        begun: false,
        parties: Parties::default(),
        in_lines: false,
        group: "",
        line: None,
        numbers: Vec::new(),
        findings: Vec::new(),
    };
    for segment in source.segments() {
        reader.take(segment);
    }
    reader.finish()
}

struct Reader<'a> {
    source: Source<'a>,
    begin: Head,
    /// Whether lines say what becomes of them.
    answers: bool,
    early: bool,
    order: Order,
    begun: bool,
    parties: Parties,
    in_lines: bool,
    group: &'a str,
    line: Option<Line<'a>>,
    /// The lines by the numbers of their LIN, which RFF may replace.
    numbers: Vec<String>,
    findings: Vec<Finding>,
}

/// The LIN that is being read.
struct Line<'a> {
    lin: Segment<'a>,
    /// Its place in the order.
    at: usize,
    /// Whether it is a line below that one, which says more of what becomes of it.
    below: bool,
    ordered: bool,
    /// The answer it gives, by its place among those of the line.
    answer: Option<usize>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, segment: Segment<'a>) {
        let mut take = Take::new(self.source, segment);
        let id = take.id();
        // What a party refers to is of its group.
        let of_party = id == "RFF" && self.group == "NAD" && !self.in_lines;
        let of_place = id == "LOC" && !self.in_lines;
        if GROUPS.contains(&id) && !of_party && !of_place {
            self.group = id;
        }
        match id {
            "UNH" => take.skip_all(),
            "UNT" => {
                take.skip_all();
                if !self.begun {
                    take.amiss(Code::OrderUnnamed, "no BGM says which order this is");
                }
            }
            "UNS" => {
                self.in_lines = false;
                take.skip_all();
            }
            // 2: the number of lines.
            "CNT" if take.peek_part(1, 1) == "2" => take.skip_all(),
            "BGM" => {
                self.begun = true;
                (self.begin)(&mut take, &mut self.order);
            }
            "LIN" => self.begin_line(&mut take, segment),
            _ if self.in_lines => self.in_line(&mut take),
            _ => self.in_head(&mut take),
        }
        self.findings.extend(take.findings());
    }

    fn in_head(&mut self, take: &mut Take<'a>) {
        let order = &mut self.order;
        match (self.group, take.id()) {
            ("", "DTM") => self.head_day(take),
            ("", "FTX") => note(take, self.early, &mut order.further),
            ("RFF", "RFF") => {
                let Some(reference) = reference(take) else {
                    return;
                };
                match reference.kind {
                    ReferenceKind::BuyerOrder if order.numbers.po_number.is_none() => {
                        order.numbers.po_number = Some(reference.number);
                    }
                    _ => x12::refer(order, reference),
                }
            }
            // 171: the day of what is referred to.
            ("RFF", "DTM") if take.peek_part(1, 1) == "171" && order.numbers.ordered.is_none() => {
                order.numbers.ordered = take.day();
            }
            ("NAD", "RFF") if take.peek_part(1, 1) == "IA" && order.vendor_number.is_none() => {
                order.vendor_number = reference(take).map(|reference| reference.number);
            }
            ("NAD", "NAD" | "CTA" | "COM") => self.parties.take(take),
            ("TDT", "TDT") if order.carrier.is_none() => order.carrier = carrier(take),
            // 2: the currency that others are counted in.
            ("CUX", "CUX") if take.peek_part(1, 1) == "2" && order.currency.is_none() => {
                take.part(1, 1);
                order.currency = take.part(1, 2);
                take.part(1, 3);
            }
            _ => {}
        }
    }

    fn head_day(&mut self, take: &mut Take<'a>) {
        let written = take.peek_part(1, 1) == "137";
        let Some(Dated { kind, date }) = dated(take) else {
            return;
        };
        match written {
            true if self.answers => self.order.answered = Some(date),
            true => self.order.numbers.ordered = Some(date),
            false => x12::order_day(&mut self.order, Dated { kind, date }),
        }
    }

    fn begin_line(&mut self, take: &mut Take<'a>, lin: Segment<'a>) {
        self.end_line();
        self.in_lines = true;
        let number = take.text(1).unwrap_or_default();
        let action = take.peek(2).into_owned();
        let parent = take.peek_part(4, 2);
        let known = self.numbers.iter().position(|known| *known == parent);
        let below =
            known.filter(|_| take.peek_part(4, 1) == "1" && take.peek_part(3, 1).is_empty());
        let at = below.unwrap_or(self.order.lines.len());
        if below.is_some() {
            take.skip(4);
        } else {
            self.numbers.push(number.clone());
            self.order.lines.push(OrderLine {
                line: number,
                item: number_of(take, 3).into_iter().collect(),
                description: None,
                amount: x12::nothing(),
                pack: None,
                price: None,
                free: None,
                answers: Vec::new(),
                further: Further::default(),
            });
        }
        let mut line = Line {
            lin,
            at,
            below: below.is_some(),
            ordered: false,
            answer: None,
        };
        if self.answers && !action.is_empty() {
            take.skip(2);
            line.answer = Some(self.order.lines[at].answers.len());
            self.order.lines[at]
                .answers
                .push(answer(AnswerKind::from_edifact(&action)));
        }
        self.line = Some(line);
    }

    fn in_line(&mut self, take: &mut Take<'a>) {
        let Some(state) = &mut self.line else { return };
        let line = &mut self.order.lines[state.at];
        match (self.group, take.id()) {
            ("LIN", "PIA") => pia(take, &mut line.item),
            ("LIN", "IMD") => description(take, self.early, &mut line.description),
            ("LIN", "QTY") => quantity(take, line, state, self.answers),
            ("LIN", "DTM") => {
                let Some(Dated { kind, date }) = dated(take) else {
                    return;
                };
                let answer = state.answer.and_then(|at| line.answers.get_mut(at));
                match answer.filter(|answer| answer.date.is_none()) {
                    Some(answer) => {
                        answer.date = Some(date);
                        answer.date_kind = Some(kind.x12().to_owned());
                    }
                    None => line.further.dates.push(Dated { kind, date }),
                }
            }
            ("LIN", "FTX") => note(take, self.early, &mut line.further),
            ("PRI", "PRI") if line.price.is_none() => line.price = price(take),
            ("RFF", "RFF") => refer(take, line),
            ("ALC", "ALC") if take.peek(1) == "A" && take.peek_part(5, 1) == "FG" => {
                take.skip(1);
                take.part(5, 1);
                free(line);
            }
            ("ALC", "QTY") if take.peek_part(1, 1) == "192" && line.free.is_some() => {
                if let Some(amount) = take.amount() {
                    free(line).amount = amount;
                }
            }
            // 204: what the allowance is worth.
            ("ALC", "MOA") if take.peek_part(1, 1) == "204" && line.free.is_some() => {
                take.part(1, 1);
                if let Some(worth) = take.money(1, 2) {
                    free(line).worth = worth;
                }
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let Some(line) = self.line.take() else { return };
        if !line.below && !line.ordered {
            let remark = Remark::new(Code::QuantityMissing, "no QTY says how much is ordered");
            self.findings
                .push(self.source.finding(&line.lin, None, remark));
        }
    }

    fn finish(mut self) -> Said<Order> {
        self.end_line();
        self.order.parties = self.parties.parties;
        Said {
            content: self.begun.then_some(self.order),
            findings: self.findings,
        }
    }
}

fn answer(kind: AnswerKind) -> Answer {
    Answer {
        kind,
        amount: None,
        date_kind: None,
        date: None,
    }
}

fn free(line: &mut OrderLine) -> &mut FreeGoods {
    line.free.get_or_insert_with(|| FreeGoods {
        amount: x12::nothing(),
        worth: Money::ZERO,
    })
}

/// Takes a QTY of a line: 21 is ordered, 59 in one of them, 192 free, and in an answer 83 will come later, 113 and 12
/// come as said.
fn quantity(take: &mut Take, line: &mut OrderLine, state: &mut Line, answers: bool) {
    let code = take.peek_part(1, 1).into_owned();
    let told = match &*code {
        "21" | "192" => true,
        "59" => line.pack.is_none(),
        "12" | "83" | "113" => answers,
        _ => false,
    };
    let Some(amount) = told.then(|| take.amount()).flatten() else {
        return;
    };
    match &*code {
        "21" => {
            state.ordered = true;
            line.amount = amount;
        }
        "59" => line.pack = Some(amount.quantity),
        "192" => free(line).amount = amount,
        code => {
            if !state.ordered && !state.below {
                state.ordered = true;
                line.amount = amount.clone();
            }
            let given = state.answer.and_then(|at| line.answers.get_mut(at));
            let later = code == "83";
            let fits = |answer: &&mut Answer| {
                answer.amount.is_none() && (!later || answer.kind == AnswerKind::Backordered)
            };
            match given.filter(fits) {
                Some(answer) => answer.amount = Some(amount),
                None => {
                    let kind = kind_of(later, &amount, &line.amount);
                    let amount = Some(amount);
                    line.answers.push(Answer {
                        amount,
                        ..answer(kind)
                    });
                }
            }
        }
    }
}

/// Returns what an amount alone says of a line.
fn kind_of(later: bool, amount: &Amount, ordered: &Amount) -> AnswerKind {
    match later {
        true => AnswerKind::Backordered,
        false if amount == ordered => AnswerKind::Accepted,
        false => AnswerKind::QuantityChanged,
    }
}

/// Takes a PRI with a net price.
fn price(take: &mut Take) -> Option<Price> {
    if take.peek_part(1, 1) != "AAA" || take.peek_part(1, 2).is_empty() {
        return None;
    }
    take.part(1, 1);
    let net = take.money(1, 2)?;
    let basis = match (&*take.peek_part(1, 5), &*take.peek_part(1, 6)) {
        ("1", "PCE" | "EA") => Some("PE"),
        ("100", "PCE" | "EA" | "") => Some("HP"),
        ("1000", "PCE" | "EA" | "") => Some("TP"),
        _ => None,
    };
    if basis.is_some() || take.peek_part(1, 5) == "1" && take.peek_part(1, 6).is_empty() {
        take.part(1, 5);
        take.part(1, 6);
    }
    Some(Price {
        net,
        basis: basis.map(str::to_owned),
    })
}

/// Takes an RFF of a line; LI is the line's own number.
fn refer(take: &mut Take, line: &mut OrderLine) {
    match (take.peek_part(1, 1), reference(take)) {
        (code, Some(Reference { number, .. })) if code == "LI" => line.line = number,
        (_, reference) => line.further.references.extend(reference),
    }
}

/// Returns how EDIFACT writes the basis of a price: so many of a unit.
fn basis_of(basis: &str) -> Option<[&'static str; 2]> {
    match basis {
        "PE" => Some(["1", "PCE"]),
        "HP" => Some(["100", "PCE"]),
        "TP" => Some(["1000", "PCE"]),
        _ => None,
    }
}

/// Returns the code EDIFACT has for a day that X12 code 374 names.
fn day_code(kind: Option<&str>) -> DateKind {
    kind.map_or(DateKind::DeliveryScheduled, DateKind::from_x12)
}
