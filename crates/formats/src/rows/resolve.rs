use std::collections::HashMap;

use model::activity::{ActivityLine, ActivityReported, Measure, PoPoolGranted};
use model::document::Finding;
use model::item::Item;
use model::site::Site;
use model::{PoNumber, Quantity, SiteId};

use super::{Grant, Noted, Row, Rows, Spot};
use crate::Code;
use crate::reading::{
    Decode, Remark, Source, Unknown, UnknownKind, days_of, in_eaches, measure_of, unknown_item,
    unknown_site,
};
use crate::x12_852::Decoded;

/// Looks up what a message names and puts its numbers where they belong: under their sites, or
/// aside.
pub(crate) fn resolve<'a>(rows: &Rows, source: Source<'a>, context: &'a Decode<'a>) -> Decoded {
    let mut resolver = Resolver::new(rows, context);
    for row in &rows.rows {
        resolver.take(row);
    }
    for grant in &rows.grants {
        resolver.grant(grant);
    }
    resolver.finish(source)
}

struct Resolver<'a, 'r> {
    rows: &'r Rows,
    context: &'a Decode<'a>,
    sites: Vec<Found<(&'a Site, Option<usize>)>>,
    items: Vec<Found<&'a Item>>,
    measures: Vec<Option<Measure>>,
    out: Decoded,
    reports: HashMap<&'a SiteId, usize>,
    /// What was set aside, by kind and name.
    unknown: HashMap<(UnknownKind, String), Aside>,
    noted: Vec<Noted>,
    /// Rows whose number cannot be used.
    wrong: Vec<(Row, Remark)>,
}

/// What came of looking a name up.
#[derive(Clone)]
enum Found<T> {
    NotYet,
    Known(T),
    Unknown(String),
}

/// Something set aside: in which order it came up, how many numbers it took along, and where it
/// stands first.
struct Aside {
    order: usize,
    lines: u32,
    first: Spot,
}

impl<'a, 'r> Resolver<'a, 'r> {
    fn new(rows: &'r Rows, context: &'a Decode<'a>) -> Self {
        let measure = |code: &str| measure_of(&context.partner.activity, code);
        Self {
            rows,
            context,
            sites: vec![Found::NotYet; rows.sites.len()],
            items: vec![Found::NotYet; rows.items.len()],
            measures: rows.codes.texts().map(measure).collect(),
            out: Decoded::default(),
            reports: HashMap::new(),
            unknown: HashMap::new(),
            noted: Vec::new(),
            wrong: Vec::new(),
        }
    }

    fn take(&mut self, row: &Row) {
        let Some(Some(measure)) = self.measures.get(usize::from(row.code)).copied() else {
            return;
        };
        // Both are set aside where both are unknown, so that a person sees all that is missing.
        let site = self.site(row.site);
        let Some(item) = self.item(row.item) else {
            return;
        };
        let Some(site) = site else { return };
        let quantity = Quantity::from_scaled(row.thousandths);
        match in_eaches(quantity, self.rows.unit(row), item) {
            Ok(quantity) => {
                let (from, to) = days_of(measure, row.from, row.to);
                self.report(row.site, site).lines.push(ActivityLine {
                    item: item.gtin,
                    measure,
                    from,
                    to,
                    quantity,
                    position: row.position,
                });
            }
            Err(remark) => self.wrong.push((*row, remark)),
        }
    }

    /// Returns the report of a known site.
    fn report(&mut self, place: u32, site: &'a Site) -> &mut ActivityReported {
        let at = place as usize;
        if let Some(Found::Known((_, Some(report)))) = self.sites.get(at) {
            return &mut self.out.activities[*report];
        }
        let next = self.out.activities.len();
        let report = *self.reports.entry(&site.id).or_insert(next);
        if report == next {
            self.out.activities.push(ActivityReported {
                partner: self.context.partner.id.clone(),
                site: site.id.clone(),
                document: self.context.document.clone(),
                received_at: self.context.received_at,
                lines: Vec::new(),
            });
        }
        self.sites[at] = Found::Known((site, Some(report)));
        &mut self.out.activities[report]
    }

