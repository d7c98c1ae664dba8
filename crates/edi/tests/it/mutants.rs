//! Files as they come out of broken programs: nothing panics, findings stand where they say, and
//! pieces change nothing.

use std::sync::atomic::{AtomicU64, Ordering};

use edi::{Code, Report, Schemas, check, read};

use crate::corpus::{Text, all};
use crate::dice::{Dice, long, setting};
use crate::pieces::{cuts, report_of};
use crate::sample::schemas;

/// Texts that break more than a random byte does.
const TELLING: &[&[u8]] = &[
    b"~",
    b"*",
    b"'",
    b"+",
    b":",
    b"?",
    b"^",
    b">",
    b"\n",
    b"\r\n",
    b" ",
    b"\0",
    b"\x1A",
    b"\xFF",
    b"\xC3",
    b"\xE2\x82",
    b"\xEF\xBB\xBF",
    b"\x1C",
    b"\x1D",
    b"-",
    b".",
    b"9",
    b"ISA",
    b"ISA*00*",
    b"UNA:+.? '",
    b"UNB+UNOA:1+",
    b"UNB+UNOC:3+A+B+240401:0600+7'",
    b"UNH+1+ORDERS:D:96A:UN'",
    b"UNT+3+1'",
    b"UNZ+1+7'",
    b"UNG+ORDERS+A+B+240401:0600+1+UN+D:96A'",
    b"UNE+1+1'",
    b"UNS+S'",
    b"GS*PD*A*B*20240401*0600*7*X*004010~",
    b"ST*852*0001~",
    b"SE*2*0001~",
    b"GE*1*7~",
    b"IEA*1*000000007~",
    b"BIN*5*",
    b"BDS*ASC*9*",
    b"ISX*\\~",
    b"TA1*1*240401*0600*A*000~",
    b"\\",
    b"STX=ANA:1+",
    b"ISB*~",
    b"UNO+1'",
    b"USH+1'",
    b"99999999999999999999",
];

/// Returns one text with a few things done to it.
fn mutant(dice: &mut Dice, texts: &[Text]) -> Vec<u8> {
    let mut bytes = dice.pick(texts).1.clone();
    // Long ones take long, and show little that short ones do not.
    if bytes.len() > 20_000 {
        bytes.truncate(1 + dice.below(20_000));
    }
    for _ in 0..=dice.below(5) {
        let at = dice.below(bytes.len() + 1);
        let most = *dice.pick(&[2, 40, 2000]);
        let few = dice.below(most);
        let end = (at + few).min(bytes.len());
        match dice.below(9) {
            0 | 1 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            2 | 3 => drop(bytes.splice(at..at, dice.pick(TELLING).iter().copied())),
            4 if at < bytes.len() => bytes[at] = dice.pick(TELLING)[0],
            5 => drop(bytes.drain(at..end)),
            6 => bytes.truncate(at),
            7 => {
                let stretch = bytes[at..end].repeat(1 + dice.below(4));
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, stretch);
            }
            _ => {
                let other = &dice.pick(texts).1;
                let from = dice.below(other.len() + 1);
                let until = (from + 1 + dice.below(3000)).min(other.len());
                bytes.splice(at..end, other[from..until].iter().copied());
            }
        }
    }
    bytes
}

/// These are of the file, and show no text of it.
const SILENT: [Code; 2] = [Code::FileEncoding, Code::FindingsCapped];

/// Says what is wrong with where findings are; their text is shortened.
fn misplaced(report: &Report, bytes: &[u8]) -> Option<String> {
    report.findings.iter().find_map(|finding| {
        let (from, length) = (finding.place.offset, finding.place.length);
        let Some(there) = bytes.get(from..from + length) else {
            return Some(format!("outside the file: {finding:?}"));
        };
        let there = String::from_utf8_lossy(&there[..there.len().min(120)]);
        (there != finding.text && !SILENT.contains(&finding.code))
            .then(|| format!("{there:?} stands there: {finding:?}"))
    })
}

fn survives(seed: u64, texts: &[Text], schemas: &Schemas) {
    let mut dice = Dice::new(seed);
    let bytes = mutant(&mut dice, texts);
    let show = || {
        let path = std::env::temp_dir().join(format!("edi-mutant-{seed}"));
        std::fs::write(&path, &bytes).unwrap();
        format!("seed {seed}, written to {}", path.display())
    };
    let whole = check(&read(&bytes), schemas);
    let misplaced = misplaced(&whole, &bytes);
    assert!(misplaced.is_none(), "{misplaced:?} ({})", show());
    let cuts = cuts(&mut dice, bytes.len());
    let report = report_of(&bytes, &cuts, schemas);
    assert!(
        report == whole,
        "{cuts:?} {}:\n{report:#?}\n{whole:#?}",
        show()
    );
}

/// `STOCKBRIDGE_MUTANTS` says how many, and with which seed they begin: `1000000 from 7`.
#[test]
fn mutants_are_survived() {
    let (texts, schemas) = (all(), schemas());
    let told = setting("STOCKBRIDGE_MUTANTS").unwrap_or_default();
    let (count, first) = told.split_once(" from ").unwrap_or((&told, "0"));
    let usual = if long() { 10_000_000 } else { 20_000 };
    let (count, first) = (count.parse().unwrap_or(usual), first.parse().unwrap_or(0));
    let next = AtomicU64::new(first);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        break;
                    }
                    survives(seed, &texts, &schemas);
                }
            });
        }
    });
    println!("{count} mutants from seed {first}");
}
