use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use edi::{Compare, Difference, Differing, Side};
use serde_json::json;

use super::{Common, load, print};
use crate::failure;

/// What `edi diff` takes.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// One file.
    first: PathBuf,
    /// The other.
    second: PathBuf,
    /// Compare control numbers, dates and counts of the envelope, too.
    #[arg(long)]
    envelope: bool,
}

/// Compares two files by what they say.
pub(super) fn run(common: &Common, arguments: &DiffArguments) -> Result<ExitCode> {
    let (first, second) = (load(&arguments.first)?, load(&arguments.second)?);
    let compare = match arguments.envelope {
        true => Compare::Envelope,
        false => Compare::Content,
    };
    let differences = edi::diff(&edi::read(&first), &edi::read(&second), compare);
    let same = differences.is_empty();
    if common.json {
        let (first, second) = (arguments.first.display(), arguments.second.display());
        let (first, second) = (first.to_string(), second.to_string());
        let all =
            json!({"first": first, "second": second, "same": same, "differences": differences});
        print(&all.to_string());
    } else {
        let mut message = None;
        for difference in &differences {
            if message != Some(&difference.message) && !difference.message.is_empty() {
                print(&format!("message {}", difference.message));
            }
            message = Some(&difference.message);
            print(&line(difference));
        }
        match differences.len() {
            0 => print("the files say the same"),
            1 => print("1 difference"),
            n => print(&format!("{n} differences")),
        }
    }
    Ok(match same {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(failure::WRONG),
    })
}

fn line(difference: &Difference) -> String {
    let whole = match difference.what {
        Differing::Element => "",
        Differing::Segment => "segment ",
        Differing::Message => "message ",
        Differing::Interchange => "interchange ",
    };
    let place = match difference.what {
        Differing::Element => {
            let at = |side: &Option<Side>| match side {
                Some(side) if side.segment > 0 => side.segment.to_string(),
                _ => "-".to_owned(),
            };
            let (id, element) = (&difference.segment_id, difference.element);
            let part = |n: u32, before: char| match n {
                0 | 1 => String::new(),
                n => format!("{before}{n}"),
            };
            let repetition = part(difference.repetition, '^');
            let component = part(difference.component, '-');
            let (first, second) = (at(&difference.first), at(&difference.second));
            format!("  {first:>5} {second:>5}  {id}{element:02}{repetition}{component}: ")
        }
        _ => "               ".to_owned(),
    };
    let shown = |side: &Side| format!("{whole}{:?} at byte {}", side.text, side.offset);
    match (&difference.first, &difference.second) {
        (Some(a), Some(b)) => format!("{place}{:?} → {:?}", a.text, b.text),
        (Some(a), None) => format!("{place}- {}", shown(a)),
        (None, Some(b)) => format!("{place}+ {}", shown(b)),
        (None, None) => place,
    }
}
