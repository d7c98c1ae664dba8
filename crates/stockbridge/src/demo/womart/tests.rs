use std::path::Path;

use formats::{x12_850, x12_852, x12_855, x12_861, x12_997};
use model::document::Severity;
use model::order::{Acknowledgement, Direction, Order, Quantities};
use model::reference::ReferenceFile;
use model::{DocumentId, Quantity};

use super::*;

fn reference() -> Arc<Reference> {
    let text = include_str!("../../../../../examples/womart/reference.toml");
    let data: ReferenceFile = toml::from_str(text).unwrap();
    Arc::new(Reference::new("test".to_owned(), data))
}

fn womart(root: &Path) -> Womart {
    let folders = Folders {
        home: root.join("womart"),
        inbox: root.join("inbox"),
        outbox: root.join("outbox"),
    };
    Womart::open(folders, reference()).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    };
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| read(entry.unwrap()))
        .collect()
}

/// Lives up to a number of days, from where it stands.
fn live(womart: &mut Womart, days: u32) {
    let mut seen = womart
        .lived()
        .and_then(world::number)
        .map_or(0, |number| number + 1);
    while seen < days {
        womart.day(world::day(seen)).unwrap();
        seen += 1;
    }
}

fn notice(womart: &Womart, number: u64, arrives: NaiveDate, units: i32) -> Vec<u8> {
    let trade = &womart.trade;
    let lines: Vec<_> = trade
        .reference
        .data
        .items
        .iter()
        .map(|item| item.gtin)
        .collect();
    let date = arrives.format("%Y%m%d").to_string();
    let envelope = edi::Envelope {
        sender: edi::Party {
            qualifier: "ZZ".to_owned(),
            id: "ANAN".to_owned(),
        },
        receiver: edi::Party {
            qualifier: "ZZ".to_owned(),
            id: "WOMART".to_owned(),
        },
        date: arrives.pred_opt().unwrap().format("%y%m%d").to_string(),
        time: "0800".to_owned(),
        version: "00401".to_owned(),
        control_number: number,
        acknowledgement_requested: false,
        usage: 'P',
        delimiters: edi::Delimiters::default(),
    };
    let group = edi::GroupEnvelope {
        functional_id: "SH".to_owned(),
        sender: "ANAN".to_owned(),
        receiver: "WOMART".to_owned(),
        date: date.clone(),
        time: "0800".to_owned(),
        control_number: number,
        version: "004010".to_owned(),
    };
    let mut writer = edi::Writer::new(envelope);
    writer.group(&group).message("856", "0001");
    writer.segment(
        "BSN",
        &["00", &format!("SHP-{number}"), &date, "0800", "0004"],
    );
    writer.segment("HL", &["1", "", "S", "1"]);
    writer.segment("DTM", &["017", &date]);
    writer.segment("N1", &["ST", "", "92", "DC01"]);
    writer.segment("HL", &["2", "1", "O", "1"]);
    writer.segment("PRF", &[&format!("4500019{number:03}")]);
    writer.segment("REF", &["VN", &format!("O-{number}")]);
    for (place, item) in lines.iter().enumerate() {
        writer.segment("HL", &[&(place + 3).to_string(), "2", "I", "0"]);
        writer.segment("LIN", &["", "UK", &item.to_string()]);
        writer.segment("SN1", &["", &units.to_string(), "EA"]);
    }
    writer.segment("CTT", &[&(lines.len() + 2).to_string()]);
    writer.finish().unwrap()
}

#[test]
fn no_unit_is_lost_or_made() {
    let (demand, reference) = (Demand::read(&reference()).unwrap(), reference());
    let mut floor = Floor::open(&demand);
    let items: Vec<Gtin> = reference.data.items.iter().map(|item| item.gtin).collect();
    let opening: Vec<u32> = items.iter().map(|&item| floor.count(item)).collect();
    let mut came = BTreeMap::<Gtin, u32>::new();
    let mut sold = BTreeMap::<Gtin, u32>::new();
    let mut withdrawn = BTreeMap::<Gtin, u32>::new();
    for day in 0..100 {
        let before = withdrawn.clone();
        let lived = floor.live(day, &demand, &reference, &before);
        for (&item, movement) in &lived.centre {
            *came.entry(item).or_default() += movement.received;
            withdrawn.insert(item, movement.gone);
        }
        for ((_, item), movement) in &lived.stores {
            *sold.entry(*item).or_default() += movement.gone;
            assert!(movement.gone <= movement.wanted);
        }
        for (item, opening) in items.iter().zip(&opening) {
            assert_eq!(
                opening + came[item],
                sold[item] + floor.count(*item),
                "{item} day {day}"
            );
        }
    }
}

