//! A document becomes events, acknowledgement and findings. Nothing is dropped: what cannot be
//! used is quarantined, held or said to its sender.

use anyhow::Result;
use edi::{Interchange, Report, Verdict};
use formats::{Decode, Source};
use model::commit::{Change, FactBody, InterchangeKey, Outcome};
use model::document::{Document, DocumentStatus, Finding};
use model::event::{AcknowledgementDue, Outbound};
use model::exception::{Exception, ExceptionKind};
use model::order::Acknowledgement;
use model::partner::{DuplicatePolicy, Partner};
use sha2::{Digest, Sha256};

use super::judge::{self, Seen};
use super::{message, record};
use crate::hub::Hub;
use crate::reference::hex;
use crate::telemetry;

/// What was made of a document so far.
pub(crate) struct Reading<'a> {
    pub(crate) hub: &'a Hub,
    pub(crate) document: Document,
    pub(crate) outcome: Outcome,
    /// What became of each of its interchanges.
    pub(crate) statuses: Vec<DocumentStatus>,
    /// Counts the events it makes, which are named by it.
    pub(crate) events: u32,
}

/// Reads a document.
pub(crate) async fn decode(hub: &Hub, document: Document, bytes: &[u8]) -> Result<Outcome> {
    if record::is_record(&document) {
        return record::decode(hub, document, bytes).await;
    }
    let file = edi::read(bytes);
    let schemas = judge::schemas(hub, document.partner.as_ref(), &file);
    let report = judge::report(&file, schemas);
    let mut reading = Reading::new(hub, document);
    reading.document.findings = report.findings.iter().map(formats::to_model).collect();
    if let Some(first) = file.interchanges.first() {
        describe(&mut reading.document, &file, first);
    }
    if file.interchanges.is_empty() {
        reading.quarantine("it holds no interchange that we can read");
    }
    for (index, interchange) in file.interchanges.iter().enumerate() {
        reading
            .interchange(&file, &report, index, interchange, bytes)
            .await?;
    }
    Ok(reading.finish())
}

fn describe(document: &mut Document, file: &edi::File, first: &Interchange) {
    document.sender = judge::party(&first.sender);
    document.receiver = judge::party(&first.receiver);
    document.control_number.clone_from(&first.control_number);
    let mut kinds: Vec<&str> = formats::sources(file)
        .map(|s| s.message.kind.as_str())
        .collect();
    if file
        .interchanges
        .iter()
        .any(|i| !i.acknowledgements.is_empty())
    {
        kinds.push("TA1");
    }
    kinds.sort_unstable();
    kinds.dedup();
    if !kinds.is_empty() {
        // A mangled file may name any number of kinds; the first few tell enough.
        document.kind = kinds[..kinds.len().min(5)].join("+");
    }
}

impl<'a> Reading<'a> {
    pub(crate) fn new(hub: &'a Hub, document: Document) -> Self {
        Self {
            hub,
            document,
            outcome: Outcome::default(),
            statuses: Vec::new(),
            events: 0,
        }
    }
}

