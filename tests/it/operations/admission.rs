//! Beyond a backlog nobody works off, programs are told to come again and files lie where they are.

use serde_json::json;

use crate::hub::Hub;
use crate::program::wait_for;
use crate::story::reference;
use crate::womart::{PODS, day_of_s01};

const WOMART: &str = "demo-key-womart";
const ACTIVITY: &str = "/api/v1/activity";

#[test]
fn too_much_that_waits_keeps_more_outside() {
    let mut hub = Hub::new();
    hub.add_setting("backlog_limit = 3");
    hub.start_with(&["--roles", "ingest,serve"]);
    let report = json!({ "site": "S01", "lines": [
        { "item": PODS, "measure": "sold", "date": "2024-04-15", "quantity": 5 },
    ] });
    let mut sent = 0;
    let refused = wait_for("a request to be refused", || {
        sent += 1;
        let answer = hub.post(WOMART, ACTIVITY, &format!("k{sent}"), &report);
        (answer.status != 202).then_some(answer)
    });
    assert!(sent > 3, "{sent}");
    assert_eq!(
        (refused.status, refused.kind.as_str()),
        (429, "application/problem+json")
    );
    assert_eq!(refused.body["type"], "urn:stockbridge:problem:overloaded");
    assert_eq!(refused.body["status"], 429);
    assert_eq!(refused.retry_after.as_deref(), Some("5"));
    // What was taken is answered as it was.
    assert_eq!(hub.post(WOMART, ACTIVITY, "k1", &report).status, 202);

    hub.receive("waits", day_of_s01(851, "2024-04-16", 7, 20));
    wait_for("the files to wait", || {
        hub.log().contains("stay in their folders").then_some(())
    });
    hub.stop();
    let file = hub.data().join("mail/WOMART/in/waits");
    assert!(file.exists(), "it lies where it was put");
    assert_eq!(hub.log_of(1).matches("stay in their folders").count(), 1);

    hub.start();
    hub.taken();
    let known = hub.known(&reference());
    assert_eq!(known.document("waits").status.name(), "decoded");
    let api = known.documents.iter().filter(|d| d.kind == "activity");
    assert_eq!(api.count(), sent - 1, "the refused one left nothing");
}
