use std::process::ExitCode;

use anyhow::{Result, bail};
use edi::{Language, ReplyCode};
use serde_json::json;

use super::{Common, Tongue, language, print};

/// Says what codes mean, whose mistake it usually is and what to do, or lists those of a segment.
pub(super) fn run(common: &Common, words: &[String], asked: Option<Tongue>) -> Result<ExitCode> {
    let (text, language) = (words.join(" "), language::of(asked));
    let found = formats::in_words(&text, language);
    let listed = match found.is_empty() {
        true => edi::reply_codes(&text, language),
        false => Vec::new(),
    };
    if found.is_empty() && listed.is_empty() {
        bail!(
            "there is no code {text}; `edi check` names those of a file, `edi explain AK5` lists \
             those of an acknowledgement"
        );
    }
    if common.json {
        for code in found.iter().chain(&listed) {
            let (name, owner) = (&code.name, code.owner);
            let (meaning, fix) = (code.meaning, code.fix);
            let line = json!({"code": name, "owner": owner, "meaning": meaning, "fix": fix});
            print(&line.to_string());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let full: Vec<String> = found.iter().map(|code| in_full(code, language)).collect();
    if !full.is_empty() {
        print(&full.join("\n\n"));
    }
    for code in &listed {
        print(&format!("{}: {}", code.name, code.meaning));
    }
    Ok(ExitCode::SUCCESS)
}

fn in_full(code: &ReplyCode, language: Language) -> String {
    let mut lines = vec![format!("{}: {}", code.name, code.meaning)];
    lines.extend(code.owner.map(|o| language::owner(o, language).to_owned()));
    lines.push(code.fix.to_owned());
    lines.join("\n")
}
