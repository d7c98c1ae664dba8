//! X12 interchanges: their header, trailer and delimiters, told of by TA1 (I18).

use super::answer::{Family, Form};
use crate::sample::GOOD;

/// The good interchange, whose sender asks for a TA1.
pub(super) const ASKED: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*",
    "000000007*1*P*>~",
    "GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~",
    "ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~LIN**UP*012345678905~ZA*QS*12*EA~",
    "ZA*QA*30*EA~CTT*1~SE*8*0001~",
    "GE*1*7~IEA*1*000000007~",
);

pub(super) const FAMILIES: &[Family] = &[
    Family {
        good: ASKED,
        form: Form::Of4010,
        schema: None,
        guided: "",
        table: FIELDS,
    },
    Family {
        good: GOOD,
        form: Form::Of4010,
        schema: None,
        guided: "",
        table: STRUCTURE,
    },
];

/// TA104 is E where the interchange is used all the same; what is in it is acknowledged, too.
const FIELDS: &str = r"
== TA1: a field of the ISA
nothing is wrong
  TA1*000000007*240401*0600*A*000~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA01 is blank
  ISA*00* -> ISA*\s\s*
  TA1*000000007*240401*0600*E*010~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA01 is no qualifier
  ISA*00* -> ISA*0-*
  TA1*000000007*240401*0600*E*010~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA03 is blank
  *00*          *ZZ -> *  *          *ZZ
  TA1*000000007*240401*0600*E*012~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA05 is blank
  *ZZ*WOMART -> *  *WOMART
  TA1*000000007*240401*0600*E*005~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA05 is no qualifier
  *ZZ*WOMART -> *Z.*WOMART
  TA1*000000007*240401*0600*E*005~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA06 is blank
  ZZ*WOMART         * -> ZZ*               *
  TA1*000000007*240401*0600*E*006~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA07 is blank
  *ZZ*ANAN -> *  *ANAN
  TA1*000000007*240401*0600*E*007~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA08 is blank
  ZZ*ANAN           * -> ZZ*               *
  TA1*000000007*240401*0600*E*008~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA09 is in a thirteenth month
  *240401*0600*U -> *241301*0600*U
  TA1*000000007*241301*0600*E*014~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA09 is the thirtieth of February
  *240401*0600*U -> *240230*0600*U
  TA1*000000007*240230*0600*E*014~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# I08 and I09 are mandatory in a TA1.
ISA09 and ISA10 are blank
  *240401*0600*U -> *      *    *U
  TA1*000000007*000000*0000*E*014~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA10 is in a twenty-fifth hour
  *0600*U -> *2400*U
  TA1*000000007*240401*2400*E*015~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA10 is in a sixty-first minute
  *0600*U -> *0660*U
  TA1*000000007*240401*0660*E*015~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# I10 has one code before version 00402.
ISA11 names no standard
  *U*00401* -> *X*00401*
  TA1*000000007*240401*0600*E*016~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA12 is no version
  *00401*0 -> *0040X*0
  TA1*000000007*240401*0600*E*017~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA13 is no number
  000000007*1*P -> 00000007A*1*P
  IEA*1*000000007 -> IEA*1*00000007A
  TA1*00000007A*240401*0600*E*018~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# Whoever sends neither 0 nor 1 did not ask for a TA1, so that nobody hears of note 019.
ISA14 is neither 0 nor 1
  *1*P*> -> *2*P*>
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
ISA15 is no usage
  *1*P*> -> *1*Q*>
  TA1*000000007*240401*0600*E*020~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# A TA1 has room for one note: the first in the order of the fields.
ISA05 and ISA15
  *ZZ*WOMART -> *  *WOMART
  *1*P*> -> *1*Q*>
  TA1*000000007*240401*0600*E*005~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# An error tells more than what is tolerated before it.
ISA05 and IEA02
  *ZZ*WOMART -> *  *WOMART
  IEA*1*000000007 -> IEA*1*000000008
  TA1*000000007*240401*0600*R*001~
