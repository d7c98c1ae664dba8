use model::{DateTime, EventId, Utc};
use store::{CursorMove, DeadLetter, StoredEvent};

use crate::Error;
use crate::topics::Body;

/// Events of one partition, in order.
#[derive(Debug)]
pub struct Batch<B> {
    /// The partition.
    pub partition: u16,
    /// Under which epoch it is held.
    pub epoch: i64,
    /// The offset of its first event.
    pub from: i64,
    /// The offset after its last event.
    pub next: i64,
    /// The events that could be read.
    pub events: Vec<Event<B>>,
    /// The others; they are set aside by the same commit.
    pub dead_letters: Vec<DeadLetter>,
}

/// An event with its body read.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<B> {
    /// Its name.
    pub id: EventId,
    /// Its key.
    pub key: String,
    /// Its place in the partition.
    pub offset: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub body: B,
}

impl<B: Body> Batch<B> {
    /// Splits into batches of one event each, to be committed one after the other.
    pub fn into_singles(self) -> Vec<Self> {
        let (partition, epoch) = (self.partition, self.epoch);
        let single = |offset| Self {
            partition,
            epoch,
            from: offset,
            next: offset + 1,
            events: Vec::new(),
            dead_letters: Vec::new(),
        };
        let mut singles: Vec<Self> = (self.from..self.next).map(single).collect();
        let place = |offset: i64| usize::try_from(offset - self.from).ok();
        for event in self.events {
            if let Some(single) = place(event.offset).and_then(|i| singles.get_mut(i)) {
                single.events.push(event);
            }
        }
        for letter in self.dead_letters {
            if let Some(single) = place(letter.event.offset).and_then(|i| singles.get_mut(i)) {
                single.dead_letters.push(letter);
            }
        }
        singles
    }

    /// Reads the bodies. One that cannot be read is poison: it will be set aside, not tried again.
    pub(crate) fn read(
        partition: u16,
        epoch: i64,
        from: i64,
        stored: Vec<StoredEvent>,
    ) -> Result<Self, Error> {
        let (mut events, mut dead_letters) = (Vec::with_capacity(stored.len()), Vec::new());
        let mut next = from;
        for event in stored {
            if event.offset != next {
                let topic = B::TOPIC.name;
                return Err(Error::Gap {
                    topic,
                    partition,
                    expected: next,
                });
            }
            next += 1;
            match serde_json::from_slice(&event.body) {
                Ok(body) => {
                    let StoredEvent {
                        id,
                        key,
                        offset,
                        at,
                        ..
                    } = event;
                    events.push(Event {
                        id,
                        key,
                        offset,
                        at,
                        body,
                    });
                }
                Err(error) => dead_letters.push(dead_letter::<B>(event, error.to_string())),
            }
        }
        Ok(Self {
            partition,
            epoch,
            from,
            next,
            events,
            dead_letters,
        })
    }

    pub(crate) fn cursor_move(&self) -> CursorMove {
        CursorMove {
            group: B::TOPIC.group.to_owned(),
            topic: B::TOPIC.name.to_owned(),
            partition: self.partition,
            expected: self.from,
            next: self.next,
            epoch: self.epoch,
        }
    }
}

pub(crate) fn dead_letter<B: Body>(event: StoredEvent, cause: String) -> DeadLetter {
    tracing::warn!(
        topic = B::TOPIC.name,
        partition = event.partition,
        offset = event.offset,
        event.id = %event.id,
        cause,
        "an event is set aside"
    );
    DeadLetter {
        group: B::TOPIC.group.to_owned(),
        event,
        cause,
    }
}
