//! 824, 864 and APERAK out, 824 in.

use formats::advice::{About, Advice, Taken};
use formats::x12_824::{Judged, Reason};
use formats::{
    OrderReference, Unknown, UnknownKind, advice, edifact_aperak, sources, x12_824, x12_852,
    x12_864,
};
use model::document::{Finding, FindingOwner, Place, Severity};
use model::order::Direction;
use model::partner::{AdviceKind, X12Version};
use model::{OrderId, PoNumber};

use proptest::prelude::*;

use crate::fixture::{World, assert_accepted, at, envelope, wrap};

/// Twelve sold, of which seven in a store nobody knows, and an item nobody knows.
const ACTIVITY: &str = "
    XQ*H*20260303
    LIN**UP*614141000036
    ZA*QS*12*EA
    SDQ*EA*92*S01*5*S99*7
    LIN**UP*999999999993
    ZA*QS*3*EA
    SDQ*EA*92*S01*2*S02*1
    CTT*2";

/// Returns what stands between ST and SE, and how many segments these are with both.
fn body<'a>(text: &'a str, kind: &str) -> (&'a str, usize) {
    let (_, rest) = text.split_once(&format!("ST*{kind}*0001~")).unwrap();
    let (body, rest) = rest.split_once("SE*").unwrap();
    let (count, _) = rest.split_once('*').unwrap();
    (body, count.parse().unwrap())
}

fn about(kind: &str) -> About<'_> {
    About {
        kind,
        interchange: "000000007",
        group: "7",
        message: "0001",
        document: None,
        po_number: None,
    }
}

fn place(segment: u32, id: &str, element: u32) -> Place {
    Place {
        interchange: Some("000000007".to_owned()),
        group: Some("7".to_owned()),
        message: Some("0001".to_owned()),
        segment: Some(segment),
        segment_id: Some(id.to_owned()),
        element: Some(element),
        ..Place::default()
    }
}

fn finding(code: &str, place: Place, [text, cause, fix]: [&str; 3]) -> Finding {
    Finding {
        code: code.to_owned(),
        severity: Severity::Error,
        owner: FindingOwner::Sender,
        place,
        text: text.to_owned(),
        cause: cause.to_owned(),
        cause_zh: None,
        fix: fix.to_owned(),
    }
}

