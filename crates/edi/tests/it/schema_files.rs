use std::path::Path;

/// Returns the project's schema files, all that are in its folder: their names and texts.
pub(crate) fn schema_files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files = Vec::new();
    for standard in ["x12", "edifact"] {
        for version in std::fs::read_dir(folder.join(standard)).unwrap() {
            for file in std::fs::read_dir(version.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.display().to_string(), text));
            }
        }
    }
    files.sort();
    files
}
