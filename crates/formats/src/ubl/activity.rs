use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::content::{Activity, ActivityLine, Party, PartyId, PartyRole, PoNumbers};

use super::About;
use super::item::{item, quantity};
use super::party::{
    Parties, contact_notes, identifier, location, party, party_with_desk, supplier,
};
use super::reference::{document, period, x12_code};
use super::xml::{Document, Element, date, first, group, text, time};

/// Writes ProductActivity: a line for each site, measure and period, with what was measured of each
/// item in it.
pub(super) fn write(activity: &Activity, about: &About) -> Result<Vec<u8>, Error> {
    let number = first([activity.number.as_deref()]).unwrap_or(&about.number);
    let starts = activity.lines.iter().map(|line| line.from).min();
    let ends = activity.lines.iter().map(|line| line.to).max();
    let (Some(from), Some(to)) = (starts, ends) else {
        return Err(super::no_lines("ProductActivity", number));
    };
    let mut parties = Parties::new(&activity.parties);
    let sites = sites(activity, &mut parties);
    let buyer = parties.take(&[PartyRole::Buyer, PartyRole::Reporting]);
    let seller = parties.take(&[PartyRole::Supplier, PartyRole::Vendor]);

    let mut out = Document::new("ProductActivity");
    out.put(&text("cbc:ID", number));
    out.put(&date("cbc:IssueDate", about.written.date()));
    out.put(&time("cbc:IssueTime", about.written.time()));
    out.put_all(parties.notes());
    out.put_all(sites.values().flat_map(|site| contact_notes(site)));
    out.put(&period("cac:ActivityPeriod", from, to));
    out.put_all(activity.po_numbers.iter().flat_map(po_numbers));
    let department = activity.department.as_deref();
    let contact = department.map(|id| group("cac:Contact").and(text("cbc:ID", id)));
    let sender = Some(&about.sender);
    let sender = party_with_desk("cac:SenderParty", sender, buyer, contact);
    out.put(&sender.required());
    let receiver = party("cac:ReceiverParty", Some(&about.receiver), seller);
    out.put(&receiver.required());
    let lines = activity.lines.chunk_by(|one, next| key(one) == key(next));
    for (lines, place) in lines.zip(1..) {
        out.put(&data_line(
            place,
            lines,
            &sites,
            activity.vendor_number.as_deref(),
        ));
    }
    Ok(out.finish())
}

type Sites<'a> = BTreeMap<&'a PartyId, &'a Party>;

/// Takes the parties that are the sites of the lines, one for each site.
fn sites<'a>(activity: &'a Activity, parties: &mut Parties<'a>) -> Sites<'a> {
    let mut wanted: BTreeSet<&PartyId> = activity.lines.iter().map(|line| &line.site).collect();
    let taken = parties.take_where(|party| party.id.as_ref().is_some_and(|id| wanted.remove(id)));
    let sites = taken.into_iter();
    sites
        .filter_map(|site| Some((site.id.as_ref()?, site)))
        .collect()
}

fn key(line: &ActivityLine) -> impl PartialEq + '_ {
    (&line.site, &line.code, line.from, line.to)
}

fn data_line(
    place: usize,
    lines: &[ActivityLine],
    sites: &Sites,
    vendor_number: Option<&str>,
) -> Element {
    let line = group("cac:SupplyChainActivityDataLine").and(text("cbc:ID", place.to_string()));
    let Some(first) = lines.first() else {
        return line;
    };
    let site = sites.get(&first.site).copied();
    let origin = location("cac:ActivityOriginLocation", Some(&first.site), site);
    line.and(x12_code("cbc:SupplyChainActivityTypeCode", &first.code, "859").required())
        .and(supplier(
            "cac:SellerSupplierParty",
            None,
            None,
            vendor_number,
        ))
        .and(period("cac:ActivityPeriod", first.from, first.to))
        .and(origin.required())
        .all(lines.iter().map(sales_item))
}

fn sales_item(line: &ActivityLine) -> Element {
    group("cac:SalesItem")
        .and(quantity("cbc:Quantity", &line.amount))
        .and(item(&line.item, None))
}

/// The elements of the first and the last of a range of PO numbers.
fn po_numbers(range: &PoNumbers) -> impl Iterator<Item = Element> {
    let ends = [
        (&range.first, "first PO number granted"),
        (&range.last, "last PO number granted"),
    ];
    ends.into_iter().filter_map(|(number, kind)| {
        let expires = range.expires.map(|day| date("cbc:EndDate", day));
        let site = range.site.as_ref().map(|site| identifier("cbc:ID", site));
        let issuer = site.map(|id| group("cac:PartyIdentification").and(id));
        let reference = document("cac:DocumentReference", Some(number))?
            .and(text("cbc:DocumentType", kind))
            .and(group("cac:ValidityPeriod").all(expires))
            .and(group("cac:IssuerParty").all(issuer));
        Some(reference)
    })
}
