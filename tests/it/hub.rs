//! `stockbridge serve` on a folder of its own, with Womart's mailbox and the demo's companies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use model::document::{Document, DocumentStatus};
use model::exception::Exception;
use model::order::Direction;
use model::reference::Reference;
use model::scope::Scope;
use model::{Gtin, NaiveDate, Quantity, SiteId};
use serde_json::Value;
use store::{DocumentFilter, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::program::{Running, run, stockbridge, wait_for};
use crate::story::{self, Cell};

/// A hub and its folder.
pub(crate) struct Hub {
    folder: TempDir,
    process: Option<Running>,
    starts: u32,
    environment: Vec<(String, String)>,
    pub(crate) runtime: Runtime,
}

/// What a hub knows once it has ended.
pub(crate) struct Known {
    pub(crate) documents: Vec<Document>,
    pub(crate) exceptions: Vec<Exception>,
    pub(crate) ledger: BTreeMap<Cell, Quantity>,
    pub(crate) dead_letters: u64,
}

/// An answer of the API.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) body: Value,
    pub(crate) retry_after: Option<String>,
}

impl Hub {
    /// Prepares a hub with the demo's companies.
    pub(crate) fn new() -> Self {
        Self::with(story::REFERENCE)
    }

    /// Prepares a hub with reference data of its own.
    pub(crate) fn with(reference: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let hub = Self {
            folder,
            process: None,
            starts: 0,
            environment: Vec::new(),
            runtime,
        };
        fs::create_dir_all(hub.inbox()).unwrap();
        hub.refer_to(reference);
        let settings = "listen = \"127.0.0.1:0\"\nreference = \"{}\"\n";
        let settings = settings.replace("{}", &hub.path("reference.toml").display().to_string());
        fs::write(hub.path("settings.toml"), settings).unwrap();
        hub
    }

    /// Puts other reference data in the place of what was there; the next start reads it.
    pub(crate) fn refer_to(&self, reference: &str) {
        fs::write(self.path("reference.toml"), reference).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Sets a variable of the environment of the processes to come.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    fn inbox(&self) -> PathBuf {
        self.data().join("mail/WOMART/in")
    }

    pub(crate) fn start(&mut self) {
        self.start_with(&[]);
    }

    /// Starts the hub with arguments, and waits until it runs.
    pub(crate) fn start_with(&mut self, arguments: &[&str]) {
        self.starts += 1;
        let mut command = stockbridge();
        command.arg("serve").args(arguments);
        command.envs(self.environment.clone());
        command
            .arg("--config")
            .arg(self.path("settings.toml"))
            .arg("--data")
            .arg(self.data());
        let log = self.path(&format!("log-{}", self.starts));
        let mut process = Running::start(&mut command, &log);
        wait_for("the hub to run", || {
            assert_eq!(process.ended(), None, "{}", process.log());
            process.log().contains("the hub runs").then_some(())
        });
        self.process = Some(process);
    }

    fn process(&self) -> &Running {
        self.process.as_ref().expect("the hub runs")
    }

    /// Returns what the system says of the most memory the hub held.
    pub(crate) fn memory(&self) -> String {
        self.process().memory()
    }

    /// Returns what the hub logged since its last start.
    pub(crate) fn log(&self) -> String {
        self.process().log()
    }

    /// Returns what the hub logged after a start, from 1.
    pub(crate) fn log_of(&self, start: u32) -> String {
        fs::read_to_string(self.path(&format!("log-{start}"))).unwrap()
    }

    /// Returns the address it serves.
    pub(crate) fn address(&self) -> String {
        let log = self.log();
        let (_, after) = log
            .split_once("the hub runs listen=")
            .expect("the address is logged");
        format!("http://{}", after.split_whitespace().next().unwrap())
    }

    /// Asks the hub to end; it finishes what it took.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let status = process.terminate();
            assert!(status.success(), "{status}\n{}", process.log());
        }
    }

    /// Kills the hub.
    pub(crate) fn kill(&mut self) {
        assert!(self.process.take().expect("the hub runs").kill());
    }

    /// Puts a file into Womart's mailbox, whole.
    pub(crate) fn receive(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let (half, whole) = (
            self.inbox().join(format!(".{name}")),
            self.inbox().join(name),
        );
        fs::write(&half, bytes).unwrap();
        fs::rename(half, whole).unwrap();
    }

    /// Hands files to the hub by the command line while it is stopped.
    pub(crate) fn ingest(&self, files: &[PathBuf]) -> std::process::Output {
        let mut command = stockbridge();
        command
            .args(["ingest", "--partner", "WOMART", "--json"])
            .args(files);
        command
            .arg("--config")
            .arg(self.path("settings.toml"))
            .arg("--data")
            .arg(self.data());
        run(&mut command)
    }

    /// Runs a command with the hub's settings and data.
    pub(crate) fn command(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = stockbridge();
        command.args(arguments);
        command.arg("--config").arg(self.path("settings.toml"));
        command.arg("--data").arg(self.data());
        run(&mut command)
    }

    /// Adds a setting; the next start reads it.
    pub(crate) fn add_setting(&self, line: &str) {
        let file = self.path("settings.toml");
        let settings = fs::read_to_string(&file).unwrap();
        fs::write(file, format!("{settings}{line}\n")).unwrap();
    }

    /// Returns what lies in the partner's outbox.
    pub(crate) fn outbox(&self) -> BTreeMap<String, Vec<u8>> {
        story::files(&self.data().join("mail/WOMART/out"))
    }

    /// Waits until every file was taken.
    pub(crate) fn taken(&mut self) {
        let folders = [self.inbox(), self.inbox().join(".taken")];
        wait_for("the mailbox to be empty", || {
            assert_eq!(
                self.process.as_mut().and_then(Running::ended),
                None,
                "{}",
                self.log()
            );
            folders
                .iter()
                .all(|folder| story::names(folder).is_empty())
                .then_some(())
        });
    }

    /// Lets the hub work off everything, ends it and returns what it knows.
    pub(crate) fn known(&mut self, reference: &Reference) -> Known {
        let known = self.known_with_events_set_aside(reference);
        assert_eq!(known.dead_letters, 0, "events were set aside");
        known
    }

    /// The same where some events cannot be applied.
    pub(crate) fn known_with_events_set_aside(&mut self, reference: &Reference) -> Known {
        if self.process.is_none() {
            self.start();
        }
        self.taken();
        // Nobody outside can see that a running hub has nothing left to do. It is stopped and
        // looked at; where something is left, it gets another moment.
        let mut moment = Duration::from_millis(50);
        loop {
            self.stop();
            let data = self.data();
            if let Some(known) = self.runtime.block_on(look(&data, reference)) {
                return known;
            }
            assert!(
                moment < Duration::from_secs(30),
                "the hub does not come to rest"
            );
            self.start();
            std::thread::sleep(moment);
            moment *= 2;
        }
    }

    /// Asks the API.
    pub(crate) fn get(&self, key: &str, path: &str) -> Answer {
        self.get_from(&self.address(), key, path)
    }

    /// Asks an address of the hub.
    pub(crate) fn get_from(&self, address: &str, key: &str, path: &str) -> Answer {
        let client = reqwest::Client::new();
        let request = client.get(format!("{address}{path}")).bearer_auth(key);
        self.runtime.block_on(answer(request))
    }

    /// Reports to the API.
    pub(crate) fn post(&self, key: &str, path: &str, once: &str, body: &Value) -> Answer {
        let client = reqwest::Client::new();
        let request = client
            .post(format!("{}{path}", self.address()))
            .bearer_auth(key);
        let request = request.header("Idempotency-Key", once).json(body);
        self.runtime.block_on(answer(request))
    }

    /// Signs a person in and returns their cookie.
    pub(crate) fn sign_in(&self, name: &str, password: &str) -> String {
        let form = format!("name={name}&password={password}");
        let request = client()
            .post(format!("{}/sign-in", self.address()))
            .body(form);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let response = self
            .runtime
            .block_on(request.send())
            .expect("the hub answers");
        assert_eq!(response.status(), 303, "{name} cannot sign in");
        let cookies = response.headers().get_all("set-cookie").iter();
        let named = cookies.map(|c| c.to_str().unwrap().split(';').next().unwrap().to_owned());
        named.collect::<Vec<_>>().join("; ")
    }

    /// Asks for a page and returns the status of the answer.
    pub(crate) fn page(&self, cookie: &str, path: &str) -> u16 {
        let request = client()
            .get(format!("{}{path}", self.address()))
            .header("Cookie", cookie);
        let response = self
            .runtime
            .block_on(request.send())
            .expect("the hub answers");
        response.status().as_u16()
    }
}

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    client.build().unwrap()
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the hub answers");
    let status = response.status().as_u16();
    let kind = response
        .headers()
        .get("content-type")
        .map(|v| v.to_str().unwrap().to_owned());
    let retry_after = response
        .headers()
        .get("retry-after")
        .map(|v| v.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer {
        status,
        kind: kind.unwrap_or_default(),
        body,
        retry_after,
    }
}

