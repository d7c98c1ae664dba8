//! EDIFACT segments: unknown, missing, out of place or too many, told of in UCS.

use super::answer::{Family, Form};
use super::edifact_interchange::REPORT;

/// A good order.
const ORDER: &str = concat!(
    "UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'",
    "DTM+137:20240401:102'NAD+BY+4012345000009::9'LIN+1++5012345678900:EN'QTY+21:5'UNS+S'",
    "UNT+8+1'UNZ+1+7'",
);

/// A good report of stock in a later directory.
const STOCK: &str = concat!(
    "UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'UNH+1+INVRPT:D:01B:UN'BGM+35+1+9'",
    "DTM+137:20240401:102'NAD+WH+4012345000009::9'LIN+1++5012345678900:SRV'INV+2'QTY+145:12'",
    "UNT+8+1'UNZ+1+7'",
);

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: REPORT,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: REPORTED,
    },
    Family {
        good: ORDER,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: ORDERED,
    },
    Family {
        good: STOCK,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: STOCKED,
    },
];

/// UNH is segment 1 (0096).
const REPORTED: &str = r"
== UCS 15: not supported here
a tag that no segment has
  QTY+ -> ZZZ+1'QTY+
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7+15'
a segment of other messages
  QTY+ -> TDT+20'QTY+
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7+15'
a small letter in the tag
  LIN+1 -> QTy+1'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
a tag of two letters
  LIN+1 -> QT+1'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
a tag of four letters
  LIN+1 -> QTYX+1'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
no tag
  LIN+1 -> +1'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
an empty segment
  LIN+1 -> 'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
a number without its contact
  LOC+162 -> COM+1:TE'LOC+162
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5+15'
marks without a quantity
  QTY+153 -> MKS+1+1'QTY+153
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7+15'
the beginning at the end
  UNT+8+1 -> BGM+73E'UNT+9+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+8+15'
a currency after a place
  LIN+1 -> CUX+2:USD:4'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
two of them
  LOC+162 -> ZZZ+1'LOC+162
  QTY+153 -> YYY+1'QTY+153
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5+15'UCS+8+15'
# What is out of place is not looked into.
unknown, with too long a value
  LIN+1 -> ZZZ+[99 of A]'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6+15'
== UCS 13: missing
# 0096 of a missing segment is the last one before its place.
the beginning
  BGM+73E::9+REP1+9' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+1+13'
the date
  DTM+137:20240331:102' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2+13'
the party, which begins a group
  NAD+SE+4012345000009::9' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3+13'
date and party
  DTM+137:20240331:102'NAD+SE+4012345000009::9' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2+13'UCS+2+13'
all after the party
  LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4+13'
everything
  BGM+73E::9+REP1+9'DTM+137:20240331:102'NAD+SE+4012345000009::9' ->
  LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+1+13'UCS+1+13'UCS+1+13'UCS+1+13'
# What has no place moves nothing on: that the place is missing shows at the trailer.
the place, before items
  LOC+162+0007::92' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5+15'UCS+6+15'UCS+6+13'
missing before a bad element
  DTM+137:20240331:102'NAD+SE -> NAD+XXX
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2+13'UCS+3'UCD+12+2'
== UCS 35: segment too often
the beginning twice
  DTM+137 -> BGM+73E'DTM+137
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3+35'
a sixth date
  DTM+137 -> [5 of DTM+90:20240301:102']DTM+137
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+8+35'
a sixth and seventh date
  DTM+137 -> [6 of DTM+90:20240301:102']DTM+137
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+8+35'UCS+9+35'
a second mark
  UNT+8+1 -> MKS+1+1'MKS+1+1'UNT+10+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+9+35'
== UCS 36: group too often
a sixth party
  LOC+162 -> [5 of NAD+SU+1::9']LOC+162
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+9+36'
a sixth contact
  LOC+162 -> [6 of CTA+IC']LOC+162
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+10+36'
a sixth reference
  LOC+162 -> [6 of RFF+ON:1']LOC+162
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+10+36'
== UCS: several
unknown, too often and missing
  BGM+73E::9+REP1+9'DTM+137:20240331:102' -> BGM+35'BGM+35'
  LIN+1 -> ZZZ+1'LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3+35'UCS+3+13'UCS+6+15'
# Syntax 3 has no code 45; 18 is an error without a code.
a separator at the end, refused
  LOC+162+0007::92' -> LOC+162+0007::92+'
  refuse EDIFACT-SEGMENT-TRAILING
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5+18'
";

const ORDERED: &str = r"
== UCS 13: missing
what separates lines from totals
  UNS+S' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+6+13'
== UCS 15: not supported here
a quantity after the lines
  UNS+S' -> UNS+S'QTY+21:5'
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+8+15'
== UCS 35: segment too often
what separates lines from totals, twice
  UNS+S' -> UNS+S'UNS+S'
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+8+35'
== UCD 37: type of character
a digit where letters are due
  UNS+S -> UNS+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+7'UCD+37+2'
== UCD 39: too long
two letters where one is due
  UNS+S -> UNS+SS
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+7'UCD+39+2'
== UCD 12: value
a letter that is no code
  UNS+S -> UNS+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+ORDERS:D:96A:UN+4'UCS+7'UCD+12+2'
";

const STOCKED: &str = r"
== UCS 13: missing
the quantity of a movement, at the end
  QTY+145:12' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+INVRPT:D:01B:UN+4'UCS+6+13'
the quantity of a movement, before the next
  QTY+145:12' -> INV+2'QTY+145:12'
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+INVRPT:D:01B:UN+4'UCS+6+13'
== UCS 35: segment too often
a second quantity of a movement
  QTY+145:12' -> QTY+145:12'QTY+145:13'
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+INVRPT:D:01B:UN+4'UCS+8+35'
== UCD 12: value
a kind of number that came and went
  :SRV -> :UPC
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+INVRPT:D:01B:UN+4'UCS+5'UCD+12+4:2'
";