#[test]
fn an_852_in_part_is_told_by_824() {
    let world = World::new();
    for (version, site, head) in [
        (
            X12Version::V4010,
            "011",
            "ISA*00*          *00*          *01*ANAN           *ZZ*WOMART         *260303*2105*U*\
             00401*000000042*0*P*>~GS*AG*ANANG*WOMARTG*20260303*2105*42*X*004010~",
        ),
        (
            X12Version::V5010,
            "107",
            "ISA*00*          *00*          *01*ANAN           *ZZ*WOMART         *260303*2105*^*\
             00501*000000042*0*P*>~GS*AG*ANANG*WOMARTG*20260303*2105*42*X*005010~",
        ),
    ] {
        let bytes = wrap("852", "PD", version, ACTIVITY);
        let file = edi::read(&bytes);
        let source = sources(&file).next().unwrap();
        let decoded = x12_852::decode(source, &world.context());
        let profile = world.profile(version);
        let advice = Advice {
            about: About::of(source, None),
            taken: Taken::InPart,
            findings: &decoded.findings,
            unknown: &decoded.exceptions,
        };
        let text = x12_824::encode(&envelope(&profile, Direction::Out, 42), &advice).unwrap();
        assert_accepted(&text);
        let expected = format!(
            "{head}ST*824*0001~BGN*00*42*20260303*2105~N1*FR**ZZ*ANANG~N1*TO**ZZ*WOMARTG~\
             OTI*TE*TN*0001*****7*0001*852~\
             TED*{site}*WOMART has no site 92 S99; what is said of it is set aside*SDQ*5*5**S99~\
             TED*011*no item is known as UP 999999999993; what is said of it is*LIN*6*3**\
             999999999993~NTE**set aside (2 numbers)~SE*9*0001~GE*1*42~IEA*1*000000042~"
        );
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}

#[test]
fn an_824_tells_of_business_only() {
    let world = World::new();
    let (profile, po) = (
        world.profile(X12Version::V4010),
        PoNumber::new("4500010001").unwrap(),
    );
    let mut note = finding("DOC-DATE-NOT-USED", place(4, "DTM", 1), ["", "", ""]);
    note.severity = Severity::Note;
    let mut elsewhere = place(4, "ZA", 2);
    elsewhere.message = Some("0002".to_owned());
    let number = ["1.2345", "1.2345 has more than three places", "send three"];
    let findings = [
        finding("X12-SE-COUNT", place(9, "SE", 1), ["8", "is 9", "count"]),
        finding("GUIDE-ELEMENT-CODE", place(4, "ZA", 1), ["QX", "", ""]),
        note,
        finding("DOC-QUANTITY-INVALID", elsewhere, number),
        finding("DOC-QUANTITY-INVALID", place(4, "ZA", 2), number),
        finding(
            "DOC-DATE-INVALID",
            place(2, "XQ", 2),
            ["20~1", "20~1 is no day", "write CCYYMMDD"],
        ),
    ];
    let unknown = [Unknown {
        kind: UnknownKind::Item,
        value: "VN A*7".to_owned(),
        lines: 1,
        place: place(5, "LIN", 3),
    }];
    let advice = Advice {
        about: About {
            po_number: Some(&po),
            ..about("852")
        },
        taken: Taken::NotAtAll,
        findings: &findings,
        unknown: &unknown,
    };
    let envelope = envelope(&profile, Direction::Out, 42);
    let text = x12_824::encode(&envelope, &advice).unwrap();
    assert_accepted(&text);
    let text = String::from_utf8(text).unwrap();
    // A copy that had to be changed is left out; delimiters in texts become blanks.
    let expected = "BGN*00*42*20260303*2105~N1*FR**ZZ*ANANG~N1*TO**ZZ*WOMARTG~\
        OTI*TR*TN*0001*****7*0001*852~REF*PO*4500010001~\
        TED*008*1.2345 has more than three places*ZA*4*2**1.2345~NTE**send three~\
        TED*009*20 1 is no day*XQ*2*2~NTE**write CCYYMMDD~\
        TED*011*no item is known as VN A 7*LIN*5*3~";
    assert_eq!(body(&text, "824"), (expected, 12));
    // Nothing wrong is told, too.
    let fine = Advice {
        taken: Taken::InFull,
        findings: &[],
        unknown: &[],
        ..advice
    };
    let text = String::from_utf8(x12_824::encode(&envelope, &fine).unwrap()).unwrap();
    assert!(
        text.contains("OTI*TA*TN*0001*****7*0001*852~REF*PO*4500010001~SE*7*0001~"),
        "{text}"
    );
}

#[test]
fn numbers_that_do_not_fit_are_left_out_of_an_824() {
    let world = World::new();
    let profile = world.profile(X12Version::V4010);
    let cases = [
        // OTI08 is a number, and OTI09 has at least four characters and needs OTI08.
        (about("852"), "TN*0001*****7*0001*852~"),
        (
            About {
                group: "G7",
                ..about("852")
            },
            "TN*0001*******852~",
        ),
        (
            About {
                message: "12",
                ..about("852")
            },
            "TN*12*****7**852~",
        ),
        (
            About {
                kind: "SLSRPT",
                ..about("")
            },
            "TN*0001*****7*0001~",
        ),
    ];
    for (about, expected) in cases {
        let advice = Advice {
            about,
            taken: Taken::InFull,
            findings: &[],
            unknown: &[],
        };
        let envelope = envelope(&profile, Direction::Out, 42);
        let text = x12_824::encode(&envelope, &advice).unwrap();
        assert_accepted(&text);
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(&format!("OTI*TA*{expected}")), "{text}");
    }
}

