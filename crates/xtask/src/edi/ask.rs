//! Asks a peer through its program; `tests/peers/README.md` says how they talk.

use std::fs;
use std::path::Path;

use super::{File, Peer, Programs};
use crate::process::read;

#[derive(Debug, PartialEq)]
pub(super) struct Answer<'a> {
    pub file: &'a Path,
    pub peer: &'static str,
    pub verdict: Verdict,
    /// What was looked at, the first thing wrong, or the peer's limit.
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    Accepted,
    Rejected,
    /// The file lies beyond what the peer knows.
    Unjudged,
}

pub(super) fn judge<'a>(
    programs: &Programs,
    peer: &Peer,
    files: &[&'a File],
) -> Result<Vec<Answer<'a>>, String> {
    let mut names = String::new();
    for file in files {
        let name = file.path.to_str().filter(|name| !name.contains('\n'));
        let name = name.ok_or(format!("{:?} cannot be told to a peer", file.path))?;
        names.push_str(name);
        names.push('\n');
    }
    let list = programs.folder.join(format!("{}.files", peer.name));
    let told = |e| format!("cannot write {}: {e}", list.display());
    fs::write(&list, names).map_err(told)?;
    let mut command = programs.command(peer);
    let names = fs::File::open(&list).map_err(told)?;
    let said = read(command.arg("check").stdin(names))
        .map_err(|problem| format!("{}: {problem}", peer.name))?;
    let answers: Vec<Answer<'a>> = files
        .iter()
        .zip(said.lines())
        .map(|(file, line)| answer(&file.path, peer, line))
        .collect::<Result<_, _>>()?;
    match files.get(answers.len()) {
        Some(file) => Err(format!("{} stopped at {}", peer.name, file.path.display())),
        None => Ok(answers),
    }
}

fn answer<'a>(file: &'a Path, peer: &Peer, line: &str) -> Result<Answer<'a>, String> {
    let (word, message) = line.split_once('\t').unwrap_or((line, ""));
    let verdict = match word {
        "accepted" => Verdict::Accepted,
        "rejected" => Verdict::Rejected,
        "unjudged" => Verdict::Unjudged,
        _ => return Err(format!("{} said {line:?}", peer.name)),
    };
    Ok(Answer {
        file,
        peer: peer.name,
        verdict,
        message: message.to_owned(),
    })
}

/// Returns what the peer's program measured, as JSON; nothing where it would take too long.
pub(super) fn time(
    programs: &Programs,
    peer: &Peer,
    file: &File,
    repeat: u32,
) -> Result<Option<String>, String> {
    let told = |e| format!("cannot read {}: {e}", file.path.display());
    if fs::metadata(&file.path).map_err(told)?.len() > peer.longest_timed {
        return Ok(None);
    }
    let mut command = programs.command(peer);
    command.arg("time").arg(&file.path);
    let said = read(command.args(["--repeat", &repeat.to_string()]));
    said.map(Some)
        .map_err(|problem| format!("{}: {problem}", peer.name))
}

#[cfg(test)]
mod tests {
    use super::super::peers::named;
    use super::*;

    #[test]
    fn a_line_is_an_answer() {
        let peer = named("staedi").unwrap();
        let said = |line| answer(Path::new("f"), peer, line);
        let expected = Answer {
            file: Path::new("f"),
            peer: "staedi",
            verdict: Verdict::Rejected,
            message: "no IEA".to_owned(),
        };
        assert_eq!(said("rejected\tno IEA"), Ok(expected));
        assert!(said("warning: deprecated").is_err());
    }
}
