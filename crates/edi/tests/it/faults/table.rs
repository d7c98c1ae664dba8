//! Reads the tables of faults, and spoils a good file as a fault says.

use edi::Code;

/// A good file with something wrong in it, and all that its sender must hear of it.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) kind: &'static str,
    pub(super) name: &'static str,
    changes: Vec<Change>,
    /// What the receiver takes none of, which is tolerated otherwise.
    pub(super) refused: Vec<Code>,
    /// What is wrong with the acknowledgement itself, as it repeats what is wrong.
    pub(super) repeated: Vec<Code>,
    /// What a partner's guide asks.
    pub(super) rules: Vec<&'static str>,
    /// The answers: each TA1, and all between header and trailer of each other message.
    pub(super) answers: Vec<String>,
}

#[derive(Debug, Clone)]
enum Change {
    First(String, String),
    All(String, String),
    Cut(String),
    Before(String),
    After(String),
}

/// Reads a table.
///
/// ```text
/// == a kind of faults
/// # what is to be said of the fault below
/// a fault
///   what is replaced -> by what          the first; or: all this -> that
///   cut this and all that follows it
///   before this stands before the file   or: after
///   refuse THIS-CODE
///   repeats A-CODE that the acknowledgement itself has, as it copies what is wrong
///   guide a line of a partner's guide
///   AK1*PD*7~AK9*A*1*1*1~                an answer; or: nothing
///       which may go on
/// ```
///
/// `\n`, `\s` and `\x41` stand for characters that are hard to see, `[5 of A]` for AAAAA.
pub(super) fn faults(table: &'static str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut kind = "";
    for line in table.lines().filter(|line| is_told(line)) {
        if let Some(new) = line.strip_prefix("== ") {
            kind = new;
            continue;
        }
        let Some(word) = line.strip_prefix("  ") else {
            faults.push(Fault {
                kind,
                name: line,
                changes: Vec::new(),
                refused: Vec::new(),
                repeated: Vec::new(),
                rules: Vec::new(),
                answers: Vec::new(),
            });
            continue;
        };
        let fault = faults.last_mut().unwrap();
        match word.strip_prefix("    ") {
            Some(more) => fault.answers.last_mut().unwrap().push_str(more),
            None => fault.take(word),
        }
    }
    faults
}

fn is_told(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

impl Fault {
    fn take(&mut self, line: &'static str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, rest) {
            ("nothing", "") => {}
            ("cut", _) => self.changes.push(Change::Cut(shown(rest))),
            ("before", _) => self.changes.push(Change::Before(shown(rest))),
            ("after", _) => self.changes.push(Change::After(shown(rest))),
            ("refuse", code) => self.refused.push(Code::from_name(code).unwrap()),
            ("repeats", code) => self.repeated.push(Code::from_name(code).unwrap()),
            ("guide", rule) => self.rules.push(rule),
            ("all", _) => {
                let (from, to) = rest.split_once(" -> ").unwrap();
                self.changes.push(Change::All(shown(from), shown(to)));
            }
            _ => match line.split_once(" ->") {
                Some((from, to)) => {
                    let to = to.strip_prefix(' ').unwrap_or(to);
                    self.changes.push(Change::First(shown(from), shown(to)));
                }
                None => self.answers.push(shown(line)),
            },
        }
    }

    /// Returns the good file, spoiled; a character is a byte.
    ///
    /// The counts of its messages follow, unless the fault is about a trailer.
    pub(super) fn spoil(&self, good: &str) -> Vec<u8> {
        let mut text = good.to_owned();
        for change in &self.changes {
            let name = self.name;
            text = match change {
                Change::First(from, to) | Change::All(from, to) => {
                    assert!(text.contains(from), "{name}: {from} is not in {text}");
                    match change {
                        Change::First(..) => text.replacen(from, to, 1),
                        _ => text.replace(from, to),
                    }
                }
                Change::Cut(at) => text.split_once(at).unwrap().0.to_owned(),
                Change::Before(more) => format!("{more}{text}"),
                Change::After(more) => format!("{text}{more}"),
            };
        }
        if self.changes.iter().all(Change::leaves_trailers) {
            text = recounted(&text);
        }
        text.chars().map(|c| u8::try_from(c).unwrap()).collect()
    }
}

impl Change {
    fn leaves_trailers(&self) -> bool {
        match self {
            Self::First(from, to) => {
                let is_trailer = |t: &str| t.contains("SE*") || t.contains("UNT");
                !is_trailer(from) && !is_trailer(to)
            }
            Self::All(from, _) => !["~", "*", "'", "+"].contains(&from.as_str()),
            Self::Cut(_) => false,
            Self::Before(_) | Self::After(_) => true,
        }
    }
}

/// Returns the text with the counts of its messages set right.
fn recounted(text: &str) -> String {
    let (terminator, element, header, trailer) = match text.contains("ISA*") {
        true => ('~', '*', "ST", "SE"),
        false => ('\'', '+', "UNH", "UNT"),
    };
    let mut count = 0;
    let segments = text.split(terminator).map(|segment| {
        let (id, rest) = segment.split_once(element).unwrap_or((segment, ""));
        count = if id == header { 1 } else { count + 1 };
        match rest.split_once(element) {
            Some((_, number)) if id == trailer => {
                format!("{id}{element}{count}{element}{number}")
            }
            _ => segment.to_owned(),
        }
    });
    let segments: Vec<String> = segments.collect();
    segments.join(&terminator.to_string())
}

/// Returns a text with the characters that were written in another way.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '[']) {
        out.push_str(&rest[..at]);
        let special = &rest[at..];
        let (written, length) = match special.as_bytes() {
            [b'\\', b'n', ..] => ("\n".to_owned(), 2),
            [b'\\', b'r', ..] => ("\r".to_owned(), 2),
            [b'\\', b's', ..] => (" ".to_owned(), 2),
            [b'\\', b'x', ..] => {
                let byte = u8::from_str_radix(&special[2..4], 16).unwrap();
                (char::from(byte).to_string(), 4)
            }
            [b'[', ..] => {
                let (inner, _) = special[1..].split_once(']').unwrap();
                let (times, what) = inner.split_once(" of ").unwrap();
                (what.repeat(times.parse().unwrap()), inner.len() + 2)
            }
            _ => ("\\".to_owned(), 1),
        };
        out.push_str(&written);
        rest = &special[length..];
    }
    out + rest
}
