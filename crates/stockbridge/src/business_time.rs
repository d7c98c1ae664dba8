//! The time of the business: the machine's, or, in the demo and in rehearsals, a simulated one.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::system;

/// How often a file is looked at that another process tells the simulated time in.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Tells the time of the business.
#[derive(Debug, Clone)]
pub(crate) struct BusinessTime(Option<Simulated>);

#[derive(Debug, Clone)]
struct Simulated {
    time: Arc<watch::Sender<DateTime<Utc>>>,
    /// Where other processes are told of it.
    file: Option<PathBuf>,
}

impl BusinessTime {
    /// The machine's time.
    pub(crate) fn of_the_machine() -> Self {
        Self(None)
    }

    /// A time that stands still until it is moved.
    pub(crate) fn simulated(start: DateTime<Utc>) -> Self {
        Self(Some(Simulated {
            time: Arc::new(watch::Sender::new(start)),
            file: None,
        }))
    }

    /// The same, told to other processes in a file.
    pub(crate) fn told_in(file: &Path, start: DateTime<Utc>) -> std::io::Result<Self> {
        write(file, start)?;
        Ok(Self(Some(Simulated {
            time: Arc::new(watch::Sender::new(start)),
            file: Some(file.to_owned()),
        })))
    }

    /// The time that another process tells in a file.
    pub(crate) fn followed(file: &Path) -> std::io::Result<Self> {
        let time = Arc::new(watch::Sender::new(read(file)?));
        tokio::spawn(follow(file.to_owned(), Arc::downgrade(&time)));
        Ok(Self(Some(Simulated { time, file: None })))
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0
            .as_ref()
            .map_or_else(system::now, |simulated| *simulated.time.borrow())
    }

    /// Moves a simulated time on; time never goes back, and the machine's is not ours to move.
    pub(crate) fn move_to(&self, at: DateTime<Utc>) -> std::io::Result<()> {
        let Some(Simulated { time, file }) = &self.0 else {
            return Ok(());
        };
        let moved = set(time, at);
        match file {
            Some(file) if moved => write(file, at),
            _ => Ok(()),
        }
    }

    /// Waits until a simulated time was moved, or a moment of the machine's time passed. What moves
    /// after the call, before anyone waits, is not missed.
    pub(crate) fn passed(&self) -> impl Future<Output = ()> + Send + use<> {
        const MOMENT: Duration = Duration::from_secs(1);
        let simulated = self.0.as_ref().map(|simulated| simulated.time.subscribe());
        async move {
            match simulated {
                None => tokio::time::sleep(MOMENT).await,
                Some(mut simulated) => {
                    // The sender lives as long as the hub does, so waiting cannot fail.
                    let _ = simulated.changed().await;
                }
            }
        }
    }
}

fn set(time: &watch::Sender<DateTime<Utc>>, at: DateTime<Utc>) -> bool {
    time.send_if_modified(|time| {
        let later = at > *time;
        *time = at.max(*time);
        later
    })
}

async fn follow(file: PathBuf, time: Weak<watch::Sender<DateTime<Utc>>>) {
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        let Some(time) = time.upgrade() else { return };
        match read(&file) {
            Ok(at) => drop(set(&time, at)),
            Err(error) => tracing::warn!(%error, "the simulated time cannot be read"),
        }
    }
}

fn read(file: &Path) -> std::io::Result<DateTime<Utc>> {
    let told = |error: String| {
        let text = format!("{} tells no simulated time: {error}", file.display());
        Error::new(ErrorKind::InvalidData, text)
    };
    let text = std::fs::read_to_string(file).map_err(|error| told(error.to_string()))?;
    text.trim()
        .parse()
        .map_err(|error| told(format!("{error}")))
}

/// Readers find the old time or the new one, never half of it.
fn write(file: &Path, at: DateTime<Utc>) -> std::io::Result<()> {
    let draft = file.with_extension("tmp");
    std::fs::write(&draft, at.to_rfc3339())?;
    std::fs::rename(draft, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn a_simulated_time_is_followed_and_never_goes_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("time");
        assert!(BusinessTime::followed(&file).is_err());
        let (noon, later) = (at("2024-05-23T12:00:00Z"), at("2024-05-23T14:00:00Z"));
        let told = BusinessTime::told_in(&file, noon).unwrap();
        let followed = BusinessTime::followed(&file).unwrap();
        assert_eq!(followed.now(), noon);
        let passed = followed.passed();
        told.move_to(later).unwrap();
        told.move_to(noon).unwrap();
        passed.await;
        assert_eq!((told.now(), followed.now()), (later, later));
    }
}
