use crate::content::{Amount, ItemNumber, ItemScheme, Unit};

use super::xml::{Element, blank, group, text};

/// The element of an item: what it is called and its numbers. UBL has room for one number of the
/// buyer, the supplier and the maker each and one GTIN; what is left stands as additional numbers.
pub(super) fn item(numbers: &[ItemNumber], description: Option<&str>) -> Element {
    let numbers: Vec<_> = numbers.iter().filter(|n| !blank(&n.number)).collect();
    let place = |wanted: &'static str| {
        let place = numbers.iter().position(|number| home(number) == wanted);
        (wanted, place)
    };
    let homes = [BUYERS, SELLERS, MANUFACTURERS, STANDARD].map(place);
    let taken = |place: usize| homes.iter().any(|(_, home)| *home == Some(place));
    let rest = numbers.iter().enumerate();
    let rest = rest.filter(|(place, _)| !taken(*place));
    let (instances, rest): (Vec<_>, Vec<_>) = rest
        .map(|(_, number)| *number)
        .partition(|number| home(number) == INSTANCE);
    group("cac:Item")
        .all(description.map(|words| text("cbc:Description", words)))
        .all(homes.iter().filter_map(|(name, place)| {
            let number = numbers.get((*place)?)?;
            Some(identification(name, number))
        }))
        .all(rest.iter().map(|number| identification(ADDITIONAL, number)))
        .all(instances.into_iter().map(instance))
        .required()
}

const BUYERS: &str = "cac:BuyersItemIdentification";
const SELLERS: &str = "cac:SellersItemIdentification";
const MANUFACTURERS: &str = "cac:ManufacturersItemIdentification";
const STANDARD: &str = "cac:StandardItemIdentification";
const ADDITIONAL: &str = "cac:AdditionalItemIdentification";
const INSTANCE: &str = "cac:ItemInstance";

fn home(number: &ItemNumber) -> &'static str {
    match number.scheme {
        ItemScheme::Gtin12 | ItemScheme::Gtin13 | ItemScheme::Gtin14 => STANDARD,
        ItemScheme::Supplier | ItemScheme::SupplierPart | ItemScheme::SupplierStyle => SELLERS,
        ItemScheme::Buyer | ItemScheme::BuyerPart => BUYERS,
        ItemScheme::Manufacturer => MANUFACTURERS,
        ItemScheme::Batch | ItemScheme::Serial => INSTANCE,
        _ => ADDITIONAL,
    }
}

fn identification(name: &'static str, number: &ItemNumber) -> Element {
    let (scheme, agency) = scheme(&number.scheme);
    let id = text("cbc:ID", number.number.as_str());
    let id = id.with("schemeID", scheme).with("schemeAgencyID", agency);
    group(name).and(id)
}

/// The element of a single piece or a batch.
fn instance(number: &ItemNumber) -> Element {
    let instance = group(INSTANCE);
    let number_of = |name| text(name, number.number.as_str());
    match number.scheme {
        ItemScheme::Serial => instance.and(number_of("cbc:SerialID")),
        _ => instance.and(group("cac:LotIdentification").and(number_of("cbc:LotNumberID"))),
    }
}

/// Returns the scheme of GTINs in ISO 6523 or of other numbers in UNCL 7143, and the agency of
/// UNCL 3055 that gives the numbers.
fn scheme(scheme: &ItemScheme) -> (&str, &str) {
    match scheme {
        ItemScheme::Gtin12 | ItemScheme::Gtin13 | ItemScheme::Gtin14 => ("0160", ""),
        ItemScheme::Supplier => ("", "91"),
        ItemScheme::SupplierPart | ItemScheme::SupplierStyle => (scheme.edifact(), "91"),
        ItemScheme::Buyer => ("", "92"),
        ItemScheme::BuyerPart => (scheme.edifact(), "92"),
        ItemScheme::Other(code) => (code, ""),
        known => (known.edifact(), ""),
    }
}

/// Returns a number of an item with its scheme: "614141000036 (scheme 0160)".
pub(super) fn number_in_words(number: &ItemNumber) -> String {
    let (scheme, agency) = scheme(&number.scheme);
    let scheme = [scheme, agency].join(" ");
    format!("{} (scheme {})", number.number, scheme.trim())
}

/// The element of a quantity.
pub(super) fn quantity(name: &'static str, amount: &Amount) -> Element {
    let quantity = text(name, amount.quantity.to_string()).with("unitCode", unit(&amount.unit));
    match amount.unit {
        Unit::Other(_) => quantity
            .with("unitCodeListID", "355")
            .with("unitCodeListAgencyID", "116"),
        _ => quantity,
    }
}

/// Returns a quantity in words: "12 EA".
pub(super) fn in_words(amount: &Amount) -> String {
    format!("{} {}", amount.quantity, unit(&amount.unit))
}

/// Returns a unit's code in UN/ECE Recommendation 20, which takes the codes of packages from
/// Recommendation 21 with an X before them: in older revisions CS, CT and PF were other things.
/// A code of X12 that the tables do not have stays as it is.
pub(super) fn unit(unit: &Unit) -> &str {
    match unit {
        Unit::Each => "EA",
        Unit::Case => "XCS",
        Unit::Carton => "XCT",
        Unit::Pallet => "XPX",
        Unit::Pack => "XPK",
        Unit::Box => "XBX",
        Unit::Bag => "XBG",
        Unit::Roll => "XRO",
        Unit::Other(code) => code,
        known => known.edifact(),
    }
}