# Two thirds of all senders pad wrongly; what is understood in full is accepted.
ISA06 is not padded
  WOMART         *ZZ -> WOMART*ZZ
  TA1*000000007*240401*0600*A*000~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# I12 has nine digits in a TA1, however many the ISA had.
ISA13 is not padded
  000000007*1*P -> 7*1*P
  IEA*1*000000007 -> IEA*1*7
  TA1*000000007*240401*0600*A*000~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# What is one too many harms nobody; the notes have no code for it but that of the structure.
a third element of the IEA
  IEA*1*000000007 -> IEA*1*000000007*X
  TA1*000000007*240401*0600*E*022~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# The terminator of the last segment is all that can be missing and harm nobody.
no last terminator
  IEA*1*000000007~ -> IEA*1*000000007
  TA1*000000007*240401*0600*A*000~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
nothing but an acknowledgement is in it
  GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~ -> TA1*000000042*240401*0605*A*000~
  ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~ ->
  LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~ ->
  SE*8*0001~GE*1*7~IEA*1* -> IEA*0*
  nothing
nothing is in it
  GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~ ->
  ST*852*0001~XQ*H*20240331~N1*RL*STORE SEVEN*92*0007~ ->
  LIN**UP*012345678905~ZA*QS*12*EA~ZA*QA*30*EA~CTT*1~ ->
  SE*8*0001~GE*1*7~IEA*1* -> IEA*0*
  TA1*000000007*240401*0600*A*000~
an acknowledgement beside a group
  GS*PD -> TA1*000000042*240401*0605*A*000~GS*PD
  TA1*000000007*240401*0600*A*000~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
# A TA1 answers an interchange, whatever its groups hold; a 997 never answers one.
a group of acknowledgements
  GS*PD -> GS*FA
  TA1*000000007*240401*0600*A*000~
";

const STRUCTURE: &str = r"
== TA1: trailer
not asked for
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
IEA02 is another number
  IEA*1*000000007 -> IEA*1*000000008
  TA1*000000007*240401*0600*R*001~
IEA02 is missing
  IEA*1*000000007 -> IEA*1
  TA1*000000007*240401*0600*R*001~
IEA01 is too much
  IEA*1* -> IEA*2*
  TA1*000000007*240401*0600*R*021~
IEA01 is nothing
  IEA*1* -> IEA**
  TA1*000000007*240401*0600*R*021~
IEA01 is no number
  IEA*1* -> IEA*X*
  TA1*000000007*240401*0600*R*021~
IEA01 has a sign
  IEA*1* -> IEA*+1*
  TA1*000000007*240401*0600*R*021~
# One note, the first in the order of the fields.
IEA01 and IEA02
  IEA*1*000000007 -> IEA*2*000000008
  TA1*000000007*240401*0600*R*021~
cut off before the IEA
  cut IEA
  TA1*000000007*240401*0600*R*023~
cut off before the GE
  cut GE*
  TA1*000000007*240401*0600*R*023~
cut off in a message
  cut CTT
  TA1*000000007*240401*0600*R*023~
cut off in a segment
  cut 012345678905
  TA1*000000007*240401*0600*R*023~
cut off after the ISA
  cut GS
  TA1*000000007*240401*0600*R*023~
# Without its sixteen elements nobody can be named who would hear of it.
cut off in the ISA
  cut *240401
  nothing
another interchange begins before the IEA
  cut IEA
  after ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*
  after 000000008*1*P*>~IEA*0*000000008~
  TA1*000000007*240401*0600*R*023~
  TA1*000000008*240401*0600*A*000~
another interchange follows
  IEA*1*000000007 -> IEA*1*000000009
  after ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*
  after 000000008*1*P*>~IEA*0*000000008~
  TA1*000000007*240401*0600*R*001~
  TA1*000000008*240401*0600*A*000~
== TA1: header
# Its notes have no code for a length: the control structure is not valid.
ISA06 is too long
  WOMART         *ZZ -> WOMART           *ZZ
  TA1*000000007*240401*0600*R*022~
