//! Goods that came in, as activity (QR) tells of them.

use model::activity::Measure;
use model::order::{MilestoneKind, OrderStatus};

use crate::world::{CENTRE, World, at, day, told, whole};

fn came(world: &mut World, n: u64, quantity: i32) {
    let line = told(1, Measure::Received, day(n), quantity);
    world.report(CENTRE, &format!("852-{n}"), &[line]);
}

/// Returns how much of each order is closed by activity, oldest first.
fn closed(world: &World) -> Vec<i32> {
    let orders = world.centre().orders.values();
    orders
        .map(|o| whole(o.lines[0].quantities.received_by_activity))
        .collect()
}

#[test]
fn activity_closes_the_oldest_shipments() {
    let mut world = World::new();
    let orders: Vec<_> = (0..3).map(|_| world.release(&[(1, 10)])).collect();
    // The second leaves first.
    world.shipped_at(&orders[1], at(1, 6), &[(1, 10)]);
    world.shipped_at(&orders[0], at(2, 6), &[(1, 10)]);
    world.shipped_at(&orders[2], at(3, 6), &[(1, 10)]);
    world.now = at(5, 0);
    came(&mut world, 4, 15);
    assert_eq!(closed(&world), [5, 10, 0]);
    assert_eq!(world.order(&orders[1]).status, OrderStatus::Delivered);
    assert_eq!(world.order(&orders[0]).status, OrderStatus::Shipped);
    assert_eq!(whole(world.position(1).in_transit.quantity), 15);
}

#[test]
fn restated_activity_closes_what_it_says_now() {
    let mut world = World::new();
    let order = world.release(&[(1, 10)]);
    world.shipped_at(&order, at(1, 6), &[(1, 10)]);
    world.now = at(4, 0);
    for (said, expected, status) in [
        (6, 6, OrderStatus::Shipped),
        (10, 10, OrderStatus::Delivered),
        (10, 10, OrderStatus::Delivered),
        (14, 10, OrderStatus::Delivered),
        (0, 0, OrderStatus::Shipped),
        (9, 9, OrderStatus::Shipped),
    ] {
        came(&mut world, 3, said);
        assert_eq!(closed(&world), [expected], "{said}");
        assert_eq!(world.order(&order).status, status, "{said}");
    }
    let delivered = world.order(&order).timeline.iter();
    let delivered = delivered.filter(|m| m.what == MilestoneKind::Delivered);
    let quantities: Vec<_> = delivered.map(|m| whole(m.quantity.unwrap())).collect();
    assert_eq!(quantities, [6, 10, 9]);
}

#[test]
fn a_correction_takes_back_what_was_reported_before_it() {
    let mut world = World::new();
    let order = world.release(&[(1, 10)]);
    world.shipped_at(&order, at(1, 6), &[(1, 10)]);
    world.now = at(6, 0);
    came(&mut world, 2, 6);
    came(&mut world, 3, 4);
    came(&mut world, 5, -7);
    assert_eq!(closed(&world), [3]);
}

#[test]
fn goods_of_others_close_nothing_of_ours_that_had_not_left() {
    let mut world = World::new();
    let order = world.release(&[(1, 10)]);
    world.now = at(6, 0);
    came(&mut world, 1, 30);
    world.shipped_at(&order, at(3, 6), &[(1, 10)]);
    assert_eq!(closed(&world), [0]);
    came(&mut world, 4, 10);
    assert_eq!(closed(&world), [10]);
}

#[test]
fn the_partners_day_may_be_one_behind_ours() {
    for (n, expected) in [(3, 0), (4, 10), (5, 10)] {
        let mut world = World::new();
        let order = world.release(&[(1, 10)]);
        // Late in the evening where the goods go to, and tomorrow in UTC.
        world.shipped_at(&order, at(5, 1), &[(1, 10)]);
        world.now = at(7, 0);
        came(&mut world, n, 10);
        assert_eq!(closed(&world), [expected], "day {n}");
    }
}

#[test]
fn activity_of_a_week_closes_shipments_as_well() {
    let mut world = World::new();
    let order = world.release(&[(1, 10)]);
    world.shipped_at(&order, at(1, 6), &[(1, 10)]);
    world.now = at(7, 0);
    came(&mut world, 2, 4);
    let week = |quantity| (1, Measure::Received, day(0), day(6), quantity);
    world.report(CENTRE, "852-week", &[week(9)]);
    assert_eq!(closed(&world), [9], "four of the nine were told before");
    world.report(CENTRE, "852-week-2", &[week(10)]);
    assert_eq!(closed(&world), [10]);
}

#[test]
fn an_advice_claims_the_activity_that_tells_of_its_goods() {
    let mut world = World::new();
    let orders: Vec<_> = (0..2).map(|_| world.release(&[(1, 10)])).collect();
    world.shipped_at(&orders[0], at(1, 6), &[(1, 10)]);
    world.shipped_at(&orders[1], at(2, 6), &[(1, 10)]);
    world.now = at(5, 0);
    came(&mut world, 4, 10);
    assert_eq!(closed(&world), [10, 0], "the older one is the likelier");
    world.received(&orders[1], "861-1", day(5), &[(1, 10)]);
    assert_eq!(closed(&world), [0, 10], "it was the younger one");
    assert_eq!(world.order(&orders[0]).status, OrderStatus::Shipped);
    assert_eq!(whole(world.position(1).in_transit.quantity), 10);
}

#[test]
fn lost_eaches_of_a_counted_order_take_no_activity_from_the_next() {
    let mut world = World::new();
    let orders: Vec<_> = (0..2).map(|_| world.release(&[(1, 10)])).collect();
    world.shipped_at(&orders[0], at(1, 6), &[(1, 10)]);
    world.now = at(3, 0);
    came(&mut world, 2, 9);
    world.received(&orders[0], "861-1", day(2), &[(1, 9)]);
    world.shipped_at(&orders[1], at(6, 6), &[(1, 10)]);
    world.now = at(8, 0);
    came(&mut world, 7, 10);
    assert_eq!(closed(&world), [9, 10]);
    assert_eq!(whole(world.position(1).in_transit.quantity), 0);
}

/// A shipment whose way is only partly covered by what is in memory keeps what was known of it.
#[test]
fn activity_that_is_not_loaded_is_not_forgotten() {
    let mut world = World::new();
    let orders: Vec<_> = (0..2).map(|_| world.release(&[(1, 10)])).collect();
    world.shipped_at(&orders[0], at(1, 6), &[(1, 10)]);
    world.now = at(3, 0);
    came(&mut world, 2, 10);
    let period = model::block::period_of(day(2));
    world.site(CENTRE).blocks.remove(&period);
    world.shipped_at(&orders[1], at(40, 6), &[(1, 10)]);
    world.now = at(42, 0);
    came(&mut world, 41, 10);
    assert_eq!(closed(&world), [10, 10]);
}