#[test]
fn a_text_tells_the_same_to_people() {
    let world = World::new();
    let mut profile = world.profile(X12Version::V4010);
    let po = PoNumber::new("4500010001").unwrap();
    let findings = [
        finding(
            "DOC-UNIT-UNKNOWN",
            place(4, "ZA", 3),
            [
                "KG",
                "quantities in KG cannot be counted in eaches",
                "send the quantity in EA or CA",
            ],
        ),
        finding("X12-SE-COUNT", place(9, "SE", 1), ["8", "is 9", "count"]),
    ];
    let advice = Advice {
        about: About {
            po_number: Some(&po),
            ..about("852")
        },
        taken: Taken::InPart,
        findings: &findings,
        unknown: &[],
    };
    let expected = "BMG*00*APPLICATION ADVICE~DTM*097*20260303*2105~N1*FR**ZZ*ANANG~\
        N1*TO**ZZ*WOMARTG~MIT*42*852 0001 of group 7~MSG*Purchase order 4500010001.~\
        MSG*The message was taken in, except for what follows.~\
        MSG*Segment 4, ZA03: quantities in KG cannot be counted in eaches. What to do: send the \
        quantity in EA or CA.~";
    let text = x12_864::encode(&envelope(&profile, Direction::Out, 42), &advice).unwrap();
    assert_accepted(&text);
    let text = String::from_utf8(text).unwrap();
    assert_eq!(body(&text, "864"), (expected, 10));
    for (kind, expected) in [
        (AdviceKind::None, None),
        (AdviceKind::Advice824, Some("824")),
        (AdviceKind::Text864, Some("864")),
    ] {
        profile.advice = kind;
        let envelope = envelope(&profile, Direction::Out, 42);
        let written = advice::encode(&envelope, &advice).unwrap();
        assert_eq!(written.map(|(kind, _)| kind), expected);
    }
}

const SALES: &str = "UNB+UNOC:3+WOMART:14+ANAN:14+260303:2000+7'UNH+1+SLSRPT:D:96A:UN'\
    BGM+73+DOC123+9'DTM+137:20260303:102'NAD+BY+9501101020016::9'LOC+1'LIN+1++9501101530003:EN'\
    QTY+153:12:KGM'UNT+8+1'UNZ+1+7'";

/// What is wrong with it: an item nobody knows, a unit, and its syntax.
fn sales_findings() -> [Finding; 3] {
    let place = |segment: u32, id: &str, element: u32| Place {
        interchange: Some("7".to_owned()),
        group: Some(String::new()),
        message: Some("1".to_owned()),
        ..place(segment, id, element)
    };
    let unknown = "no item is known as EN 9501101530003; what is said of it is set aside";
    let unit = "quantities in KGM can't be counted in eaches";
    let mut findings = [
        finding("EDIFACT-UNT-COUNT", place(8, "UNT", 1), ["8", "is 9", ""]),
        finding(
            "DOC-ITEM-UNKNOWN",
            place(6, "LIN", 3),
            ["9501101530003:EN", unknown, "add the item"],
        ),
        finding(
            "DOC-UNIT-UNKNOWN",
            place(7, "QTY", 1),
            ["153:12:KGM", unit, "send the quantity in PCE"],
        ),
    ];
    // What we should do is not told.
    findings[1].owner = FindingOwner::Receiver;
    findings
}

#[test]
fn a_sales_report_in_part_is_told_by_aperak() {
    let file = edi::read(SALES.as_bytes());
    let source = sources(&file).next().unwrap();
    let findings = sales_findings();
    let advice = Advice {
        about: About::of(source, None),
        taken: Taken::InPart,
        findings: &findings,
        unknown: &[],
    };
    let now = at("2026-03-03T21:05:00Z");
    let mut envelope =
        edi::EdifactEnvelope::answering(source.interchange, "20260303", "2105", "42");
    let written = edifact_aperak::encode(&envelope, now, &advice).unwrap();
    assert_accepted(&written);
    let expected = "UNB+UNOC:3+ANAN:14+WOMART:14+260303:2105+42'UNH+1+APERAK:D:96A:UN'\
        BGM+12E::9+42+30'DTM+137:202603032105:203'RFF+ACW:DOC123'RFF+TN:1'NAD+MS+ANAN::9'\
        NAD+MR+WOMART::9'ERC+ITEM:ZZZ:91'\
        FTX+AAO+++no item is known as EN 9501101530003; what is said of it is set aside'\
        RFF+ACW:DOC123:6'FTX+AAO+++segment 6, LIN03?: 9501101530003?:EN'ERC+UNIT:ZZZ:91'\
        FTX+AAO+++quantities in KGM can?'t be counted in eaches. What to do?: send the:\
        quantity in PCE'RFF+ACW:DOC123:7'FTX+AAO+++segment 7, QTY01?: 153?:12?:KGM'UNT+16+1'\
        UNZ+1+42'";
    // UNA is written where data is released.
    let written = String::from_utf8(written).unwrap();
    assert_eq!(
        written.strip_prefix("UNA:+.? '").unwrap_or(&written),
        expected
    );
    // A narrow character set has capital letters only.
    "UNOA".clone_into(&mut envelope.syntax);
    let written = edifact_aperak::encode(&envelope, now, &advice).unwrap();
    assert_accepted(&written);
    let written = String::from_utf8(written).unwrap();
    assert!(written.contains("FTX+AAO+++NO ITEM IS KNOWN AS EN 9501101530003; WHAT"));
}

