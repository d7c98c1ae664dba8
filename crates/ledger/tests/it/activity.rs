//! Reported activity: a fact replaces what it restates, and only that.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use model::activity::Measure;
use model::commit::Change;
use model::event::SiteFact;
use model::exception::ExceptionKind;
use model::partner::QuantityBasis;
use proptest::prelude::*;

use crate::world::{CENTRE, Told, World, at, day, id, report, told};

/// Every daily fact of a site.
fn cells(world: &World, site: &str) -> BTreeMap<(u8, Measure, NaiveDate), i32> {
    let mut cells = BTreeMap::new();
    for n in 0..4 {
        for measure in Measure::ALL {
            for d in 0..70 {
                if let Some(quantity) = world.cell(site, n, measure, day(d)) {
                    cells.insert((n, measure, day(d)), quantity);
                }
            }
        }
    }
    cells
}

#[test]
fn a_restated_fact_replaces_its_own_cell_only() {
    let mut world = World::new();
    let first = [
        told(1, Measure::Sold, day(0), 5),
        told(1, Measure::OnHand, day(0), 40),
        told(2, Measure::Sold, day(0), 7),
        told(1, Measure::Sold, day(1), 6),
        // The other end of a block, and the next block.
        told(1, Measure::Sold, day(29), 1),
        told(1, Measure::Sold, day(31), 2),
    ];
    world.report("S1", "852-1", &first);
    let mut expected = cells(&world, "S1");
    assert_eq!(expected.len(), first.len());
    world.report("S1", "852-2", &[told(1, Measure::Sold, day(0), 4)]);
    expected.insert((1, Measure::Sold, day(0)), 4);
    assert_eq!(cells(&world, "S1"), expected);
    let source = |day| {
        let cell = world.sites["S1"].cell(crate::world::item(1), Measure::Sold, day);
        cell.unwrap().source.to_string()
    };
    assert_eq!(
        (source(day(0)), source(day(1))),
        ("852-2".to_owned(), "852-1".to_owned())
    );
}

#[test]
fn zero_is_reported_and_missing_is_not() {
    let mut world = World::new();
    world.report("S1", "852-1", &[told(1, Measure::Sold, day(0), 0)]);
    assert_eq!(world.cell("S1", 1, Measure::Sold, day(0)), Some(0));
    assert_eq!(world.cell("S1", 1, Measure::Sold, day(1)), None);
    world.pass_on();
    assert_eq!(
        world.cell(CENTRE, 1, Measure::DownstreamSold, day(0)),
        Some(0)
    );
}

#[test]
fn a_total_over_a_week_stays_a_total() {
    let mut world = World::new();
    let week = |quantity: i32| -> Told { (1, Measure::Sold, day(0), day(6), quantity) };
    world.report("S1", "852-1", &[week(35)]);
    assert!(cells(&world, "S1").is_empty(), "no day is made up");
    assert!(world.passed_on.is_empty());
    world.report(
        "S1",
        "852-2",
        &[week(38), (1, Measure::Sold, day(7), day(13), 20)],
    );
    world.report("S1", "852-2", &[week(38)]);
    let totals = world.sites["S1"].blocks.values().flat_map(|b| &b.totals);
    let mut totals: Vec<_> = totals
        .map(|(document, line)| {
            (
                line.from,
                crate::world::whole(line.quantity),
                document.as_str(),
            )
        })
        .collect();
    totals.sort();
    assert_eq!(totals, [(day(0), 38, "852-2"), (day(7), 20, "852-2")]);
}

