use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use edi::{AcknowledgeSettings, EdifactEnvelope, File, Interchange, Report};

use super::{load, print};
use crate::system;

/// Writes the acknowledgements of files into a folder.
pub(super) fn run(files: &[PathBuf], output: &Path) -> Result<ExitCode> {
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
