//! What surrounds the program: ports, folders, disks, settings, and a folder that is not the
//! demo's. It says what to do, and writes nothing by halves.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::slice::from_ref;

use serde_json::Value;

use crate::hub::Hub;
use crate::program::{Running, run, said, stockbridge, wait_for};
use crate::story::{self, tell, told};

/// Something is wrong with the input.
const WRONG: i32 = 1;
const ENVIRONMENT: i32 = 3;

fn refused(output: &Output, status: i32, words: &[&str]) {
    let told = said(output);
    assert_eq!(output.status.code(), Some(status), "{told}");
    let last = told.lines().last().unwrap_or_default();
    assert!(last.starts_with("stockbridge: "), "{told}");
    for word in words {
        assert!(last.contains(word), "{word:?} is not said: {told}");
    }
}

/// Figures of a story that do not depend on how it was told.
fn figures(mut told: Value) -> Value {
    for name in ["first_order_seconds", "portal_url", "outbox"] {
        told.as_object_mut().unwrap().remove(name);
    }
    told
}

/// Figures that do not depend on how often something was sent.
fn effects(mut told: Value) -> Value {
    told = figures(told);
    told.as_object_mut()
        .unwrap()
        .remove("acknowledgements_sent");
    told
}

#[test]
fn a_taken_port_is_named_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = folder.path().join("data");
    let mut demo = stockbridge();
    demo.args(["demo", "--exit", "--listen", &address, "--data"])
        .arg(&data);
    let output = run(&mut demo);
    refused(
        &output,
        ENVIRONMENT,
        &[&address, "choose another address", "--listen 127.0.0.1:0"],
    );
    let mut serve = stockbridge();
    let reference = folder.path().join("reference.toml");
    fs::write(&reference, story::REFERENCE).unwrap();
    serve
        .arg("serve")
        .arg("--data")
        .arg(&data)
        .env("STOCKBRIDGE__LISTEN", &address);
    serve.env("STOCKBRIDGE__REFERENCE", &reference);
    let output = run(&mut serve);
    refused(
        &output,
        ENVIRONMENT,
        &[&address, "choose another address", "setting `listen`"],
    );
    assert!(!data.exists(), "nothing was written");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    // A folder cannot be made inside a file, whoever asks.
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let inside = file.join("data");
    let output = run(&mut tell(&inside, 1));
    let named = inside.display().to_string();
    refused(
        &output,
        ENVIRONMENT,
        &["cannot make the data folder", &named, "--data"],
    );
    assert_eq!(fs::read(&file).unwrap(), b"");

    // Permissions do not bind root, but this attribute does, where the file system knows it.
    let read_only = folder.path().join("read-only");
    fs::create_dir(&read_only).unwrap();
    let change = |how: &str| {
        let done = std::process::Command::new("chattr")
            .arg(how)
            .arg(&read_only)
            .output();
        done.is_ok_and(|output| output.status.success())
    };
    if !change("+i") {
        println!("skipped: this machine lets nobody make a folder read-only for everybody");
        return;
    }
    let output = run(&mut tell(&read_only, 1));
    assert!(change("-i"));
    refused(&output, ENVIRONMENT, &[&read_only.display().to_string()]);
    assert_eq!(fs::read_dir(&read_only).unwrap().count(), 0);
}

#[test]
fn a_database_in_use_and_one_that_is_none_are_named() {
    let mut hub = Hub::new();
    hub.start();
    let file = hub.path("852.x12");
    fs::write(&file, crate::womart::day_of_s01(1, "2024-04-15", 1, 1)).unwrap();
    refused(
        &hub.ingest(from_ref(&file)),
        ENVIRONMENT,
        &["stockbridge.db"],
    );
    hub.stop();
    assert!(hub.ingest(from_ref(&file)).status.success());
    let database = hub.data().join("stockbridge.db");
    fs::write(&database, vec![b'x'; 8_192]).unwrap();
    refused(&hub.ingest(&[file]), ENVIRONMENT, &[]);
    assert_eq!(
        fs::read(&database).unwrap(),
        vec![b'x'; 8_192],
        "it was left as it was"
    );
}