#[test]
fn an_aperak_names_the_order_and_what_became_of_the_message() {
    let po = PoNumber::new("4500010001").unwrap();
    let text =
        "UNB+UNOC:3+WOMART+ANAN+260303:2000+7'UNH+1+ORDRSP:D:96A:UN'BGM+231'UNT+3+1'UNZ+1+7'";
    let file = edi::read(text.as_bytes());
    let source = sources(&file).next().unwrap();
    let envelope = edi::EdifactEnvelope::answering(source.interchange, "20260303", "2105", "42");
    for (taken, function) in [(Taken::InFull, "6"), (Taken::NotAtAll, "27")] {
        let advice = Advice {
            about: About::of(source, Some(&po)),
            taken,
            findings: &[],
            unknown: &[],
        };
        let written = edifact_aperak::encode(&envelope, at("2026-03-03T21:05:00Z"), &advice);
        let written = written.unwrap();
        assert_accepted(&written);
        let expected = format!(
            "UNH+1+APERAK:D:96A:UN'BGM+12E::9+42+{function}'DTM+137:202603032105:203'RFF+TN:1'\
             RFF+ON:4500010001'NAD+MS+ANAN'NAD+MR+WOMART'UNT+8+1'"
        );
        let written = String::from_utf8(written).unwrap();
        assert!(written.contains(&expected), "{written}");
    }
}

const REJECTION: &str = "
    BGN*00*R-1*20260304*0930
    N1*FR*Womart*92*W
    OTI*TR*PO*4500010001*WOMART*ANAN***42*0001*855
    REF*VN*ORD-17
    TED*111*Duplicate PO number*BAK*2*3**4500010001
    NTE**call the buyer
    TED*ZZZ
    NTE**see mail
    OTI*GA*TN*43*****43
    OTI*XX*TN*44";

/// What it says of an order of ours.
fn rejected() -> Judged {
    Judged {
        kind: "855".to_owned(),
        group: "42".to_owned(),
        message: "0001".to_owned(),
        reference: "PO 4500010001".to_owned(),
        order: OrderReference {
            po_number: Some(PoNumber::new("4500010001").unwrap()),
            order_id: Some(OrderId::new("ORD-17").unwrap()),
        },
        code: "TR".to_owned(),
        taken: Taken::NotAtAll,
        reasons: vec![
            Reason {
                code: "111".to_owned(),
                text: "Duplicate PO number call the buyer".to_owned(),
                segment_id: "BAK".to_owned(),
                segment: Some(2),
                element: Some(3),
                value: "4500010001".to_owned(),
            },
            Reason {
                code: "ZZZ".to_owned(),
                text: "see mail".to_owned(),
                ..Reason::default()
            },
        ],
    }
}

#[test]
fn a_retailer_rejects_by_824() {
    for version in [X12Version::V4010, X12Version::V5010] {
        let bytes = wrap("824", "AG", version, REJECTION);
        let file = edi::read(&bytes);
        let decoded = x12_824::decode(sources(&file).next().unwrap());
        let group = Judged {
            kind: String::new(),
            group: "43".to_owned(),
            message: String::new(),
            reference: "TN 43".to_owned(),
            order: OrderReference::default(),
            code: "GA".to_owned(),
            taken: Taken::InFull,
            reasons: Vec::new(),
        };
        assert_eq!(decoded.judged, [rejected(), group]);
        let codes: Vec<_> = decoded.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["DOC-ACKNOWLEDGEMENT-INCOMPLETE"]);
    }
    let empty = wrap("824", "AG", X12Version::V4010, "BGN*00*R-1*20260304");
    let file = edi::read(&empty);
    let decoded = x12_824::decode(sources(&file).next().unwrap());
    assert_eq!((decoded.judged.len(), decoded.findings.len()), (0, 1));
}

