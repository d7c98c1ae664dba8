//! Numbers, answers and messages that do not fit.

use model::activity::Measure;
use model::event::{DayOpened, Deadline, Outbound, SiteFact};
use model::exception::ExceptionKind;
use model::order::{Acknowledgement, MilestoneKind, OrderStatus};
use model::{OrderId, Quantity};

use crate::world::Step::{self, Accepts, CountsIn, Ships};
use crate::world::{CENTRE, World, at, day, id, proposal, told, units, whole};

#[test]
fn order_ids_count_up_on_their_day() {
    let mut world = World::new();
    let made = [world.release(&[(1, 5)]), world.release(&[(1, 5)])];
    world.now = at(1, 14);
    let next = world.release(&[(1, 5)]);
    let ids: Vec<_> = made.iter().chain([&next]).map(OrderId::as_str).collect();
    assert_eq!(ids, ["P-DC-240520-1", "P-DC-240520-2", "P-DC-240521-1"]);
    // With the tenth, text order is no longer the order of release.
    for n in 2..=12 {
        assert_eq!(
            world.release(&[(1, 5)]).as_str(),
            format!("P-DC-240521-{n}")
        );
    }
}

#[test]
fn a_release_freezes_and_says_what_it_froze() {
    let mut world = World::new();
    let order = world.release(&[(1, 5), (2, 0), (3, 7)]);
    assert_eq!(
        world.order(&order).lines.len(),
        2,
        "nothing is ordered of the second item"
    );
    let lines: Vec<_> = world
        .order(&order)
        .lines
        .iter()
        .map(|l| (l.line, l.item))
        .collect();
    assert_eq!(
        lines,
        [(1, crate::world::item(1)), (2, crate::world::item(3))]
    );
    let [Outbound::OrderReleased(released)] = world.outbound.as_slice() else {
        panic!("{:?}", world.outbound)
    };
    assert_eq!(released.order.lines, world.order(&order).lines);
    assert_eq!(released.order.status, OrderStatus::Released);
    assert_eq!(world.po_number(&order), Some(order.as_str()));
    assert!(world.centre().proposals.is_empty());
}

#[test]
fn a_day_that_opens_waits_for_its_cut_off() {
    let weekend = |data: &mut model::reference::ReferenceFile| {
        data.agreements[0].review_days = vec![chrono::Weekday::Mon];
    };
    for (n, waits) in [(0, true), (1, false), (7, true)] {
        let mut world = World::with(weekend);
        world.now = at(n, 0);
        let opened = DayOpened {
            day: day(n),
            at: at(n, 0),
        };
        world.apply(CENTRE, &SiteFact::DayOpened(opened));
        let waited: Vec<_> = world.deadlines.values().map(|(at, _)| *at).collect();
        let expected = if waits { vec![at(n, 14)] } else { vec![] };
        assert_eq!(waited, expected, "day {n}");
    }
}

#[test]
fn silence_accepts_what_was_sent_and_could_be_read() {
    type Answer = fn(&mut World, &OrderId);
    let cases: [(&str, Answer, OrderStatus); 6] = [
        ("nothing came", |_, _| {}, OrderStatus::Accepted),
        (
            "the software read it",
            |w, o| w.acknowledged(o, "OUT-1", Acknowledgement::Accepted),
            OrderStatus::Accepted,
        ),
        (
            "the software could not read it",
            |w, o| w.acknowledged(o, "OUT-1", Acknowledgement::Rejected),
            OrderStatus::Sent,
        ),
        (
            "the partner said yes to a part",
            |w, o| w.accepted(o, "850", &[(1, 3)]),
            OrderStatus::Accepted,
        ),
        (
            "the partner said no",
            |w, o| w.accepted(o, "850", &[]),
            OrderStatus::Cancelled,
        ),
        (
            "it left already",
            |w, o| w.shipped(o, &[(1, 5)]),
            OrderStatus::Shipped,
        ),
    ];
    for (name, answer, status) in cases {
        let mut world = World::new();
        let order = world.release(&[(1, 5)]);
        world.sent(&order, "OUT-1", "855");
        answer(&mut world, &order);
        let accepted = world.first(&order).accepted;
        world.now = at(3, 0);
        world.reach(Deadline::SilenceAccepts {
            partner: id("P"),
            site: id(CENTRE),
            order: order.clone(),
        });
        assert_eq!(world.order(&order).status, status, "{name}");
        let mut by_silence = world.order(&order).timeline.iter();
        let by_silence = by_silence.any(|m| m.what == MilestoneKind::AcceptedBySilence);
        let expected = if by_silence { units(5) } else { accepted };
        assert_eq!(world.first(&order).accepted, expected, "{name}");
    }
}

