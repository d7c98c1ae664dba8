use serde::{Deserialize, Serialize};

use super::Scheme;
use super::codes::codes;

codes! {
    /// Who gives the numbers of mailboxes: X12 element I05, EDIFACT 0007.
    EndpointScheme("ZZ", "ZZZ") {
        /// Dun & Bradstreet: a DUNS number.
        Duns "01" "1";
        /// A DUNS number with a suffix of four digits.
        DunsSuffix "14" "9";
        /// GS1: a global location number.
        Gln "07" "14";
        /// The Uniform Code Council, now GS1 US.
        Ucc "08" "8";
        /// A telephone number.
        Telephone "12" "12";
        /// Whoever the two agreed upon.
        Agreed "ZZ" "ZZZ";
    }
}

impl EndpointScheme {
    /// Returns who gives the numbers, where a document names the company by the number of its
    /// mailbox.
    pub(crate) fn of_parties(&self) -> Scheme {
        match self {
            Self::Duns | Self::DunsSuffix => Scheme::Duns,
            Self::Gln => Scheme::Gln,
            _ => Scheme::Agreed,
        }
    }
}
