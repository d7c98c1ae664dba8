use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt as _;
use model::commit::Change;
use model::order::OrderStatus;
use tower::ServiceExt as _;

use super::rows;
use super::stage::Stage;

struct Live(BodyDataStream);

impl Live {
    async fn open(stage: &Stage, path: &str, session: &str, last: Option<i64>) -> Self {
        let mut request = Request::get(path).header(header::COOKIE, session);
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let request = request.body(Body::empty()).unwrap();
        let response = stage.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self(response.into_body().into_data_stream())
    }

    /// Returns id and data of the next message; `None` when the stream ended or stays silent.
    async fn next(&mut self) -> Option<(i64, String)> {
        let mut text = String::new();
        while !text.contains("\n\n") {
            let chunk = tokio::time::timeout(Duration::from_millis(500), self.0.next()).await;
            text.push_str(std::str::from_utf8(&chunk.ok()??.unwrap()).unwrap());
        }
        let line = |name: &str| {
            let named = text.lines().filter_map(|line| line.strip_prefix(name));
            named.collect::<Vec<_>>().join("\n")
        };
        assert!(
            !text.contains("event:"),
            "htmx swaps messages without a name only: {text}"
        );
        Some((line("id: ").parse().unwrap(), line("data: ")))
    }
}

async fn session(stage: &Stage, user: &str) -> String {
    let cookies = stage.sign_in(user).await.cookies;
    cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("; ")
}

async fn move_on(stage: &Stage, id: &str, status: OrderStatus) {
    let order = rows::order(id, "WOMART", "S02", status);
    stage.commit(vec![Change::Order(Box::new(order))]).await;
}

#[tokio::test]
async fn an_open_page_follows_the_order() {
    let stage = Stage::full().await;
    let cookie = session(&stage, "regional").await;
    let seen = stage.store.latest_view_change().await.unwrap();
    let mut live = Live::open(
        &stage,
        &format!("/orders/O-0002/live?after={seen}"),
        &cookie,
        None,
    )
    .await;
    assert_eq!(live.next().await, None, "nothing changed yet");
    move_on(&stage, "O-0002", OrderStatus::Accepted).await;
    let (id, html) = live.next().await.unwrap();
    assert!(id > seen);
    assert!(html.contains("Accepted by Womart"), "{html}");
    assert!(!html.contains("<html"), "only the parts that change");
    move_on(&stage, "O-0001", OrderStatus::Accepted).await;
    assert_eq!(live.next().await, None, "another order is not ours to show");
}

#[tokio::test]
async fn a_page_that_was_away_catches_up_from_its_last_event() {
    let stage = Stage::full().await;
    let cookie = session(&stage, "regional").await;
    let path = "/orders/O-0002/live?after=0";
    let (first, _) = Live::open(&stage, path, &cookie, None)
        .await
        .next()
        .await
        .unwrap();
    move_on(&stage, "O-0002", OrderStatus::Accepted).await;
    move_on(&stage, "O-0002", OrderStatus::Shipped).await;
    let mut live = Live::open(&stage, path, &cookie, Some(first)).await;
    let (id, html) = live.next().await.unwrap();
    assert!(id > first && html.contains("On its way"), "{html}");
    assert_eq!(
        live.next().await,
        None,
        "two changes are shown once, as the order stands now"
    );
    let mut live = Live::open(&stage, path, &cookie, Some(id)).await;
    assert_eq!(live.next().await, None, "nothing was missed");
}

#[tokio::test]
async fn signing_out_or_stopping_ends_the_stream() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    let cookie = format!("session={}", browser.cookies[0].1);
    let seen = stage.store.latest_view_change().await.unwrap();
    let path = format!("/orders/O-0002/live?after={seen}");
    let mut first = Live::open(&stage, &path, &cookie, None).await;
    let token = browser.token().await;
    browser.post("/sign-out", &[("token", &token)]).await;
    move_on(&stage, "O-0002", OrderStatus::Accepted).await;
    assert!(first.0.next().await.is_none());

    let cookie = session(&stage, "regional").await;
    let mut second = Live::open(
        &stage,
        &path.replace(&seen.to_string(), "999999"),
        &cookie,
        None,
    )
    .await;
    stage.stop.send(true).unwrap();
    assert!(second.0.next().await.is_none());
}
