use std::collections::HashSet;

use super::Reader;
use crate::code::Code;
use crate::envelope;
use crate::file::{Group, Interchange, InterchangeAcknowledgement, Message, Party};
use crate::header::Header;
use crate::place::{Part, Place};
use crate::segment::{Segment, decode};
use crate::token::{Span, Token};
use crate::write::is_segment_name;

/// Security headers and trailers of X12.58; they stand between GS and ST or SE and GE.
const SECURITY: [&str; 8] = ["S1S", "S1E", "S2S", "S2E", "S3S", "S3E", "S4S", "S4E"];

/// The interchange being read, with the group and message open in it.
pub(super) struct Open {
    pub(super) interchange: Interchange,
    index: usize,
    group: Option<OpenGroup>,
    message: Option<OpenMessage>,
    group_numbers: HashSet<String>,
    /// The segment before stood where none may; one finding tells of the whole run.
    stray: bool,
    trailing: bool,
}

struct OpenGroup {
    group: Group,
    /// There was no GS; said once, when its first message came.
    without_header: bool,
    numbers: HashSet<String>,
}

struct OpenMessage {
    message: Message,
    segments: u32,
}

impl Open {
    pub(super) fn new(bytes: &[u8], header: &Header, index: usize, segment: usize) -> Self {
        let field = |n| decode(header.field(bytes, n)).trim_end().to_owned();
        let interchange = Interchange {
            span: Span::between(header.start, header.end),
            delimiters: header.delimiters,
            sender: Party {
                qualifier: field(5),
                id: field(6),
            },
            receiver: Party {
                qualifier: field(7),
                id: field(8),
            },
            date: field(9),
            time: field(10),
            version: field(12),
            control_number: field(13),
            acknowledgement_requested: field(14) == "1",
            usage: field(15),
            groups: Vec::new(),
            acknowledgements: Vec::new(),
            segments: segment..segment,
        };
        Self {
            interchange,
            index,
            group: None,
            message: None,
            group_numbers: HashSet::new(),
            stray: false,
            trailing: false,
        }
    }

    /// Returns the ordinal of the next segment in its message.
    pub(super) fn ordinal(&self) -> u32 {
        self.message
            .as_ref()
            .map_or(1, |m| m.segments.saturating_add(1))
    }

    /// Returns the place of the innermost part that is open.
    pub(super) fn place(&self) -> Place {
        let mut place = Place {
            interchange: Some(self.interchange.control_number.clone()),
            part: Part::Interchange(self.index),
            ..Place::default()
        };
        let Some(group) = &self.group else {
            return place;
        };
        let (i, g) = (self.index, self.interchange.groups.len());
        place.group = Some(group.group.control_number.clone());
        place.part = Part::Group(i, g);
        let Some(message) = &self.message else {
            return place;
        };
        place.message = Some(message.message.control_number.clone());
        place.part = Part::Message(i, g, group.group.messages.len());
        place
    }

    fn interchange_place(&self) -> Place {
        Place {
            interchange: Some(self.interchange.control_number.clone()),
            part: Part::Interchange(self.index),
            ..Place::default()
        }
    }
}

