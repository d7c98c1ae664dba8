//! Every each is counted once.

use chrono::NaiveDate;
use model::activity::Measure;
use model::{OrderId, Quantity};
use proptest::prelude::*;

use crate::world::{CENTRE, World, at, day, told, whole};

/// On hand, received since, on order, in transit.
type Buckets = [i32; 4];

fn buckets(world: &World) -> Buckets {
    let position = world.position(1);
    let on_hand = position
        .on_hand
        .as_ref()
        .map_or(Quantity::ZERO, |b| b.quantity);
    [
        on_hand,
        position.received_since.quantity,
        position.on_order.quantity,
        position.in_transit.quantity,
    ]
    .map(whole)
}

/// Stock at the end of a day, with what was reported as received that day.
fn count(world: &mut World, n: u64, on_hand: i32, received: Option<i32>) {
    let mut lines = vec![told(1, Measure::OnHand, day(n), on_hand)];
    lines.extend(received.map(|quantity| told(1, Measure::Received, day(n), quantity)));
    world.report(CENTRE, &format!("852-{n}"), &lines);
}

#[test]
fn an_each_moves_from_bucket_to_bucket() {
    let mut world = World::new();
    count(&mut world, 0, 50, None);
    assert_eq!(buckets(&world), [50, 0, 0, 0]);
    let order = world.release(&[(1, 12)]);
    assert_eq!(buckets(&world), [50, 0, 12, 0]);
    world.sent(&order, "OUT-1", "855");
    assert_eq!(buckets(&world), [50, 0, 12, 0]);
    world.now = at(1, 6);
    world.shipped(&order, &[(1, 10)]);
    assert_eq!(buckets(&world), [50, 0, 0, 10], "two are short");
    world.now = at(3, 12);
    world.received(&order, "861-1", day(3), &[(1, 9)]);
    assert_eq!(buckets(&world), [50, 9, 0, 0], "one is lost");
    count(&mut world, 2, 44, None);
    assert_eq!(buckets(&world), [44, 9, 0, 0], "counted before they came");
    world.now = at(3, 20);
    count(&mut world, 3, 48, None);
    assert_eq!(buckets(&world), [48, 0, 0, 0], "counted with them");
}

#[test]
fn every_bucket_has_a_source_and_a_day() {
    let mut world = World::new();
    count(&mut world, 0, 50, None);
    world.report(CENTRE, "852-b", &[told(1, Measure::Backordered, day(0), 3)]);
    let orders: Vec<_> = (0..3).map(|_| world.release(&[(1, 12)])).collect();
    world.now = at(1, 6);
    world.shipped(&orders[1], &[(1, 12)]);
    world.shipped(&orders[2], &[(1, 12)]);
    world.now = at(2, 6);
    world.received(&orders[2], "861-1", day(2), &[(1, 12)]);
    let position = world.position(1);
    let named = |bucket: &model::position::Bucket| (bucket.sources.join(","), bucket.as_of);
    assert_eq!(
        named(position.on_hand.as_ref().unwrap()),
        ("852-0".into(), Some(day(0)))
    );
    assert_eq!(
        named(&position.on_order),
        (orders[0].to_string(), Some(day(2)))
    );
    assert_eq!(
        named(&position.in_transit),
        (orders[1].to_string(), Some(day(2)))
    );
    assert_eq!(
        named(&position.received_since),
        ("861-1".into(), Some(day(2)))
    );
    assert_eq!(named(&position.backordered), ("852-b".into(), Some(day(0))));
    assert_eq!(position.total(), crate::world::units(50 + 12 + 12 + 12 - 3));
}

#[test]
fn what_the_partner_believes_of_our_orders_is_not_added() {
    let mut world = World::new();
    count(&mut world, 0, 50, None);
    let believed = [
        told(1, Measure::OnOrderReported, day(0), 100),
        told(1, Measure::InTransitReported, day(0), 100),
        told(1, Measure::Committed, day(0), 10),
    ];
    world.report(CENTRE, "852-qp", &believed);
    assert_eq!(whole(world.position(1).total()), 50);
}

/// Something that becomes known.
#[derive(Debug, Clone, Copy)]
enum Known {
    Shipment,
    /// An 861 dated so many days after day 3.
    Advice(u64),
    /// QR of day 3.
    Activity,
    /// Stock at the end of a day.
    Count(u64),
}

use Known::{Activity, Advice, Count, Shipment};

