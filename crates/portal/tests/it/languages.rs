use axum::http::{StatusCode, header};

use super::browser::Browser;
use super::stage::{Stage, pages};

fn lang(page: &str) -> &str {
    let from = page.find("<html lang=\"").unwrap() + 12;
    page[from..].split('"').next().unwrap()
}

/// Text of a page without its tags, so that names of classes and addresses do not count.
fn words(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let stage = Stage::full().await;
    for (accepted, code, nav) in [("en-GB", "en", "Orders"), ("zh-CN", "zh-CN", "订单")] {
        for user in ["regional", "planner", "operator"] {
            let mut browser = stage.sign_in(user).await;
            browser.accept_language = accepted;
            for (path, _) in pages() {
                let answer = browser.get(&path).await;
                if answer.status != StatusCode::OK || path.ends_with("/raw") {
                    continue;
                }
                assert_eq!(lang(&answer.body), code, "{path}");
                assert!(answer.body.contains(nav), "{path}");
                let text = words(&answer.body);
                let key = text.split_whitespace().find(|word| is_key(word));
                assert_eq!(key, None, "{path} in {code} shows a key instead of a text");
            }
        }
    }
}

/// A key that has no text shows as itself: lowercase words joined by hyphens.
fn is_key(word: &str) -> bool {
    const AREAS: [&str; 12] = [
        "order-",
        "orders-",
        "step-",
        "milestone-",
        "exception-",
        "status-",
        "item-",
        "position-",
        "document-",
        "decide-",
        "proposal-",
        "frame-",
    ];
    AREAS.iter().any(|area| word.starts_with(area))
}

#[tokio::test]
async fn the_switch_counts_until_the_account_speaks_at_sign_in() {
    let stage = Stage::full().await;
    let mut browser = stage.sign_in("regional").await;
    assert_eq!(lang(&browser.get("/orders").await.body), "en");
    let fields = [("language", "zh-CN"), ("next", "/orders?status=sent")];
    let answer = browser.post("/language", &fields).await;
    assert_eq!(answer.header(header::LOCATION), "/orders?status=sent");
    assert_eq!(lang(&browser.get("/orders").await.body), "zh-CN");
    let wrong = browser.post("/language", &[("language", "xx")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn errors_are_pages_in_the_readers_language() {
    let stage = Stage::full().await;
    for (accepted, sentence) in [
        ("en", "We could not find that page"),
        ("zh", "找不到这个页面"),
    ] {
        let mut browser = Browser::new(&stage);
        browser.accept_language = accepted;
        let answer = browser.get("/no/such/page").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains(sentence), "{}", answer.body);
    }
}
