use axum::http::{StatusCode, header};
use chrono::TimeDelta;

use super::browser::Browser;
use super::stage::Stage;
use super::world::PASSWORD;

#[tokio::test]
async fn a_session_is_a_cookie_scripts_cannot_read() {
    let stage = Stage::empty().await;
    let mut browser = Browser::new(&stage);
    let fields = [
        ("name", "regional"),
        ("password", PASSWORD),
        ("next", "/sites"),
    ];
    let answer = browser.post("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/sites");
    let cookie = answer.header(header::SET_COOKIE);
    for part in [
        "session=",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Max-Age=43200",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(browser.get("/sites").await.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_passwords_and_unknown_names_read_the_same() {
    let stage = Stage::empty().await;
    let mut pages = Vec::new();
    for (name, password) in [
        ("regional", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("a/b", "x"),
    ] {
        let mut browser = Browser::new(&stage);
        let answer = browser
            .post("/sign-in", &[("name", name), ("password", password)])
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(answer.cookie("session"), None);
        assert!(answer.body.contains("do not match"));
        pages.push(answer.body.replace(&format!("value=\"{name}\""), ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn a_name_is_locked_after_five_wrong_tries_and_no_other() {
    let stage = Stage::empty().await;
    let mut browser = Browser::new(&stage);
    for _ in 0..5 {
        let answer = browser
            .post("/sign-in", &[("name", "calls"), ("password", "x")])
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let right = [("name", "calls"), ("password", PASSWORD)];
    assert_eq!(
        browser.post("/sign-in", &right).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    stage.sign_in("planner").await;
    *stage.wall.lock().unwrap() += TimeDelta::minutes(6);
    assert_eq!(
        browser.post("/sign-in", &right).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn sessions_end_by_time_by_sign_out_and_by_signing_in_again() {
    let stage = Stage::empty().await;
    let mut browser = stage.sign_in("regional").await;
    let first = browser.cookies.clone();
    let again = [("name", "regional"), ("password", PASSWORD)];
    browser.post("/sign-in", &again).await;
    assert_ne!(browser.cookies, first);
    let second = std::mem::replace(&mut browser.cookies, first);
    assert_eq!(browser.get("/orders").await.status, StatusCode::SEE_OTHER);

    browser.cookies = second.clone();
    let token = browser.token().await;
    let out = browser.post("/sign-out", &[("token", &token)]).await;
    assert_eq!(out.header(header::LOCATION), "/sign-in");
    browser.cookies = second;
    assert_eq!(browser.get("/orders").await.status, StatusCode::SEE_OTHER);

    let mut browser = stage.sign_in("regional").await;
    *stage.wall.lock().unwrap() += TimeDelta::hours(12);
    assert_eq!(browser.get("/orders").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn forms_from_elsewhere_or_without_the_token_are_refused() {
    let stage = Stage::full().await;
    let mut planner = stage.sign_in("planner").await;
    let token = planner.token().await;
    let other = stage.sign_in("planner").await.token().await;
    assert_ne!(token, other);
    for path in ["/sign-out", "/proposals/decide"] {
        let fields = [
            ("agreement", "A-WOMART"),
            ("partner", "WOMART"),
            ("ship_to", "DC1"),
            ("need_date", "2026-04-03"),
            ("version", "4"),
            ("decision", "approve"),
        ];
        let with = |token: &'static str| fields.into_iter().chain([("token", token)]);
        for wrong in ["", "00000000000000000000000000000000"] {
            let fields: Vec<_> = with(wrong).collect();
            let answer = planner.post(path, &fields).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} with {wrong:?}"
            );
        }
        let mut foreign = fields.to_vec();
        foreign.push(("token", &other));
        assert_eq!(
            planner.post(path, &foreign).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        let mut own = fields.to_vec();
        own.push(("token", &token));
        let answer = planner.post_from_elsewhere(path, &own).await;
        assert_eq!(
            answer.status,
            StatusCode::FORBIDDEN,
            "{path} from elsewhere"
        );
    }
    let fields = [("name", "planner"), ("password", PASSWORD)];
    let answer = planner.post_from_elsewhere("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(stage.site_facts().is_empty());
}
