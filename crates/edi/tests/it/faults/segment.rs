//! X12 segments: unknown, missing, out of place or too many, told of in AK3.

use super::answer::{Family, Form};
use crate::sample::GOOD;

/// A good order.
pub(super) const ORDER: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*",
    "000000007*0*P*>~",
    "GS*PO*WOMART*ANAN*20240401*0600*7*X*004010~",
    "ST*850*0001~BEG*00*SA*4711**20240401~N1*ST*STORE SEVEN*92*0007~",
    "PO1*1*12*EA*1.5**UP*012345678905~CTT*1~SE*6*0001~",
    "GE*1*7~IEA*1*000000007~",
);

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
];

/// ST is segment 1 (AK302). AK303 names loops that LS and LE bound, and is optional: it stays
/// empty.
const ACTIVITY: &str = r"
== AK3 1: unknown
a name that no segment has
  CTT*1~ -> ZZZ*1~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*ZZZ*7**1~AK5*R*5~AK9*R*1*1*0~
small letters
  CTT*1~ -> ctt*1~
  AK1*PD*7~AK2*852*0001~AK3*ctt*7**1~AK5*R*5~AK9*R*1*1*0~
a blank in the name
  CTT*1~ -> CTT *1~
  AK1*PD*7~AK2*852*0001~AK3*CTT*7**1~AK5*R*5~AK9*R*1*1*0~
# AK301 has two characters at least, and nothing to repeat here.
no name
  CTT*1~ -> *1~
  AK1*PD*7~AK2*852*0001~AK3*???*7**1~AK5*R*5~AK9*R*1*1*0~
an empty segment
  CTT*1~ -> CTT*1~~
  AK1*PD*7~AK2*852*0001~AK3*???*8**1~AK5*R*5~AK9*R*1*1*0~
a name of one letter
  CTT*1~ -> C*1~
  AK1*PD*7~AK2*852*0001~AK3*C *7**1~AK5*R*5~AK9*R*1*1*0~
a name of four letters
  CTT*1~ -> QQQQ*1~
  AK1*PD*7~AK2*852*0001~AK3*QQQ*7**1~AK5*R*5~AK9*R*1*1*0~
two of them
  LIN** -> ZZZ*1~LIN**
  CTT*1~ -> YYY*1~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*ZZZ*4**1~AK3*YYY*8**1~AK5*R*5~AK9*R*1*1*0~
== AK3 2: unexpected
activity of no item
  LIN**UP*012345678905~ ->
  AK1*PD*7~AK2*852*0001~AK3*ZA*4**2~AK3*ZA*5**2~AK5*R*5~AK9*R*1*1*0~
a second name of no party
  N1*RL*STORE SEVEN*92*0007~ -> N2*STORE~
  AK1*PD*7~AK2*852*0001~AK3*N2*3**2~AK5*R*5~AK9*R*1*1*0~
stores of no activity
  ZA*QS*12*EA~ZA*QA*30*EA~ -> SDQ*EA*92*0007*12~
  AK1*PD*7~AK2*852*0001~AK3*SDQ*5**2~AK5*R*5~AK9*R*1*1*0~
== AK3 3: missing
the one after the header
  XQ*H*20240331~ ->
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**3~AK5*R*5~AK9*R*1*1*0~
missing before a bad element
  XQ*H*20240331~N1*RL*STORE SEVEN -> N1*RLLL*STORE SEVEN
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**3~AK3*N1*2**8~AK4*1*98*5*RLLL~AK5*R*5~AK9*R*1*1*0~
all between header and trailer
  XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~ ->
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**3~AK5*R*5~AK9*R*1*1*0~
== AK3 4: loop too often
the 201st party
  LIN** -> [200 of N1*RL**92*0007~]LIN**
  AK1*PD*7~AK2*852*0001~AK3*N1*203**4~AK5*R*5~AK9*R*1*1*0~
a second promotion of an activity
  ZA*QA -> G95*01*01~G95*01*02~ZA*QA
  AK1*PD*7~AK2*852*0001~AK3*G95*7**4~AK5*R*5~AK9*R*1*1*0~
== AK3 5: segment too often
the second total
  CTT*1~ -> CTT*1~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*CTT*8**5~AK5*R*5~AK9*R*1*1*0~
the second beginning
  N1*RL -> XQ*H*20240331~N1*RL
  AK1*PD*7~AK2*852*0001~AK3*XQ*3**5~AK5*R*5~AK9*R*1*1*0~
the second name in a loop
  LIN** -> N2*A~N2*B~LIN**
  AK1*PD*7~AK2*852*0001~AK3*N2*5**5~AK5*R*5~AK9*R*1*1*0~
the fourth contact
  N1*RL -> [4 of PER*IC~]N1*RL
  AK1*PD*7~AK2*852*0001~AK3*PER*6**5~AK5*R*5~AK9*R*1*1*0~
