use std::collections::VecDeque;

use super::message::MessageHeader;
use super::numbers::Numbers;
use super::{Event, Sink};
use crate::cause::{Cause, Noun, Shown};
use crate::code::Code;
use crate::file::{Group, Interchange, Standard};
use crate::finding::Finding;
use crate::place::{Part, Place};
use crate::segment::{Segment, trim};
use crate::token::Span;
use crate::write::is_segment_name;

/// The interchange being read, with the group and message open in it.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) interchange: Interchange,
    pub(super) index: usize,
    /// Whether its header has been read in full.
    pub(super) begun: bool,
    /// How many groups have ended, those that have a header, and messages that are in none.
    pub(super) groups: usize,
    pub(super) explicit_groups: usize,
    pub(super) messages: usize,
    pub(super) group: Option<OpenGroup>,
    pub(super) message: Option<OpenMessage>,
    pub(super) group_numbers: Numbers,
    /// Room for the control number of the next message.
    spare: String,
    /// The segment before stood where none may; one finding tells of the whole run.
    stray: bool,
    trailing: bool,
    /// First byte of the file after the last segment.
    pub(super) tail: usize,
}

#[derive(Debug)]
pub(super) struct OpenGroup {
    pub(super) explicit: bool,
    pub(super) control_number: String,
    pub(super) declared_messages: Option<u64>,
    /// Which kind its messages are of, the first of them.
    pub(super) kind: Option<String>,
    /// How many messages have ended.
    pub(super) messages: usize,
    pub(super) start: usize,
    pub(super) numbers: Numbers,
}

#[derive(Debug)]
pub(super) struct OpenMessage {
    pub(super) control_number: String,
    pub(super) segments: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Events of a segment that wait until it has been looked at in full.
#[derive(Debug, Default)]
pub(super) struct Queue(VecDeque<Queued>);

#[derive(Debug)]
enum Queued {
    /// The segment itself.
    Segment,
    /// That it starts a message.
    Message(Standard),
    Event(Event<'static>),
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn tell(&mut self, event: Event<'static>) {
        self.0.push_back(Queued::Event(event));
    }

    /// Puts the segment here; without, it follows all events.
    pub(super) fn segment(&mut self) {
        self.0.push_back(Queued::Segment);
    }

    pub(super) fn keep(&mut self, finding: Finding) {
        self.tell(Event::Finding(Box::new(finding)));
    }

    pub(super) fn say(&mut self, code: Code, place: Place, text: &[u8], cause: Cause) {
        self.keep(Finding::new(code, place, text, cause));
    }

    /// Says something of a segment, or of a part of it.
    pub(super) fn say_of(&mut self, segment: &Segment<'_>, code: Code, place: Place, cause: Cause) {
        let from = place.offset.saturating_sub(segment.offset);
        let text = segment.bytes().get(from..from.saturating_add(place.length));
        self.say(code, place, text.unwrap_or_default(), cause);
    }

    /// Hands on what waits.
    pub(super) fn flush(&mut self, segment: Option<Segment<'_>>, sink: &mut impl Sink) {
        let mut segment = segment;
        for queued in self.0.drain(..) {
            match queued {
                Queued::Event(event) => sink.event(event),
                Queued::Message(standard) => {
                    let headers = segment.iter();
                    headers.for_each(|segment| sink.message(MessageHeader { segment, standard }));
                }
                Queued::Segment => segment.take().iter().for_each(|s| sink.segment(s)),
            }
        }
        segment.iter().for_each(|s| sink.segment(s));
    }
}

impl Open {
    pub(super) fn new(interchange: Interchange, index: usize) -> Self {
        let tail = interchange.span.end();
        Self {
            interchange,
            index,
            begun: false,
            groups: 0,
            explicit_groups: 0,
            messages: 0,
            group: None,
            message: None,
            group_numbers: Numbers::default(),
            spare: String::new(),
            stray: false,
            trailing: false,
            tail,
        }
    }

    /// Returns the code of the syntax that is read.
    pub(super) fn code(&self, x12: Code, edifact: Code) -> Code {
        match self.interchange.standard {
            Standard::Edifact => edifact,
            _ => x12,
        }
    }

