use crate::cause::Noun;
use crate::code::Code;
use crate::file::Standard;

/// The codes and names that say the same of either syntax.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) loop_name: Noun,
    pub(super) segment_unknown: Code,
    pub(super) segment_unexpected: Code,
    pub(super) segment_missing: Code,
    pub(super) loop_over_max: Code,
    pub(super) segment_over_max: Code,
    pub(super) segment_not_in_message: Code,
    pub(super) segment_order: Code,
    pub(super) missing: Code,
    pub(super) conditional: Code,
    pub(super) exclusion: Code,
    pub(super) too_many: Code,
    pub(super) too_short: Code,
    pub(super) too_long: Code,
    pub(super) character: Code,
    pub(super) code: Code,
    pub(super) code_unusual: Code,
    pub(super) date: Code,
    pub(super) time: Code,
    pub(super) repetitions: Code,
}

static X12: Words = Words {
    loop_name: Noun::Loop,
    segment_unknown: Code::SegmentUnknown,
    segment_unexpected: Code::SegmentUnexpected,
    segment_missing: Code::SegmentMissing,
    loop_over_max: Code::LoopOverMax,
    segment_over_max: Code::SegmentOverMax,
    segment_not_in_message: Code::SegmentNotInSet,
    segment_order: Code::SegmentOrder,
    missing: Code::ElementMissing,
    conditional: Code::ElementConditional,
    exclusion: Code::ElementExclusion,
    too_many: Code::ElementTooMany,
    too_short: Code::ElementTooShort,
    too_long: Code::ElementTooLong,
    character: Code::ElementCharacter,
    code: Code::ElementCode,
    code_unusual: Code::ElementCodeUnusual,
    date: Code::ElementDate,
    time: Code::ElementTime,
    repetitions: Code::ElementRepetitions,
};

static EDIFACT: Words = Words {
    loop_name: Noun::SegmentGroup,
    segment_unknown: Code::EdifactSegmentUnknown,
    segment_unexpected: Code::EdifactSegmentUnexpected,
    segment_missing: Code::EdifactSegmentMissing,
    loop_over_max: Code::EdifactGroupOverMax,
    segment_over_max: Code::EdifactSegmentOverMax,
    segment_not_in_message: Code::EdifactSegmentNotInMessage,
    segment_order: Code::EdifactSegmentOrder,
    missing: Code::EdifactElementMissing,
    conditional: Code::EdifactElementConditional,
    exclusion: Code::EdifactElementConditional,
    too_many: Code::EdifactElementTooMany,
    too_short: Code::EdifactElementTooShort,
    too_long: Code::EdifactElementTooLong,
    character: Code::EdifactElementCharacter,
    code: Code::EdifactElementCode,
    code_unusual: Code::EdifactElementCodeUnusual,
    date: Code::EdifactElementCharacter,
    time: Code::EdifactElementCharacter,
    repetitions: Code::EdifactElementRepetitions,
};

impl Words {
    pub(super) fn of(standard: Standard) -> &'static Self {
        match standard {
            Standard::Edifact => &EDIFACT,
            _ => &X12,
        }
    }
}
