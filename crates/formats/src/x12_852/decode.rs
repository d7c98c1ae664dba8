use std::collections::BTreeSet;

use chrono::NaiveDate;
use edi::Segment;
use model::Quantity;
use model::item::Item;

use super::Decoded;
use super::collect::{Collector, Fact, Location, Number};
use super::pool::grant;
use crate::Code;
use crate::reading::{Decode, Remark, Source, date, days_of, is_future, measure_of, quantity};

/// Locations an N1 of the heading may name, the most telling first: reporting location, store,
/// ship-to, warehouse, buying party.
const LOCATION_CODES: [&str; 5] = ["RL", "SN", "ST", "WH", "BY"];

/// Date qualifiers of a ZA that say when the activity took place. Others, of deliveries to
/// come, say nothing about the day reported.
const ACTIVITY_DATES: [&str; 8] = ["007", "011", "035", "050", "090", "091", "196", "514"];

/// DTM01 of the last day on which granted PO numbers may be used.
const LAST_DAY: &str = "036";

/// Reads an 852.
pub fn decode(source: Source, context: &Decode) -> Decoded {
    let mut reader = Reader::new(source, context);
    for segment in source.segments() {
        reader.take(segment);
    }
    reader.finish()
}

struct Reader<'a> {
    context: &'a Decode<'a>,
    collector: Collector<'a>,
    period: Option<(NaiveDate, NaiveDate)>,
    /// The best location of the heading, with its rank.
    heading: Option<(usize, Location<'a>)>,
    pools: Vec<Segment<'a>>,
    pools_expire: Option<NaiveDate>,
    /// The item of the last LIN, or what it calls an unknown one.
    item: Option<(Segment<'a>, Result<&'a Item, String>)>,
    activity: Option<Activity<'a>>,
    /// What was said once need not be said of every line.
    said: BTreeSet<(Code, &'a str)>,
}

/// A ZA with what follows it, up to the next ZA or LIN.
struct Activity<'a> {
    za: Segment<'a>,
    day: Option<NaiveDate>,
    lists: Vec<Segment<'a>>,
}

impl<'a> Reader<'a> {
    fn new(source: Source<'a>, context: &'a Decode<'a>) -> Self {
        Self {
            context,
            collector: Collector::new(source, context),
            period: None,
            heading: None,
            pools: Vec::new(),
            pools_expire: None,
            item: None,
            activity: None,
            said: BTreeSet::new(),
        }
    }

