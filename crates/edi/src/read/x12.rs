use super::open::{Open, Queue};
use super::trailer::{Trailer, number};
use super::{Event, Window};
use crate::cause::{Cause, Noun, Problem};
use crate::code::Code;
use crate::envelope;
use crate::file::{Group, Interchange, InterchangeAcknowledgement, Party, Standard};
use crate::header::Isa;
use crate::schema::Tag;
use crate::segment::{Segment, decode};
use crate::token::Span;

/// Security headers and trailers of X12.58; they stand between GS and ST or SE and GE.
const SECURITY: [&[u8]; 8] = [
    b"S1S", b"S1E", b"S2S", b"S2E", b"S3S", b"S3E", b"S4S", b"S4E",
];

const SE: Trailer = Trailer {
    id: "SE",
    header: "ST02",
    parts: Noun::Segments,
    whole: Noun::Message,
    count: Code::SeCount,
    number: Code::SeNumber,
    missing: None,
};

const GE: Trailer = Trailer {
    id: "GE",
    header: "GS06",
    parts: Noun::Messages,
    whole: Noun::FunctionalGroup,
    count: Code::GeCount,
    number: Code::GeNumber,
    missing: None,
};

const IEA: Trailer = Trailer {
    id: "IEA",
    header: "ISA13",
    parts: Noun::FunctionalGroups,
    whole: Noun::Interchange,
    count: Code::IeaCount,
    number: Code::IeaNumber,
    missing: None,
};

impl Open {
    /// Opens an interchange by its ISA, which is queued as a segment of its own.
    pub(super) fn x12_start(
        queue: &mut Queue,
        window: &Window<'_>,
        isa: &Isa,
        index: usize,
    ) -> Self {
        let field = |n| decode(isa.field(window.bytes, n)).trim_end().to_owned();
        let party = |n: usize| Party {
            qualifier: field(n),
            id: field(n + 1),
        };
        let start = window.base + isa.start;
        let mut open = Self::new(
            Interchange {
                standard: Standard::X12,
                span: Span::between(start, window.base + isa.end),
                delimiters: isa.delimiters,
                declares_delimiters: true,
                sender: party(5),
                receiver: party(7),
                date: field(9),
                time: field(10),
                version: field(12),
                control_number: field(13),
                acknowledgement_requested: field(14) == "1",
                usage: field(15),
                groups: Vec::new(),
                acknowledgements: Vec::new(),
                segments: 0..0,
            },
            index,
        );
        open.begun = true;
        queue.tell(Event::InterchangeStart(Box::new(open.interchange.clone())));
        for finding in envelope::isa(window.bytes, window.base, isa, &open.place()) {
            queue.keep(finding);
        }
        open
    }

    /// Takes a segment that is not the data of a message; true when it ends the interchange.
    pub(super) fn x12(
        &mut self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        end: usize,
        terminated: bool,
    ) -> bool {
        self.look_at_end(queue, segment);
        match segment.id_bytes() {
            b"IEA" => {
                self.x12_interchange_end(queue, segment, end, terminated);
                return true;
            }
            b"GS" => self.x12_group(queue, segment),
            b"GE" => self.x12_group_end(queue, segment, end),
            b"ST" => self.x12_message(queue, segment),
            b"SE" => self.x12_message_end(queue, segment, end),
            b"TA1" if self.group.is_none() => self.ta1(queue, segment),
            b"ISX" if self.group.is_none() => {
                self.interchange.delimiters.release = match segment.element_bytes(1) {
                    [byte] if !byte.is_ascii_alphanumeric() => Some(*byte),
                    _ => None,
                };
                queue.tell(Event::Delimiters(self.interchange.delimiters));
            }
            b"ISB" | b"ISE" | b"TA3" if self.group.is_none() => {}
            id if self.group.is_some() && SECURITY.contains(&id) => {}
            _ => {
                self.stray(queue, segment);
                return false;
            }
        }
        self.not_stray();
        false
    }

