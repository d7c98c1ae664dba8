//! Real servers for tests and people: Kafka and PostgreSQL on this machine, without containers.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{print, say};

mod arguments;
mod bench;
mod compose;
mod kafka;
mod libraries;
mod metadata;
mod ports;
mod postgres;
pub(crate) mod programs;
mod running;
mod settings;
mod test;

use arguments::{Asked, KafkaTask, PostgresTask, Task, Wishes};
use kafka::Kafka;
use postgres::Postgres;
use settings::Settings;

pub(crate) fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    if let ["test", rest @ ..] = words {
        return test::run(root, rest);
    }
    let Asked { data, task } = arguments::parse(words)?;
    let data = match data {
        Some(folder) => std::path::absolute(&folder)
            .map_err(|e| format!("cannot find the folder {}: {e}", folder.display()))?,
        None => root.join("target/cluster"),
    };
    let cluster = Cluster {
        root: root.to_owned(),
        data,
    };
    match task {
        Task::Up(wishes) => cluster.up(&wishes),
        Task::Down { remove } => cluster.down(remove),
        Task::Env => cluster.environment().map(|text| print(&text)),
        Task::Kafka(task) => cluster.kafka_task(task),
        Task::Postgres(task) => cluster.postgres_task(task),
        Task::CheckCompose => compose::report(root),
    }
}

pub(crate) fn bench(root: &Path, words: &[&str]) -> Result<(), String> {
    bench::run(root, words)
}

/// One scratch cluster: its servers, their data and their addresses live in one folder.
struct Cluster {
    root: PathBuf,
    data: PathBuf,
}

impl Cluster {
    fn up(&self, wishes: &Wishes) -> Result<(), String> {
        programs::check_java()?;
        make_folder(&self.data)?;
        let earlier = Settings::read(&self.data)?;
        let settings = self.decide(earlier, wishes)?;
        settings.write(&self.data)?;
        let (kafka, postgres) = (self.kafka(&settings), self.postgres(&settings)?);
        let were_up = (kafka.is_running(), postgres.is_running());
        let libraries = libraries::fetch(&self.root)?;
        // Kafka takes the longer of the two; PostgreSQL is made while it starts.
        kafka.launch(&libraries)?;
        postgres.up()?;
        kafka.wait_until_ready()?;
        tell("Kafka", were_up.0, &settings.brokers());
        tell("PostgreSQL", were_up.1, &settings.database("postgres"));
        let text = environment(&settings);
        let file = self.data.join("env");
        write(&file, &text)?;
        say(&format!("the environment, also in {}:", file.display()));
        print(&text);
        Ok(())
    }

    fn down(&self, remove: bool) -> Result<(), String> {
        let Some(settings) = Settings::read(&self.data)? else {
            say(&format!("nothing was set up in {}", self.data.display()));
            return Ok(());
        };
        let (kafka, postgres) = (self.kafka(&settings), self.postgres(&settings)?);
        // A server that does not stop is no reason to leave the other one running.
        let stopped = [kafka.stop(), postgres.stop()];
        stopped.into_iter().collect::<Result<Vec<()>, String>>()?;
        // Whoever reads the addresses finds servers behind them, or no addresses.
        remove_if_there(&self.data.join("env"))?;
        if remove {
            kafka.remove()?;
            postgres.remove()?;
            settings::remove(&self.data)?;
            // Kept where it holds more than ours, the Kafka libraries for example.
            let _ = fs::remove_dir(&self.data);
            say("the data is removed");
        }
        Ok(())
    }

    /// Returns what `up` wrote for a shell to read.
    fn environment(&self) -> Result<String, String> {
        let file = self.data.join("env");
        fs::read_to_string(&file).map_err(|e| {
            format!(
                "cannot read {}: {e}; start the servers with `cargo xtask cluster up`",
                file.display()
            )
        })
    }

    fn kafka_task(&self, task: KafkaTask) -> Result<(), String> {
        let kafka = self.kafka(&self.settings()?);
        match task {
            KafkaTask::Start => {
                kafka.launch(&libraries::fetch(&self.root)?)?;
                kafka.wait_until_ready()
            }
            KafkaTask::Stop => kafka.stop(),
            KafkaTask::Kill => kafka.kill(),
        }
    }

