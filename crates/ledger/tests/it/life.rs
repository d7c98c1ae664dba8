//! Whatever comes in whatever order, quantities balance and an order only goes forward.

use std::collections::BTreeMap;

use model::activity::Measure;
use model::order::{Acknowledgement, MilestoneKind, OrderStatus, Quantities};
use model::{OrderId, Quantity};
use proptest::prelude::*;

use crate::world::Step::{self, Accepts, CountsIn, Ships};
use crate::world::{CENTRE, World, at, day, id, told, whole};

/// Something that happens to one of three orders, or to the centre.
#[derive(Debug, Clone)]
enum Happens {
    Sent,
    Read(Acknowledgement),
    Accepts(u32, i32, i32),
    Silence,
    Ships(i32, i32),
    CountsIn(u32, u64, i32, i32),
    Reports(u64, i32),
    CorrectsTotal(i32),
}

fn happens() -> impl Strategy<Value = Happens> {
    let read = [
        Acknowledgement::Accepted,
        Acknowledgement::Partial,
        Acknowledgement::Rejected,
    ];
    // Orders ask for 12 and 5; half of the answers are the expected ones.
    let of = |asked: i32| prop_oneof![Just(asked), Just(asked), -2..asked + 4];
    prop_oneof![
        Just(Happens::Sent),
        proptest::sample::select(read.to_vec()).prop_map(Happens::Read),
        (0..3_u32, of(12), of(5)).prop_map(|(d, a, b)| Happens::Accepts(d, a, b)),
        Just(Happens::Silence),
        (of(12), of(5)).prop_map(|(a, b)| Happens::Ships(a, b)),
        (0..4_u32, 0..6_u64, of(12), of(5)).prop_map(|(d, n, a, b)| Happens::CountsIn(d, n, a, b)),
        (0..6_u64, -5..30).prop_map(|(n, q)| Happens::Reports(n, q)),
        (0..40).prop_map(Happens::CorrectsTotal),
    ]
}

fn happen(world: &mut World, order: &OrderId, what: &Happens) {
    match *what {
        Happens::Sent => world.sent(order, &format!("855-{order}"), "855"),
        Happens::Read(how) => world.acknowledged(order, &format!("855-{order}"), how),
        Happens::Accepts(document, a, b) => {
            world.accepted(order, &format!("850-{document}-{order}"), &[(1, a), (2, b)]);
        }
        Happens::Silence => world.reach(model::event::Deadline::SilenceAccepts {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
        }),
        Happens::Ships(a, b) => world.shipped(order, &[(1, a), (2, b)]),
        Happens::CountsIn(document, n, a, b) => {
            let document = format!("861-{document}-{order}");
            world.received(order, &document, day(n), &[(1, a), (2, b)]);
        }
        Happens::Reports(n, quantity) => {
            let line = told(1, Measure::Received, day(n), quantity);
            world.report(CENTRE, &format!("852-{n}-{quantity}"), &[line]);
        }
        Happens::CorrectsTotal(quantity) => {
            let line = (1, Measure::Received, day(0), day(6), quantity);
            world.report(CENTRE, &format!("852-week-{quantity}"), &[line]);
        }
    }
}

/// Only goods that turn up after all, or a partner that takes its word back, turn a status back.
fn may_turn_back(what: &Happens) -> bool {
    match what {
        Happens::Ships(..) | Happens::Reports(..) | Happens::CorrectsTotal(_) => true,
        // A receipt may claim what activity was taken to tell of another order.
        Happens::CountsIn(..) => true,
        Happens::Sent | Happens::Read(_) | Happens::Accepts(..) | Happens::Silence => false,
    }
}