/// A disk of a few sizes: full at once, while history arrives, and while orders go out.
#[test]
fn a_full_disk_is_told_and_with_room_the_story_goes_on() {
    const DAYS: u32 = 3;
    let folder = tempfile::tempdir().unwrap();
    let expected = figures(told(&folder.path().join("undisturbed"), DAYS));
    for size in ["200k", "1m", "2m", "3m"] {
        let Some((full, after)) = on_a_disk_of(size, folder.path(), DAYS) else {
            println!("skipped: this machine lets nobody mount a small disk");
            return;
        };
        refused(&full, ENVIRONMENT, &["no room left", "free some space"]);
        assert!(after.status.success(), "{size}: {}", said(&after));
        let after = serde_json::from_slice(&after.stdout).unwrap();
        // A partner whose own disk is full may send a file again, and is answered again.
        assert_eq!(effects(after), effects(expected.clone()), "{size}");
    }
}

/// Tells the story on a disk in memory, and again once that has room. `None` where none can be
/// mounted. The disk is the command's own: it goes with it.
fn on_a_disk_of(size: &str, folder: &Path, days: u32) -> Option<(Output, Output)> {
    let disk = folder.join(format!("disk-{size}"));
    fs::create_dir(&disk).unwrap();
    let script = "mount -t tmpfs -o size=$1 disk \"$2\" || exit 99
        shift; disk=$1; shift
        \"$@\" >\"$disk.out\" 2>\"$disk.err\"; echo $? >\"$disk.status\"
        find \"$disk\" -path '*/mail/*' -name '[!.]*' -type f -size 0 >\"$disk.half\"
        mount -o remount,size=500m \"$disk\" || exit 99
        exec \"$@\"";
    let story = tell(&disk.join("data"), days);
    let mut command = std::process::Command::new("unshare");
    command
        .args(["--mount", "--map-root-user", "sh", "-c", script, "sh", size])
        .arg(&disk);
    command.arg(story.get_program()).args(story.get_args());
    let after = command
        .output()
        .ok()
        .filter(|output| output.status.code() != Some(99))?;
    let read = |what: &str| fs::read(disk.with_extension(what)).ok();
    assert_eq!(
        String::from_utf8(read("half")?).unwrap(),
        "",
        "files half written"
    );
    let status: i32 = String::from_utf8(read("status")?)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let status = std::os::unix::process::ExitStatusExt::from_raw(status << 8);
    let full = Output {
        status,
        stdout: read("out")?,
        stderr: read("err")?,
    };
    Some((full, after))
}

#[test]
fn settings_that_are_not_understood_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    let cases = [
        (
            "listne = \"127.0.0.1:0\"",
            WRONG,
            vec!["unknown field `listne`", "`listen`"],
        ),
        ("listen = \"nowhere\"", WRONG, vec!["listen"]),
        ("listen = ", WRONG, vec!["settings.toml", "TOML"]),
        (
            "reference = \"no-such-file.toml\"",
            ENVIRONMENT,
            vec!["no-such-file.toml"],
        ),
    ];
    for (text, status, words) in cases {
        fs::write(&settings, text).unwrap();
        for command in [&["serve"][..], &["config", "check"]] {
            let output = run(stockbridge().args(command).arg("--config").arg(&settings));
            let told = said(&output);
            assert_eq!(output.status.code(), Some(status), "{text}: {told}");
            assert!(
                words.iter().all(|word| told.contains(word)),
                "{text}: {told}"
            );
        }
    }
}