    fn postgres_task(&self, task: PostgresTask) -> Result<(), String> {
        let postgres = self.postgres(&self.settings()?)?;
        match task {
            PostgresTask::Start => postgres.start(),
            PostgresTask::Stop => postgres.stop(),
            PostgresTask::RestartImmediate => postgres.restart_immediate(),
        }
    }

    /// Keeps what an earlier start chose, so that clients find a restarted server where it was.
    fn decide(&self, earlier: Option<Settings>, wishes: &Wishes) -> Result<Settings, String> {
        let Some(mut settings) = earlier else {
            let [kafka_port, controller_port, postgres_port] =
                ports::choose([wishes.kafka_port, None, wishes.postgres_port], &[])?;
            return Ok(Settings {
                kafka_port,
                controller_port,
                postgres_port,
                fsync: wishes.fsync.unwrap_or(true),
                postgres_folder: postgres::make_place(&self.data)?,
            });
        };
        if self.kafka(&settings).is_running() {
            same("Kafka's port", settings.kafka_port, wishes.kafka_port)?;
        } else {
            let keep = wishes.kafka_port.or(ports::free(settings.kafka_port));
            let controller = ports::free(settings.controller_port).filter(|p| Some(*p) != keep);
            [settings.kafka_port, settings.controller_port] =
                ports::choose([keep, controller], &[settings.postgres_port])?;
        }
        if self.postgres(&settings)?.is_running() {
            same(
                "PostgreSQL's port",
                settings.postgres_port,
                wishes.postgres_port,
            )?;
            same("PostgreSQL's fsync", settings.fsync, wishes.fsync)?;
        } else {
            let keep = wishes.postgres_port.or(ports::free(settings.postgres_port));
            let reserved = [settings.kafka_port, settings.controller_port];
            [settings.postgres_port] = ports::choose([keep], &reserved)?;
            settings.fsync = wishes.fsync.unwrap_or(settings.fsync);
        }
        Ok(settings)
    }

    fn settings(&self) -> Result<Settings, String> {
        Settings::read(&self.data)?.ok_or_else(|| {
            format!(
                "nothing was set up in {}; run `cargo xtask cluster up` first",
                self.data.display()
            )
        })
    }

    fn kafka(&self, settings: &Settings) -> Kafka {
        Kafka {
            shared: self.root.join("docker/kafka/server.properties"),
            folder: self.data.join("kafka"),
            port: settings.kafka_port,
            controller_port: settings.controller_port,
        }
    }

    fn postgres(&self, settings: &Settings) -> Result<Postgres, String> {
        Postgres::new(
            settings.postgres_folder.clone(),
            settings.postgres_port,
            settings.fsync,
        )
    }
}

/// Refuses a wish that a running server does not fulfil.
fn same<T: PartialEq + std::fmt::Display>(
    what: &str,
    is: T,
    wished: Option<T>,
) -> Result<(), String> {
    match wished {
        Some(wished) if wished != is => Err(format!(
            "{what} is {is}, not {wished}, and the server runs; stop it with `cargo xtask cluster \
             down` first"
        )),
        _ => Ok(()),
    }
}

/// Returns the settings of the program and of its tests, as a shell reads them.
fn environment(settings: &Settings) -> String {
    let brokers = settings.brokers();
    [
        (
            "STOCKBRIDGE__DATABASE",
            settings.database(postgres::DATABASE),
        ),
        ("STOCKBRIDGE__KAFKA__BROKERS", brokers.clone()),
        ("STOCKBRIDGE_TEST_POSTGRES", settings.database("postgres")),
        ("STOCKBRIDGE_TEST_KAFKA", brokers),
    ]
    .map(|(name, value)| format!("export {name}={value}\n"))
    .concat()
}

fn tell(server: &str, was_up: bool, address: &str) {
    let how = if was_up { "was already up" } else { "is up" };
    say(&format!("{server} {how}: {address}"));
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder)
        .map_err(|e| format!("cannot make the folder {}: {e}", folder.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

fn remove_if_there(path: &Path) -> Result<(), String> {
    let removed = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match removed {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {e}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_server_is_not_moved() {
        for (wished, refused) in [(None, false), (Some(1), false), (Some(2), true)] {
            assert_eq!(same("the port", 1, wished).is_err(), refused, "{wished:?}");
        }
    }
}