#[test]
fn stock_below_zero_is_said_until_a_later_count_is_not() {
    let kind = ExceptionKind::NegativeStock;
    let count = |d, quantity| told(1, Measure::OnHand, day(d), quantity);
    // Counts in the order they come, and whether somebody should look after each.
    let cases: &[&[(Told, bool)]] = &[
        &[
            (count(0, 4), false),
            (count(1, -2), true),
            (count(2, 3), false),
        ],
        &[(count(1, -2), true), (count(1, 2), false)],
        // A late report of an older day says nothing about the shelf of today.
        &[(count(2, 3), false), (count(1, -2), false)],
        &[
            (count(2, -3), true),
            (count(1, 5), true),
            (count(3, 0), false),
        ],
        &[
            (count(0, -1), true),
            (count(1, -4), true),
            (count(1, -4), true),
            (count(1, 1), false),
        ],
    ];
    for (n, case) in cases.iter().enumerate() {
        let mut world = World::new();
        for (line, open) in *case {
            world.report("S1", "852", &[*line]);
            assert_eq!(!world.open(kind).is_empty(), *open, "case {n}, {line:?}");
        }
    }
}

#[test]
fn sales_go_to_the_supplier_of_their_day() {
    // Store 1 moves to another centre on day 10.
    let moves = |data: &mut model::reference::ReferenceFile| {
        let mut lane = data.sites[1].supplied_by[0].clone();
        lane.from = day(10);
        lane.site = id("DC2");
        data.sites[1].supplied_by.push(lane);
    };
    let mut world = World::with(moves);
    let sold = [
        told(1, Measure::Sold, day(9), 3),
        told(1, Measure::Sold, day(10), 4),
    ];
    world.report("S1", "852-1", &sold);
    let passed: Vec<_> = world.passed_on.iter().map(|(_, fact)| fact).collect();
    let told: Vec<_> = passed
        .into_iter()
        .map(|fact| match fact {
            SiteFact::DownstreamSold(sold) => (sold.site.to_string(), sold.lines[0].day),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        told,
        [("DC".to_owned(), day(9)), ("DC2".to_owned(), day(10))]
    );
    let names: Vec<_> = world
        .passed_on
        .iter()
        .map(|(id, _)| id.to_string())
        .collect();
    assert_eq!(names, ["E-1:to:DC", "E-1:to:DC2"]);
}

#[test]
fn a_document_that_corrects_itself_passes_on_where_it_ends() {
    let mut world = World::new();
    world.report("S1", "852-1", &[told(1, Measure::Sold, day(0), 3)]);
    let twice = [
        told(1, Measure::Sold, day(0), 5),
        told(1, Measure::Sold, day(0), 8),
    ];
    world.report("S1", "852-2", &twice);
    world.pass_on();
    assert_eq!(world.cell("S1", 1, Measure::Sold, day(0)), Some(8));
    assert_eq!(
        world.cell(CENTRE, 1, Measure::DownstreamSold, day(0)),
        Some(8)
    );
}

#[test]
fn blocks_are_written_once_for_each_step_and_rise() {
    let mut world = World::new();
    let two = [
        told(1, Measure::Sold, day(0), 5),
        told(2, Measure::Sold, day(0), 5),
    ];
    world.report("S1", "852-1", &two);
    world.report("S1", "852-2", &two);
    let versions = world.changes.iter().filter_map(|change| match change {
        Change::Block(block) => Some(block.version),
        _ => None,
    });
    assert_eq!(versions.collect::<Vec<_>>(), [1, 2]);
}

/// Reports of two stores: (store, item, day, sold).
fn stores() -> impl Strategy<Value = Vec<(usize, u8, u64, i32)>> {
    proptest::collection::vec((0..2_usize, 1..3_u8, 0..40_u64, -3..20_i32), 1..40)
}

/// A period's running totals in the order they come, some told again.
fn arrival_order(days: usize) -> impl Strategy<Value = Vec<usize>> {
    let all: Vec<usize> = (0..days).collect();
    (
        Just(all).prop_shuffle(),
        proptest::collection::vec(0..days, 0..6),
    )
        .prop_map(|(mut all, again)| {
            all.extend(again);
            all
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The centre holds the sum of the newest word of every store, however often and in whichever
    /// order the stores restate, and however often each report comes.
    #[test]
    fn a_centre_holds_the_sum_of_its_stores(reports in stores(), times in 1..11_usize) {
        let mut world = World::new();
        let mut newest = BTreeMap::new();
        for (n, (store, item, d, sold)) in reports.iter().enumerate() {
            let line = told(*item, Measure::Sold, day(*d), *sold);
            let store = ["S1", "S2"][*store];
            for _ in 0..times {
                world.report(store, &format!("852-{n}"), &[line]);
            }
            newest.insert((*item, day(*d), store), *sold);
        }
        // Differences commute: the centre may see them in any order.
        world.passed_on.reverse();
        world.pass_on();
        let mut expected: BTreeMap<(u8, NaiveDate), i32> = BTreeMap::new();
        for ((item, day, _), sold) in newest {
            *expected.entry((item, day)).or_default() += sold;
        }
        for ((item, day), sum) in expected {
            prop_assert_eq!(world.cell(CENTRE, item, Measure::DownstreamSold, day), Some(sum));
        }
    }

    /// Running totals give the demand of each day, in whichever order they come.
    #[test]
    fn running_totals_equal_daily_demand(
        daily in proptest::collection::vec(0..30_i32, 70),
        order in arrival_order(70),
        monthly in any::<bool>(),
    ) {
        let basis = if monthly { QuantityBasis::MonthToDate } else { QuantityBasis::WeekToDate };
        let mut world = World::with(|data| data.partners[0].activity.quantities = basis);
        let begins = |d: usize| {
            let day = day(d as u64);
            if monthly { day.day() == 1 } else { day.weekday() == chrono::Weekday::Mon }
        };
        // Day 0 is a Monday but no first of a month: what was sold before it in its month is in
        // none of the totals.
        let mut totals = Vec::new();
        for (d, sold) in daily.iter().enumerate() {
            let before = if d == 0 || begins(d) { 0 } else { totals[d - 1] };
            totals.push(before + sold);
        }
        for (n, d) in order.iter().enumerate() {
            let line = told(1, Measure::SoldToDate, day(*d as u64), totals[*d]);
            world.report("S1", &format!("852-{n}"), &[line]);
            let known: i32 = (0..70).filter_map(|d| world.cell("S1", 1, Measure::Sold, day(d))).sum();
            // However few totals are known, nothing is counted twice: each period's newest total
            // is the sum of its days.
            let newest = (0..70_usize).filter(|d| {
                let told = |e: usize| order[..=n].contains(&e);
                let later = (d + 1..70).take_while(|e| !begins(*e)).any(told);
                told(*d) && !later
            });
            prop_assert_eq!(known, newest.map(|d| totals[d]).sum::<i32>());
        }
        world.pass_on();
        for (d, sold) in daily.iter().enumerate() {
            let day = day(d as u64);
            prop_assert_eq!(world.cell("S1", 1, Measure::Sold, day), Some(*sold));
            prop_assert_eq!(world.cell(CENTRE, 1, Measure::DownstreamSold, day), Some(*sold));
        }
    }

    /// A total over several days and the days themselves never touch each other.
    #[test]
    fn totals_and_days_live_side_by_side(
        lines in proptest::collection::vec((1..3_u8, 0..10_u64, 0..5_u64, 0..9_i32), 1..30)
    ) {
        let mut world = World::new();
        let (mut days, mut totals) = (BTreeMap::new(), BTreeMap::new());
        for (item, from, length, quantity) in &lines {
            let (from, to) = (day(*from), day(from + length));
            world.now = at(20, 0);
            let line = (*item, Measure::Sold, from, to, *quantity);
            world.apply("S1", &SiteFact::ActivityReported(report("S1", "852", at(20, 0), &[line])));
            if from == to {
                days.insert((*item, Measure::Sold, from), *quantity);
            } else {
                totals.insert((*item, from, to), *quantity);
            }
        }
        prop_assert_eq!(cells(&world, "S1"), days);
        let kept = world.sites["S1"].blocks.values().flat_map(|b| &b.totals).count();
        prop_assert_eq!(kept, totals.len());
    }
}
