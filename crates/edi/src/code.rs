use serde::{Serialize, Serializer};

use crate::finding::{Acknowledgement, Level, Owner};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The part it concerns is rejected.
    Error,
    /// The part is used, but should be mended.
    Warning,
    /// Worth knowing.
    Note,
}

/// What a code says wherever it occurs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    name: &'static str,
    syntax: bool,
    pub(crate) severity: Severity,
    pub(crate) owner: Owner,
    pub(crate) acknowledgement: Option<Acknowledgement>,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident $name:literal $layer:ident $severity:ident $owner:ident
        $($level:ident $told:literal)?;)+) => {
        /// Everything that can be wrong or odd, under a name that stays.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $code,)+ }

        impl Code {
            /// Every code, in the order of the layers it concerns.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            pub(crate) fn rule(self) -> Rule {
                match self { $(Self::$code => rule(
                    $name, stringify!($layer), Severity::$severity, Owner::$owner,
                    codes!(@told $($level $told)?),
                ),)+ }
            }
        }
    };
    (@told) => { None };
    (@told $level:ident $told:literal) => {
        Some(Acknowledgement { level: Level::$level, code: $told })
    };
}

fn rule(
    name: &'static str,
    layer: &str,
    severity: Severity,
    owner: Owner,
    acknowledgement: Option<Acknowledgement>,
) -> Rule {
    Rule {
        name,
        syntax: layer == "syntax",
        severity,
        owner,
        acknowledgement,
    }
}

