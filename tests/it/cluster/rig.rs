//! A story whose roles are processes of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::database::Database;
use crate::kill::{compare, order_documents};
use crate::program::{Running, amount, run, said, setting, stockbridge, wait_for};
use crate::story::{self, End};

/// Names the brokers to run on: `host:port`.
const KAFKA: &str = "STOCKBRIDGE_TEST_KAFKA";
/// Long enough for approvals, a weekend, receipts and two pools of PO numbers.
pub(super) const DAYS: u32 = 12;
/// Which roles run as which processes: planners and dispatchers twice, to share partitions.
pub(super) const PROCESSES: [(&str, &str); 6] = [
    ("ingest", "ingest"),
    ("relay", "relay"),
    ("plan-a", "plan"),
    ("plan-b", "plan"),
    ("dispatch-a", "dispatch"),
    ("dispatch-b", "dispatch"),
];
/// The driver of the story, which also serves its pages.
pub(super) const STORY: &str = "story";

/// Several processes on one database and, where the profile has it, one Kafka.
pub(super) struct Cluster {
    folder: TempDir,
    pub(super) database: Database,
    /// What the processes are told beside their roles.
    environment: Vec<(String, String)>,
    processes: BTreeMap<String, Running>,
    starts: u32,
    made: Instant,
}

/// So many seconds later a story that has not ended never will, and would hang the run.
fn longest_story() -> Duration {
    Duration::from_secs(u64::from(amount(1_200, 7_200)))
}

impl Cluster {
    /// Prepares a cluster on Kafka and PostgreSQL; `None`, and says so, where there are none.
    pub(super) fn on_kafka() -> Option<Self> {
        let Some(brokers) = setting(KAFKA) else {
            println!("skipped: {KAFKA} is not set; run `cargo xtask cluster test`");
            return None;
        };
        let mut cluster = Self::on_postgres()?;
        let prefix = format!("test-{}-{}.", std::process::id(), cluster.database.name());
        cluster.tell("STOCKBRIDGE__KAFKA__BROKERS", brokers);
        cluster.tell("STOCKBRIDGE__KAFKA__PREFIX", prefix);
        let output = run(cluster.command().args(["topics", "ensure"]));
        assert!(output.status.success(), "{}", said(&output));
        Some(cluster)
    }

    /// Prepares a cluster on PostgreSQL alone.
    pub(super) fn on_postgres() -> Option<Self> {
        let database = Database::postgres()?;
        let folder = tempfile::tempdir().unwrap();
        let mut cluster = Self {
            folder,
            environment: Vec::new(),
            processes: BTreeMap::new(),
            starts: 0,
            made: Instant::now(),
            database,
        };
        let reference = cluster.path("reference.toml");
        fs::write(&reference, story::REFERENCE).unwrap();
        let address = cluster.database.address();
        cluster.tell("STOCKBRIDGE__DATABASE", address);
        cluster.tell("STOCKBRIDGE__REFERENCE", reference.display().to_string());
        let time = cluster.path("time").display().to_string();
        cluster.tell("STOCKBRIDGE__SIMULATED_TIME", time);
        cluster.tell("STOCKBRIDGE__METRICS_LISTEN", "127.0.0.1:0".to_owned());
        Some(cluster)
    }

    /// Returns what stands before the names of our topics.
    pub(super) fn prefix(&self) -> String {
        let mut told = self.environment.iter();
        let prefix = told.find(|(name, _)| name == "STOCKBRIDGE__KAFKA__PREFIX");
        prefix.map(|(_, prefix)| prefix.clone()).unwrap_or_default()
    }

