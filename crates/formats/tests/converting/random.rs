//! Documents at random, of what both standards can say.

use chrono::NaiveDate;
use model::{Money, Quantity};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use crate::content::*;

mod goods;

pub(super) use goods::{receipt, shipment};

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z0-9'+?:,.-]{1,12}( [A-Za-z0-9'+?:,.-]{1,12}){0,12}"
}

fn name() -> impl Strategy<Value = String> {
    // Five lines of 35 hold it, however it is cut.
    "[A-Z][a-z'+?:]{1,9}( [A-Z][a-z'+?:]{1,9}){0,8}"
}

fn number() -> impl Strategy<Value = String> {
    "[A-Z0-9]{2,20}"
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..20_000)
        .prop_map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days))
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (1_i64..100_000_000).prop_map(Quantity::from_scaled)
}

fn unit() -> impl Strategy<Value = Unit> {
    select(vec![
        Unit::Each,
        Unit::Case,
        Unit::Carton,
        Unit::Pallet,
        Unit::Pound,
        Unit::Kilogram,
    ])
}

fn amount() -> impl Strategy<Value = Amount> {
    (quantity(), unit()).prop_map(|(quantity, unit)| Amount { quantity, unit })
}

fn item() -> impl Strategy<Value = Vec<ItemNumber>> {
    let gtin = prop_oneof![
        "[0-9]{12}".prop_map(|number| (ItemScheme::Gtin12, number)),
        "[0-9]{13}".prop_map(|number| (ItemScheme::Gtin13, number)),
        "[0-9]{14}".prop_map(|number| (ItemScheme::Gtin14, number)),
    ];
    let schemes = vec![
        ItemScheme::Supplier,
        ItemScheme::Buyer,
        ItemScheme::BuyerPart,
        ItemScheme::Batch,
    ];
    let others = vec((select(schemes), number()), 0..7);
    (of(gtin), others, (Just(ItemScheme::Supplier), number())).prop_map(|(gtin, others, own)| {
        let all = gtin.into_iter().chain(others).chain([own]);
        all.map(|(scheme, number)| ItemNumber { scheme, number })
            .collect()
    })
}

fn address() -> impl Strategy<Value = Address> {
    let region = prop_oneof!["[A-Z]{2}", "[A-Z][a-z]{3,8}"];
    (
        vec("[A-Z0-9][a-z0-9' ]{0,20}[a-z]", 0..5),
        "[A-Z][a-z]{2,20}",
        of(region),
        of("[0-9]{5}"),
        of(select(vec![
            "US".to_owned(),
            "DE".to_owned(),
            "CN".to_owned(),
        ])),
    )
        .prop_map(|(lines, city, region, postcode, country)| Address {
            lines,
            city: Some(city),
            region,
            postcode,
            country,
        })
}

fn contact() -> impl Strategy<Value = Contact> {
    let kinds = vec![
        ContactKind::Buyer,
        ContactKind::Order,
        ContactKind::Information,
        ContactKind::Delivery,
    ];
    let channels = vec![Channel::Telephone, Channel::Fax, Channel::Email];
    (
        select(kinds),
        of("[A-Z][a-z]{1,9} [A-Z][a-z]{1,9}"),
        vec((select(channels), "[0-9+-]{5,15}"), 0..4),
    )
        .prop_map(|(kind, name, channels)| Contact {
            kind,
            name,
            channels,
        })
}

fn party() -> impl Strategy<Value = Party> {
    let roles = vec![
        PartyRole::Buyer,
        PartyRole::Supplier,
        PartyRole::ShipTo,
        PartyRole::ShipFrom,
        PartyRole::BillTo,
        PartyRole::Vendor,
        PartyRole::Store,
        PartyRole::UltimateConsignee,
    ];
    let schemes = vec![
        Scheme::Gln,
        Scheme::Buyer,
        Scheme::Supplier,
        Scheme::Duns,
        Scheme::Agreed,
    ];
    let id = (select(schemes), number())
        .prop_map(|(scheme, id)| PartyId { scheme, id })
        .boxed();
    let known = prop_oneof![
        id.clone().prop_map(|id| (Some(id), None)),
        name().prop_map(|name| (None, Some(name))),
        (id, name()).prop_map(|(id, name)| (Some(id), Some(name))),
    ];
    (select(roles), known, of(address()), vec(contact(), 0..3)).prop_map(
        |(role, (id, name), address, contacts)| Party {
            role,
            id,
            name,
            address,
            contacts,
        },
    )
}

fn parties() -> impl Strategy<Value = Vec<Party>> {
    vec(party(), 1..5)
}