impl Reading<'_> {
    async fn interchange(
        &mut self,
        file: &edi::File<'_>,
        report: &Report,
        index: usize,
        interchange: &Interchange,
        bytes: &[u8],
    ) -> Result<()> {
        let hub = self.hub;
        let mailbox = self.document.partner.clone();
        let partner = match judge::partner(&hub.reference, mailbox.as_ref(), interchange) {
            Ok(partner) => partner,
            Err(finding) => {
                self.quarantine(&finding.cause.clone());
                self.document.findings.push(*finding);
                return Ok(());
            }
        };
        let whole = &bytes[interchange.span.offset..interchange.span.end().min(bytes.len())];
        let key = InterchangeKey {
            sender: judge::party(&interchange.sender),
            receiver: judge::party(&interchange.receiver),
            control_number: interchange.control_number.clone(),
            sha256: hex(&Sha256::digest(whole)),
        };
        let rejected = report.interchanges[index].envelope == Verdict::Rejected;
        match judge::seen(hub, &key).await? {
            // A mangled copy must not bar the way of the whole one that follows under its number.
            _ if rejected => self.statuses.push(DocumentStatus::Rejected),
            Seen::Same(first) | Seen::Other(first)
                if policy(partner) == DuplicatePolicy::Reject =>
            {
                self.statuses.push(DocumentStatus::Rejected);
                // In front, where the list is not cut: the acknowledgement goes by it.
                let finding = judge::duplicate(interchange, &first);
                self.document.findings.insert(0, finding);
            }
            Seen::Same(_) => self.statuses.push(DocumentStatus::Duplicate),
            Seen::Other(first) if policy(partner) == DuplicatePolicy::Acknowledge => {
                self.hold(&key, &first);
                return Ok(());
            }
            Seen::Other(_) => {
                let change = Change::InterchangeReplaced(key, self.document.id.clone());
                self.outcome.changes.push(change);
                self.messages(file, report, index, partner).await?;
            }
            Seen::Never => {
                let change = Change::Interchange(key, self.document.id.clone());
                self.outcome.changes.push(change);
                self.messages(file, report, index, partner).await?;
            }
        }
        self.answer(partner, interchange);
        Ok(())
    }

    /// Takes in every message of an interchange that may be used.
    async fn messages(
        &mut self,
        file: &edi::File<'_>,
        report: &Report,
        index: usize,
        partner: &Partner,
    ) -> Result<()> {
        let interchange = &file.interchanges[index];
        let (mut used, mut refused) = (0, 0);
        for (g, group) in interchange.groups.iter().enumerate() {
            for (m, message) in group.messages.iter().enumerate() {
                if !report.usable(index, g, m) {
                    refused += 1;
                    continue;
                }
                used += 1;
                let source = Source {
                    file,
                    interchange,
                    group,
                    message,
                };
                let document = self.document.id.clone();
                let context = Decode {
                    reference: &self.hub.reference,
                    partner,
                    document: &document,
                    received_at: self.document.at,
                };
                message::take(self, source, &context).await?;
            }
        }
        self.interchange_acknowledgements(partner, interchange)
            .await?;
        self.statuses.push(match (used, refused) {
            (_, 0) => DocumentStatus::Decoded,
            (0, _) => DocumentStatus::Rejected,
            _ => DocumentStatus::DecodedInPart,
        });
        Ok(())
    }

    /// Asks for an acknowledgement, unless the interchange only holds acknowledgements.
    fn answer(&mut self, partner: &Partner, interchange: &Interchange) {
        let only_acknowledges = !interchange.groups.is_empty()
            && interchange.groups.iter().all(|g| g.functional_id == "FA");
        let nothing = interchange.groups.is_empty() && !interchange.acknowledgements.is_empty();
        if (only_acknowledges || nothing) && !interchange.acknowledgement_requested {
            return;
        }
        if self.document.acknowledgement == Acknowledgement::Expected {
            return;
        }
        self.document.acknowledgement = Acknowledgement::Expected;
        let due = AcknowledgementDue {
            partner: partner.id.clone(),
            document: self.document.id.clone(),
            at: self.document.at,
        };
        self.emit(FactBody::Outbound(Outbound::AcknowledgementDue(due)));
    }

    fn hold(&mut self, key: &InterchangeKey, first: &model::DocumentId) {
        self.statuses.push(DocumentStatus::Held);
        let detail = format!(
            "control number {} of {} came with other bytes in document {first}",
            key.control_number, key.sender
        );
        self.raise(ExceptionKind::DocumentHeld, &detail);
    }

    pub(crate) fn quarantine(&mut self, why: &str) {
        self.statuses.push(DocumentStatus::Quarantined);
        self.raise(ExceptionKind::DocumentQuarantined, why);
    }

    pub(crate) fn raise(&mut self, kind: ExceptionKind, detail: &str) {
        let subject = format!("{}:{}", self.document.id, self.outcome.changes.len());
        let found = ledger::raised(kind, &subject, self.document.at, detail);
        let found = Exception {
            partner: self.document.partner.clone(),
            document: Some(self.document.id.clone()),
            ..found
        };
        self.outcome.changes.push(Change::Exception(found));
    }

    pub(crate) fn note(&mut self, findings: Vec<Finding>) {
        self.document.findings.extend(findings);
    }

    pub(crate) fn finish(mut self) -> Outcome {
        use DocumentStatus::{Decoded, DecodedInPart, Duplicate, Held, Quarantined, Rejected};
        let all = |status| self.statuses.iter().all(|s| *s == status);
        let some = |status| self.statuses.contains(&status);
        self.document.status = match () {
            () if all(Decoded) => Decoded,
            () if all(Duplicate) => Duplicate,
            () if some(Held) => Held,
            () if all(Quarantined) => Quarantined,
            () if all(Rejected) => Rejected,
            () if some(Decoded) || some(DecodedInPart) => DecodedInPart,
            () if some(Quarantined) => Quarantined,
            () => Rejected,
        };
        tracing::info!(
            document.id = %self.document.id,
            interchange.control_number = %self.document.control_number,
            status = self.document.status.name(),
            findings = self.document.findings.len(),
            "read a document"
        );
        // The list of findings of a mangled file could outgrow the file itself.
        self.document.findings.truncate(FINDINGS_KEPT);
        let id = &self.document.id;
        let trace = telemetry::traceparent_of(id, id.as_str());
        self.outcome
            .changes
            .push(Change::DocumentRead(self.document));
        self.outcome.caused_by(Some(&trace))
    }
}

/// Findings kept with a document; a person who has seen a thousand asks for a new file.
const FINDINGS_KEPT: usize = 1_000;

fn policy(partner: &Partner) -> DuplicatePolicy {
    partner
        .x12
        .as_ref()
        .map_or(DuplicatePolicy::Acknowledge, |x12| x12.duplicates)
}
