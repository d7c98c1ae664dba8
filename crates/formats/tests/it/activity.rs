//! X12 852 in.

use formats::UnknownKind;
use formats::x12_852::{Decoded, decode};
use model::activity::Measure;
use model::document::{Place, Severity};
use model::partner::{QuantityBasis, X12Version};

use crate::fixture::{LIQUID, PALLET, SOAP, World, assert_accepted, day, wrap};

const VERSIONS: [X12Version; 2] = [X12Version::V4010, X12Version::V5010];

fn read(world: &World, segments: &str) -> Decoded {
    read_as(world, X12Version::V4010, segments)
}

fn read_as(world: &World, version: X12Version, segments: &str) -> Decoded {
    world.first(&wrap("852", "PD", version, segments), decode)
}

/// Every number as "site item measure from..to quantity".
fn told(decoded: &Decoded) -> Vec<String> {
    let of_report = |report: &model::activity::ActivityReported| {
        let line = |l: &model::activity::ActivityLine| {
            let name = format!("{:?}", l.measure);
            format!(
                "{} {} {name} {}..{} {}",
                report.site, l.item, l.from, l.to, l.quantity
            )
        };
        report.lines.iter().map(line).collect::<Vec<_>>()
    };
    decoded.activities.iter().flat_map(of_report).collect()
}