/// Twelve eaches are released on day 0, leave on day 1 and come in on day 3; 50 are there before.
fn after(inside: bool, story: &[Known]) -> Buckets {
    let mut world = World::with(|data| data.partners[0].activity.receipts_inside_stock = inside);
    let order = world.release(&[(1, 12)]);
    world.now = at(12, 0);
    for known in story {
        match known {
            Shipment => world.shipped_at(&order, at(1, 6), &[(1, 12)]),
            Advice(later) => world.received(&order, "861-1", day(3 + later), &[(1, 12)]),
            Activity => {
                world.report(CENTRE, "852-qr", &[told(1, Measure::Received, day(3), 12)]);
            }
            Count(n) => {
                let there = *n > 3 || (*n == 3 && inside);
                count(&mut world, *n, if there { 62 } else { 50 }, None);
            }
        }
    }
    buckets(&world)
}

#[test]
fn receipts_are_inside_or_beside_the_count_and_never_both() {
    let cases: &[(&[Known], Buckets)] = &[
        (&[Count(2), Shipment], [50, 0, 0, 12]),
        // Either witness alone, before and after the count.
        (&[Count(2), Shipment, Advice(0)], [50, 12, 0, 0]),
        (&[Count(2), Shipment, Activity], [50, 12, 0, 0]),
        (&[Shipment, Advice(0), Count(3)], [62, 0, 0, 0]),
        (&[Shipment, Activity, Count(3)], [62, 0, 0, 0]),
        // Activity closes in transit without an advice; the advice that comes later adds nothing.
        (&[Count(2), Shipment, Activity, Advice(0)], [50, 12, 0, 0]),
        (&[Shipment, Activity, Count(3), Advice(0)], [62, 0, 0, 0]),
        // Dated a day or two later by the receiving desk: the same eaches, inside the count.
        (&[Shipment, Activity, Count(3), Advice(1)], [62, 0, 0, 0]),
        (&[Shipment, Activity, Count(3), Advice(2)], [62, 0, 0, 0]),
        (&[Shipment, Advice(1), Activity, Count(4)], [62, 0, 0, 0]),
        // Some write their advices once a week; later ones are taken for other goods.
        (&[Shipment, Activity, Count(3), Advice(7)], [62, 0, 0, 0]),
        (&[Shipment, Activity, Count(3), Advice(8)], [62, 12, 0, 0]),
        // The warehouse's report is the last to come.
        (&[Activity, Count(3), Shipment], [62, 0, 0, 0]),
        (&[Advice(0), Count(3), Shipment], [62, 0, 0, 0]),
        (&[Count(2), Activity, Advice(1), Shipment], [50, 12, 0, 0]),
        (&[Count(2), Advice(1), Shipment, Activity], [50, 12, 0, 0]),
        // Never counted: what came in of our orders is known to be there.
        (&[Shipment, Activity, Advice(1)], [0, 12, 0, 0]),
        (&[Shipment, Activity], [0, 12, 0, 0]),
    ];
    for (story, expected) in cases {
        assert_eq!(after(true, story), *expected, "{story:?}");
    }
    // Where receipts of a day are not inside the stock of that day, they are the day after.
    let outside: &[(&[Known], Buckets)] = &[
        (&[Shipment, Activity, Count(3)], [50, 12, 0, 0]),
        (&[Shipment, Advice(0), Count(3)], [50, 12, 0, 0]),
        (&[Shipment, Activity, Advice(0), Count(3)], [50, 12, 0, 0]),
        (&[Shipment, Activity, Advice(0), Count(4)], [62, 0, 0, 0]),
    ];
    for (story, expected) in outside {
        assert_eq!(after(false, story), *expected, "{story:?}");
    }
}

#[test]
fn a_second_truck_is_in_transit_and_what_the_first_lost_is_not() {
    let mut world = World::new();
    count(&mut world, 0, 50, None);
    let order = world.release(&[(1, 15)]);
    world.now = at(1, 6);
    world.shipped(&order, &[(1, 10)]);
    world.now = at(2, 20);
    world.received(&order, "861-1", day(2), &[(1, 9)]);
    count(&mut world, 2, 59, Some(9));
    assert_eq!(buckets(&world), [59, 0, 0, 0]);
    world.now = at(3, 6);
    world.shipped(&order, &[(1, 5)]);
    assert_eq!(buckets(&world), [59, 0, 0, 5]);
    world.now = at(4, 20);
    count(&mut world, 4, 64, Some(5));
    assert_eq!(buckets(&world), [64, 0, 0, 0]);
    world.received(&order, "861-2", day(4), &[(1, 5)]);
    assert_eq!(buckets(&world), [64, 0, 0, 0]);
}