# I08 has six digits in a TA1; the century is what an ISA has no room for.
ISA09 has eight digits
  *240401*0600*U -> *20240401*0600*U
  TA1*000000007*240401*0600*R*022~
ISA10 has six digits
  *0600*U -> *060000*U
  TA1*000000007*240401*0600*R*022~
a line break in ISA06
  ZZ*WOMART   -> ZZ*WO\nMART\s\s
  TA1*000000007*240401*0600*R*022~
== TA1: delimiters
the element separator is no character of ASCII
  all * -> \xA6
  TA1*000000007*240401*0600*R*026~
the component separator is a letter
  *0*P*>~ -> *0*P*A~
  TA1*000000007*240401*0600*R*027~
the component separator is a blank
  *0*P*>~ -> *0*P* ~
  TA1*000000007*240401*0600*R*027~
the component separator is the element separator
  *0*P*>~ -> *0*P**~
  TA1*000000007*240401*0600*R*027~
no component separator
  *0*P*>~ -> *0*P*~
  TA1*000000007*240401*0600*R*027~
the terminator is a letter
  all ~ -> Q
  TA1*000000007*240401*0600*R*004~
the terminator is the component separator
  all ~ -> >
  TA1*000000007*240401*0600*R*004~
the terminator is the element separator
  all ~ -> *
  TA1*000000007*240401*0600*R*004~
the terminator has two bytes
  all ~ -> \xC3\x96
  TA1*000000007*240401*0600*R*004~
# It is cut off, too; the header comes first.
no terminator
  cut ~
  TA1*000000007*240401*0600*R*004~
== TA1: content
no GS
  GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~ ->
  TA1*000000007*240401*0600*R*024~
neither GS nor GE
  GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~ ->
  GE*1*7~ ->
  TA1*000000007*240401*0600*R*024~
a message after the group
  IEA*1* -> ST*852*0002~XQ*H*20240331~SE*3*0002~IEA*2*
  TA1*000000007*240401*0600*R*024~
# A group that names neither its kind nor its number cannot be named in a 997 (AK101, AK102).
GS01 is missing
  GS*PD -> GS*
  TA1*000000007*240401*0600*R*024~
GS06 is missing
  *0600*7*X -> *0600**X
  GE*1*7 -> GE*1
  TA1*000000007*240401*0600*R*024~
== TA1: structure
a segment between messages
  GE*1 -> N9*IA*1~GE*1
  TA1*000000007*240401*0600*R*022~
a segment before the first message
  ST*852 -> N9*IA*1~ST*852
  TA1*000000007*240401*0600*R*022~
a segment before the group
  GS*PD -> N9*IA*1~GS*PD
  TA1*000000007*240401*0600*R*022~
a segment after the group
  IEA*1 -> N9*IA*1~IEA*1
  TA1*000000007*240401*0600*R*022~
a second SE
  GE*1 -> SE*1*0001~GE*1
  TA1*000000007*240401*0600*R*022~
a second GE
  IEA*1 -> GE*0*7~IEA*1
  TA1*000000007*240401*0600*R*022~
an acknowledgement in a group
  ST*852 -> TA1*000000042*240401*0605*A*000~ST*852
  TA1*000000007*240401*0600*R*022~
no ST
  ST*852*0001~ ->
  TA1*000000007*240401*0600*R*022~
fill bytes before the group
  GS*PD -> \x00\x00GS*PD
  TA1*000000007*240401*0600*R*022~
fill bytes after the group
  IEA*1 -> \x1A\x00IEA*1
  TA1*000000007*240401*0600*R*022~
== TA1: around the interchange
# What belongs to no interchange has no sender; what is in the interchange is answered.
rubbish after it
  after N9*IA*1~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
segments before it
  before SE*1*0001~
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
fill bytes before it
  before \x00\x00\x1A
  AK1*PD*7~AK2*852*0001~AK5*A~AK9*A*1*1*1~
no interchange
  cut ISA
  after N9*IA*1~
  nothing
";
