use super::Judge;
use super::order::Problem;
use super::words::Words;
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
        for problem in &problems {
            let (code, cause) = match problem {
                Problem::Missing(missing) => {
                    let missing = missing.name();
                    let cause = format!("the mandatory segment {missing} is missing before {id}");
                    let mut place = self.place().on(segment);
                    place.segment_id = Some(missing);
                    place.length = 0;
                    self.keep(Finding::new(words.segment_missing, place, &[], cause));
                    continue;
                }
                Problem::SegmentOverMax(most) => (
                    words.segment_over_max,
                    format!("segment {id} may stand here {most} times"),
                ),
                Problem::LoopOverMax(most) => (
                    words.loop_over_max,
                    format!("{} {id} may stand here {most} times", words.loop_name),
                ),
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

    fn no_place(&self, id: &str, tag: Tag, behind: bool, words: &Words) -> (Code, String) {
        let Some(open) = &self.open else {
            return (words.segment_unexpected, String::new());
        };
        let kind = &open.kind;
        if !open.version.segments.contains_key(&tag) {
            (
                words.segment_unknown,
                format!("no segment {id:?} is known in this version"),
            )
        } else if !open.schema.has(tag) {
            (
                words.segment_not_in_message,
                format!("a message {kind} has no segment {id}"),
            )
        } else if behind {
            (words.segment_order, format!("segment {id} comes too late"))
        } else {
            (
                words.segment_unexpected,
                format!("segment {id} has no place here"),
            )
        }
    }
}