/// The code, the text and the place of what an 824 tells.
type Heard = (String, String, (String, Option<u32>, Option<u32>, String));

fn heard(reason: &Reason) -> Heard {
    let reason = reason.clone();
    let at = (
        reason.segment_id,
        reason.segment,
        reason.element,
        reason.value,
    );
    (reason.code, reason.text, at)
}

fn meant(code: &str, text: &str, (id, segment, element, value): (&str, u32, u32, &str)) -> Heard {
    let at = (
        id.to_owned(),
        Some(segment),
        Some(element),
        value.to_owned(),
    );
    (code.to_owned(), text.to_owned(), at)
}

#[test]
fn what_an_824_tells_is_read_again() {
    let (world, po) = (World::new(), PoNumber::new("4500010001").unwrap());
    let cause = "the quantity of the second line cannot be used because it has more than three \
        decimal places, which no eaches can have";
    let quantity = ["1.2345", cause, "send three"];
    let total = ["12", "12 is not 13", "add up"];
    let findings = [
        finding("DOC-QUANTITY-INVALID", place(4, "ZA", 2), quantity),
        finding("DOC-TOTAL-DIFFERS", place(5, "SDQ", 4), total),
    ];
    for (version, taken) in [
        (X12Version::V4010, Taken::InFull),
        (X12Version::V5010, Taken::InPart),
        (X12Version::V4010, Taken::NotAtAll),
    ] {
        let advice = Advice {
            about: About {
                po_number: Some(&po),
                ..about("852")
            },
            taken,
            findings: &findings,
            unknown: &[],
        };
        let profile = world.profile(version);
        let bytes = x12_824::encode(&envelope(&profile, Direction::In, 42), &advice).unwrap();
        assert_accepted(&bytes);
        let file = edi::read(&bytes);
        let source = sources(&file).next().unwrap();
        assert_eq!(source.interchange.sender.id, "WOMART");
        let decoded = x12_824::decode(source);
        assert!(decoded.findings.is_empty());
        assert_eq!(decoded.judged.len(), 1);
        let judged = &decoded.judged[0];
        let named = [&judged.kind, &judged.group, &judged.message].map(String::as_str);
        assert_eq!((judged.taken, named), (taken, ["852", "7", "0001"]));
        assert_eq!(judged.order.po_number.as_ref(), Some(&po));
        let told: Vec<Heard> = judged.reasons.iter().map(heard).collect();
        let expected = [
            meant(
                "008",
                &format!("{cause} send three"),
                ("ZA", 4, 2, "1.2345"),
            ),
            meant("010", "12 is not 13 add up", ("SDQ", 5, 4, "12")),
        ];
        assert_eq!(told, expected);
    }
}

proptest! {
    // Each case reads the schemas three times.
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn whatever_was_found_can_be_told(
        texts in proptest::array::uniform5("\\PC{0,40}|[ -~]{0,120}|.{0,10}"),
        numbers in (any::<u32>(), any::<u32>()),
        later in any::<bool>(),
        syntax in prop_oneof![Just("UNOA"), Just("UNOB"), Just("UNOC"), Just("UNOY")],
    ) {
        let [cause, fix, value, message, segment_id] = texts;
        let world = World::new();
        let version = if later { X12Version::V5010 } else { X12Version::V4010 };
        let profile = world.profile(version);
        let mut at_place = place(numbers.0, &segment_id, numbers.1);
        at_place.message = Some(message.clone());
        let findings = [finding("DOC-FIELD-INVALID", at_place, [&value, &cause, &fix])];
        let advice = Advice {
            about: About {
                message: &message,
                ..about("852")
            },
            taken: Taken::InPart,
            findings: &findings,
            unknown: &[],
        };
        let envelope = envelope(&profile, Direction::Out, 42);
        assert_accepted(&x12_824::encode(&envelope, &advice).unwrap());
        assert_accepted(&x12_864::encode(&envelope, &advice).unwrap());
        let file = edi::read(SALES.as_bytes());
        let mut envelope =
            edi::EdifactEnvelope::answering(&file.interchanges[0], "20260303", "2105", "42");
        syntax.clone_into(&mut envelope.syntax);
        let now = at("2026-03-03T21:05:00Z");
        assert_accepted(&edifact_aperak::encode(&envelope, now, &advice).unwrap());
    }
}