fn statuses(world: &World) -> BTreeMap<OrderId, OrderStatus> {
    world
        .centre()
        .orders
        .iter()
        .map(|(id, order)| (id.clone(), order.status))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// `World` checks the balance of every order after every fact.
    #[test]
    fn quantities_balance_and_nothing_goes_back(
        story in proptest::collection::vec((0..3_usize, happens()), 1..40)
    ) {
        let mut world = World::new();
        let orders: Vec<_> = (0..3).map(|_| world.release(&[(1, 12), (2, 5)])).collect();
        world.now = at(6, 0);
        for (n, what) in &story {
            let before = statuses(&world);
            happen(&mut world, &orders[*n], what);
            for (id, status) in statuses(&world) {
                let forward = status >= before[&id]
                    || before[&id] == OrderStatus::Cancelled
                    || (may_turn_back(what) && status >= OrderStatus::Shipped);
                prop_assert!(forward, "{id}: {:?} to {status:?} by {what:?}", before[&id]);
            }
            // Goods that are counted in are never on the way as well.
            let position = world.position(1);
            prop_assert!(position.on_order.quantity >= Quantity::ZERO);
            prop_assert!(position.in_transit.quantity >= Quantity::ZERO);
        }
    }

    /// The same facts about one order, in any order, leave the same quantities.
    #[test]
    fn facts_in_any_order_leave_the_same_quantities(
        accepted in 0..=12_i32,
        short in 0..=3_i32,
        lost in 0..=3_i32,
        shuffled in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let shipped = (accepted - short).max(0);
        let received = (shipped - lost).max(0);
        let tell = |sequence: &[usize]| -> Quantities {
            let mut world = World::new();
            let order = world.release(&[(1, 12)]);
            for fact in sequence {
                match fact {
                    0 => world.sent(&order, "OUT-1", "855"),
                    1 => world.accepted(&order, "850-1", &[(1, accepted)]),
                    2 => world.shipped_at(&order, at(1, 6), &[(1, shipped)]),
                    3 => world.received(&order, "861-1", day(2), &[(1, received)]),
                    _ => world.report(CENTRE, "852-1", &[told(1, Measure::Received, day(2), received)]),
                }
            }
            world.first(&order).clone()
        };
        prop_assert_eq!(tell(&shuffled), tell(&[0, 1, 2, 3, 4]));
    }
}

#[test]
fn an_order_goes_its_way() {
    let mut world = World::new();
    let order = world.release(&[(1, 12)]);
    let mut seen = vec![world.order(&order).status];
    let mut look = |world: &World, order: &OrderId| seen.push(world.order(order).status);
    world.sent(&order, "OUT-1", "855");
    look(&world, &order);
    world.acknowledged(&order, "OUT-1", Acknowledgement::Accepted);
    look(&world, &order);
    world.accepted(&order, "850-1", &[(1, 12)]);
    look(&world, &order);
    world.now = at(1, 6);
    world.shipped(&order, &[(1, 12)]);
    look(&world, &order);
    world.sent(&order, "OUT-2", "856");
    world.now = at(3, 20);
    world.report(CENTRE, "852-1", &[told(1, Measure::Received, day(3), 12)]);
    look(&world, &order);
    world.received(&order, "861-1", day(3), &[(1, 12)]);
    look(&world, &order);
    let expected = [
        OrderStatus::Released,
        OrderStatus::Sent,
        // The 997 is about the document, not the order.
        OrderStatus::Sent,
        OrderStatus::Accepted,
        OrderStatus::Shipped,
        OrderStatus::Delivered,
        OrderStatus::Received,
    ];
    assert_eq!(seen, expected);
    let told: Vec<_> = world
        .order(&order)
        .timeline
        .iter()
        .map(|m| m.what)
        .collect();
    let expected = [
        MilestoneKind::Released,
        MilestoneKind::Sent,
        MilestoneKind::DocumentAccepted,
        MilestoneKind::Accepted,
        MilestoneKind::Shipped,
        MilestoneKind::NoticeSent,
        MilestoneKind::Delivered,
        MilestoneKind::Received,
    ];
    assert_eq!(told, expected);
    assert!(
        world.exceptions.values().all(|e| !e.open),
        "{:?}",
        world.exceptions
    );
}

/// A story of an order of twelve, and its line at the end: accepted, shipped, delivered, received,
/// cancelled.
type Story = (&'static str, &'static [Step], [i32; 5], OrderStatus);

