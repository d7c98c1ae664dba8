use std::collections::{BTreeMap, VecDeque};

use store::Lease;

use super::reader::{Command, Reader};
use super::{Kafka, Record};
use crate::Error;

/// Records kept here beyond which no more are taken from the reader.
const KEPT: usize = 8_192;

/// What came through Kafka and is not applied yet, for each partition held.
#[derive(Debug)]
pub(crate) struct Tail {
    reader: Reader,
    group: &'static str,
    followed: BTreeMap<u16, Followed>,
    kept: usize,
}

#[derive(Debug)]
struct Followed {
    epoch: i64,
    /// The offset that comes next if nothing is lost.
    expected: i64,
    records: VecDeque<Record>,
}

/// What a partition has next.
pub(crate) enum Next<'a> {
    /// Nothing has come.
    Nothing,
    /// Events without a gap, from the cursor on.
    Records(&'a [Record]),
    /// The events before this offset did not come, or not in full.
    Gap(i64),
}

impl Tail {
    pub(crate) fn start(
        kafka: &Kafka,
        group: &'static str,
        topic: &'static str,
    ) -> Result<Self, Error> {
        Ok(Self {
            reader: Reader::start(kafka, group, topic)?,
            group,
            followed: BTreeMap::new(),
            kept: 0,
        })
    }

    /// Reads the partitions held and no others.
    pub(crate) fn follow(&mut self, held: &BTreeMap<u16, Lease>) {
        let same = |partition: &u16, epoch| held.get(partition).is_some_and(|l| l.epoch == epoch);
        let gone = self.followed.iter();
        let gone = gone.filter(|(p, followed)| !same(p, followed.epoch));
        let gone: Vec<u16> = gone.map(|(p, _)| *p).collect();
        for partition in &gone {
            if let Some(followed) = self.followed.remove(partition) {
                self.kept -= followed.records.len();
            }
        }
        if !gone.is_empty() {
            self.reader.tell(Command::Drop(gone));
        }
        let mut new = Vec::new();
        for (&partition, lease) in held {
            if self.followed.contains_key(&partition) {
                continue;
            }
            let followed = Followed {
                epoch: lease.epoch,
                expected: lease.next,
                records: VecDeque::new(),
            };
            self.followed.insert(partition, followed);
            new.push((partition, lease.transport));
        }
        if !new.is_empty() {
            self.reader.tell(Command::Follow(new));
        }
    }

    /// Takes what has been read, without waiting.
    pub(crate) fn drain(&mut self) {
        while self.kept < KEPT {
            match self.reader.records.try_recv() {
                Ok(record) => self.keep(record),
                Err(_) => return,
            }
        }
    }

    /// Waits until something is read.
    pub(crate) async fn arrived(&mut self) -> Result<(), Error> {
        if self.kept >= KEPT {
            // Full of what cannot be applied yet; whoever waits has another reason to wake.
            std::future::pending::<()>().await;
        }
        let record = self.reader.records.recv().await;
        let ended = || Error::KafkaSettings("the reader of Kafka has ended".to_owned());
        self.keep(record.ok_or_else(ended)?);
        Ok(())
    }

    fn keep(&mut self, record: Record) {
        let offset = record.event.offset;
        let Some(followed) = self.followed.get_mut(&record.event.partition) else {
            return;
        };
        if offset < followed.expected {
            metrics::counter!("stockbridge_duplicates_total", "group" => self.group).increment(1);
            return;
        }
        followed.expected = offset + 1;
        followed.records.push_back(record);
        self.kept += 1;
    }

    /// Returns what a partition has from its cursor on, at most so much.
    pub(crate) fn next(&mut self, partition: u16, next: i64, limit: usize) -> Next<'_> {
        let Some(followed) = self.followed.get_mut(&partition) else {
            return Next::Nothing;
        };
        while followed
            .records
            .front()
            .is_some_and(|r| r.event.offset < next)
        {
            followed.records.pop_front();
            self.kept -= 1;
        }
        followed.expected = followed.expected.max(next);
        let records: &[Record] = followed.records.make_contiguous();
        let ready = records
            .iter()
            .zip(next..)
            .take_while(|(r, offset)| r.event.offset == *offset && !r.elsewhere)
            .take(limit)
            .count();
        match (ready, records.first()) {
            (0, None) => Next::Nothing,
            (0, Some(first)) => Next::Gap(first.event.offset + i64::from(first.elsewhere)),
            (ready, _) => Next::Records(&records[..ready]),
        }
    }

    /// Tells Kafka how far the database has got.
    pub(crate) fn reached(&self, partition: u16, transport: i64) {
        self.reader.tell(Command::Reached(partition, transport));
    }
}