    /// Returns the ordinal of the next segment in its message.
    #[inline]
    pub(super) fn ordinal(&self) -> u32 {
        self.message
            .as_ref()
            .map_or(1, |m| m.segments.saturating_add(1))
    }

    /// Returns the place of the innermost part that is open.
    pub(super) fn place(&self) -> Place {
        let mut place = self.interchange_place();
        let Some(group) = &self.group else {
            return place;
        };
        let (i, g) = (self.index, self.groups);
        place.group = group.explicit.then(|| group.control_number.clone());
        place.part = Part::Group(i, g);
        let Some(message) = &self.message else {
            return place;
        };
        place.message = Some(message.control_number.clone());
        place.part = Part::Message(i, g, group.messages);
        place
    }

    pub(super) fn interchange_place(&self) -> Place {
        Place {
            interchange: Some(self.interchange.control_number.clone()),
            part: Part::Interchange(self.index),
            ..Place::default()
        }
    }

    #[inline]
    pub(super) fn is_control(&self, segment: &Segment<'_>) -> bool {
        let bytes = segment.bytes();
        match self.interchange.standard {
            Standard::Edifact => {
                bytes.starts_with(b"UN")
                    && matches!(bytes.get(2), Some(b'B' | b'Z' | b'G' | b'E' | b'H' | b'T'))
                    && bytes
                        .get(3)
                        .is_none_or(|b| *b == segment.delimiters.element)
            }
            _ => {
                let id = |id: &[u8]| {
                    bytes.starts_with(id)
                        && bytes
                            .get(id.len())
                            .is_none_or(|b| *b == segment.delimiters.element)
                };
                match bytes.first() {
                    Some(b'S') => id(b"SE") || id(b"ST"),
                    Some(b'G') => id(b"GE") || id(b"GS"),
                    Some(b'I') => id(b"IEA"),
                    _ => false,
                }
            }
        }
    }

    pub(super) fn starts_message(&self, segment: &Segment<'_>) -> bool {
        let header: &[u8] = self.by_standard(b"ST", b"UNH");
        segment.id_bytes() == header
    }

    fn by_standard<T>(&self, x12: T, edifact: T) -> T {
        match self.interchange.standard {
            Standard::Edifact => edifact,
            _ => x12,
        }
    }

    /// Counts a segment of the open message and looks at its form.
    #[inline]
    pub(super) fn inside_message(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize) {
        if let Some(message) = &mut self.message {
            message.segments = message.segments.saturating_add(1);
            message.end = end;
        }
        self.stray = false;
        let id = segment.id_bytes();
        if !is_segment_name(id) {
            self.misnamed(queue, segment);
        }
        self.look_at_end(queue, segment);
    }

    fn misnamed(&self, queue: &mut Queue, segment: &Segment<'_>) {
        let (code, cause) = self.by_standard(
            (Code::SegmentName, Cause::NoNameX12),
            (Code::EdifactSegmentName, Cause::NoNameEdifact),
        );
        let place = self.place().on(segment);
        queue.say_of(segment, code, place, cause);
    }

    /// Notes once that segments end in separators.
    #[inline]
    pub(super) fn look_at_end(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        if !self.trailing && segment.ends_in_separator() {
            self.trailing = true;
            let end = segment.span().end();
            let place = self
                .place()
                .on(segment)
                .at(Span::between(end.saturating_sub(1), end));
            let code = self.code(Code::SegmentTrailing, Code::EdifactSegmentTrailing);
            queue.say_of(segment, code, place, Cause::SeparatorAtEnd);
        }
    }

    /// Says that a segment stands where the envelope allows none.
    pub(super) fn stray(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        if self.stray {
            return;
        }
        self.stray = true;
        let mut place = self.interchange_place().at(segment.span());
        place.segment_id = Some(segment.id().to_owned());
        let parts = match &self.group {
            Some(group) if group.explicit => Noun::Messages,
            _ => self.by_standard(Noun::FunctionalGroups, Noun::Messages),
        };
        let id = Shown::new(segment.id());
        let code = self.code(Code::SegmentStray, Code::EdifactSegmentStray);
        queue.say_of(segment, code, place, Cause::Stray { id, parts });
    }