#[test]
fn silence_is_waited_for_from_the_order_document_on_until_an_answer() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.now = at(0, 15);
    world.sent(&order, "OUT-1", "855");
    let silence = format!("silence:{order}");
    assert_eq!(world.deadlines[&silence].0, at(2, 15));
    world.accepted(&order, "850", &[(1, 5)]);
    assert!(!world.deadlines.contains_key(&silence));
    world.sent(&order, "OUT-2", "856");
    assert!(
        !world.deadlines.contains_key(&silence),
        "a ship notice asks for no answer"
    );

    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.accepted(&order, "850", &[(1, 5)]);
    world.sent(&order, "OUT-1", "855");
    assert!(
        world.deadlines.keys().all(|id| !id.starts_with("silence")),
        "it was answered"
    );
}

#[test]
fn a_document_that_comes_again_changes_nothing() {
    let mut world = World::new();
    let order = world.release(&[(1, 12), (2, 5)]);
    let steps: [fn(&mut World, &OrderId); 5] = [
        |w, o| w.sent(o, "OUT-1", "855"),
        |w, o| w.acknowledged(o, "OUT-1", Acknowledgement::Accepted),
        |w, o| w.accepted(o, "850-1", &[(1, 12), (2, 5)]),
        |w, o| w.shipped(o, &[(1, 12), (2, 5)]),
        |w, o| w.received(o, "861-1", day(2), &[(1, 9), (2, 5)]),
    ];
    for (n, step) in steps.into_iter().enumerate() {
        step(&mut world, &order);
        let once = (world.order(&order).clone(), world.outbound.len());
        for _ in 0..10 {
            step(&mut world, &order);
        }
        let again = world.order(&order);
        // A shipment has no document, so a second one is another truck: it finds nothing open and
        // a person is told.
        assert_eq!(again.lines, once.0.lines, "step {n}");
        assert_eq!(again.documents, once.0.documents, "step {n}");
        assert_eq!(again.timeline, once.0.timeline, "step {n}");
        assert_eq!(world.outbound.len(), once.1, "step {n}");
    }
}

#[test]
fn facts_about_unknown_orders_are_said_and_change_nothing() {
    let mut world = World::new();
    let known = world.release(&[(1, 5)]);
    let before = world.order(&known).clone();
    let order: OrderId = id("P-DC-990101-1");
    let steps: [fn(&mut World, &OrderId); 6] = [
        |w, o| w.sent(o, "OUT-9", "855"),
        |w, o| w.acknowledged(o, "OUT-9", Acknowledgement::Accepted),
        |w, o| w.accepted(o, "850-9", &[(1, 5)]),
        |w, o| w.shipped(o, &[(1, 5)]),
        |w, o| w.received(o, "861-9", day(2), &[(1, 5)]),
        |w, o| {
            w.reach(Deadline::SilenceAccepts {
                partner: id("P"),
                site: id(CENTRE),
                order: o.clone(),
            });
        },
    ];
    for (n, step) in steps.into_iter().enumerate() {
        step(&mut world, &order);
        let said = world.open(ExceptionKind::OrderMismatch);
        assert_eq!(said.len(), n + 1, "each has its own");
        assert!(said.iter().all(|e| e.order.as_ref() == Some(&order)));
    }
    assert_eq!(world.order(&known), &before);
    assert_eq!(world.outbound.len(), 1);
}

/// A story of an order of twelve, and how often a person has to look at the end.
type Story = (&'static str, &'static [Step], usize);

