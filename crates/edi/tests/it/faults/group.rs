//! X12 groups: their header and trailer, told of in AK9, and how messages add up to AK901.

use super::answer::{Family, Form};
use crate::sample::GOOD;

pub(super) const FAMILIES: &[Family] = &[Family {
    good: GOOD,
    form: Form::Of4010,
    schema: None,
    guided: "",
    table: TABLE,
}];

/// A rejected group needs no AK2: nothing in it is accepted. AK902 repeats GE01 where it is a
/// number, AK903 is what was counted.
const TABLE: &str = r"
== AK9: trailer
GE01 is too much
  GE*1*7 -> GE*2*7
  AK1*PD*7~AK9*R*2*1*0*5~
GE01 is nothing
  GE*1*7 -> GE**7
  AK1*PD*7~AK9*R*1*1*0*5~
GE01 is no number
  GE*1*7 -> GE*X*7
  AK1*PD*7~AK9*R*1*1*0*5~
GE01 has a sign
  GE*1*7 -> GE*+1*7
  AK1*PD*7~AK9*R*1*1*0*5~
GE01 is zero
  GE*1*7 -> GE*0*7
  AK1*PD*7~AK9*R*0*1*0*5~
GE02 is another number
  GE*1*7 -> GE*1*8
  AK1*PD*7~AK9*R*1*1*0*4~
GE02 is missing
  GE*1*7 -> GE*1
  AK1*PD*7~AK9*R*1*1*0*4~
# As many as five codes, in the order of the fields.
GE01 and GE02
  GE*1*7 -> GE*3*8
  AK1*PD*7~AK9*R*3*1*0*5*4~
nothing but the name
  GE*1*7 -> GE
  AK1*PD*7~AK9*R*1*1*0*5*4~
no GE before the IEA
  GE*1*7~ ->
  AK1*PD*7~AK9*R*1*1*0*3~
no GE before the next group
  GE*1*7~ -> GS*PD*WOMART*ANAN*20240401*0600*8*X*004010~ST*852*0001~XQ*H*20240331~SE*3*0001~
  IEA*1 -> GE*1*8~IEA*2
  AK1*PD*7~AK9*R*1*1*0*3~
  AK1*PD*8~AK2*852*0001~AK5*A~AK9*A*1*1*1~
neither SE nor GE
  SE*8*0001~GE*1*7~ ->
  AK1*PD*7~AK2*852*0001~AK5*R*2~AK9*R*1*1*0*3~
# No code of AK905 tells of it.
a third element
  GE*1*7 -> GE*1*7*X
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
== AK9: header
GS08 is no version
  X*004010 -> X*4010
  AK1*PD*7~AK9*R*1*1*0*2~
GS08 is missing
  X*004010 -> X
  AK1*PD*7~AK9*R*1*1*0*2~
GS08 is too long
  X*004010 -> X*004010GUIDE77
  AK1*PD*7~AK9*R*1*1*0*2~
GS08 and GE02
  X*004010 -> X*4010
  GE*1*7 -> GE*1*8
  AK1*PD*7~AK9*R*1*1*0*2*4~
a version that is not taken
  X*004010 -> X*003040
  refuse X12-GS-VERSION-NO-SCHEMA
  AK1*PD*7~AK9*R*1*1*0*2~
a version that is not known and tolerated
  X*004010 -> X*003040
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# The number is what the sender knows the group by, so it is repeated as it came.
GS06 is no number
  *0600*7*X -> *0600*A7*X
  GE*1*7 -> GE*1*A7
  repeats X12-ELEMENT-CHARACTER
  AK1*PD*A7~AK2*852*0001~AK5*A~AK9*E*1*1*1*6~
# Data element 28 has at most nine digits, in AK102 as in GS06.
GS06 has ten digits
  *0600*7*X -> *0600*1234567890*X
  GE*1*7 -> GE*1*1234567890
  AK1*PD*123456789~AK2*852*0001~AK5*A~AK9*E*1*1*1*6~
# No code of AK905 tells of these fields, and nothing in the group depends on them.
GS02 is too short
  PD*WOMART -> PD*W
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
GS04 is no date
  *20240401*0600*7 -> *20241301*0600*7
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
GS05 is no time
  *0600*7*X -> *2460*7*X
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
GS07 is missing
  *7*X*004010 -> *7**004010
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
a ninth element
  X*004010 -> X*004010*X
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# Version 004010 has no code for a number that two groups of an interchange share.
GS06 twice
  IEA*1 -> GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~ST*852*0001~XQ*H*20240331~SE*3*0001~GE*1*7~IEA*2
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
no message
  ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~ ->
  LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~SE*8*0001~GE*1 -> GE*0
  AK1*PD*7~AK9*A*0*0*0~
# No code of AK905 tells of them.
fill bytes after its message
  GE*1 -> \x00\x00GE*1
  AK1*PD*7~AK9*R*1*1*0~
== AK9: what its messages add up to
one of two is rejected
  GE*1*7 -> ST*852*0002~XQ*H*20240331~SE*4*0002~GE*2*7
  AK1*PD*7~AK2*852*0001~AK5*A~AK2*852*0002~AK5*R*4~AK9*P*2*2*1~
the first of three is rejected
  ZA*QS*12 -> ZA*QS*x
  GE*1*7 -> ST*852*0002~XQ*H*20240331~SE*3*0002~ST*852*0003~XQ*H*20240331~SE*3*0003~GE*3*7
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~AK2*852*0002~AK5*A~
      AK2*852*0003~AK5*A~AK9*P*3*3*2~
both of two are rejected
  SE*8*0001 -> SE*8*0009
  GE*1*7 -> ST*852*0002~XQ*H*20240331~SE*4*0002~GE*2*7
  AK1*PD*7~AK2*852*0001~AK5*R*3~AK2*852*0002~AK5*R*4~AK9*R*2*2*0~
a bad message in a bad group
  ZA*QS*12 -> ZA*QS*x
  GE*1*7 -> GE*2*7
  AK1*PD*7~AK2*852*0001~AK3*ZA*5**8~AK4*2*380*6*x~AK5*R*5~AK9*R*2*1*0*5~
one of two groups is bad
  GE*1*7 -> GE*1*9
  IEA*1 -> GS*PD*WOMART*ANAN*20240401*0600*8*X*004010~ST*852*0001~XQ*H*20240331~SE*3*0001~GE*1*8~IEA*2
  AK1*PD*7~AK9*R*1*1*0*4~
  AK1*PD*8~AK2*852*0001~AK5*A~AK9*A*1*1*1~
== AK9: acknowledgements are never answered
a group of acknowledgements
  GS*PD -> GS*FA
  nothing
a bad group of acknowledgements
  GS*PD -> GS*FA
  GE*1*7 -> GE*2*7
  nothing
beside another group
  IEA*1 -> GS*FA*WOMART*ANAN*20240401*0600*8*X*004010~ST*997*0001~AK1*PO*5~AK9*A*1*1*1~SE*5*0001~GE*1*8~IEA*2
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
";
