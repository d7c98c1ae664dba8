use crate::Error;

macro_rules! files {
    ($($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../../schemas/", $name))),)+]
    };
}

/// The schema files, by their place in `schemas`.
const FILES: &[(&str, &str)] = files!(
    "x12/004010/214.x12"
    "x12/004010/824.x12"
    "x12/004010/830.x12"
    "x12/004010/846.x12"
    "x12/004010/850.x12"
    "x12/004010/852.x12"
    "x12/004010/855.x12"
    "x12/004010/856.x12"
    "x12/004010/860.x12"
    "x12/004010/861.x12"
    "x12/004010/864.x12"
    "x12/004010/865.x12"
    "x12/004010/867.x12"
    "x12/004010/870.x12"
    "x12/004010/945.x12"
    "x12/004010/947.x12"
    "x12/004010/997.x12"
    "x12/004010/segments-acks.x12"
    "x12/004010/segments-items.x12"
    "x12/004010/segments-messages.x12"
    "x12/004010/segments-transport.x12"
    "x12/004010/segments.x12"
    "x12/005010/214.x12"
    "x12/005010/824.x12"
    "x12/005010/850.x12"
    "x12/005010/852.x12"
    "x12/005010/855.x12"
    "x12/005010/856.x12"
    "x12/005010/860.x12"
    "x12/005010/861.x12"
    "x12/005010/864.x12"
    "x12/005010/865.x12"
    "x12/005010/867.x12"
    "x12/005010/945.x12"
    "x12/005010/997.x12"
    "x12/005010/999.x12"
    "x12/005010/segments-acks.x12"
    "x12/005010/segments-items.x12"
    "x12/005010/segments-messages.x12"
    "x12/005010/segments-transport.x12"
    "x12/005010/segments.x12"
    "edifact/D01B/aperak.edifact"
    "edifact/D01B/codes.edifact"
    "edifact/D01B/delfor.edifact"
    "edifact/D01B/desadv.edifact"
    "edifact/D01B/iftsta.edifact"
    "edifact/D01B/invrpt.edifact"
    "edifact/D01B/ordchg.edifact"
    "edifact/D01B/orders.edifact"
    "edifact/D01B/ordrsp.edifact"
    "edifact/D01B/recadv.edifact"
    "edifact/D01B/segments.edifact"
    "edifact/D01B/slsfct.edifact"
    "edifact/D01B/slsrpt.edifact"
    "edifact/D96A/aperak.edifact"
    "edifact/D96A/codes.edifact"
    "edifact/D96A/delfor.edifact"
    "edifact/D96A/desadv.edifact"
    "edifact/D96A/iftsta.edifact"
    "edifact/D96A/invrpt.edifact"
    "edifact/D96A/ordchg.edifact"
    "edifact/D96A/orders.edifact"
    "edifact/D96A/ordrsp.edifact"
    "edifact/D96A/recadv.edifact"
    "edifact/D96A/segments.edifact"
    "edifact/D96A/slsfct.edifact"
    "edifact/D96A/slsrpt.edifact"
    "edifact/service/contrl-22.edifact"
    "edifact/service/contrl-41.edifact"
    "edifact/service/contrl-d3.edifact"
);

/// Reads the message schemas that are part of the binary.
pub fn schemas() -> Result<edi::Schemas, Error> {
    edi::Schemas::parse(FILES).map_err(Error::Schemas)
}

/// Returns the names of the schema files that are part of the binary.
pub fn schema_files() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