    /// Says that the run of segments that belong nowhere has ended.
    pub(super) fn not_stray(&mut self) {
        self.stray = false;
    }

    pub(super) fn open_group(&mut self, queue: &mut Queue, group: Group) {
        self.group = Some(OpenGroup {
            explicit: group.explicit,
            control_number: group.control_number.clone(),
            declared_messages: None,
            kind: None,
            messages: 0,
            start: group.span.offset,
            numbers: Numbers::default(),
        });
        queue.tell(Event::GroupStart(Box::new(group)));
    }

    /// Opens a message and tells whether another of its group has its control number.
    pub(super) fn open_message(&mut self, queue: &mut Queue, segment: &Segment<'_>) -> bool {
        let standard = self.interchange.standard;
        let header = MessageHeader { segment, standard };
        let number = header.control_number();
        let number = trim(&number);
        let mut control_number = std::mem::take(&mut self.spare);
        control_number.clear();
        control_number.push_str(number);
        self.message = Some(OpenMessage {
            control_number,
            segments: 1,
            start: segment.offset,
            end: segment.span().end(),
        });
        queue.0.push_back(Queued::Message(standard));
        self.group
            .as_mut()
            .is_some_and(|g| !g.numbers.insert(number))
    }

    pub(super) fn close_message(&mut self, queue: &mut Queue, end: Option<usize>) {
        let (Some(message), Some(group)) = (self.message.take(), &mut self.group) else {
            return;
        };
        group.messages += 1;
        let end = end.unwrap_or(message.end);
        queue.tell(Event::MessageEnd(Span::between(message.start, end)));
        self.spare = message.control_number;
    }

    pub(super) fn close_group(&mut self, queue: &mut Queue, end: usize) {
        let Some(group) = self.group.take() else {
            return;
        };
        self.groups += 1;
        match group.explicit {
            true => self.explicit_groups += 1,
            false => self.messages += group.messages,
        }
        queue.tell(Event::GroupEnd {
            span: Span::between(group.start, end),
            declared_messages: group.declared_messages,
        });
    }

    /// Ends everything at a place where the interchange breaks off.
    pub(super) fn cut_off(&mut self, queue: &mut Queue, at: usize) {
        if !self.begun {
            self.begun = true;
            queue.tell(Event::InterchangeStart(Box::new(self.interchange.clone())));
        }
        self.missing_group_trailer(queue, at);
        let place = self.interchange_place().point(at);
        let (code, trailer) =
            self.by_standard((Code::IeaMissing, "IEA"), (Code::UnzMissing, "UNZ"));
        let whole = Noun::Interchange;
        queue.say(code, place, &[], Cause::BreaksOff { whole, trailer });
        self.end_at(queue, at);
    }

    /// Ends the interchange.
    pub(super) fn end_at(&self, queue: &mut Queue, end: usize) {
        let span = Span::between(self.interchange.span.offset, end);
        queue.tell(Event::InterchangeEnd(span));
    }

    pub(super) fn missing_message_trailer(&mut self, queue: &mut Queue, at: usize) {
        if self.message.is_some() {
            let place = self.place().point(at);
            let (code, trailer) =
                self.by_standard((Code::SeMissing, "SE"), (Code::UntMissing, "UNT"));
            let whole = Noun::Message;
            queue.say(code, place, &[], Cause::BreaksOff { whole, trailer });
            self.close_message(queue, None);
        }
    }

    pub(super) fn missing_group_trailer(&mut self, queue: &mut Queue, at: usize) {
        self.missing_message_trailer(queue, at);
        let Some(group) = &self.group else {
            return;
        };
        // In X12 a message outside groups was already told of by its missing GS.
        if group.explicit || self.interchange.standard != Standard::Edifact {
            let place = self.place().point(at);
            let (code, whole, trailer) = self.by_standard(
                (Code::GeMissing, Noun::FunctionalGroup, "GE"),
                (Code::UneMissing, Noun::Group, "UNE"),
            );
            queue.say(code, place, &[], Cause::BreaksOff { whole, trailer });
        }
        self.close_group(queue, at);
    }
}
