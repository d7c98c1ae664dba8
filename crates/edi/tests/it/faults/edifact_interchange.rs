//! EDIFACT interchanges, told of in UCI.

use super::answer::{Family, Form};
pub(super) use crate::edifact::GOOD as REPORT;

/// The good report in syntax 4.
pub(super) const REPORT_4: &str = concat!(
    "UNB+UNOC:4+WOMART:14+ANAN:14+20240401:0600+7'UNH+1+SLSRPT:D:96A:UN:EAN004'",
    "BGM+73E::9+REP1+9'DTM+137:20240331:102'NAD+SE+4012345000009::9'LOC+162+0007::92'",
    "LIN+1++5012345678900:EN'QTY+153:12'UNT+8+1'UNZ+1+7'",
);

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: REPORT,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: INTERCHANGES,
    },
    Family {
        good: REPORT_4,
        form: Form::Contrl,
        schema: None,
        guided: "",
        table: SYNTAX_4,
    },
    Family {
        good: REPORT,
        form: Form::Receipt,
        schema: None,
        guided: "",
        table: RECEIVED,
    },
];

/// 0083 is 4 where the level and all below it is rejected, 7 where it is acknowledged and what is
/// rejected below is told of. A level tells of one error: the first.
const INTERCHANGES: &str = r"
== UCI: trailer
nothing is wrong
  UCI+7+WOMART:14+ANAN:14+7'
too much
  UNZ+1+7 -> UNZ+2+7
  UCI+7+WOMART:14+ANAN:14+4+29+UNZ+2'
too little
  UNZ+1+7 -> UNZ+0+7
  UCI+7+WOMART:14+ANAN:14+4+29+UNZ+2'
no number
  UNZ+1+7 -> UNZ+X+7
  UCI+7+WOMART:14+ANAN:14+4+29+UNZ+2'
# What is mandatory and not there is missing (13), before it is unequal.
no count
  UNZ+1+7 -> UNZ++7
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ+2'
another reference
  UNZ+1+7 -> UNZ+1+8
  UCI+7+WOMART:14+ANAN:14+4+28+UNZ+3'
no reference
  UNZ+1+7 -> UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ+3'
count and reference
  UNZ+1+7 -> UNZ+2+8
  UCI+7+WOMART:14+ANAN:14+4+29+UNZ+2'
a third element
  UNZ+1+7 -> UNZ+1+7+X
  UCI+7+WOMART:14+ANAN:14+4+16+UNZ+4'
no trailer
  cut UNZ
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ'
cut off in a message
  cut LOC
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ'
cut off in a segment
  cut ++5012
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ'
nothing but a header
  cut UNH
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ'
another interchange begins
  cut UNZ
  after UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+8'UNH+1+APERAK:D:96A:UN'UNT+2+1'UNZ+2+8'
  UCI+7+WOMART:14+ANAN:14+4+13+UNZ'
  UCI+8+WOMART:14+ANAN:14+4+29+UNZ+2'
# All of it is there; the terminator alone harms nobody.
no last terminator
  UNZ+1+7' -> UNZ+1+7
  UCI+7+WOMART:14+ANAN:14+7'
== UCI: content
no message
  UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9'DTM+137:20240331:102' ->
  NAD+SE+4012345000009::9'LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12'UNT+8+1'UNZ+1 -> UNZ+0
  UCI+7+WOMART:14+ANAN:14+4+32'
a group after a message
  UNZ+1 -> UNG+SLSRPT+A+B+240401:0600+G1+UN+D:96A'UNH+2+APERAK:D:96A:UN'UNT+2+2'UNE+1+G1'UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+30'
a message after a group
  UNH+1 -> UNG+SLSRPT+A+B+240401:0600+G1+UN+D:96A'UNH+2+APERAK:D:96A:UN'UNT+2+2'UNE+1+G1'UNH+1
  UCI+7+WOMART:14+ANAN:14+4+30'
a segment after the message
  UNZ+1 -> FTX+AAI'UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+33'
a segment before the message
  UNH+1 -> FTX+AAI'UNH+1
  UCI+7+WOMART:14+ANAN:14+4+33'
a trailer of no message
  UNZ+1 -> UNT+8+1'UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+33'
a trailer of no group
  UNZ+1 -> UNE+1+G1'UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+33'
no header of the message
  UNH+1+SLSRPT:D:96A:UN:EAN004' ->
  UCI+7+WOMART:14+ANAN:14+4+33'
fill bytes after the message
  UNZ+1 -> \x00\x00UNZ+1
  UCI+7+WOMART:14+ANAN:14+4+33'
== UCI: header
# What is wrong in the header is tolerated where it is understood, or refused.
a syntax version, tolerated
  UNOC:3 -> UNOC:9
  UCI+7+WOMART:14+ANAN:14+7'
a syntax version
  UNOC:3 -> UNOC:9
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+2+UNB+2:2'
a syntax level
  UNOC:3 -> UNZZ:3
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+2+UNB+2:1'
no date
  240401:0600+7 -> :0600+7
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+13+UNB+5:1'
a date
  240401:0600+7 -> 241301:0600+7
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+12+UNB+5:1'
a time
  240401:0600+7 -> 240401:2460+7
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+12+UNB+5:2'
no time
  240401:0600+7 -> 240401+7
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+13+UNB+5:2'
a twelfth element
  240401:0600+7 -> 240401:0600+7+++++++X
  refuse EDIFACT-UNB-FIELD
  UCI+7+WOMART:14+ANAN:14+4+16+UNB+13'