fn codes(decoded: &Decoded) -> Vec<&str> {
    decoded
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

const ONE_LOCATION: &str = "
    XQ*H*20260303
    XPO*4500010001*4500010010*92*DC01
    N9*IA*100200
    N1*SU**92*ANAN
    N1*RL**92*DC01
    LIN**UP*614141000036*VN*AN-1009
    ZA*QW*144*EA
    ZA*QA*12*CA
    LIN**EN*9520001001017
    ZA*QW*0*EA
    ZA*QR*80*EA*050*20260302
    CTT*2";

#[test]
fn one_location_in_the_heading() {
    let world = World::new();
    for version in VERSIONS {
        let decoded = read_as(&world, version, ONE_LOCATION);
        assert_eq!(
            told(&decoded),
            [
                format!("DC01 {SOAP} Withdrawn 2026-03-03..2026-03-03 144"),
                // Twelve cases of twelve.
                format!("DC01 {SOAP} OnHand 2026-03-03..2026-03-03 144"),
                format!("DC01 {LIQUID} Withdrawn 2026-03-03..2026-03-03 0"),
                // A ZA with a date of its own.
                format!("DC01 {LIQUID} Received 2026-03-02..2026-03-02 80"),
            ]
        );
        assert_eq!(codes(&decoded), [""; 0]);
        let report = &decoded.activities[0];
        assert_eq!(
            (report.partner.as_str(), report.document.as_str()),
            ("WOMART", "D1")
        );
        assert_eq!(report.received_at, world.received_at);
        assert_accepted(&wrap("852", "PD", version, ONE_LOCATION));
    }
}

#[test]
fn a_number_names_the_byte_its_segment_starts_at() {
    let world = World::new();
    let bytes = wrap("852", "PD", X12Version::V4010, ONE_LOCATION);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let decoded = world.first(&bytes, decode);
    let starts = ["ZA*QW*144", "ZA*QA*12", "ZA*QW*0", "ZA*QR*80"]
        .map(|za| u64::try_from(text.find(za).unwrap()).unwrap());
    let positions: Vec<_> = decoded.activities[0]
        .lines
        .iter()
        .map(|l| l.position)
        .collect();
    assert_eq!(positions, starts);
}

const STORE_LISTS: &str = "
    XQ*H*20260303
    LIN**UP*614141000036
    ZA*QS*7*EA
    SDQ*EA*92*S01*3*S02*4
    ZA*QA
    SDQ*EA*92*S01*20
    SDQ*CA*92*S02*2
    LIN**EN*9520001001017
    ZA*QS
    SDQ*EA*UL*9520001901010*1.5
    CTT*2";

#[test]
fn store_lists_after_each_code() {
    let world = World::new();
    for version in VERSIONS {
        let decoded = read_as(&world, version, STORE_LISTS);
        assert_eq!(
            told(&decoded),
            [
                format!("S01 {SOAP} Sold 2026-03-03..2026-03-03 3"),
                format!("S01 {SOAP} OnHand 2026-03-03..2026-03-03 20"),
                format!("S01 {LIQUID} Sold 2026-03-03..2026-03-03 1.5"),
                format!("S02 {SOAP} Sold 2026-03-03..2026-03-03 4"),
                format!("S02 {SOAP} OnHand 2026-03-03..2026-03-03 24"),
            ]
        );
        assert_eq!(codes(&decoded), [""; 0]);
        assert_accepted(&wrap("852", "PD", version, STORE_LISTS));
    }
}

#[test]
fn a_full_store_list_has_ten_pairs_and_a_place_in_the_store() {
    let world = World::new();
    let pairs = "*S01*1*S02*1".repeat(5);
    let text = format!("XQ*H*20260303\nLIN**UP*614141000036\nZA*QS*10*EA\nSDQ*EA*92{pairs}*A7");
    let decoded = read(&world, &text);
    assert_eq!(told(&decoded).len(), 10);
    assert_eq!(codes(&decoded), [""; 0]);
}

#[test]
fn items_are_found_by_any_of_their_numbers() {
    let world = World::new();
    let cases = [
        ("UP*614141000036", Some(SOAP)),
        ("EN*0614141000036", Some(SOAP)),
        ("UI*614141000036", Some(SOAP)),
        ("UK*10614141000033", Some(PALLET)),
        ("IN*W70417", Some(LIQUID)),
        ("VN*AN-1001", Some(LIQUID)),
        // The first number that is known decides.
        ("UP*012345678905*IN*W70417", Some(LIQUID)),
        // A wrong check digit is no GTIN.
        ("UP*614141000037", None),
        ("ZZ*AN-1001", None),
        ("", None),
    ];
    for (pairs, expected) in cases {
        let text = format!("XQ*H*20260303\nN1*RL**92*S01\nLIN**{pairs}\nZA*QS*1*EA");
        let decoded = read(&world, &text);
        let found = decoded
            .activities
            .first()
            .map(|report| report.lines[0].item.to_string());
        assert_eq!(found.as_deref(), expected, "{pairs}");
        assert_eq!(
            decoded.exceptions.len(),
            usize::from(expected.is_none()),
            "{pairs}"
        );
    }
}

const PARTLY_UNKNOWN: &str = "
    XQ*H*20260303
    LIN**UP*012345678905*IN*X9
    ZA*QS
    SDQ*EA*92*S01*3*S02*4
    LIN**UP*614141000036
    ZA*QS
    SDQ*EA*92*S01*5*S99*6*S98*7
    ZA*QA
    SDQ*EA*92*S99*8";

#[test]
fn unknown_items_and_sites_are_set_aside_and_the_rest_stands() {
    let world = World::new();
    let decoded = read(&world, PARTLY_UNKNOWN);
    assert_eq!(
        told(&decoded),
        [format!("S01 {SOAP} Sold 2026-03-03..2026-03-03 5")]
    );
    let aside: Vec<_> = decoded
        .exceptions
        .iter()
        .map(|u| (u.kind, u.value.as_str(), u.lines))
        .collect();
    assert_eq!(
        aside,
        [
            (UnknownKind::Item, "UP 012345678905 IN X9", 2),
            (UnknownKind::Site, "92 S99", 2),
            (UnknownKind::Site, "92 S98", 1),
        ]
    );
    assert_eq!(
        codes(&decoded),
        ["DOC-ITEM-UNKNOWN", "DOC-SITE-UNKNOWN", "DOC-SITE-UNKNOWN"]
    );
    // What we do not know is no fault of the syntax.
    assert_accepted(&wrap("852", "PD", X12Version::V4010, PARTLY_UNKNOWN));
}

#[test]
fn a_finding_says_where_it_is() {
    let world = World::new();
    let bytes = wrap("852", "PD", X12Version::V4010, PARTLY_UNKNOWN);
    let decoded = world.first(&bytes, decode);
    let finding = &decoded.findings[1];
    let text = String::from_utf8(bytes).unwrap();
    let expected = Place {
        interchange: Some("000000007".to_owned()),
        group: Some("7".to_owned()),
        message: Some("0001".to_owned()),
        segment: Some(8),
        segment_id: Some("SDQ".to_owned()),
        element: Some(5),
        offset: u64::try_from(text.find("S99").unwrap()).unwrap(),
        length: 3,
        ..Place::default()
    };
    assert_eq!((&finding.place, finding.text.as_str()), (&expected, "S99"));
    assert_eq!(decoded.exceptions[1].place, expected);
}

#[test]
fn a_site_of_another_partner_is_unknown() {
    let world = World::new();
    for site in ["92*NH1", "UL*9520001900211", "9*DC01"] {
        let text = format!("XQ*H*20260303\nN1*RL**{site}\nLIN**UP*614141000036\nZA*QS*1*EA");
        let decoded = read(&world, &text);
        assert_eq!(told(&decoded), [""; 0]);
        assert_eq!(decoded.exceptions[0].value, site.replace('*', " "));
    }
}

#[test]
fn the_most_telling_location_of_the_heading_counts() {
    let world = World::new();
    let text = "
        XQ*H*20260303
        N1*BY**92*WOMART
        N1*ST**92*DC01
        N1*SN**92*S01
        LIN**UP*614141000036
        ZA*QS*1*EA";
    assert_eq!(read(&world, text).activities[0].site.as_str(), "S01");
}

#[test]
fn running_totals_and_ranges() {
    let mut world = World::new();
    let weekly = "
        XQ*H*20260223*20260301
        N1*RL**92*S01
        LIN**UP*614141000036
        ZA*QS*21*EA
        ZA*QA*9*EA";
    assert_eq!(
        told(&read(&world, weekly)),
        [
            // A total over a week stays a total; a stock is of the end of its last day.
            format!("S01 {SOAP} Sold 2026-02-23..2026-03-01 21"),
            format!("S01 {SOAP} OnHand 2026-03-01..2026-03-01 9"),
        ]
    );
    world.partner.activity.quantities = QuantityBasis::WeekToDate;
    let to_date = weekly.replace("20260223*20260301", "20260303");
    let decoded = read(&world, &to_date);
    let measures: Vec<_> = decoded.activities[0]
        .lines
        .iter()
        .map(|l| l.measure)
        .collect();
    assert_eq!(measures, [Measure::SoldToDate, Measure::OnHand]);
    assert_eq!(decoded.activities[0].lines[0].from, day("2026-03-03"));
}

#[test]
fn codes_mean_what_the_profile_says() {
    let mut world = World::new();
    world.partner.activity.codes.remove("QW");
    world
        .partner
        .activity
        .codes
        .insert("TS".to_owned(), Measure::Sold);
    let text = "
        XQ*H*20260303
        N1*RL**92*S01
        LIN**UP*614141000036
        ZA*QW*5*EA
        ZA*TS*6*EA
        LIN**VN*AN-1001
        ZA*QW*7*EA";
    let decoded = read(&world, text);
    assert_eq!(
        told(&decoded),
        [format!("S01 {SOAP} Sold 2026-03-03..2026-03-03 6")]
    );
    assert_eq!(codes(&decoded), ["DOC-ACTIVITY-IGNORED"], "said once");
    assert_eq!(decoded.findings[0].severity, Severity::Note);
}

#[test]
fn what_cannot_be_used_is_found_and_the_rest_stands() {
    let world = World::new();
    // What follows "LIN", and the finding it leads to beside one good line.
    let cases = [
        ("ZA*QA*5*KG", "DOC-UNIT-UNKNOWN"),
        ("ZA*QA*1.2345*EA", "DOC-QUANTITY-INVALID"),
        ("ZA*QA*x*EA", "DOC-QUANTITY-INVALID"),
        ("ZA*QA", "DOC-QUANTITY-MISSING"),
        ("ZA*QA*5*EA*050*20261332", "DOC-DATE-INVALID"),
        ("ZA*QA*5*EA*050*20991231", "DOC-DATE-FUTURE"),
        ("ZA*QA*5*EA*017*20260310", "DOC-DATE-NOT-USED"),
        ("ZA*QA*5*EA\nSDQ*EA*92*S01*2*S02*2", "DOC-TOTAL-DIFFERS"),
    ];
    for (za, code) in cases {
        let text = format!("XQ*H*20260303\nN1*RL**92*S01\nLIN**UP*614141000036\n{za}\nZA*QS*1*EA");
        let decoded = read(&world, &text);
        assert_eq!(codes(&decoded), [code], "{za}");
        let good = format!("S01 {SOAP} Sold 2026-03-03..2026-03-03 1");
        assert!(told(&decoded).contains(&good), "{za}");
    }
}

#[test]
fn without_a_day_or_a_site_nothing_is_applied() {
    let world = World::new();
    let cases = [
        (
            "XQ*H*2026\nN1*RL**92*S01",
            vec!["DOC-DATE-INVALID", "DOC-DATE-MISSING"],
        ),
        (
            "XQ*H*20260303*20260302\nN1*RL**92*S01",
            vec!["DOC-DATE-INVALID", "DOC-DATE-MISSING"],
        ),
        ("XQ*H*20260303", vec!["DOC-SITE-MISSING"]),
    ];
    for (heading, expected) in cases {
        let text = format!("{heading}\nLIN**UP*614141000036\nZA*QS*1*EA\nZA*QA*1*EA");
        let decoded = read(&world, &text);
        assert_eq!(codes(&decoded), expected, "{heading}");
        assert_eq!(told(&decoded), [""; 0]);
    }
}

#[test]
fn promotions_do_not_date_the_activity() {
    let world = World::new();
    let text = "
        XQ*H*20260303
        N1*RL**92*S01
        LIN**UP*614141000036
        ZA*QS*2*EA
        G95*05*01*1
        DTM*196*20260101";
    assert_eq!(
        told(&read(&world, text)),
        [format!("S01 {SOAP} Sold 2026-03-03..2026-03-03 2")]
    );
}

#[test]
fn numbers_may_lead_or_close_with_the_point() {
    let world = World::new();
    for (written, read_as) in [("12.", "12"), (".5", "0.5"), ("-.5", "-0.5"), ("-3", "-3")] {
        let text =
            format!("XQ*H*20260303\nN1*RL**92*S01\nLIN**UP*614141000036\nZA*QS*{written}*EA");
        let decoded = read(&world, &text);
        assert_eq!(decoded.activities[0].lines[0].quantity.to_string(), read_as);
    }
}

#[test]
fn pools_name_a_site_and_a_last_day() {
    let world = World::new();
    let cases = [
        // Seven days after the day reported.
        (
            "XPO*45001*45010*92*DC01",
            "",
            Some(("DC01", "45001", "45010", "2026-03-10")),
        ),
        // The heading's location, and a single number.
        (
            "XPO*A7",
            "N1*ST**UL*9520001900112",
            Some(("DC01", "A7", "A7", "2026-03-10")),
        ),
        // The document's own last day.
        (
            "XPO*A1*A5",
            "N1*ST**92*S01\nDTM*036*20260306",
            Some(("S01", "A1", "A5", "2026-03-06")),
        ),
        ("XPO*A1*A5", "", None),
        ("XPO*A1*A5*92*S99", "", None),
        ("XPO*A 1*A5*92*S01", "", None),
    ];
    for (xpo, n1, expected) in cases {
        let decoded = read(&world, &format!("XQ*H*20260303\n{xpo}\n{n1}"));
        let pool = decoded.pools.first().map(|pool| {
            let expires = pool.expires.to_string();
            (
                pool.site.to_string(),
                pool.first.to_string(),
                pool.last.to_string(),
                expires,
            )
        });
        let expected =
            expected.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
        assert_eq!(pool, expected, "{xpo} {n1}");
        assert_eq!(
            decoded.findings.len(),
            usize::from(expected.is_none()),
            "{xpo} {n1}"
        );
    }
}
