use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use model::OrderId;
use serde::Deserialize;

use super::order::{find, parts};
use crate::app::App;
use crate::area::Area;
use crate::fault::Fault;
use crate::params::Params;
use crate::session::person::Person;
use crate::session::wall_ms;

/// Proxies drop connections that stay silent for a minute or two.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// Commits of other processes do not wake this one.
const POLL: Duration = Duration::from_secs(1);
/// Changes that came since are shown once, as the order stands now.
const BATCH: u32 = 1_000;

#[derive(Debug, Deserialize)]
pub(crate) struct Since {
    /// The change the page was made after.
    #[serde(default)]
    after: i64,
}

/// Sends the parts of an order's page each time the order changes. The messages carry no name,
/// because htmx swaps those into the page; their ids are view changes, so a page that was away
/// says which it saw last and gets what it missed.
pub(crate) async fn order(
    State(app): State<App>,
    person: Result<Person, Fault>,
    Path(id): Path<String>,
    Params(since): Params<Since>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    // Leading a stream to the sign-in page would swap that page into this one.
    let Ok(person) = person else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    person.enter(Area::Orders)?;
    let order = find(&app, &person, &id).await?;
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let stream = changes(app, person, order.id, last.unwrap_or(since.after));
    let alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(stream).keep_alive(alive).into_response())
}

fn changes(
    app: App,
    person: Person,
    id: OrderId,
    mut seen: i64,
) -> impl Stream<Item = Result<Event, Infallible>> {
    async_stream::stream! {
        let mut changed = app.state.store.changed();
        let mut stopping = app.state.stopping.clone();
        while !*stopping.borrow() {
            // Whatever goes wrong ends the stream; the page connects again and is judged anew.
            match next(&app, &person, &id, seen).await {
                Ok(Some((change, html))) => {
                    seen = change;
                    yield Ok(Event::default().id(change.to_string()).data(html));
                }
                Ok(None) => tokio::select! {
                    woken = changed.changed() => if woken.is_err() { break },
                    _ = stopping.changed() => break,
                    () = tokio::time::sleep(POLL), if app.state.store.is_shared() => {}
                },
                Err(_) => break,
            }
        }
    }
}

/// Returns the latest change after one, with the order as it stands.
async fn next(
    app: &App,
    person: &Person,
    id: &OrderId,
    seen: i64,
) -> Result<Option<(i64, String)>, Fault> {
    let store = &app.state.store;
    let changes = store
        .view_changes_after(&format!("order:{id}"), seen, BATCH)
        .await?;
    let last = match changes.last() {
        Some(&last) => last,
        // Away for so long that what it missed is not known any more: it gets everything.
        None if store.is_long_ago(seen).await? => store.latest_view_change().await?,
        None => return Ok(None),
    };
    // Signing out ends what the person still had open.
    if store
        .find_session(&person.session, wall_ms(app))
        .await?
        .is_none()
    {
        return Err(Fault::NotFound);
    }
    let order = find(app, person, id.as_str()).await?;
    Ok(Some((last, parts(app, person, &order).await?)))
}
