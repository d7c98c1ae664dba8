use chrono::NaiveDate;
use edi::Segment;
use model::document::Finding;

use super::measure::activity_code;
use super::{Parties, number_of, pia};
use crate::Code;
use crate::content::{
    Activity, ActivityLine, Amount, ItemNumber, PartyId, PartyRole, PoNumbers, ReferenceKind,
    Scheme,
};
use crate::reading::{self, Remark, Said, Source};
use crate::taking::Take;

/// Days something covers; either may be said alone.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// Reads a SLSRPT or an INVRPT. What a level does not say (the site, the days) is that of the level
/// above it.
pub(crate) fn read(source: Source) -> Said<Activity> {
    let mut reader = Reader {
        source,
        activity: Activity::default(),
        begun: false,
        parties: Parties::default(),
        at: At::Head,
        head: Level::default(),
        place: Level::default(),
        line: Level::default(),
        item: Vec::new(),
        number: None,
        po_numbers: Vec::new(),
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
    Place,
    Line,
    Number,
}

/// What a level says of its numbers.
#[derive(Debug, Clone, Default)]
struct Level {
    site: Option<PartyId>,
    days: Days,
}

/// A QTY with what follows it.
struct Number<'a> {
    qty: Segment<'a>,
    /// Its qualifier, and the activity code another segment gives it.
    code: Result<&'static str, String>,
    agreed: Option<String>,
    amount: Amount,
    own: Level,
}

