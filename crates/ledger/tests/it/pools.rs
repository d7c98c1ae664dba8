//! PO numbers a partner granted.

use model::OrderId;
use model::commit::Change;
use model::event::Outbound;
use model::exception::ExceptionKind;
use model::order::{HoldReason, MilestoneKind, OrderStatus};
use model::partner::PoNumbers;

use crate::world::{World, at, day};

fn world() -> World {
    World::with(|data| data.partners[0].po_numbers = PoNumbers::Pool)
}

fn released(world: &World) -> usize {
    let sent = world.outbound.iter();
    sent.filter(|o| matches!(o, Outbound::OrderReleased(_)))
        .count()
}

fn numbers(world: &World, orders: &[OrderId]) -> Vec<Option<String>> {
    orders
        .iter()
        .map(|o| world.po_number(o).map(str::to_owned))
        .collect()
}

fn some(numbers: &[&str]) -> Vec<Option<String>> {
    numbers.iter().map(|n| Some((*n).to_owned())).collect()
}

#[test]
fn numbers_are_used_in_sequence_until_they_run_out() {
    let mut world = world();
    world.grant("A0099", "A0101", day(7));
    let orders: Vec<_> = (0..4).map(|_| world.release(&[(1, 5)])).collect();
    let mut expected = some(&["A0099", "A0100", "A0101"]);
    expected.push(None);
    assert_eq!(numbers(&world, &orders), expected);
    assert_eq!(released(&world), 3);
    let held = world.order(&orders[3]);
    assert_eq!(
        (held.status, held.held),
        (OrderStatus::Held, Some(HoldReason::NoPoNumber))
    );
    assert_eq!(held.timeline.last().unwrap().what, MilestoneKind::Held);
    let said = world.open(ExceptionKind::PoPoolExhausted);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].order.as_ref(), Some(&orders[3]));
    // A held order is on order all the same: planning again must not order it a second time.
    assert_eq!(world.position(1).on_order.quantity, crate::world::units(20));
}

#[test]
fn a_number_may_be_used_on_the_last_day_and_not_after_it() {
    for (n, held) in [(7, false), (8, true)] {
        let mut world = world();
        world.grant("1", "9", day(7));
        world.now = at(n, 14);
        let order = world.release(&[(1, 5)]);
        assert_eq!(world.order(&order).held.is_some(), held, "day {n}");
    }
}

#[test]
fn without_any_grant_orders_are_held() {
    let mut world = world();
    let order = world.release(&[(1, 5)]);
    assert_eq!(world.order(&order).status, OrderStatus::Held);
    assert_eq!(released(&world), 0);
}

#[test]
fn a_new_grant_numbers_what_waits_oldest_first_and_sends_it() {
    let mut world = world();
    let orders: Vec<_> = (0..11).map(|_| world.release(&[(1, 5)])).collect();
    // Ten numbers for eleven orders; ids of the tenth and eleventh sort before that of the second.
    world.grant("4501", "4510", day(7));
    let mut expected: Vec<_> = (4501..=4510).map(|n| Some(n.to_string())).collect();
    expected.push(None);
    assert_eq!(numbers(&world, &orders), expected);
    assert_eq!(released(&world), 10);
    assert_eq!(
        world.open(ExceptionKind::PoPoolExhausted).len(),
        1,
        "one still waits"
    );
    world.now = at(1, 0);
    world.grant("4601", "4610", day(14));
    assert_eq!(world.po_number(&orders[10]), Some("4601"));
    let order = world.order(&orders[10]);
    assert_eq!((order.status, order.held), (OrderStatus::Released, None));
    assert_eq!(order.timeline.last().unwrap().what, MilestoneKind::Numbered);
    assert!(world.open(ExceptionKind::PoPoolExhausted).is_empty());
    assert_eq!(world.centre().pool.as_ref().unwrap().next, 4602);
}

#[test]
fn leftovers_are_purged_by_the_next_grant() {
    let mut world = world();
    world.grant("100", "199", day(7));
    let first = world.release(&[(1, 5)]);
    world.grant("500", "599", day(14));
    let second = world.release(&[(1, 5)]);
    assert_eq!(numbers(&world, &[first, second]), some(&["100", "500"]));
}

/// A corrected or repeated 852 carries its XPO again; a number twice at the retailer would be two
/// orders under one name.
#[test]
fn a_range_granted_again_does_not_give_a_number_twice() {
    let mut world = world();
    world.grant("100", "102", day(7));
    let mut orders = vec![world.release(&[(1, 5)]), world.release(&[(1, 5)])];
    world.grant("100", "102", day(7));
    orders.push(world.release(&[(1, 5)]));
    world.grant("101", "103", day(7));
    orders.push(world.release(&[(1, 5)]));
    orders.push(world.release(&[(1, 5)]));
    let mut expected = some(&["100", "101", "102", "103"]);
    expected.push(None);
    assert_eq!(numbers(&world, &orders), expected);
}

#[test]
fn a_grant_that_came_too_late_takes_nothing_away() {
    let mut world = world();
    world.now = at(8, 0);
    world.grant("500", "599", day(14));
    world.grant("100", "199", day(7));
    let order = world.release(&[(1, 5)]);
    assert_eq!(world.po_number(&order), Some("500"));
}

#[test]
fn a_grant_expired_on_arrival_numbers_nothing_and_settles_nothing() {
    let mut world = world();
    world.now = at(8, 0);
    let order = world.release(&[(1, 5)]);
    world.grant("100", "199", day(7));
    assert_eq!(world.order(&order).status, OrderStatus::Held);
    assert_eq!(world.open(ExceptionKind::PoPoolExhausted).len(), 1);
}

#[test]
fn ranges_that_cannot_be_counted_through_are_said() {
    let good = [
        ("1", "1"),
        ("A1", "A9"),
        ("0001", "0100"),
        ("99", "99"),
        ("号7", "号8"),
    ];
    let bad = [
        ("10", "9"),
        ("10", "100"),
        ("A1", "B9"),
        ("AB", "AC"),
        ("1A", "9A"),
        ("9", "1"),
        // Digits beyond what an integer holds must be alike at both ends.
        ("1000000000000000000001", "2000000000000000000001"),
        ("号1", "AAA1"),
    ];
    for (first, last) in good {
        let mut world = world();
        world.grant(first, last, day(7));
        let order = world.release(&[(1, 5)]);
        assert_eq!(world.po_number(&order), Some(first));
    }
    for (first, last) in bad {
        let mut world = world();
        world.grant("7", "8", day(7));
        world.grant(first, last, day(7));
        let said = world.open(ExceptionKind::PoPoolExhausted);
        assert_eq!(said.len(), 1, "{first} to {last}");
        assert!(said[0].detail.contains(first), "{}", said[0].detail);
        let order = world.release(&[(1, 5)]);
        assert_eq!(
            world.po_number(&order),
            Some("7"),
            "{first} to {last} replaces nothing"
        );
        world.grant("70", "80", day(7));
        assert!(
            world.open(ExceptionKind::PoPoolExhausted).is_empty(),
            "a good one settles it"
        );
    }
}

#[test]
fn the_pool_is_written_whenever_it_moves() {
    let mut world = world();
    world.grant("1", "2", day(7));
    world.release(&[(1, 5)]);
    let next = world.changes.iter().filter_map(|change| match change {
        Change::PoPool(pool) => Some(pool.next),
        _ => None,
    });
    assert_eq!(next.collect::<Vec<_>>(), [1, 2]);
}
