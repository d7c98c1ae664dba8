use crate::Error;

macro_rules! files {
    ($($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../../schemas/x12/", $name))),)+]
    };
}

/// The schema files, by their place in `schemas/x12`.
const FILES: &[(&str, &str)] = files!(
    "004010/segments.x12"
    "004010/850.x12"
    "004010/852.x12"
    "004010/855.x12"
    "004010/856.x12"
    "004010/861.x12"
    "004010/997.x12"
    "005010/segments.x12"
    "005010/852.x12"
    "005010/999.x12"
);

/// Reads the message schemas that are part of the binary.
pub fn schemas() -> Result<edi::Schemas, Error> {
    edi::Schemas::parse(FILES).map_err(Error::Schemas)
}

/// Returns the names of the schema files that are part of the binary.
pub fn schema_files() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
