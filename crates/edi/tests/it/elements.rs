//! Values of elements: the codes of AK403.

use edi::{Code, check, read};

use crate::sample::{schemas, with_body};

type Told = Vec<(Code, &'static str, u32, Option<u16>)>;

/// Returns code, AK403, element and data element number of each error.
fn told(segment: &str) -> Told {
    let bytes = with_body(&format!("N1*RL**92*0007~LIN**UP*012345678905~{segment}~"));
    let file = read(&bytes);
    let report = check(&file, &schemas());
    let errors = report
        .findings
        .iter()
        .filter(|f| f.severity == edi::Severity::Error);
    errors
        .map(|f| {
            let told = f.acknowledgement.unwrap().code;
            (f.code, told, f.place.element.unwrap(), f.data_element)
        })
        .collect()
}

#[test]
fn each_fault_has_its_code() {
    use Code::*;
    let cases: &[(&str, Told)] = &[
        ("ZA*QS*12.5*EA", vec![]),
        ("ZA*QS*-3*EA", vec![]),
        ("ZA*QS", vec![]),
        ("ZA*QS*.5*EA***", vec![]),
        ("ZA**12*EA", vec![(ElementMissing, "1", 1, Some(859))]),
        ("ZA", vec![(ElementMissing, "1", 1, Some(859))]),
        ("ZA*QS*12", vec![(ElementConditional, "2", 3, Some(355))]),
        ("ZA*QS**EA", vec![(ElementConditional, "2", 2, Some(380))]),
        ("N9*IA", vec![(ElementConditional, "2", 2, Some(127))]),
        ("ZA*QS*12*EA******9", vec![(ElementTooMany, "3", 9, None)]),
        ("ZA*Q*12*EA", vec![(ElementTooShort, "4", 1, Some(859))]),
        ("ZA*QSX*12*EA", vec![(ElementTooLong, "5", 1, Some(859))]),
        (
            "ZA*QS*1234567890123456*EA",
            vec![(ElementTooLong, "5", 2, Some(380))],
        ),
        (
            "ZA*QS*twelve*EA",
            vec![(ElementCharacter, "6", 2, Some(380))],
        ),
        ("ZA*QS*1,5*EA", vec![(ElementCharacter, "6", 2, Some(380))]),
        ("ZA*QS*-*EA", vec![(ElementCharacter, "6", 2, Some(380))]),
        ("PID*Q****SOAP", vec![(ElementCode, "7", 1, Some(349))]),
        (
            "ZA*QS*1*EA*007*20240230",
            vec![(ElementDate, "8", 5, Some(373))],
        ),
        (
            "N9*IA*1**20240229*2460",
            vec![(ElementTime, "9", 5, Some(337))],
        ),
        (
            "QTY*01*5**FIVE",
            vec![(ElementExclusion, "10", 4, Some(61))],
        ),
        (
            "LIN**UP*1*VN",
            vec![(ElementConditional, "2", 5, Some(234))],
        ),
    ];
    for (segment, expected) in cases {
        assert_eq!(&told(segment), expected, "{segment}");
    }
}

#[test]
fn a_code_that_is_not_listed_is_noted_only() {
    let bytes = with_body("LIN**UP*012345678905~ZA*XX*1*EA~");
    let file = read(&bytes);
    let report = check(&file, &schemas());
    assert_eq!(report.verdict, edi::Verdict::Tolerated);
    assert_eq!(report.findings[0].code, Code::ElementCodeUnusual);
    assert_eq!(report.findings[0].text, "XX");
}

#[test]
fn repetitions_count_from_version_5010_on() {
    let later = |text: Vec<u8>| {
        let text = String::from_utf8(text).unwrap();
        text.replace("*U*00401*", "*^*00501*")
            .replace("X*004010", "X*005010")
            .into_bytes()
    };
    let body = with_body("LIN**UP*012345678905~ZA*QS^QA*1*EA~");
    let bytes = later(body.clone());
    let file = read(&bytes);
    let found = check(&file, &schemas()).findings[0].clone();
    assert_eq!(
        (found.code, found.place.repetition),
        (Code::ElementRepetitions, Some(2))
    );
    let file = read(&body);
    assert_eq!(
        check(&file, &schemas()).findings[0].code,
        Code::ElementTooLong
    );
}
