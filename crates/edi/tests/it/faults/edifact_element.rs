//! EDIFACT elements and components, told of in UCD.

use super::answer::{Family, Form};
use super::edifact_interchange::REPORT;

/// A message whose elements need each other, as no message of D.96A has them.
const NEEDY: (&str, &str) = (
    "needy.edifact",
    "edifact D96A\nmessage TESTER\n  UNH M 1\n  AAA M 1\n  UNT M 1\nsegment AAA\n  \
     1 1111 M an 2/3\n  2 2222 O an 1/3\n  3 3333 O an 1/3\n  P0203\n",
);

const NEEDED_3: &str = "UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'UNH+1+TESTER:D:96A:UN'AAA+AB'\
    UNT+3+1'UNZ+1+7'";

const NEEDED_4: &str = "UNB+UNOC:4+WOMART:14+ANAN:14+20240401:0600+7'UNH+1+TESTER:D:96A:UN'AAA+AB'\
    UNT+3+1'UNZ+1+7'";

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: REPORT,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: TABLE,
    },
    Family {
        good: NEEDED_3,
        form: Form::Contrl,
        schema: Some(NEEDY),
        guided: "",
        table: NEEDS_3,
    },
    Family {
        good: NEEDED_4,
        form: Form::Contrl,
        schema: Some(NEEDY),
        guided: "",
        table: NEEDS_4,
    },
];

/// The segment's tag is position 1 (0098), so that its first element is 2; components count from 1
/// (0104).
const TABLE: &str = r"
== UCD 13: missing
a component
  QTY+153:12 -> QTY+153
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+13+2:2'
the first component
  QTY+153:12 -> QTY+:12
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+13+2:1'
an element
  QTY+153:12 -> QTY
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+13+2'
an element before others
  NAD+SE+ -> NAD++
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+13+2'
the qualifier of a date
  DTM+137: -> DTM+:
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+13+2:1'
the qualifier of a place
  LOC+162+ -> LOC++
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5'UCD+13+2'
the number of a party
  NAD+SE+4012345000009::9 -> NAD+SE+::9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+13+3:1'
== UCD 16: too many
an element
  QTY+153:12 -> QTY+153:12+9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+16+3'
a component
  QTY+153:12 -> QTY+153:12:PCE:X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+16+2:4'
a component of a party
  4012345000009::9 -> 4012345000009::9:X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+16+3:4'
the seventh of six elements
  5012345678900:EN -> 5012345678900:EN++++X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6'UCD+16+8'
components of what is no composite
  REP1 -> REP1:2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+16+3'
== UCD 39: too long
a number of a document
  REP1 -> [36 of 9]
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+39+3'
a quantity
  QTY+153:12 -> QTY+153:1234567890123456
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+39+2:2'
# Neither sign nor decimal mark count.
a quantity with sign and point
  QTY+153:12 -> QTY+153:-123456789012345.6
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+39+2:2'
a number of a line
  LIN+1+ -> LIN+1234567+
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6'UCD+39+2'
a date
  :20240331: -> :[36 of 1]:
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+39+2:2'
a place
  LOC+162+0007 -> LOC+162+[26 of 7]
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5'UCD+39+3:1'
a code, which is none either
  REP1+9 -> REP1+9999
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+39+4'
== UCD 37: type of character
letters in a quantity
  QTY+153:12 -> QTY+153:1A
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
an exponent
  QTY+153:12 -> QTY+153:1E5
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
a blank in a quantity
  QTY+153:12 -> QTY+153:1 2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
nothing but a sign
  QTY+153:12 -> QTY+153:-
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
# A number without a sign is positive; there is no other way to write it.
a plus sign
  QTY+153:12 -> QTY+153:?+12
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
letters in a number of a line
  LIN+1+ -> LIN+A+
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6'UCD+37+2'
== UCD 38: no digit before the decimal mark
a point
  QTY+153:12 -> QTY+153:.5
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+38+2:2'
a comma after a sign
  QTY+153:12 -> QTY+153:-,5
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+38+2:2'
== UCD 19: decimal notation
# ISO 9735 wants a digit after the mark as well; 19 is the nearest code.
no digit after the mark
  QTY+153:12 -> QTY+153:5.
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+19+2:2'
two marks
  QTY+153:12 -> QTY+153:1.2.3
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+19+2:2'
== UCD 21: character
a control character
  REP1 -> RE\x07P1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+21+3'
a line end in a value
  REP1 -> RE\nP1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+21+3'
== UCD 12: value
a qualifier of a date
  DTM+137 -> DTM+9X9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+12+2:1'
a format of a date
  :20240331:102 -> :20240331:999
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+12+2:3'
a qualifier of a party
  NAD+SE -> NAD+XXX
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+12+2'
small letters
  NAD+SE -> NAD+se
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+12+2'
a function of the message
  REP1+9 -> REP1+99
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+12+4'
a qualifier of a quantity
  QTY+153 -> QTY+1X3
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+12+2:1'
a kind of number
  5012345678900:EN -> 5012345678900:QQ
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+6'UCD+12+4:2'
who keeps a list of codes
  BGM+73E::9 -> BGM+73E::999
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+12+2:3'
a qualifier of a place
  LOC+162 -> LOC+XYZ
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5'UCD+12+2'
== UCD: several
two in a segment and one before
  DTM+137 -> DTM+9X9
  QTY+153:12 -> QTY+1X3:1A+9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+12+2:1'UCS+7'UCD+12+2:1'UCD+37+2:2'UCD+16+3'
elements and segments
  BGM+73E::9+REP1+9' -> BGM+73E::9+[36 of 9]+9'ZZZ+1'
  QTY+153:12 -> QTY+153
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+39+3'UCS+3+15'UCS+8'UCD+13+2:2'
";

const NEEDS_3: &str = r"
== UCD 40: too short
a value
  AAA+AB -> AAA+A
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+TESTER:D:96A:UN+4'UCS+2'UCD+40+2'
== UCD 48: condition
# Syntax 3 has no code 48; 18 is an error without a code.
in syntax 3
  AAA+AB -> AAA+AB+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+TESTER:D:96A:UN+4'UCS+2'UCD+18+4'
";

const NEEDS_4: &str = r"
== UCD 48: condition
in syntax 4
  AAA+AB -> AAA+AB+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+TESTER:D:96A:UN+4'UCS+2'UCD+48+4'
";
