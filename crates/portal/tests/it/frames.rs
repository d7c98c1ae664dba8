//! What every answer carries, and how heavy the order page is.

use std::time::Instant;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use portal::Readiness;

use super::stage::{Answer, Stage};

fn addresses(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("\"/assets/") {
        rest = &rest[at + 1..];
        found.push(rest.split('"').next().unwrap().to_owned());
    }
    found
}

async fn compressed(stage: &Stage, path: &str, cookie: &str) -> usize {
    let request = Request::get(path)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    let router = stage.router.clone();
    let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap()
        .len()
}

#[tokio::test]
async fn the_order_page_is_light() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    let page = browser.get("/orders/O-0006").await.body;
    let cookie = format!("session={}", browser.cookies[0].1);
    let mut bytes = compressed(&stage, "/orders/O-0006", &cookie).await;
    let assets = addresses(&page);
    assert!(assets.len() >= 2, "{assets:?}");
    for path in &assets {
        bytes += compressed(&stage, path, &cookie).await;
    }
    assert!(bytes <= 60_000, "{bytes} bytes with {assets:?}");
}

#[tokio::test]
async fn the_order_page_is_quick() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    browser.get("/orders/O-0006").await;
    let mut times = Vec::new();
    for _ in 0..40 {
        let start = Instant::now();
        assert_eq!(browser.get("/orders/O-0006").await.status, StatusCode::OK);
        times.push(start.elapsed());
    }
    times.sort();
    println!("order page: p50 {:?}, p95 {:?}", times[20], times[38]);
    // The goal is 20 ms on an idle machine; tests share theirs with everything else.
    assert!(times[20].as_millis() <= 100, "{times:?}");
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_never() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    let page = browser.get("/orders/O-0006").await;
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    for path in addresses(&page.body) {
        let asset = browser.get(&path).await;
        assert!(
            asset.header(header::CACHE_CONTROL).contains("immutable"),
            "{path}"
        );
        let other = browser.get(&path.replace("/assets/", "/assets/0")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn every_answer_forbids_what_pages_do_not_need() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("planner").await;
    let page = browser.get("/proposals").await;
    let sign_in: Answer = browser.get("/sign-in").await;
    let missing = browser.get("/nothing").await;
    for answer in [&page, &sign_in, &missing] {
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }
    for forbidden in [" style=", "<style", "<script>", "javascript:", " onclick="] {
        assert!(!page.body.contains(forbidden), "{forbidden}");
    }
}

#[tokio::test]
async fn what_people_write_is_never_markup() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    let page = browser
        .get("/orders?text=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("<script>alert"));
    assert!(page.body.contains("No orders match"));
}

#[tokio::test]
async fn lists_filter_search_and_page() {
    let stage = Stage::full().await;
    let orders = (0..120).map(|n| {
        let id = format!("P-{n:04}");
        let order = super::rows::order(&id, "WOMART", "S01", model::order::OrderStatus::Sent);
        model::commit::Change::Order(Box::new(order))
    });
    stage.commit(orders.collect()).await;
    let mut browser = stage.sign_in("regional").await;
    let mut path = "/orders?text=P-".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = browser.get(&path).await.body;
        seen.extend(
            page.match_indices("href=\"/orders/P-")
                .map(|(at, _)| page[at + 14..at + 20].to_owned()),
        );
        let Some(at) = page.find("rel=\"next\"") else {
            break;
        };
        let from = page[..at].rfind("href=\"").unwrap() + 6;
        path = page[from..]
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&");
    }
    let expected: Vec<String> = (0..120).rev().map(|n| format!("P-{n:04}")).collect();
    assert_eq!(seen, expected);
    for (query, with, without) in [
        ("site=WOMART/DC1", "O-0003", "O-0002"),
        ("status=shipped", "O-0005", "O-0002"),
        ("text=O-0007", "O-0007", "O-0002"),
        ("text=4500007", "O-0007", "O-0002"),
    ] {
        let page = browser.get(&format!("/orders?{query}")).await.body;
        assert!(page.contains(with) && !page.contains(without), "{query}");
    }
}

#[tokio::test]
async fn probes_answer() {
    let stage = Stage::empty().await;
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = stage.send(request).await;
        (answer.status, answer.body)
    };
    let ok = |text: &str| (StatusCode::OK, text.to_owned());
    assert_eq!(ask("/livez").await, ok("ok\n"));
    assert_eq!(ask("/metrics").await, ok("a_total 1\n"));
    assert_eq!(ask("/readyz").await, ok("ok\n"));
    let say = |part: &str, how| stage.parts.lock().unwrap().push((part.to_owned(), how));
    say("database", Readiness::Ready(String::new()));
    assert_eq!(ask("/readyz").await, ok("ok\ndatabase: ok\n"));
    say("kafka", Readiness::Degraded("no broker answers".to_owned()));
    let degraded = "degraded\ndatabase: ok\nkafka: degraded (no broker answers)\n";
    assert_eq!(ask("/readyz").await, ok(degraded));
    say("plan", Readiness::Failed("gone".to_owned()));
    let failed = degraded.replacen("degraded", "not ready", 1) + "plan: failed (gone)\n";
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    assert_eq!(ask("/readyz").await, (unavailable, failed));
    stage.stop.send(true).unwrap();
    let stopping = (unavailable, "stopping\n".to_owned());
    assert_eq!(ask("/readyz").await, stopping);
    assert_eq!(ask("/livez").await, ok("ok\n"));
}

#[tokio::test]
async fn addresses_that_cannot_be_read_are_friendly() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    for path in [
        "/orders?after=x-1",
        "/sites?from=-1",
        "/exceptions?all=perhaps",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(
            answer.body.contains("We could not read that request"),
            "{path}"
        );
    }
    let answer = stage.ask("regional", "/api/v2/orders").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/problem+json"
    );
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
