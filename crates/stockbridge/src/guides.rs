//! The schemas that messages are checked by, and what partners' guides ask besides.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use edi::Schemas;
use model::PartnerId;
use model::partner::Partner;
use model::reference::Reference;

/// Schemas for everyone, and for partners with guides of their own.
#[derive(Debug)]
pub(crate) struct GuidedSchemas {
    standard: Schemas,
    guided: HashMap<PartnerId, Schemas>,
}

impl GuidedSchemas {
    /// Reads the guides that partners' profiles name, from the folder of the reference data.
    pub(crate) fn load(reference: &Reference, folder: &Path) -> Result<Self> {
        let with_guides = |partner: &&Partner| !partner.guides.is_empty();
        let guided = |partner: &Partner| Ok((partner.id.clone(), of_partner(partner, folder)?));
        let partners = reference.data.partners.iter().filter(with_guides);
        Ok(Self {
            standard: formats::schemas()?,
            guided: partners.map(guided).collect::<Result<_>>()?,
        })
    }

    /// Returns the schemas a partner's messages are checked by.
    pub(crate) fn of(&self, partner: Option<&PartnerId>) -> &Schemas {
        let guided = partner.and_then(|id| self.guided.get(id));
        guided.unwrap_or(&self.standard)
    }
}

fn of_partner(partner: &Partner, folder: &Path) -> Result<Schemas> {
    let mut schemas = formats::schemas()?;
    for name in &partner.guides {
        let of_partner = || format!("the guide {name} of partner {}", partner.id);
        let text = std::fs::read_to_string(folder.join(name))
            .with_context(|| format!("cannot read {}", of_partner()))?;
        schemas = schemas
            .with_guide(name, &text)
            .with_context(|| format!("{} is wrong", of_partner()))?;
    }
    Ok(schemas)
}
