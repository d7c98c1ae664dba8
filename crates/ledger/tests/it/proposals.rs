//! Proposals are replaced, judged and decided about.

use model::activity::Measure;
use model::agreement::LinePrice;
use model::commit::Change;
use model::event::{DayOpened, SiteFact};
use model::exception::ExceptionKind;
use model::proposal::{Decision, Proposal, ProposalKey, ProposalStatus, WaitReason};
use model::reference::ReferenceFile;
use model::{Money, Quantity};
use proptest::prelude::*;

use crate::world::{CENTRE, World, at, day, item, planner, proposal, told, units, whole};

/// A plan of the centre for day 2, released on day 0.
fn plan(lines: &[(u8, i32)]) -> Proposal {
    proposal(day(2), at(0, 14), lines)
}

/// A world that knows the stock of items 1 and 2.
fn stocked() -> World {
    stocked_with(|_| {})
}

fn stocked_with(change: impl FnOnce(&mut ReferenceFile)) -> World {
    let mut world = World::with(change);
    let stock = [
        told(1, Measure::OnHand, day(0), 5),
        told(2, Measure::OnHand, day(0), 0),
    ];
    world.report(CENTRE, "852-0", &stock);
    world
}

fn only(world: &World) -> &Proposal {
    let proposals = &world.centre().proposals;
    assert_eq!(proposals.len(), 1, "{proposals:#?}");
    proposals.values().next().unwrap()
}

fn waits(world: &World) -> usize {
    world.open(ExceptionKind::ApprovalNeeded).len()
}

fn quantities(proposal: &Proposal) -> Vec<(u8, i32)> {
    let number =
        |line: &model::proposal::ProposalLine| (0..9).find(|n| item(*n) == line.item).unwrap();
    proposal
        .lines
        .iter()
        .map(|l| (number(l), whole(l.quantity())))
        .collect()
}

fn change(n: u8, quantity: i32) -> Decision {
    let reason = "a fair in town".to_owned();
    Decision::Change {
        item: item(n),
        quantity: units(quantity),
        reason,
    }
}

fn reject() -> Decision {
    Decision::Reject {
        reason: "too early".to_owned(),
    }
}

/// Decides about the only proposal as it stands.
fn decide(world: &mut World, decision: Decision) -> ProposalKey {
    let (key, version) = (only(world).key.clone(), only(world).version);
    world.decide(&key, version, decision);
    key
}

#[test]
fn planning_ten_times_replaces_and_releases_once() {
    let mut world = stocked();
    for n in 0..10 {
        world.plan(Some(plan(&[(1, 10 + n), (2, 20)])));
        assert_eq!(quantities(only(&world)), [(1, 10 + n), (2, 20)]);
    }
    world.now = at(0, 14);
    world.cut_off();
    world.cut_off();
    assert_eq!(world.centre().orders.len(), 1);
    assert_eq!(whole(world.position(1).on_order.quantity), 19);
    assert!(world.centre().proposals.is_empty());
}

#[test]
fn nothing_is_released_before_its_cut_off() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 10)])));
    world.now = at(0, 13);
    world.cut_off();
    assert!(world.centre().orders.is_empty());
}

#[test]
fn a_plan_for_another_day_replaces_open_and_waiting_ones() {
    for quantity in [10, 2_000] {
        let mut world = stocked();
        world.plan(Some(plan(&[(1, quantity)])));
        assert_eq!(waits(&world), usize::from(quantity > 1_000));
        world.plan(Some(proposal(day(3), at(1, 14), &[(1, quantity + 5)])));
        assert_eq!(only(&world).key.need_date, day(3));
        assert_eq!(
            waits(&world),
            usize::from(quantity > 1_000),
            "the old one is settled"
        );
        world.plan(None);
        assert!(world.centre().proposals.is_empty());
        assert_eq!(waits(&world), 0);
    }
}

fn price(net: &str, free: i32) -> LinePrice {
    LinePrice {
        version: 1,
        unit: "EA".to_owned(),
        currency: "CNY".to_owned(),
        gross: net.parse().unwrap(),
        net: net.parse().unwrap(),
        free: units(free),
    }
}