struct Reader<'a> {
    source: Source<'a>,
    activity: Activity,
    begun: bool,
    parties: Parties,
    at: At,
    head: Level,
    place: Level,
    line: Level,
    item: Vec<ItemNumber>,
    number: Option<Number<'a>>,
    /// PO numbers of the party that is being read, and until when they hold.
    po_numbers: Vec<(String, Option<NaiveDate>)>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, segment: Segment<'a>) {
        let mut take = Take::new(self.source, segment);
        match take.id() {
            "UNH" | "UNS" | "GIS" => take.skip_all(),
            "UNT" => {
                take.skip_all();
                self.end_number();
            }
            "BGM" => {
                self.begun = true;
                // 73E of GS1 is a sales report, 35 an inventory report.
                for component in [1, 2, 3] {
                    take.part(1, component);
                }
                self.activity.number = take.part(2, 1);
                if take.peek(3) == "9" {
                    take.skip(3);
                }
            }
            "LOC" => self.take_place(&mut take),
            "LIN" => {
                self.end_number();
                self.at = At::Line;
                self.line = Level::default();
                // Writers count lines themselves.
                take.skip(1);
                self.item = number_of(&mut take, 3).into_iter().collect();
            }
            "PIA" if self.at == At::Line => pia(&mut take, &mut self.item),
            // How the stock moves is plain from its code.
            "INV" => take.skip_all(),
            "QTY" => self.take_number(&mut take, segment),
            "DTM" => self.take_days(&mut take),
            "RFF" => self.take_reference(&mut take),
            "NAD" | "CTA" | "COM" if matches!(self.at, At::Head | At::Party) => {
                self.take_party(&mut take);
            }
            _ => {}
        }
        self.findings.extend(take.findings());
    }

    /// The place of a sales report holds until the next; in an inventory report, places are of a
    /// line or number.
    fn take_place(&mut self, take: &mut Take<'a>) {
        let site = place(take);
        match (self.at, &mut self.number) {
            (At::Number, Some(number)) if is_inventory(self.source) => number.own.site = site,
            (At::Line, _) if is_inventory(self.source) => self.line.site = site,
            _ => {
                self.end_number();
                // After GIS, places stand below the line, whose item holds on.
                self.at = At::Place;
                let days = (None, None);
                self.place = Level { site, days };
                self.line = Level::default();
            }
        }
    }

    fn take_number(&mut self, take: &mut Take<'a>, qty: Segment<'a>) {
        self.end_number();
        self.at = At::Number;
        let qualifier = take.peek_part(1, 1).into_owned();
        let Some(amount) = take.amount() else { return };
        self.number = Some(Number {
            qty,
            code: activity_code(&qualifier).ok_or(qualifier),
            agreed: None,
            amount,
            own: Level::default(),
        });
    }

    fn take_days(&mut self, take: &mut Take<'a>) {
        if self.at == At::Party {
            return self.take_expiry(take);
        }
        let Some((from, to)) = days(take) else { return };
        let level = match (self.at, &mut self.number) {
            (At::Number, Some(number)) => &mut number.own,
            (At::Line | At::Number, _) => &mut self.line,
            (At::Place, _) => &mut self.place,
            (At::Head | At::Party, _) => &mut self.head,
        };
        level.days = (from.or(level.days.0), to.or(level.days.1));
    }

    /// 36: the last day on which the PO numbers before it may be used.
    fn take_expiry(&mut self, take: &mut Take<'a>) {
        let (Some(last), true) = (self.po_numbers.last_mut(), take.peek_part(1, 1) == "36") else {
            return;
        };
        last.1 = take.day();
        self.grant();
    }

    fn take_reference(&mut self, take: &mut Take<'a>) {
        let kind = ReferenceKind::from_edifact(&take.peek_part(1, 1));
        let mut number = || {
            take.part(1, 1);
            take.part(1, 2)
        };
        match (self.at, kind, &mut self.number) {
            (At::Head | At::Party, ReferenceKind::InternalVendor, _) => {
                self.activity.vendor_number = number();
            }
            (At::Head | At::Party, ReferenceKind::Department, _) => {
                self.activity.department = number();
            }
            // The party goods go to, with the numbers of orders for it.
            (At::Party, ReferenceKind::BuyerOrder, _)
                if (self.parties.parties.last()).is_some_and(|p| p.role == PartyRole::ShipTo) =>
            {
                let number = number().map(|number| (number, None));
                self.po_numbers.extend(number);
                if self.po_numbers.len() > 2 {
                    self.grant();
                }
            }
            // ZZZ: as the two have agreed, the activity code.
            (At::Number, _, Some(reported)) if take.peek_part(1, 1) == "ZZZ" => {
                take.part(1, 1);
                reported.agreed = take.part(1, 2);
            }
            _ => {}
        }
    }

    fn take_party(&mut self, take: &mut Take<'a>) {
        if take.id() == "NAD" {
            self.grant();
            self.at = At::Party;
            // Who sends and receives stands in the interchange.
            if matches!(&*take.peek(1), "FR" | "MR") {
                return take.skip_all();
            }
        }
        self.parties.take(take);
        let Some(party) = self.parties.parties.last() else {
            return;
        };
        if matches!(party.role, PartyRole::Reporting | PartyRole::Warehouse) {
            self.head.site = party.id.clone();
        }
    }

    /// Makes a range of the PO numbers read: the first and the last.
    fn grant(&mut self) {
        let numbers = std::mem::take(&mut self.po_numbers);
        let (Some((first, _)), Some((last, expires))) = (numbers.first(), numbers.last()) else {
            return;
        };
        // The party they are for is named for them alone.
        let site = self.parties.parties.pop_if(|p| p.role == PartyRole::ShipTo);
        self.activity.po_numbers.push(PoNumbers {
            first: first.clone(),
            last: last.clone(),
            site: site.and_then(|party| party.id),
            expires: *expires,
        });
    }

    fn end_number(&mut self) {
        self.grant();
        let Some(number) = self.number.take() else {
            return;
        };
        let code = match (number.agreed, number.code) {
            (Some(agreed), _) => agreed,
            (None, Ok(code)) => code.to_owned(),
            (None, Err(qualifier)) => {
                let cause = format!("quantities of kind {qualifier} are not carried");
                return self.note(&number.qty, Code::NotCarried, cause);
            }
        };
        let levels = [&number.own, &self.line, &self.place, &self.head];
        let site = levels.iter().find_map(|level| level.site.clone());
        let days = levels.iter().find_map(|level| {
            let (from, to) = level.days;
            Some((from.or(to)?, to.or(from)?))
        });
        match (site, days) {
            (None, _) => {
                let cause = "neither LOC nor NAD says which site this is of".to_owned();
                self.note(&number.qty, Code::SiteMissing, cause);
            }
            (_, None) => {
                let cause = "no DTM says which day this is of".to_owned();
                self.note(&number.qty, Code::DateMissing, cause);
            }
            (Some(site), Some((from, to))) => self.activity.lines.push(ActivityLine {
                site,
                item: self.item.clone(),
                code,
                amount: number.amount,
                from,
                to,
            }),
        }
    }

    fn note(&mut self, segment: &Segment<'a>, code: Code, cause: String) {
        let finding = self.source.finding(segment, None, Remark::new(code, cause));
        self.findings.push(finding);
    }

    fn finish(mut self) -> Said<Activity> {
        self.activity.parties = self.parties.parties;
        Said {
            content: self.begun.then_some(self.activity),
            findings: self.findings,
        }
    }
}

fn is_inventory(source: Source) -> bool {
    source.message.kind == "INVRPT"
}

/// Takes the site of a LOC, whatever kind of place it is.
fn place(take: &mut Take) -> Option<PartyId> {
    take.skip(1);
    let id = take.part(2, 1)?;
    let scheme = take.part(2, 3);
    Some(PartyId {
        scheme: scheme.map_or(Scheme::Agreed, |code| Scheme::from_edifact(&code)),
        id,
    })
}

/// Takes the days a DTM says: of sales (356), of a stock (366), a report's start and end (90 and 91;
/// 194 and 206), and, where nothing else is said, the day the report was written (137).
fn days(take: &mut Take) -> Option<Days> {
    let code = take.peek_part(1, 1).into_owned();
    if &*take.peek_part(1, 3) == "718" {
        let text = take.peek_part(1, 2).replace('-', "");
        let from = text.get(..8).and_then(reading::date)?;
        let to = text.get(8..).and_then(reading::date)?;
        for component in 1..=3 {
            take.part(1, component);
        }
        return Some((Some(from), Some(to)));
    }
    match &*code {
        "356" | "366" | "137" => take.day().map(|day| (Some(day), Some(day))),
        "90" | "194" => take.day().map(|day| (Some(day), None)),
        "91" | "206" => take.day().map(|day| (None, Some(day))),
        _ => None,
    }
}
