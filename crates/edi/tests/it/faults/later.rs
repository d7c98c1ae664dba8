//! Version 005010: repetitions, what its 997 says more, and the 999 (005010X231).

use super::answer::{Family, Form};

/// A good report in version 005010.
pub(super) const LATER: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*^*00501*",
    "000000007*0*P*>~",
    "GS*PD*WOMART*ANAN*20240401*0600*7*X*005010~",
    "ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~",
    "ZA*QA*30*EA~CTT*1~SE*8*0001~",
    "GE*1*7~IEA*1*000000007~",
);

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: LATER,
        form: Form::Of5010,
        schema: None,
        guided: "",
        table: FUNCTIONAL,
    },
    Family {
        good: LATER,
        form: Form::Implementation,
        schema: None,
        guided: "",
        table: IMPLEMENTATION,
    },
    Family {
        good: LATER,
        form: Form::Implementation,
        schema: Some(("noted.x12", NOTED_SCHEMA)),
        guided: "",
        table: NOTED,
    },
];

/// A schema of a sender whose errors are noted, and nothing rejected for them.
const NOTED_SCHEMA: &str = "x12 005010\nmessage 852 PD\n  errors noted\n  ST M 1\n  XQ M 1\n  \
    N1 O 1\n  LIN O 1\n  ZA O 2\n  CTT O 1\n  SE M 1\nsegment XQ\n  1 305 M ID 1/2\n  \
    2 373 M DT 8/8\n";

/// AK103 is the group's version, AK203 the guide that ST03 names. AK401 tells which repetition.
const FUNCTIONAL: &str = r"
== 997 of 005010
nothing is wrong
  AK1*PD*7*005010~AK2*852*0001~AK5*A~AK9*A*1*1*1~
nothing is wrong, and a guide is named
  ST*852*0001 -> ST*852*0001*GUIDE7
  X*005010 -> X*005010GUIDE7
  AK1*PD*7*005010GUIDE7~AK2*852*0001*GUIDE7~AK5*A~AK9*A*1*1*1~
a second code where one may be
  ZA*QS* -> ZA*QS^QA*
  AK1*PD*7*005010~AK2*852*0001~AK3*ZA*5**8~AK4*1>>2*859*12*QA~AK5*R*5~AK9*R*1*1*0~
# Once for an element: all after the second are too many as well.
three quantities
  ZA*QS*12* -> ZA*QS*1^2^3*
  AK1*PD*7*005010~AK2*852*0001~AK3*ZA*5**8~AK4*2>>2*380*12*2~AK5*R*5~AK9*R*1*1*0~
the seventh of six components
  LIN** -> N9*IA*1*****IA>1>VN>2>SE>3>X~LIN**
  AK1*PD*7*005010~AK2*852*0001~AK3*N9*4**8~AK4*7>7**13*X~AK5*R*5~AK9*R*1*1*0~
a component
  ZA*QS*12 -> CTP**RES*1*5*EA>x~ZA*QS*12
  AK1*PD*7*005010~AK2*852*0001~AK3*CTP*5**8~AK4*5>2*1018*6*x~AK5*R*5~AK9*R*1*1*0~
an element
  ZA*QS*12* -> ZA*QS*x*
  ST*852*0001 -> ST*852*0001*GUIDE7
  AK1*PD*7*005010~AK2*852*0001*GUIDE7~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~
# A reference was of 30 characters in 004010, and is of 50 now.
a reference of 51 characters
  LIN** -> N9*IA*[51 of A]~LIN**
  AK1*PD*7*005010~AK2*852*0001~AK3*N9*4**8~AK4*2*127*5*[51 of A]~AK5*R*5~AK9*R*1*1*0~
a reference of 50 characters
  LIN** -> N9*IA*[50 of A]~LIN**
  AK1*PD*7*005010~AK2*852*0001~AK5*A~AK9*A*1*1*1~
