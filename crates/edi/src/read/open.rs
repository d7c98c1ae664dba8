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
    pub(super) group: Option<OpenGroup>,
    pub(super) message: Option<OpenMessage>,
    group_numbers: HashSet<String>,
    /// The segment before stood where none may; one finding tells of the whole run.
    stray: bool,
    trailing: bool,
}

pub(super) struct OpenGroup {
    pub(super) group: Group,
    /// There was no GS; said once, when its first message came.
    pub(super) without_header: bool,
    numbers: HashSet<String>,
}

pub(super) struct OpenMessage {
    pub(super) message: Message,
    pub(super) segments: u32,
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

    pub(super) fn interchange_place(&self) -> Place {
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

    pub(super) fn stray(&mut self, open: &mut Open, segment: &Segment<'_>) -> bool {
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

/// Returns a value for a sentence; a long one would drown it.
pub(super) fn shown(value: &str) -> String {
    match value.chars().nth(20) {
        None if value.is_empty() => "nothing".to_owned(),
        None => format!("{value:?}"),
        Some(_) => format!("{:?}…", value.chars().take(20).collect::<String>()),
    }
}
