use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;

use super::{Common, Tongue, language, print};

/// Says what a code means and what to do about it.
pub(super) fn run(common: &Common, code: &str, asked: Option<Tongue>) -> Result<ExitCode> {
    let Some((meaning, fix)) = formats::meaning_and_fix(code, language::of(asked)) else {
        bail!("there is no code {code}; `edi check` names those of a file");
    };
    let code = code.to_ascii_uppercase();
    match common.json {
        true => print(&json!({"code": code, "meaning": meaning, "fix": fix}).to_string()),
        false => print(&format!("{code}: {meaning}\n{fix}")),
    }
    Ok(ExitCode::SUCCESS)
}