const STORIES: &[Story] = &[
    ("all fits", &[Accepts(&[(1, 12)]), Ships(&[(1, 12)])], 0),
    ("less is no fault", &[Accepts(&[(1, 9)])], 0),
    ("more is ordered", &[Accepts(&[(1, 13)])], 1),
    ("another item is ordered", &[Accepts(&[(1, 12), (2, 1)])], 1),
    ("more is shipped", &[Ships(&[(1, 13)])], 1),
    ("another item is shipped", &[Ships(&[(1, 12), (2, 1)])], 1),
    (
        "what was declined is shipped",
        &[Accepts(&[(1, 9)]), Ships(&[(1, 12)])],
        1,
    ),
    (
        "less is counted in",
        &[Ships(&[(1, 12)]), CountsIn("861", 1, &[(1, 11)])],
        1,
    ),
    (
        "more is counted in",
        &[Ships(&[(1, 9)]), CountsIn("861", 1, &[(1, 11)])],
        1,
    ),
    (
        "another item is counted in",
        &[Ships(&[(1, 12)]), CountsIn("861", 1, &[(1, 12), (2, 1)])],
        1,
    ),
    (
        "the rest is counted in later",
        &[
            Ships(&[(1, 12)]),
            CountsIn("861-1", 1, &[(1, 7)]),
            CountsIn("861-2", 2, &[(1, 5)]),
        ],
        0,
    ),
    (
        "the late shipment report says what was counted in",
        &[CountsIn("861", 1, &[(1, 12)]), Ships(&[(1, 12)])],
        0,
    ),
    (
        "the late shipment report says otherwise",
        &[CountsIn("861", 1, &[(1, 10)]), Ships(&[(1, 12)])],
        1,
    ),
];

#[test]
fn what_does_not_fit_the_order_is_said() {
    for (name, steps, expected) in STORIES {
        let mut world = World::new();
        let order = world.release(&[(1, 12)]);
        world.play(&order, steps);
        let said = world.open(ExceptionKind::OrderMismatch);
        assert_eq!(said.len(), *expected, "{name}: {said:?}");
    }
}

#[test]
fn the_partners_own_number_takes_the_place_of_ours() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    let fact = model::event::OrderAccepted {
        partner: id("P"),
        site: id(CENTRE),
        order: order.clone(),
        po_number: Some(id("4500")),
        document: id("850-1"),
        at: world.now,
        lines: Vec::new(),
    };
    world.apply(CENTRE, &SiteFact::OrderAccepted(fact));
    assert_eq!(world.po_number(&order), Some("4500"));
    world.accepted(&order, "850-2", &[]);
    assert_eq!(
        world.po_number(&order),
        Some("4500"),
        "no number is no news"
    );
}

#[test]
fn a_ship_notice_is_asked_for_each_truck_that_carries_something() {
    let mut world = World::new();
    let order = world.release(&[(1, 12)]);
    let notices = |world: &World| {
        let due = world.outbound.iter();
        due.filter(|o| matches!(o, Outbound::ShipNoticeDue(_)))
            .count()
    };
    world.shipped(&order, &[(1, 0)]);
    assert_eq!(
        (notices(&world), world.order(&order).status),
        (0, OrderStatus::Cancelled)
    );
    world.shipped(&order, &[(1, 9)]);
    assert_eq!(
        (notices(&world), world.order(&order).status),
        (1, OrderStatus::Shipped)
    );
    world.shipped(&order, &[(1, 3)]);
    assert_eq!(notices(&world), 2);
    world.shipped(&order, &[(1, 3)]);
    assert_eq!(notices(&world), 2, "nothing was open any more");
}

#[test]
fn a_release_without_a_way_to_ship_stays_a_proposal() {
    let mut world = World::with(|data| data.sites[0].supplied_by.clear());
    world.plan(Some(proposal(day(2), at(0, 14), &[(1, 5)])));
    world.now = at(0, 14);
    world.cut_off();
    assert_eq!(world.centre().proposals.len(), 1);
    assert!(world.centre().orders.is_empty());
}

#[test]
fn quantities_may_have_decimals() {
    let mut world = World::new();
    let count = [told(1, Measure::OnHand, day(0), 5)];
    world.report(CENTRE, "852-0", &count);
    let mut planned = proposal(day(2), at(0, 0), &[(1, 5)]);
    planned.lines[0].computed = "4.625".parse().unwrap();
    world.plan(Some(planned));
    world.cut_off();
    let order = world.centre().orders.keys().next().unwrap().clone();
    world.shipped(&order, &[(1, 4)]);
    let short: Quantity = "0.625".parse().unwrap();
    assert_eq!(world.first(&order).cancelled, short);
    assert_eq!(whole(world.first(&order).shipped), 4);
}
