//! The work: what waits to be applied, delivered, acknowledged, and what was set aside.

use std::collections::BTreeMap;

use bus::topics;
use model::document::DocumentStatus;
use model::exception::ExceptionKind;
use model::order::Direction;
use model::scope::Scope;
use store::{Error, Store};

use super::Check;

/// More than a worker applies within seconds.
const MANY_EVENTS: i64 = 10_000;
/// Documents looked at; more are as bad.
const MANY_DOCUMENTS: u32 = 1_000;

/// Looks at the work; what cannot be counted is a failed check.
pub(super) async fn look(store: &Store) -> Vec<Check> {
    let mut checks = Vec::new();
    for found in [
        progress(store).await,
        set_aside(store).await.map(|check| vec![check]),
        overdue(store).await.map(|check| vec![check]),
        waiting(store).await.map(|check| vec![check]),
    ] {
        checks.extend(found.unwrap_or_else(|error| {
            let next = "`stockbridge migrate` where the schema is old, else restore a backup";
            vec![Check::failed("work", error.to_string(), next)]
        }));
    }
    checks
}

/// Says of every group how many events it has not applied.
async fn progress(store: &Store) -> Result<Vec<Check>, Error> {
    let mut behind: BTreeMap<(String, String), i64> = BTreeMap::new();
    for topic in topics::ALL {
        behind.insert((topic.group.to_owned(), topic.name.to_owned()), 0);
    }
    for part in store.progress().await? {
        let declared = topics::ALL.iter().find(|topic| topic.name == part.topic);
        let (group, next) = match (part.group, declared) {
            (Some(taken), _) => taken,
            (None, Some(topic)) => (topic.group.to_owned(), 0),
            (None, None) => continue,
        };
        *behind.entry((group, part.topic)).or_default() += part.head - next;
    }
    let check = |((group, topic), behind): ((String, String), i64)| {
        let name = format!("group {group}");
        let found = format!("{behind} events of {topic} wait");
        match behind < MANY_EVENTS {
            true => Check::ok(&name, found),
            false => Check::warning(
                &name,
                found,
                "see whether its role runs, and whether its log tells of errors",
            ),
        }
    };
    Ok(behind.into_iter().map(check).collect())
}

async fn set_aside(store: &Store) -> Result<Check, Error> {
    const NAME: &str = "dead letters";
    Ok(match store.counts().await?.dead_letters {
        0 => Check::ok(NAME, "none"),
        count => Check::warning(
            NAME,
            format!("{count} events were set aside"),
            "look at each one's cause and decide: they have no effect until then",
        ),
    })
}

async fn overdue(store: &Store) -> Result<Check, Error> {
    const NAME: &str = "acknowledgements";
    let open = store.exceptions(&Scope::default(), true, true).await?;
    let overdue = open
        .iter()
        .filter(|e| e.kind == ExceptionKind::AcknowledgementOverdue);
    Ok(match overdue.count() {
        0 => Check::ok(NAME, "none is overdue"),
        count => Check::warning(
            NAME,
            format!("{count} documents of ours were not acknowledged in time"),
            "ask those partners whether they got them; the exceptions page lists them",
        ),
    })
}

async fn waiting(store: &Store) -> Result<Check, Error> {
    const NAME: &str = "delivery";
    let ready = store
        .documents_with_status(Direction::Out, DocumentStatus::Ready, MANY_DOCUMENTS)
        .await?;
    let Some(oldest) = ready.first() else {
        return Ok(Check::ok(NAME, "nothing waits"));
    };
    let more = if ready.len() < MANY_DOCUMENTS as usize {
        ""
    } else {
        "or more "
    };
    Ok(Check::warning(
        NAME,
        format!(
            "{} {more}documents wait to be delivered, the oldest since {}",
            ready.len(),
            oldest.at.format("%Y-%m-%d %H:%M:%S UTC")
        ),
        "see whether the role dispatch runs and can write to the mailboxes",
    ))
}
