use std::borrow::Cow;

use crate::file::{Message, Standard};
use crate::segment::Segment;

/// What the header of a message says.
#[derive(Debug, Clone, Copy)]
pub struct MessageHeader<'h, 'a> {
    pub(crate) segment: &'h Segment<'a>,
    pub(crate) standard: Standard,
}

impl<'a> MessageHeader<'_, 'a> {
    /// Returns what the message is; blanks may stand around.
    pub fn kind(&self) -> Cow<'a, str> {
        match self.standard {
            Standard::Edifact => self.segment.component_text(2, 1),
            _ => self.segment.text(1),
        }
    }

    /// Returns its control number; blanks may stand around.
    pub fn control_number(&self) -> Cow<'a, str> {
        match self.standard {
            Standard::Edifact => self.segment.component_text(1, 1),
            _ => self.segment.text(2),
        }
    }

    /// Returns the directory it follows, which X12 says with the group.
    pub fn version(&self) -> String {
        match self.standard {
            Standard::Edifact => self.part(2) + &self.part(3),
            _ => String::new(),
        }
    }

    /// Returns the message, of which no more is known.
    pub fn message(&self) -> Message {
        let (agency, convention) = match self.standard {
            Standard::Edifact => (self.part(4), self.part(5)),
            _ => (String::new(), self.segment.text(3).trim().to_owned()),
        };
        Message {
            kind: self.kind().trim().to_owned(),
            control_number: self.control_number().trim().to_owned(),
            version: self.version(),
            agency,
            convention,
            segments: 0..0,
            span: self.segment.span(),
            delimiters: self.segment.delimiters,
        }
    }

    /// Returns a component of UNH02.
    fn part(&self, n: usize) -> String {
        self.segment.component_text(2, n).trim().to_owned()
    }
}
