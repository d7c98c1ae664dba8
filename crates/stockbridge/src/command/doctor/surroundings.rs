//! What surrounds the database: reference data, mailboxes, the pages built in.

use std::path::Path;

use model::reference::Reference;

use super::Check;
use crate::config::Config;
use crate::{failure, reference};

/// Reads the reference data and says how much of it there is.
pub(super) fn reference(settings: &Config) -> (Option<Reference>, Check) {
    const NAME: &str = "reference data";
    match reference::load(&settings.reference) {
        Ok(reference) => {
            let data = &reference.data;
            let found = format!(
                "{} partners, {} sites, {} items, {} agreements, {} users",
                data.partners.len(),
                data.sites.len(),
                data.items.len(),
                data.agreements.len(),
                data.users.len()
            );
            (Some(reference), Check::ok(NAME, found))
        }
        Err(error) => {
            let next = "mend the file, or name another one in the setting `reference`";
            (None, Check::failed(NAME, failure::line(&error), next))
        }
    }
}

/// Tries to write where partners leave files and take them from. A folder that is not there yet is
/// made by the hub, so the nearest one above it must be writable.
pub(super) fn mailboxes(settings: &Config, reference: Option<&Reference>) -> Vec<Check> {
    let mut checks = Vec::new();
    let partners = reference.into_iter().flat_map(|r| &r.data.partners);
    for partner in partners.filter(|partner| partner.x12.is_some()) {
        for way in ["in", "out"] {
            let folder = settings.mail.join(partner.id.as_str()).join(way);
            checks.extend(unwritable(&folder));
        }
    }
    if reference.is_none() {
        checks.extend(unwritable(&settings.mail));
    }
    if checks.is_empty() {
        let found = format!("writable below {}", settings.mail.display());
        checks.push(Check::ok("mailboxes", found));
    }
    checks
}

fn unwritable(folder: &Path) -> Option<Check> {
    let there = folder.ancestors().find(|folder| folder.exists());
    let there = there.filter(|f| !f.as_os_str().is_empty());
    let there = there.unwrap_or(Path::new("."));
    // A name that ingest and partners pass over.
    let trial = there.join(format!(".doctor-{}.tmp", std::process::id()));
    let tried = std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial));
    let error = tried.err()?;
    Some(Check::failed(
        "mailboxes",
        format!("{} cannot be written: {error}", there.display()),
        "let the hub's user write there, or set `mail` to another folder",
    ))
}

/// Says whether open pages update by themselves.
pub(super) fn pages() -> Check {
    const NAME: &str = "pages";
    match portal::live_parts() {
        true => Check::ok(NAME, "open pages follow changes"),
        false => Check::warning(
            NAME,
            "this program was built without npm: pages do not update by themselves, people reload",
            "install Node 20 or later and build again, where that matters",
        ),
    }
}
