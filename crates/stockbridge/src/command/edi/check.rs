use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annotate_snippets::Renderer;
use anyhow::{Context, Result};
use clap::Args;
use edi::{Checker, Finding, Language, Report, Schemas, Severity, Standard, Verdict};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::snippet::Shown;
use super::{Common, Tongue, language, print};
use crate::{failure, system};

/// What `edi check` takes.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What a partner asks beyond the standard; may be given more than once.
    #[arg(long)]
    guide: Vec<PathBuf>,
    /// How many findings to show of each file, errors first.
    #[arg(long, default_value_t = 20)]
    most: usize,
    /// In which language to explain; otherwise LC_ALL or LANG says.
    #[arg(long, value_enum)]
    language: Option<Tongue>,
}

/// A file is read in pieces of this size, so that its own does not matter.
const PIECE: usize = 1 << 16;

/// So many findings say enough of a file that is not taken.
const REFUSED: usize = 5;

/// Below this size nobody waits long enough to watch.
const LONG: u64 = 20_000_000;

/// Checks files and shows what was found.
pub(super) fn run(common: &Common, arguments: &CheckArguments) -> Result<ExitCode> {
    let schemas = with_guides(&arguments.guide)?;
    let language = language::of(arguments.language);
    let mut rejected = false;
    for path in &arguments.files {
        let mut file =
            File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let report = report(&mut file, path, &schemas)?;
        rejected |= report.verdict == Verdict::Rejected;
        match common.json {
            true => print(&json_line(path, &report)?.to_string()),
            false => show(&mut file, path, &report, arguments.most, language)?,
        }
    }
    Ok(match rejected {
        true => ExitCode::from(failure::WRONG),
        false => ExitCode::SUCCESS,
    })
}

/// Returns the schemas with what guides add to them.
pub(super) fn with_guides(guides: &[PathBuf]) -> Result<Schemas> {
    let mut schemas = formats::schemas()?;
    for guide in guides {
        let name = guide.display().to_string();
        let text = std::fs::read_to_string(guide);
        let text = text.with_context(|| format!("cannot read the guide {name}"))?;
        schemas = schemas.with_guide(&name, &text)?;
    }
    Ok(schemas)
}

/// Shows why a file was not taken.
pub(super) fn refuse(common: &Common, path: &Path, report: &Report) -> Result<()> {
    if common.json {
        print(&json_line(path, report)?.to_string());
        return Ok(());
    }
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    show(&mut file, path, report, REFUSED, language::of(None))
}

fn report(file: &mut File, path: &Path, schemas: &Schemas) -> Result<Report> {
    let reading = || format!("cannot read {}", path.display());
    let bar = progress(file.metadata().with_context(reading)?.len());
    let mut checker = Checker::new(schemas);
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).with_context(reading)?;
        if read == 0 {
            break;
        }
        checker.push(piece.get(..read).unwrap_or_default());
        bar.inc(u64::try_from(read)?);
    }
    bar.finish_and_clear();
    Ok(checker.finish())
}

/// Returns a bar that hides where nobody watches.
fn progress(size: u64) -> ProgressBar {
    if size < LONG || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(size);
    let look = "{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
    match ProgressStyle::with_template(look) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(
    file: &mut File,
    path: &Path,
    report: &Report,
    most: usize,
    language: Language,
) -> Result<()> {
    let renderer = renderer();
    let chosen = chosen(&report.findings, most);
    for finding in &chosen {
        let shown = Shown::read(file, path, report, finding)
            .with_context(|| format!("cannot read {}", path.display()))?;
        print(&shown.render(&renderer, language));
        print("");
    }
    if chosen.len() < report.findings.len() {
        print(&match language {
            Language::English => format!(
                "{} of {} findings shown; --most shows more, --json all",
                chosen.len(),
                report.findings.len()
            ),
            Language::Chinese => format!(
                "共 {} 项，显示 {} 项；--most 可显示更多，--json 输出全部",
                report.findings.len(),
                chosen.len()
            ),
        });
    }
    print(&summary(path, report, language));
    Ok(())
}

/// Returns the findings to show in the order of the file; errors go before the rest.
fn chosen(findings: &[Finding], most: usize) -> Vec<&Finding> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|n| findings.get(*n).map(|f| f.severity));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().filter_map(|n| findings.get(n)).collect()
}

fn renderer() -> Renderer {
    let coloured = std::io::stdout().is_terminal()
        && system::environment("NO_COLOR").is_none()
        && system::environment("TERM").as_deref() != Some("dumb");
    match coloured {
        true => Renderer::styled(),
        false => Renderer::plain(),
    }
}

fn summary(path: &Path, report: &Report, language: Language) -> String {
    let count = |s: Severity| report.findings.iter().filter(|f| f.severity == s).count();
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    );
    let groups = report.interchanges.iter().flat_map(|i| &i.groups);
    let messages = groups.map(|g| g.messages.len()).sum::<usize>();
    let interchanges = report.interchanges.len();
    let (file, standard) = (path.display(), standard(report.standard));
    let verdict = language::verdict(report.verdict, language);
    let syntax = language::verdict(report.syntax, language);
    match language {
        Language::English => format!(
            "{file}: {verdict} ({standard}, syntax {syntax}): {}, {}; {}, {}, {}",
            counted(interchanges, "interchange"),
            counted(messages, "message"),
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(notes, "note"),
        ),
        Language::Chinese => format!(
            "{file}：{verdict}（{standard}，语法{syntax}）：{interchanges} 个交换，{messages} 个报文；\
             错误 {errors}，警告 {warnings}，提示 {notes}"
        ),
    }
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn standard(standard: Standard) -> &'static str {
    match standard {
        Standard::X12 => "X12",
        Standard::Edifact => "EDIFACT",
        Standard::Tradacoms => "TRADACOMS",
        Standard::Unknown => "unknown syntax",
    }
}

/// Returns a report with its file, every field of a finding, and the messages of an interchange
/// beside its groups.
fn json_line(path: &Path, report: &Report) -> Result<Value> {
    let mut value = serde_json::to_value(report)?;
    value["file"] = json!(path.display().to_string());
    for interchange in items(&mut value["interchanges"]) {
        let groups = items(&mut interchange["groups"]).iter();
        let messages = groups.filter_map(|g| g["messages"].as_array()).flatten();
        interchange["messages"] = Value::Array(messages.cloned().collect());
    }
    for finding in items(&mut value["findings"]) {
        fill(finding, &["acknowledgement"]);
        fill(&mut finding["place"], PLACE);
    }
    Ok(value)
}

const PLACE: &[&str] = &[
    "interchange",
    "group",
    "message",
    "segment",
    "segment_id",
    "element",
    "component",
    "repetition",
];

fn items(value: &mut Value) -> &mut [Value] {
    value.as_array_mut().map_or(&mut [], Vec::as_mut_slice)
}

/// Says of fields that are not there that they are null.
fn fill(value: &mut Value, names: &[&str]) {
    if let Value::Object(fields) = value {
        for name in names {
            fields.entry(*name).or_insert(Value::Null);
        }
    }
}
