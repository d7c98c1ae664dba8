use chrono::NaiveDate;

use super::{Body, write_party};
use crate::content::{Activity, Party, PartyId, ReferenceKind};

/// What the head of a report says besides.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// The number of the report.
    pub(crate) number: String,
    /// The day it is written.
    pub(crate) written: NaiveDate,
    /// Who sends it and for whom it is.
    pub(crate) between: [PartyId; 2],
}

/// Adds the head of a sales or inventory report up to its lines.
pub(crate) fn write_head(body: &mut Body, kind: &[&str], activity: &Activity, head: &Head) {
    let number = activity.number.as_ref().unwrap_or(&head.number);
    body.add("BGM", &[kind, &[number], &["9"]]);
    body.day("137", Some(head.written));
    // A sales report of the last century has its references behind its parties.
    let behind = body.is_early() && kind.len() > 1;
    if !behind {
        write_references(body, activity);
    }
    let is_site = |party: &&Party| {
        activity
            .lines
            .iter()
            .any(|l| Some(&l.site) == party.id.as_ref())
    };
    let (sites, others): (Vec<_>, Vec<_>) = activity.parties.iter().partition(is_site);
    // Sites are named where their numbers stand; their names have no place there.
    // A site is named where its numbers stand, unless more is said of it.
    let more = |party: &&Party| {
        party.name.is_some() || party.address.is_some() || !party.contacts.is_empty()
    };
    let named = sites.into_iter().filter(more);
    let parties: Vec<&Party> = named.chain(others).collect();
    for party in &parties {
        write_party(body, party);
    }
    if parties.is_empty() {
        for (role, id) in ["FR", "MR"].into_iter().zip(&head.between) {
            body.add("NAD", &[&[role], &[&id.id, "", id.scheme.edifact()]]);
        }
    }
    if behind {
        write_references(body, activity);
    }
}

fn write_references(body: &mut Body, activity: &Activity) {
    let kinds = [
        (ReferenceKind::InternalVendor, &activity.vendor_number),
        (ReferenceKind::Department, &activity.department),
    ];
    for (kind, number) in kinds {
        body.reference(kind.edifact(), number.as_deref());
    }
}
