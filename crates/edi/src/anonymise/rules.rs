//! What is replaced: the one table of it.

use crate::file::Standard;

/// What a value means; values of the same meaning are replaced alike wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Who or where, by its number: partners, sites.
    Party,
    /// Who, by name.
    Name,
    /// Where, in words.
    Address,
    /// Telephone, mail.
    Contact,
    /// Numbers of documents.
    Reference,
    /// Numbers of items.
    Item,
    /// Free text.
    Text,
}

/// Which elements of a segment, and which of their components.
#[derive(Debug, Clone, Copy)]
pub(super) struct Which(&'static [(usize, &'static [usize])]);

impl Which {
    pub(super) fn element(self, n: usize) -> bool {
        self.0.iter().any(|(element, _)| *element == n)
    }

    /// An element named without components is replaced in full.
    pub(super) fn component(self, n: usize, c: usize) -> bool {
        let mut of = self.0.iter().filter(|(element, _)| *element == n);
        of.any(|(_, components)| components.is_empty() || components.contains(&c))
    }
}

/// Returns what is replaced in a segment.
pub(super) fn of(
    segment: &str,
    standard: Standard,
) -> impl Iterator<Item = (Meaning, Which)> + use<'_> {
    let rules = match standard {
        Standard::Edifact => EDIFACT,
        _ => X12,
    };
    let of = rules.iter().filter(move |(id, ..)| *id == segment);
    of.map(|(_, meaning, which)| (*meaning, Which(which)))
}

type Rule = (&'static str, Meaning, &'static [(usize, &'static [usize])]);

/// Every second element from one on, as where qualifiers and values alternate.
macro_rules! each {
    ($($n:literal)+) => { &[$(($n, &[])),+] };
}

/// Codes of countries, states and qualifiers stay; a post code is an address.
const X12: &[Rule] = &[
    ("ISA", Meaning::Text, each!(2 4)),
    ("ISA", Meaning::Party, each!(6 8)),
    ("GS", Meaning::Party, each!(2 3)),
    ("N1", Meaning::Name, each!(2)),
    ("N1", Meaning::Party, each!(4)),
    ("N2", Meaning::Name, each!(1 2)),
    ("N3", Meaning::Address, each!(1 2)),
    ("N4", Meaning::Address, each!(1 3)),
    ("N4", Meaning::Party, each!(6)),
    ("NM1", Meaning::Name, each!(3 4 5)),
    ("NM1", Meaning::Party, each!(9)),
    ("PER", Meaning::Name, each!(2)),
    ("PER", Meaning::Contact, each!(4 6 8)),
    ("REF", Meaning::Reference, each!(2)),
    ("REF", Meaning::Text, each!(3)),
    ("N9", Meaning::Reference, each!(2)),
    ("N9", Meaning::Text, each!(3)),
    ("BAK", Meaning::Reference, each!(3 5 6 7 8)),
    ("BCA", Meaning::Reference, each!(3 4 6 7)),
    ("BCH", Meaning::Reference, each!(3 4 7 8)),
    ("BEG", Meaning::Reference, each!(3 4 6)),
    ("BFR", Meaning::Reference, each!(2 3)),
    ("BIA", Meaning::Reference, each!(3)),
    ("BIG", Meaning::Reference, each!(2 4)),
    ("BRA", Meaning::Reference, each!(1)),
    ("BSN", Meaning::Reference, each!(2)),
    ("BPT", Meaning::Reference, each!(2)),
    ("B10", Meaning::Reference, each!(1 2)),
    ("PRF", Meaning::Reference, each!(1)),
    ("OTI", Meaning::Reference, each!(3)),
    ("W06", Meaning::Reference, each!(2 4 5 6)),
    ("XPO", Meaning::Reference, each!(1 2)),
    ("MAN", Meaning::Reference, each!(2 3 5 6)),
    (
        "LIN",
        Meaning::Item,
        each!(3 5 7 9 11 13 15 17 19 21 23 25 27 29 31),
    ),
    ("PO1", Meaning::Item, each!(7 9 11 13 15 17 19 21 23 25)),
    ("POC", Meaning::Item, each!(9 11 13 15 17 19 21 23 25)),
    ("IT1", Meaning::Item, each!(7 9 11 13 15 17 19 21 23 25)),
    ("SLN", Meaning::Item, each!(10 12 14 16 18 20 22 24 26 28)),
    ("ACK", Meaning::Item, each!(8 10 12 14 16 18 20 22 24 26 28)),
    ("SDQ", Meaning::Party, each!(3 5 7 9 11 13 15 17 19 21)),
    ("PID", Meaning::Text, each!(5)),
    ("MSG", Meaning::Text, each!(1)),
    ("MIT", Meaning::Text, each!(2)),
    ("MTX", Meaning::Text, each!(2)),
    ("NTE", Meaning::Text, each!(2)),
    ("PKG", Meaning::Text, each!(5)),
    ("SAC", Meaning::Text, each!(15)),
    ("TD3", Meaning::Reference, each!(3 9)),
    ("TD5", Meaning::Text, each!(5)),
    ("TED", Meaning::Text, each!(7)),
];

const EDIFACT: &[Rule] = &[
    ("UNB", Meaning::Party, &[(2, &[1, 3, 4]), (3, &[1, 3, 4])]),
    ("UNB", Meaning::Text, &[(6, &[1])]),
    ("UNG", Meaning::Party, &[(2, &[1]), (3, &[1])]),
    ("UCI", Meaning::Party, &[(2, &[1, 3, 4]), (3, &[1, 3, 4])]),
    ("BGM", Meaning::Reference, &[(2, &[1])]),
    ("RFF", Meaning::Reference, &[(1, &[2])]),
    ("DOC", Meaning::Reference, &[(2, &[1])]),
    ("GIN", Meaning::Reference, each!(2 3 4 5 6)),
    (
        "GIR",
        Meaning::Reference,
        &[(2, &[1]), (3, &[1]), (4, &[1])],
    ),
    ("TDT", Meaning::Reference, &[(2, &[]), (8, &[1, 4])]),
    ("NAD", Meaning::Party, &[(2, &[1])]),
    ("NAD", Meaning::Name, &[(3, &[]), (4, &[1, 2, 3, 4, 5])]),
    ("NAD", Meaning::Address, each!(5 6 8)),
    ("LOC", Meaning::Party, &[(2, &[1]), (3, &[1]), (4, &[1])]),
    ("LOC", Meaning::Name, &[(2, &[4]), (3, &[4]), (4, &[4])]),
    ("CTA", Meaning::Name, &[(2, &[])]),
    ("COM", Meaning::Contact, &[(1, &[1])]),
    ("FII", Meaning::Party, &[(2, &[1]), (3, &[1, 4])]),
    ("FII", Meaning::Name, &[(2, &[2, 3]), (3, &[7, 8])]),
    ("LIN", Meaning::Item, &[(3, &[1])]),
    (
        "PIA",
        Meaning::Item,
        &[(2, &[1]), (3, &[1]), (4, &[1]), (5, &[1]), (6, &[1])],
    ),
    ("IMD", Meaning::Text, &[(3, &[4, 5])]),
    ("FTX", Meaning::Text, &[(4, &[])]),
    ("PCI", Meaning::Text, &[(2, &[])]),
];
