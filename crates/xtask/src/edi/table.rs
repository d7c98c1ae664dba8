//! The answers as one table.

use super::{Answer, Verdict};

pub(super) fn of(answers: &[Answer]) -> String {
    let rows: Vec<[String; 4]> = answers.iter().map(row).collect();
    let head = ["file", "peer", "verdict", "message"].map(str::to_owned);
    let lines = || std::iter::once(&head).chain(&rows);
    let width = |column: usize| {
        let cells = lines().map(|cells| cells[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [file, peer, verdict, message] in lines() {
        let [w0, w1, w2] = widths;
        let line = format!("{file:w0$}  {peer:w1$}  {verdict:w2$}  {message}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn row(answer: &Answer) -> [String; 4] {
    let verdict = match answer.verdict {
        Verdict::Accepted => "accepted",
        Verdict::Rejected => "REJECTED",
        Verdict::Unjudged => "not judged",
    };
    [
        answer.file.display().to_string(),
        answer.peer.to_owned(),
        verdict.to_owned(),
        answer.message.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn columns_are_as_wide_as_what_they_hold() {
        let answer = |file, verdict, message: &str| Answer {
            file: Path::new(file),
            peer: "staedi",
            verdict,
            message: message.to_owned(),
        };
        let answers = [
            answer("a.edi", Verdict::Accepted, "envelope"),
            answer("folder/b.edi", Verdict::Rejected, "no IEA"),
        ];
        let expected = "\
file          peer    verdict   message
a.edi         staedi  accepted  envelope
folder/b.edi  staedi  REJECTED  no IEA
";
        assert_eq!(of(&answers), expected);
    }
}
