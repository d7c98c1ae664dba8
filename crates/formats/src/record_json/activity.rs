use std::collections::BTreeMap;

use model::SiteId;
use model::activity::{ActivityLine, ActivityReported};

use super::mapping::ActivityMapping;
use super::reader::Reader;
use crate::reading::{days_of, offset};

/// Reads sales and stock. A row that cannot be read is left out; the others stand.
pub(super) fn read(reader: &mut Reader, mapping: &ActivityMapping) {
    let mut sites: BTreeMap<SiteId, Vec<ActivityLine>> = BTreeMap::new();
    reader.rows(mapping.list.as_deref(), |reader, row| {
        if let Some((site, lines)) = read_row(reader, mapping, row) {
            sites.entry(site).or_default().extend(lines);
        }
    });
    let context = reader.context;
    let reported = |(site, lines)| ActivityReported {
        partner: context.partner.id.clone(),
        site,
        document: context.document.clone(),
        received_at: context.received_at,
        lines,
    };
    reader.out.activities = sites.into_iter().map(reported).collect();
}

fn read_row(
    reader: &mut Reader,
    mapping: &ActivityMapping,
    row: usize,
) -> Option<(SiteId, Vec<ActivityLine>)> {
    // All of them are read before any is missed, so that a person sees all that is wrong.
    let site = reader.site(&mapping.site, row);
    let item = reader.item(&mapping.item, row);
    let day = reader.day(&mapping.day, row);
    // What a row leaves out was not counted; a row that counts nothing is a mistake.
    let mut there = mapping.measures.clone();
    there.retain(|(_, pointer)| reader.has(pointer, row));
    if there.is_empty() {
        there = mapping.measures[..1].to_vec();
    }
    let mut counted = Vec::new();
    for (measure, pointer) in there {
        counted.push((measure, reader.quantity(&pointer, row)?));
    }
    let (site, item, day) = (site?, item?, day?);
    let line = |(measure, quantity)| {
        let (from, to) = days_of(measure, day, day);
        ActivityLine {
            item: item.gtin,
            measure,
            from,
            to,
            quantity,
            position: offset(row),
        }
    };
    Some((site.id.clone(), counted.into_iter().map(line).collect()))
}
