//! X12 elements in version 004010, told of in AK4.

use super::answer::{Family, Form};
use super::segment::ORDER;
use crate::sample::GOOD;

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: GOOD,
        form: Form::Of4010,
        schema: None,
        guided: "",
        table: ACTIVITY,
    },
    Family {
        good: ORDER,
        form: Form::Of4010,
        schema: None,
        guided: "",
        table: ORDERED,
    },
    Family {
        good: GOOD,
        form: Form::Of4010,
        schema: Some(("noted.x12", NOTED_SCHEMA)),
        guided: "",
        table: NOTED,
    },
];

/// A schema of a sender whose errors are noted, and nothing rejected for them.
const NOTED_SCHEMA: &str = "x12 004010\nmessage 852 PD\n  errors noted\n  ST M 1\n  XQ M 1\n  \
    N1 O 1\n  LIN O 1\n  ZA O 2\n  CTT O 1\n  SE M 1\nsegments N9\nsegment XQ\n  \
    1 305 M ID 1/2\n  2 373 M DT 8/8\n";

/// AK401 is the element, with its component; AK402 its number in the directory; AK404 a copy of it.
const ACTIVITY: &str = r"
== AK4 1: missing
the first
  ZA*QS*12 -> ZA**12
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*1*859*1~AK5*R*5~AK9*R*1*1*0~
the last
  XQ*H*20240331 -> XQ*H
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*1~AK5*R*5~AK9*R*1*1*0~
one between others
  LIN**UP* -> LIN***
  AK1*PD*7~AK2*852*0001~AK3*LIN*4**8~AK4*2*235*1~AK5*R*5~AK9*R*1*1*0~
all of a segment
  LIN**UP*012345678905~ -> LIN~
  AK1*PD*7~AK2*852*0001~AK3*LIN*4**8~AK4*2*235*1~AK4*3*234*1~AK5*R*5~AK9*R*1*1*0~
the only one
  CTT*1~ -> CTT~
  AK1*PD*7~AK2*852*0001~AK3*CTT*7**8~AK4*1*354*1~AK5*R*5~AK9*R*1*1*0~
a component
  ZA*QS*12 -> CTP**RES*1*5*>2~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*CTP*5**8~AK4*5>1*355*1~AK5*R*5~AK9*R*1*1*0~
== AK4 2: condition
# P: all or none.
a pair without its second
  ZA*QS*12*EA~ -> ZA*QS*12~
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*3*355*2~AK5*R*5~AK9*R*1*1*0~
a pair without its first
  ZA*QS*12*EA~ -> ZA*QS**EA~
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*2~AK5*R*5~AK9*R*1*1*0~
a qualifier without its number
  *92*0007~ -> *92~
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*4*67*2~AK5*R*5~AK9*R*1*1*0~
a number without its qualifier
  *92*0007~ -> **0007~
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*3*66*2~AK5*R*5~AK9*R*1*1*0~
a second pair
  ZA*QS*12 -> ZA*QS*12*EA*007~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*5*373*2~AK5*R*5~AK9*R*1*1*0~
two pairs
  ZA*QS*12*EA~ -> ZA*QS*12**007~
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*3*355*2~AK4*5*373*2~AK5*R*5~AK9*R*1*1*0~
a pair of components
  LIN** -> N9*IA*1*****IA>1>VN~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*7>4*127*2~AK5*R*5~AK9*R*1*1*0~
# R: one at least; the first of them stands for all.
neither name nor number
  N1*RL*STORE SEVEN*92*0007~ -> N1*RL~
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*2~AK5*R*5~AK9*R*1*1*0~
neither reference nor text
  LIN** -> N9*IA~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*2*127*2~AK5*R*5~AK9*R*1*1*0~
neither date, time nor period
  LIN** -> DTM*007~LIN**
  AK1*PD*7~AK2*852*0001~AK3*DTM*4**8~AK4*2*373*2~AK5*R*5~AK9*R*1*1*0~