    fn x12_group(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        self.missing_group_trailer(queue, segment.offset);
        let number = segment.text(6).trim().to_owned();
        let group = Group {
            explicit: true,
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
        };
        self.open_group(queue, group);
        let unnamed = [1, 6].into_iter();
        for n in unnamed.filter(|n| segment.text(*n).trim().is_empty()) {
            let place = self.interchange_place().element(segment, n);
            let cause = Cause::field("GS", n, Problem::GroupUnnamed);
            queue.say_of(segment, Code::GsUnnamed, place, cause);
        }
        let place = self.place();
        for finding in envelope::gs(segment, &place) {
            queue.keep(finding);
        }
        if !self.group_numbers.insert(&number) {
            let cause = Cause::GroupNumberAgain;
            queue.say_of(segment, Code::GsDuplicate, place.element(segment, 6), cause);
        }
    }

    fn x12_message(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        self.missing_message_trailer(queue, segment.offset);
        if self.group.is_none() {
            self.open_group(queue, Group::without_header(segment));
            let place = self.interchange_place().at(segment.span());
            queue.say_of(segment, Code::GsMissing, place, Cause::NoGroup);
        }
        let known = self.open_message(queue, segment);
        for (code, n, cause) in envelope::st(segment) {
            queue.say_of(segment, code, self.place().element(segment, n), cause);
        }
        if known {
            let cause = Cause::MessageNumberAgain;
            let place = self.place().element(segment, 2);
            queue.say_of(segment, Code::StDuplicate, place, cause);
        }
    }

    fn ta1(&mut self, queue: &mut Queue, segment: &Segment<'_>) {
        let field = |n| segment.text(n).trim().to_owned();
        if segment.len() < 4 {
            let place = self.interchange_place().on(segment);
            queue.say_of(segment, Code::Ta1Malformed, place, Cause::Ta1Incomplete);
        }
        let told = Box::new(InterchangeAcknowledgement {
            control_number: field(1),
            date: field(2),
            time: field(3),
            status: field(4),
            note: field(5),
            span: segment.span(),
        });
        queue.tell(Event::Acknowledgement(told));
    }

    fn x12_message_end(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize) {
        self.end_message(&SE, queue, segment, end);
    }

    fn x12_group_end(&mut self, queue: &mut Queue, segment: &Segment<'_>, end: usize) {
        self.missing_message_trailer(queue, segment.offset);
        let place = self.place();
        let Some(group) = &mut self.group else {
            return self.stray(queue, segment);
        };
        let declared = number(segment.element(1));
        group.declared_messages = declared;
        let counted = group.messages as u64;
        let expected = group.explicit.then_some(group.control_number.as_str());
        GE.compare(queue, segment, || place.clone(), counted, expected);
        GE.at_most_two(queue, segment, place.clone());
        queue.segment();
        self.close_group(queue, end);
    }

    fn x12_interchange_end(
        &mut self,
        queue: &mut Queue,
        segment: &Segment<'_>,
        end: usize,
        terminated: bool,
    ) {
        self.missing_group_trailer(queue, segment.offset);
        let place = self.interchange_place();
        let (counted, expected) = (self.groups as u64, self.interchange.control_number.as_str());
        IEA.compare(queue, segment, || place.clone(), counted, Some(expected));
        IEA.at_most_two(queue, segment, place.clone());
        if !terminated {
            let place = place.on(segment).point(segment.span().end());
            let cause = Cause::Unterminated { trailer: "IEA" };
            queue.say_of(segment, Code::IeaUnterminated, place, cause);
        }
        queue.segment();
        self.end_at(queue, end);
    }
}

impl Group {
    /// Returns a group for messages that are in none.
    pub(super) fn without_header(first: &Segment<'_>) -> Self {
        Self {
            explicit: false,
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
        }
    }
}

/// Returns an ISA as a segment, with room for the places of its separators.
pub(super) fn isa_segment<'w>(
    window: &Window<'w>,
    isa: &Isa,
    marks: &'w mut [u32; 16],
) -> Segment<'w> {
    for (mark, field) in marks.iter_mut().zip(&isa.fields) {
        *mark = u32::try_from(field.offset - isa.start).map_or(0, |at| at.saturating_sub(1));
    }
    let text = window.bytes.get(isa.start..isa.text_end);
    let text = text.unwrap_or_default();
    Segment {
        text,
        start: 0,
        end: text.len(),
        marks,
        printable: false,
        tag: Tag::default(),
        offset: window.base + isa.start,
        ordinal: 1,
        delimiters: isa.delimiters,
    }
    .tagged()
}
