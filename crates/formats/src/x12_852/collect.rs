use std::collections::HashMap;

use chrono::NaiveDate;
use edi::Segment;
use model::SiteId;
use model::activity::{ActivityLine, ActivityReported, Measure};
use model::item::Item;
use model::site::Site;

use super::Decoded;
use crate::reading::{
    Decode, Remark, Source, Unknown, UnknownKind, offset, read_eaches, unknown_item, unknown_site,
};

/// Puts what an 852 says where it belongs: under its site, or aside.
pub(super) struct Collector<'a> {
    pub(super) source: Source<'a>,
    pub(super) context: &'a Decode<'a>,
    pub(super) out: Decoded,
    reports: HashMap<&'a SiteId, usize>,
    /// The site of the last line and its report; the next is mostly of the same.
    last: Option<(&'a Site, usize)>,
    unknown: HashMap<(UnknownKind, String), usize>,
}

/// A site as the message names it.
#[derive(Clone, Copy)]
pub(super) struct Location<'a> {
    site: Option<&'a Site>,
    segment: Segment<'a>,
    qualifier: usize,
    id: usize,
}

/// What a number says, but for whose it is.
#[derive(Clone, Copy)]
pub(super) struct Fact {
    pub(super) measure: Measure,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

/// Where a number and its unit stand.
#[derive(Clone, Copy)]
pub(super) struct Number<'s, 'a> {
    pub(super) segment: &'s Segment<'a>,
    pub(super) number: usize,
    pub(super) unit: usize,
}

impl<'a> Location<'a> {
    pub(super) fn read(
        context: &'a Decode<'a>,
        segment: Segment<'a>,
        qualifier: usize,
        id: usize,
    ) -> Self {
        let site = context.site(segment.element(qualifier), segment.element(id));
        Self {
            site,
            segment,
            qualifier,
            id,
        }
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(source: Source<'a>, context: &'a Decode<'a>) -> Self {
        let (reports, unknown) = (HashMap::new(), HashMap::new());
        Self {
            source,
            context,
            out: Decoded::default(),
            reports,
            last: None,
            unknown,
        }
    }

    pub(super) fn add(
        &mut self,
        fact: Fact,
        (lin, item): (&Segment<'a>, &Result<&'a Item, String>),
        location: Location<'a>,
        number: Number<'_, 'a>,
    ) {
        // Both are set aside where both are unknown, so that a person sees all that is missing.
        let site = self.known_site(location);
        let item = match item {
            Ok(item) => *item,
            Err(name) => {
                let remark = unknown_item(name);
                self.set_aside(UnknownKind::Item, name.clone(), (lin, 3), remark);
                return;
            }
        };
        let Some(site) = site else { return };
        let Number {
            segment,
            number,
            unit,
        } = number;
        match read_eaches(segment.element(number), segment.element(unit), item) {
            Ok(quantity) => {
                let Fact { measure, from, to } = fact;
                let position = offset(segment.span().offset);
                let line = ActivityLine {
                    item: item.gtin,
                    measure,
                    from,
                    to,
                    quantity,
                    position,
                };
                self.report_of(site).lines.push(line);
            }
            Err(remark) => self.remark(segment, number, remark),
        }
    }

    /// Returns the site of a location; an unknown one is set aside.
    pub(super) fn known_site(&mut self, location: Location<'a>) -> Option<&'a Site> {
        if location.site.is_none() {
            let Location {
                segment,
                qualifier,
                id,
                ..
            } = location;
            let name = format!("{} {}", segment.element(qualifier), segment.element(id));
            let name = name.trim().to_owned();
            let remark = unknown_site(self.context.partner, &name);
            self.set_aside(UnknownKind::Site, name, (&segment, id), remark);
        }
        location.site
    }

    pub(super) fn remark(&mut self, segment: &Segment<'a>, element: usize, remark: Remark) {
        self.out
            .findings
            .push(self.source.finding(segment, Some(element), remark));
    }

    fn set_aside(
        &mut self,
        kind: UnknownKind,
        value: String,
        (segment, element): (&Segment<'a>, usize),
        remark: Remark,
    ) {
        let next = self.out.exceptions.len();
        let index = *self.unknown.entry((kind, value.clone())).or_insert(next);
        if let Some(known) = self.out.exceptions.get_mut(index) {
            known.lines += 1;
            return;
        }
        let place = self.source.place(segment, Some(element));
        self.out.exceptions.push(Unknown {
            kind,
            value,
            lines: 1,
            place,
        });
        self.remark(segment, element, remark);
    }

    fn report_of(&mut self, site: &'a Site) -> &mut ActivityReported {
        if let Some((_, index)) = self.last.filter(|(last, _)| std::ptr::eq(*last, site)) {
            return &mut self.out.activities[index];
        }
        let next = self.out.activities.len();
        let index = *self.reports.entry(&site.id).or_insert(next);
        self.last = Some((site, index));
        if index == next {
            self.out.activities.push(ActivityReported {
                partner: self.context.partner.id.clone(),
                site: site.id.clone(),
                document: self.context.document.clone(),
                received_at: self.context.received_at,
                lines: Vec::new(),
            });
        }
        &mut self.out.activities[index]
    }
}
