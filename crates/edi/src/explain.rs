use std::collections::HashMap;
use std::sync::LazyLock;

use crate::code::Code;

/// The languages findings are explained in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// What a code means and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What it means.
    pub meaning: &'static str,
    /// What to do.
    pub fix: &'static str,
}

type Catalogue = HashMap<Code, Explanation>;

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| catalogue(include_str!("explain/en.txt")));
static CHINESE: LazyLock<Catalogue> = LazyLock::new(|| catalogue(include_str!("explain/zh.txt")));

/// Returns what a code means, by its name ("X12-SE-COUNT"); `None` for a name we do not use.
pub fn explain(name: &str, language: Language) -> Option<Explanation> {
    of(Code::from_name(name)?, language)
}

pub(crate) fn of(code: Code, language: Language) -> Option<Explanation> {
    let catalogue = match language {
        Language::English => &*ENGLISH,
        Language::Chinese => &*CHINESE,
    };
    catalogue.get(&code).copied()
}

fn catalogue(text: &'static str) -> Catalogue {
    let entries = text.lines().filter_map(|line| {
        let mut parts = line.split('|').map(str::trim);
        let code = Code::from_name(parts.next()?)?;
        Some((
            code,
            Explanation {
                code,
                meaning: parts.next()?,
                fix: parts.next()?,
            },
        ))
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_every_language() {
        for code in Code::ALL {
            for language in [Language::English, Language::Chinese] {
                let found = explain(code.name(), language).unwrap();
                assert!(
                    !found.meaning.is_empty() && !found.fix.is_empty(),
                    "{}",
                    code.name()
                );
            }
        }
        let lines = |text: &str| text.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(lines(include_str!("explain/en.txt")), Code::ALL.len());
        assert_eq!(lines(include_str!("explain/zh.txt")), Code::ALL.len());
        assert_eq!(
            explain("x12-se-count", Language::English).unwrap().code,
            Code::SeCount
        );
        assert_eq!(explain("X12-NONE", Language::English), None);
    }
}
