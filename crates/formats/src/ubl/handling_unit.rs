use crate::content::{Amount, HandlingUnit, PackageKind, Packages, Unit};
use model::Quantity;

use super::item::in_words;
use super::reference::{NOT_GIVEN, x12_code};
use super::xml::{Element, blank, group, text};

/// How deep packages stand in one another, at most; what is deeper stands beside what it is in.
const LEVELS: usize = 8;

/// The elements of pallets, and of what stands on them as their packages.
pub(super) fn units(units: &[HandlingUnit]) -> Vec<Element> {
    let parents = parents(units);
    let mut inside: Vec<Vec<Element>> = vec![Vec::new(); units.len()];
    let mut outermost = Vec::new();
    // Those that hold others come first, so from the last one on, all that one holds is known.
    for (place, unit) in units.iter().enumerate().rev() {
        let packages = inside.pop().unwrap_or_default();
        let parent = parents.get(place).copied().flatten();
        let name = parent.map(|parent| match parents.get(parent) {
            Some(Some(_)) => "cac:ContainedPackage",
            _ => "cac:Package",
        });
        let elements = elements(name, place, unit, packages);
        match parent.and_then(|parent| inside.get_mut(parent)) {
            Some(siblings) => siblings.extend(elements),
            None => outermost.extend(elements),
        }
    }
    outermost.reverse();
    outermost
}

/// The elements of one unit from the last to the first: one for each of its codes, the first with
/// the packages on it, which are given in that order, too.
fn elements(
    package: Option<&'static str>,
    place: usize,
    unit: &HandlingUnit,
    packages: Vec<Element>,
) -> Vec<Element> {
    // UN/ECE Recommendation 21.
    let kind = if unit.pallet { "PX" } else { "CT" };
    let kind = |name| text(name, kind).with("listID", "UNECERec21");
    let mut elements: Vec<_> = ids(place, unit)
        .into_iter()
        .map(|id| match package {
            Some(name) => group(name).and(id).and(kind("cbc:PackagingTypeCode")),
            None => group("cac:TransportHandlingUnit")
                .and(id)
                .and(kind("cbc:TransportHandlingUnitTypeCode")),
        })
        .collect();
    elements.reverse();
    let first = elements.pop();
    let first = first.map(|first| first.all(packages.into_iter().rev()));
    elements.into_iter().chain(first).collect()
}

/// Returns what each unit stands on.
fn parents(units: &[HandlingUnit]) -> Vec<Option<usize>> {
    let mut all: Vec<(Option<usize>, usize)> = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        let parent = unit.within.filter(|parent| *parent < place);
        let above = parent.and_then(|parent| all.get(parent)).copied();
        all.push(match above {
            None => (None, 0),
            Some((beside, LEVELS)) => (beside, LEVELS),
            Some((_, depth)) => (parent, depth + 1),
        });
    }
    all.into_iter().map(|(parent, _)| parent).collect()
}

/// The elements of a unit's codes, or of its place where it has none.
fn ids(place: usize, unit: &HandlingUnit) -> Vec<Element> {
    let codes = unit.sscc.iter().filter(|code| !blank(code));
    let codes = codes.map(|code| text("cbc:ID", code).with("schemeID", "SSCC"));
    let codes: Vec<_> = codes.collect();
    if codes.is_empty() {
        return vec![text("cbc:ID", (place + 1).to_string())];
    }
    codes
}

/// The element of the unit that a line is packed in.
pub(super) fn packed_in(units: &[HandlingUnit], place: usize) -> Option<Element> {
    let ids = ids(place, units.get(place)?).into_iter();
    let shipment = group("cac:Shipment").and(text("cbc:ID", NOT_GIVEN));
    Some(shipment.all(ids.map(|id| group("cac:TransportHandlingUnit").and(id))))
}

/// The element of how many packages of which kind there are.
pub(super) fn packages(packages: &Packages) -> Element {
    let quantity = counted(&packages.count);
    let quantity = quantity.map(|count| text("cbc:Quantity", count.to_string()));
    let package = group("cac:ActualPackage")
        .all(quantity)
        .all(packages.kind.as_ref().map(kind));
    group("cac:TransportHandlingUnit").and(package)
}

fn kind(kind: &PackageKind) -> Element {
    let name = "cbc:PackagingTypeCode";
    match kind {
        PackageKind::Other(code) => x12_code(name, code, "103"),
        PackageKind::Edifact(code) => text(name, code).with("listID", "UNCL7065"),
        known => text(name, known.edifact()).with("listID", "UNECERec21"),
    }
}

/// Returns a number of packages; what is no number has its place in a note.
fn counted(count: &str) -> Option<Quantity> {
    count.parse().ok()
}

/// The note of how many packages there are, where that is no number.
pub(super) fn packages_note(packages: &Packages) -> Option<Element> {
    let count = &packages.count;
    let uncounted = !blank(count) && counted(count).is_none();
    uncounted.then(|| text("cbc:Note", format!("Packages: {count}")))
}

/// The element of what goods weigh, packed; a measure has no room for the list of its unit, so
/// only units of Recommendation 20 stand there.
pub(super) fn weight(weight: &Amount) -> Option<Element> {
    let unit = measured(&weight.unit)?;
    let measure = text("cbc:GrossWeightMeasure", weight.quantity.to_string());
    Some(measure.with("unitCode", unit))
}

/// The note of a weight in another unit.
pub(super) fn weight_note(weight: &Amount) -> Option<Element> {
    let other = measured(&weight.unit).is_none();
    other.then(|| text("cbc:Note", format!("Weight: {}", in_words(weight))))
}

fn measured(unit: &Unit) -> Option<&str> {
    match unit {
        Unit::Other(_) => None,
        known => Some(super::item::unit(known)).filter(|code| !blank(code)),
    }
}