#[test]
fn limits_and_unknown_stock_wait_for_a_planner() {
    let limits = |data: &mut ReferenceFile| {
        data.agreements[0].limits.value = "100".parse().unwrap();
        data.agreements[0].limits.units = units(50);
    };
    let value = |value: &str| -> Money { value.parse().unwrap() };
    let limit = value("100");
    let too_dear = |v: &str| {
        Some(WaitReason::Value {
            value: value(v),
            limit,
        })
    };
    let too_many = |n| {
        Some(WaitReason::Units {
            units: units(n),
            limit: units(50),
        })
    };
    // Item 3 was never counted, item 4 is below zero, item 2 is at zero, which is known.
    let unknown = |n| Some(WaitReason::Stock { item: item(n) });
    let cases = [
        (vec![(1, 50)], None, None),
        (vec![(1, 51)], None, too_many(51)),
        (vec![(1, 30), (2, 21)], None, too_many(51)),
        (vec![(1, 10)], Some(price("10", 0)), None),
        (
            vec![(1, 10)],
            Some(price("10.0001", 0)),
            too_dear("100.001"),
        ),
        (vec![(1, 11)], Some(price("10", 1)), None),
        (vec![(1, 10), (3, 1)], None, unknown(3)),
        (vec![(3, 0), (1, 10)], None, None),
        (vec![(1, 10), (4, 1)], None, unknown(4)),
        (vec![(2, 10)], None, None),
    ];
    for (lines, price, expected) in cases {
        let mut world = stocked_with(limits);
        world.report(CENTRE, "852-1", &[told(4, Measure::OnHand, day(0), -1)]);
        let mut planned = plan(&lines);
        planned.lines[0].price = price;
        world.plan(Some(planned));
        let reason = match &only(&world).status {
            ProposalStatus::Waiting { reason } => Some(reason.clone()),
            _ => None,
        };
        assert_eq!(reason, expected, "{lines:?}");
        assert_eq!(waits(&world), usize::from(expected.is_some()));
        world.now = at(0, 14);
        world.cut_off();
        assert_eq!(
            world.centre().orders.is_empty(),
            expected.is_some(),
            "{lines:?}"
        );
    }
}

#[test]
fn a_proposal_that_shrinks_into_the_limits_waits_no_more() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    assert_eq!(waits(&world), 1);
    world.plan(Some(plan(&[(1, 20)])));
    assert_eq!(
        (waits(&world), &only(&world).status),
        (0, &ProposalStatus::Open)
    );
}

#[test]
fn a_planner_is_asked_once_for_each_reason() {
    let mut world = stocked();
    for quantity in [2_000, 2_000, 2_000, 2_500, 2_500] {
        world.plan(Some(plan(&[(1, quantity)])));
    }
    let asked = world.changes.iter().filter_map(|change| match change {
        Change::Exception(found) => Some(found.detail.as_str()),
        _ => None,
    });
    let asked: Vec<_> = asked.collect();
    assert_eq!(
        asked,
        ["2000 eaches, limit 1000", "2500 eaches, limit 1000"]
    );
}

#[test]
fn approved_before_the_cut_off_goes_out_at_it_and_after_it_at_once() {
    for (decided, released) in [(12, 14), (15, 15)] {
        let mut world = stocked();
        world.plan(Some(plan(&[(1, 2_000)])));
        for hour in 12..16 {
            world.now = at(0, hour);
            if hour == 14 {
                world.cut_off();
            }
            if hour == decided {
                decide(&mut world, Decision::Approve);
                assert_eq!(waits(&world), 0);
            }
            let out = !world.centre().orders.is_empty();
            assert_eq!(out, hour >= released, "decided at {decided}, now {hour}");
        }
        let order = world.centre().orders.values().next().unwrap();
        assert_eq!(
            order.timeline[0].what,
            model::order::MilestoneKind::Approved
        );
    }
}

#[test]
fn what_was_approved_is_not_planned_again() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    decide(&mut world, Decision::Approve);
    world.plan(Some(plan(&[(1, 9_000)])));
    world.plan(Some(proposal(day(3), at(1, 14), &[(1, 9_000)])));
    world.plan(None);
    assert_eq!(quantities(only(&world)), [(1, 2_000)]);
    world.now = at(0, 14);
    world.cut_off();
    assert_eq!(whole(world.position(1).on_order.quantity), 2_000);
}

#[test]
fn a_change_survives_planning_again() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 10), (2, 20)])));
    decide(&mut world, change(1, 30));
    world.plan(Some(plan(&[(1, 12), (2, 25)])));
    assert_eq!(quantities(only(&world)), [(1, 30), (2, 25)]);
    // The plan needs nothing of it any more; the planner does.
    world.plan(Some(plan(&[(2, 25)])));
    assert_eq!(quantities(only(&world)), [(2, 25), (1, 30)]);
    world.plan(None);
    assert_eq!(quantities(only(&world)), [(1, 30)]);
    let kept = only(&world).lines[0].change.as_ref().unwrap();
    assert_eq!(
        (kept.reason.as_str(), &kept.by),
        ("a fair in town", &planner())
    );
    world.now = at(0, 14);
    world.cut_off();
    let order = world.centre().orders.values().next().unwrap();
    let line = &order.lines[0];
    assert_eq!(
        (
            whole(line.quantities.proposed),
            whole(line.quantities.released)
        ),
        (12, 30)
    );
    assert!(line.change.is_some());
}