#[test]
fn a_second_truck_comes_in_by_activity_after_the_first_by_advice() {
    let mut world = World::new();
    let order = world.release(&[(1, 15)]);
    world.shipped_at(&order, at(1, 6), &[(1, 10)]);
    world.received(&order, "861-1", day(2), &[(1, 9)]);
    world.shipped_at(&order, at(10, 6), &[(1, 5)]);
    world.now = at(12, 20);
    count(&mut world, 11, 59, Some(0));
    assert_eq!(buckets(&world), [59, 0, 0, 5]);
    count(&mut world, 12, 64, Some(5));
    assert_eq!(buckets(&world), [64, 0, 0, 0]);
}

/// A delivery as it really is: days it leaves and arrives, what is on the truck and what arrives.
#[derive(Debug, Clone)]
struct Delivery {
    released: i32,
    shipped: i32,
    arrived: i32,
    leaves: u64,
    arrives: u64,
    /// Whether an 861 tells of it, and how many days late it is dated.
    advice: Option<u64>,
}

fn deliveries() -> impl Strategy<Value = Vec<Delivery>> {
    let one = (
        1..40_i32,
        0..4_i32,
        0..3_i32,
        1..15_u64,
        1..4_u64,
        proptest::option::weighted(0.7, 0..2_u64),
    );
    let one = one.prop_map(|(released, short, lost, leaves, way, advice)| {
        let shipped = (released - short).max(1);
        Delivery {
            released,
            shipped,
            // Only an advice can tell of a loss.
            arrived: if advice.is_some() {
                (shipped - lost).max(0)
            } else {
                shipped
            },
            leaves,
            arrives: leaves + way,
            advice,
        }
    });
    proptest::collection::vec(one, 1..7)
}

/// What becomes known, once each.
#[derive(Debug, Clone)]
enum News {
    Left(usize),
    Advice(usize),
    Day(u64),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever becomes known in whichever order, in the end the position is what is on the shelf
    /// and what is still to come; all partners' activity tells of receipts, 861s of some.
    #[test]
    fn nothing_is_counted_twice_or_lost(
        deliveries in deliveries(),
        last_count in 1..20_u64,
        seed in any::<u64>(),
    ) {
        let mut world = World::new();
        let orders: Vec<OrderId> =
            deliveries.iter().map(|d| world.release(&[(1, d.released)])).collect();
        let today = 20;
        world.now = at(today, 0);
        let mut news = Vec::new();
        for (n, delivery) in deliveries.iter().enumerate() {
            news.push(News::Left(n));
            if delivery.advice.is_some() {
                news.push(News::Advice(n));
            }
        }
        news.extend((0..today).map(News::Day));
        shuffle(&mut news, seed);
        for one in &news {
            tell(&mut world, &deliveries, &orders, last_count, one);
        }
        // The shelf at the last count, and whatever of the rest has come or will come.
        let shelf = stock(&deliveries, last_count);
        let to_come: i32 = deliveries.iter().filter(|d| d.arrives > last_count).map(|d| d.arrived).sum();
        prop_assert_eq!(whole(world.position(1).total()), shelf + to_come, "{:?}", world.position(1));
        let [on_hand, _, on_order, in_transit] = buckets(&world);
        prop_assert_eq!((on_hand, on_order, in_transit), (shelf, 0, 0));
    }
}

/// Stock at the end of a day: 100 to begin with; nobody sells anything.
fn stock(deliveries: &[Delivery], n: u64) -> i32 {
    100 + deliveries
        .iter()
        .filter(|d| d.arrives <= n)
        .map(|d| d.arrived)
        .sum::<i32>()
}

fn tell(world: &mut World, deliveries: &[Delivery], orders: &[OrderId], last: u64, one: &News) {
    match *one {
        News::Left(n) => {
            let delivery = &deliveries[n];
            world.shipped_at(&orders[n], at(delivery.leaves, 6), &[(1, delivery.shipped)]);
        }
        News::Advice(n) => {
            let delivery = &deliveries[n];
            let dated: NaiveDate = day(delivery.arrives + delivery.advice.unwrap());
            world.received(
                &orders[n],
                &format!("861-{n}"),
                dated,
                &[(1, delivery.arrived)],
            );
        }
        News::Day(n) => {
            let came = deliveries
                .iter()
                .filter(|d| d.arrives == n)
                .map(|d| d.arrived)
                .sum();
            let mut lines = vec![told(1, Measure::Received, day(n), came)];
            if n <= last {
                lines.push(told(1, Measure::OnHand, day(n), stock(deliveries, n)));
            }
            world.report(CENTRE, &format!("852-{n}"), &lines);
        }
    }
}

/// Fisher and Yates, with the generator SplitMix64.
fn shuffle<T>(all: &mut [T], seed: u64) {
    let mut state = seed;
    for n in (1..all.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let pick = usize::try_from((z ^ (z >> 31)) % (n as u64 + 1)).unwrap();
        all.swap(n, pick);
    }
}
