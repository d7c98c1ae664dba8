//! What one step changes, as data: decided by `ledger` and the roles, written by `store`.

use chrono::{DateTime, Utc};

use crate::activity::PoPool;
use crate::block::Block;
use crate::document::Document;
use crate::event::{Deadline, Outbound, SiteFact};
use crate::exception::Exception;
use crate::forecast::SiteForecast;
use crate::order::{Acknowledgement, Order};
use crate::proposal::{Proposal, ProposalKey};
use crate::{DocumentId, EventId, PartnerId, SiteId};

/// What one event leads to: rows to write and events to append, all or nothing.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Rows to write.
    pub changes: Vec<Change>,
    /// Events to append.
    pub events: Vec<Fact>,
}

impl Outcome {
    /// Adds what another step led to.
    pub fn extend(&mut self, other: Self) {
        self.changes.extend(other.changes);
        self.events.extend(other.events);
    }

    /// Gives its events the trace of what caused them, unless they have one.
    #[must_use]
    pub fn caused_by(mut self, trace: Option<&str>) -> Self {
        for event in self.events.iter_mut().filter(|e| e.trace.is_none()) {
            event.trace = trace.map(str::to_owned);
        }
        self
    }
}

/// An event to append. Its topic and key follow from its body.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Names it: a second event of the same id is not appended.
    pub id: EventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The W3C trace context it belongs to, where its cause had one.
    pub trace: Option<String>,
    /// What happened.
    pub body: FactBody,
}

/// The body of an event to append.
#[derive(Debug, Clone)]
pub enum FactBody {
    /// About a site.
    Site(SiteFact),
    /// For a partner.
    Outbound(Outbound),
}

/// A row to write. Each replaces what stands under its key.
#[derive(Debug, Clone)]
pub enum Change {
    /// Daily facts of a site.
    Block(Block),
    /// The forecasts of a site.
    Forecast(SiteForecast),
    /// A proposal.
    Proposal(Proposal),
    /// A proposal that was released or is not needed any more.
    ProposalGone(ProposalKey),
    /// An order.
    Order(Box<Order>),
    /// A pool of PO numbers.
    PoPool(PoPool),
    /// An exception, open or closed.
    Exception(Exception),
    /// A time to announce later.
    DeadlineSet {
        /// When.
        at: DateTime<Utc>,
        /// What.
        deadline: Deadline,
    },
    /// A time that came or need not be announced any more.
    DeadlineGone(Deadline),
    /// The time up to which a partition of site facts knows time; its date is "today" there.
    TimeKnown {
        /// The partition.
        partition: u16,
        /// The time of the last day opened or deadline reached.
        at: DateTime<Utc>,
    },
    /// How the events of this step were cut out of their partition.
    Cut(Cut),
    /// A document with its bytes; the bytes are written once.
    Document {
        /// What we know of it.
        document: Document,
        /// Its bytes, where they are new.
        bytes: Option<Vec<u8>>,
    },
    /// A document just received, with its bytes. Refuses the commit if it is kept already.
    DocumentKept {
        /// What we know of it.
        document: Document,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// What was made of a document whose bytes were kept. Refuses the commit if somebody else read
    /// it meanwhile.
    DocumentRead(Document),
    /// What became of a document of ours.
    DocumentAcknowledged {
        /// The document.
        document: DocumentId,
        /// What its acknowledgement says.
        acknowledgement: Acknowledgement,
    },
    /// An interchange we took in. A second one under the same numbers refuses the commit.
    Interchange(InterchangeKey, DocumentId),
    /// The interchange replaced by other bytes under the same numbers, as the profile allows.
    InterchangeReplaced(InterchangeKey, DocumentId),
    /// Where our control numbers of a partner go on. Refuses the commit if they moved meanwhile.
    ControlNumber {
        /// Whose.
        partner: PartnerId,
        /// The number it must stand at.
        expected: u64,
        /// The number it then stands at.
        next: u64,
    },
    /// The group and message numbers of a document we sent, to find it by its acknowledgement.
    SentMessage {
        /// To whom.
        partner: PartnerId,
        /// Group control number.
        group: String,
        /// Message control number.
        message: String,
        /// In which document.
        document: DocumentId,
    },
    /// What a request with an idempotency key was answered. A second one refuses the commit.
    Answered {
        /// Whose key.
        user: String,
        /// The key.
        key: String,
        /// Digest of the request.
        sha256: String,
        /// The answer.
        answer: String,
        /// When.
        at: DateTime<Utc>,
    },
}

/// How a batch of site facts was cut out of its partition, and what it was planned with.
///
/// A site is planned once at the end of each batch, and what a planner has in memory may reach
/// further back than what it would read. Whoever replays the log with the same cuts comes to the
/// same rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The partition.
    pub partition: u16,
    /// The offset of its first event.
    pub start: i64,
    /// The offset after its last event.
    pub next: i64,
    /// Whether the planner remembered nothing of the partition and read the database.
    pub fresh: bool,
    /// The version of the reference data.
    pub parameters: String,
    /// The offsets of the events that were applied, in order.
    pub events: Vec<i64>,
}

/// The numbers an interchange is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InterchangeKey {
    /// Sender as the envelope names it.
    pub sender: String,
    /// Receiver as the envelope names it.
    pub receiver: String,
    /// Control number.
    pub control_number: String,
    /// SHA-256 of the interchange's bytes, hexadecimal.
    pub sha256: String,
}

/// Names a partition's key: partner and site, as every site fact is keyed.
pub fn site_key(partner: &PartnerId, site: &SiteId) -> String {
    format!("{partner}/{site}")
}
