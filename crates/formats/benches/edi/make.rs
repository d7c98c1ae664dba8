//! Files for the bench, the same for the same size: what they hold comes from a counter.

use std::fmt::Write;

const ITEMS: u64 = 200;
const STORES: u64 = 120;

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The reference data that knows the files' partner, stores and items.
pub(crate) fn reference() -> String {
    let mut text = String::from(
        "supplier = \"ANAN\"\n[[partners]]\nid = \"WOMART\"\nname = \"Womart\"\nname_zh = \"沃玛\"\n\
         account_owner = \"account\"\n[partners.x12]\nqualifier = \"ZZ\"\nid = \"WOMART\"\n\
         group_id = \"WOMART\"\nour_qualifier = \"ZZ\"\nour_id = \"ANAN\"\nour_group_id = \"ANAN\"\n\
         version = \"004010\"\n",
    );
    for store in 0..STORES {
        let _ = write!(
            text,
            "[[sites]]\npartner = \"WOMART\"\nid = \"S{store:04}\"\nname = \"s\"\nname_zh = \"s\"\n\
             kind = \"store\"\n"
        );
    }
    for item in 0..ITEMS {
        let _ = write!(
            text,
            "[[items]]\ngtin = \"{}\"\nname = \"i\"\nname_zh = \"i\"\nvendor_number = \"V{item}\"\n\
             case = \"12\"\n",
            gtin(item)
        );
    }
    text
}

/// A GTIN-12 with its check digit.
fn gtin(item: u64) -> String {
    let digits = format!("{:011}", 61_414_100_000 + item * 7);
    let odd = |n: usize| if n.is_multiple_of(2) { 3 } else { 1 };
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(n, b)| u32::from(b - b'0') * odd(n))
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn isa(group: &str, version: &str) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *260303*2105*U*00401*\
         000000007*0*P*>~GS*{group}*WOMART*ANAN*20260303*2105*7*X*{version}~"
    )
}

/// Ends an interchange of one group.
fn iea(text: &mut String, messages: u64) {
    let _ = write!(text, "GE*{messages}*7~IEA*1*000000007~");
}

/// Daily sales and stock of a chain: a message a store, every tenth as store lists.
pub(crate) fn activity(size: usize) -> String {
    let mut numbers = Numbers(1);
    let mut text = isa("PD", "004010");
    let mut message = 0;
    while text.len() < size {
        message += 1;
        let _ = write!(text, "ST*852*{message:04}~XQ*H*20260302~N9*IA*123456~");
        let segments = match message % 10 {
            0 => store_lists(&mut text, &mut numbers),
            _ => one_store(&mut text, &mut numbers, message % STORES),
        };
        let _ = write!(text, "SE*{}*{message:04}~", segments + 4);
    }
    iea(&mut text, message);
    text
}

fn one_store(text: &mut String, numbers: &mut Numbers, store: u64) -> u64 {
    let _ = write!(text, "N1*RL*STORE*92*S{store:04}~");
    for item in 0..ITEMS {
        let (sold, held) = (numbers.below(400), numbers.below(4000));
        let id = gtin(item);
        let _ = write!(text, "LIN**UP*{id}~ZA*QS*{sold}*EA~ZA*QA*{held}*EA~");
    }
    ITEMS * 3 + 1
}

fn store_lists(text: &mut String, numbers: &mut Numbers) -> u64 {
    for item in 0..ITEMS {
        let _ = write!(text, "LIN**UP*{}~ZA*QS~SDQ*EA*92", gtin(item));
        for store in 0..10 {
            let _ = write!(text, "*S{store:04}*{}", numbers.below(400));
        }
        text.push('~');
    }
    ITEMS * 3
}

/// Purchase orders of ten lines and ship notices, in groups of their own.
pub(crate) fn orders(size: usize) -> String {
    let mut numbers = Numbers(2);
    let mut text = isa("PO", "004010");
    let mut message = 0;
    while text.len() < size / 2 {
        message += 1;
        let _ = write!(
            text,
            "ST*850*{message:04}~BEG*00*SA*45{message:08}**20260303~REF*DP*097~DTM*002*20260306~\
             N1*ST*RIVERSIDE*92*S0001~"
        );
        for line in 1..=10 {
            let (units, price) = (numbers.below(400) + 1, numbers.below(900) + 100);
            let id = gtin(numbers.below(ITEMS));
            let _ = write!(
                text,
                "PO1*{line}*{units}*EA*{}.{:02}**UP*{id}*VN*V{line}~PID*F****DETERGENT~",
                price / 100,
                price % 100
            );
        }
        let _ = write!(text, "CTT*10~SE*27*{message:04}~");
    }
    let _ = write!(
        text,
        "GE*{message}*7~GS*SH*WOMART*ANAN*20260303*2105*8*X*004010~"
    );
    let mut notices = 0;
    while text.len() < size {
        notices += 1;
        ship_notice(&mut text, &mut numbers, notices);
    }
    let _ = write!(text, "GE*{notices}*8~IEA*2*000000007~");
    text
}

fn ship_notice(text: &mut String, numbers: &mut Numbers, number: u64) {
    let _ = write!(
        text,
        "ST*856*{number:04}~BSN*00*SH{number:08}*20260303*2105*0001~HL*1**S~\
         TD1*CTN*12****G*120.5*KG~REF*BM*B{number:07}~DTM*011*20260303~N1*ST*RIVERSIDE*92*S0001~\
         HL*2*1*O~PRF*45{number:08}~"
    );
    for line in 0..10 {
        let (units, id) = (numbers.below(400) + 1, gtin(numbers.below(ITEMS)));
        let _ = write!(text, "HL*{}*2*I~LIN**UP*{id}~SN1**{units}*EA~", line + 3);
    }
    let _ = write!(text, "CTT*12~SE*41*{number:04}~");
}

/// Sales reports, orders and despatch advices of EDIFACT.
pub(crate) fn edifact(size: usize) -> String {
    let mut numbers = Numbers(3);
    let mut text =
        String::from("UNA:+.? 'UNB+UNOC:3+5412345000013:14+5412345000020:14+260303:2105+1'");
    let mut message = 0;
    while text.len() < size {
        message += 1;
        let _ = match message % 2 {
            0 => write!(
                text,
                "UNH+{message}+ORDERS:D:96A:UN:EAN008'BGM+220+45{message:08}+9'\
                 DTM+137:20260303:102'NAD+BY+5412345000013::9'NAD+SU+5412345000020::9'"
            ),
            _ => write!(
                text,
                "UNH+{message}+SLSRPT:D:96A:UN:EAN004'BGM+73E::9+{message}+9'\
                 DTM+137:20260303:102'NAD+SE+5412345000013::9'LOC+162+5412345000001::9'"
            ),
        };
        for line in 1..=ITEMS {
            let (units, price, item) = (
                numbers.below(400),
                numbers.below(9000),
                numbers.below(ITEMS),
            );
            let _ = write!(text, "LIN+{line}++{}:EN'", gtin(item));
            let price = format!("{}.{:02}", price / 100 + 1, price % 100);
            let _ = match message % 2 {
                0 => write!(text, "QTY+21:{units}:PCE'PRI+AAA:{price}'"),
                _ => write!(text, "PRI+AAE:{price}'QTY+153:{units}:PCE'"),
            };
        }
        let tail = if message % 2 == 0 { "UNS+S'" } else { "" };
        let segments = ITEMS * 3 + 6 + u64::from(message % 2 == 0);
        let _ = write!(text, "{tail}UNT+{segments}+{message}'");
    }
    let _ = write!(text, "UNZ+{message}+1'");
    text
}
