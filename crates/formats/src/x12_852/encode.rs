use model::reference::Reference;
use model::{Gtin, Quantity, SiteId};

use super::{Line, Shape, Statement};
use crate::writing::{Body, Kind, date, item_ids, write};
use crate::{Envelope, Error};

const KIND: Kind = Kind {
    message: "852",
    group: "PD",
};

/// XQ01: for information, nothing has to be done.
const NOTIFICATION: &str = "H";

/// SDQ holds ten pairs of site and quantity.
const PAIRS: usize = 10;

/// Writes an 852 as a retailer sends it: a message for each site, or one with store lists.
pub fn encode(
    envelope: &Envelope,
    reference: &Reference,
    statement: &Statement,
) -> Result<Vec<u8>, Error> {
    let messages = match statement.shape {
        Shape::Locations => locations(reference, statement),
        Shape::StoreLists => vec![store_lists(reference, statement)],
    };
    write(envelope, KIND, &statement.from.to_string(), &messages)
}

fn locations(reference: &Reference, statement: &Statement) -> Vec<Body> {
    let from_pools = statement.pools.iter().map(|pool| &pool.site);
    let sites = distinct(
        statement
            .lines
            .iter()
            .map(|line| &line.site)
            .chain(from_pools),
    );
    let message = |site: &SiteId| {
        let mut body = heading(statement, Some(site));
        body.party("RL", "92", site.as_str());
        let lines: Vec<_> = statement
            .lines
            .iter()
            .filter(|line| line.site == *site)
            .collect();
        for item in distinct(lines.iter().map(|line| line.item)) {
            add_item(&mut body, item, reference);
            for line in lines.iter().filter(|line| line.item == item) {
                body.add("ZA", [&line.code, &line.quantity.to_string(), "EA"]);
            }
        }
        end(body, distinct(lines.iter().map(|line| line.item)).len())
    };
    sites.into_iter().map(message).collect()
}

fn store_lists(reference: &Reference, statement: &Statement) -> Body {
    let mut body = heading(statement, None);
    let items = distinct(statement.lines.iter().map(|line| line.item));
    for &item in &items {
        add_item(&mut body, item, reference);
        let lines: Vec<_> = statement
            .lines
            .iter()
            .filter(|line| line.item == item)
            .collect();
        for code in distinct(lines.iter().map(|line| line.code.as_str())) {
            let listed: Vec<_> = lines.iter().filter(|line| line.code == code).collect();
            let total: Quantity = listed.iter().map(|line| line.quantity).sum();
            body.add("ZA", [code, &total.to_string(), "EA"]);
            for part in listed.chunks(PAIRS) {
                body.add_all("SDQ", pairs(part));
            }
        }
    }
    end(body, items.len())
}

fn pairs(lines: &[&&Line]) -> Vec<String> {
    let mut elements = vec!["EA".to_owned(), "92".to_owned()];
    for line in lines {
        elements.extend([line.site.as_str().to_owned(), line.quantity.to_string()]);
    }
    elements
}

fn heading(statement: &Statement, site: Option<&SiteId>) -> Body {
    let mut body = Body::default();
    let (from, to) = (date(statement.from), date(statement.to));
    if from == to {
        body.add("XQ", [NOTIFICATION, &from]);
    } else {
        body.add("XQ", [NOTIFICATION, &from, &to]);
    }
    for pool in statement
        .pools
        .iter()
        .filter(|pool| site.is_none_or(|site| pool.site == *site))
    {
        body.add(
            "XPO",
            [
                pool.first.as_str(),
                pool.last.as_str(),
                "92",
                pool.site.as_str(),
            ],
        );
    }
    body
}

fn add_item(body: &mut Body, item: Gtin, reference: &Reference) {
    let mut elements = vec![String::new()];
    elements.extend(item_ids(item, reference));
    body.add_all("LIN", elements);
}

/// Closes a message with the number of its LIN segments.
fn end(mut body: Body, items: usize) -> Body {
    body.add("CTT", [&items.to_string()]);
    body
}

/// Returns the different values in the order they first come up.
fn distinct<T: Copy + Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    values.filter(|value| seen.insert(*value)).collect()
}
