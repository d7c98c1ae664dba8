//! A 997 is a state of the document. The order does not move by it.

use model::DocumentId;
use model::commit::Change;
use model::exception::ExceptionKind;
use model::order::{Acknowledgement, MilestoneKind, OrderStatus};

use crate::world::{World, at, id};

fn document(world: &World, order: &model::OrderId, name: &str) -> Acknowledgement {
    let name: DocumentId = id(name);
    let documents = &world.order(order).documents;
    documents
        .iter()
        .find(|d| d.document == name)
        .unwrap()
        .acknowledgement
}

#[test]
fn each_document_waits_for_its_own_acknowledgement() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.sent(&order, "OUT-1", "855");
    world.now = at(1, 6);
    world.shipped(&order, &[(1, 5)]);
    world.sent(&order, "OUT-2", "856");
    assert_eq!(world.deadlines["acknowledgement:OUT-1"].0, at(1, 0));
    assert_eq!(world.deadlines["acknowledgement:OUT-2"].0, at(2, 6));
    world.acknowledged(&order, "OUT-2", Acknowledgement::Accepted);
    assert!(!world.deadlines.contains_key("acknowledgement:OUT-2"));
    assert_eq!(document(&world, &order, "OUT-1"), Acknowledgement::Expected);
    assert_eq!(document(&world, &order, "OUT-2"), Acknowledgement::Accepted);
}

#[test]
fn no_acknowledgement_moves_the_order() {
    for how in [
        Acknowledgement::Accepted,
        Acknowledgement::Partial,
        Acknowledgement::Rejected,
    ] {
        let mut world = World::new();
        let order = world.release(&[(1, 5)]);
        world.sent(&order, "OUT-1", "855");
        let before = world.order(&order).clone();
        world.acknowledged(&order, "OUT-1", how);
        let after = world.order(&order);
        assert_eq!(
            (after.status, &after.lines),
            (OrderStatus::Sent, &before.lines),
            "{how:?}"
        );
        assert_eq!(document(&world, &order, "OUT-1"), how);
    }
}

#[test]
fn an_overdue_acknowledgement_is_said_and_a_late_one_settles_it() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.sent(&order, "OUT-1", "855");
    world.now = at(1, 0);
    world.reach_due();
    assert_eq!(document(&world, &order, "OUT-1"), Acknowledgement::Overdue);
    let kind = ExceptionKind::AcknowledgementOverdue;
    assert_eq!(world.open(kind).len(), 1);
    assert_eq!(world.open(kind)[0].document, Some(id("OUT-1")));
    let timeline = &world.order(&order).timeline;
    assert_eq!(
        timeline.last().unwrap().what,
        MilestoneKind::AcknowledgementOverdue
    );

    world.now = at(1, 5);
    world.acknowledged(&order, "OUT-1", Acknowledgement::Accepted);
    assert_eq!(document(&world, &order, "OUT-1"), Acknowledgement::Accepted);
    assert!(world.open(kind).is_empty());
    // The row of the document says the same in the end, whatever was written when.
    let last = world.changes.iter().rev().find_map(|change| match change {
        Change::DocumentAcknowledged {
            acknowledgement, ..
        } => Some(*acknowledgement),
        _ => None,
    });
    assert_eq!(last, Some(Acknowledgement::Accepted));
}

#[test]
fn a_deadline_that_comes_after_the_acknowledgement_says_nothing() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.sent(&order, "OUT-1", "855");
    let (_, deadline) = world.deadlines["acknowledgement:OUT-1"].clone();
    world.acknowledged(&order, "OUT-1", Acknowledgement::Rejected);
    let before = world.order(&order).clone();
    world.now = at(1, 0);
    world.reach(deadline);
    assert_eq!(world.order(&order), &before);
}

#[test]
fn a_refused_document_is_said_until_it_is_read_after_all() {
    let mut world = World::new();
    let order = world.release(&[(1, 5)]);
    world.sent(&order, "OUT-1", "855");
    world.acknowledged(&order, "OUT-1", Acknowledgement::Rejected);
    assert_eq!(world.open(ExceptionKind::DocumentRefused).len(), 1);
    world.acknowledged(&order, "OUT-1", Acknowledgement::Accepted);
    assert!(world.open(ExceptionKind::DocumentRefused).is_empty());
    assert_eq!(document(&world, &order, "OUT-1"), Acknowledgement::Accepted);
}

/// The partner may read and answer between our delivery and our own note of it, most of all when
/// we are killed in between.
#[test]
fn an_acknowledgement_may_overtake_our_note_that_we_sent_the_document() {
    let mut orders = Vec::new();
    for overtakes in [false, true] {
        let mut world = World::new();
        let order = world.release(&[(1, 5)]);
        if overtakes {
            world.acknowledged(&order, "OUT-1", Acknowledgement::Accepted);
            world.sent(&order, "OUT-1", "855");
        } else {
            world.sent(&order, "OUT-1", "855");
            world.acknowledged(&order, "OUT-1", Acknowledgement::Accepted);
        }
        assert!(!world.deadlines.contains_key("acknowledgement:OUT-1"));
        assert!(world.deadlines.contains_key(&format!("silence:{order}")));
        assert!(world.exceptions.is_empty(), "{:?}", world.exceptions);
        let order = world.order(&order).clone();
        orders.push((order.documents, order.lines, order.status));
    }
    assert_eq!(orders[0], orders[1]);
}
