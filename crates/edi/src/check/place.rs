use super::Judge;
use super::guide::Broken;
use super::order::Problem;
use super::words::Words;
use crate::cause::Cause;
use crate::code::Code;
use crate::finding::Finding;
use crate::schema::Tag;
use crate::segment::Segment;

impl Judge<'_> {
    /// Says what is wrong with a segment's place.
    pub(super) fn misplaced(&mut self, segment: &Segment<'_>, tag: Tag) {
        let words = Words::of(self.standard);
        let problems = std::mem::take(&mut self.problems);
        let id = segment.id();
        let owned = || id.to_owned();
        for problem in &problems {
            let (code, cause) = match problem {
                Problem::Missing(missing) => {
                    let missing = missing.name();
                    let cause = Cause::Missing {
                        missing: missing.clone(),
                        id: owned(),
                    };
                    let code = words.segment_missing;
                    self.keep(self.missing(segment, code, missing, cause));
                    continue;
                }
                Problem::MissingByGuide(missing, is_loop) => {
                    let missing = missing.name();
                    let cause = Cause::MissingInGuide {
                        missing: missing.clone(),
                        id: owned(),
                    };
                    let code = Code::GuideSegmentMissing;
                    let finding = self.missing(segment, code, missing, cause);
                    let broken = Broken::missing_segment(*is_loop, None);
                    self.keep(broken.tell(finding, self.standard));
                    continue;
                }
                Problem::SegmentOverMax(most) => {
                    let (id, most) = (owned(), *most);
                    (words.segment_over_max, Cause::SegmentOverMax { id, most })
                }
                Problem::LoopOverMax(most) => {
                    let (kind, id, most) = (words.loop_name, owned(), *most);
                    (words.loop_over_max, Cause::LoopOverMax { kind, id, most })
                }
                Problem::NoPlace { behind } => self.no_place(id, tag, *behind, words),
            };
            if code == words.segment_unknown && !crate::write::is_segment_name(id.as_bytes()) {
                // The reader has said so.
                continue;
            }
            let place = self.place().on(segment);
            self.keep(Finding::new(code, place, segment.bytes(), cause));
        }
        self.problems = problems;
        if matches!(self.problems.as_slice(), [Problem::NoPlace { .. }]) {
            self.problems.clear();
        }
    }

    /// Returns the finding of a segment that should have come before another.
    pub(super) fn missing(
        &self,
        segment: &Segment<'_>,
        code: Code,
        id: String,
        cause: Cause,
    ) -> Finding {
        let mut place = self.place().on(segment);
        place.segment_id = Some(id);
        place.length = 0;
        Finding::new(code, place, &[], cause)
    }

    fn no_place(&self, id: &str, tag: Tag, behind: bool, words: &Words) -> (Code, Cause) {
        let id = id.to_owned();
        let Some(open) = &self.open else {
            return (words.segment_unexpected, Cause::NoPlace { id });
        };
        if !open.version.segments.contains_key(&tag) {
            (words.segment_unknown, Cause::SegmentUnknown { id })
        } else if !open.schema.has(tag) {
            let kind = self.kind.clone();
            (
                words.segment_not_in_message,
                Cause::NotInMessage { kind, id },
            )
        } else if behind {
            (words.segment_order, Cause::TooLate { id })
        } else {
            (words.segment_unexpected, Cause::NoPlace { id })
        }
    }
}
