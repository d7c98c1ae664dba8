use model::activity::{Measure, PoPool};
use model::block::Block;
use model::commit::Change;
use model::event::Deadline;
use model::forecast::{ItemForecast, SiteForecast};
use model::order::{Order, OrderStatus};
use model::scope::Scope;
use model::{Gtin, PoNumber, Quantity, UserName};
use store::{Commit, OrderFilter, Session, Store};

use crate::databases::on_each;
use crate::made::{at, day, document, document_id, exception, order, partner, proposal, site};

fn changes(changes: impl IntoIterator<Item = Change>) -> Commit {
    Commit {
        changes: changes.into_iter().collect(),
        ..Commit::default()
    }
}

/// Two orders of one site, the first received, and one of another site.
async fn three_orders(store: &Store) -> [Order; 3] {
    let mut first = order("A-1", "WOMART", "0042", 5);
    let mut second = order("A-2", "WOMART", "0042", 6);
    second.po_number = Some(PoNumber::new("4500000001").unwrap());
    let third = order("B-1", "WOMART", "0043", 7);
    let all = [&first, &second, &third].map(|o| Change::Order(Box::new(o.clone())));
    store.commit(changes(all)).await.unwrap();
    first.status = OrderStatus::Received;
    first.version = 2;
    first.lines[0].quantities.sent = Quantity::from_units(12);
    first.lines[0].quantities.received = "11.5".parse().unwrap();
    let changed = Change::Order(Box::new(first.clone()));
    store.commit(changes([changed])).await.unwrap();
    [first, second, third]
}

fn filter(with: impl FnOnce(&mut OrderFilter)) -> OrderFilter {
    let mut filter = OrderFilter::default();
    with(&mut filter);
    filter
}

fn text(text: &str) -> OrderFilter {
    filter(|f| f.text = Some(text.to_owned()))
}

