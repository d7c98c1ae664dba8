use model::commit::Change;
use model::{DateTime, EventId, Utc};

/// What one step writes, all or nothing. Most callers fill some fields and take the rest from
/// `Commit::default()`.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// The cursor this step moves. It refuses the commit if another worker took the partition.
    pub cursor: Option<CursorMove>,
    /// Rows to write, in order.
    pub changes: Vec<Change>,
    /// Events to append. One whose id its topic already holds is left out.
    pub events: Vec<NewEvent>,
    /// Events that could not be applied and are set aside for a person.
    pub dead_letters: Vec<DeadLetter>,
    /// The same, and the later events of their keys wait for them.
    pub parked: Vec<DeadLetter>,
    /// Events that are in order and wait behind one of their key that was parked.
    pub behind: Vec<DeadLetter>,
    /// Events set aside before that were applied now.
    pub replayed: Vec<DeadLetter>,
}

/// Moves a consumer group's cursor of a partition, if it still stands where the worker took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorMove {
    /// The consumer group.
    pub group: String,
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: u16,
    /// Where the cursor must stand.
    pub expected: i64,
    /// Where it then stands: the offset after the last event applied.
    pub next: i64,
    /// The epoch under which the worker holds the partition.
    pub epoch: i64,
    /// Where Kafka goes on after the last event applied, if it came from there.
    pub transport: Option<i64>,
}

/// An event to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// The topic.
    pub topic: String,
    /// The partition its key belongs to.
    pub partition: u16,
    /// Its key: events of one key keep their order.
    pub key: String,
    /// Its name in the topic.
    pub id: EventId,
    /// Its type.
    pub kind: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The W3C trace context it belongs to.
    pub trace: Option<String>,
    /// Its body, JSON.
    pub body: Vec<u8>,
}

/// An event that a consumer group could not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The consumer group.
    pub group: String,
    /// The event, as it stands in the log.
    pub event: crate::StoredEvent,
    /// Why it could not be applied.
    pub cause: String,
}
