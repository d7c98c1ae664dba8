//! Serves rows to look at with a browser: `cargo test -p portal --test it look -- --ignored`.

use std::time::Duration;

use model::commit::Change;
use model::order::OrderStatus;

use super::rows;
use super::stage::Stage;

/// One order moves on every few seconds, so that an open page has something to follow.
#[tokio::test]
#[ignore = "serves until it is stopped; for people who want to look at the pages"]
async fn look() {
    let stage = Stage::full().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099")
        .await
        .unwrap();
    println!(
        "http://127.0.0.1:8099 (password: {})",
        super::world::PASSWORD
    );
    let moving = async {
        for status in OrderStatus::ALL.into_iter().cycle() {
            tokio::time::sleep(Duration::from_secs(4)).await;
            let order = rows::order("O-0002", "WOMART", "S02", status);
            stage.commit(vec![Change::Order(Box::new(order))]).await;
        }
    };
    tokio::select! {
        served = async { axum::serve(listener, stage.router.clone()).await } => served.unwrap(),
        () = moving => {}
    }
}