/// Reads a database, unless something in it is left to do.
async fn look(data: &std::path::Path, reference: &Reference) -> Option<Known> {
    let store = story::open(data).await;
    let known = look_into(&store, reference).await;
    store.close().await;
    known
}

async fn look_into(store: &Store, reference: &Reference) -> Option<Known> {
    let all = Scope::default();
    for (direction, status) in [
        (Direction::In, DocumentStatus::Received),
        (Direction::Out, DocumentStatus::Ready),
    ] {
        if !store
            .documents_with_status(direction, status, 1)
            .await
            .unwrap()
            .is_empty()
        {
            return None;
        }
    }
    if !bus::quiescent(store).await.unwrap() {
        return None;
    }
    let dead_letters = store.counts().await.unwrap().dead_letters;
    let filter = DocumentFilter {
        limit: 10_000,
        ..DocumentFilter::default()
    };
    Some(Known {
        documents: store.documents(&all, true, &filter).await.unwrap(),
        exceptions: store.exceptions(&all, true, true).await.unwrap(),
        ledger: story::ledger(store, reference).await,
        dead_letters,
    })
}

impl Known {
    /// Returns the document a file became.
    pub(crate) fn document(&self, name: &str) -> &Document {
        let mut named = self.documents.iter().filter(|d| d.name == name);
        let found = named.next().unwrap_or_else(|| panic!("no document {name}"));
        assert!(named.next().is_none(), "{name} is there twice");
        found
    }

    /// Returns the kinds of open exceptions about a document.
    pub(crate) fn about(&self, document: &Document) -> BTreeSet<&'static str> {
        let about = self
            .exceptions
            .iter()
            .filter(|e| e.document.as_ref() == Some(&document.id));
        about.map(|e| e.kind.name()).collect()
    }

    /// Returns a number of the ledger in eaches.
    pub(crate) fn units(
        &self,
        site: &str,
        item: &str,
        measure: model::activity::Measure,
        day: &str,
    ) -> Option<i64> {
        let day: NaiveDate = day.parse().unwrap();
        let cell = (
            SiteId::new(site).unwrap(),
            Gtin::new(item).unwrap(),
            measure,
            day,
        );
        self.ledger
            .get(&cell)
            .map(|quantity| quantity.to_string().parse().unwrap())
    }
}
