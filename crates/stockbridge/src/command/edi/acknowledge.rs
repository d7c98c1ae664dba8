use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use edi::{AcknowledgeSettings, AcknowledgementKind, EdifactEnvelope, File, Interchange, Report};

use super::{check, load, print};
use crate::system;

/// What `edi ack` takes.
#[derive(Debug, Args)]
pub(crate) struct AckArguments {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where to write them.
    #[arg(long)]
    output: PathBuf,
    /// What a partner asks beyond the standard; may be given more than once.
    #[arg(long)]
    guide: Vec<PathBuf>,
    /// The functional acknowledgement of X12.
    #[arg(long, value_enum, default_value_t = Functional::F997)]
    functional: Functional,
}

/// A functional acknowledgement of X12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Functional {
    /// In the codes of the standard.
    #[value(name = "997")]
    F997,
    /// In the codes of guides, too.
    #[value(name = "999")]
    F999,
}

/// Writes the acknowledgements of files into a folder.
pub(super) fn run(arguments: &AckArguments) -> Result<ExitCode> {
    let AckArguments { files, output, .. } = arguments;
    let schemas = check::with_guides(&arguments.guide)?;
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
            let about = (&file, index, &report);
            let written = acknowledgements(about, interchange, (now, number), arguments.functional);
            for (kind, bytes) in written? {
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
    (file, index, report): (&File, usize, &Report),
    interchange: &Interchange,
    (now, number): (DateTime<Utc>, u64),
    functional: Functional,
) -> Result<Vec<(&'static str, Vec<u8>)>> {
    if interchange.standard == edi::Standard::Edifact {
        let date = now.format("%Y%m%d").to_string();
        let (time, reference) = (now.format("%H%M").to_string(), number.to_string());
        let settings = edi::ContrlSettings {
            envelope: EdifactEnvelope::answering(interchange, &date, &time, &reference),
            message_reference: "1".to_owned(),
        };
        let contrl = edi::contrl(file, index, report, &settings)?;
        return Ok(contrl.into_iter().map(|bytes| ("contrl", bytes)).collect());
    }
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
    let ta1 = edi::ta1(file, index, report, &envelope)?.map(|bytes| ("ta1", bytes));
    // Each goes out as an interchange of its own.
    let number = number + u64::from(ta1.is_some());
    let settings = AcknowledgeSettings {
        envelope: edi::Envelope {
            control_number: number,
            ..envelope
        },
        group_sender: of_group(|g| &g.receiver),
        group_receiver: of_group(|g| &g.sender),
        group_date: now.format("%Y%m%d").to_string(),
        group_time: now.format("%H%M").to_string(),
        group_control_number: number,
        first_message_control_number: 1,
        version: of_group(|g| &g.version).chars().take(6).collect(),
        kind: functional.kind(),
    };
    let name = match functional {
        Functional::F997 => "997",
        Functional::F999 => "999",
    };
    let functional = edi::acknowledge(file, index, report, &settings)?.map(|bytes| (name, bytes));
    Ok(ta1.into_iter().chain(functional).collect())
}

impl Functional {
    fn kind(self) -> AcknowledgementKind {
        match self {
            Self::F997 => AcknowledgementKind::Functional997,
            Self::F999 => AcknowledgementKind::Implementation999,
        }
    }
}
