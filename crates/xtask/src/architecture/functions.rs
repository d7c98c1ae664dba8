//! How long functions are. Clippy asks the same, except of what macros write.

use super::source::{Source, block_length, line_of};

const LONGEST: usize = 60;

pub(crate) fn check(source: &Source, broken: &mut Vec<String>) {
    for (at, name, lines) in functions(&source.code) {
        if lines > LONGEST {
            let line = line_of(&source.code, at) + 1;
            let path = &source.path;
            broken.push(format!(
                "{path}:{line}: `{name}` has {lines} lines, the limit is {LONGEST}"
            ));
        }
    }
}

/// Returns place, name and length of each function; comments and empty lines do not count.
fn functions(code: &str) -> Vec<(usize, &str, usize)> {
    let starts = code.match_indices("fn ").filter(|&(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    starts
        .filter_map(|(at, word)| Some((at, name(code, at + word.len()), body(code, at)?)))
        .collect()
}

fn name(code: &str, at: usize) -> &str {
    let end = code[at..]
        .find(['(', '<'])
        .map_or(code.len(), |length| at + length);
    code[at..end].trim()
}

/// Returns the lines between the braces of a body; a signature or a pointer type has none.
fn body(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let open = code[at..].char_indices().find_map(|(offset, c)| {
        match c {
            '(' | '[' => depth += 1,
            // More closed than opened: the `fn` was part of a type inside something else.
            ')' | ']' if depth == 0 => return Some(None),
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(Some(at + offset)),
            ';' | '=' | ',' if depth == 0 => return Some(None),
            _ => {}
        }
        None
    })??;
    let block = &code[open..open + block_length(&code[open..])];
    Some(
        block
            .lines()
            .skip(1)
            .filter(|line| !line.trim().is_empty())
            .count(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_counted() {
        let long = format!(
            "pub fn long<T>(a: [u8; 3]) -> T where T: A {{\n{}}}",
            "x;\n\n".repeat(61)
        );
        let code = format!(
            "trait A {{ fn none(&self); }}\ntype F = fn (u8) -> u8;\nfn one() {{ 1 }}\n{long}\n"
        );
        let found: Vec<_> = functions(&code)
            .into_iter()
            .map(|(_, n, l)| (n, l))
            .collect();
        assert_eq!(found, [("one", 0), ("long", 61)]);
    }

    #[test]
    fn a_long_function_is_named_with_its_line() {
        let text = format!("\nfn long() {{\n{}}}\n", "x;\n".repeat(61));
        let mut broken = Vec::new();
        check(&Source::new("crates/bus/src/a.rs", &text), &mut broken);
        assert_eq!(
            broken,
            ["crates/bus/src/a.rs:2: `long` has 61 lines, the limit is 60"]
        );
    }
}
