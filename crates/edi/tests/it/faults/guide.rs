//! What a partner's guide asks for more than the standard.

use super::answer::{Family, Form};
use super::edifact_interchange::REPORT;
use super::later::LATER;
use crate::sample::GOOD;

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: GOOD,
        form: Form::Of4010,
        schema: None,
        guided: "x12 004010 852",
        table: FUNCTIONAL,
    },
    Family {
        good: LATER,
        form: Form::Implementation,
        schema: None,
        guided: "x12 005010 852",
        table: IMPLEMENTATION,
    },
    Family {
        good: REPORT,
        form: Form::Contrl,
        schema: None,
        guided: "edifact D96A SLSRPT",
        table: CONTRL,
    },
];

/// A 997 has no codes for guides: what comes nearest tells of them.
const FUNCTIONAL: &str = r"
== guide: 997
a segment it requires
  guide segment /PER required
  AK1*PD*7~AK2*852*0001~AK3*PER*3**3~AK5*R*5~AK9*R*1*1*0~
a segment it does not use
  guide segment N1 unused
  AK1*PD*7~AK2*852*0001~AK3*N1*3**2~AK5*R*5~AK9*R*1*1*0~
a loop it has less often
  guide segment LIN/ZA most 1
  AK1*PD*7~AK2*852*0001~AK3*ZA*6**4~AK5*R*5~AK9*R*1*1*0~
an element it requires
  guide element XQ03 required
  AK1*PD*7~AK2*852*0001~AK3*XQ*2**8~AK4*3*373*1~AK5*R*5~AK9*R*1*1*0~
an element it requires then
  guide when N101 is RL then N105 required
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*5*706*1~AK5*R*5~AK9*R*1*1*0~
an element it does not use
  guide element N102 unused
  AK1*PD*7~AK2*852*0001~AK3*N1*3**8~AK4*2*93*3*STORE SEVEN~AK5*R*5~AK9*R*1*1*0~
a code it does not know
  guide element ZA01 codes QS
  AK1*PD*7~AK2*852*0001~AK3*ZA*6**8~AK4*1*859*7*QA~AK5*R*5~AK9*R*1*1*0~
too short for it
  guide element LIN03 length 14/14
  AK1*PD*7~AK2*852*0001~AK3*LIN*4**8~AK4*3*234*4*012345678905~AK5*R*5~AK9*R*1*1*0~
too long for it
  guide element LIN03 length 8/8
  AK1*PD*7~AK2*852*0001~AK3*LIN*4**8~AK4*3*234*5*012345678905~AK5*R*5~AK9*R*1*1*0~
too few repetitions for it
  guide element LIN03 times 2/3
  AK1*PD*7~AK2*852*0001~AK3*LIN*4**8~AK4*3*234*1*012345678905~AK5*R*5~AK9*R*1*1*0~
too great for it
  guide element ZA02 most 20
  AK1*PD*7~AK2*852*0001~AK3*ZA*6**8~AK4*2*380*7*30~AK5*R*5~AK9*R*1*1*0~
";

/// The codes that begin with I are about guides, the others about the standard only (X12 RFI 2502).
/// CTX tells what makes a situational rule apply, and in which unit of business a segment is.
const IMPLEMENTATION: &str = r"
== guide: 999
a segment it requires
  guide segment /PER required
  AK1*PD*7*005010~AK2*852*0001~IK3*PER*3**I8~IK5*R*I5~AK9*R*1*1*0~
a loop it requires
  guide segment ZA/G95 required
  AK1*PD*7*005010~AK2*852*0001~IK3*G95*6**I7~IK3*G95*7**I7~IK5*R*I5~AK9*R*1*1*0~
a segment it requires then
  guide when N101 is RL then segment N2 required
  AK1*PD*7*005010~AK2*852*0001~IK3*N2*4**I6~CTX*SITUATIONAL TRIGGER*N1*3**1*98~IK5*R*I5~
      AK9*R*1*1*0~
a segment it does not use then
  guide when LIN02 is UP then segment CTP unused
  LIN**UP*012345678905~ -> LIN**UP*012345678905~CTP**MSR*9.99~
  AK1*PD*7*005010~AK2*852*0001~IK3*CTP*5**I9~CTX*SITUATIONAL TRIGGER*LIN*4**2*235~IK5*R*I5~
      AK9*R*1*1*0~