#[test]
fn a_second_demo_goes_on_and_a_fresh_one_starts_over() {
    const DAYS: u32 = 4;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let expected = figures(told(&folder.path().join("undisturbed"), DAYS));
    // Told to stop in the middle, by a terminal or a service manager.
    let log = folder.path().join("log");
    let mut process = Running::start(&mut tell(&data, DAYS), &log);
    wait_for("the story to begin", || {
        process.log().contains("→ 855").then_some(())
    });
    assert!(process.terminate().success(), "{}", process.log());
    let scenes = || -> Value {
        let told = fs::read(data.join("simulators/story.json")).unwrap();
        serde_json::from_slice::<Value>(&told).unwrap()["scenes"].clone()
    };
    assert!(
        scenes().as_u64().unwrap() < u64::from(DAYS) * 6,
        "it was not in the middle"
    );
    assert_eq!(figures(told(&data, DAYS)), expected, "it goes on");
    assert_eq!(
        figures(told(&data, DAYS)),
        expected,
        "nothing is left to tell"
    );
    let mut fresh = tell(&data, 0);
    let output = run(fresh.arg("--fresh"));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(scenes(), 0);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&told["orders_sent"], &told["interchanges_received"]),
        (&0.into(), &112.into())
    );
}

#[test]
fn a_folder_that_is_not_a_demos_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let thesis = folder.path().join("thesis.txt");
    fs::write(&thesis, "all my work").unwrap();
    let mut real = Hub::new();
    real.start();
    real.stop();
    let database = real.data().join("stockbridge.db");
    let before = fs::read(&database).unwrap();
    for (data, holds) in [(folder.path(), "thesis.txt"), (&real.data(), "")] {
        for arguments in [&[][..], &["--fresh"]] {
            let output = run(tell(data, 0).args(arguments));
            refused(&output, WRONG, &[holds, "not from a demo", "--data"]);
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read(&database).unwrap(), before);
    // A demo's folder that something else was put into goes on, but is not removed.
    let data = folder.path().join("data");
    told(&data, 0);
    fs::copy(&thesis, data.join("thesis.txt")).unwrap();
    told(&data, 0);
    let output = run(tell(&data, 0).arg("--fresh"));
    refused(&output, WRONG, &["thesis.txt", "not from a demo"]);
    assert_eq!(fs::read(data.join("thesis.txt")).unwrap(), b"all my work");
    // Killed while it removed an old demo: the next start ends that and begins a new one.
    fs::remove_file(data.join("thesis.txt")).unwrap();
    fs::rename(data.join("simulators"), data.join("simulators.removed")).unwrap();
    told(&data, 0);
    assert!(data.join("simulators").exists() && !data.join("simulators.removed").exists());
}

/// Puts a foreign topic into the profile of the demo's partner.
fn with_topic(mapping: &str) -> String {
    let topic = format!(
        "[[partners.topics]]\ntopic = \"tills\"\nkind = \"activity\"\n\
         [partners.topics.mapping]\n{mapping}\n[partners.x12]\n"
    );
    story::REFERENCE.replacen("[partners.x12]\n", &topic, 1)
}

fn serve_ingest(reference: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reference.toml");
    fs::write(&file, reference).unwrap();
    let mut command = stockbridge();
    command.env("STOCKBRIDGE__REFERENCE", &file);
    command.args(["serve", "--roles", "ingest", "--data"]);
    run(command.arg(folder.path().join("data")))
}

#[test]
fn a_foreign_topic_needs_brokers_and_a_mapping_that_works() {
    let good = "site = \"/s\"\nitem = \"/i\"\nday = \"/d\"\nsold = \"/q\"";
    let output = serve_ingest(&with_topic(good));
    let words = [
        "partner WOMART lists the topic tills",
        "kafka.brokers is not set",
    ];
    refused(&output, ENVIRONMENT, &words);
    let bad = good.replace("sold", "slod");
    let output = serve_ingest(&with_topic(&bad));
    let words = [
        "topic tills of partner WOMART",
        "field slod is unknown",
        "known are site",
    ];
    refused(&output, WRONG, &words);
}