a fourth element of the header
  ST*852*0001 -> ST*852*0001*GUIDE7*X
  AK1*PD*7*005010~AK2*852*0001*GUIDE7~AK3*ST*1**8~AK4*4**3*X~AK5*R*5~AK9*R*1*1*0~
group and message
  SE*8*0001 -> SE*9*0001
  GE*1*7 -> GE*1*8
  AK1*PD*7*005010~AK2*852*0001~AK5*R*4~AK9*R*1*1*0*4~
# AK905 19 came after 004010.
GS06 twice
  IEA*1 -> GS*PD*WOMART*ANAN*20240401*0600*7*X*005010~ST*852*0001~XQ*H*20240331~SE*3*0001~GE*1*7~IEA*2
  AK1*PD*7*005010~AK2*852*0001~AK5*A~AK9*A*1*1*1~
  AK1*PD*7*005010~AK2*852*0001~AK5*A~AK9*E*1*1*1*19~
== TA1: delimiters
# Its notes have no code for the repetition separator: the control structure is not valid.
the repetition separator is the component separator
  *^*00501* -> *>*00501*
  TA1*000000007*240401*0600*R*022~
the repetition separator is the terminator
  *^*00501* -> *~*00501*
  TA1*000000007*240401*0600*R*022~
";

const IMPLEMENTATION: &str = r"
== 999
nothing is wrong
  AK1*PD*7*005010~AK2*852*0001~IK5*A~AK9*A*1*1*1~
nothing is wrong, and a guide is named
  ST*852*0001 -> ST*852*0001*GUIDE7
  AK1*PD*7*005010~AK2*852*0001*GUIDE7~IK5*A~AK9*A*1*1*1~
an unknown segment
  CTT*1~ -> ZZZ*1~CTT*1~
  AK1*PD*7*005010~AK2*852*0001~IK3*ZZZ*7**1~IK5*R*5~AK9*R*1*1*0~
an unexpected segment
  N1*RL*STORE SEVEN*92*0007~ -> N2*STORE~
  AK1*PD*7*005010~AK2*852*0001~IK3*N2*3**2~IK5*R*5~AK9*R*1*1*0~
a missing segment
  XQ*H*20240331~ ->
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**3~IK5*R*5~AK9*R*1*1*0~
a loop too often
  ZA*QA -> G95*01*01~G95*01*02~ZA*QA
  AK1*PD*7*005010~AK2*852*0001~IK3*G95*7**4~IK5*R*5~AK9*R*1*1*0~
a segment too often
  CTT*1~ -> CTT*1~CTT*1~
  AK1*PD*7*005010~AK2*852*0001~IK3*CTT*8**5~IK5*R*5~AK9*R*1*1*0~
a segment of other messages
  CTT*1~ -> PO1**1~CTT*1~
  AK1*PD*7*005010~AK2*852*0001~IK3*PO1*7**6~IK5*R*5~AK9*R*1*1*0~
a segment too late
  LIN** -> XPO*1~LIN**
  AK1*PD*7*005010~AK2*852*0001~IK3*XPO*4**7~IK5*R*5~AK9*R*1*1*0~
a missing element
  ZA*QS*12 -> ZA**12
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*1*859*1~IK5*R*5~AK9*R*1*1*0~
an element that another needs
  ZA*QS*12*EA~ -> ZA*QS*12~
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*3*355*2~IK5*R*5~AK9*R*1*1*0~
too many elements
  ZA*QS*12*EA~ -> ZA*QS*12*EA******9~
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*9**3*9~IK5*R*5~AK9*R*1*1*0~
too short
  ZA*QS*12 -> ZA*Q*12
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*1*859*4*Q~IK5*R*5~AK9*R*1*1*0~
too long
  ZA*QS*12 -> ZA*QSX*12
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*1*859*5*QSX~IK5*R*5~AK9*R*1*1*0~
a character
  ZA*QS*12* -> ZA*QS*1,5*
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*2*380*6*1,5~IK5*R*5~AK9*R*1*1*0~
a code
  XQ*H* -> XQ*Y*
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**8~IK4*1*305*7*Y~IK5*R*5~AK9*R*1*1*0~
a date
  XQ*H*20240331 -> XQ*H*20240230
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**8~IK4*2*373*8*20240230~IK5*R*5~AK9*R*1*1*0~
a time
  LIN** -> N9*IA*1**20240331*2460~LIN**
  AK1*PD*7*005010~AK2*852*0001~IK3*N9*4**8~IK4*5*337*9*2460~IK5*R*5~AK9*R*1*1*0~