# Whom we cannot name we cannot answer (S002, S003 and 0020 are mandatory in UCI).
no sender
  WOMART:14 ->
  nothing
no recipient
  ANAN:14 ->
  nothing
no reference
  0600+7 -> 0600
  UNZ+1+7 -> UNZ+1
  nothing
== UCI: characters
small letters in UNOA
  UNOC -> UNOA
  REP1 -> Rep1
  refuse EDIFACT-CHARACTER-SET
  UCI+7+WOMART:14+ANAN:14+4+21'
small letters in UNOA, tolerated
  UNOC -> UNOA
  REP1 -> Rep1
  UCI+7+WOMART:14+ANAN:14+7'
an accent in UNOB
  UNOC -> UNOB
  REP1 -> R\xC9P1
  refuse EDIFACT-CHARACTER-SET
  UCI+7+WOMART:14+ANAN:14+4+21'
== UCI: copies
# What is copied is released again.
service characters in the sender's name
  WOMART:14 -> WO?+M?'ART:14:R?:1
  UNZ+1 -> UNZ+2
  UCI+7+WO?+M?'ART:14:R?:1+ANAN:14+4+29+UNZ+2'
== UCI: answers are never answered
an answer
  UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9' -> UNH+1+CONTRL:D:3:UN'UCI+42+ANAN:14+WOMART:14+7'
  DTM+137:20240331:102'NAD+SE+4012345000009::9'LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  nothing
a bad answer
  UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9' -> UNH+1+CONTRL:D:3:UN'UCI+42+ANAN:14+WOMART:14+X'
  DTM+137:20240331:102'NAD+SE+4012345000009::9'LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  nothing
an answer whose interchange is bad
  UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9' -> UNH+1+CONTRL:D:3:UN'UCI+42+ANAN:14+WOMART:14+7'
  DTM+137:20240331:102'NAD+SE+4012345000009::9'LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  UNZ+1 -> UNZ+2
  nothing
a bad answer beside a report
  UNZ+1 -> UNH+2+CONTRL:D:3:UN'UCI+42+ANAN:14+WOMART:14+7'UNT+9+2'UNZ+2
  UCI+7+WOMART:14+ANAN:14+7'
== UCI: around the interchange
rubbish after it
  after rubbish
  UCI+7+WOMART:14+ANAN:14+7'
fill bytes before it
  before \x00\x00\x1A
  UCI+7+WOMART:14+ANAN:14+7'
# 0085 has 22 for them; but the UNB that follows can be read as if there were no UNA, and is used.
service characters that are alike
  before UNA++.? '
  UCI+7+WOMART:14+ANAN:14+7'
";

const SYNTAX_4: &str = r"
== syntax 4
# From it on a group may hold messages of several kinds, and needs no more than a reference.
a group of two kinds
  UNH+1 -> UNG+++++G1'UNH+1
  UNZ+1 -> UNH+2+PRICAT:D:96A:UN'UNT+2+2'UNE+2+G1'UNZ+1
  refuse EDIFACT-UNG-KINDS
  refuse EDIFACT-UNG-FIELD
  UCI+7+WOMART:14+ANAN:14+7'
nothing is wrong
  UCI+7+WOMART:14+ANAN:14+7'
a count
  UNZ+1 -> UNZ+2
  UCI+7+WOMART:14+ANAN:14+4+29+UNZ+2'
a count of segments
  UNT+8 -> UNT+9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+29+UNT+2'
# 0136 tells the occurrence.
a second quantity where one may be
  QTY+153:12 -> QTY+153:12*153:13
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+35+2::2'
an error in a component
  QTY+153:12 -> QTY+153:1A
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+37+2:2'
# Code 45 came with syntax 4.
a separator at the end, refused
  LOC+162+0007::92' -> LOC+162+0007::92+'
  refuse EDIFACT-SEGMENT-TRAILING
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+5+45'
a separator at the end, tolerated
  LOC+162+0007::92' -> LOC+162+0007::92+'
  UCI+7+WOMART:14+ANAN:14+7'
a message that is not taken
  SLSRPT -> PRICAT
  refuse EDIFACT-MESSAGE-NO-SCHEMA
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+PRICAT:D:96A:UN:EAN004+4+14+UNH+3'
";

/// 0083 is 8: the interchange came, and nothing is said of what is in it.
const RECEIVED: &str = r"
== UCI: receipt
a bad element
  QTY+153:12 -> QTY+153:X
  UCI+7+WOMART:14+ANAN:14+8'
a bad count
  UNZ+1 -> UNZ+2
  UCI+7+WOMART:14+ANAN:14+8'
no recipient
  ANAN:14 ->
  nothing
an answer
  UNH+1+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+REP1+9' -> UNH+1+CONTRL:D:3:UN'UCI+42+ANAN:14+WOMART:14+7'
  DTM+137:20240331:102'NAD+SE+4012345000009::9'LOC+162+0007::92'LIN+1++5012345678900:EN'QTY+153:12' ->
  nothing
";
