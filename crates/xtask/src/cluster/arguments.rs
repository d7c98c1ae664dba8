//! What can be asked of the cluster.

use std::path::PathBuf;

#[derive(Debug, PartialEq)]
pub(super) struct Asked {
    /// The folder of the cluster, where it is not the usual one.
    pub data: Option<PathBuf>,
    pub task: Task,
}

#[derive(Debug, PartialEq)]
pub(super) enum Task {
    Up(Wishes),
    Down { remove: bool },
    Env,
    Kafka(KafkaTask),
    Postgres(PostgresTask),
    CheckCompose,
}

/// What `up` was told; what it was not told stays as it was, or is chosen.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wishes {
    pub kafka_port: Option<u16>,
    pub postgres_port: Option<u16>,
    pub fsync: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum KafkaTask {
    Start,
    Stop,
    Kill,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum PostgresTask {
    Start,
    Stop,
    RestartImmediate,
}

pub(super) fn parse(words: &[&str]) -> Result<Asked, String> {
    let mut names = Vec::new();
    let mut data = None;
    let mut remove = false;
    let mut wishes = Wishes::default();
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word {
            "--data" => data = Some(PathBuf::from(value()?)),
            "--kafka-port" => wishes.kafka_port = Some(port(word, value()?)?),
            "--postgres-port" => wishes.postgres_port = Some(port(word, value()?)?),
            "--fsync" => wishes.fsync = Some(switch(word, value()?)?),
            "--remove" => remove = true,
            name => names.push(name),
        }
    }
    let wishes_nothing = wishes == Wishes::default();
    let task = match (names.as_slice(), remove, wishes_nothing) {
        (["up"], false, _) => Task::Up(wishes),
        (["down"], _, true) => Task::Down { remove },
        (["env"], false, true) => Task::Env,
        (["kafka", "start"], false, true) => Task::Kafka(KafkaTask::Start),
        (["kafka", "stop"], false, true) => Task::Kafka(KafkaTask::Stop),
        (["kafka", "kill"], false, true) => Task::Kafka(KafkaTask::Kill),
        (["postgres", "start"], false, true) => Task::Postgres(PostgresTask::Start),
        (["postgres", "stop"], false, true) => Task::Postgres(PostgresTask::Stop),
        (["postgres", "restart-immediate"], false, true) => {
            Task::Postgres(PostgresTask::RestartImmediate)
        }
        (["check-compose"], false, true) => Task::CheckCompose,
        _ => return Err("not understood; `cargo xtask help` says what there is".to_owned()),
    };
    Ok(Asked { data, task })
}

fn port(name: &str, value: &str) -> Result<u16, String> {
    let parsed = value.parse().ok().filter(|port| *port != 0);
    parsed.ok_or(format!(
        "{name} takes a number from 1 to 65535, not {value}"
    ))
}

fn switch(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("{name} takes `on` or `off`, not {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_understood() {
        let line = "up --kafka-port 19092 --fsync off --data d";
        let words: Vec<&str> = line.split(' ').collect();
        let wishes = Wishes {
            kafka_port: Some(19_092),
            postgres_port: None,
            fsync: Some(false),
        };
        let expected = Asked {
            data: Some("d".into()),
            task: Task::Up(wishes),
        };
        assert_eq!(parse(&words), Ok(expected));
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        for (line, refused) in [
            ("down --remove", false),
            ("kafka kill --data d", false),
            ("postgres restart-immediate", false),
            ("", true),
            ("up --remove", true),
            ("down --fsync off", true),
            ("up --fsync no", true),
            ("up --kafka-port 0", true),
            ("up --kafka-port", true),
            ("up --port 1", true),
            ("postgres kill", true),
        ] {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(parse(&words).is_err(), refused, "{line}");
        }
    }
}