a segment it does not use
  guide segment N1 unused
  AK1*PD*7*005010~AK2*852*0001~IK3*N1*3**I4~IK5*R*I5~AK9*R*1*1*0~
a loop it has less often
  guide segment LIN/ZA most 1
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*6**4~IK5*R*5~AK9*R*1*1*0~
an element it requires
  guide element XQ03 required
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**8~IK4*3*373*I9~IK5*R*I5~AK9*R*1*1*0~
an element it requires then
  guide when N101 is RL then N105 required
  AK1*PD*7*005010~AK2*852*0001~IK3*N1*3**8~IK4*5*706*I9~CTX*SITUATIONAL TRIGGER*N1*3**1*98~
      IK5*R*I5~AK9*R*1*1*0~
an element it does not use
  guide element N102 unused
  AK1*PD*7*005010~AK2*852*0001~IK3*N1*3**8~IK4*2*93*I10*STORE SEVEN~IK5*R*I5~AK9*R*1*1*0~
an element it does not use then
  guide when N101 is RL then N102 unused
  AK1*PD*7*005010~AK2*852*0001~IK3*N1*3**8~IK4*2*93*I13*STORE SEVEN~
      CTX*SITUATIONAL TRIGGER*N1*3**1*98~IK5*R*I5~AK9*R*1*1*0~
a code it does not know
  guide element ZA01 codes QS
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*6**8~IK4*1*859*I6*QA~IK5*R*I5~AK9*R*1*1*0~
too short for it
  guide element LIN03 length 14/14
  AK1*PD*7*005010~AK2*852*0001~IK3*LIN*4**8~IK4*3*234*I12*012345678905~IK5*R*I5~AK9*R*1*1*0~
too few repetitions for it
  guide element LIN03 times 2/3
  AK1*PD*7*005010~AK2*852*0001~IK3*LIN*4**8~IK4*3*234*I11*012345678905~IK5*R*I5~AK9*R*1*1*0~
another convention
  ST*852*0001 -> ST*852*0001*GUIDE7
  guide convention GUIDE8 GUIDE9
  AK1*PD*7*005010~AK2*852*0001*GUIDE7~IK5*R*I6~AK9*R*1*1*0~
its convention
  ST*852*0001 -> ST*852*0001*GUIDE9
  guide convention GUIDE8 GUIDE9
  AK1*PD*7*005010~AK2*852*0001*GUIDE9~IK5*A~AK9*A*1*1*1~
too great for it, in one of its units of business
  guide unit LIN03
  guide element ZA02 most 20
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*6**8~CTX*LIN03>012345678905~IK4*2*380*I12*30~IK5*R*I5~
      AK9*R*1*1*0~
too great for it
  guide element ZA02 most 20
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*6**8~IK4*2*380*I12*30~IK5*R*I5~AK9*R*1*1*0~
too great for it then
  guide when ZA01 is QA then ZA02 most 20
  AK1*PD*7*005010~AK2*852*0001~IK3*ZA*6**8~IK4*2*380*I12*30~CTX*SITUATIONAL TRIGGER*ZA*6**1*859~
      IK5*R*I5~AK9*R*1*1*0~
a code it does not know, beside one that nobody knows
  XQ*H* -> XQ*Y*
  guide element ZA01 codes QS
  AK1*PD*7*005010~AK2*852*0001~IK3*XQ*2**8~IK4*1*305*7*Y~IK3*ZA*6**8~IK4*1*859*I6*QA~
      IK5*R*5*I5~AK9*R*1*1*0~
";

const CONTRL: &str = r"
== guide: CONTRL
a segment it does not use
  guide segment BGM unused
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2+15'
an element it requires
  guide element BGM04 required
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+13+5'
another convention
  guide convention EAN008
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4+12+UNH+3:5'
a component it requires
  guide element QTY01-03 required
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+13+2:3'
a component it does not use
  guide element NAD02-03 unused
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+4'UCD+15+3:3'
a code it does not know
  guide element DTM01-03 codes 203
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+3'UCD+12+2:3'
too long for it
  guide element BGM02 length 1/3
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+39+3'
too short for it
  guide element BGM02 length 9/9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+2'UCD+40+3'
too great for it
  guide element QTY01-02 most 9
  UCI+7+WOMART:14+ANAN:14+7'UCM+1+SLSRPT:D:96A:UN:EAN004+4'UCS+7'UCD+12+2:2'
";