# C: where the first is, the others must be.
a zone without its time
  LIN** -> N9*IA*1****CT~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*2~AK5*R*5~AK9*R*1*1*0~
a location without its qualifier
  LIN** -> N4*AMES*****X~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N4*4**8~AK4*5*309*2~AK5*R*5~AK9*R*1*1*0~
# L: where the first is, one of the others must be; the first of those stands for all.
a unit without any measure
  ZA*QS*12 -> PO4*************CM~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*PO4*5**8~AK4*10*82*2~AK5*R*5~AK9*R*1*1*0~
== AK4 3: too many
the ninth of eight
  ZA*QS*12*EA~ -> ZA*QS*12*EA******9~
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*9**3*9~AK5*R*5~AK9*R*1*1*0~
# AK4 tells of the first; all that follow it are too many as well.
the ninth and tenth of eight
  ZA*QS*12*EA~ -> ZA*QS*12*EA******9*X~
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*9**3*9~AK5*R*5~AK9*R*1*1*0~
# Version 004010 has no code of its own for components.
the seventh of six components
  LIN** -> N9*IA*1*****IA>1>VN>2>SE>3>X~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*7>7**3*X~AK5*R*5~AK9*R*1*1*0~
== AK4 4: too short
a code
  ZA*QS*12 -> ZA*Q*12
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*1*859*4*Q~AK5*R*5~AK9*R*1*1*0~
a number of a store
  *92*0007~ -> *92*7~
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*4*67*4*7~AK5*R*5~AK9*R*1*1*0~
# It is no date either; its length comes first.
a date without century
  XQ*H*20240331 -> XQ*H*240331
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*4*240331~AK5*R*5~AK9*R*1*1*0~
a time without minutes
  LIN** -> N9*IA*1**20240331*06~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*4*06~AK5*R*5~AK9*R*1*1*0~
== AK4 5: too long
a code
  ZA*QS*12 -> ZA*QSX*12
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*1*859*5*QSX~AK5*R*5~AK9*R*1*1*0~
a quantity
  ZA*QS*12* -> ZA*QS*1234567890123456*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*5*1234567890123456~AK5*R*5~AK9*R*1*1*0~
# Neither sign nor point count.
a quantity with sign and point
  ZA*QS*12* -> ZA*QS*-123456789012345.6*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*5*-123456789012345.6~AK5*R*5~AK9*R*1*1*0~
a total
  CTT*1~ -> CTT*1234567~
  AK1*PD*7~AK2*852*0001~AK3*CTT*7**8~AK4*1*354*5*1234567~AK5*R*5~AK9*R*1*1*0~
a name
  STORE SEVEN -> [61 of A]
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*5*[61 of A]~AK5*R*5~AK9*R*1*1*0~
# AK404 has 99 characters at most.
a very long name
  STORE SEVEN -> [130 of A]
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*5*[99 of A]~AK5*R*5~AK9*R*1*1*0~
a date
  XQ*H*20240331 -> XQ*H*202403310
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*5*202403310~AK5*R*5~AK9*R*1*1*0~
a component
  ZA*QS*12 -> CTP**RES*1*5*EA>1>12345678901~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*CTP*5**8~AK4*5>3*649*5*12345678901~AK5*R*5~AK9*R*1*1*0~
== AK4 6: character
letters in a quantity
  ZA*QS*12* -> ZA*QS*twelve*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*twelve~AK5*R*5~AK9*R*1*1*0~
a comma in a quantity
  ZA*QS*12* -> ZA*QS*1,5*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*1,5~AK5*R*5~AK9*R*1*1*0~
nothing but a sign
  ZA*QS*12* -> ZA*QS*-*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*-~AK5*R*5~AK9*R*1*1*0~
# A number without a sign is positive; there is no other way to write it.
a plus sign
  ZA*QS*12* -> ZA*QS*+12*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*+12~AK5*R*5~AK9*R*1*1*0~
two points
  ZA*QS*12* -> ZA*QS*1.2.3*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*1.2.3~AK5*R*5~AK9*R*1*1*0~
