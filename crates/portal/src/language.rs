//! The languages of the pages, their catalogues, and how they write dates and numbers.

mod catalogue;
mod figures;

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use fluent_bundle::{FluentArgs, FluentValue};

use crate::session::cookie;

pub(crate) const COOKIE: &str = "language";

/// A language the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Returns its tag, as `lang` attributes and profiles write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// Returns what its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// Reads a tag; any English and any Chinese will do.
    pub fn from_code(code: &str) -> Option<Self> {
        let first = code.trim().split(['-', '_']).next()?;
        match first.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// Chooses by cookie, then by what the browser asks for.
    pub(crate) fn of_request(headers: &HeaderMap) -> Self {
        Self::chosen(headers)
            .or_else(|| {
                headers
                    .get(ACCEPT_LANGUAGE)?
                    .to_str()
                    .ok()
                    .and_then(Self::accepted)
            })
            .unwrap_or(Self::English)
    }

    /// Returns what the cookie says: sign-in sets it from the account, the switch by hand.
    pub(crate) fn chosen(headers: &HeaderMap) -> Option<Self> {
        cookie(headers, COOKIE).and_then(Self::from_code)
    }

    fn accepted(header: &str) -> Option<Self> {
        let weighed = header.split(',').filter_map(|part| {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            Some((Self::from_code(tag)?, weight.trim().parse::<f32>().ok()?))
        });
        // The first of equal weights wins, as browsers list them by preference.
        weighed
            .fold(None, |best: Option<(Self, f32)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            })
            .map(|(language, _)| language)
    }
}

/// The words of one language, as templates use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Language);

impl Words {
    /// Returns a text that takes no values.
    pub(crate) fn text(self, key: &str) -> Cow<'static, str> {
        catalogue::format(self.0, key, None)
    }

    /// Returns a text with values put in.
    pub(crate) fn say(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        catalogue::format(self.0, key, Some(&args)).into_owned()
    }

    /// Returns a text that counts something.
    pub(crate) fn count(self, key: &str, count: usize) -> String {
        self.say(key, &[("count", count.into())])
    }

    /// Chooses between the two names reference data gives.
    pub(crate) fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self.0 {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }

    /// Returns the tag for the `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        self.0.code()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_asked_in_order_of_weight() {
        // Accept-Language values as RFC 9110 §12.5.4 writes them.
        for (header, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Chinese)),
            ("en-GB,en;q=0.9,zh;q=0.8", Some(Language::English)),
            ("de, en;q=0.2, zh-Hans;q=0.7", Some(Language::Chinese)),
            ("de", None),
            ("", None),
            ("zh;q=x, en", Some(Language::English)),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header:?}");
        }
    }
}
