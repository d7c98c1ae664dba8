use super::{Event, Sink};
use crate::file::{File, Interchange, Standard, Stored};
use crate::finding::Findings;
use crate::segment::Segment;

/// Builds a [`File`] from what the reader tells.
#[derive(Debug, Default)]
pub(super) struct Tree {
    interchanges: Vec<Interchange>,
    findings: Findings,
    segments: Vec<Stored>,
    marks: Vec<u32>,
}

impl Sink for Tree {
    fn segment(&mut self, segment: &Segment<'_>) {
        self.segments.push(Stored {
            offset: segment.offset,
            length: segment.bytes().len(),
            marks: self.marks.len(),
        });
        #[expect(
            clippy::cast_possible_truncation,
            reason = "texts are below 2^32 bytes, marks count in 32 bits"
        )]
        let start = segment.start as u32;
        let marks = segment.marks.iter();
        self.marks.extend(marks.map(|m| m.wrapping_sub(start)));
    }

    fn event(&mut self, event: Event<'static>) {
        let next = self.segments.len();
        match event {
            Event::Segment(segment) => self.segment(segment),
            Event::Finding(finding) => self.findings.keep(*finding),
            Event::InterchangeStart(mut interchange) => {
                interchange.segments = next..next;
                self.interchanges.push(*interchange);
            }
            Event::Delimiters(delimiters) => self.with(|i| i.delimiters = delimiters),
            Event::InterchangeEnd(span) => self.with(|i| {
                i.span = span;
                i.segments.end = next;
            }),
            Event::Acknowledgement(told) => self.with(|i| i.acknowledgements.push(*told)),
            Event::GroupStart(group) => self.with(|i| i.groups.push(*group)),
            Event::GroupEnd {
                span,
                declared_messages,
            } => self.with(|i| {
                if let Some(group) = i.groups.last_mut() {
                    group.span = span;
                    group.declared_messages = declared_messages;
                }
            }),
            Event::MessageStart(mut message) => {
                message.segments = next..next;
                self.with(|i| {
                    if let Some(group) = i.groups.last_mut() {
                        group.messages.push(*message);
                    }
                });
            }
            Event::MessageEnd(span) => self.with(|i| {
                let message = i.groups.last_mut().and_then(|g| g.messages.last_mut());
                if let Some(message) = message {
                    message.span = span;
                    message.segments.end = next;
                }
            }),
        }
    }
}

impl Tree {
    fn with(&mut self, change: impl FnOnce(&mut Interchange)) {
        if let Some(interchange) = self.interchanges.last_mut() {
            change(interchange);
        }
    }

    pub(super) fn file(self, bytes: &[u8], standard: Standard) -> File<'_> {
        File {
            bytes,
            standard,
            interchanges: self.interchanges,
            findings: self.findings.all,
            segments: self.segments,
            marks: self.marks,
        }
    }
}