fn further(notes: usize) -> impl Strategy<Value = Further> {
    let references = vec![
        ReferenceKind::BlanketOrder,
        ReferenceKind::Customer,
        ReferenceKind::Promotion,
        ReferenceKind::PriceList,
        ReferenceKind::Invoice,
        ReferenceKind::Release,
        ReferenceKind::Agreed,
    ];
    let dates = vec![
        DateKind::PromotionStart,
        DateKind::ShipNotBefore,
        DateKind::DeliverNotAfter,
        DateKind::CancelIfNotDelivered,
        DateKind::DeliveryScheduled,
    ];
    let reference =
        (select(references), number()).prop_map(|(kind, number)| Reference { kind, number });
    let dated = (select(dates), day()).prop_map(|(kind, date)| Dated { kind, date });
    (
        vec(reference, 0..3),
        vec(dated, 0..3),
        vec(words(), 0..=notes),
    )
        .prop_map(|(references, dates, notes)| Further {
            references,
            dates,
            notes,
        })
}

fn numbers() -> impl Strategy<Value = OrderNumbers> {
    (number(), of(number()), day()).prop_map(|(po_number, order_id, ordered)| OrderNumbers {
        po_number: Some(po_number),
        order_id,
        ordered: Some(ordered),
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    let kinds = vec![
        AnswerKind::Accepted,
        AnswerKind::QuantityChanged,
        AnswerKind::PriceChanged,
        AnswerKind::Changed,
        AnswerKind::Backordered,
        AnswerKind::Rejected,
        AnswerKind::Deleted,
    ];
    let date = (select(vec!["067", "017", "069", "010"]), day());
    (select(kinds), of(amount()), of(date)).prop_map(|(kind, amount, date)| Answer {
        kind,
        amount,
        date_kind: date.map(|(kind, _)| kind.to_owned()),
        date: date.map(|(_, day)| day),
    })
}

fn order_line(answers: usize) -> impl Strategy<Value = OrderLine> {
    let basis = select(vec![None, Some("PE"), Some("HP"), Some("TP")]);
    let price = (1_i64..100_000_000, basis).prop_map(|(net, basis)| Price {
        net: Money::from_scaled(net),
        basis: basis.map(str::to_owned),
    });
    let free = (amount(), 0_i64..1_000_000).prop_map(|(amount, cents)| FreeGoods {
        amount,
        worth: Money::from_scaled(cents * 100),
    });
    (
        item(),
        of(words()),
        (amount(), of((1_i32..1000).prop_map(Quantity::from_units))),
        of(price),
        of(free),
        vec(answer(), 0..=answers),
        further(2),
    )
        .prop_map(
            |(item, description, (amount, pack), price, free, answers, further)| OrderLine {
                line: String::new(),
                item,
                description,
                amount,
                pack,
                price,
                free,
                answers,
                further,
            },
        )
}

fn order_like(
    purposes: Vec<Purpose>,
    kinds: Vec<&'static str>,
    answers: usize,
) -> impl Strategy<Value = Order> {
    let head = (
        select(purposes),
        select(kinds),
        numbers(),
        of(number()),
        of(number()),
        of(number()),
    );
    let more = (
        of(Just("USD".to_owned())),
        of(day()),
        of(day()),
        parties(),
        further(2),
    );
    let lines = vec(order_line(answers), 1..5);
    (head, more, of(goods::carrier()), lines).prop_map(move |(head, more, carrier, mut lines)| {
        for (line, place) in lines.iter_mut().zip(1_u32..) {
            line.line = (place * 10).to_string();
        }
        let answered = (answers > 0).then(|| NaiveDate::from_ymd_opt(2026, 3, 4).unwrap());
        Order {
            purpose: head.0,
            kind: Some(head.1.to_owned()),
            numbers: head.2,
            answered,
            agreement: head.3,
            vendor_number: head.4,
            department: head.5,
            currency: more.0,
            need_date: more.1,
            ship_date: more.2,
            carrier,
            parties: more.3,
            further: more.4,
            lines,
        }
    })
}

pub(super) fn order() -> impl Strategy<Value = Order> {
    let purposes = vec![
        Purpose::Original,
        Purpose::Change,
        Purpose::Replace,
        Purpose::Confirmation,
        Purpose::Cancellation,
    ];
    order_like(purposes, vec!["SA", "NE", "RO", "BK", "DS"], 0)
}

pub(super) fn response() -> impl Strategy<Value = Order> {
    let purposes = vec![Purpose::Original, Purpose::Replace, Purpose::Duplicate];
    order_like(purposes, vec!["AD", "AC", "AP", "AK", "RD", "AE"], 3)
}
