//! EDIFACT messages: their header and trailer, told of in UCM.

use super::answer::{Family, Form};
use super::edifact_interchange::REPORT;

pub(super) const FAMILIES: &[Family] = &[Family {
    good: REPORT,
    form: Form::Contrl,
    schema: None,
    guided: "",
    table: TABLE,
}];

/// UCM tells of one error in header or trailer (0085, 0013, S011): the segment's tag is position 1.
const TABLE: &str = r"
== UCM: trailer
too much
  UNT+8 -> UNT+9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'
too little
  UNT+8 -> UNT+7
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'
no number
  UNT+8 -> UNT+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'
no count
  UNT+8+1 -> UNT++1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+13+UNT+2'
another reference
  UNT+8+1 -> UNT+8+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+28+UNT+3'
no reference
  UNT+8+1 -> UNT+8
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+13+UNT+3'
count and reference
  UNT+8+1 -> UNT+9+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'
nothing but the tag
  UNT+8+1 -> UNT
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+13+UNT+2'
a third element
  UNT+8+1 -> UNT+8+1+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+16+UNT+4'
no trailer before the end
  UNT+8+1' ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+13+UNT'
no trailer before the next message
  UNT+8+1' -> UNH+2+APERAK:D:99Z:UN'UNT+2+2'
  UNZ+1 -> UNZ+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+13+UNT'
== UCM: header
no name of a message
  SLSRPT -> slsrpt
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+slsrpt:D:96A:UN:EAN004+4+12+UNH+3:1'
too long a name
  SLSRPT -> SLSREPORT
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSREP:D:96A:UN:EAN004+4+39+UNH+3:1'
# UCM must name the message; a hyphen stands for what was left out.
no name at all
  SLSRPT:D -> :D
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+-:D:96A:UN:EAN004+4+13+UNH+3:1'
no version
  SLSRPT:D:96A -> SLSRPT::96A
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:-:96A:UN:EAN004+4+13+UNH+3:2'
no release
  SLSRPT:D:96A -> SLSRPT:D:
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:-:UN:EAN004+4+13+UNH+3:3'
no agency
  :UN:EAN004 ->
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:-+4+13+UNH+3:4'
no reference
  UNH+1+ -> UNH++
  UNT+8+1 -> UNT+8
  UCI+7+WOMART:14+ANAN:14+7'UCM+-+SLSRPT:D:96A:UN:EAN004+4+13+UNH+2'
too long a reference
  UNH+1+ -> UNH+123456789012345+
  UNT+8+1 -> UNT+8+123456789012345
  UCI+7+WOMART:14+ANAN:14+7'UCM+12345678901234+SLSRPT:D:96A:UN:EAN004+4+39+UNH+2'
a sixth component
  EAN004 -> EAN004:X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+16+UNH+3:6'
a fifth element
  UNH+1+SLSRPT:D:96A:UN:EAN004 -> UNH+1+SLSRPT:D:96A:UN:EAN004+R1+1:C+X
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+16+UNH+6'
too long an association
  EAN004 -> EAN0041
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+39+UNH+3:5'
== UCM: number twice
in one interchange
  UNZ+1 -> UNH+1+APERAK:D:99Z:UN'UNT+2+1'UNZ+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+APERAK:D:99Z:UN+4+26+UNH+2'
== UCM: which message
one that is not taken
  SLSRPT -> PRICAT
  refuse EDIFACT-MESSAGE-NO-SCHEMA
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+PRICAT:D:96A:UN:EAN004+4+14+UNH+3'
a directory that is not taken
  D:96A -> D:99Z
  refuse EDIFACT-MESSAGE-NO-SCHEMA
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:99Z:UN:EAN004+4+14+UNH+3'
one that is not known and tolerated
  SLSRPT -> PRICAT
  UCI+7+WOMART:14+ANAN:14+7'
== UCM: several
one of two
  UNZ+1 -> UNH+2+SLSRPT:D:96A:UN'UNT+3+2'UNZ+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+2+SLSRPT:D:96A:UN+4+29+UNT+2'UCS+1+13'UCS+1+13'UCS+1+13'UCS+1+13'
both of two
  UNT+8+1 -> UNT+8+2
  UNZ+1 -> UNH+2+APERAK:D:99Z:UN'UNT+3+2'UNZ+2
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+28+UNT+3'
      UCM+2+APERAK:D:99Z:UN+4+29+UNT+2'
# Beside its own error a message tells of those in its segments.
a count and an element
  QTY+153:12 -> QTY+153:X
  UNT+8 -> UNT+9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'UCS+7'UCD+37+2:2'
# There is no code for them, and no segment that they belong to.
fill bytes in it
  LIN+1 -> \x00\x00LIN+1
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+18'
";
