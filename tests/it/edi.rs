//! `edi …` as people and scripts use it.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{run, said, stockbridge};

const GOOD: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*",
    "000000007*0*P*>~\n",
    "GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~\n",
    "ST*852*0001~\n",
    "XQ*H*20240331~\n",
    "N1*RL*STORE SEVEN*92*0007~\n",
    "LIN**UP*012345678905~\n",
    "ZA*QS*12*EA~\n",
    "SE*6*0001~\n",
    "GE*1*7~\n",
    "IEA*1*000000007~\n",
);

const EDIFACT: &str = concat!(
    "UNA:+.? 'UNB+UNOC:3+9501101020016:14+9501101020023:14+240401:0600+7'",
    "UNH+1+INVRPT:D:96A:UN'BGM+35+42+9'DTM+137:20240331:102'",
    "LIN+1++9501101530003:EN'QTY+145:30'UNT+6+1'UNZ+1+7'",
);

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn edi(arguments: &[&str], files: &[&Path]) -> Output {
    let mut command = stockbridge();
    command.env_remove("LANG").env_remove("LC_ALL");
    run(command.arg("edi").args(arguments).args(files))
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(output)))
}

#[test]
fn a_check_marks_the_place_and_sums_up() {
    let folder = Folder::new();
    let bad = folder.file("bad.edi", GOOD.replace("QS*12*", "QS*1\u{e9}2*"));
    let output = edi(&["check"], &[&bad]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let shown = text(&output);
    let expected = [
        "error[X12-ELEMENT-CHARACTER]: ",
        "bad.edi, interchange 000000007, message 0001, segment 5, byte 234",
        "4 | LIN**UP*012345678905~",
        "5 | ZA*QS*1é2*EA~",
        "  |       ^^^ ZA02 is no number",
        "6 | SE*6*0001~",
        "whose mistake: the sender's",
        "bad.edi: rejected (X12, syntax accepted): 1 interchange, 1 message; 1 error, 0 warnings",
    ];
    for line in expected {
        assert!(shown.contains(line), "{line} in\n{shown}");
    }
    assert!(!shown.contains('\u{1B}'), "colour where no terminal is");
}

#[test]
fn a_check_explains_in_chinese_where_asked_or_set() {
    let folder = Folder::new();
    let bad = folder.file("bad.edi", GOOD.replace("SE*6", "SE*9"));
    let asked = text(&edi(&["check", "--language", "zh"], &[&bad]));
    assert!(
        asked.contains("错误[X12-SE-COUNT]") && asked.contains("责任方：发送方"),
        "{asked}"
    );
    assert!(
        asked.contains("SE01 所写的段数为\"9\"，报文中实有 6 个"),
        "{asked}"
    );
    let set = run(stockbridge()
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(["edi", "check"])
        .arg(&bad));
    assert_eq!(text(&set), asked);
}

#[test]
fn odd_bytes_and_long_segments_are_shown_safely() {
    let folder = Folder::new();
    let mut bytes = GOOD
        .replace("STORE SEVEN", &"LONG ".repeat(2000))
        .into_bytes();
    let at = bytes.windows(3).position(|w| w == b"LIN").unwrap();
    bytes.splice(at - 30..at - 28, [0x1B, 0xFF]);
    let bad = folder.file("bad.edi", bytes);
    let shown = text(&edi(&["check"], &[&bad]));
    assert!(!shown.contains('\u{1B}') && shown.contains('…'), "{shown}");
    assert!(shown.lines().all(|l| l.chars().count() < 300), "{shown}");
}

#[test]
fn only_so_many_findings_are_shown() {
    let folder = Folder::new();
    let wrong = GOOD.replace("ZA*QS*12*EA~\n", &"ZA*QS*x*EA~\n".repeat(50));
    let bad = folder.file("bad.edi", wrong.replace("SE*6", "SE*55"));
    let shown = text(&edi(&["check", "--most", "3"], &[&bad]));
    assert_eq!(shown.matches("error[").count(), 3, "{shown}");
    assert!(shown.contains("3 of 50 findings shown"), "{shown}");
}

#[test]
fn a_check_prints_json_lines_as_promised() {
    let folder = Folder::new();
    let bad = folder.file("bad.edi", GOOD.replace("QS*12*", "QS*x*"));
    let good = folder.file("good.edi", EDIFACT);
    let output = edi(&["check", "--json"], &[&bad, &good]);
    let lines: Vec<Value> = text(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [first, second] = lines.as_slice() else {
        panic!("two files, two lines");
    };
    for (value, fields) in [
        (first, "file standard syntax verdict interchanges findings"),
        (
            &first["interchanges"][0],
            "control_number sender receiver groups messages",
        ),
        (
            &first["interchanges"][0]["messages"][0],
            "type control_number verdict",
        ),
        (
            &first["findings"][0],
            "code severity owner place text cause fix acknowledgement",
        ),
        (
            &first["findings"][0]["place"],
            "interchange group message segment segment_id element component repetition offset \
             length",
        ),
    ] {
        for field in fields.split_whitespace() {
            assert!(value.get(field).is_some(), "{field} in {value}");
        }
    }
    assert_eq!(
        first["interchanges"][0]["messages"][0]["verdict"],
        "rejected"
    );
    assert_eq!(second["standard"], "EDIFACT");
    assert_eq!(second["verdict"], "accepted");
    assert_eq!(second["interchanges"][0]["messages"][0]["type"], "INVRPT");
}

#[test]
fn a_view_is_a_tree() {
    let folder = Folder::new();
    let x12 = folder.file("x12.edi", GOOD);
    let shown = text(&edi(&["view"], &[&x12]));
    for line in [
        "interchange 000000007  X12  ZZ:WOMART → ZZ:ANAN",
        "  group 7  PD 004010",
        "    message 0001  852",
        "    4         LIN  | UP | 012345678905",
        "loop ZA",
    ] {
        assert!(shown.contains(line), "{line} in\n{shown}");
    }
    let edifact = folder.file("edifact.edi", EDIFACT);
    let shown = text(&edi(&["view"], &[&edifact]));
    assert!(
        shown.contains("UNA:+.? '") && shown.contains("loop LIN"),
        "{shown}"
    );
    let tree = json(&edi(&["view", "--json"], &[&edifact]));
    let message = &tree["parts"][0]["parts"][1];
    assert_eq!(message["type"], "INVRPT");
    assert_eq!(message["parts"][3]["name"], "LIN");
    assert_eq!(
        message["parts"][3]["parts"][0]["elements"][2][0],
        "9501101530003"
    );
}

#[test]
fn a_file_is_rewritten_as_it_was_or_in_its_plainest_form() {
    let folder = Folder::new();
    let out = folder.path("out.edi");
    let output = ["--output", out.to_str().unwrap()];
    let file = folder.file("good.edi", GOOD);
    assert!(
        edi(&["rewrite", output[0], output[1]], &[&file])
            .status
            .success()
    );
    assert_eq!(std::fs::read_to_string(&out).unwrap(), GOOD);
    let short = GOOD
        .replace("*WOMART         *", "*WOMART*")
        .replace("LIN**UP*012345678905", "LIN**UP*012345678905**");
    let file = folder.file("short.edi", short);
    let canonical = ["rewrite", "--canonical", output[0], output[1]];
    assert!(edi(&canonical, &[&file]).status.success());
    assert_eq!(
        std::fs::read_to_string(&out).unwrap(),
        GOOD.replace('\n', "")
    );
    let broken = folder.file("broken.edi", GOOD.replace("SE*6", "SE*9"));
    let refused = edi(&canonical, &[&broken]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused).contains("X12-SE-COUNT"),
        "{}",
        text(&refused)
    );
}

#[test]
fn a_difference_is_told_by_exit_status_and_place() {
    let folder = Folder::new();
    let first = folder.file("first.edi", GOOD);
    let resent = folder.file("resent.edi", GOOD.replace("000000007", "000000008"));
    let other = folder.file("other.edi", GOOD.replace("QS*12*", "QS*13*"));
    assert_eq!(edi(&["diff"], &[&first, &resent]).status.code(), Some(0));
    let envelope = edi(&["diff", "--envelope"], &[&first, &resent]);
    assert_eq!(envelope.status.code(), Some(1));
    let told = edi(&["diff"], &[&first, &other]);
    assert_eq!(told.status.code(), Some(1));
    assert!(
        text(&told).contains(r#"ZA02: "12" → "13""#),
        "{}",
        text(&told)
    );
    let told = json(&edi(&["diff", "--json"], &[&first, &other]));
    assert_eq!(told["differences"][0]["segment_id"], "ZA");
    assert_eq!(told["differences"][0]["first"]["segment"], 5);
}

#[test]
fn a_seed_replaces_alike_across_files() {
    let folder = Folder::new();
    let other = GOOD.replace("*12*", "*77*");
    let anonymised = |name: &str, bytes: &str| {
        let (file, out) = (
            folder.file(name, bytes),
            folder.path(&format!("{name}.out")),
        );
        let arguments = [
            "anonymise",
            "--seed",
            "5",
            "--output",
            out.to_str().unwrap(),
        ];
        let output = edi(&arguments, &[&file]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(edi(&["check"], &[&out]).status.success());
        std::fs::read_to_string(out).unwrap()
    };
    let (a, b) = (anonymised("a.edi", GOOD), anonymised("b.edi", &other));
    assert_eq!(a.replace("*12*", "*77*"), b);
    assert!(!a.contains("WOMART") && !a.contains("012345678905"), "{a}");
}

#[test]
fn a_sample_follows_the_profile_of_a_partner() {
    let folder = Folder::new();
    let reference = include_str!("../../examples/womart/reference.toml")
        .replace("terminator = \"~\"", "terminator = \"!\"");
    folder.file("reference.toml", reference);
    let settings = format!("reference = {:?}", folder.path("reference.toml"));
    let settings = folder.file("settings.toml", settings);
    let config = format!("--config={}", settings.display());
    let sample = ["sample", "--message", "852", "--partner", "WOMART", &config];
    let text = text(&edi(&sample, &[]));
    assert!(
        text.contains("*ZZ*WOMART         *ZZ*ANAN           *"),
        "{text}"
    );
    assert!(text.contains("!ST*852*0001!"), "{text}");
}

#[test]
fn a_sample_passes_the_check() {
    let folder = Folder::new();
    for message in ["852", "850", "855", "INVRPT", "SLSRPT"] {
        let out = folder.path(&format!("{message}.edi"));
        let arguments = [
            "sample",
            "--message",
            message,
            "--output",
            out.to_str().unwrap(),
        ];
        let output = edi(&[&arguments[..], &["--partner", "WOMART"]].concat(), &[]);
        assert!(output.status.success(), "{}", said(&output));
        let checked = json(&edi(&["check", "--json"], &[&out]));
        assert_eq!(checked["verdict"], "accepted", "{checked}");
        assert_eq!(checked["interchanges"][0]["sender"], "WOMART");
    }
    let unknown = edi(&["sample", "--message", "999999"], &[]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        said(&unknown).contains("there are 214, "),
        "{}",
        said(&unknown)
    );
}

#[test]
fn a_code_is_explained_in_both_languages() {
    let english = text(&edi(&["explain", "x12-se-count"], &[]));
    assert!(english.starts_with("X12-SE-COUNT: SE01"), "{english}");
    let chinese = text(&edi(&["explain", "X12-SE-COUNT", "--language", "zh"], &[]));
    assert!(chinese.contains('段') && chinese != english, "{chinese}");
}

#[test]
fn codes_of_an_acknowledgement_are_explained() {
    let shown = text(&edi(&["explain", "AK5", "R", "4"], &[]));
    for line in [
        "AK501-R: The message was rejected and not used.\nwhose mistake: the sender's\n",
        "\n\nAK502-4: SE01 is not the number of segments from ST to SE, both counted.\n",
    ] {
        assert!(shown.contains(line), "{line} in\n{shown}");
    }
    let listed = text(&edi(&["explain", "ak4", "--language", "zh"], &[]));
    assert!(
        listed.starts_with("AK403-1: 必备的元素为空。\nAK403-2: "),
        "{listed}"
    );
    let found = json(&edi(&["explain", "--json", "TA1-025"], &[]));
    assert_eq!(
        (found["code"].as_str(), found["owner"].as_str()),
        (Some("TA105-025"), Some("sender"))
    );
    assert_eq!(edi(&["explain", "AK304-99"], &[]).status.code(), Some(1));
}

#[test]
fn a_guide_asks_for_more_and_is_refused_when_it_is_wrong() {
    let folder = Folder::new();
    let file = folder.file("852.x12", GOOD);
    let guide = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples/guides/womart-852.guide")
        .display()
        .to_string();
    let checked = edi(&["check", "--json", "--guide", &guide], &[&file]);
    let report = json(&checked);
    let codes: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["GUIDE-SEGMENT-MISSING"], "there is no CTT");
    assert_eq!(checked.status.code(), Some(1));
    let wrong = folder.file(
        "wrong.guide",
        "guide x12 004010 852\nsegment ABC required\n",
    );
    let refused = edi(
        &["check", "--guide", &wrong.display().to_string()],
        &[&file],
    );
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("wrong.guide, line 2: the message has no segment ABC"),
        "{}",
        said(&refused)
    );
}

#[test]
fn an_edifact_interchange_is_answered_by_contrl() {
    let folder = Folder::new();
    let file = folder.file("invrpt.edi", EDIFACT.replace("UNT+6", "UNT+7"));
    let answers = folder.path("answers");
    let done = edi(
        &["ack", "--output", &answers.display().to_string()],
        &[&file],
    );
    assert!(done.status.success(), "{}", said(&done));
    let answer = std::fs::read_to_string(answers.join("invrpt-1-contrl.edi")).unwrap();
    assert!(
        answer.contains("UCI+7+9501101020016:14+9501101020023:14+7'"),
        "{answer}"
    );
    assert!(
        answer.contains("UCM+1+INVRPT:D:96A:UN+4+29+UNT"),
        "{answer}"
    );
}

#[test]
fn a_file_becomes_one_of_another_syntax_and_comes_back() {
    let folder = Folder::new();
    // What is written counts its lines.
    let counted = GOOD.replace("SE*6*", "CTT*1~\nSE*7*");
    let x12 = folder.file("monday.edi", counted);
    let convert = |from: &Path, to: &str, name: &str| {
        let output = folder.path(name);
        let flag = format!("--output={}", output.display());
        let run = edi(&["convert", "--to", to, &flag], &[from]);
        assert!(run.status.success(), "{}", said(&run));
        output
    };
    let edifact = convert(&x12, "edifact", "monday.edifact");
    let text = std::fs::read_to_string(&edifact).unwrap();
    for part in [
        "UNB+UNOC:3+WOMART:ZZZ+ANAN:ZZZ+240401:0600+000000007'",
        "NAD+GY+0007::92++",
        "LOC+162+0007::92'DTM+356:20240331:102'LIN+1++012345678905:UP'QTY+153:12:PCE'",
    ] {
        assert!(text.contains(part), "{part} not in {text}");
    }
    // Back again, and by way of JSON, it says the same.
    let back = convert(&edifact, "x12", "back.edi");
    let same = edi(&["diff"], &[&x12, &back]);
    assert!(same.status.success(), "{}", said(&same));
    let json = convert(&x12, "json", "monday.json");
    let value: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let line = &value["interchanges"][0]["documents"][0]["lines"][0];
    assert_eq!(
        (&line["code"], &line["quantity"]),
        (&Value::from("QS"), &Value::from("12"))
    );
    let again = convert(&json, "x12", "again.edi");
    assert_eq!(std::fs::read(again).unwrap(), std::fs::read(back).unwrap());
    let ubl = convert(&x12, "ubl", "monday.xml");
    let text = std::fs::read_to_string(ubl).unwrap();
    assert!(text.contains("<ProductActivity"), "{text}");
}

#[test]
fn what_cannot_be_converted_is_said() {
    let folder = Folder::new();
    let output = format!("--output={}", folder.path("x").display());
    let text = GOOD.replace("ZA*QS*12*EA~\n", "CTP**RTL*3.99~\nZA*QS*12*EA~\n");
    let price = folder.file("price.edi", text.replace("SE*6*", "SE*7*"));
    let run = edi(&["convert", "--to", "edifact", &output], &[&price]);
    assert!(run.status.success(), "{}", said(&run));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(
        told.contains("note[DOC-NOT-CARRIED]: message 0001, segment 5, byte"),
        "{told}"
    );
    let cut = folder.file("cut.edi", GOOD.split("SE*").next().unwrap());
    let run = edi(&["convert", "--to", "json", &output], &[&cut]);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
}

#[test]
fn a_999_tells_what_a_guide_asks_in_the_codes_of_guides() {
    let folder = Folder::new();
    let later = GOOD
        .replace("*U*00401*", "*^*00501*")
        .replace("X*004010~", "X*005010~");
    let file = folder.file("monday.edi", later);
    let guide = "guide x12 005010 852\nelement ZA02 most 5\n";
    let guide = format!("--guide={}", folder.file("few.guide", guide).display());
    let output = format!("--output={}", folder.path("answers").display());
    let ack = ["ack", &output, &guide, "--functional=999"];
    let run = edi(&ack, &[&file]);
    assert!(run.status.success(), "{}", said(&run));
    let answer = std::fs::read_to_string(folder.path("answers/monday-1-999.edi")).unwrap();
    // The greatest value is of the guide (I12), and so is the message's fault (I5).
    let expected =
        "AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*2*380*I12*12~IK5*R*I5~AK9*R*1*1*0~";
    assert!(answer.contains(expected), "{answer}");
}
