use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;
use super::figures::grouped;

macro_rules! catalogue {
    ($folder:literal) => {
        [
            include_str!(concat!("../../i18n/", $folder, "/frame.ftl")),
            include_str!(concat!("../../i18n/", $folder, "/orders.ftl")),
            include_str!(concat!("../../i18n/", $folder, "/derivation.ftl")),
            include_str!(concat!("../../i18n/", $folder, "/stock.ftl")),
            include_str!(concat!("../../i18n/", $folder, "/proposals.ftl")),
            include_str!(concat!("../../i18n/", $folder, "/documents.ftl")),
        ]
    };
}

const ENGLISH: [&str; 6] = catalogue!("en");
const CHINESE: [&str; 6] = catalogue!("zh-CN");

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| {
    [
        bundle(Language::English, &ENGLISH),
        bundle(Language::Chinese, &CHINESE),
    ]
});

fn bundle(language: Language, texts: &[&str]) -> Bundle {
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks would end up in copied order numbers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(n) => Some(grouped(&n.as_string())),
        _ => None,
    }));
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned());
        // A faulty entry is left out; the tests read the same texts and refuse any fault.
        bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
    }
    bundle
}

/// Returns a text; a key without a text returns itself.
pub(super) fn format(
    language: Language,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Cow<'static, str> {
    let bundle: &'static Bundle = match language {
        Language::English => &BUNDLES[0],
        Language::Chinese => &BUNDLES[1],
    };
    let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
        return Cow::Owned(key.to_owned());
    };
    // A value that is not given shows as its name in braces.
    bundle.format_pattern(pattern, args, &mut Vec::new())
}

#[cfg(test)]
mod tests;