#[test]
fn history_is_like_a_retailers() {
    let root = tempfile::tempdir().unwrap();
    let mut womart = womart(root.path());
    let (mut empty, mut sold, mut missed) = (0, 0, 0);
    for number in 0..world::HISTORY_DAYS {
        let told = womart.day(world::day(number)).unwrap();
        empty += told.empty_shelves;
        sold += told.sold;
        missed += told.missed;
    }
    // 12 stores, 24 items, 56 days: one shelf-day in forty is short, one each in a hundred missed.
    let shelf_days = 12 * 24 * 56;
    assert!(
        (shelf_days / 100..shelf_days / 20).contains(&empty),
        "{empty} of {shelf_days}"
    );
    assert!(
        (sold / 500..sold / 50).contains(&missed),
        "{missed} of {sold}"
    );
    // The centre starts the story with two to five days of withdrawals.
    let (day, told) = (sold / 56, womart.day(world::day(55)).unwrap());
    assert!((2 * day..5 * day).contains(&told.in_centre), "{told:?}");
}

#[test]
fn the_same_days_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    live(&mut womart(one.path()), 12);
    // The other one is closed and opened every day.
    for days in 1..=12 {
        live(&mut womart(two.path()), days);
    }
    let (one, two) = (
        files(&one.path().join("inbox")),
        files(&two.path().join("inbox")),
    );
    assert_eq!(one.len(), 24);
    assert!(one == two);
}

#[test]
fn a_killed_step_comes_again_with_the_same_files() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name);
    live(&mut womart(root.path()), 5);
    fs::create_dir_all(path("outbox")).unwrap();
    let mail = notice(&womart(root.path()), 7, world::day(6), 10);
    fs::write(path("outbox/000000007.x12"), &mail).unwrap();
    let memory = fs::read(path("womart/womart.json")).unwrap();
    let run = || {
        let mut womart = womart(root.path());
        womart.read_mail().unwrap();
        live(&mut womart, 7);
    };
    run();
    let first = files(&path("inbox"));
    assert!(first.keys().any(|name| name.starts_with("997")));
    assert!(first.keys().any(|name| name.starts_with("861")));

    // Killed before its memory was kept: the mail lies there still, the days are not lived.
    fs::write(path("womart/womart.json"), &memory).unwrap();
    fs::write(path("outbox/000000007.x12"), &mail).unwrap();
    run();
    assert!(files(&path("inbox")) == first);

    // Killed after it was kept and before anything was sent.
    fs::write(path("womart/womart.json"), &memory).unwrap();
    fs::write(path("outbox/000000007.x12"), &mail).unwrap();
    let mut womart = womart(root.path());
    womart.folders.inbox = path("nowhere");
    assert!(womart.read_mail().is_err());
    for name in first
        .keys()
        .filter(|name| name.starts_with("997") || name.starts_with("861"))
    {
        fs::remove_file(path("inbox").join(name)).unwrap();
    }
    run();
    assert!(files(&path("inbox")) == first);
}

#[test]
fn mail_that_comes_again_is_dropped() {
    let root = tempfile::tempdir().unwrap();
    let mut womart = womart(root.path());
    fs::create_dir_all(root.path().join("outbox")).unwrap();
    let mail = notice(&womart, 9, world::day(3), 10);
    for (name, notices) in [("a.x12", 1), ("b.x12", 0)] {
        fs::write(root.path().join("outbox").join(name), &mail).unwrap();
        assert_eq!(womart.read_mail().unwrap().notices, notices, "{name}");
        assert!(!root.path().join("outbox").join(name).exists());
    }
    assert_eq!(files(&root.path().join("inbox")).len(), 1);
}

