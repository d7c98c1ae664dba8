use axum::http::StatusCode;

use super::browser::Browser;
use super::stage::{Stage, pages};
use super::world::{USERS, gtin};

#[tokio::test]
async fn each_role_gets_its_pages_and_no_other() {
    let stage = Stage::full().await;
    for (name, role) in USERS.into_iter().filter(|(name, _)| *name != "rival") {
        let mut browser = stage.sign_in(name).await;
        for (path, shown) in pages() {
            // The warehouse manager sees one store; order O-0005 goes to another.
            let outside = name == "warehouse" && path.starts_with("/orders/");
            let expected = if shown.to(role) && !outside {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            let answer = browser.get(&path).await;
            assert_eq!(
                answer.status, expected,
                "{name} asks for {path}: {}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn nobody_sees_what_is_another_partners() {
    let stage = Stage::full().await;
    let mut rival = stage.sign_in("rival").await;
    let item = gtin(0);
    for path in [
        "/orders/O-0005".to_owned(),
        "/orders/O-0005/live".to_owned(),
        "/sites/S01?partner=WOMART".to_owned(),
        "/sites/S01".to_owned(),
        format!("/sites/S01/items/{item}?partner=WOMART"),
        "/documents/D-852-1".to_owned(),
        "/documents/D-852-1/raw".to_owned(),
        "/documents/D-852-0".to_owned(),
        "/proposals".to_owned(),
        // What does not exist is answered in the same way.
        "/orders/O-0000".to_owned(),
        "/sites/S99".to_owned(),
    ] {
        let answer = rival.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.body.contains("We could not find that page"),
            "{path}: {}",
            answer.body
        );
    }
    for (path, own, foreign) in [
        ("/orders", "O-9001", "O-0005"),
        ("/sites", "Rival Centre", "Womart"),
        ("/documents", "D-852-9", "D-852-1"),
        ("/exceptions", "seen at R01", "seen at S01"),
    ] {
        let page = rival.get(path).await.body;
        assert!(page.contains(own), "{path}: {page}");
        assert!(!page.contains(foreign), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_site_manager_sees_that_site_only() {
    let stage = Stage::full().await;
    let mut manager = stage.sign_in("warehouse").await;
    let orders = manager.get("/orders").await.body;
    for (order, inside) in [("O-0001", true), ("O-0004", true), ("O-0002", false)] {
        assert_eq!(orders.contains(order), inside, "{order}");
    }
    assert_eq!(
        manager.get("/sites/DC1?partner=WOMART").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn our_own_workings_are_not_shown_to_partners() {
    let stage = Stage::full().await;
    let approval = "A proposal waits for a planner";
    for (name, shown) in [("planner", true), ("operator", true), ("regional", false)] {
        let page = stage.sign_in(name).await.get("/exceptions").await.body;
        assert_eq!(page.contains(approval), shown, "{name}");
        assert!(page.contains("Reported stock is below zero"), "{name}");
    }
}

#[tokio::test]
async fn strangers_are_led_to_the_sign_in() {
    let stage = Stage::full().await;
    let mut stranger = Browser::new(&stage);
    for (path, _) in pages() {
        let answer = stranger.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            answer
                .header(axum::http::header::LOCATION)
                .starts_with("/sign-in?next=/")
        );
    }
    assert_eq!(
        stranger.get("/orders/O-0005/live").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn only_operators_see_documents_of_unknown_senders() {
    let stage = Stage::full().await;
    for (name, expected) in [
        ("operator", StatusCode::OK),
        ("planner", StatusCode::NOT_FOUND),
        ("regional", StatusCode::NOT_FOUND),
    ] {
        let answer = stage.sign_in(name).await.get("/documents/D-852-0").await;
        assert_eq!(answer.status, expected, "{name}");
    }
}

#[tokio::test]
async fn everyone_begins_where_their_work_is() {
    let stage = Stage::full().await;
    for (name, home) in [
        ("regional", "/orders"),
        ("warehouse", "/orders"),
        ("planner", "/proposals"),
        ("account", "/orders"),
        ("calls", "/orders"),
        ("operator", "/exceptions"),
    ] {
        let answer = stage.sign_in(name).await.get("/").await;
        assert_eq!(answer.header(axum::http::header::LOCATION), home, "{name}");
    }
}