const STORIES: &[Story] = &[
    (
        "the partner takes less",
        &[Accepts(&[(1, 8)])],
        [8, 0, 0, 0, 4],
        OrderStatus::Accepted,
    ),
    (
        "the partner takes nothing",
        &[Accepts(&[])],
        [0, 0, 0, 0, 12],
        OrderStatus::Cancelled,
    ),
    (
        "the warehouse is short",
        &[Accepts(&[(1, 12)]), Ships(&[(1, 9)])],
        [9, 9, 0, 0, 3],
        OrderStatus::Shipped,
    ),
    (
        "the rest comes with a second truck",
        &[Ships(&[(1, 9)]), Ships(&[(1, 3)])],
        [0, 12, 0, 0, 0],
        OrderStatus::Shipped,
    ),
    (
        "the second truck comes after the first was counted in",
        &[
            Ships(&[(1, 9)]),
            CountsIn("861", 2, &[(1, 8)]),
            Ships(&[(1, 3)]),
        ],
        [8, 12, 8, 8, 1],
        OrderStatus::Shipped,
    ),
    (
        "some is lost on the way",
        &[
            Accepts(&[(1, 12)]),
            Ships(&[(1, 12)]),
            CountsIn("861", 2, &[(1, 10)]),
        ],
        [10, 12, 10, 10, 2],
        OrderStatus::Received,
    ),
    (
        "all is lost on the way",
        &[
            Accepts(&[(1, 12)]),
            Ships(&[(1, 12)]),
            CountsIn("861", 2, &[(1, 0)]),
        ],
        [0, 12, 0, 0, 12],
        OrderStatus::Cancelled,
    ),
    (
        "it is counted in twice, a part each time",
        &[
            Ships(&[(1, 12)]),
            CountsIn("861-1", 2, &[(1, 7)]),
            CountsIn("861-2", 3, &[(1, 5)]),
        ],
        [12, 12, 12, 12, 0],
        OrderStatus::Received,
    ),
    (
        "two messages of one file count it in",
        &[
            Ships(&[(1, 12)]),
            CountsIn("861", 2, &[(1, 7)]),
            CountsIn("861", 2, &[(1, 5)]),
        ],
        [12, 12, 12, 12, 0],
        OrderStatus::Received,
    ),
    (
        "the receipt overtakes the shipment report",
        &[CountsIn("861", 2, &[(1, 12)]), Ships(&[(1, 12)])],
        [12, 12, 12, 12, 0],
        OrderStatus::Received,
    ),
    (
        "the answer comes after the goods",
        &[
            Ships(&[(1, 12)]),
            CountsIn("861", 2, &[(1, 10)]),
            Accepts(&[(1, 12)]),
        ],
        [10, 12, 10, 10, 2],
        OrderStatus::Received,
    ),
    (
        "more is counted in than left",
        &[Ships(&[(1, 9)]), CountsIn("861", 2, &[(1, 12)])],
        [9, 9, 9, 9, 3],
        OrderStatus::Received,
    ),
    (
        "more is shipped than was asked for",
        &[Ships(&[(1, 15)])],
        [0, 12, 0, 0, 0],
        OrderStatus::Shipped,
    ),
];

#[test]
fn short_lost_and_late_goods_are_accounted_for() {
    for (name, steps, end, status) in STORIES {
        let mut world = World::new();
        let order = world.release(&[(1, 12)]);
        world.sent(&order, "OUT-1", "855");
        let mut gone = Quantity::ZERO;
        for step in *steps {
            let before = world.first(&order).cancelled;
            world.play(&order, &[*step]);
            gone += (world.first(&order).cancelled - before).at_least(Quantity::ZERO);
        }
        let q = world.first(&order);
        let got = [q.accepted, q.shipped, q.delivered, q.received, q.cancelled].map(whole);
        assert_eq!(got, *end, "{name}");
        assert_eq!(world.order(&order).status, *status, "{name}");
        // The timeline tells whenever something will not come any more.
        let told = world.order(&order).timeline.iter();
        let told = told.filter(|m| m.what == MilestoneKind::Cancelled);
        let told: Quantity = told.filter_map(|m| m.quantity).sum();
        assert_eq!(told, gone, "{name}");
    }
}
