//! Writes the JSON Schemas of our events into `schemas/events`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/events");
    std::fs::create_dir_all(&folder)?;
    for (name, schema) in formats::event_schemas() {
        std::fs::write(
            folder.join(name),
            format!("{}\n", serde_json::to_string_pretty(&schema)?),
        )?;
    }
    Ok(())
}
