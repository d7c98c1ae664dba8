//! X12 messages: their header and trailer, told of in AK5.

use super::answer::{Family, Form};
use crate::sample::GOOD;

pub(super) const FAMILIES: &[Family] = &[Family {
    good: GOOD,
    form: Form::Of4010,
    schema: None,
    guided: "",
    table: TABLE,
}];

/// Codes of AK502 to AK506 have no order; ours is that of the places, what is missing first.
/// An error inside a service segment is told of as any segment's is, beside the code in AK502.
const TABLE: &str = r"
== AK5: trailer
SE01 is too much
  SE*8*0001 -> SE*9*0001
  AK1*PD*7~AK2*852*0001~AK5*R*4~AK9*R*1*1*0~
SE01 is too little
  SE*8*0001 -> SE*7*0001
  AK1*PD*7~AK2*852*0001~AK5*R*4~AK9*R*1*1*0~
SE01 is missing
  SE*8*0001 -> SE**0001
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*1*96*1~AK5*R*4*5~AK9*R*1*1*0~
SE01 is no number
  SE*8*0001 -> SE*X*0001
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*1*96*6*X~AK5*R*4*5~AK9*R*1*1*0~
SE02 is another number
  SE*8*0001 -> SE*8*0002
  AK1*PD*7~AK2*852*0001~AK5*R*3~AK9*R*1*1*0~
SE02 is missing
  SE*8*0001 -> SE*8
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*2*329*1~AK5*R*3*5~AK9*R*1*1*0~
SE02 is too short
  SE*8*0001 -> SE*8*1
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*2*329*4*1~AK5*R*3*5~AK9*R*1*1*0~
SE01 and SE02
  SE*8*0001 -> SE*9*0002
  AK1*PD*7~AK2*852*0001~AK5*R*4*3~AK9*R*1*1*0~
nothing but the name
  SE*8*0001 -> SE
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*1*96*1~AK4*2*329*1~AK5*R*4*3*5~AK9*R*1*1*0~
a third element
  SE*8*0001 -> SE*8*0001*X
  AK1*PD*7~AK2*852*0001~AK3*SE*8**8~AK4*3**3*X~AK5*R*5~AK9*R*1*1*0~
no SE before the GE
  SE*8*0001~ ->
  AK1*PD*7~AK2*852*0001~AK5*R*2~AK9*R*1*1*0~
no SE before the next ST
  SE*8*0001~ -> ST*852*0002~XQ*H*20240331~SE*3*0002~
  GE*1*7 -> GE*2*7
  AK1*PD*7~AK2*852*0001~AK5*R*2~AK2*852*0002~AK5*A~AK9*P*2*2*1~
a count beside a bad element
  ZA*QS*12 -> ZA*QS*x
  SE*8*0001 -> SE*9*0001
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5*4~AK9*R*1*1*0~
cut off beside a bad element
  ZA*QS*12 -> ZA*QS*x
  SE*8*0001~ ->
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*2*5~AK9*R*1*1*0~
== AK5: header
# AK201 and AK202 repeat ST01 and ST02. What is too short for them is filled with blanks, as
# X12.6 fills strings up to their least length.
ST01 is too short
  ST*852 -> ST*85
  AK1*PD*7~AK2*85 *0001~AK5*R*6~AK9*R*1*1*0~
# The message cannot be left out: its sender would take it for accepted.
ST01 is missing
  ST*852 -> ST*
  AK1*PD*7~AK2*???*0001~AK5*R*6~AK9*R*1*1*0~
ST01 is no name
  ST*852 -> ST*8-2
  AK1*PD*7~AK2*8-2*0001~AK5*R*6~AK9*R*1*1*0~
ST01 is too long
  ST*852 -> ST*8522
  AK1*PD*7~AK2*852*0001~AK5*R*6~AK9*R*1*1*0~
ST02 is missing
  ST*852*0001 -> ST*852
  SE*8*0001 -> SE*8
  AK1*PD*7~AK2*852*????~AK3*ST*1**8~AK4*2*329*1~AK3*SE*8**8~AK4*2*329*1~AK5*R*7*5~
      AK9*R*1*1*0~
ST02 is too short
  ST*852*0001 -> ST*852*1
  SE*8*0001 -> SE*8*1
  AK1*PD*7~AK2*852*1   ~AK3*ST*1**8~AK4*2*329*4*1~AK3*SE*8**8~AK4*2*329*4*1~AK5*R*7*5~
      AK9*R*1*1*0~
ST02 is too long
  ST*852*0001 -> ST*852*0123456789
  SE*8*0001 -> SE*8*0123456789
  AK1*PD*7~AK2*852*012345678~AK3*ST*1**8~AK4*2*329*5*0123456789~
      AK3*SE*8**8~AK4*2*329*5*0123456789~AK5*R*7*5~AK9*R*1*1*0~
a third element, which came with 005010
  ST*852*0001 -> ST*852*0001*GUIDE7
  AK1*PD*7~AK2*852*0001~AK3*ST*1**8~AK4*3**3*GUIDE7~AK5*R*5~AK9*R*1*1*0~
== AK5: between its segments
# No code of AK502 tells of them, and no segment that they belong to.
fill bytes
  LIN** -> \x00\x00LIN**
  AK1*PD*7~AK2*852*0001~AK5*R~AK9*R*1*1*0~
fill bytes beside a bad element
  LIN** -> \x00\x00LIN**
  ZA*QS*12 -> ZA*QS*x
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~AK9*R*1*1*0~
== AK5: number twice
in one group
  GE*1*7 -> ST*852*0001~XQ*H*20240331~SE*3*0001~GE*2*7
  AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0001~AK5*R*23~AK9*P*2*2*1~
three times
  GE*1*7 -> ST*852*0001~XQ*H*20240331~SE*3*0001~ST*852*0001~XQ*H*20240331~SE*3*0001~GE*3*7
  AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0001~AK5*R*23~AK2*852*0001~AK5*R*23~AK9*P*3*3*1~
twice, and cut off
  GE*1*7 -> ST*852*0001~XQ*H*20240331~GE*2*7
  AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0001~AK5*R*2*23~AK9*P*2*2*1~
# The number is the group's own.
in two groups
  IEA*1 -> GS*PD*WOMART*ANAN*20240401*0600*8*X*004010~ST*852*0001~XQ*H*20240331~SE*3*0001~GE*1*8~IEA*2
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
  AK1*PD*8~AK2*852*0001~AK5*A~AK9*A*1*1*1~
== AK5: which message
of another kind of group
  GS*PD -> GS*PO
  AK1*PO*7~AK2*852*0001~AK5*R*6~AK9*R*1*1*0~
# 479 does not know this kind; AK905 1 would be as good, and say less of which message.
in a group of an unknown kind
  GS*PD -> GS*QQ
  AK1*QQ*7~AK2*852*0001~AK5*R*6~AK9*R*1*1*0~
one that is not taken
  ST*852 -> ST*998
  refuse X12-MESSAGE-NO-SCHEMA
  AK1*PD*7~AK2*998*0001~AK5*R*1~AK9*R*1*1*0~
one that is not known and tolerated
  ST*852 -> ST*998
  AK1*PD*7~AK2*998*0001~AK5*A~AK9*A*1*1*1~
one of two that is not taken
  GE*1*7 -> ST*998*0002~XQ*H*20240331~SE*3*0002~GE*2*7
  refuse X12-MESSAGE-NO-SCHEMA
  AK1*PD*7~AK2*852*0001~AK5*A~AK2*998*0002~AK5*R*1~AK9*P*2*2*1~
";
