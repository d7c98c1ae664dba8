use super::Reader;
use super::open::{Open, OpenGroup, OpenMessage, shown};
use crate::code::Code;
use crate::segment::Segment;
use crate::token::{Span, Token};

impl Reader<'_> {
    pub(super) fn end_message(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
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

    pub(super) fn end_group(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
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

    pub(super) fn end_interchange(&mut self, open: &mut Open, segment: &Segment<'_>, t: Token) {
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

    pub(super) fn missing_message_trailer(&mut self, open: &mut Open, at: usize) {
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
            self.break_off_message(open);
        }
    }

    pub(super) fn missing_group_trailer(&mut self, open: &mut Open, at: usize) {
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
    fn break_off_message(&mut self, open: &mut Open) {
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
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}
