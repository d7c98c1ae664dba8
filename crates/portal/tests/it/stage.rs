//! A portal over a real database in a folder of its own.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use model::activity::Measure;
use model::commit::{Change, Fact, FactBody, Outcome};
use model::exception::ExceptionKind;
use model::order::OrderStatus;
use model::proposal::ProposalStatus;
use model::{DateTime, UserName, Utc};
use portal::{AppendError, PortalState, Probes, Readiness};
use sha2::{Digest as _, Sha256};
use store::{Commit, NewEvent, Store};
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::world::{PASSWORD, reference, today};
use super::{rows, world};

pub(crate) struct Stage {
    pub(crate) router: Router,
    pub(crate) store: Store,
    /// Every event the portal appended.
    pub(crate) facts: Arc<Mutex<Vec<Fact>>>,
    pub(crate) wall: Arc<Mutex<DateTime<Utc>>>,
    pub(crate) stop: watch::Sender<bool>,
    /// What `/readyz` says of the parts.
    pub(crate) parts: Arc<Mutex<Vec<(String, Readiness)>>>,
    _folder: TempDir,
}

pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What a page answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        Self {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Returns the value of a cookie the answer sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        set.filter_map(|value| value.to_str().ok()?.strip_prefix(name)?.strip_prefix('='))
            .find_map(|rest| Some(rest.split(';').next()?.to_owned()))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Stage {
    /// Returns a portal over an empty database.
    pub(crate) async fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("portal.db").display());
        let store = Store::open(&url).await.unwrap();
        let facts: Arc<Mutex<Vec<Fact>>> = Arc::default();
        let wall = Arc::new(Mutex::new(rows::at(today(), 8)));
        let (stop, stopping) = watch::channel(false);
        let (to, seen) = (store.clone(), facts.clone());
        let clock = wall.clone();
        let parts: Arc<Mutex<Vec<(String, Readiness)>>> = Arc::default();
        let counter = AtomicU8::new(1);
        let state = PortalState {
            store: store.clone(),
            reference: Arc::new(reference()),
            now: Arc::new(|| rows::at(today(), 9)),
            wall: Arc::new(move || *clock.lock().unwrap()),
            random: Arc::new(move |bytes| bytes.fill(counter.fetch_add(1, Ordering::Relaxed))),
            append: Arc::new(move |outcome| Box::pin(append(to.clone(), seen.clone(), outcome))),
            probes: probes(parts.clone(), stopping.clone()),
            full: Arc::new(|| Box::pin(std::future::ready(false))),
            stopping,
            secure: false,
        };
        Self {
            router: portal::router(state),
            store,
            facts,
            wall,
            stop,
            parts,
            _folder: folder,
        }
    }

    /// Returns a portal with orders, proposals, documents and stock of both retailers.
    pub(crate) async fn full() -> Self {
        let stage = Self::empty().await;
        let mut changes = Vec::new();
        for (n, status) in (1..).zip(OrderStatus::ALL) {
            let site = ["DC1", "S01", "S02"][n % 3];
            let order = rows::order(&format!("O-{n:04}"), "WOMART", site, status);
            changes.push(rows::document(
                &format!("D-855-{}", order.id),
                Some("WOMART"),
                Some(site),
            ));
            changes.push(Change::Order(Box::new(order)));
        }
        let rival = rows::order("O-9001", "RIVAL", "R01", OrderStatus::Shipped);
        changes.push(Change::Order(Box::new(rival)));
        changes.push(Change::Proposal(rows::proposal(
            "WOMART",
            "DC1",
            rows::waiting(),
        )));
        changes.push(Change::Proposal(rows::proposal(
            "WOMART",
            "S01",
            ProposalStatus::Open,
        )));
        let by = UserName::new("planner").unwrap();
        let approved = ProposalStatus::Approved { by };
        changes.push(Change::Proposal(rows::proposal("WOMART", "S02", approved)));
        changes.push(rows::document("D-852-1", Some("WOMART"), Some("S01")));
        changes.push(rows::document("D-852-9", Some("RIVAL"), Some("R01")));
        changes.push(rows::document("D-852-0", None, None));
        for kind in ExceptionKind::ALL {
            changes.push(rows::exception(kind, "WOMART", "S01"));
        }
        changes.push(rows::exception(
            ExceptionKind::NegativeStock,
            "RIVAL",
            "R01",
        ));
        for (owner, site, measure) in [
            ("WOMART", "DC1", Measure::Withdrawn),
            ("WOMART", "S01", Measure::Sold),
            ("RIVAL", "R01", Measure::Sold),
        ] {
            changes.extend(rows::blocks(owner, site, measure));
            changes.push(rows::forecast(owner, site));
        }
        stage.commit(changes).await;
        stage
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) {
        self.store
            .commit(Commit {
                changes,
                ..Commit::default()
            })
            .await
            .unwrap();
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Signs a user in and returns a browser that holds the session.
    pub(crate) async fn sign_in(&self, name: &str) -> super::browser::Browser<'_> {
        let mut browser = super::browser::Browser::new(self);
        let fields = [("name", name), ("password", PASSWORD)];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{name}: {}",
            answer.body
        );
        browser
    }

    /// Sends a JSON body with a user's API key.
    pub(crate) async fn call(&self, user: &str, path: &str, key: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer key-{user}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn ask(&self, user: &str, path: &str) -> Answer {
        let key = format!("Bearer key-{user}");
        let request = Request::get(path).header(header::AUTHORIZATION, key);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) fn site_facts(&self) -> Vec<model::event::SiteFact> {
        let facts = self.facts.lock().unwrap();
        let site = |fact: &Fact| match &fact.body {
            FactBody::Site(fact) => Some(fact.clone()),
            FactBody::Outbound(_) => None,
        };
        facts.iter().filter_map(site).collect()
    }
}

