/// Why a schema was refused or a document could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A schema file does not follow its format.
    #[error("{file}, line {line}: {problem}")]
    Schema {
        /// The file's name as it was given.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Data holds a byte that is a delimiter of the interchange it should go into.
    #[error("element {element} of segment {segment} holds the delimiter {delimiter:?}: {value:?}")]
    Delimiter {
        /// The segment's name.
        segment: String,
        /// The element, from 1.
        element: usize,
        /// The delimiter.
        delimiter: char,
        /// The data.
        value: String,
    },
    /// Data holds a control character.
    #[error("element {element} of segment {segment} holds a control character: {value:?}")]
    Control {
        /// The segment's name.
        segment: String,
        /// The element, from 1.
        element: usize,
        /// The data.
        value: String,
    },
    /// Data holds a character that the interchange's character set does not have.
    #[error(
        "element {element} of segment {segment} holds {character:?}, which {set} has not: {value:?}"
    )]
    Character {
        /// The segment's name.
        segment: String,
        /// The element, from 1.
        element: usize,
        /// The character.
        character: char,
        /// The character set (UNB01).
        set: String,
        /// The data.
        value: String,
    },
    /// An EDIFACT syntax identifier or version that does not exist.
    #[error("{0:?} is no syntax of EDIFACT: UNOA to UNOK or UNOW to UNOY, versions 1 to 4")]
    Syntax(String),
    /// A field of an envelope segment does not have the length the standard gives it.
    #[error("{field} has {found} characters where {min} to {max} are allowed: {value:?}")]
    Length {
        /// The field, "ISA06".
        field: &'static str,
        /// Least length.
        min: usize,
        /// Greatest length.
        max: usize,
        /// Its length.
        found: usize,
        /// Its value.
        value: String,
    },
    /// A segment name is not two or three upper-case letters and digits.
    #[error("{0:?} is no segment name")]
    SegmentName(String),
    /// The delimiters are not different bytes that data can do without.
    #[error("the delimiters {0:?} are not different punctuation marks or control characters")]
    Delimiters(String),
    /// A separator is a carriage return or line feed, which readers skip between segments.
    #[error("the {0} separator is a line end, which may only end segments")]
    LineEnd(&'static str),
    /// A segment was written where there is no message, or a message where there is no group.
    #[error("{inner} was written outside a {outer}")]
    Outside {
        /// What was written.
        inner: String,
        /// What must be open first.
        outer: &'static str,
    },
    /// An interchange or group of EDIFACT was ended without a message in it.
    #[error("the {0} holds no message")]
    Empty(&'static str),
}
