//! One message becomes events.

use anyhow::Result;
use formats::{
    Code, Decode, Source, Unknown, UnknownKind, x12_824, x12_850, x12_852, x12_861, x12_997,
};
use model::EventId;
use model::commit::{Change, Fact, FactBody};
use model::document::{Finding, Place};
use model::event::SiteFact;
use model::exception::{Exception, ExceptionKind};

use super::decode::Reading;

/// Takes a message in that its schema accepts.
pub(crate) async fn take(
    reading: &mut Reading<'_>,
    source: Source<'_>,
    context: &Decode<'_>,
) -> Result<()> {
    match source.message.kind.as_str() {
        "852" => activity(reading, source, context),
        "850" => {
            let said = x12_850::decode(source, context);
            reading.note(said.findings);
            reading.set_aside(&said.exceptions, context);
            if let Some(confirmation) = said.confirmation {
                reading.confirmed(confirmation, context).await?;
            }
        }
        "861" => {
            let said = x12_861::decode(source, context);
            reading.note(said.findings);
            reading.set_aside(&said.exceptions, context);
            for receipt in said.receipts {
                reading.counted_in(receipt, context).await?;
            }
        }
        "997" => {
            let said = x12_997::decode(source);
            reading.note(said.findings);
            if let Some(group) = said.group {
                reading.acknowledged(context.partner, &group).await?;
            }
        }
        "824" => {
            let said = x12_824::decode(source);
            reading.note(said.findings);
            for judged in said.judged {
                reading.judged(context.partner, &judged).await?;
            }
        }
        other => {
            let finding = not_taken(source, other);
            reading.raise(ExceptionKind::DocumentQuarantined, &finding.cause.clone());
            reading.note(vec![finding]);
        }
    }
    Ok(())
}

fn activity(reading: &mut Reading, source: Source, context: &Decode) {
    let said = x12_852::decode(source, context);
    reading.note(said.findings);
    reading.set_aside(&said.exceptions, context);
    if let [only] = said.activities.as_slice() {
        reading.document.site = Some(only.site.clone());
    }
    for pool in said.pools {
        reading.emit(FactBody::Site(SiteFact::PoPoolGranted(pool)));
    }
    for activity in said.activities {
        reading.emit(FactBody::Site(SiteFact::ActivityReported(activity)));
    }
}

fn not_taken(source: Source, kind: &str) -> Finding {
    let code = Code::MessageNotTaken;
    Finding {
        code: code.name().to_owned(),
        severity: code.severity(),
        owner: code.owner(),
        place: Place {
            interchange: Some(source.interchange.control_number.clone()),
            group: Some(source.group.control_number.clone()),
            message: Some(source.message.control_number.clone()),
            segment: Some(1),
            segment_id: Some("ST".to_owned()),
            element: Some(1),
            offset: u64::try_from(source.message.span.offset).unwrap_or(0),
            length: 6,
            ..Place::default()
        },
        text: kind.to_owned(),
        cause: format!("message {kind} is well formed, but nothing here uses it"),
        cause_zh: None,
        fix: code.fix().to_owned(),
    }
}

impl Reading<'_> {
    /// Adds an event, named by its document and its place among the document's events.
    pub(crate) fn emit(&mut self, body: FactBody) {
        self.events += 1;
        if let Ok(id) = EventId::new(format!("{}:{}", self.document.id, self.events)) {
            self.outcome.events.push(Fact {
                id,
                at: self.document.at,
                trace: None,
                body,
            });
        }
    }

    /// Says which items and sites of a message are unknown; the rest of it stands.
    pub(crate) fn set_aside(&mut self, unknown: &[Unknown], context: &Decode) {
        for one in unknown {
            let kind = match one.kind {
                UnknownKind::Item => ExceptionKind::UnknownItem,
                UnknownKind::Site => ExceptionKind::UnknownSite,
            };
            let subject = format!("{}:{}", context.partner.id, one.value);
            let detail = format!(
                "{} ({} numbers set aside, first at byte {})",
                one.value, one.lines, one.place.offset
            );
            let found = ledger::raised(kind, &subject, self.document.at, detail);
            self.outcome.changes.push(Change::Exception(Exception {
                partner: Some(context.partner.id.clone()),
                document: Some(self.document.id.clone()),
                ..found
            }));
        }
    }
}