two that exclude each other
  ZA*QS*12 -> QTY*01*5**FIVE~ZA*QS*12
  AK1*PD*7*005010~AK2*852*0001~IK3*QTY*5**8~IK4*4*61*10*FIVE~IK5*R*5~AK9*R*1*1*0~
too many repetitions
  ZA*QS* -> ZA*QS^QA*
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*5**8~IK4*1>>2*859*12*QA~IK5*R*5~AK9*R*1*1*0~
too many components
  LIN** -> N9*IA*1*****IA>1>VN>2>SE>3>X~LIN**
  AK1*PD*7*005010~AK2*852*0001~IK3*N9*4**8~IK4*7>7**13*X~IK5*R*5~AK9*R*1*1*0~
a message that is not taken
  ST*852 -> ST*998
  refuse X12-MESSAGE-NO-SCHEMA
  AK1*PD*7*005010~AK2*998*0001~IK5*R*1~AK9*R*1*1*0~
no trailer of the message
  SE*8*0001~ ->
  AK1*PD*7*005010~AK2*852*0001~IK5*R*2~AK9*R*1*1*0~
another number
  SE*8*0001 -> SE*8*0002
  AK1*PD*7*005010~AK2*852*0001~IK5*R*3~AK9*R*1*1*0~
another count
  SE*8*0001 -> SE*9*0001
  AK1*PD*7*005010~AK2*852*0001~IK5*R*4~AK9*R*1*1*0~
of another kind of group
  GS*PD -> GS*PO
  AK1*PO*7*005010~AK2*852*0001~IK5*R*6~AK9*R*1*1*0~
a number too short
  ST*852*0001 -> ST*852*1
  SE*8*0001 -> SE*8*1
  AK1*PD*7*005010~AK2*852*1   ~IK3*ST*1**8~IK4*2*329*4*1~IK3*SE*8**8~IK4*2*329*4*1~IK5*R*7*5~
      AK9*R*1*1*0~
a number twice
  GE*1*7 -> ST*852*0001~XQ*H*20240331~SE*3*0001~GE*2*7
  AK1*PD*7*005010~AK2*852*0001~IK5*A~AK2*852*0001~IK5*R*23~AK9*P*2*2*1~
one of two
  GE*1*7 -> ST*852*0002~XQ*Y*20240331~SE*3*0002~GE*2*7
  AK1*PD*7*005010~AK2*852*0001~IK5*A~AK2*852*0002~IK3*XQ*2**8~IK4*1*305*7*Y~IK5*R*5~AK9*P*2*2*1~
no trailer of the group
  GE*1*7~ ->
  AK1*PD*7*005010~AK9*R*1*1*0*3~
a group's count and number
  GE*1*7 -> GE*2*8
  AK1*PD*7*005010~AK9*R*2*1*0*5*4~
no version
  X*005010 -> X*5010
  AK1*PD*7*5010~AK9*R*1*1*0*2~
acknowledgements
  GS*PD -> GS*FA
  nothing
";

const NOTED: &str = r"
== 999
errors that are noted
  XQ*H*20240331 -> XQ*H*20240230
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**8~IK4*2*373*8*20240230~IK5*E*5~AK9*E*1*1*1~
";
