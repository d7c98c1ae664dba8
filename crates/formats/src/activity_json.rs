//! Sales and stock as JSON: the body of `POST /api/v1/activity`. Says the same as an X12 852.

use chrono::{DateTime, NaiveDate, Utc};
use model::activity::{ActivityLine, ActivityReported, Measure};
use model::partner::Partner;
use model::reference::Reference;
use model::scope::Scope;
use model::site::Site;
use model::{DocumentId, PartnerId, SiteId};

use crate::field::{Errors, FieldError, Fields, parse};
use crate::reading::{days_of, measure_of};

/// What the reader knows besides the body.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Partners, sites and items.
    pub reference: &'a Reference,
    /// What the caller may report of. What lies outside is answered as if it did not exist.
    pub scope: &'a Scope,
    /// The id under which the body is kept.
    pub document: &'a DocumentId,
    /// When it reached us.
    pub received_at: DateTime<Utc>,
}

/// Reads the activity of one site, or says of every field why it cannot be used.
///
/// `{"partner"?, "site", "reported_at"?, "lines": [{"item", "measure" | "code", "date" | "from" and
/// "to", "quantity"}]}`. Unlike an 852, where unknown items are set aside and the rest is applied,
/// one wrong field refuses the request: its sender is there to mend it.
pub fn decode(body: &[u8], context: &Context) -> Result<ActivityReported, Vec<FieldError>> {
    let value = parse(body)?;
    let mut errors = Errors::default();
    let known = ["partner", "site", "reported_at", "lines"];
    let Some(fields) = Fields::of(&value, String::new(), &known, &mut errors) else {
        return errors.or(None);
    };
    if fields.has("reported_at") {
        fields.time("reported_at", &mut errors);
    }
    let partner = partner(&fields, context, &mut errors);
    let site = partner.and_then(|partner| site(&fields, partner, context, &mut errors));
    let line_fields = ["item", "measure", "code", "date", "from", "to", "quantity"];
    let lines = fields
        .lines("lines", &line_fields, &mut errors)
        .iter()
        .zip(0..)
        .filter_map(|(line, position)| {
            read_line(line, partner, context, &mut errors).map(|l| ActivityLine { position, ..l })
        })
        .collect();
    let report = partner.zip(site).map(|(partner, site)| ActivityReported {
        partner: partner.id.clone(),
        site: site.id.clone(),
        document: context.document.clone(),
        received_at: context.received_at,
        lines,
    });
    errors.or(report)
}

/// A caller of one partner need not name it.
fn partner<'a>(fields: &Fields, context: &Context<'a>, errors: &mut Errors) -> Option<&'a Partner> {
    let only = match context.scope.partners.as_deref() {
        Some([only]) if !fields.has("partner") => Some(only.clone()),
        _ => None,
    };
    let id: PartnerId = only.or_else(|| fields.id("partner", errors))?;
    let allowed = context
        .scope
        .partners
        .as_ref()
        .is_none_or(|all| all.contains(&id));
    let found = context.reference.partner(&id).filter(|_| allowed);
    if found.is_none() {
        let detail = format!("no partner is known as {:?}", id.as_str());
        errors.add(&fields.pointer_of("partner"), "unknown_partner", detail);
    }
    found
}

fn site<'a>(
    fields: &Fields,
    partner: &Partner,
    context: &Context<'a>,
    errors: &mut Errors,
) -> Option<&'a Site> {
    let text = fields.text("site", errors)?;
    let by_id = SiteId::new(text)
        .ok()
        .and_then(|id| context.reference.site(&partner.id, &id));
    let found = by_id
        .or_else(|| context.reference.site_by_gln(text))
        .filter(|site| site.partner == partner.id)
        .filter(|site| context.scope.holds(&partner.id, Some(&site.id)));
    if found.is_none() {
        let detail = format!("{} has no site known as {text:?}", partner.id);
        errors.add(&fields.pointer_of("site"), "unknown_site", detail);
    }
    found
}

fn read_line(
    line: &Fields,
    partner: Option<&Partner>,
    context: &Context,
    errors: &mut Errors,
) -> Option<ActivityLine> {
    let item = line.item("item", context.reference, errors);
    let measure = measure(line, partner, errors);
    let days = days(line, context, errors);
    let quantity = line.quantity("quantity", errors);
    let (from, to) = days?;
    let measure = measure?;
    let (from, to) = days_of(measure, from, to);
    Some(ActivityLine {
        item: item?.gtin,
        measure,
        from,
        to,
        quantity: quantity?,
        position: 0,
    })
}

/// A measure by its name, or by the partner's own code as its profile explains it.
fn measure(line: &Fields, partner: Option<&Partner>, errors: &mut Errors) -> Option<Measure> {
    match (line.has("measure"), line.has("code")) {
        (true, true) => {
            let detail = "give either measure or code";
            errors.add(&line.pointer_of("code"), "conflict", detail);
            None
        }
        (false, true) => {
            let code = line.text("code", errors)?;
            let found = partner.and_then(|partner| measure_of(&partner.activity, code));
            if found.is_none() && partner.is_some() {
                let detail = format!("the partner's profile has no activity code {code:?}");
                errors.add(&line.pointer_of("code"), "unknown_code", detail);
            }
            found
        }
        _ => {
            let name = line.text("measure", errors)?;
            let parsed = serde_json::from_value(name.into()).ok();
            // We add up the sales of a site's stores ourselves; nobody reports them.
            let found = parsed.filter(|measure| *measure != Measure::DownstreamSold);
            if found.is_none() {
                let detail = format!("{name:?} is no measure that can be reported");
                errors.add(&line.pointer_of("measure"), "unknown_measure", detail);
            }
            found
        }
    }
}

fn days(line: &Fields, context: &Context, errors: &mut Errors) -> Option<(NaiveDate, NaiveDate)> {
    let ranged = line.has("from") || line.has("to");
    if line.has("date") && ranged {
        let detail = "give either date, or from and to";
        errors.add(&line.pointer_of("date"), "conflict", detail);
        return None;
    }
    let (from, to, last) = if ranged {
        let (from, to) = (line.date("from", errors), line.date("to", errors));
        (from?, to?, "to")
    } else {
        let day = line.date("date", errors)?;
        (day, day, "date")
    };
    if from > to {
        errors.add(&line.pointer_of("to"), "invalid_date", "is before from");
        return None;
    }
    if crate::reading::is_future(to, context.received_at) {
        errors.add(
            &line.pointer_of(last),
            "future_date",
            "has not happened yet",
        );
        return None;
    }
    Some((from, to))
}
