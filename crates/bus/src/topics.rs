//! The one place that declares topics: name, partitions, key, retention, consumer group.

use model::commit::{Fact, FactBody, site_key};
use model::event::{DayOpened, Outbound, SiteFact};
use model::{DateTime, EventId, NaiveDate, PartnerId, SiteId, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::NewEvent;

use crate::{Error, trace};

/// A topic and how it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Its name: `<area>.<noun>.v<major>`.
    pub name: &'static str,
    /// How many partitions, for ever.
    pub partitions: u16,
    /// What its events are keyed by.
    pub key: &'static str,
    /// How long events stay.
    pub retention: &'static str,
    /// The group that applies it.
    pub group: &'static str,
    /// How Kafka keeps it, as its configuration names it. The database keeps events for longer.
    pub kafka: &'static [(&'static str, &'static str)],
}

/// Partitions of every topic. Twelve divides among 1, 2, 3, 4, 6 and 12 workers; it never changes,
/// because a key would move to another partition and lose its order.
pub const PARTITIONS: u16 = 12;

/// Thirty days, and records up to 4 MiB: larger bodies stay in the database.
const FOR_A_MONTH: &[(&str, &str)] = &[
    ("cleanup.policy", "delete"),
    ("retention.ms", "2592000000"),
    ("max.message.bytes", "4194304"),
];

/// Everything that changes what we know of a site.
pub const SITE_FACTS: Topic = Topic {
    name: "site.facts.v1",
    partitions: PARTITIONS,
    key: "partner/site; day_opened stands in every partition N under the key clock-N",
    retention: "26 months in the database, the horizon of replay",
    group: "plan",
    kafka: FOR_A_MONTH,
};

/// What must be written for a partner.
pub const PARTNER_OUTBOUND: Topic = Topic {
    name: "partner.outbound.v1",
    partitions: PARTITIONS,
    key: "partner",
    retention: "26 months in the database, the horizon of replay",
    group: "dispatch",
    kafka: FOR_A_MONTH,
};

/// Every topic of the log.
pub const ALL: [&Topic; 2] = [&SITE_FACTS, &PARTNER_OUTBOUND];

/// The topics whose events are carried into Kafka.
pub const CARRIED: [&Topic; 2] = ALL;

/// A topic of the latest state of something, for other systems to read. It stands in Kafka only:
/// what it says follows from the log. Its records go to the partition of the site they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateTopic {
    /// Its name: `<area>.<noun>.v<major>`.
    pub name: &'static str,
    /// What its records are keyed by.
    pub key: &'static str,
    /// What its records are, as their headers name it.
    pub kind: &'static str,
}

/// What sites have and will have.
pub const INVENTORY_POSITION: StateTopic = StateTopic {
    name: "inventory.position.v1",
    key: "partner/site/item",
    kind: "inventory_position",
};

/// What is expected to be sold.
pub const FORECAST_PUBLISHED: StateTopic = StateTopic {
    name: "forecast.published.v1",
    key: "partner/site/item",
    kind: "forecast_published",
};

/// What orders ask for.
pub const ORDER_RELEASED: StateTopic = StateTopic {
    name: "order.released.v1",
    key: "order id",
    kind: "order_released",
};

/// Where orders stand.
pub const ORDER_STATUS: StateTopic = StateTopic {
    name: "order.status.v1",
    key: "order id",
    kind: "order_status",
};

/// Every topic of state.
pub const STATE: [&StateTopic; 4] = [
    &INVENTORY_POSITION,
    &FORECAST_PUBLISHED,
    &ORDER_RELEASED,
    &ORDER_STATUS,
];

/// The latest value of each key stays for ever.
const LATEST: &[(&str, &str)] = &[
    ("cleanup.policy", "compact"),
    ("max.message.bytes", "4194304"),
];

/// What the brokers must know of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AtBrokers {
    pub(crate) name: &'static str,
    pub(crate) partitions: u16,
    pub(crate) kafka: &'static [(&'static str, &'static str)],
}

/// Returns every topic the brokers must have.
pub(crate) fn at_brokers() -> impl Iterator<Item = AtBrokers> {
    let log = ALL.into_iter().map(|topic| AtBrokers {
        name: topic.name,
        partitions: topic.partitions,
        kafka: topic.kafka,
    });
    let state = STATE.into_iter().map(|topic| AtBrokers {
        name: topic.name,
        partitions: PARTITIONS,
        kafka: LATEST,
    });
    log.chain(state)
}

