use std::collections::BTreeSet;
use std::time::Instant;

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
    /// Events whose key waits for one that could not be applied.
    pub behind: Vec<DeadLetter>,
    /// The event set aside before that is applied now; the cursor then stands still.
    pub replayed: Option<DeadLetter>,
    /// Where Kafka goes on after its last event.
    pub(crate) transport: Option<i64>,
    /// When it was handed out.
    pub(crate) since: Instant,
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
    /// The W3C trace context it belongs to.
    pub trace: Option<String>,
    /// What happened.
    pub body: B,
}

impl<B: Body> Batch<B> {
    /// Splits into batches of one event each, to be committed one after the other.
    pub fn into_singles(self) -> Vec<Self> {
        if self.replayed.is_some() {
            return vec![self];
        }
        let single = |offset| Self {
            from: offset,
            next: offset + 1,
            ..Self::empty(self.partition, self.epoch, offset)
        };
        let mut singles: Vec<Self> = (self.from..self.next).map(single).collect();
        if let Some(last) = singles.last_mut() {
            last.transport = self.transport;
        }
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
        for letter in self.behind {
            if let Some(single) = place(letter.event.offset).and_then(|i| singles.get_mut(i)) {
                single.behind.push(letter);
            }
        }
        singles
    }

    /// Makes a batch of events that were applied before, to see again what they led to.
    pub fn of_events(partition: u16, (from, next): (i64, i64), events: Vec<Event<B>>) -> Self {
        Self {
            next,
            events,
            ..Self::empty(partition, 0, from)
        }
    }

    fn empty(partition: u16, epoch: i64, from: i64) -> Self {
        Self {
            partition,
            epoch,
            from,
            next: from,
            events: Vec::new(),
            dead_letters: Vec::new(),
            behind: Vec::new(),
            replayed: None,
            transport: None,
            since: Instant::now(),
        }
    }

    /// Reads the bodies. One that cannot be read is poison: it will be set aside, not tried again.
    /// One whose key is parked waits behind the event the key is parked for.
    pub(crate) fn read<'a>(
        (partition, epoch, from): (u16, i64, i64),
        stored: impl Iterator<Item = &'a StoredEvent>,
        parked: &BTreeSet<String>,
    ) -> Result<Self, Error> {
        let mut batch = Self::empty(partition, epoch, from);
        for event in stored {
            if event.offset != batch.next {
                let topic = B::TOPIC.name;
                return Err(Error::Gap {
                    topic,
                    partition,
                    expected: batch.next,
                });
            }
            batch.next += 1;
            if parked.contains(&event.key) {
                let cause = "waits behind an earlier event of its key".to_owned();
                batch.behind.push(letter::<B>(event.clone(), cause));
            } else {
                batch.take(event);
            }
        }
        Ok(batch)
    }

    /// Makes a batch of one event that was set aside.
    pub(crate) fn replay((partition, epoch, next): (u16, i64, i64), letter: DeadLetter) -> Self {
        let mut batch = Self::empty(partition, epoch, next);
        batch.take(&letter.event);
        batch.replayed = Some(letter);
        batch
    }

    fn take(&mut self, event: &StoredEvent) {
        match B::read(&event.kind, &event.body) {
            Ok(body) => self.events.push(Event {
                id: event.id.clone(),
                key: event.key.clone(),
                offset: event.offset,
                at: event.at,
                trace: event.trace.clone(),
                body,
            }),
            Err(error) => {
                let letter = dead_letter::<B>(event.clone(), error.to_string());
                self.dead_letters.push(letter);
            }
        }
    }

    pub(crate) fn cursor_move(&self) -> CursorMove {
        CursorMove {
            group: B::TOPIC.group.to_owned(),
            topic: B::TOPIC.name.to_owned(),
            partition: self.partition,
            expected: self.from,
            next: self.next,
            epoch: self.epoch,
            transport: self.transport,
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
    letter::<B>(event, cause)
}

fn letter<B: Body>(event: StoredEvent, cause: String) -> DeadLetter {
    DeadLetter {
        group: B::TOPIC.group.to_owned(),
        event,
        cause,
    }
}
