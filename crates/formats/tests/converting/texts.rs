//! Documents of each kind written by hand in both standards, from the segment directories and
//! EANCOM.

use super::{ORDER, Pair, RECEIPT, RESPONSE, SHIPMENT, assert_accepted, body};

/// Reads the X12 and writes it as EDIFACT, and back; both must be as written by hand.
fn check<T>(pair: &Pair<T>, x12: &str, edifact: &str) {
    let (x12, edifact) = (lines(x12), lines(edifact));
    let bytes = wrapped(pair, &x12);
    assert_accepted(&bytes);
    let said = pair.read_of_x12(&bytes);
    assert!(said.findings.is_empty(), "{:#?}", said.findings);
    let content = said.content.unwrap();
    let bytes = pair.to_edifact(&content, "96A");
    assert_accepted(&bytes);
    assert_eq!(body(&bytes).lines().collect::<Vec<_>>(), edifact);
    let said = pair.read_of_edifact(&bytes);
    assert!(said.findings.is_empty(), "{:#?}", said.findings);
    let bytes = pair.to_x12(&said.content.unwrap(), "004010");
    assert_eq!(body(&bytes).lines().collect::<Vec<_>>(), x12);
}

fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}

fn wrapped<T>(pair: &Pair<T>, segments: &[&str]) -> Vec<u8> {
    let mut lines = vec![
        "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *260303*2105*U*00401\
         *000000007*0*P*>"
            .to_owned(),
        format!("GS*{}*WOMART*ANAN*20260303*2105*7*X*004010", pair.x12.group),
        format!("ST*{}*0001", pair.x12.message),
    ];
    lines.extend(segments.iter().map(|&s| s.to_owned()));
    lines.push(format!("SE*{}*0001", segments.len() + 2));
    lines.extend(["GE*1*7".to_owned(), "IEA*1*000000007".to_owned()]);
    lines
        .iter()
        .map(|l| format!("{l}~"))
        .collect::<String>()
        .into_bytes()
}

#[test]
fn an_order() {
    check(
        &ORDER,
        "BEG*00*NE*4500010001**20260303
         CUR*SE*USD
         REF*VN*ORD-17
         REF*AH*VMI-2026
         REF*IA*70493
         REF*DP*17
         DTM*002*20260310
         DTM*010*20260308
         DTM*063*20260312
         TD5**2*ABCD*M*Able Bros
         N9*L1*NOTE
         MSG*Call before delivery: gate 4
         N1*BY*Womart Inc*UL*9520001900006
         N3*1 High Street
         N4*Springfield*IL*62701*US
         PER*BD*Ann Lee*TE*555-0100*EM*ann@womart.example
         N1*SU**1*123456789
         PO1*1*144*EA*3.85*PE*UP*614141000036*VN*AN-1009*IN*W70493
         PID*F****Soap, lavender
         REF*PL*2026-1
         SAC*A*D170***4620****EA*12
         DTM*037*20260305
         PO1*2*10*CA*30.8**UK*10614141000033
         CTT*2",
        "BGM+220:::NE+4500010001+9
         DTM+137:20260303:102
         DTM+2:20260310:102
         DTM+10:20260308:102
         DTM+63:20260312:102
         FTX+AAI+++Call before delivery?: gate 4
         RFF+VN:ORD-17
         RFF+CT:VMI-2026
         RFF+IA:70493
         RFF+SD:17
         NAD+BY+9520001900006::9++Womart Inc+1 High Street+Springfield+IL+62701+US
         CTA+PD+:Ann Lee
         COM+555-0100:TE
         COM+ann@womart.example:EM
         NAD+SU+123456789::16
         CUX+2:USD:9
         TDT+20++30++ABCD::182:Able Bros
         LIN+1++614141000036:UP
         PIA+1+AN-1009:SA+W70493:IN
         IMD+F++:::Soap, lavender
         QTY+21:144:PCE
         DTM+37:20260305:102
         PRI+AAA:3.85:::1:PCE
         RFF+PL:2026-1
         ALC+A++++FG
         QTY+192:12:PCE
         MOA+204:46.2
         LIN+2++10614141000033:EN
         QTY+21:10:CS
         PRI+AAA:30.8
         UNS+S
         CNT+2:2",
    );
}

#[test]
fn an_answer() {
    check(
        &RESPONSE,
        "BAK*00*AC*4500010001*20260303****ORD-17*20260304
         REF*VN*ORD-17
         DTM*002*20260310
         N1*ST**92*DC01
         PO1*1*144*EA*3.85*PE*UP*614141000036*VN*AN-1009
         ACK*IA*144*EA*067*20260310
         PO1*2*80*EA***EN*9520001001017
         ACK*IQ*60*EA*067*20260310
         ACK*IB*20*EA*067*20260317
         PO1*3*5*CA***VN*AN-2001
         ACK*IR
         CTT*3",
        "BGM+231+ORD-17+4+AC
         DTM+137:20260304:102
         DTM+2:20260310:102
         RFF+ON:4500010001
         DTM+171:20260303:102
         RFF+VN:ORD-17
         NAD+DP+DC01::92
         LIN+1+5+614141000036:UP
         PIA+1+AN-1009:SA
         QTY+21:144:PCE
         QTY+113:144:PCE
         DTM+67:20260310:102
         PRI+AAA:3.85:::1:PCE
         LIN+2++9520001001017:EN
         QTY+21:80:PCE
         LIN+4+3++1:2
         QTY+113:60:PCE
         DTM+67:20260310:102
         LIN+5+23++1:2
         QTY+83:20:PCE
         DTM+67:20260317:102
         LIN+3+7
         PIA+5+AN-2001:SA
         QTY+21:5:CS
         UNS+S
         CNT+2:3",
    );
}