#[test]
fn what_it_sends_reads_without_fault() {
    let root = tempfile::tempdir().unwrap();
    let mut womart = womart(root.path());
    fs::create_dir_all(root.path().join("outbox")).unwrap();
    fs::write(
        root.path().join("outbox/7.x12"),
        notice(&womart, 7, world::day(6), 24),
    )
    .unwrap();
    womart.read_mail().unwrap();
    live(&mut womart, 7);
    let schemas = formats::schemas().unwrap();
    let reference = reference();
    let partner = reference
        .partner(&PartnerId::new(PARTNER).unwrap())
        .unwrap();
    let document = DocumentId::new("D-1").unwrap();
    let (mut sites, mut pools, mut received) = (0, 0, Quantity::ZERO);
    for (name, bytes) in files(&root.path().join("inbox")) {
        let file = edi::read(&bytes);
        let report = edi::check(&file, &schemas);
        assert_eq!(
            report.verdict,
            edi::Verdict::Accepted,
            "{name}: {:?}",
            report.findings
        );
        for source in formats::sources(&file) {
            let received_at = world::evening(world::day(7));
            let context = formats::Decode {
                reference: &reference,
                partner,
                document: &document,
                received_at,
            };
            if source.message.kind == "852" {
                let said = x12_852::decode(source, &context);
                let bad = said.findings.iter().find(|f| f.severity == Severity::Error);
                assert!(
                    bad.is_none() && said.exceptions.is_empty(),
                    "{name}: {bad:?}"
                );
                sites += said.activities.len();
                pools += said.pools.len();
            }
            if source.message.kind == "861" {
                let said = x12_861::decode(source, &context);
                let lines = said.receipts.iter().flat_map(|receipt| &receipt.lines);
                received += lines.map(|line| line.quantity).sum();
            }
        }
    }
    // Seven days of thirteen sites; one Monday; 24 items of 24 eaches.
    assert_eq!((sites, pools), (7 * 13, 1));
    assert_eq!(received, Quantity::from_units(24 * 24));
}

fn order(reference: &Reference) -> Order {
    let lines = reference
        .data
        .items
        .iter()
        .take(3)
        .zip(1..)
        .map(|(item, line)| {
            let released = Quantity::from_units(line * 24);
            let quantities = Quantities {
                proposed: released,
                released,
                ..Quantities::default()
            };
            serde_json::json!({
                "line": line, "item": item.gtin, "quantities": quantities, "price": null,
                "change": null, "derivation": { "steps": [] }, "receipts": [],
            })
        });
    let order = serde_json::json!({
        "id": "O-20240523-DC01-1", "partner": "WOMART", "agreement": "AG-WOMART-1",
        "agreement_version": 1, "ship_to": "DC01", "ship_from": "AW1",
        "po_number": "4500010081", "need_date": "2024-05-25",
        "released_at": "2024-05-23T14:00:00Z", "status": "released", "held": null,
        "lines": lines.collect::<Vec<_>>(), "documents": [], "timeline": [], "version": 1,
    });
    serde_json::from_value(order).unwrap()
}

#[test]
fn an_order_is_acknowledged_and_confirmed() {
    let root = tempfile::tempdir().unwrap();
    let mut womart = womart(root.path());
    let reference = reference();
    let order = order(&reference);
    let profile = &womart.trade.profile;
    let (direction, at) = (Direction::Out, order.released_at);
    let envelope = formats::Envelope {
        profile,
        direction,
        control_number: 41,
        at,
    };
    let bytes = x12_855::encode(&envelope, &reference, &order).unwrap();
    fs::create_dir_all(root.path().join("outbox")).unwrap();
    fs::write(root.path().join("outbox/O-1.x12"), bytes).unwrap();
    assert_eq!(
        womart.read_mail().unwrap(),
        Mail {
            orders: 1,
            ..Mail::default()
        }
    );

    let sent = files(&root.path().join("inbox"));
    assert_eq!(
        sent.keys().collect::<Vec<_>>(),
        ["850-4500010081.x12", "997-000000041.x12"]
    );
    let partner = reference
        .partner(&PartnerId::new(PARTNER).unwrap())
        .unwrap();
    let document = DocumentId::new("D-1").unwrap();
    for (name, bytes) in &sent {
        let file = edi::read(bytes);
        let source = formats::sources(&file).next().unwrap();
        let context = formats::Decode {
            reference: &reference,
            partner,
            document: &document,
            received_at: order.released_at,
        };
        assert_eq!(file.interchanges[0].time, "1415", "{name}");
        if source.message.kind == "850" {
            let confirmed = x12_850::decode(source, &context).confirmation.unwrap();
            assert_eq!(confirmed.order.po_number, order.po_number);
            assert_eq!(confirmed.order.order_id.as_ref(), Some(&order.id));
            let units: Vec<_> = confirmed.lines.iter().map(|line| line.quantity).collect();
            assert_eq!(units, [24, 48, 72].map(Quantity::from_units));
        } else {
            let group = x12_997::decode(source).group.unwrap();
            assert_eq!(
                (group.control_number.as_str(), group.of("0001")),
                ("41", Acknowledgement::Accepted)
            );
        }
    }
}
