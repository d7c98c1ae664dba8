use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};
use chrono::{NaiveDate, Weekday};
use model::site::Lane;
use replenish::{calendar, protection};

use crate::terms::{agreement, lane, march};

struct Case {
    about: &'static str,
    review: &'static [Weekday],
    lane: Lane,
    today: u32,
    counted: Option<u32>,
    /// Order day, arrival, next arrival, first day, days.
    expected: (u32, u32, u32, u32, u32),
}

#[test]
fn intervals_are_those_counted_on_a_calendar() {
    let closed = Lane {
        closed: vec![march(5), march(9)],
        ..lane(2, &[Mon, Thu])
    };
    let cases = [
        Case {
            about: "every day, two days of lead: D+2 and D+3, stock counted last night",
            review: &[],
            lane: lane(2, &[]),
            today: 2,
            counted: Some(1),
            expected: (2, 4, 5, 2, 3),
        },
        Case {
            about: "Monday's order comes on Thursday, Thursday's on Monday",
            review: &[Mon, Thu],
            lane: lane(2, &[Mon, Thu]),
            today: 2,
            counted: Some(1),
            expected: (2, 5, 9, 2, 7),
        },
        Case {
            about: "no review before Thursday",
            review: &[Mon, Thu],
            lane: lane(2, &[Mon, Thu]),
            today: 3,
            counted: Some(2),
            expected: (5, 9, 12, 3, 9),
        },
        Case {
            about: "the 5th and the 9th are closed: both orders move one delivery on",
            review: &[Mon, Thu],
            lane: closed,
            today: 2,
            counted: Some(1),
            expected: (2, 12, 16, 2, 14),
        },
        Case {
            about: "Tuesday's and Wednesday's orders share Friday's delivery",
            review: &[Tue, Wed],
            lane: lane(1, &[Fri]),
            today: 3,
            counted: Some(2),
            expected: (3, 6, 13, 3, 10),
        },
    ];
    cases.iter().for_each(check);
}

#[test]
fn intervals_begin_after_the_count() {
    let cases = [
        Case {
            about: "no count: demand from today on",
            review: &[],
            lane: lane(1, &[]),
            today: 2,
            counted: None,
            expected: (2, 3, 4, 2, 2),
        },
        Case {
            about: "counted a week ago: those days' demand has gone, too",
            review: &[],
            lane: lane(1, &[]),
            today: 10,
            counted: Some(3),
            expected: (10, 11, 12, 4, 8),
        },
        Case {
            about: "a count dated ahead knows no more than tonight's",
            review: &[],
            lane: lane(1, &[]),
            today: 2,
            counted: Some(20),
            expected: (2, 3, 4, 3, 1),
        },
    ];
    cases.iter().for_each(check);
}

fn check(case: &Case) {
    let got = protection(
        &agreement(case.review),
        &case.lane,
        march(case.today),
        case.counted.map(march),
    )
    .unwrap_or_else(|| unreachable!("{}: no interval", case.about));
    let (order_day, arrives, next, first, days) = case.expected;
    assert_eq!(got.order_day, march(order_day), "{}", case.about);
    assert_eq!(got.arrives, march(arrives), "{}", case.about);
    assert_eq!(got.next_arrives, march(next), "{}", case.about);
    assert_eq!(got.first_day, march(first), "{}", case.about);
    assert_eq!(got.days, days, "{}", case.about);
    assert_eq!(
        (got.agreement.as_str(), got.agreement_version),
        ("VMI-7", 3)
    );
}

#[test]
fn nothing_is_ordered_outside_the_agreement() {
    let mut terms = agreement(&[Mon]);
    terms.from = march(4);
    terms.to = Some(march(9));
    assert_eq!(calendar::order_day(&terms, march(2)), Some(march(9)));
    assert_eq!(calendar::order_day(&terms, march(10)), None);
    assert_eq!(protection(&terms, &lane(1, &[]), march(10), None), None);
    // The last order under the agreement still lasts until a next one could have arrived.
    assert_eq!(
        protection(&terms, &lane(1, &[]), march(9), None)
            .unwrap()
            .next_arrives,
        march(17)
    );
}

#[test]
fn a_site_that_takes_nothing_in_gets_nothing() {
    let shut = Lane {
        closed: march(1).iter_days().take(800).collect(),
        ..lane(2, &[])
    };
    assert_eq!(protection(&agreement(&[]), &shut, march(2), None), None);
    assert_eq!(
        protection(&agreement(&[]), &lane(2, &[]), NaiveDate::MAX, None),
        None
    );
}
