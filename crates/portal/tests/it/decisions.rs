use axum::http::{StatusCode, header};
use model::event::SiteFact;
use model::proposal::Decision;

use super::browser::Browser;
use super::rows::key;
use super::stage::{Answer, Stage};
use super::world::gtin;

async fn decide(browser: &mut Browser<'_>, version: &str, more: &[(&str, &str)]) -> Answer {
    let token = browser.token().await;
    let mut fields = vec![
        ("token", token.as_str()),
        ("agreement", "A-WOMART"),
        ("partner", "WOMART"),
        ("ship_to", "DC1"),
        ("need_date", "2026-04-03"),
        ("version", version),
    ];
    fields.extend(more);
    browser.post("/proposals/decide", &fields).await
}

#[tokio::test]
async fn a_decision_becomes_one_event() {
    let item = gtin(1);
    let text = item.to_string();
    let reason = || "promotion next week".to_owned();
    for (fields, expected) in [
        (vec![("decision", "approve")], Decision::Approve),
        (
            vec![("decision", "reject"), ("reason", "promotion  next week")],
            Decision::Reject { reason: reason() },
        ),
        (
            vec![
                ("decision", "change"),
                ("item", text.as_str()),
                ("quantity", "108.5"),
                ("reason", " promotion next\r\nweek "),
            ],
            Decision::Change {
                item,
                quantity: "108.5".parse().unwrap(),
                reason: reason(),
            },
        ),
    ] {
        let stage = Stage::full().await;
        let mut planner = stage.sign_in("planner").await;
        // Sent twice, as by a double click.
        for _ in 0..2 {
            let answer = decide(&mut planner, "4", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            let said = format!("/proposals?said={}&site=WOMART/DC1", fields[0].1);
            assert_eq!(answer.header(header::LOCATION), said);
        }
        let facts = stage.site_facts();
        let [SiteFact::DecisionTaken(taken)] = facts.as_slice() else {
            panic!("{facts:?}")
        };
        assert_eq!(taken.decision, expected);
        assert_eq!(taken.key, key("WOMART", "DC1"));
        assert_eq!((taken.version, taken.by.as_str()), (4, "planner"));
    }
}

#[tokio::test]
async fn a_decision_about_what_moved_or_is_incomplete_is_not_taken() {
    let stage = Stage::full().await;
    let mut planner = stage.sign_in("planner").await;
    let item = gtin(1).to_string();
    let foreign = gtin(5).to_string();
    for (version, fields, said, sentence) in [
        (
            "3",
            vec![("decision", "approve")],
            "moved",
            "planned again meanwhile",
        ),
        (
            "4",
            vec![("decision", "reject"), ("reason", "  ")],
            "reason-missing",
            "give a reason",
        ),
        (
            "4",
            vec![
                ("decision", "change"),
                ("item", &item),
                ("quantity", "-1"),
                ("reason", "x"),
            ],
            "quantity-wrong",
            "zero or more",
        ),
        (
            "4",
            vec![
                ("decision", "change"),
                ("item", &foreign),
                ("quantity", "1"),
                ("reason", "x"),
            ],
            "moved",
            "planned again meanwhile",
        ),
    ] {
        let answer = decide(&mut planner, version, &fields).await;
        let to = answer.header(header::LOCATION).to_owned();
        assert!(to.starts_with(&format!("/proposals?said={said}&")), "{to}");
        assert!(planner.get(&to).await.body.contains(sentence), "{said}");
    }
    assert!(stage.site_facts().is_empty());
}

#[tokio::test]
async fn only_planners_decide() {
    let stage = Stage::full().await;
    for name in ["account", "regional", "operator", "calls", "rival"] {
        let mut browser = stage.sign_in(name).await;
        let answer = decide(&mut browser, "4", &[("decision", "approve")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
    }
    let reader = stage.sign_in("account").await.get("/proposals").await.body;
    assert!(reader.contains("planners decide"));
    assert!(!reader.contains("/proposals/decide"));
    assert!(stage.site_facts().is_empty());
}

#[tokio::test]
async fn what_waits_comes_first_and_says_why() {
    let stage = Stage::full().await;
    let page = stage.sign_in("planner").await.get("/proposals").await.body;
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("{text} in {page}"))
    };
    assert!(at("It costs CNY\u{a0}3,420.00") < at("Going out at the cut-off"));
    assert!(at("Womart DC North") < at("Womart Riverside"));
    assert!(page.contains("Approved by planner"));
}
