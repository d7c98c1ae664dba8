//! Reads the reference data: partners, sites, items, agreements, users.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use formats::record_json::Mapping;
use model::reference::{Reference, ReferenceFile};
use sha2::{Digest, Sha256};

/// Reads and checks a reference file.
pub(crate) fn load(file: &Path) -> Result<Reference> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the reference data {}", file.display()))?;
    parse(&text).with_context(|| format!("the reference data {} is wrong", file.display()))
}

/// Checks reference data; its version is a digest of the text.
pub(crate) fn parse(text: &str) -> Result<Reference> {
    let data: ReferenceFile = toml::from_str(text)?;
    check(&data)?;
    Ok(Reference::new(
        hex(&Sha256::digest(text.as_bytes()))[..12].to_owned(),
        data,
    ))
}

/// Returns what plans were made with, to be kept in the database: all but who may sign in.
///
/// TOML as in the file itself, because it gives every number back to the last bit.
pub(crate) fn parameters(reference: &Reference) -> Result<String> {
    let data = ReferenceFile {
        users: Vec::new(),
        ..reference.data.clone()
    };
    toml::to_string(&data).context("the reference data cannot be kept in the database")
}

/// Reads what [`parameters`] returned.
pub(crate) fn of_parameters(version: &str, text: &str) -> Result<Reference> {
    let data = toml::from_str(text)
        .with_context(|| format!("version {version} of the reference data cannot be read"))?;
    Ok(Reference::new(version.to_owned(), data))
}

/// Finds what names something that is not there, before a partner's document does.
fn check(data: &ReferenceFile) -> Result<()> {
    let partner_known =
        |id| data.supplier.as_ref() == Some(id) || data.partners.iter().any(|p| &p.id == id);
    for site in &data.sites {
        if !partner_known(&site.partner) {
            bail!(
                "site {} is of partner {}, which is not listed",
                site.id,
                site.partner
            );
        }
        for lane in &site.supplied_by {
            let there = |s: &model::site::Site| s.partner == lane.partner && s.id == lane.site;
            if !data.sites.iter().any(there) {
                bail!(
                    "site {} is supplied by {}/{}, which is not listed",
                    site.id,
                    lane.partner,
                    lane.site
                );
            }
        }
    }
    for agreement in &data.agreements {
        check_agreement(agreement, data)?;
    }
    check_topics(data)
}

fn check_topics(data: &ReferenceFile) -> Result<()> {
    let mut listed = BTreeMap::new();
    for partner in &data.partners {
        let id = &partner.id;
        for topic in &partner.topics {
            let name = topic.topic.as_str();
            if !is_topic_name(name) {
                bail!("partner {id} lists the topic {name:?}, which is no name of a topic");
            }
            if let Some(other) = listed.insert(name, id) {
                bail!("the topic {name} is listed by {other} and by {id}; it has one partner");
            }
            Mapping::of(topic)
                .with_context(|| format!("the mapping of topic {name} of partner {id}"))?;
        }
    }
    Ok(())
}

/// What Kafka takes as the name of a topic.
fn is_topic_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=249).contains(&name.len()) && name.chars().all(plain)
}

fn check_agreement(agreement: &model::agreement::Agreement, data: &ReferenceFile) -> Result<()> {
    let id = &agreement.id;
    if !(agreement.service_level > 0.0 && agreement.service_level < 1.0) {
        bail!(
            "agreement {id} aims at {}, which is no share between 0 and 1",
            agreement.service_level
        );
    }
    for ship_to in &agreement.ship_to {
        let known = |s: &model::site::Site| s.partner == agreement.partner && &s.id == ship_to;
        let Some(site) = data.sites.iter().find(|s| known(s)) else {
            bail!("agreement {id} ships to {ship_to}, which is not listed");
        };
        if site.supplied_by.is_empty() {
            bail!("agreement {id} ships to {ship_to}, but nothing says who supplies it");
        }
    }
    for terms in &agreement.items {
        if !data.items.iter().any(|i| i.gtin == terms.item) {
            bail!(
                "agreement {id} names item {}, which is not listed",
                terms.item
            );
        }
    }
    Ok(())
}

/// Writes bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_plans_are_made_with() {
        let text = include_str!("../../../examples/womart/reference.toml");
        let mut read = parse(text).unwrap();
        let share = read.data.agreements.first_mut().unwrap();
        // More digits than a hasty reader of numbers keeps.
        share.service_level = 0.1 + 0.2 + 0.65;
        let kept = of_parameters(&read.version, &parameters(&read).unwrap()).unwrap();
        assert_eq!(kept.version, read.version);
        assert!(!read.data.users.is_empty() && kept.data.users.is_empty());
        read.data.users.clear();
        assert_eq!(kept.data, read.data);
    }
}
