//! Serves rows to look at with a browser: `cargo test -p portal --test it look -- --ignored`.

use super::stage::Stage;

#[tokio::test]
#[ignore = "serves until it is stopped; for people who want to look at the pages"]
async fn look() {
    let stage = Stage::full().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8099").await.unwrap();
    println!("http://127.0.0.1:8099 (password: {})", super::world::PASSWORD);
    axum::serve(listener, stage.router.clone()).await.unwrap();
}