#[test]
fn a_change_is_of_its_need_date() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 10)])));
    decide(&mut world, change(1, 30));
    world.plan(Some(proposal(day(3), at(1, 14), &[(1, 12)])));
    assert_eq!(quantities(only(&world)), [(1, 12)]);
}

#[test]
fn a_change_is_judged_by_the_limits() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 10)])));
    decide(&mut world, change(1, 10_000));
    assert!(
        matches!(only(&world).status, ProposalStatus::Waiting { .. }),
        "a slip of the hand"
    );
    assert_eq!(waits(&world), 1);
    decide(&mut world, change(1, 100));
    assert_eq!(
        (waits(&world), &only(&world).status),
        (0, &ProposalStatus::Open)
    );
    decide(&mut world, change(1, -5));
    assert_eq!(
        quantities(only(&world)),
        [(1, 0)],
        "nothing below zero is ordered"
    );
    world.now = at(0, 14);
    world.cut_off();
    assert!(world.centre().orders.is_empty() && world.centre().proposals.is_empty());
}

#[test]
fn a_rejection_stands_for_its_need_date() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    let key = decide(&mut world, reject());
    assert_eq!(waits(&world), 0);
    world.plan(Some(plan(&[(1, 2_500)])));
    assert!(matches!(
        world.centre().proposals[&key].status,
        ProposalStatus::Rejected { .. }
    ));
    world.plan(Some(proposal(day(3), at(1, 14), &[(1, 30)])));
    assert_eq!(world.centre().proposals.len(), 2);
    // Back to the rejected day: the other plan must not go out in its place.
    world.plan(Some(plan(&[(1, 2_500)])));
    assert_eq!(only(&world).key, key);
    world.now = at(1, 14);
    world.cut_off();
    assert!(world.centre().orders.is_empty());
}

#[test]
fn a_rejected_day_may_be_approved_after_all_and_takes_the_place_of_the_other() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    let key = decide(&mut world, reject());
    world.plan(Some(proposal(day(3), at(1, 14), &[(1, 2_100)])));
    let other = world
        .centre()
        .proposals
        .values()
        .find(|p| p.key != key)
        .unwrap()
        .clone();
    let version = world.centre().proposals[&key].version;
    world.decide(&key, version, Decision::Approve);
    assert_eq!((&only(&world).key, waits(&world)), (&key, 0));
    world.decide(&other.key, other.version, Decision::Approve);
    assert_eq!(
        world.open(ExceptionKind::OrderMismatch).len(),
        1,
        "it was withdrawn"
    );
}

#[test]
fn a_decision_about_something_else_has_no_effect_and_is_said() {
    type Meanwhile = fn(&mut World);
    let cases: [(&str, Meanwhile); 6] = [
        ("planned again with another quantity", |w| {
            w.plan(Some(plan(&[(1, 2_100)])))
        }),
        ("withdrawn", |w| w.plan(None)),
        ("withdrawn and planned again with another quantity", |w| {
            w.plan(None);
            w.plan(Some(plan(&[(1, 2_100)])));
        }),
        ("approved by somebody else", |w| {
            decide(w, Decision::Approve);
        }),
        ("rejected by somebody else", |w| {
            decide(w, reject());
        }),
        ("changed by somebody else", |w| {
            decide(w, change(1, 3_000));
        }),
    ];
    for (name, meanwhile) in cases {
        for decision in [Decision::Approve, reject(), change(1, 7)] {
            let mut world = stocked();
            world.plan(Some(plan(&[(1, 2_000)])));
            let seen = only(&world).clone();
            meanwhile(&mut world);
            let before = world.centre().proposals.clone();
            world.decide(&seen.key, seen.version, decision);
            assert_eq!(world.centre().proposals, before, "{name}");
            assert_eq!(world.open(ExceptionKind::OrderMismatch).len(), 1, "{name}");
        }
    }
}

#[test]
fn a_decision_stands_where_planning_again_came_to_the_same() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    let seen = only(&world).clone();
    world.plan(Some(plan(&[(1, 2_000)])));
    world.decide(&seen.key, seen.version, Decision::Approve);
    assert!(matches!(
        only(&world).status,
        ProposalStatus::Approved { .. }
    ));
}