codes! {
    /// The file holds no byte.
    FileEmpty "EDI-FILE-EMPTY" syntax Error Transport;
    /// There is no interchange header in the file.
    FileNoInterchange "EDI-FILE-NO-INTERCHANGE" syntax Error Sender;
    /// The file is TRADACOMS.
    FileTradacoms "EDI-FILE-TRADACOMS" syntax Error Receiver;
    /// Text precedes the first interchange.
    FilePreamble "EDI-FILE-PREAMBLE" syntax Warning Transport;
    /// Bytes before, between or after interchanges belong to none.
    FileRubbish "EDI-FILE-RUBBISH" syntax Error Transport;
    /// The file starts with a byte order mark.
    FileByteOrderMark "EDI-FILE-BYTE-ORDER-MARK" syntax Note Transport;
    /// The file ends in fill bytes.
    FilePadding "EDI-FILE-PADDING" syntax Note Transport;
    /// Some bytes are not UTF-8.
    FileEncoding "EDI-FILE-ENCODING" syntax Warning Sender;
    /// A segment does not end within a sensible length.
    SegmentTooLong "EDI-SEGMENT-TOO-LONG" syntax Error Transport;
    /// More findings than are kept.
    FindingsCapped "EDI-FINDINGS-CAPPED" schema Note Sender;

    /// An ISA has not its sixteen elements.
    IsaMalformed "X12-ISA-MALFORMED" syntax Error Sender Ta1 "022";
    /// The ISA's fields are not padded to their length.
    IsaUnpadded "X12-ISA-UNPADDED" syntax Warning Sender;
    /// A field of the ISA is longer than its length.
    IsaTooLong "X12-ISA-TOO-LONG" syntax Error Sender Ta1 "022";
    /// A line break stands inside the ISA.
    IsaLineBreak "X12-ISA-LINE-BREAK" syntax Error Transport Ta1 "022";
    /// The delimiters cannot be told from one another or from data.
    IsaDelimiters "X12-ISA-DELIMITERS" syntax Error Sender Ta1 "026";
    /// A field of the ISA has a value the standard does not know.
    IsaField "X12-ISA-FIELD" schema Warning Sender;
    /// The interchange ends without IEA.
    IeaMissing "X12-IEA-MISSING" syntax Error Transport Ta1 "023";
    /// ISA13 and IEA02 differ.
    IeaNumber "X12-IEA-NUMBER" syntax Error Sender Ta1 "001";
    /// IEA01 is not the number of groups.
    IeaCount "X12-IEA-COUNT" syntax Error Sender Ta1 "021";
    /// The last byte of the interchange, its terminator, is missing.
    IeaUnterminated "X12-IEA-UNTERMINATED" syntax Warning Transport;
    /// A segment stands where the envelope allows none.
    SegmentStray "X12-SEGMENT-STRAY" syntax Error Sender Ta1 "022";
    /// A TA1 lacks elements.
    Ta1Malformed "X12-TA1-MALFORMED" schema Warning Sender;

    /// A message stands outside a group.
    GsMissing "X12-GS-MISSING" syntax Error Sender Ta1 "024";
    /// A GS names neither what kind of group it starts nor its number, by which it is acknowledged.
    GsUnnamed "X12-GS-UNNAMED" syntax Error Sender Ta1 "024";
    /// A field of the GS has a value or length the standard does not know.
    GsField "X12-GS-FIELD" schema Warning Sender;
    /// GS08 is no version.
    GsVersion "X12-GS-VERSION" schema Error Sender Ak9 "2";
    /// GS06 is used twice in the interchange.
    GsDuplicate "X12-GS-DUPLICATE" schema Warning Sender Ak9 "19";
    /// A group ends without GE.
    GeMissing "X12-GE-MISSING" syntax Error Transport Ak9 "3";
    /// GS06 and GE02 differ.
    GeNumber "X12-GE-NUMBER" syntax Error Sender Ak9 "4";
    /// GE01 is not the number of messages.
    GeCount "X12-GE-COUNT" syntax Error Sender Ak9 "5";

    /// ST01 is no message name.
    StKind "X12-ST-KIND" syntax Error Sender Ak5 "6";
    /// ST02 is empty or too long.
    StNumber "X12-ST-NUMBER" schema Error Sender Ak5 "7";
    /// ST02 is used twice in the group.
    StDuplicate "X12-ST-DUPLICATE" syntax Error Sender Ak5 "23";
    /// The message does not belong in a group of this kind.
    StGroup "X12-ST-GROUP" schema Error Sender Ak5 "6";
    /// A message ends without SE.
    SeMissing "X12-SE-MISSING" syntax Error Transport Ak5 "2";
    /// ST02 and SE02 differ.
    SeNumber "X12-SE-NUMBER" syntax Error Sender Ak5 "3";
    /// SE01 is not the number of segments.
    SeCount "X12-SE-COUNT" syntax Error Sender Ak5 "4";

    /// A segment has no proper name.
    SegmentName "X12-SEGMENT-NAME" syntax Error Sender Ak3 "1";
    /// A segment has separators after its last element.
    SegmentTrailing "X12-SEGMENT-TRAILING" syntax Warning Sender;

    /// No schema for this message.
    MessageNoSchema "X12-MESSAGE-NO-SCHEMA" schema Note Receiver Ak5 "1";
    /// No schema for this message in this version.
    GroupVersionNoSchema "X12-GS-VERSION-NO-SCHEMA" schema Note Receiver Ak9 "2";
    /// No segment of the standard has this name.
    SegmentUnknown "X12-SEGMENT-UNKNOWN" schema Error Sender Ak3 "1";
    /// The segment cannot be used at this place.
    SegmentUnexpected "X12-SEGMENT-UNEXPECTED" schema Error Sender Ak3 "2";
    /// A mandatory segment is missing.
    SegmentMissing "X12-SEGMENT-MISSING" schema Error Sender Ak3 "3";
    /// A loop occurs too often.
    LoopOverMax "X12-LOOP-OVER-MAX" schema Error Sender Ak3 "4";
    /// A segment occurs too often.
    SegmentOverMax "X12-SEGMENT-OVER-MAX" schema Error Sender Ak3 "5";
    /// The message has no such segment.
    SegmentNotInSet "X12-SEGMENT-NOT-IN-SET" schema Error Sender Ak3 "6";
    /// A segment comes too late.
    SegmentOrder "X12-SEGMENT-ORDER" schema Error Sender Ak3 "7";
    /// A mandatory element is missing.
    ElementMissing "X12-ELEMENT-MISSING" schema Error Sender Ak4 "1";
    /// An element that others require is missing.
    ElementConditional "X12-ELEMENT-CONDITIONAL" schema Error Sender Ak4 "2";
    /// The segment has more elements than it may have.
    ElementTooMany "X12-ELEMENT-TOO-MANY" schema Error Sender Ak4 "3";
    /// An element is too short.
    ElementTooShort "X12-ELEMENT-TOO-SHORT" schema Error Sender Ak4 "4";
    /// An element is too long.
    ElementTooLong "X12-ELEMENT-TOO-LONG" schema Error Sender Ak4 "5";
    /// An element holds a character its type does not allow.
    ElementCharacter "X12-ELEMENT-CHARACTER" schema Error Sender Ak4 "6";
    /// An element's value is not in its code list.
    ElementCode "X12-ELEMENT-CODE" schema Error Sender Ak4 "7";
    /// An element's value is not among those we know of a longer list.
    ElementCodeUnusual "X12-ELEMENT-CODE-UNUSUAL" schema Note Receiver;
    /// An element is no date.
    ElementDate "X12-ELEMENT-DATE" schema Error Sender Ak4 "8";
    /// An element is no time.
    ElementTime "X12-ELEMENT-TIME" schema Error Sender Ak4 "9";
    /// Elements that exclude each other are both there.
    ElementExclusion "X12-ELEMENT-EXCLUSION" schema Error Sender Ak4 "10";
    /// An element is repeated more often than it may be.
    ElementRepetitions "X12-ELEMENT-REPETITIONS" schema Error Sender Ak4 "12";

    /// A UNB lacks its syntax identifier, or a UNA its UNB.
    UnbMalformed "EDIFACT-UNB-MALFORMED" syntax Error Sender Uci "2";
    /// A field of the UNB is missing or has a value the standard does not know.
    UnbField "EDIFACT-UNB-FIELD" schema Warning Sender Uci "12";
    /// Groups and messages outside groups stand in one interchange.
    UnbMixed "EDIFACT-UNB-MIXED" syntax Error Sender Uci "30";
    /// An interchange holds no message.
    UnbEmpty "EDIFACT-UNB-EMPTY" syntax Error Sender Uci "32";
    /// The interchange ends without UNZ.
    UnzMissing "EDIFACT-UNZ-MISSING" syntax Error Transport Uci "13";
    /// UNB05 and UNZ02 differ.
    UnzNumber "EDIFACT-UNZ-NUMBER" syntax Error Sender Uci "28";
    /// UNZ01 is not the number of messages or groups.
    UnzCount "EDIFACT-UNZ-COUNT" syntax Error Sender Uci "29";
    /// The last byte of the interchange, its terminator, is missing.
    UnzUnterminated "EDIFACT-UNZ-UNTERMINATED" syntax Warning Transport;
    /// A segment stands where the envelope allows none.
    EdifactSegmentStray "EDIFACT-SEGMENT-STRAY" syntax Error Sender Uci "33";
    /// A group holds no message.
    UngEmpty "EDIFACT-UNG-EMPTY" syntax Error Sender Ucf "32";
    /// A field of the UNG is missing or has a value the standard does not know.
    UngField "EDIFACT-UNG-FIELD" schema Warning Sender Ucf "12";
    /// UNG05 is used twice in the interchange.
    UngDuplicate "EDIFACT-UNG-DUPLICATE" schema Warning Sender Ucf "26";
    /// A group holds messages of several kinds, which it may from syntax version 4 on.
    UngKinds "EDIFACT-UNG-KINDS" schema Warning Sender Ucf "31";
    /// A group ends without UNE.
    UneMissing "EDIFACT-UNE-MISSING" syntax Error Transport Ucf "13";
    /// UNG05 and UNE02 differ.
    UneNumber "EDIFACT-UNE-NUMBER" syntax Error Sender Ucf "28";
    /// UNE01 is not the number of messages.
    UneCount "EDIFACT-UNE-COUNT" syntax Error Sender Ucf "29";
    /// UNH02 names no message.
    UnhKind "EDIFACT-UNH-KIND" syntax Error Sender Ucm "12";
    /// UNH01 is empty or too long.
    UnhNumber "EDIFACT-UNH-NUMBER" schema Error Sender Ucm "12";
    /// UNH01 is used twice.
    UnhDuplicate "EDIFACT-UNH-DUPLICATE" syntax Error Sender Ucm "26";
    /// A message ends without UNT.
    UntMissing "EDIFACT-UNT-MISSING" syntax Error Transport Ucm "13";
    /// UNH01 and UNT02 differ.
    UntNumber "EDIFACT-UNT-NUMBER" syntax Error Sender Ucm "28";
    /// UNT01 is not the number of segments.
    UntCount "EDIFACT-UNT-COUNT" syntax Error Sender Ucm "29";
    /// A segment has no proper name.
    EdifactSegmentName "EDIFACT-SEGMENT-NAME" syntax Error Sender Ucs "15";
    /// A segment has separators after its last element.
    EdifactSegmentTrailing "EDIFACT-SEGMENT-TRAILING" syntax Note Sender Ucs "45";

    /// No schema for this message in this directory.
    EdifactMessageNoSchema "EDIFACT-MESSAGE-NO-SCHEMA" schema Note Receiver Ucm "14";
    /// No segment of the directory has this name.
    EdifactSegmentUnknown "EDIFACT-SEGMENT-UNKNOWN" schema Error Sender Ucs "15";
    /// The segment cannot be used at this place.
    EdifactSegmentUnexpected "EDIFACT-SEGMENT-UNEXPECTED" schema Error Sender Ucs "15";
    /// A mandatory segment is missing.
    EdifactSegmentMissing "EDIFACT-SEGMENT-MISSING" schema Error Sender Ucs "13";
    /// A segment group occurs too often.
    EdifactGroupOverMax "EDIFACT-GROUP-OVER-MAX" schema Error Sender Ucs "36";
    /// A segment occurs too often.
    EdifactSegmentOverMax "EDIFACT-SEGMENT-OVER-MAX" schema Error Sender Ucs "35";
    /// The message has no such segment.
    EdifactSegmentNotInMessage "EDIFACT-SEGMENT-NOT-IN-MESSAGE" schema Error Sender Ucs "15";
    /// A segment comes too late.
    EdifactSegmentOrder "EDIFACT-SEGMENT-ORDER" schema Error Sender Ucs "15";
    /// A mandatory element or component is missing.
    EdifactElementMissing "EDIFACT-ELEMENT-MISSING" schema Error Sender Ucd "13";
    /// An element that others require is missing, or one that they exclude is there.
    EdifactElementConditional "EDIFACT-ELEMENT-CONDITIONAL" schema Error Sender Ucd "48";
    /// A segment has too many elements, or an element too many components.
    EdifactElementTooMany "EDIFACT-ELEMENT-TOO-MANY" schema Error Sender Ucd "16";
    /// A value is too short.
    EdifactElementTooShort "EDIFACT-ELEMENT-TOO-SHORT" schema Error Sender Ucd "40";
    /// A value is too long.
    EdifactElementTooLong "EDIFACT-ELEMENT-TOO-LONG" schema Error Sender Ucd "39";
    /// A value holds a character its type does not allow.
    EdifactElementCharacter "EDIFACT-ELEMENT-CHARACTER" schema Error Sender Ucd "37";
    /// A value is not in its code list.
    EdifactElementCode "EDIFACT-ELEMENT-CODE" schema Error Sender Ucd "12";
    /// A value is not among those we know of a longer list.
    EdifactElementCodeUnusual "EDIFACT-ELEMENT-CODE-UNUSUAL" schema Note Receiver;
    /// An element is repeated more often than it may be.
    EdifactElementRepetitions "EDIFACT-ELEMENT-REPETITIONS" schema Error Sender Ucd "35";
    /// A character is not in the set that the UNB names.
    EdifactCharacterSet "EDIFACT-CHARACTER-SET" schema Warning Sender Uci "21";

    /// The message follows another convention than the partner's guide.
    GuideConvention "GUIDE-CONVENTION" schema Error Sender Ak5 "1";
    /// A segment is missing that the partner's guide requires.
    GuideSegmentMissing "GUIDE-SEGMENT-MISSING" schema Error Sender Ak3 "3";
    /// A segment is there that the partner's guide does not use.
    GuideSegmentUnused "GUIDE-SEGMENT-UNUSED" schema Error Sender Ak3 "2";
    /// An element is missing that the partner's guide requires.
    GuideElementMissing "GUIDE-ELEMENT-MISSING" schema Error Sender Ak4 "1";
    /// An element is there that the partner's guide does not use.
    GuideElementUnused "GUIDE-ELEMENT-UNUSED" schema Error Sender Ak4 "3";
    /// A value is none of the codes of the partner's guide.
    GuideElementCode "GUIDE-ELEMENT-CODE" schema Error Sender Ak4 "7";
    /// A value has not the length that the partner's guide asks for.
    GuideElementLength "GUIDE-ELEMENT-LENGTH" schema Error Sender Ak4 "5";
    /// A number is greater than the partner's guide allows.
    GuideElementValue "GUIDE-ELEMENT-VALUE" schema Error Sender Ak4 "7";
    /// An element is repeated less or more often than the partner's guide asks for.
    GuideElementRepetitions "GUIDE-ELEMENT-REPETITIONS" schema Error Sender Ak4 "1";
}

impl Code {
    /// Returns the name people and programs know it by.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// Reads what [`Code::name`] gave.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.name().eq_ignore_ascii_case(name))
    }

    /// Returns whose mistake it usually is.
    pub fn owner(self) -> Owner {
        self.rule().owner
    }

    /// Tells whether it is about envelopes, counts and references rather than a schema.
    pub fn is_syntax(self) -> bool {
        self.rule().syntax
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
