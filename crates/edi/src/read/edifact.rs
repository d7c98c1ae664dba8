use super::open::{Open, Queue};
use super::trailer::{Trailer, number};
use super::{Event, Window};
use crate::cause::{Cause, Noun};
use crate::code::Code;
use crate::envelope::{self, WrongPart};
use crate::file::{Group, Interchange, Party, Standard};
use crate::finding::{Finding, Level};
use crate::header::Una;
use crate::place::Place;
use crate::segment::Segment;
use crate::token::Span;

/// Segments of security and of objects, which may stand between header and message.
fn is_other_service(id: &str) -> bool {
    id.len() == 3 && (id.starts_with("US") || matches!(id, "UNO" | "UNP"))
}

/// Returns what is to be said of a field of a header.
fn field(segment: &Segment<'_>, place: Place, wrong: WrongPart, level: Level) -> Finding {
    let mut place = place.element(segment, wrong.element);
    place.component = wrong.component;
    let text = segment.element_bytes(wrong.element);
    Finding::new(wrong.code, place, text, wrong.cause).told(level, wrong.told)
}

const UNT: Trailer = Trailer {
    id: "UNT",
    header: "UNH01",
    parts: Noun::Segments,
    whole: Noun::Message,
    count: Code::UntCount,
    number: Code::UntNumber,
    missing: Some("13"),
};

const UNE: Trailer = Trailer {
    id: "UNE",
    header: "UNG05",
    parts: Noun::Messages,
    whole: Noun::Group,
    count: Code::UneCount,
    number: Code::UneNumber,
    missing: Some("13"),
};

const UNZ: Trailer = Trailer {
    id: "UNZ",
    header: "UNB05",
    parts: Noun::Messages,
    whole: Noun::Interchange,
    count: Code::UnzCount,
    number: Code::UnzNumber,
    missing: Some("13"),
};

impl Open {
    /// Opens an interchange whose UNB is still to be read.
    pub(super) fn edifact_start(window: &Window<'_>, una: &Una, index: usize) -> Self {
        let start = window.base + una.start;
        let interchange = Interchange {
            standard: Standard::Edifact,
            span: Span::between(start, window.base + una.unb),
            delimiters: una.delimiters,
            declares_delimiters: una.declared,
            sender: Party::default(),
            receiver: Party::default(),
            date: String::new(),
            time: String::new(),
            version: String::new(),
            control_number: String::new(),
            acknowledgement_requested: false,
            usage: String::new(),
            groups: Vec::new(),
            acknowledgements: Vec::new(),
            segments: 0..0,
        };
        Self::new(interchange, index)
    }

    /// Takes a segment that is not the data of a message; true when it ends the interchange.
    pub(super) fn edifact(
        &mut self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        end: usize,
        terminated: bool,
    ) -> bool {
        match segment.id() {
            "UNB" if !self.begun => self.unb(queue, segment, terminated),
            "UNZ" => {
                self.unz(queue, segment, end, terminated);
                return true;
            }
            "UNG" => self.ung(queue, segment),
            "UNE" => self.une(queue, segment, end),
            "UNH" => self.unh(queue, segment),
            "UNT" => self.unt(queue, segment, end),
            id if self.message.is_none() && is_other_service(id) => {}
            _ => {
                self.stray(queue, segment);
                return false;
            }
        }
        self.not_stray();
        self.look_at_end(queue, segment);
        false
    }

    fn unb(&mut self, queue: &mut Queue, segment: &Segment<'_>, terminated: bool) {
        self.begun = true;
        let text = |n, c| segment.component_text(n, c).trim().to_owned();
        let party = |n| Party {
            qualifier: text(n, 2),
            id: text(n, 1),
        };
        let interchange = &mut self.interchange;
        interchange.version = format!("{}:{}", text(1, 1), text(1, 2));
        interchange.sender = party(2);
        interchange.receiver = party(3);
        interchange.date = text(4, 1);
        interchange.time = text(4, 2);
        interchange.control_number = text(5, 1);
        interchange.acknowledgement_requested = text(9, 1) == "1";
        let is_test = !matches!(text(11, 1).as_str(), "" | "0");
        interchange.usage = if is_test { "T" } else { "P" }.to_owned();
        // Without a UNA, syntax 4 separates repetitions by an asterisk.
        if !interchange.declares_delimiters
            && text(1, 2).as_str() >= "4"
            && interchange.delimiters.element == b'+'
        {
            interchange.delimiters.repetition = Some(b'*');
        }
        // A blank, or in older syntaxes any byte, may stand for a separator that is not used.
        if text(1, 2).as_str() < "4" {
            interchange.delimiters.repetition = None;
        }
        queue.tell(Event::InterchangeStart(Box::new(interchange.clone())));
        if terminated {
            for wrong in envelope::unb(segment) {
                let place = self.interchange_place();
                queue.keep(field(segment, place, wrong, Level::Uci));
            }
        }
    }