    /// Returns a known site; an unknown one is set aside.
    fn site(&mut self, place: u32) -> Option<&'a Site> {
        let at = place as usize;
        if let Some(Found::NotYet) = self.sites.get(at) {
            let (qualifier, id) = self.rows.sites.pairs(place).next().unwrap_or_default();
            self.sites[at] = match self.context.site(qualifier, id) {
                Some(site) => Found::Known((site, None)),
                None => Found::Unknown(format!("{qualifier} {id}").trim().to_owned()),
            };
        }
        let name = match self.sites.get(at)? {
            Found::Known((site, _)) => return Some(site),
            Found::Unknown(name) => name.clone(),
            Found::NotYet => return None,
        };
        let remark = || unknown_site(self.context.partner, &name);
        let first = self.rows.sites.first(place);
        self.set_aside(UnknownKind::Site, &name, first, remark);
        None
    }

    fn item(&mut self, place: u32) -> Option<&'a Item> {
        let at = place as usize;
        if let Some(Found::NotYet) = self.items.get(at) {
            let pairs = self.rows.items.pairs(place);
            let found = self.context.item_called(pairs);
            self.items[at] = found.map_or_else(Found::Unknown, Found::Known);
        }
        let name = match self.items.get(at)? {
            Found::Known(item) => return Some(item),
            Found::Unknown(name) => name.clone(),
            Found::NotYet => return None,
        };
        let first = self.rows.items.first(place);
        self.set_aside(UnknownKind::Item, &name, first, || unknown_item(&name));
        None
    }

    fn set_aside(
        &mut self,
        kind: UnknownKind,
        name: &str,
        first: Spot,
        remark: impl FnOnce() -> Remark,
    ) {
        let order = self.unknown.len();
        let aside = self
            .unknown
            .entry((kind, name.to_owned()))
            .or_insert(Aside {
                order,
                lines: 0,
                first,
            });
        aside.lines += 1;
        if aside.lines == 1 {
            self.noted.push(Noted {
                spot: first,
                remark: remark(),
            });
        }
    }

    fn grant(&mut self, grant: &Grant) {
        let [number, place] = grant.spots;
        let Some(site) = grant.site else {
            let cause = "neither XPO nor N1 says whose orders may use the numbers";
            return self.note(place, Remark::new(Code::SiteMissing, cause));
        };
        let Some(expires) = grant.expires else {
            let cause = "without XQ02 nobody knows until when the numbers hold";
            return self.note(number, Remark::new(Code::DateMissing, cause));
        };
        let numbers = PoNumber::new(&grant.first)
            .and_then(|first| PoNumber::new(&grant.last).map(|last| (first, last)));
        let (first, last) = match numbers {
            Ok(numbers) => numbers,
            Err(error) => {
                let remark = Remark::new(Code::PoNumberInvalid, error.to_string());
                return self.note(number, remark);
            }
        };
        let Some(site) = self.site(site) else {
            return;
        };
        self.out.pools.push(PoPoolGranted {
            partner: self.context.partner.id.clone(),
            site: site.id.clone(),
            document: self.context.document.clone(),
            first,
            last,
            expires,
        });
    }

    fn note(&mut self, spot: Spot, remark: Remark) {
        self.noted.push(Noted { spot, remark });
    }

    fn finish(mut self, source: Source<'a>) -> Decoded {
        let findings = self
            .rows
            .remarks
            .iter()
            .chain(&self.noted)
            .map(|noted| noted.finding(source));
        self.out.findings = findings.collect();
        self.out.findings.extend(wrong_numbers(self.wrong, source));
        self.out
            .findings
            .sort_by_key(|finding| finding.place.offset);
        let mut unknown: Vec<_> = self.unknown.into_iter().collect();
        unknown.sort_by_key(|(_, aside)| aside.order);
        let exceptions = unknown.into_iter().map(|((kind, value), aside)| Unknown {
            kind,
            value,
            lines: aside.lines,
            place: aside.first.place(source),
        });
        self.out.exceptions = exceptions.collect();
        self.out
    }
}

/// Says where numbers stand that cannot be used; rows and segments are in the order of the file.
fn wrong_numbers(wrong: Vec<(Row, Remark)>, source: Source) -> Vec<Finding> {
    let mut wrong = wrong.into_iter().peekable();
    let mut findings = Vec::new();
    if wrong.peek().is_none() {
        return findings;
    }
    for segment in source.segments() {
        let here = crate::reading::offset(segment.span().offset);
        while let Some((row, remark)) = wrong.next_if(|(row, _)| row.position <= here) {
            let element = Some(usize::from(row.element));
            findings.push(source.finding(&segment, element, remark));
        }
    }
    findings
}
