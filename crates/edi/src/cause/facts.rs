use std::fmt;

use super::Problem;
use crate::explain::Language;

/// Something that a text tells: numbers and texts as they are, nouns in the language.
pub(super) trait Fact {
    fn show(&self, language: Language) -> impl fmt::Display + fmt::Debug;
}

impl Fact for usize {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        *self
    }
}

impl Fact for u32 {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        *self
    }
}

impl Fact for u64 {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        *self
    }
}

impl Fact for char {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        *self
    }
}

impl Fact for &str {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        *self
    }
}

impl Fact for String {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        self.as_str()
    }
}

impl Fact for Problem {
    fn show(&self, language: Language) -> impl fmt::Display + fmt::Debug {
        self.say(language)
    }
}

/// A byte that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Byte(pub(crate) u8);

impl Fact for Byte {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        format!("{:#04x}", self.0)
    }
}

/// A value in quotes; a long one would drown the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    text: String,
    is_cut: bool,
}

impl Shown {
    /// So many characters of a value are shown.
    const LONGEST: usize = 20;

    pub(crate) fn new(value: &str) -> Self {
        Self {
            text: value.chars().take(Self::LONGEST).collect(),
            is_cut: value.chars().nth(Self::LONGEST).is_some(),
        }
    }
}

impl Fact for Shown {
    fn show(&self, language: Language) -> impl fmt::Display + fmt::Debug {
        match language {
            Language::English if self.text.is_empty() => "nothing".to_owned(),
            Language::Chinese if self.text.is_empty() => "（空）".to_owned(),
            _ if self.is_cut => format!("{:?}…", self.text),
            _ => format!("{:?}", self.text),
        }
    }
}

/// An element's name as people write it: N104, or DTM01-02 for a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ElementName {
    segment: String,
    element: usize,
    component: Option<usize>,
}

impl ElementName {
    pub(crate) fn new(segment: &str, element: usize, component: Option<usize>) -> Self {
        Self {
            segment: segment.to_owned(),
            element,
            component,
        }
    }
}

impl fmt::Display for ElementName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:02}", self.segment, self.element)?;
        match self.component {
            Some(component) => write!(f, "-{component:02}"),
            None => Ok(()),
        }
    }
}

impl Fact for ElementName {
    fn show(&self, _: Language) -> impl fmt::Display + fmt::Debug {
        self.to_string()
    }
}

/// Several elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names(pub(crate) Vec<ElementName>);

impl Fact for Names {
    fn show(&self, language: Language) -> impl fmt::Display + fmt::Debug {
        let names: Vec<_> = self.0.iter().map(ElementName::to_string).collect();
        names.join(match language {
            Language::English => ", ",
            Language::Chinese => "、",
        })
    }
}

/// What an interchange is made of. X12 has functional groups, which its people call groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Interchange,
    FunctionalGroup,
    FunctionalGroups,
    Group,
    Groups,
    Message,
    Messages,
    Segments,
    Loop,
    SegmentGroup,
}

impl Noun {
    #[cfg(test)]
    pub(super) const ALL: [Self; 10] = [
        Self::Interchange,
        Self::FunctionalGroup,
        Self::FunctionalGroups,
        Self::Group,
        Self::Groups,
        Self::Message,
        Self::Messages,
        Self::Segments,
        Self::Loop,
        Self::SegmentGroup,
    ];
}

impl Fact for Noun {
    fn show(&self, language: Language) -> impl fmt::Display + fmt::Debug {
        let (english, chinese) = match self {
            Self::Interchange => ("interchange", "交换"),
            Self::FunctionalGroup => ("group", "功能组"),
            Self::FunctionalGroups => ("groups", "功能组"),
            Self::Group => ("group", "组"),
            Self::Groups => ("groups", "组"),
            Self::Message => ("message", "报文"),
            Self::Messages => ("messages", "报文"),
            Self::Segments => ("segments", "段"),
            Self::Loop => ("loop", "循环"),
            Self::SegmentGroup => ("group", "段组"),
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}
