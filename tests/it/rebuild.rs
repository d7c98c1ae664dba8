//! `rebuild`: what follows from the log can be made again from it, byte for byte, however the
//! process that wrote it was cut short.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::database::Database;
use crate::program::{Running, run, said, stockbridge, wait_for};
use crate::story;

/// Long enough for orders that are released, sent, accepted and shipped.
const DAYS: u32 = 4;
const WRONG: i32 = 1;
const ENVIRONMENT: i32 = 3;
const CONFLICT: i32 = 4;
/// What damage is done, by table, and how many rows of it differ then.
const DAMAGE: [(&str, &str, u64); 7] = [
    (
        "blocks",
        "UPDATE blocks SET facts = facts + 1 WHERE site = 'DC01'",
        0,
    ),
    ("forecasts", "DELETE FROM forecasts WHERE site = 'S01'", 1),
    ("orders", "DELETE FROM orders WHERE id LIKE '%-1'", 0),
    (
        "po_pools",
        "INSERT INTO po_pools SELECT partner, 'nowhere', body FROM po_pools LIMIT 1",
        1,
    ),
    (
        "deadlines",
        "INSERT INTO deadlines SELECT 'silence:nothing', 1, body FROM po_pools LIMIT 1",
        1,
    ),
    (
        "exceptions",
        "INSERT INTO exceptions
        SELECT 'approval_needed:nothing', partner, site, 1, 1, body FROM po_pools LIMIT 1",
        1,
    ),
    ("times", "UPDATE times SET at = at + 1 WHERE part = 3", 1),
];

/// A story and the database it is kept in.
struct Told {
    data: PathBuf,
    database: Database,
}

impl Told {
    fn command(&self, mut command: Command) -> Command {
        self.database.name_to(&mut command);
        command
    }

    fn tell(&self, days: u32) {
        let output = run(&mut self.command(story::tell(&self.data, days)));
        assert!(output.status.success(), "{}", said(&output));
    }

    /// Tells the story, cut short again and again; then lets it end.
    fn tell_with_kills(&self, days: u32, lives_ms: &[u64]) {
        let log = self.data.with_extension("log");
        let mut killed = 0;
        for life in lives_ms {
            let mut process =
                Running::start(&mut self.command(story::tell(&self.data, days)), &log);
            sleep(Duration::from_millis(*life));
            killed += u32::from(process.kill());
            self.is_equal();
        }
        println!("{killed} kills hit the story");
        assert!(killed > 0);
        self.tell(days);
    }

    fn rebuild(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(stockbridge());
        command
            .args(["rebuild", "--json", "--data"])
            .arg(&self.data);
        command.args(arguments);
        run(&mut command)
    }

    /// Checks that nothing differs, and returns how many events were replayed.
    fn is_equal(&self) -> u64 {
        let output = self.rebuild(&["--check"]);
        let report = report(&output);
        assert_eq!(output.status.code(), Some(0), "{report} {}", said(&output));
        assert_eq!(report["differing_events"], 0, "{report}");
        assert_eq!(report["swapped"], false);
        assert_eq!(differing(&report), BTreeMap::new(), "{report}");
        report["events"].as_u64().unwrap()
    }

    /// Damages rows, and has them found and repaired.
    fn damage_and_repair(&self) {
        let before = self.database.rows();
        for (table, sql, _) in DAMAGE {
            assert!(
                self.database.execute(sql) > 0,
                "{table} has nothing to damage"
            );
        }
        let damaged = self.database.rows();
        let output = self.rebuild(&["--check"]);
        assert_eq!(output.status.code(), Some(WRONG), "{}", said(&output));
        let found = differing(&report(&output));
        for (table, _, rows) in DAMAGE {
            let found = found.get(table).copied().unwrap_or_default();
            assert!(
                found > 0 && (rows == 0 || found == rows),
                "{table}: {found}"
            );
        }
        assert!(self.database.rows() == damaged, "a check changes nothing");

        let output = self.rebuild(&[]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(report(&output)["swapped"], true);
        let after = self.database.rows();
        for (table, rows) in &before {
            assert!(&after[table] == rows, "{table} is not what it was");
        }
        self.is_equal();
        assert!(!self.database.is_anything_left_beside());
    }
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no report: {}", said(output)))
}

/// Returns the tables that differ, with how many rows.
fn differing(report: &Value) -> BTreeMap<String, u64> {
    let tables = report["tables"].as_array().unwrap().iter();
    let differing = tables.map(|table| {
        let name = table["name"].as_str().unwrap().to_owned();
        (name, table["differing"].as_u64().unwrap())
    });
    differing.filter(|(_, rows)| *rows > 0).collect()
}

fn refused(output: &Output, status: i32, words: &[&str]) {
    let told = said(output);
    assert_eq!(output.status.code(), Some(status), "{told}");
    for word in words {
        assert!(told.contains(word), "{word:?} is not said: {told}");
    }
}

fn embedded(folder: &Path) -> Told {
    let data = folder.join("data");
    let database = Database::sqlite(&data.join("stockbridge.db"));
    Told { data, database }
}

#[test]
fn what_follows_from_the_log_is_made_again_and_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    told.tell(DAYS);
    let events = told.is_equal();
    assert!(events > 500, "{events} events");
    told.damage_and_repair();
    told.tell(DAYS + 2);
    assert!(told.is_equal() > events, "the story went on");
}