a blank in a quantity
  ZA*QS*12* -> ZA*QS*1 2*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*1 2~AK5*R*5~AK9*R*1*1*0~
a point in a whole number
  CTT*1~ -> CTT*1.0~
  AK1*PD*7~AK2*852*0001~AK3*CTT*7**8~AK4*1*354*6*1.0~AK5*R*5~AK9*R*1*1*0~
# A copy with another character in its place would mislead, and the copy is optional.
a control character
  STORE SEVEN -> STORE\x07SEVEN
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*6~AK5*R*5~AK9*R*1*1*0~
a line end in a name
  STORE SEVEN -> STORE\nSEVEN
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*6~AK5*R*5~AK9*R*1*1*0~
a component
  ZA*QS*12 -> CTP**RES*1*5*EA>x~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*CTP*5**8~AK4*5>2*1018*6*x~AK5*R*5~AK9*R*1*1*0~
our terminator in a quantity
  all ~ -> !
  *QS*12* -> *QS*1~2*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6~AK5*R*5~AK9*R*1*1*0~
== AK4 7: code
a purpose
  XQ*H* -> XQ*Y*
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*1*305*7*Y~AK5*R*5~AK9*R*1*1*0~
small letters
  XQ*H* -> XQ*h*
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*1*305*7*h~AK5*R*5~AK9*R*1*1*0~
a kind of text
  ZA*QS*12 -> PID*Q****SOAP~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*PID*5**8~AK4*1*349*7*Q~AK5*R*5~AK9*R*1*1*0~
a promotion
  ZA*QA -> G95*07*01~ZA*QA
  AK1*PD*7~AK2*852*0001~AK3*G95*6**8~AK4*1*293*7*07~AK5*R*5~AK9*R*1*1*0~
== AK4 8: date
the thirtieth of February
  XQ*H*20240331 -> XQ*H*20240230
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*20240230~AK5*R*5~AK9*R*1*1*0~
the 29th of February of a common year
  XQ*H*20240331 -> XQ*H*21000229
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*21000229~AK5*R*5~AK9*R*1*1*0~
a thirteenth month
  XQ*H*20240331 -> XQ*H*20241301
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*20241301~AK5*R*5~AK9*R*1*1*0~
# It is an invalid character as well; that it is no date says more.
a letter in a date
  XQ*H*20240331 -> XQ*H*2024033X
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*2024033X~AK5*R*5~AK9*R*1*1*0~
an optional date
  XQ*H*20240331 -> XQ*H*20240331*20240400
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*3*373*8*20240400~AK5*R*5~AK9*R*1*1*0~
== AK4 9: time
a twenty-fifth hour
  LIN** -> N9*IA*1**20240331*2460~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*9*2460~AK5*R*5~AK9*R*1*1*0~
a sixty-first second
  LIN** -> N9*IA*1**20240331*060060~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*9*060060~AK5*R*5~AK9*R*1*1*0~
a colon
  LIN** -> N9*IA*1**20240331*06:00~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*9*06:00~AK5*R*5~AK9*R*1*1*0~
five digits
  LIN** -> N9*IA*1**20240331*06003~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N9*4**8~AK4*5*337*9*06003~AK5*R*5~AK9*R*1*1*0~
== AK4 10: exclusion
a quantity in digits and in words
  ZA*QS*12 -> QTY*01*5**FIVE~ZA*QS*12
  AK1*PD*7~AK2*852*0001~AK3*QTY*5**8~AK4*4*61*10*FIVE~AK5*R*5~AK9*R*1*1*0~
== AK4: several
two in a segment
  ZA*QS*12* -> ZA*QSX*x*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*1*859*5*QSX~AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~
one in each of two segments
  ZA*QS*12* -> ZA*QS*x*
  ZA*QA*30* -> ZA*QA*y*
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK3*ZA*6**8~AK4*2*380*6*y~AK5*R*5~
      AK9*R*1*1*0~
too long, a date, and too many
  XQ*H*20240331 -> XQ*HHH*20240399*20240331*X
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*1*305*5*HHH~AK4*2*373*8*20240399~AK4*4**3*X~AK5*R*5~
      AK9*R*1*1*0~
