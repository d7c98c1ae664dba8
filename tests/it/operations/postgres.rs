//! The same on PostgreSQL, by its own tools.

use std::fs;
use std::process::{Command, Output};

use super::answered;
use crate::hub::Hub;
use crate::program::{run, said, stockbridge};
use crate::womart::day_of_s01;

/// Names the PostgreSQL server to run on: `postgres://user@host:port/database`.
const POSTGRES: &str = "STOCKBRIDGE_TEST_POSTGRES";

fn psql(server: &str, sql: &str) -> bool {
    let asked = Command::new("psql")
        .args(["-qXd", server, "-c", sql])
        .output();
    asked.is_ok_and(|output| output.status.success())
}

fn on(hub: &Hub, database: &str, path: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = stockbridge();
    command
        .args(arguments)
        .arg("--config")
        .arg(hub.path("settings.toml"));
    command.arg("--data").arg(hub.data());
    command.env("STOCKBRIDGE__DATABASE", database);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    run(&mut command)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_backup_by_pg_dump_is_restored_into_an_empty_database() {
    #[expect(clippy::disallowed_methods, reason = "the one setting of these tests")]
    let Ok(server) = std::env::var(POSTGRES) else {
        println!("skipped on PostgreSQL: {POSTGRES} is not set");
        return;
    };
    let (place, _) = server
        .rsplit_once('/')
        .expect("the address names a database");
    let names = ["from", "to"].map(|name| format!("operations_{}_{name}", std::process::id()));
    if !names
        .iter()
        .all(|name| psql(&server, &format!("CREATE DATABASE {name}")))
    {
        println!("skipped: psql cannot make a database");
        return;
    }
    let [from, to] = names.each_ref().map(|name| format!("{place}/{name}"));
    let hub = Hub::new();
    let file = hub.path("852");
    fs::write(&file, day_of_s01(871, "2024-04-15", 5, 22)).unwrap();
    let file = file.display().to_string();
    let taken = on(&hub, &from, None, &["ingest", "--partner", "WOMART", &file]);
    assert!(taken.status.success(), "{}", said(&taken));
    let backup = hub.path("backup.dump").display().to_string();

    let secret = from.replace("postgres@", "postgres:secret@");
    let without = on(
        &hub,
        &secret,
        Some("/nowhere"),
        &["backup", "--output", &backup],
    );
    assert_eq!(without.status.code(), Some(3), "{}", said(&without));
    let told = said(&without);
    assert!(told.contains("pg_dump --format=custom"), "{told}");
    assert!(!told.contains("secret"), "{told}");

    let made = on(
        &hub,
        &secret,
        None,
        &["backup", "--json", "--output", &backup],
    );
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(
        answered(&made)["bytes"],
        fs::metadata(&backup).unwrap().len()
    );
    let full = on(&hub, &from, None, &["restore", &backup]);
    assert_eq!(full.status.code(), Some(4), "{}", said(&full));
    let skip = ["restore", &backup, "--json", "--skip-control-numbers", "50"];
    let restored = on(&hub, &to, None, &skip);
    assert!(restored.status.success(), "{}", said(&restored));
    let numbers = &answered(&restored)["control_numbers"];
    let womart = numbers
        .as_array()
        .unwrap()
        .iter()
        .find(|n| n["partner"] == "WOMART");
    assert_eq!(womart.unwrap()["next"], 51);
    let again = on(
        &hub,
        &to,
        None,
        &["ingest", "--partner", "WOMART", "--json", &file],
    );
    assert_eq!(answered(&again)["status"], "duplicate");
    let healthy = on(&hub, &to, None, &["doctor", "--json"]);
    assert_eq!(healthy.status.code(), Some(0), "{}", said(&healthy));
    for name in names {
        assert!(psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)")));
    }
}