fn probes(parts: Arc<Mutex<Vec<(String, Readiness)>>>, stopping: watch::Receiver<bool>) -> Probes {
    Probes {
        readiness: Arc::new(move || {
            let parts = parts.lock().unwrap().clone();
            Box::pin(async move { parts })
        }),
        metrics: Arc::new(|| Box::pin(async { "a_total 1\n".to_owned() })),
        stopping,
    }
}

/// Commits as the binary does: rows as they are, events into a topic.
async fn append(
    store: Store,
    seen: Arc<Mutex<Vec<Fact>>>,
    outcome: Outcome,
) -> Result<(), AppendError> {
    let event = |fact: &Fact| NewEvent {
        topic: "site.facts.v1".to_owned(),
        partition: 0,
        key: "tests".to_owned(),
        id: fact.id.clone(),
        kind: "test".to_owned(),
        at: fact.at,
        trace: None,
        body: b"{}".to_vec(),
    };
    let events = outcome.events.iter().map(event).collect();
    let commit = Commit {
        changes: outcome.changes,
        events,
        ..Commit::default()
    };
    match store.commit(commit).await {
        Ok(()) => {
            let mut seen = seen.lock().unwrap();
            for fact in outcome.events {
                if !seen.iter().any(|known| known.id == fact.id) {
                    seen.push(fact);
                }
            }
            Ok(())
        }
        Err(store::Error::Conflict { what }) => Err(AppendError::Conflict(what.to_string())),
        Err(error) => Err(AppendError::Unavailable(error.to_string())),
    }
}

/// Every page with something of the first retailer on it.
pub(crate) fn pages() -> Vec<(String, world::Shown)> {
    use world::Shown::{Everyone, Exceptions, Planning};
    let item = world::gtin(0);
    [
        ("/orders".to_owned(), Everyone),
        ("/orders/O-0005".to_owned(), Everyone),
        ("/sites".to_owned(), Everyone),
        ("/sites/S01?partner=WOMART".to_owned(), Everyone),
        (format!("/sites/S01/items/{item}?partner=WOMART"), Everyone),
        ("/documents".to_owned(), Everyone),
        ("/documents/D-852-1".to_owned(), Everyone),
        ("/documents/D-852-1/raw".to_owned(), Everyone),
        ("/exceptions".to_owned(), Exceptions),
        ("/proposals".to_owned(), Planning),
    ]
    .into()
}