    fn ung(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        self.missing_group_trailer(queue, segment.offset);
        if self.messages > 0 {
            self.mixed(queue, segment);
        }
        let text = |n, c| segment.component_text(n, c).trim().to_owned();
        let number = text(5, 1);
        let group = Group {
            explicit: true,
            functional_id: text(1, 1),
            sender: text(2, 1),
            receiver: text(3, 1),
            date: text(4, 1),
            time: text(4, 2),
            control_number: number.clone(),
            version: text(7, 1) + &text(7, 2),
            messages: Vec::new(),
            declared_messages: None,
            span: segment.span(),
        };
        self.open_group(queue, group);
        for wrong in envelope::ung(segment, self.is_4()) {
            queue.keep(field(segment, self.place(), wrong, Level::Ucf));
        }
        if !self.group_numbers.insert(&number) {
            let cause = Cause::GroupReferenceAgain;
            let place = self.place().element(segment, 5);
            queue.say_of(segment, Code::UngDuplicate, place, cause);
        }
    }

    /// Says that groups and messages outside groups stand in one interchange.
    fn mixed(&self, queue: &mut Queue, segment: &Segment<'_>) {
        let place = self.interchange_place().at(segment.span());
        queue.say_of(segment, Code::UnbMixed, place, Cause::Mixed);
    }

    fn unh(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        self.missing_message_trailer(queue, segment.offset);
        if self.group.is_none() {
            if self.explicit_groups > 0 {
                self.mixed(queue, segment);
            }
            self.open_group(queue, Group::without_header(segment));
        }
        let kind = segment.component_text(2, 1).trim().to_owned();
        self.same_kind(queue, segment, &kind);
        let known = self.open_message(queue, segment);
        for wrong in envelope::unh(segment) {
            queue.keep(field(segment, self.place(), wrong, Level::Ucm));
        }
        if known {
            let cause = Cause::MessageReferenceAgain;
            let place = self.place().element(segment, 1);
            queue.say_of(segment, Code::UnhDuplicate, place, cause);
        }
    }

    fn is_4(&self) -> bool {
        self.interchange.version.ends_with(":4")
    }

    /// Notes that a message is of another kind than the first of its group.
    fn same_kind(&mut self, queue: &mut Queue, segment: &Segment<'_>, kind: &str) {
        let place = self.place();
        let is_4 = self.is_4();
        let Some(group) = self.group.as_mut().filter(|g| g.explicit && !is_4) else {
            return;
        };
        match &group.kind {
            None => group.kind = Some(kind.to_owned()),
            Some(first) if first != kind => {
                let (kind, first) = (kind.to_owned(), first.clone());
                let cause = Cause::OtherKindInGroup { kind, first };
                queue.say_of(segment, Code::UngKinds, place.element(segment, 2), cause);
            }
            Some(_) => {}
        }
    }

    fn unt(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize) {
        self.end_message(&UNT, queue, segment, end);
    }

    fn une(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize) {
        self.missing_message_trailer(queue, segment.offset);
        let place = self.place();
        let Some(group) = self.group.as_mut().filter(|g| g.explicit) else {
            return self.stray(queue, segment);
        };
        let declared = number(segment.element(1));
        group.declared_messages = declared;
        let counted = group.messages as u64;
        let expected = group.explicit.then_some(group.control_number.as_str());
        UNE.compare(queue, segment, || place.clone(), counted, expected);
        UNE.at_most_two(queue, segment, place.clone());
        if counted == 0 {
            let place = place.at(segment.span());
            let whole = Noun::Group;
            let cause = Cause::NoMessage { whole };
            queue.say_of(segment, Code::UngEmpty, place, cause);
        }
        queue.segment();
        self.close_group(queue, end);
    }

    fn unz(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize, terminated: bool) {
        self.missing_group_trailer(queue, segment.offset);
        let place = self.interchange_place();
        let explicit = self.explicit_groups;
        let (parts, counted) = match explicit {
            0 => (Noun::Messages, self.messages),
            groups => (Noun::Groups, groups),
        };
        let unz = Trailer { parts, ..UNZ };
        let expected = Some(self.interchange.control_number.as_str());
        unz.compare(queue, segment, || place.clone(), counted as u64, expected);
        unz.at_most_two(queue, segment, place.clone());
        if counted == 0 {
            let place = place.clone().at(segment.span());
            let whole = Noun::Interchange;
            let cause = Cause::NoMessage { whole };
            queue.say_of(segment, Code::UnbEmpty, place, cause);
        }
        if !terminated {
            let place = place.on(segment).point(segment.span().end());
            let cause = Cause::Unterminated { trailer: "UNZ" };
            queue.say_of(segment, Code::UnzUnterminated, place, cause);
        }
        queue.segment();
        self.end_at(queue, end);
    }
}
