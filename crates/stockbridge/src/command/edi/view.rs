use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use edi::{Outline, Value};
use serde_json::json;

use super::{Common, load, print};

/// Shows a file as a tree.
pub(super) fn run(common: &Common, path: &Path) -> Result<ExitCode> {
    let bytes = load(path)?;
    let parts = edi::outline(&edi::read(&bytes), &formats::schemas()?);
    if common.json {
        let file = path.display().to_string();
        print(&json!({"file": file, "parts": parts}).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = String::new();
    for part in &parts {
        show(part, 0, &mut text);
    }
    print(text.trim_end());
    Ok(ExitCode::SUCCESS)
}

fn show(part: &Outline, depth: usize, text: &mut String) {
    let (title, parts) = match part {
        Outline::Segment {
            id,
            ordinal,
            elements,
            ..
        } => return segment(id, *ordinal, elements, depth, text),
        Outline::Outside { text: bytes, .. } => {
            return line(depth, &format!("outside any interchange: {bytes:?}"), text);
        }
        Outline::Interchange {
            standard,
            control_number,
            sender: [from_kind, from],
            receiver: [to_kind, to],
            una,
            parts,
        } => {
            let syntax = format!("{standard:?}").to_uppercase();
            let una = una.as_ref().map_or(String::new(), |una| format!("  {una}"));
            let parties = format!("{from_kind}:{from} → {to_kind}:{to}");
            let title = format!("interchange {control_number}  {syntax}  {parties}{una}");
            (title, parts)
        }
        Outline::Group {
            functional_id,
            control_number,
            version,
            parts,
        } => (
            format!("group {control_number}  {functional_id} {version}"),
            parts,
        ),
        Outline::Message {
            name,
            control_number,
            version,
            parts,
        } => (format!("message {control_number}  {name} {version}"), parts),
        Outline::Loop { name, parts } => (format!("loop {name}"), parts),
    };
    line(depth, title.trim_end(), text);
    for part in parts {
        show(part, depth + 1, text);
    }
}

/// Writes a segment: its number within the message, its name and its elements in columns.
fn segment(id: &str, ordinal: u32, elements: &[Value], depth: usize, text: &mut String) {
    let number = match ordinal {
        0 => String::new(),
        n => n.to_string(),
    };
    let elements: Vec<String> = elements.iter().map(element).collect();
    let shown = format!("{id:<3} {}", elements.join(" | "));
    line_of(&number, depth, shown.trim_end(), text);
}

fn line(depth: usize, shown: &str, text: &mut String) {
    line_of("", depth, shown, text);
}

fn line_of(number: &str, depth: usize, shown: &str, text: &mut String) {
    text.push_str(&format!("{number:>6} {}", "  ".repeat(depth)));
    text.extend(shown.chars().map(|c| if c.is_control() { '·' } else { c }));
    text.push('\n');
}

fn element(value: &Value) -> String {
    match value {
        Value::Simple(text) => text.clone(),
        Value::Composite(components) => components.join(" : "),
        Value::Repeated { repetitions } => {
            let all: Vec<String> = repetitions.iter().map(|r| r.join(" : ")).collect();
            all.join(" ^ ")
        }
    }
}
