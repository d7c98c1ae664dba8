//! Rust files as the rules look at them: tests taken out, code told apart from texts.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file. `code` and `texts` have the line breaks of the file, blanks elsewhere.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) crate_name: String,
    /// Tests have rules of their own.
    pub(crate) is_test: bool,
    /// Without comments, the contents of texts, and test modules.
    pub(crate) code: String,
    /// The contents of texts outside test modules, and nothing else.
    pub(crate) texts: String,
    /// Lines outside test modules, with comments and empty ones.
    pub(crate) lines: usize,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (mut code, mut texts) = split(text);
        let tests = test_lines(&code);
        blank_lines(&mut code, &tests);
        blank_lines(&mut texts, &tests);
        let mut parts = path.split('/').skip(1);
        Self {
            path: path.to_owned(),
            crate_name: parts.next().unwrap_or_default().to_owned(),
            is_test: path.ends_with("/tests.rs") || path.contains("/tests/"),
            lines: tests.iter().filter(|&&is_test| !is_test).count(),
            code,
            texts,
        }
    }

    /// Returns the path inside the crate's `src`.
    pub(crate) fn inside(&self) -> &str {
        self.path
            .split_once("/src/")
            .map_or(&self.path, |(_, inside)| inside)
    }
}

/// Reads all `crates/*/src/**/*.rs`, in the order of their paths.
pub(crate) fn of_crates(root: &Path) -> Result<Vec<Source>, String> {
    let mut found = Vec::new();
    for folder in entries(&root.join("crates"))? {
        let sources = folder.join("src");
        if sources.is_dir() {
            collect(&sources, &mut found)?;
        }
    }
    found.sort();
    found.iter().map(|file| read(root, file)).collect()
}

fn read(root: &Path, file: &Path) -> Result<Source, String> {
    let text = fs::read_to_string(file).map_err(|e| format!("reading {}: {e}", file.display()))?;
    let inside = file.strip_prefix(root).unwrap_or(file);
    Ok(Source::new(
        &inside.to_string_lossy().replace('\\', "/"),
        &text,
    ))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    for path in entries(folder)? {
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |e| format!("listing {}: {e}", folder.display());
    let listed = fs::read_dir(folder).map_err(told)?;
    listed
        .map(|entry| entry.map(|e| e.path()).map_err(told))
        .collect()
}

/// Splits a file into its code and the contents of its texts; comments are in neither.
fn split(text: &str) -> (String, String) {
    let mut code = String::with_capacity(text.len());
    let mut texts = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kind) = piece(rest, first, code.chars().next_back());
        for c in rest[..length].chars() {
            let blank = if c == '\n' { '\n' } else { ' ' };
            code.push(if kind == Piece::Code { c } else { blank });
            texts.push(if kind == Piece::Text { c } else { blank });
        }
        rest = &rest[length..];
    }
    (code, texts)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Code,
    Text,
    Comment,
}

fn piece(rest: &str, first: char, before: Option<char>) -> (usize, Piece) {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if rest.starts_with("//") {
        (rest.find('\n').unwrap_or(rest.len()), Piece::Comment)
    } else if rest.starts_with("/*") {
        (block_comment(rest), Piece::Comment)
    } else if let Some(length) = raw_text(rest).filter(|_| !in_word) {
        (length, Piece::Text)
    } else if first == '"' {
        (quoted(rest, '"'), Piece::Text)
    } else if let Some(length) = character(rest) {
        (length, Piece::Text)
    } else {
        (first.len_utf8(), Piece::Code)
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += 1;
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn raw_text(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inner = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let close = inner.find(&end).map_or(inner.len(), |at| at + end.len());
    Some(rest.len() - inner.len() + close)
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + quote.len_utf8();
        }
    }
    rest.len()
}

/// Returns the length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let mut inner = rest.strip_prefix('\'')?.chars();
    let first = inner.next()?;
    let second = inner.next()?;
    (first == '\\' || second == '\'').then(|| quoted(rest, '\''))
}

/// Says for each line whether it belongs to an item under `#[cfg(test)]`.
fn test_lines(code: &str) -> Vec<bool> {
    let mut tests = vec![false; code.lines().count()];
    for (at, mark) in code.match_indices("#[cfg(test)]") {
        let after = at + mark.len();
        let end = after + item_length(&code[after..]);
        let (first, last) = (line_of(code, at), line_of(code, end));
        for line in tests.iter_mut().take(last + 1).skip(first) {
            *line = true;
        }
    }
    tests
}

/// Returns how far an item reaches: to its semicolon, to the brace that closes it, or, a field, to
/// its comma.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    let ends = |(_, c): &(usize, char)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(c, '{' | ';') || *c == ',' && depth == 0
    };
    let open = code
        .char_indices()
        .find(ends)
        .map_or(code.len(), |(at, _)| at);
    if code[open..].starts_with('{') {
        open + block_length(&code[open..])
    } else {
        open
    }
}

/// Returns how far the block reaches that the text begins with.
pub(crate) fn block_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// Returns the line of a place, from 0.
pub(crate) fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count()
}

fn blank_lines(text: &mut String, which: &[bool]) {
    let kept = text
        .split('\n')
        .enumerate()
        .map(|(at, line)| match which.get(at) {
            Some(true) => "",
            _ => line,
        });
    *text = kept.collect::<Vec<_>>().join("\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_texts_are_told_apart() {
        for (text, code, texts) in [
            ("let a = 1; // \"x\"", "let a = 1;", ""),
            ("f(\"a // b\", 'c')", "f(        ,    )", "\"a // b\"  'c'"),
            ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}", ""),
            ("r#\"a \" b\"# + b", "            + b", "r#\"a \" b\"#"),
            ("/* a /* b */ c */ d", "d", ""),
            ("'\\'' + '{'", "     +", "'\\''   '{'"),
            ("\"\\\"{\" }", "      }", "\"\\\"{\""),
            ("for \"x\"", "for", "\"x\""),
        ] {
            let (found_code, found_texts) = split(text);
            assert_eq!(found_code.trim(), code.trim(), "code of {text}");
            assert_eq!(found_texts.trim(), texts.trim(), "texts of {text}");
        }
    }

    #[test]
    fn tests_do_not_count() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
        let source = Source::new("crates/x/src/y.rs", text);
        assert_eq!(source.lines, 3);
        assert!(source.code.contains("fn a") && source.code.contains("fn c"));
        assert!(!source.code.contains("fn b"));
        assert!(Source::new("crates/x/src/y/tests.rs", "").is_test);
        assert_eq!(source.crate_name, "x");
        assert_eq!(source.inside(), "y.rs");
    }

    #[test]
    fn a_field_of_tests_hides_nothing_else() {
        let text = "fn new() -> Self {\n    Self {\n        #[cfg(test)]\n        seen: 0,\n        \
            kept: 1,\n    }\n}\n#[cfg(test)]\nfn f(a: A, b: B) {\n    g();\n}\n";
        let source = Source::new("crates/x/src/y.rs", text);
        assert_eq!(source.lines, 5);
        assert!(source.code.contains("kept") && !source.code.contains("seen"));
        assert!(!source.code.contains("g()"));
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_hides_nothing_else() {
        let source = Source::new("crates/x/src/y.rs", "#[cfg(test)]\nmod tests;\nfn c() {}\n");
        assert_eq!(source.lines, 1);
        assert!(source.code.contains("fn c"));
    }
}