#[tokio::test]
async fn orders_are_listed_by_what_they_are() {
    on_each(async |database| {
        let store = database.open().await;
        three_orders(&store).await;
        for (filter, expected) in [
            (filter(|_| ()), vec!["B-1", "A-2", "A-1"]),
            (filter(|f| f.limit = 2), vec!["B-1", "A-2"]),
            (filter(|f| f.open_only = true), vec!["B-1", "A-2"]),
            (filter(|f| f.site = Some(site("0042"))), vec!["A-2", "A-1"]),
            (
                filter(|f| f.status = Some(OrderStatus::Received)),
                vec!["A-1"],
            ),
            (filter(|f| f.partner = Some(partner("BIGMART"))), vec![]),
            (text("A-"), vec!["A-2", "A-1"]),
            (text("45000"), vec!["A-2"]),
            (text("%"), vec![]),
        ] {
            let found = store.orders(&Scope::default(), &filter).await.unwrap();
            let ids: Vec<_> = found.iter().map(|o| o.id.as_str()).collect();
            assert_eq!(ids, expected, "{filter:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn orders_show_how_far_they_got() {
    on_each(async |database| {
        let store = database.open().await;
        let [first, second, _] = three_orders(&store).await;
        let found = store.orders(&Scope::default(), &text("A-1")).await.unwrap();
        let listed = &found[0];
        assert_eq!(
            (listed.lines, listed.version, listed.need_date),
            (2, 2, day(5))
        );
        assert_eq!(listed.released.to_string(), "24");
        assert_eq!(listed.sent.to_string(), "12");
        assert_eq!(listed.received.to_string(), "11.5");
        assert_eq!(listed.released_at, first.released_at);

        let (womart, to) = (partner("WOMART"), site("0042"));
        let open = store.open_orders(&womart, &to).await.unwrap();
        assert_eq!(open, std::slice::from_ref(&second));
        let from_6 = store.orders_of(&womart, &to, day(6)).await.unwrap();
        assert_eq!(from_6, std::slice::from_ref(&second));
        let from_5 = store.orders_of(&womart, &to, day(5)).await.unwrap();
        assert_eq!(from_5, [first, second]);
        let counts = store.counts().await.unwrap();
        assert_eq!(
            (counts.orders, counts.orders_sent, counts.order_lines),
            (3, 1, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn a_site_keeps_its_history_and_forecast() {
    on_each(async |database| {
        let store = database.open().await;
        let (womart, to) = (partner("WOMART"), site("0042"));
        let item = Gtin::new("614141000036").unwrap();
        let mut blocks = Vec::new();
        for period in [700, 699, 701] {
            let mut block = Block::new(womart.clone(), to.clone(), period);
            let row = block.row_or_new(item);
            let source = block.source_or_new(&document_id("d1"));
            block.set(row, Measure::Sold, 3, Quantity::from_units(period), source);
            block.set(row, Measure::DownstreamSold, 3, Quantity::ZERO, source);
            block.version = 1;
            blocks.push(block);
        }
        store
            .commit(changes(blocks.iter().cloned().map(Change::Block)))
            .await
            .unwrap();
        blocks[0].version = 2;
        store
            .commit(changes([Change::Block(blocks[0].clone())]))
            .await
            .unwrap();
        let found = store.blocks(&womart, &to, 699, 700).await.unwrap();
        assert_eq!(found, [blocks[1].clone(), blocks[0].clone()]);
        assert!(
            store
                .blocks(&womart, &site("0043"), 0, 999)
                .await
                .unwrap()
                .is_empty()
        );

        let series = ItemForecast {
            item,
            mean: vec![0.1 + 0.2, 1e-300],
            low: vec![0.0, 0.0],
            high: vec![1.0, 2.0],
            level: 1.0 / 3.0,
            weekday: [1.0; 7],
            dispersion: 1.5,
            days_used: 56,
            days_out_of_stock: 2,
        };
        let forecast = SiteForecast {
            partner: womart.clone(),
            site: to.clone(),
            from: day(1),
            engine: "level".to_owned(),
            items: vec![series],
        };
        store
            .commit(changes([Change::Forecast(forecast.clone())]))
            .await
            .unwrap();
        assert_eq!(store.forecast(&womart, &to).await.unwrap(), Some(forecast));
        assert_eq!(store.forecast(&womart, &site("0043")).await.unwrap(), None);
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.activity_rows, counts.series_forecast), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn proposals_replace_themselves() {
    on_each(async |database| {
        let store = database.open().await;
        let (womart, to) = (partner("WOMART"), site("0042"));
        let mut made = proposal("WOMART", "0042", 3);
        store
            .commit(changes([Change::Proposal(made.clone())]))
            .await
            .unwrap();
        made.version = 2;
        let later = proposal("WOMART", "0042", 4);
        let both = [later.clone(), made.clone()].map(Change::Proposal);
        store.commit(changes(both)).await.unwrap();
        let found = store.proposals_of(&womart, &to).await.unwrap();
        assert_eq!(found, [made.clone(), later.clone()]);
        store
            .commit(changes([Change::ProposalGone(made.key)]))
            .await
            .unwrap();
        assert_eq!(store.proposals_of(&womart, &to).await.unwrap(), [later]);
    })
    .await;
}

#[tokio::test]
async fn a_pool_goes_on_where_it_stood() {
    on_each(async |database| {
        let store = database.open().await;
        let (womart, to) = (partner("WOMART"), site("0042"));
        let mut pool = PoPool {
            partner: womart.clone(),
            site: to.clone(),
            document: document_id("d1"),
            prefix: "45".to_owned(),
            digits: 8,
            next: 1,
            last: 99,
            expires: day(30),
        };
        store
            .commit(changes([Change::PoPool(pool.clone())]))
            .await
            .unwrap();
        pool.next = 2;
        store
            .commit(changes([Change::PoPool(pool.clone())]))
            .await
            .unwrap();
        assert_eq!(store.po_pool(&womart, &to).await.unwrap(), Some(pool));
        assert_eq!(store.po_pool(&womart, &site("0043")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn deadlines_come_and_go() {
    on_each(async |database| {
        let store = database.open().await;
        let (womart, to) = (partner("WOMART"), site("0042"));
        let cut_off = |n| Deadline::CutOff {
            partner: womart.clone(),
            site: to.clone(),
            day: day(n),
        };
        let set = |at, deadline| Change::DeadlineSet { at, deadline };
        let times = [
            set(at(5), cut_off(5)),
            set(at(4), cut_off(4)),
            set(at(9), cut_off(6)),
        ];
        store.commit(changes(times)).await.unwrap();
        store
            .commit(changes([set(at(6), cut_off(6))]))
            .await
            .unwrap();
        assert_eq!(store.next_deadline().await.unwrap(), Some(at(4)));
        let due = store.deadlines_due(at(5)).await.unwrap();
        assert_eq!(due, [(at(4), cut_off(4)), (at(5), cut_off(5))]);
        store
            .commit(changes([4, 5].map(|n| Change::DeadlineGone(cut_off(n)))))
            .await
            .unwrap();
        assert_eq!(store.next_deadline().await.unwrap(), Some(at(6)));

        let known = |n| Change::TimeKnown {
            partition: 7,
            at: at(n),
        };
        assert_eq!(store.today(7).await.unwrap(), None);
        store.commit(changes([known(3), known(4)])).await.unwrap();
        assert_eq!(store.time_known(7).await.unwrap(), Some(at(4)));
        assert_eq!(store.today(7).await.unwrap(), Some(day(4)));
    })
    .await;
}

#[tokio::test]
async fn exceptions_close() {
    on_each(async |database| {
        let store = database.open().await;
        let closed = exception("x1", None, None, false);
        store
            .commit(changes([Change::Exception(exception(
                "x1", None, None, true,
            ))]))
            .await
            .unwrap();
        assert_eq!(store.counts().await.unwrap().exceptions_open, 1);
        store
            .commit(changes([Change::Exception(closed.clone())]))
            .await
            .unwrap();
        assert_eq!(
            store
                .exceptions(&Scope::default(), true, true)
                .await
                .unwrap(),
            []
        );
        let all = store
            .exceptions(&Scope::default(), true, false)
            .await
            .unwrap();
        assert_eq!(all, std::slice::from_ref(&closed));
        assert_eq!(store.exception("x1").await.unwrap(), Some(closed));
        assert_eq!(store.exception("x2").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_what_changed() {
    on_each(async |database| {
        let store = database.open().await;
        let step = changes([
            Change::Order(Box::new(order("A-1", "WOMART", "0042", 5))),
            Change::Proposal(proposal("WOMART", "0042", 3)),
            Change::Exception(exception("x1", None, None, true)),
            Change::Document {
                document: document("d1", None, None, 1),
                bytes: None,
            },
        ]);
        store.commit(step).await.unwrap();
        let first = store.latest_view_change().await.unwrap();
        assert_eq!(first, 5);
        store
            .commit(changes([Change::Order(Box::new(order(
                "A-1", "WOMART", "0042", 5,
            )))]))
            .await
            .unwrap();
        for (entity, all, new) in [
            ("order:A-1", 2, 1),
            ("orders", 2, 1),
            ("proposals", 1, 0),
            ("exceptions", 1, 0),
            ("document:d1", 1, 0),
            ("order:A-2", 0, 0),
        ] {
            let seen = store.view_changes_after(entity, 0, 10).await.unwrap();
            assert_eq!(seen.len(), all, "{entity}");
            assert!(seen.is_sorted());
            let seen = store.view_changes_after(entity, first, 10).await.unwrap();
            assert_eq!(seen.len(), new, "{entity}");
        }
        assert_eq!(store.latest_view_change().await.unwrap(), 7);
        assert_eq!(store.progress().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn sessions_end() {
    on_each(async |database| {
        let store = database.open().await;
        let session = |id: &str, expires_ms| Session {
            id: id.to_owned(),
            user: UserName::new("lin").unwrap(),
            expires_ms,
        };
        store.create_session(session("s1", 100), 0).await.unwrap();
        assert_eq!(
            store.find_session("s1", 99).await.unwrap(),
            Some(session("s1", 100))
        );
        assert_eq!(store.find_session("s1", 100).await.unwrap(), None);
        store.create_session(session("s2", 900), 101).await.unwrap();
        assert_eq!(
            store.find_session("s1", 0).await.unwrap(),
            None,
            "forgotten"
        );
        store.end_session("s2").await.unwrap();
        assert_eq!(store.find_session("s2", 102).await.unwrap(), None);
    })
    .await;
}
