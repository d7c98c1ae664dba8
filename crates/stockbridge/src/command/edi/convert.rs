use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use edi::{Schemas, Verdict};
use formats::convert::{self, Directory, Documents};
use model::document::{Finding, Severity};
use model::partner::X12Version;
use serde_json::json;

use super::super::tell;
use super::{Common, check, load, print, save};
use crate::failure;

/// What `edi convert` takes.
#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// The file: X12, EDIFACT, or JSON that this command wrote.
    file: PathBuf,
    /// What it should become.
    #[arg(long, value_enum)]
    to: Syntax,
    /// Where to write it.
    #[arg(long)]
    output: PathBuf,
    /// The version to write: 004010 or 005010 of X12, D96A or D01B of EDIFACT.
    #[arg(long)]
    version: Option<String>,
}

/// What documents can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Syntax {
    /// What the documents say, as JSON.
    Json,
    /// ASC X12.
    X12,
    /// UN/EDIFACT.
    Edifact,
    /// OASIS UBL, a file for each document.
    Ubl,
}

/// What was written, and what of the documents it has no place for.
#[derive(Default)]
struct Outcome {
    files: Vec<(PathBuf, Vec<u8>)>,
    left_out: Vec<String>,
}

/// Writes the documents of a file in another syntax.
pub(super) fn run(common: &Common, arguments: &ConvertArguments) -> Result<ExitCode> {
    let bytes = load(&arguments.file)?;
    let Some((documents, findings)) = read(common, &arguments.file, &bytes)? else {
        return Ok(ExitCode::from(failure::WRONG));
    };
    let count = documents.count();
    if count == 0 {
        findings.iter().for_each(|finding| tell(&line(finding)));
        bail!(
            "{} holds no document that can be converted: 850, 852, 855, 856 and 861, ORDERS, \
             ORDRSP, DESADV, RECADV, SLSRPT and INVRPT can",
            arguments.file.display()
        );
    }
    let outcome = write(arguments, &documents)?;
    for (path, bytes) in &outcome.files {
        save(path, bytes)?;
    }
    show(common, &outcome, &findings, count);
    let wrong = findings.iter().any(|f| f.severity == Severity::Error);
    Ok(match wrong {
        true => ExitCode::from(failure::WRONG),
        false => ExitCode::SUCCESS,
    })
}

/// Reads the documents of a file whose envelopes can be trusted.
fn read(common: &Common, path: &Path, bytes: &[u8]) -> Result<Option<(Documents, Vec<Finding>)>> {
    if bytes.trim_ascii_start().starts_with(b"{") {
        let documents = serde_json::from_slice(bytes)
            .with_context(|| format!("{} is not JSON that edi convert wrote", path.display()))?;
        return Ok(Some((documents, Vec::new())));
    }
    let file = edi::read(bytes);
    let mut report = edi::check(&file, &Schemas::default());
    if report.syntax == Verdict::Rejected {
        report.findings.retain(|finding| finding.code.is_syntax());
        check::refuse(common, path, &report)?;
        return Ok(None);
    }
    Ok(Some(convert::read(&file)))
}

fn write(arguments: &ConvertArguments, documents: &Documents) -> Result<Outcome> {
    let output = &arguments.output;
    let written = match arguments.to {
        Syntax::Json => {
            let mut json = serde_json::to_vec_pretty(documents)?;
            json.push(b'\n');
            return Ok(Outcome {
                files: vec![(output.clone(), json)],
                left_out: Vec::new(),
            });
        }
        Syntax::Ubl => return ubl(output, documents),
        Syntax::X12 => convert::to_x12(documents, x12_version(arguments.version.as_deref())?)?,
        Syntax::Edifact => {
            convert::to_edifact(documents, directory(arguments.version.as_deref())?)?
        }
    };
    Ok(Outcome {
        files: vec![(output.clone(), written.bytes)],
        left_out: written.left_out,
    })
}

/// Writes each document to a file of its own; several are numbered.
fn ubl(output: &Path, documents: &Documents) -> Result<Outcome> {
    let (all, left_out) = convert::to_ubl(documents)?;
    let several = all.len() > 1;
    let name = |place: usize| match several {
        true => numbered(output, place),
        false => output.to_owned(),
    };
    let files = (1..).map(name).zip(all).collect();
    Ok(Outcome { files, left_out })
}

/// Returns "orders-2.xml" for "orders.xml".
fn numbered(path: &Path, place: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(extension) => format!("{stem}-{place}.{}", extension.to_string_lossy()),
        None => format!("{stem}-{place}"),
    };
    path.with_file_name(name)
}

fn x12_version(version: Option<&str>) -> Result<X12Version> {
    match version {
        None | Some("004010" | "4010") => Ok(X12Version::V4010),
        Some("005010" | "5010") => Ok(X12Version::V5010),
        Some(other) => bail!("{other} is no version of X12 that can be written: 004010 or 005010"),
    }
}

fn directory(version: Option<&str>) -> Result<Directory> {
    match version.map(str::to_uppercase).as_deref() {
        None | Some("D96A") => Ok(Directory::D96A),
        Some("D01B") => Ok(Directory::D01B),
        Some(other) => bail!("{other} is no directory that can be written: D96A or D01B"),
    }
}

fn show(common: &Common, outcome: &Outcome, findings: &[Finding], count: usize) {
    let names = outcome
        .files
        .iter()
        .map(|(path, _)| path.display().to_string());
    let names: Vec<String> = names.collect();
    if common.json {
        let all = json!({
            "output": names,
            "documents": count,
            "findings": findings,
            "left_out": outcome.left_out,
        });
        return print(&all.to_string());
    }
    for finding in findings {
        tell(&line(finding));
    }
    for left in &outcome.left_out {
        tell(&format!("note: there is no place for this in {left}"));
    }
    names.iter().for_each(|name| print(name));
}

/// Returns a finding on one line.
fn line(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let place = &finding.place;
    let message = place.message.as_deref().unwrap_or_default();
    let segment = place.segment.unwrap_or_default();
    let (code, cause, offset) = (&finding.code, &finding.cause, place.offset);
    format!("{severity}[{code}]: message {message}, segment {segment}, byte {offset}: {cause}")
}