    /// Sets a variable of the environment of the processes to come.
    pub(super) fn tell(&mut self, name: &str, value: String) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value));
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.path("data")
    }

    fn command(&self) -> Command {
        let mut command = stockbridge();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Starts a process by its name, whether or not it ran before.
    pub(super) fn start(&mut self, name: &str) {
        self.starts += 1;
        let log = self.path(&format!("{name}-{}.log", self.starts));
        let roles = PROCESSES.iter().find(|(known, _)| *known == name);
        let mut command = match roles {
            Some((_, roles)) => {
                let mut command = self.command();
                command.args(["serve", "--roles", roles]);
                command.arg("--data").arg(self.data());
                command
            }
            None => {
                let mut command = story::tell(&self.data(), DAYS);
                command.envs(self.environment.iter().map(|(name, value)| (name, value)));
                command.env_remove("STOCKBRIDGE__METRICS_LISTEN");
                command.args(["--roles", "serve"]);
                command
            }
        };
        let process = Running::start(&mut command, &log);
        self.processes.insert(name.to_owned(), process);
    }

    /// Starts the story and, once it tells the time, everything else.
    pub(super) fn start_all(&mut self) {
        self.start(STORY);
        let time = self.path("time");
        wait_for("the story to tell the time", || time.exists().then_some(()));
        for (name, _) in PROCESSES {
            self.start(name);
        }
    }

    pub(super) fn process(&mut self, name: &str) -> &mut Running {
        self.processes.get_mut(name).expect("it was started")
    }

    /// Kills a process and starts it again.
    pub(super) fn kill(&mut self, name: &str) -> bool {
        let hit = self.process(name).kill();
        self.start(name);
        hit
    }

    /// Starts again what has ended by itself, which it may only where an outage ended it; says
    /// whether the story has ended well.
    pub(super) fn is_told(&mut self, outages: bool) -> bool {
        assert!(
            self.made.elapsed() < longest_story(),
            "the story never ends"
        );
        let names: Vec<String> = self.processes.keys().cloned().collect();
        for name in names {
            let Some(status) = self.process(&name).ended() else {
                continue;
            };
            if name == STORY && status.success() {
                return true;
            }
            let log = self.process(&name).log();
            assert!(outages, "{name}: {status}\n{log}");
            self.start(&name);
        }
        false
    }

    /// Ends every process, in order. One that an outage ended is not asked to end well.
    pub(super) fn end_all(&mut self) {
        for (name, mut process) in std::mem::take(&mut self.processes) {
            if name == STORY {
                process.kill();
                continue;
            }
            if process
                .ended()
                .is_some_and(|status| status.code() == Some(3))
            {
                continue;
            }
            let status = process.terminate();
            assert!(status.success(), "{name}: {status}\n{}", process.log());
        }
    }

    /// Compares how the story ended with how it ends undisturbed.
    pub(super) fn compare(&mut self, expected: &Undisturbed, seed: u64) {
        self.end_all();
        let runtime = Runtime::new().unwrap();
        let end = runtime.block_on(story::end_of(&self.database.address()));
        compare(&end, &expected.end, seed);
        let arrived = order_documents(&self.data());
        assert!(
            arrived == expected.orders,
            "seed {seed}: other 855s arrived"
        );
    }

    /// Returns the sum of a metric of a process, over its labels; zero until it answers.
    pub(super) fn metric(&mut self, process: &str, name: &str) -> f64 {
        let log = self.process(process).log();
        let Some((_, after)) = log.split_once("probes and metrics are answered listen=") else {
            return 0.0;
        };
        let address = after.split_whitespace().next().unwrap();
        let url = format!("http://{address}/metrics");
        let asked = async { reqwest::get(url).await.unwrap().text().await.unwrap() };
        let text = Runtime::new().unwrap().block_on(asked);
        let values = text.lines().filter(|line| line.starts_with(name));
        let values = values.filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok());
        values.sum()
    }
}

/// How the story ends in one process on one file.
pub(super) struct Undisturbed {
    pub(super) end: End,
    pub(super) orders: std::collections::BTreeSet<String>,
}

impl Undisturbed {
    pub(super) fn told() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("undisturbed");
        story::told(&data, DAYS);
        let runtime = Runtime::new().unwrap();
        let end = runtime.block_on(story::end(&data));
        assert!(end.orders.len() >= 8, "{} orders", end.orders.len());
        Self {
            orders: order_documents(&data),
            end,
        }
    }
}
