use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use edi::{Delimiters, Finding, Language, Part, Report, Severity};

use super::language;

/// A finding with the stretch of the file that it is about.
#[derive(Debug)]
pub(super) struct Shown<'f> {
    finding: &'f Finding,
    path: String,
    /// The segment and its neighbours, a line each.
    lines: String,
    /// The bytes of `lines` that are marked.
    marked: Range<usize>,
    /// The number of the first line.
    first: Option<usize>,
}

/// So much is read before and after a place; longer segments are shown from their middle on.
const AROUND: usize = 4096;

/// So many characters of a line are shown, and so many before the place that is marked.
const WIDEST: usize = 110;
const BEFORE_MARK: usize = 40;

impl<'f> Shown<'f> {
    /// Reads the segment of a finding and its neighbours, and no more of the file.
    pub(super) fn read(
        file: &mut File,
        path: &Path,
        report: &Report,
        finding: &'f Finding,
    ) -> io::Result<Self> {
        let (start, delimiters) = interchange(report, finding);
        let place = &finding.place;
        let from = place.offset.saturating_sub(AROUND).max(start);
        let length = place.offset - from + place.length.min(AROUND) + AROUND;
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(u64::try_from(from).unwrap_or(u64::MAX)))?;
        let read = read_full(file, &mut bytes)?;
        bytes.truncate(read);
        let mark = place.offset - from..(place.offset - from).saturating_add(place.length);
        let pieces = pieces(&bytes, delimiters);
        let here = pieces.iter().rposition(|p| p.start <= mark.start);
        let here = here.unwrap_or_default();
        let mut shown = Self {
            finding,
            path: path.display().to_string(),
            lines: String::new(),
            marked: 0..0,
            first: place.segment.map(|n| n as usize),
        };
        if here > 0 && place.segment != Some(1) {
            shown.neighbour(&bytes, pieces.get(here - 1));
            shown.first = shown.first.map(|n| n - 1);
        }
        shown.marked(&bytes, pieces.get(here).cloned().unwrap_or(0..read), mark);
        if !matches!(place.segment_id.as_deref(), Some("SE" | "UNT")) {
            shown.neighbour(&bytes, pieces.get(here + 1));
        }
        Ok(shown)
    }

    fn neighbour(&mut self, bytes: &[u8], piece: Option<&Range<usize>>) {
        let Some(piece) = piece else { return };
        let text = characters(bytes, trimmed(bytes, piece.clone(), piece.end));
        if text.is_empty() {
            return;
        }
        self.lines.extend(text.iter().take(WIDEST).map(|(_, c)| *c));
        if text.len() > WIDEST {
            self.lines.push('…');
        }
        self.lines.push('\n');
    }

    fn marked(&mut self, bytes: &[u8], piece: Range<usize>, mark: Range<usize>) {
        let text = characters(bytes, trimmed(bytes, piece, mark.start));
        let first = text.iter().position(|(at, _)| *at >= mark.start);
        let first = first.unwrap_or(text.len());
        let skipped = match text.len() > WIDEST {
            true => first.saturating_sub(BEFORE_MARK),
            false => 0,
        };
        if skipped > 0 {
            self.lines.push('…');
        }
        let (mut start, mut end) = (None, None);
        for (at, c) in text.iter().skip(skipped).take(WIDEST) {
            if *at >= mark.start {
                start = start.or(Some(self.lines.len()));
            }
            self.lines.push(*c);
            if *at >= mark.start && *at < mark.end {
                end = Some(self.lines.len());
            }
        }
        let start = start.unwrap_or(self.lines.len());
        self.marked = start..end.unwrap_or(start);
        if text.len() > skipped + WIDEST {
            self.lines.push('…');
        }
        self.lines.push('\n');
    }

    /// Returns what a person reads.
    pub(super) fn render(&self, renderer: &Renderer, language: Language) -> String {
        let finding = self.finding;
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let (code, severity) = (finding.code.name(), finding.severity);
        let cause = finding.cause(language);
        let (meaning, fix) = edi::explain(code, language)
            .map_or((cause.as_str(), finding.fix.as_str()), |e| {
                (e.meaning, e.fix)
            });
        let note = |name: &'static str| Level::NOTE.with_name(name);
        let (note, help) = match language {
            Language::English => (note("note"), Level::HELP.with_name("help")),
            Language::Chinese => (note("说明"), Level::HELP.with_name("处理")),
        };
        let origin = origin(&self.path, finding, language);
        let mark = AnnotationKind::Primary.span(self.marked.clone());
        let snippet = Snippet::source(self.lines.as_str())
            .line_numbering(self.first.is_some())
            .line_start(self.first.unwrap_or(1).max(1))
            .fold(false)
            .annotation(mark.label(cause.as_str()));
        let title = level
            .with_name(language::severity(severity, language))
            .primary_title(meaning)
            .id(code);
        let report = title
            .element(Origin::path(origin.as_str()))
            .element(snippet)
            .element(note.message(language::owner(finding.owner, language)))
            .element(help.message(fix));
        without_other_file(&renderer.render(&[report]))
    }
}

