//! Activity codes of X12 (element 859) and quantity qualifiers of EDIFACT (6063) that say the same.

/// The report a measure belongs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    /// SLSRPT.
    Sales,
    /// INVRPT.
    Inventory,
}

use Report::{Inventory, Sales};

/// UN/EDIFACT D.96A, 6063, with what EANCOM 97 says of 17, 73 and 145; ASC X12 4010, 859.
const MEASURES: [(&str, &str, Report); 21] = [
    ("QS", "153", Sales),
    ("RE", "25", Sales),
    ("MS", "28", Sales),
    ("OP", "29", Sales),
    ("OF", "30", Sales),
    ("QU", "61", Sales),
    ("QA", "145", Inventory),
    ("OH", "17", Inventory),
    ("QC", "66", Inventory),
    ("QH", "20", Inventory),
    ("HL", "27", Inventory),
    ("DG", "124", Inventory),
    ("QI", "198", Inventory),
    ("QP", "73", Inventory),
    ("QR", "48", Inventory),
    ("QW", "199", Inventory),
    ("QL", "97", Inventory),
    ("QM", "98", Inventory),
    ("QN", "146", Inventory),
    ("PO", "197", Inventory),
    ("QB", "157", Inventory),
];

/// A plain number; a reference beside it says what it is of.
pub(crate) const DISCRETE: &str = "1";

/// Returns the report and the qualifier of an activity code.
pub(crate) fn qualifier(code: &str) -> Option<(Report, &'static str)> {
    let found = MEASURES.iter().find(|(x12, _, _)| *x12 == code)?;
    Some((found.2, found.1))
}

/// Returns the activity code of a qualifier.
pub(crate) fn activity_code(qualifier: &str) -> Option<&'static str> {
    // 57: in transit, as 198.
    let qualifier = if qualifier == "57" { "198" } else { qualifier };
    let found = MEASURES.iter().find(|(_, code, _)| *code == qualifier);
    found.map(|(x12, _, _)| *x12)
}
