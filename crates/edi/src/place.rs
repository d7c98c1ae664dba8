use serde::Serialize;

use crate::segment::Segment;
use crate::token::Span;

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Place {
    /// Control number of the interchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interchange: Option<String>,
    /// Control number of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Control number of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Place of the segment in its message, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<u32>,
    /// The segment's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_id: Option<String>,
    /// Place of the element in its segment, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// Place of the component in its element, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<u32>,
    /// Which repetition of the element, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetition: Option<u32>,
    /// First byte, from 0.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
    /// The part by its place in [`crate::File`], as control numbers need not be unique.
    #[serde(skip)]
    pub part: Part,
}

/// A part of a file by index, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Part {
    /// The file, outside any interchange.
    #[default]
    File,
    /// An interchange.
    Interchange(usize),
    /// A group of an interchange.
    Group(usize, usize),
    /// A message of a group of an interchange.
    Message(usize, usize, usize),
}

impl Place {
    /// Returns the place with another stretch of bytes.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.offset = span.offset;
        self.length = span.length;
        self
    }

    /// Returns the place narrowed to a segment.
    pub(crate) fn on(mut self, segment: &Segment<'_>) -> Self {
        // Outside messages segments have no number.
        self.segment = matches!(self.part, Part::Message(..)).then(|| segment.ordinal());
        self.segment_id = Some(segment.id().to_owned());
        self.at(segment.span())
    }

    /// Returns the place where something is missing or breaks off.
    pub(crate) fn point(self, offset: usize) -> Self {
        self.at(Span { offset, length: 0 })
    }

    /// Returns the place narrowed to an element of a segment.
    pub(crate) fn element(self, segment: &Segment<'_>, n: usize) -> Self {
        let mut place = self.on(segment).at(segment.element_span(n));
        place.element = u32::try_from(n).ok();
        place
    }
}