#[test]
fn a_shipment() {
    check(
        &SHIPMENT,
        "BSN*00*SHP-5*20260308*1430*0001
         HL*1**S*1
         TD1*CTN*13****G*210.5*LB
         TD5**2*ABCD*M*Able Bros
         REF*BM*BOL-77
         REF*CN*PRO-1
         DTM*011*20260308
         DTM*017*20260310
         N1*ST**92*DC01
         N1*SF**UL*9520001900013
         HL*2*1*O*1
         PRF*4500010001***20260303
         REF*VN*ORD-17
         HL*3*2*T*1
         MAN*GM*095200010000000017
         HL*4*3*P*1
         MAN*GM*095200010000000024
         HL*5*4*I*0
         LIN*1*UP*614141000036*VN*AN-1009
         SN1*1*144*EA
         PID*F****Soap
         CTT*5",
        "BGM+351+SHP-5+9
         DTM+137:202603081430:203
         DTM+11:20260308:102
         DTM+17:20260310:102
         MEA+PD+AAD+LBR:210.5
         RFF+BM:BOL-77
         RFF+CN:PRO-1
         NAD+DP+DC01::92
         NAD+SF+9520001900013::9
         TDT+20++30++ABCD::182:Able Bros
         CPS+1
         PAC+13++CT
         CPS+2+1
         PAC+1++PX
         PCI+30
         GIN+BJ+095200010000000017
         CPS+3+2
         PAC+1++CT
         PCI+30
         GIN+BJ+095200010000000024
         LIN+1++614141000036:UP
         PIA+1+AN-1009:SA
         IMD+F++:::Soap
         QTY+12:144:PCE
         RFF+ON:4500010001:1
         DTM+171:20260303:102
         RFF+VN:ORD-17
         CNT+2:1",
    );
}

#[test]
fn a_receipt() {
    check(
        &RECEIPT,
        "BRA*RA-5*20260311*00*2
         REF*VN*ORD-17
         REF*SI*SHP-5
         DTM*050*20260310
         PRF*4500010001***20260303
         N1*ST**92*DC01
         RCD*1*140*EA*2*EA*4*EA*01
         LIN**UP*614141000036*VN*AN-1009
         RCD*2***5*CA
         LIN**EN*9520001001017
         CTT*2",
        "BGM+632+RA-5+9
         DTM+137:20260311:102
         DTM+50:20260310:102
         RFF+AAK:SHP-5
         NAD+DP+DC01::92
         CPS+1
         LIN+1++614141000036:UP
         PIA+1+AN-1009:SA
         QTY+194:140:PCE
         QTY+61:2:PCE
         QTY+195:4:PCE
         QVR+4:195++:::01
         RFF+ON:4500010001
         DTM+171:20260303:102
         RFF+VN:ORD-17
         LIN+2++9520001001017:EN
         QTY+61:5:CS
         RFF+ON:4500010001
         DTM+171:20260303:102
         RFF+VN:ORD-17
         CNT+2:2",
    );
}

/// An order as a retailer of EANCOM writes it.
#[test]
fn an_order_of_eancom() {
    let text = "UNB+UNOC:3+5412345000013:14+5412345000020:14+260303:2105+42'\
                UNH+1+ORDERS:D:96A:UN:EAN008'\
                BGM+220+128576+9'\
                DTM+137:20260303:102'\
                DTM+63:202603121430:203'\
                FTX+PUR+3++Fragile'\
                RFF+CT:652744'\
                NAD+BY+5412345000013::9'\
                NAD+SU+4012345500004'\
                LIN+1+1+4000862141404:EN'\
                PIA+1+AB-12:SA+03:PV'\
                IMD+C++TU::9'\
                IMD+F++:::Soap'\
                QTY+21:48'\
                MOA+203:699.84'\
                PRI+AAA:14,58:CT:AAE:1:KGM'\
                RFF+PL:AUG93'\
                UNS+S'\
                CNT+2:1'\
                UNT+18+1'\
                UNZ+1+42'";
    let said = ORDER.read_of_edifact(text.as_bytes());
    let content = said.content.unwrap();
    let x12 = ORDER.to_x12(&content, "004010");
    let expected = "BEG*00*SA*128576**20260303
REF*AH*652744
DTM*063*20260312
N9*L1*NOTE
MSG*Fragile
N1*BY**UL*5412345000013
N1*SU**ZZ*4012345500004
PO1*1*48*EA*14.58**EN*4000862141404*VN*AB-12*ZZ*03
PID*F****Soap
REF*PL*AUG93
CTT*1";
    assert_eq!(body(&x12), expected);
    let causes: Vec<&str> = said.findings.iter().map(|f| f.cause.as_str()).collect();
    assert_eq!(
        causes,
        [
            "the time of day in DTM01 is not carried",
            "FTX01 is not carried",
            "FTX02 is not carried",
            "LIN02 is not carried",
            "IMD is not carried",
            "MOA is not carried",
            "PRI0103, PRI0104, PRI0105, PRI0106 are not carried",
        ]
    );
    assert_eq!(said.findings[5].text, "MOA+203:699.84");
}
