//! What partners, sites, items and documents are called on a page.

use model::reference::Reference;
use model::{Gtin, PartnerId, SiteId};

use crate::language::Words;

pub(super) fn partner(reference: &Reference, t: Words, id: &PartnerId) -> String {
    reference.partner(id).map_or_else(
        || id.to_string(),
        |p| t.pick(&p.name, &p.name_zh).to_owned(),
    )
}

pub(super) fn site(reference: &Reference, t: Words, partner: &PartnerId, id: &SiteId) -> String {
    reference.site(partner, id).map_or_else(
        || id.to_string(),
        |s| t.pick(&s.name, &s.name_zh).to_owned(),
    )
}

/// Returns the name of a site whose owner is not said, as orders name our own warehouses.
pub(super) fn our_site(reference: &Reference, t: Words, id: &SiteId) -> String {
    match &reference.data.supplier {
        Some(us) => site(reference, t, us, id),
        None => id.to_string(),
    }
}

pub(super) fn item(reference: &Reference, t: Words, gtin: Gtin) -> String {
    reference.item(gtin).map_or_else(
        || gtin.to_string(),
        |i| t.pick(&i.name, &i.name_zh).to_owned(),
    )
}

/// Returns what a kind of document is called; its code stands beside it on the page.
pub(super) fn document(t: Words, kind: &str) -> String {
    const KNOWN: [&str; 11] = [
        "852", "855", "850", "856", "861", "997", "999", "TA1", "activity", "shipment", "JSON",
    ];
    let known = KNOWN
        .into_iter()
        .find(|known| *known == kind)
        .unwrap_or("other");
    t.text(&format!("kind-{known}")).into_owned()
}
