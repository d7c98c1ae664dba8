use clap::ValueEnum;
use edi::{Language, Owner, Severity, Verdict};

use crate::system;

/// A language by its short name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// English.
    En,
    /// 简体中文.
    Zh,
}

/// Returns the language asked for, or the one that the environment names.
pub(super) fn of(asked: Option<Tongue>) -> Language {
    let named = || system::environment("LC_ALL").or_else(|| system::environment("LANG"));
    match asked {
        Some(Tongue::En) => Language::English,
        Some(Tongue::Zh) => Language::Chinese,
        None if named().is_some_and(|name| name.starts_with("zh")) => Language::Chinese,
        None => Language::English,
    }
}

pub(super) fn severity(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::English) => "error",
        (Severity::Warning, Language::English) => "warning",
        (Severity::Note, Language::English) => "note",
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Warning, Language::Chinese) => "警告",
        (Severity::Note, Language::Chinese) => "提示",
    }
}

pub(super) fn owner(owner: Owner, language: Language) -> &'static str {
    match (owner, language) {
        (Owner::Sender, Language::English) => "whose mistake: the sender's",
        (Owner::Receiver, Language::English) => "whose mistake: the receiver's",
        (Owner::Transport, Language::English) => "whose mistake: the transport's",
        (Owner::Sender, Language::Chinese) => "责任方：发送方",
        (Owner::Receiver, Language::Chinese) => "责任方：接收方",
        (Owner::Transport, Language::Chinese) => "责任方：传输环节",
    }
}

pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match (verdict, language) {
        (Verdict::Accepted, Language::English) => "accepted",
        (Verdict::Tolerated, Language::English) => "tolerated",
        (Verdict::Rejected, Language::English) => "rejected",
        (Verdict::Accepted, Language::Chinese) => "接受",
        (Verdict::Tolerated, Language::Chinese) => "容忍",
        (Verdict::Rejected, Language::Chinese) => "拒收",
    }
}