/// The body of a topic's events.
pub trait Body: DeserializeOwned + Send {
    /// The topic that carries it.
    const TOPIC: Topic;

    /// Reads a body of a kind.
    fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        let _ = kind;
        serde_json::from_slice(body)
    }
}

impl Body for SiteFact {
    const TOPIC: Topic = SITE_FACTS;

    /// Reports are most of the log, and long. With their kind known they are read in one pass; a
    /// tag inside the body would have it kept aside first, which takes twice the time.
    fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        match kind {
            "activity_reported" => serde_json::from_slice(body).map(Self::ActivityReported),
            _ => serde_json::from_slice(body),
        }
    }
}

impl Body for Outbound {
    const TOPIC: Topic = PARTNER_OUTBOUND;
}

/// Begins the key of events that every partition gets. No key stands in two partitions: one that is
/// parked holds up nobody else's.
const CLOCK: &str = "clock";

/// Returns the partition of a key: its FNV-1a hash of 64 bits, modulo the number of partitions.
///
/// Our own, because a library's hash may change with its version, and a key would then move to
/// another partition.
pub fn partition(key: &str) -> u16 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The remainder is below PARTITIONS.
    u16::try_from(hash % u64::from(PARTITIONS)).unwrap_or(0)
}

/// Returns the partition of a site's facts.
pub fn site_partition(partner: &PartnerId, site: &SiteId) -> u16 {
    partition(&site_key(partner, site))
}

/// Turns a fact into events: topic, key and partition follow from its body. A day that opens
/// becomes an event in every partition.
pub fn events(fact: Fact) -> Result<Vec<NewEvent>, Error> {
    let Fact {
        id,
        at,
        trace,
        body,
    } = fact;
    let cause = trace.as_deref();
    match body {
        FactBody::Site(body) => {
            let json = json(&id, &body)?;
            let Some((partner, site)) = place(&body) else {
                return (0..PARTITIONS)
                    .map(|partition| {
                        let id = id_in_partition(&id, partition)?;
                        let key = format!("{CLOCK}-{partition}");
                        Ok(event(
                            &SITE_FACTS,
                            partition,
                            &key,
                            id,
                            body.name(),
                            (at, cause),
                            json.clone(),
                        ))
                    })
                    .collect();
            };
            let key = site_key(partner, site);
            let partition = partition(&key);
            Ok(vec![event(
                &SITE_FACTS,
                partition,
                &key,
                id,
                body.name(),
                (at, cause),
                json,
            )])
        }
        FactBody::Outbound(body) => {
            let json = json(&id, &body)?;
            let key = addressee(&body).as_str();
            let partition = partition(key);
            Ok(vec![event(
                &PARTNER_OUTBOUND,
                partition,
                key,
                id,
                body.name(),
                (at, cause),
                json,
            )])
        }
    }
}

/// Returns the events that open a day, one in each partition. The same day makes the same events.
pub fn day_opened_events(day: NaiveDate, at: DateTime<Utc>) -> Result<Vec<NewEvent>, Error> {
    let id = event_id(format!("day-opened:{day}"))?;
    events(Fact {
        id,
        at,
        trace: None,
        body: FactBody::Site(SiteFact::DayOpened(DayOpened { day, at })),
    })
}

fn place(fact: &SiteFact) -> Option<(&PartnerId, &SiteId)> {
    match fact {
        SiteFact::ActivityReported(f) => Some((&f.partner, &f.site)),
        SiteFact::DownstreamSold(f) => Some((&f.partner, &f.site)),
        SiteFact::PoPoolGranted(f) => Some((&f.partner, &f.site)),
        SiteFact::DecisionTaken(f) => Some((&f.key.partner, &f.key.ship_to)),
        SiteFact::DocumentSent(f) => Some((&f.partner, &f.site)),
        SiteFact::DocumentAcknowledged(f) => Some((&f.partner, &f.site)),
        SiteFact::OrderAccepted(f) => Some((&f.partner, &f.site)),
        SiteFact::ShipmentReported(f) => Some((&f.partner, &f.site)),
        SiteFact::ReceiptReported(f) => Some((&f.partner, &f.site)),
        SiteFact::DeadlineReached(f) => Some(f.deadline.place()),
        SiteFact::DayOpened(_) => None,
    }
}