/// After a release the same need date may be proposed again; a decision about the first is none
/// about the second, whatever its quantities.
#[test]
fn the_same_need_date_on_another_order_day_is_another_proposal() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    let first = only(&world).clone();
    world.now = at(0, 14);
    decide(&mut world, Decision::Approve);
    assert_eq!(world.centre().orders.len(), 1);
    world.plan(Some(proposal(day(2), at(1, 14), &[(1, 2_000)])));
    assert_ne!(only(&world).version, first.version);
    world.decide(&first.key, first.version, Decision::Approve);
    assert!(matches!(
        only(&world).status,
        ProposalStatus::Waiting { .. }
    ));
}

#[test]
fn a_change_of_an_item_that_is_not_in_it_is_said() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 10)])));
    let before = only(&world).clone();
    decide(&mut world, change(2, 30));
    assert_eq!(only(&world), &before);
    assert_eq!(world.open(ExceptionKind::OrderMismatch).len(), 1);
}

#[test]
fn past_proposals_are_forgotten_and_nobody_is_asked_any_more() {
    let mut world = stocked();
    world.plan(Some(plan(&[(1, 2_000)])));
    for (n, left) in [(3, 1), (4, 0)] {
        world.now = at(n, 0);
        let opened = DayOpened {
            day: day(n),
            at: at(n, 0),
        };
        world.apply(CENTRE, &SiteFact::DayOpened(opened));
        assert_eq!(
            (world.centre().proposals.len(), waits(&world)),
            (left, left),
            "day {n}"
        );
    }
}

#[test]
fn a_released_quantity_is_supply() {
    let mut world = stocked();
    let target = 60;
    let need = |world: &mut World, on_hand: i32| {
        world.report(
            CENTRE,
            "852-again",
            &[told(1, Measure::OnHand, day(0), on_hand)],
        );
        let need = units(target) - world.position(1).total();
        let lines = [(1, whole(need.at_least(Quantity::ZERO)))];
        world.plan((lines[0].1 > 0).then(|| plan(&lines)));
    };
    need(&mut world, 5);
    world.now = at(0, 14);
    world.cut_off();
    assert_eq!(whole(world.position(1).on_order.quantity), 55);
    need(&mut world, 5);
    assert!(world.centre().proposals.is_empty(), "all is on order");
    // A restated count after release leads to the net difference only.
    need(&mut world, 2);
    assert_eq!(quantities(only(&world)), [(1, 3)]);
    need(&mut world, 20);
    assert!(world.centre().proposals.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// However plans and decisions follow each other, at most one proposal can go out, somebody
    /// is asked exactly about those that wait, and each release is of a proposal that may go.
    #[test]
    fn at_most_one_proposal_can_go_out(
        steps in proptest::collection::vec((0..6_u8, 0..3_u64, 0..2_500_i32), 1..40)
    ) {
        let mut world = stocked();
        let mut hour = 0;
        for (what, later, quantity) in steps {
            match what {
                0..=2 => {
                    let today = u64::try_from(hour / 24).unwrap();
                    let lines = [(1, quantity), (2, 10)];
                    let planned = proposal(day(today + 1 + later), at(today, 14), &lines);
                    world.plan((quantity > 200).then_some(planned));
                }
                3 => {
                    hour += 5;
                    world.now = at(0, hour);
                    world.cut_off();
                }
                _ => {
                    let all: Vec<_> = world.centre().proposals.values().cloned().collect();
                    let decision = match (what, later) {
                        (4, 0) => reject(),
                        (4, _) => Decision::Approve,
                        _ => change(1, quantity),
                    };
                    if let Some(seen) = all.get(usize::try_from(later).unwrap() % all.len().max(1)) {
                        world.decide(&seen.key, seen.version, decision);
                    }
                }
            }
            let proposals = world.centre().proposals.values();
            let live = proposals.clone().filter(|p| !matches!(p.status, ProposalStatus::Rejected { .. }));
            prop_assert!(live.count() <= 1);
            let waiting = proposals.filter(|p| matches!(p.status, ProposalStatus::Waiting { .. }));
            prop_assert_eq!(waiting.count(), waits(&world));
            for order in world.centre().orders.values() {
                let asked: Quantity = order.lines.iter().map(|l| l.quantities.released).sum();
                let approved = order.timeline[0].what == model::order::MilestoneKind::Approved;
                prop_assert!(approved || asked <= units(1_000), "{asked} went out by itself");
            }
        }
    }
}