impl Reader<'_> {
    /// Takes one segment; true when it ends the interchange.
    pub(super) fn segment(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) -> bool {
        let id = segment.id();
        self.trailing(open, segment);
        match id {
            "IEA" => {
                self.end_interchange(open, segment, t);
                return true;
            }
            "GS" => self.start_group(open, segment),
            "GE" => self.end_group(open, segment, t),
            "ST" => self.start_message(open, segment),
            "SE" => self.end_message(open, segment, t),
            _ if open.message.is_some() => self.inside_message(open, segment, t),
            "TA1" if open.group.is_none() => self.interchange_acknowledgement(open, segment),
            "ISX" if open.group.is_none() => {
                open.interchange.delimiters.release = match segment.element_bytes(1) {
                    [byte] if !byte.is_ascii_alphanumeric() => Some(*byte),
                    _ => None,
                };
            }
            "ISB" | "ISE" | "TA3" if open.group.is_none() => {}
            _ if open.group.is_some() && SECURITY.contains(&id) => {}
            _ => return self.stray(open, segment),
        }
        open.stray = false;
        false
    }

    fn inside_message(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
        if let Some(message) = &mut open.message {
            message.segments = message.segments.saturating_add(1);
            message.message.span = Span::between(message.message.span.offset, t.next);
        }
        if !is_segment_name(segment.id().as_bytes()) {
            let cause = "a segment's name is two or three capital letters and digits";
            self.say(Code::SegmentName, open.place().on(segment), cause);
        }
    }

    fn trailing(&mut self, open: &mut Open, segment: &Segment<'_>) {
        let last = segment.bytes().last().copied();
        let open_end =
            last == Some(segment.delimiters.element) && segment.delimiters.release.is_none();
        if open_end && !open.trailing && !matches!(segment.id(), "BIN" | "BDS") {
            open.trailing = true;
            let end = segment.span().end();
            let place = open
                .place()
                .on(segment)
                .at(Span::between(end.saturating_sub(1), end));
            let cause = "a separator after the last element; said once for the interchange";
            self.say(Code::SegmentTrailing, place, cause);
        }
    }

    fn stray(&mut self, open: &mut Open, segment: &Segment<'_>) -> bool {
        if !open.stray {
            open.stray = true;
            let mut place = open.interchange_place().at(segment.span());
            place.segment_id = Some(segment.id().to_owned());
            let within = if open.group.is_some() {
                "between messages"
            } else {
                "between groups"
            };
            let cause = format!(
                "segment {} stands {within}, where none may",
                shown(segment.id())
            );
            self.say(Code::SegmentStray, place, &cause);
        }
        false
    }

    fn start_group(&mut self, open: &mut Open, segment: &Segment<'_>) {
        self.missing_group_trailer(open, segment.offset);
        let number = segment.text(6).trim().to_owned();
        open.group = Some(OpenGroup {
            group: Group {
                functional_id: segment.text(1).into_owned(),
                sender: segment.text(2).trim_end().to_owned(),
                receiver: segment.text(3).trim_end().to_owned(),
                date: segment.text(4).into_owned(),
                time: segment.text(5).into_owned(),
                control_number: number.clone(),
                version: segment.text(8).trim_end().to_owned(),
                messages: Vec::new(),
                declared_messages: None,
                span: segment.span(),
            },
            without_header: false,
            numbers: HashSet::new(),
        });
        let place = open.place();
        for finding in envelope::gs(segment, &place) {
            self.keep(finding);
        }
        if !open.group_numbers.insert(number) {
            let cause = "an earlier group of this interchange has the same control number";
            self.say(Code::GsDuplicate, place.element(segment, 6), cause);
        }
    }

    fn start_message(&mut self, open: &mut Open, segment: &Segment<'_>) {
        self.missing_message_trailer(open, segment.offset);
        if open.group.is_none() {
            open.group = Some(OpenGroup::without_header(segment));
            let place = open.interchange_place().at(segment.span());
            self.say(
                Code::GsMissing,
                place,
                "a message that is in no group: there is no GS before",
            );
        }
        let number = segment.text(2).trim().to_owned();
        let first = self.starts.len().saturating_sub(1);
        open.message = Some(OpenMessage {
            message: Message {
                kind: segment.text(1).trim().to_owned(),
                control_number: number.clone(),
                convention: segment.text(3).trim().to_owned(),
                segments: first..first,
                span: segment.span(),
                delimiters: segment.delimiters,
            },
            segments: 1,
        });
        let place = open.place();
        let segment = &Segment {
            ordinal: 1,
            ..*segment
        };
        for finding in envelope::st(segment, &place) {
            self.keep(finding);
        }
        let known = open
            .group
            .as_mut()
            .is_some_and(|g| !g.numbers.insert(number));
        if known {
            let cause = "an earlier message of this group has the same control number";
            self.say(Code::StDuplicate, place.element(segment, 2), cause);
        }
    }

    fn end_message(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
        let place = open.place();
        let Some(message) = &open.message else {
            self.stray(open, segment);
            return;
        };
        let counted = u64::from(message.segments) + 1;
        if number(segment.element(1)) != Some(counted) {
            let cause = format!(
                "SE01 says {} segments, the message has {counted}",
                shown(segment.element(1))
            );
            self.say(Code::SeCount, place.clone().element(segment, 1), &cause);
        }
        let expected = &message.message.control_number;
        if segment.text(2).trim() != expected {
            let cause = format!(
                "SE02 is {}, ST02 is {expected:?}",
                shown(segment.element(2))
            );
            self.say(Code::SeNumber, place.element(segment, 2), &cause);
        }
        self.close_message(open, t.next);
    }

    fn end_group(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
        self.missing_message_trailer(open, segment.offset);
        let place = open.place();
        let Some(group) = &mut open.group else {
            self.stray(open, segment);
            return;
        };
        let declared = number(segment.element(1));
        group.group.declared_messages = declared;
        let counted = group.group.messages.len();
        let expected = group.group.control_number.clone();
        let without_header = group.without_header;
        if declared != u64::try_from(counted).ok() {
            let cause = format!(
                "GE01 says {} messages, the group has {counted}",
                shown(segment.element(1))
            );
            self.say(Code::GeCount, place.clone().element(segment, 1), &cause);
        }
        if !without_header && segment.text(2).trim() != expected {
            let cause = format!(
                "GE02 is {}, GS06 is {expected:?}",
                shown(segment.element(2))
            );
            self.say(Code::GeNumber, place.element(segment, 2), &cause);
        }
        self.close_group(open, t.next);
    }

    fn end_interchange(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
        self.missing_group_trailer(open, segment.offset);
        let place = open.interchange_place();
        let counted = open.interchange.groups.len();
        if number(segment.element(1)) != u64::try_from(counted).ok() {
            let cause = format!(
                "IEA01 says {} groups, the interchange has {counted}",
                shown(segment.element(1))
            );
            self.say(Code::IeaCount, place.clone().element(segment, 1), &cause);
        }
        let expected = &open.interchange.control_number;
        if segment.text(2).trim() != expected {
            let cause = format!(
                "IEA02 is {}, ISA13 is {expected:?}",
                shown(segment.element(2))
            );
            self.say(Code::IeaNumber, place.clone().element(segment, 2), &cause);
        }
        if !t.terminated {
            let place = place.on(segment).at(Span {
                offset: t.end,
                length: 0,
            });
            self.say(
                Code::IeaUnterminated,
                place,
                "the terminator after the IEA is missing",
            );
        }
    }

    /// Ends everything at a place where the interchange breaks off.
    pub(super) fn cut_off(&mut self, open: &mut Open, at: usize) {
        self.missing_group_trailer(open, at);
        let place = open.interchange_place().at(Span {
            offset: at,
            length: 0,
        });
        self.say(
            Code::IeaMissing,
            place,
            "the interchange breaks off: there is no IEA",
        );
    }

    fn missing_message_trailer(&mut self, open: &mut Open, at: usize) {
        if open.message.is_some() {
            let place = open.place().at(Span {
                offset: at,
                length: 0,
            });
            self.say(
                Code::SeMissing,
                place,
                "the message breaks off: there is no SE",
            );
            self.starts_end_message(open);
        }
    }

    fn missing_group_trailer(&mut self, open: &mut Open, at: usize) {
        self.missing_message_trailer(open, at);
        if open.group.is_some() {
            let place = open.place().at(Span {
                offset: at,
                length: 0,
            });
            self.say(
                Code::GeMissing,
                place,
                "the group breaks off: there is no GE",
            );
            self.close_group(open, at);
        }
    }

    /// Closes a message that has no trailer; the segment just taken is not part of it.
    fn starts_end_message(&mut self, open: &mut Open) {
        let Some(OpenMessage {
            mut message,
            segments,
        }) = open.message.take()
        else {
            return;
        };
        let count = usize::try_from(segments).unwrap_or(usize::MAX);
        message.segments.end = message.segments.start.saturating_add(count);
        if let Some(group) = &mut open.group {
            group.group.messages.push(message);
        }
    }

    fn close_message(&mut self, open: &mut Open, end: usize) {
        let Some(OpenMessage { mut message, .. }) = open.message.take() else {
            return;
        };
        message.segments.end = self.starts.len();
        message.span = Span::between(message.span.offset, end);
        if let Some(group) = &mut open.group {
            group.group.messages.push(message);
        }
    }

    fn close_group(&mut self, open: &mut Open, end: usize) {
        let Some(OpenGroup { mut group, .. }) = open.group.take() else {
            return;
        };
        group.span = Span::between(group.span.offset, end);
        open.interchange.groups.push(group);
    }

    fn interchange_acknowledgement(&mut self, open: &mut Open, segment: &Segment<'_>) {
        let field = |n| segment.text(n).trim().to_owned();
        if segment.len() < 4 {
            let place = open.interchange_place().on(segment);
            self.say(
                Code::Ta1Malformed,
                place,
                "a TA1 has five elements, at least four",
            );
        }
        open.interchange
            .acknowledgements
            .push(InterchangeAcknowledgement {
                control_number: field(1),
                date: field(2),
                time: field(3),
                status: field(4),
                note: field(5),
                span: segment.span(),
            });
    }
}

impl OpenGroup {
    fn without_header(first: &Segment<'_>) -> Self {
        let group = Group {
            functional_id: String::new(),
            sender: String::new(),
            receiver: String::new(),
            date: String::new(),
            time: String::new(),
            control_number: String::new(),
            version: String::new(),
            messages: Vec::new(),
            declared_messages: None,
            span: first.span(),
        };
        Self {
            group,
            without_header: true,
            numbers: HashSet::new(),
        }
    }
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// Returns a value for a sentence; a long one would drown it.
fn shown(value: &str) -> String {
    match value.chars().nth(20) {
        None if value.is_empty() => "nothing".to_owned(),
        None => format!("{value:?}"),
        Some(_) => format!("{:?}…", value.chars().take(20).collect::<String>()),
    }
}