the 26th price
  ZA*QS -> [26 of CTP**RES*1~]ZA*QS
  AK1*PD*7~AK2*852*0001~AK3*CTP*30**5~AK5*R*5~AK9*R*1*1*0~
the fourth and fifth contact
  N1*RL -> [5 of PER*IC~]N1*RL
  AK1*PD*7~AK2*852*0001~AK3*PER*6**5~AK3*PER*7**5~AK5*R*5~AK9*R*1*1*0~
== AK3 6: not in this message
a line of an order
  CTT*1~ -> PO1**1~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*PO1*7**6~AK5*R*5~AK9*R*1*1*0~
the beginning of an order
  XQ*H -> BEG*00*SA*1**20240401~XQ*H
  AK1*PD*7~AK2*852*0001~AK3*BEG*2**6~AK5*R*5~AK9*R*1*1*0~
== AK3 7: too late
numbers after a party
  LIN** -> XPO*1~LIN**
  AK1*PD*7~AK2*852*0001~AK3*XPO*4**7~AK5*R*5~AK9*R*1*1*0~
a contact after an item
  CTT*1~ -> PER*IC~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*PER*7**7~AK5*R*5~AK9*R*1*1*0~
an item after the total
  CTT*1~ -> CTT*1~LIN**UP*012345678905~
  AK1*PD*7~AK2*852*0001~AK3*LIN*8**7~AK5*R*5~AK9*R*1*1*0~
== AK3: several
unknown, too late and not in this message
  LIN** -> ZZZ*1~XPO*1~BEG*00~LIN**
  AK1*PD*7~AK2*852*0001~AK3*ZZZ*4**1~AK3*XPO*5**7~AK3*BEG*6**6~AK5*R*5~AK9*R*1*1*0~
missing, and an element
  XQ*H*20240331~ ->
  ZA*QA*30 -> ZA*QA*x
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**3~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~
# What is out of place is not looked into: who knows what was meant.
unknown, with too many elements
  CTT*1~ -> ZZZ*1*2*3*4*5*6*7*8*9~CTT*1~
  AK1*PD*7~AK2*852*0001~AK3*ZZZ*7**1~AK5*R*5~AK9*R*1*1*0~
";

const ORDERED: &str = r"
== AK3 3: missing
no beginning of an order
  BEG*00*SA*4711**20240401~ ->
  AK1*PO*7~AK2*850*0001~AK3*BEG*2**3~AK5*R*5~AK9*R*1*1*0~
no line
  PO1*1*12*EA*1.5**UP*012345678905~ ->
  AK1*PO*7~AK2*850*0001~AK3*PO1*4**3~AK5*R*5~AK9*R*1*1*0~
neither beginning nor line
  BEG*00*SA*4711**20240401~ ->
  PO1*1*12*EA*1.5**UP*012345678905~ ->
  AK1*PO*7~AK2*850*0001~AK3*BEG*2**3~AK3*PO1*3**3~AK5*R*5~AK9*R*1*1*0~
no line, nor anything after it
  PO1*1*12*EA*1.5**UP*012345678905~CTT*1~ ->
  AK1*PO*7~AK2*850*0001~AK3*PO1*4**3~AK5*R*5~AK9*R*1*1*0~
# LE ends what LS began, and must.
no end of a bounded loop
  CTT*1~ -> LS*LDT~LDT*AA*1*DA~CTT*1~
  AK1*PO*7~AK2*850*0001~AK3*LE*7**3~AK5*R*5~AK9*R*1*1*0~
an empty loop
  N1*ST -> AMT*1*5~FA1*AS~N1*ST
  AK1*PO*7~AK2*850*0001~AK3*FA2*5**3~AK5*R*5~AK9*R*1*1*0~
== AK3 4: loop too often
totals
  CTT*1~ -> CTT*1~CTT*1~
  AK1*PO*7~AK2*850*0001~AK3*CTT*6**4~AK5*R*5~AK9*R*1*1*0~
== AK3 2: unexpected
a code of no list
  PO1*1 -> LQ*AB~PO1*1
  AK1*PO*7~AK2*850*0001~AK3*LQ*4**2~AK5*R*5~AK9*R*1*1*0~
== AK3 6: not in this message
activity
  CTT*1~ -> ZA*QS~CTT*1~
  AK1*PO*7~AK2*850*0001~AK3*ZA*5**6~AK5*R*5~AK9*R*1*1*0~
== AK3 7: too late
# It is missing where it should be, and stands where it should not.
the beginning after a party
  BEG*00*SA*4711**20240401~N1*ST*STORE SEVEN*92*0007~ -> N1*ST*STORE SEVEN*92*0007~BEG*00*SA*4711**20240401~
  AK1*PO*7~AK2*850*0001~AK3*BEG*2**3~AK3*BEG*3**7~AK5*R*5~AK9*R*1*1*0~
";
