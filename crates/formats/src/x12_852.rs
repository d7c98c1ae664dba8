//! X12 852, product activity data: what a retailer sold and holds, and PO numbers it grants.
//!
//! Two shapes. Either the heading names one location (N1) and each ZA carries a quantity, or each
//! ZA is followed by SDQ segments with pairs of store and quantity; the ZA then may carry their
//! total, or nothing.

mod content;
mod encode;
mod read;

use chrono::NaiveDate;
use model::activity::{ActivityReported, PoPoolGranted};
use model::document::Finding;
use model::{Gtin, PoNumber, Quantity, SiteId};

pub use content::read;
pub(crate) use content::segments;
pub(crate) use encode::KIND;
pub use encode::encode;
pub use read::Reader;

use crate::rows::resolve;
use crate::{Decode, Source, Unknown};

/// What an 852 says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// The activity, one for each site in the order the message names them.
    pub activities: Vec<ActivityReported>,
    /// PO numbers we may use.
    pub pools: Vec<PoPoolGranted>,
    /// Items and sites we do not know.
    pub exceptions: Vec<Unknown>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// Reads an 852 of a partner of ours.
pub fn decode(source: Source, context: &Decode) -> Decoded {
    let mut reader = Reader::of(context);
    for segment in source.segments() {
        reader.take(&segment);
    }
    resolve(reader.finish(), source, context)
}

/// An 852 to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The first day it covers.
    pub from: NaiveDate,
    /// The last day it covers.
    pub to: NaiveDate,
    /// How it names sites.
    pub shape: Shape,
    /// PO numbers granted.
    pub pools: Vec<Pool>,
    /// The numbers.
    pub lines: Vec<Line>,
}

/// How an 852 names sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A message for each site, named in its heading.
    Locations,
    /// One message, with store lists after each activity code.
    StoreLists,
}

/// A range of PO numbers granted to a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The site whose orders may use it.
    pub site: SiteId,
    /// The first number.
    pub first: PoNumber,
    /// The last number.
    pub last: PoNumber,
}

/// One number of an 852.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The site.
    pub site: SiteId,
    /// The item.
    pub item: Gtin,
    /// The activity code (ZA01).
    pub code: String,
    /// How many eaches.
    pub quantity: Quantity,
}