#[test]
fn a_story_cut_short_is_made_again_as_it_was_cut() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    told.tell_with_kills(DAYS, &[350, 900, 250, 1_300, 700, 450]);
    told.damage_and_repair();
}

#[test]
fn a_log_without_its_cuts_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    told.tell(1);
    let before = told.database.rows();
    let cuts = told
        .database
        .count("SELECT COUNT(*) FROM cuts WHERE part = 3");
    assert!(cuts > 1, "{cuts} cuts");
    let inner = "DELETE FROM cuts WHERE part = 3 AND seq = 1";
    assert_eq!(told.database.execute(inner), 1);
    refused(
        &told.rebuild(&[]),
        WRONG,
        &["of partition 3", "restore a backup"],
    );
    told.database
        .execute("DELETE FROM cuts WHERE part = 3 AND seq = 0");
    let words = [
        "from its beginning",
        "only partition 3 from offset",
        "nothing was changed",
    ];
    refused(&told.rebuild(&[]), WRONG, &words);
    told.database.execute("DELETE FROM parameters");
    assert!(told.database.rows() == before);
    assert!(!told.database.is_anything_left_beside());
}

#[test]
fn a_log_whose_beginning_aged_out_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    told.tell(1);
    let before = told.database.rows();
    let old = "DELETE FROM events WHERE topic = 'site.facts.v1' AND part = 3 AND off < 2";
    assert_eq!(told.database.execute(old), 2);
    let words = [
        "partition 3 begins at event 2",
        "aged out",
        "nothing was changed",
    ];
    refused(&told.rebuild(&[]), WRONG, &words);
    assert!(told.database.rows() == before);
}

#[test]
fn other_events_than_the_log_holds_are_told_and_nothing_is_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    told.tell(1);
    let before = told.database.rows();
    let sql = "UPDATE events SET at = at + 1 WHERE kind = 'order_released'";
    let orders = told.database.execute(sql);
    assert!(orders > 0);
    let output = told.rebuild(&[]);
    assert_eq!(output.status.code(), Some(WRONG), "{}", said(&output));
    let report = report(&output);
    assert_eq!(report["differing_events"], orders, "{report}");
    assert_eq!(report["swapped"], false);
    assert!(told.database.rows() == before);
}

#[test]
fn a_database_in_use_is_not_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let told = embedded(folder.path());
    let _running = live(&told);
    refused(&told.rebuild(&[]), ENVIRONMENT, &["stockbridge.db"]);
}

/// Starts a demo that goes on until it is stopped.
fn live(told: &Told) -> Running {
    let mut demo = told.command(stockbridge());
    demo.args(["demo", "--days", "1", "--listen", "127.0.0.1:0", "--data"]);
    let running = Running::start(demo.arg(&told.data), &told.data.with_extension("log"));
    wait_for("the first cut", || told.database.is_planned().then_some(()));
    running
}

#[test]
fn on_postgres_it_is_the_same() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let told = Told { data, database };
    let mut running = live(&told);
    let words = ["stop every process with the role plan", "partition"];
    refused(&told.rebuild(&["--check"]), CONFLICT, &words);
    assert!(running.kill());
    told.tell_with_kills(DAYS, &[300, 600]);
    told.damage_and_repair();
}