    fn take(&mut self, segment: Segment<'a>) {
        match segment.id() {
            "XQ" => self.period = self.read_period(&segment),
            "XPO" => self.pools.push(segment),
            "N1" => self.take_location(segment),
            "LIN" => {
                self.end_activity();
                self.item = Some((segment, self.context.item(&segment, 2)));
            }
            "ZA" => {
                self.end_activity();
                let day = self.activity_day(&segment);
                self.activity = Some(Activity {
                    za: segment,
                    day,
                    lists: Vec::new(),
                });
            }
            "SDQ" => {
                if let Some(activity) = &mut self.activity {
                    activity.lists.push(segment);
                }
            }
            // After LIN, a DTM dates a promotion.
            "DTM" if self.item.is_none() && segment.element(1) == LAST_DAY => {
                self.pools_expire = date(segment.element(2));
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Decoded {
        self.end_activity();
        let heading = self.heading.map(|(_, location)| location);
        // XPO stands before N1, so the site it is for is known at the end only.
        for xpo in &self.pools {
            grant(
                &mut self.collector,
                xpo,
                heading,
                self.period,
                self.pools_expire,
            );
        }
        self.collector.out
    }

    fn read_period(&mut self, xq: &Segment<'a>) -> Option<(NaiveDate, NaiveDate)> {
        let from = self.read_date(xq, 2)?;
        let to = if xq.element(3).is_empty() {
            from
        } else {
            self.read_date(xq, 3)?
        };
        if to < from {
            let cause = "the period ends before it begins";
            self.collector
                .remark(xq, 3, Remark::new(Code::DateInvalid, cause));
            return None;
        }
        Some((from, to))
    }

    fn read_date(&mut self, segment: &Segment<'a>, element: usize) -> Option<NaiveDate> {
        let remark = match date(segment.element(element)) {
            None => Remark::new(Code::DateInvalid, "not a day of the calendar as CCYYMMDD"),
            Some(day) if is_future(day, self.context.received_at) => Remark::new(
                Code::DateFuture,
                "the day had not begun when this was received",
            ),
            Some(day) => return Some(day),
        };
        self.collector.remark(segment, element, remark);
        None
    }

    fn take_location(&mut self, n1: Segment<'a>) {
        let Some(rank) = LOCATION_CODES
            .iter()
            .position(|code| *code == n1.element(1))
        else {
            return;
        };
        let location = Location::read(self.context, n1, 3, 4);
        if self.heading.is_none_or(|(known, _)| rank < known) {
            self.heading = Some((rank, location));
        }
    }

    /// Reads a date of its own that a ZA carries, where it says when the activity took place.
    fn activity_day(&mut self, za: &Segment<'a>) -> Option<NaiveDate> {
        let code = za.element(4);
        if za.element(5).is_empty() {
            return None;
        }
        if ACTIVITY_DATES.contains(&code) {
            return self.read_date(za, 5);
        }
        let cause = format!("date qualifier {code} does not date the activity; XQ does");
        self.remark_once(za, 4, (Code::DateNotUsed, code), cause);
        None
    }

    fn end_activity(&mut self) {
        let Some(activity) = self.activity.take() else {
            return;
        };
        let za = &activity.za;
        let code = za.element(1);
        let Some(measure) = measure_of(&self.context.partner.activity, code) else {
            let cause = format!("activity code {code} is not in the partner's profile");
            self.remark_once(za, 1, (Code::ActivityIgnored, code), cause);
            return;
        };
        let Some((from, to)) = activity.day.map(|day| (day, day)).or(self.period) else {
            let cause = "neither XQ nor the segment says which day this is of";
            self.remark_once(za, 5, (Code::DateMissing, ""), cause);
            return;
        };
        let (from, to) = days_of(measure, from, to);
        let fact = Fact { measure, from, to };
        if activity.lists.is_empty() {
            self.read_quantity(za, fact);
        } else {
            self.read_lists(&activity, fact);
        }
    }

    /// A ZA of its own: its quantity is of the heading's location.
    fn read_quantity(&mut self, za: &Segment<'a>, fact: Fact) {
        if za.element(2).is_empty() {
            let cause = "the activity has neither a quantity nor a store list";
            self.collector
                .remark(za, 2, Remark::new(Code::QuantityMissing, cause));
            return;
        }
        let Some((_, location)) = self.heading else {
            let cause = "neither N1 nor SDQ says which site this is of";
            self.remark_once(za, 2, (Code::SiteMissing, ""), cause);
            return;
        };
        self.add(
            fact,
            location,
            Number {
                segment: za,
                number: 2,
                unit: 3,
            },
        );
    }

    /// SDQ: unit, qualifier, then ten pairs of store and quantity (SDQ03 to SDQ22). SDQ23 names a
    /// place inside the stores, which we do not keep apart.
    fn read_lists(&mut self, activity: &Activity<'a>, fact: Fact) {
        let mut total = Some(Quantity::ZERO);
        for list in &activity.lists {
            for id in (3..=21)
                .step_by(2)
                .filter(|id| !list.element(*id).is_empty())
            {
                let location = Location::read(self.context, *list, 2, id);
                let listed = quantity(list.element(id + 1)).ok();
                total = total.zip(listed).map(|(total, listed)| total + listed);
                self.add(
                    fact,
                    location,
                    Number {
                        segment: list,
                        number: id + 1,
                        unit: 1,
                    },
                );
            }
        }
        let stated = quantity(activity.za.element(2)).ok();
        if let Some((stated, total)) = stated.zip(total).filter(|(stated, total)| stated != total) {
            let cause = format!("ZA02 says {stated}, its store list adds up to {total}");
            self.collector
                .remark(&activity.za, 2, Remark::new(Code::TotalDiffers, cause));
        }
    }

    /// A ZA before the first LIN is a fault of structure, which the schema check reports.
    fn add(&mut self, fact: Fact, location: Location<'a>, number: Number<'_, 'a>) {
        if let Some((lin, item)) = &self.item {
            self.collector.add(fact, (lin, item), location, number);
        }
    }

    fn remark_once(
        &mut self,
        segment: &Segment<'a>,
        element: usize,
        (code, about): (Code, &'a str),
        cause: impl Into<String>,
    ) {
        if self.said.insert((code, about)) {
            self.collector
                .remark(segment, element, Remark::new(code, cause));
        }
    }
}
