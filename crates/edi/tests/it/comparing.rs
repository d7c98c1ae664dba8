use edi::{Compare, Differing, diff};

use crate::sample::{GOOD, spoiled};

fn compared(a: &[u8], b: &[u8], compare: Compare) -> Vec<String> {
    let differences = diff(&edi::read(a), &edi::read(b), compare);
    let shown = |side: &Option<edi::Side>| side.as_ref().map_or("-".to_owned(), |s| s.text.clone());
    differences
        .iter()
        .map(|d| {
            let (first, second) = (shown(&d.first), shown(&d.second));
            match d.what {
                Differing::Element => format!("{}{:02} {first}>{second}", d.segment_id, d.element),
                what => format!("{what:?} {first}>{second}"),
            }
        })
        .collect()
}

#[test]
fn files_that_say_the_same_do_not_differ() {
    let packed = GOOD
        .replace('~', "~\r\n")
        .replace("*000000007*", "*000000123*")
        .replace("IEA*1*000000007", "IEA*1*000000123")
        .replace(
            "GS*PD*WOMART*ANAN*20240401*0600*7",
            "GS*PD*WOMART*ANAN*20240402*0700*9",
        )
        .replace("GE*1*7", "GE*1*9")
        .replace("CTT*1", "CTT*1***");
    assert_eq!(
        compared(GOOD.as_bytes(), packed.as_bytes(), Compare::Content),
        [""; 0]
    );
    let found = compared(GOOD.as_bytes(), packed.as_bytes(), Compare::Envelope);
    assert!(
        found.contains(&"ISA13 000000007>000000123".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"GS05 0600>0700".to_owned()), "{found:?}");
}

#[test]
fn differences_are_named_by_their_place() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("ZA*QS*12*EA", "ZA*QS*13*EA", &["ZA02 12>13"]),
        ("ZA*QS*12*EA", "ZA*QS*12", &["ZA03 EA>-"]),
        ("ZA*QS*12*EA~", "", &["Segment ZA*QS*12*EA>-"]),
        ("CTT*1~", "CTT*1~CTT*2~", &["Segment ->CTT*2"]),
        (
            "*WOMART         *",
            "*OTHER          *",
            &["ISA06 WOMART>OTHER"],
        ),
        ("N1*RL", "N1*ST", &["N101 RL>ST"]),
    ];
    for (from, to, expected) in cases {
        let other = spoiled(from, to);
        let found = compared(GOOD.as_bytes(), &other, Compare::Content);
        assert_eq!(found, *expected, "{from} {to}");
    }
}

#[test]
fn messages_and_interchanges_of_one_file_only_are_told() {
    let twice = format!("{GOOD}{GOOD}");
    let found = compared(twice.as_bytes(), GOOD.as_bytes(), Compare::Content);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("Interchange ISA"), "{found:?}");
    let (head, rest) = GOOD.split_once("ST*852").unwrap();
    let (_, tail) = rest.split_once("SE*8*0001~").unwrap();
    let none = format!("{head}{tail}");
    let found = compared(none.as_bytes(), GOOD.as_bytes(), Compare::Content);
    assert_eq!(found, ["Message ->ST*852*0001"]);
}