an element, an unknown segment and a count
  ZA*QS*12* -> ZA*QS*x*
  CTT*1~SE*8*0001 -> ZZZ*1~CTT*1~SE*8*0001
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK3*ZZZ*7**1~AK5*R*5*4~AK9*R*1*1*0~
in both of two messages
  ZA*QS*12* -> ZA*QS*x*
  GE*1*7 -> ST*852*0002~XQ*Y*20240331~SE*3*0002~GE*2*7
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~
      AK2*852*0002~AK3*XQ*2**8~AK4*1*305*7*Y~AK5*R*5~AK9*R*2*2*0~
";

const ORDERED: &str = r"
== AK4 1: missing
two of the beginning
  BEG*00*SA*4711** -> BEG**SA***
  AK1*PO*7~AK2*850*0001~AK3*BEG*2**8~AK4*1*353*1~AK4*3*324*1~AK5*R*5~AK9*R*1*1*0~
== AK4 2: condition
a unit without its quantity
  PO1*1*12*EA -> PO1*1**EA
  AK1*PO*7~AK2*850*0001~AK3*PO1*4**8~AK4*2*330*2~AK5*R*5~AK9*R*1*1*0~
a kind of price without its price
  *EA*1.5** -> *EA**CA*
  AK1*PO*7~AK2*850*0001~AK3*PO1*4**8~AK4*4*212*2~AK5*R*5~AK9*R*1*1*0~
a kind of number without its number
  *UP*012345678905 -> *UP
  AK1*PO*7~AK2*850*0001~AK3*PO1*4**8~AK4*7*234*2~AK5*R*5~AK9*R*1*1*0~
a discount without a day
  N1*ST -> ITD*01*3*2~N1*ST
  AK1*PO*7~AK2*850*0001~AK3*ITD*3**8~AK4*4*370*2~AK5*R*5~AK9*R*1*1*0~
a percentage without its base
  N1*ST -> SAC*A*D240***100**5~N1*ST
  AK1*PO*7~AK2*850*0001~AK3*SAC*3**8~AK4*6*378*2~AK5*R*5~AK9*R*1*1*0~
== AK4 6: character
a point in an amount of cents
  N1*ST -> SAC*A*D240***1.00~N1*ST
  AK1*PO*7~AK2*850*0001~AK3*SAC*3**8~AK4*5*610*6*1.00~AK5*R*5~AK9*R*1*1*0~
== AK4 7: code
a purpose of an order
  BEG*00* -> BEG*99*
  AK1*PO*7~AK2*850*0001~AK3*BEG*2**8~AK4*1*353*7*99~AK5*R*5~AK9*R*1*1*0~
== AK4 10: exclusion
a measure and its meaning
  CTT*1~ -> MEA*PD*WT*5*****01~CTT*1~
  AK1*PO*7~AK2*850*0001~AK3*MEA*5**8~AK4*8*936*10*01~AK5*R*5~AK9*R*1*1*0~
";

const NOTED: &str = r"
== AK5 E: errors are noted
a date
  XQ*H*20240331 -> XQ*H*20240230
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*20240230~AK5*E*5~AK9*E*1*1*1~
a segment of other messages
  CTT*1~ -> N9*IA*1~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*N9*7**6~AK5*E*5~AK9*E*1*1*1~
a missing segment
  XQ*H*20240331~ ->
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**3~AK5*E*5~AK9*E*1*1*1~
# A count is not the schema's to note.
a count
  SE*8*0001 -> SE*9*0001
  AK1*PD*7~AK2*852*0001~AK5*R*4~AK9*R*1*1*0~
one with errors, one rejected
  XQ*H*20240331 -> XQ*H*20240230
  GE*1*7 -> ST*852*0002~XQ*H*20240331~SE*4*0002~GE*2*7
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*2*373*8*20240230~AK5*E*5~AK2*852*0002~AK5*R*4~AK9*P*2*2*1~
";
