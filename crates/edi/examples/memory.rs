//! What checking a big file costs: `cargo run --release -p edi --example memory x12 1000`.
//!
//! Kinds are `x12` (one 852), `edifact` (one SLSRPT), `open` (no terminator), `zeros`, and `tiny`
//! (messages of about 100 bytes); the number is how many million bytes. They come in pieces of
//! 64 KiB. The most memory is what Linux tells (VmHWM).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and stops where it cannot go on"
)]

use std::path::Path;
use std::time::Instant;

use edi::{Checker, Schemas};

const PIECE: usize = 1 << 16;

/// What stands before, again and again inside, and behind.
struct Kind {
    head: String,
    body: fn(usize) -> String,
    tail: fn(usize) -> String,
}

const ISA: &str = "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U\
    *00401*000000007*0*P*>~GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~";
const UNB: &str = "UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'";

fn kind(name: &str) -> Kind {
    let open = |body: fn(usize) -> String| Kind {
        head: format!("{ISA}ST*852*0001~XQ*H*20240331~N9*IA*"),
        body,
        tail: |_| String::new(),
    };
    match name {
        "x12" => Kind {
            head: format!("{ISA}ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~"),
            body: |n| format!("LIN**UP*{n:012}~ZA*QS*{}*EA~ZA*QA*30*EA~", n % 100),
            tail: |n| format!("CTT*{n}~SE*{}*0001~GE*1*7~IEA*1*000000007~", 5 + 3 * n),
        },
        "edifact" => Kind {
            head: format!(
                "{UNB}UNH+1+SLSRPT:D:96A:UN'BGM+73+1+9'DTM+137:20240401:102'\
                 NAD+SU+4012345000009::9'LOC+162+4012345000023::9'"
            ),
            body: |n| {
                format!(
                    "LIN+{}++{n:013}:EN'PRI+AAE:1.99'QTY+153:{}'",
                    1 + n % 999_999,
                    n % 99
                )
            },
            tail: |n| format!("UNT+{}+1'UNZ+1+7'", 6 + 3 * n),
        },
        "tiny" => Kind {
            head: ISA.to_owned(),
            body: |n| {
                let n = n + 1;
                format!(
                    "ST*852*{n:09}~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~SE*6*{n:09}~"
                )
            },
            tail: |n| format!("GE*{n}*7~IEA*1*000000007~"),
        },
        "zeros" => open(|_| "\0".repeat(PIECE)),
        _ => open(|_| "A".repeat(PIECE)),
    }
}

fn schemas() -> Schemas {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files = Vec::new();
    for version in ["x12/004010", "edifact/D96A"] {
        for file in std::fs::read_dir(folder.join(version)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path.display().to_string(), text));
        }
    }
    let texts: Vec<(&str, &str)> = files.iter().map(|(n, t)| (&**n, &**t)).collect();
    Schemas::parse(&texts).unwrap()
}

fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    line.unwrap_or("VmHWM: unknown").to_owned()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "x12".to_owned());
    let millions: usize = arguments.next().map_or(100, |n| n.parse().unwrap());
    let kind = kind(&name);
    let schemas = schemas();
    let mut checker = Checker::new(&schemas);
    let start = Instant::now();
    let mut waiting = kind.head.clone();
    let (mut pushed, mut rounds) = (0, 0);
    while pushed < millions * 1_000_000 {
        while waiting.len() < PIECE {
            waiting += &(kind.body)(rounds);
            rounds += 1;
        }
        checker.push(&waiting.as_bytes()[..PIECE]);
        pushed += PIECE;
        waiting.drain(..PIECE);
    }
    waiting += &(kind.tail)(rounds);
    checker.push(waiting.as_bytes());
    let report = checker.finish();
    let codes: Vec<_> = report
        .findings
        .iter()
        .take(5)
        .map(|f| f.code.name())
        .collect();
    println!(
        "{name}: {millions} MB in {:.1} s, {rounds} rounds, {:?}, {} findings {codes:?}, {}",
        start.elapsed().as_secs_f64(),
        report.verdict,
        report.findings.len(),
        most_memory()
    );
}