/// Leaves out the mark of another file: the library sets it as it takes the origin, which says more
/// than line and column, for one of its own.
fn without_other_file(text: &str) -> String {
    let is_mark = |line: &str| {
        let styled = line.contains('\u{1B}');
        line.contains(":::") && (line.trim() == ":::" || styled && !line.contains('|'))
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_mark(line)).collect();
    lines.join("\n")
}

/// Returns where the interchange of a finding starts and what delimits it.
fn interchange(report: &Report, finding: &Finding) -> (usize, Option<Delimiters>) {
    let index = match finding.place.part {
        Part::File => None,
        Part::Interchange(i) | Part::Group(i, _) | Part::Message(i, ..) => Some(i),
    };
    let found = index.and_then(|i| report.interchanges.get(i));
    found.map_or((0, None), |i| {
        (i.offset.min(finding.place.offset), Some(i.delimiters))
    })
}

fn origin(path: &str, finding: &Finding, language: Language) -> String {
    let place = &finding.place;
    let (segment, byte) = (place.segment, place.offset);
    let mut origin = path.to_owned();
    let names = match language {
        Language::English => [", interchange ", ", message ", ", segment ", ", byte "],
        Language::Chinese => ["，交换 ", "，报文 ", "，段 ", "，字节 "],
    };
    let parts = [
        place.interchange.clone(),
        place.message.clone(),
        segment.map(|n| n.to_string()),
        Some(byte.to_string()),
    ];
    for (name, part) in names.into_iter().zip(parts) {
        if let Some(part) = part {
            origin.push_str(name);
            origin.push_str(&part);
        }
    }
    origin
}

fn read_full(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Cuts bytes after terminators that are not released; without an interchange after line ends.
fn pieces(bytes: &[u8], delimiters: Option<Delimiters>) -> Vec<Range<usize>> {
    let terminator = delimiters.map_or(b'\n', |d| d.terminator);
    let release = delimiters.and_then(|d| d.release);
    let mut pieces = Vec::new();
    let (mut start, mut released) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == terminator && !released {
            pieces.push(start..at + 1);
            start = at + 1;
        }
        released = !released && Some(*byte) == release;
    }
    let rest = bytes.get(start..).unwrap_or_default();
    if !rest.trim_ascii().is_empty() {
        pieces.push(start..bytes.len());
    }
    pieces
}

/// Takes line ends and blanks off, but not what is marked.
fn trimmed(bytes: &[u8], piece: Range<usize>, mark: usize) -> Range<usize> {
    let is_blank = |at: &usize| bytes.get(*at).is_some_and(u8::is_ascii_whitespace);
    let mut range = piece;
    while range.start < range.end && range.start != mark && is_blank(&range.start) {
        range.start += 1;
    }
    while range.start < range.end && range.end - 1 > mark && is_blank(&(range.end - 1)) {
        range.end -= 1;
    }
    if bytes.get(range.end.saturating_sub(1)) == Some(&b'\n') && range.end > range.start {
        range.end -= 1;
    }
    range
}

/// Returns the characters of a stretch, each with its first byte; what a terminal might obey or
/// cannot show is replaced.
fn characters(bytes: &[u8], range: Range<usize>) -> Vec<(usize, char)> {
    let mut at = range.start;
    let mut characters = Vec::new();
    for chunk in bytes.get(range).unwrap_or_default().utf8_chunks() {
        for c in chunk.valid().chars() {
            characters.push((at, visible(c)));
            at += c.len_utf8();
        }
        for _ in chunk.invalid() {
            characters.push((at, char::REPLACEMENT_CHARACTER));
            at += 1;
        }
    }
    characters
}

/// Returns a character's picture where it is a control character, or turns the line around.
fn visible(c: char) -> char {
    match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(' '),
        '\x7F' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}
