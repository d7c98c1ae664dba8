//! `edi check|ack|view|explain`: EDI files without a hub.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use clap::Subcommand;
use edi::{AcknowledgeSettings, File, Interchange, Report, Verdict};
use serde_json::{Value, json};

use super::{Common, print};
use crate::{failure, system};

/// What can be done with EDI files.
#[derive(Debug, Subcommand)]
pub(crate) enum EdiCommand {
    /// Says what is wrong with files, whose mistake it is and what to do.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Writes the acknowledgements we would send.
    Ack {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where to write them.
        #[arg(long)]
        output: PathBuf,
    },
    /// Shows a file segment by segment.
    View {
        /// The file.
        file: PathBuf,
    },
    /// Says what a finding's code means.
    Explain {
        /// The code.
        code: String,
    },
}

/// Runs an EDI command.
pub(crate) fn run(common: &Common, command: EdiCommand) -> Result<ExitCode> {
    match command {
        EdiCommand::Check { files } => check(common, &files),
        EdiCommand::Ack { files, output } => acknowledge(&files, &output),
        EdiCommand::View { file } => view(&file),
        EdiCommand::Explain { code } => explain(&code),
    }
}

fn load(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn check(common: &Common, files: &[PathBuf]) -> Result<ExitCode> {
    let schemas = formats::schemas()?;
    let mut rejected = false;
    for path in files {
        let bytes = load(path)?;
        let report = edi::check(&edi::read(&bytes), &schemas);
        rejected |= report.verdict == Verdict::Rejected;
        if common.json {
            print(&with_file(path, &report)?.to_string());
        } else {
            print(&format!("{}: {}", path.display(), word(report.verdict)));
            for finding in &report.findings {
                let place = &finding.place;
                print(&format!(
                    "  {} at byte {}{}: {}\n    {}",
                    finding.code.name(),
                    place.offset,
                    place
                        .segment_id
                        .as_ref()
                        .map_or(String::new(), |id| format!(" ({id})")),
                    finding.cause,
                    finding.fix
                ));
            }
        }
    }
    Ok(if rejected {
        ExitCode::from(failure::WRONG)
    } else {
        ExitCode::SUCCESS
    })
}

fn with_file(path: &Path, report: &Report) -> Result<Value> {
    let mut value = serde_json::to_value(report)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("file".to_owned(), json!(path.display().to_string()));
    }
    Ok(value)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Tolerated => "tolerated",
        Verdict::Rejected => "rejected",
    }
}

fn acknowledge(files: &[PathBuf], output: &Path) -> Result<ExitCode> {
    let schemas = formats::schemas()?;
    std::fs::create_dir_all(output).with_context(|| format!("cannot make {}", output.display()))?;
    let now = system::now();
    let mut number = 1;
    for path in files {
        let bytes = load(path)?;
        let file = edi::read(&bytes);
        let report = edi::check(&file, &schemas);
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for (index, interchange) in file.interchanges.iter().enumerate() {
            for (kind, bytes) in acknowledgements(&file, index, &report, interchange, now, number)?
            {
                let to = output.join(format!("{stem}-{}-{kind}.edi", index + 1));
                std::fs::write(&to, bytes)
                    .with_context(|| format!("cannot write {}", to.display()))?;
                print(&to.display().to_string());
                number += 1;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn acknowledgements(
    file: &File,
    index: usize,
    report: &Report,
    interchange: &Interchange,
    now: DateTime<Utc>,
    number: u64,
) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let envelope = edi::Envelope {
        sender: interchange.receiver.clone(),
        receiver: interchange.sender.clone(),
        date: now.format("%y%m%d").to_string(),
        time: now.format("%H%M").to_string(),
        version: interchange.version.clone(),
        control_number: number,
        acknowledgement_requested: false,
        usage: interchange.usage.chars().next().unwrap_or('P'),
        delimiters: interchange.delimiters,
    };
    let group = interchange.groups.first();
    let of_group =
        |part: fn(&edi::Group) -> &String| group.map_or(String::new(), |g| part(g).clone());
    let settings = AcknowledgeSettings {
        envelope: envelope.clone(),
        group_sender: of_group(|g| &g.receiver),
        group_receiver: of_group(|g| &g.sender),
        group_date: now.format("%Y%m%d").to_string(),
        group_time: now.format("%H%M").to_string(),
        group_control_number: number,
        first_message_control_number: 1,
        version: of_group(|g| &g.version).chars().take(6).collect(),
        kind: edi::AcknowledgementKind::Functional997,
    };
    let ta1 = edi::ta1(file, index, report, &envelope)?.map(|bytes| ("ta1", bytes));
    let functional = edi::acknowledge(file, index, report, &settings)?.map(|bytes| ("997", bytes));
    Ok(ta1.into_iter().chain(functional).collect())
}

fn view(path: &Path) -> Result<ExitCode> {
    let bytes = load(path)?;
    for line in edi::view(&edi::read(&bytes)) {
        print(&format!(
            "{:>6} {:>9}  {}",
            line.ordinal, line.offset, line.text
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(code: &str) -> Result<ExitCode> {
    let Some((meaning, fix)) = formats::meaning_and_fix(code, edi::Language::English) else {
        bail!("there is no code {code}; `edi check` names those of a file");
    };
    print(&format!("{code}: {meaning}\n{fix}"));
    Ok(ExitCode::SUCCESS)
}