fn addressee(outbound: &Outbound) -> &PartnerId {
    match outbound {
        Outbound::AcknowledgementDue(o) => &o.partner,
        Outbound::OrderReleased(o) => &o.order.partner,
        Outbound::ShipNoticeDue(o) => &o.order.partner,
    }
}

fn event(
    topic: &Topic,
    partition: u16,
    key: &str,
    id: EventId,
    kind: &str,
    (at, cause): (DateTime<Utc>, Option<&str>),
    body: Vec<u8>,
) -> NewEvent {
    let trace = Some(trace::of_event(cause, id.as_str()));
    let (topic, key, kind) = (topic.name.to_owned(), key.to_owned(), kind.to_owned());
    NewEvent {
        topic,
        partition,
        key,
        id,
        kind,
        at,
        trace,
        body,
    }
}

fn json(id: &EventId, body: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|e| Error::Encode {
        id: id.to_string(),
        cause: e.to_string(),
    })
}

fn id_in_partition(id: &EventId, partition: u16) -> Result<EventId, Error> {
    event_id(format!("{id}:p{partition}"))
}

fn event_id(id: String) -> Result<EventId, Error> {
    EventId::new(&id).map_err(|e| Error::Encode {
        id,
        cause: e.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use model::DocumentId;
    use model::event::{AcknowledgementDue, Deadline, DeadlineReached};

    use super::*;

    fn day() -> (NaiveDate, DateTime<Utc>) {
        let day = NaiveDate::from_ymd_opt(2024, 3, 28).unwrap();
        (day, day.and_hms_opt(0, 0, 0).unwrap().and_utc())
    }

    #[test]
    fn keys_keep_their_partition() {
        // FNV-1a 64 test vectors of the hash's authors (isthe.com/chongo/tech/comp/fnv), mod 12.
        for (key, hash) in [
            ("", 0xcbf2_9ce4_8422_2325_u64),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(u64::from(partition(key)), hash % 12, "{key:?}");
        }
    }

    #[test]
    fn keys_spread() {
        let mut partitions = [0; PARTITIONS as usize];
        for site in 0..12_000 {
            partitions[usize::from(partition(&format!("WOMART/{site:05}")))] += 1;
        }
        assert!(
            partitions.iter().all(|n| (850..1_150).contains(n)),
            "{partitions:?}"
        );
    }

    #[test]
    fn a_day_opens_in_every_partition_once() {
        let (day, at) = day();
        let events = day_opened_events(day, at).unwrap();
        assert_eq!(events.len(), 12);
        for (partition, event) in events.iter().enumerate() {
            assert_eq!(usize::from(event.partition), partition);
            assert_eq!(
                event.id.as_str(),
                format!("day-opened:2024-03-28:p{partition}")
            );
            assert_eq!(event.key, format!("clock-{partition}"));
            assert_eq!(event.kind, "day_opened");
        }
        assert_eq!(events, day_opened_events(day, at).unwrap());
    }

    #[test]
    fn facts_find_topic_and_key() {
        let (day, at) = day();
        let partner = PartnerId::new("WOMART").unwrap();
        let site = SiteId::new("0042").unwrap();
        let deadline = Deadline::CutOff {
            partner: partner.clone(),
            site,
            day,
        };
        let document = DocumentId::new("d1").unwrap();
        let bodies = [
            FactBody::Site(SiteFact::DeadlineReached(DeadlineReached { deadline, at })),
            FactBody::Outbound(Outbound::AcknowledgementDue(AcknowledgementDue {
                partner,
                document,
                at,
            })),
        ];
        let expected = [
            ("site.facts.v1", "WOMART/0042"),
            ("partner.outbound.v1", "WOMART"),
        ];
        for (body, (topic, key)) in bodies.into_iter().zip(expected) {
            let id = EventId::new("e1").unwrap();
            let events = events(Fact {
                id,
                at,
                trace: None,
                body,
            })
            .unwrap();
            assert_eq!(events.len(), 1);
            assert_eq!(
                (events[0].topic.as_str(), events[0].key.as_str()),
                (topic, key)
            );
            assert_eq!(events[0].partition, partition(key));
        }
    }
}
