//! The reference data a running hub works with: partners, sites, items, agreements, users.

use std::collections::HashMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agreement::Agreement;
use crate::item::Item;
use crate::partner::Partner;
use crate::scope::{Scope, User};
use crate::site::Site;
use crate::{Gtin, PartnerId, SiteId};

/// What the reference folder holds, as its TOML files say it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceFile {
    /// Us: the partner id our own sites carry.
    #[serde(default)]
    pub supplier: Option<PartnerId>,
    /// Companies we trade documents with.
    #[serde(default)]
    pub partners: Vec<Partner>,
    /// Their sites and ours.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// Trade items.
    #[serde(default)]
    pub items: Vec<Item>,
    /// Agreements.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    /// People and programs.
    #[serde(default)]
    pub users: Vec<User>,
}

/// Reference data with look-ups. `version` names exactly this content.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// Digest of the content.
    pub version: String,
    /// The content.
    pub data: ReferenceFile,
    by_gtin: HashMap<Gtin, usize>,
    by_vendor_number: HashMap<String, usize>,
    by_buyer_number: HashMap<String, usize>,
    by_site: HashMap<PartnerId, HashMap<String, usize>>,
    by_gln: HashMap<String, usize>,
}

impl Reference {
    /// Builds the look-ups.
    pub fn new(version: String, data: ReferenceFile) -> Self {
        let index = |key: fn(&Item) -> Option<String>| {
            let with_key = |(i, item)| key(item).map(|k| (k, i));
            data.items
                .iter()
                .enumerate()
                .filter_map(with_key)
                .collect::<HashMap<_, _>>()
        };
        let by_vendor_number = index(|item| Some(item.vendor_number.clone()));
        let by_buyer_number = index(|item| item.buyer_number.clone());
        let by_gtin = data
            .items
            .iter()
            .enumerate()
            .map(|(i, item)| (item.gtin, i))
            .collect();
        let mut by_site: HashMap<PartnerId, HashMap<String, usize>> = HashMap::new();
        for (i, site) in data.sites.iter().enumerate() {
            let of_partner = by_site.entry(site.partner.clone()).or_default();
            of_partner.insert(site.id.as_str().to_owned(), i);
        }
        let gln = |(i, s): (usize, &Site)| Some((s.gln.as_ref()?.as_str().to_owned(), i));
        let by_gln = data.sites.iter().enumerate().filter_map(gln).collect();
        Self {
            version,
            data,
            by_gtin,
            by_vendor_number,
            by_buyer_number,
            by_site,
            by_gln,
        }
    }

    /// Finds a partner.
    pub fn partner(&self, id: &PartnerId) -> Option<&Partner> {
        self.data.partners.iter().find(|p| &p.id == id)
    }

    /// Finds the partner that signs its interchanges with a qualifier and id.
    pub fn partner_by_x12(&self, qualifier: &str, id: &str) -> Option<&Partner> {
        let signs = |p: &&Partner| {
            p.x12
                .as_ref()
                .is_some_and(|x| x.qualifier == qualifier && x.id.trim() == id.trim())
        };
        self.data.partners.iter().find(signs)
    }

    /// Finds a site of a partner.
    pub fn site(&self, partner: &PartnerId, id: &SiteId) -> Option<&Site> {
        self.site_called(partner, id.as_str())
    }

    /// Finds a site by the text of its id; what is no id is none.
    pub fn site_called(&self, partner: &PartnerId, id: &str) -> Option<&Site> {
        let found = self.by_site.get(partner)?.get(id);
        found.map(|&i| &self.data.sites[i])
    }

    /// Finds a site by its global number.
    pub fn site_by_gln(&self, gln: &str) -> Option<&Site> {
        self.by_gln.get(gln).map(|&i| &self.data.sites[i])
    }

    /// Returns the sites of a partner.
    pub fn sites_of<'a>(&'a self, partner: &'a PartnerId) -> impl Iterator<Item = &'a Site> {
        self.data
            .sites
            .iter()
            .filter(move |s| &s.partner == partner)
    }

    /// Finds an item.
    pub fn item(&self, gtin: Gtin) -> Option<&Item> {
        self.by_gtin.get(&gtin).map(|&i| &self.data.items[i])
    }

    /// Finds an item by our own number.
    pub fn item_by_vendor_number(&self, number: &str) -> Option<&Item> {
        self.by_vendor_number
            .get(number)
            .map(|&i| &self.data.items[i])
    }

    /// Finds an item by the buyers' number.
    pub fn item_by_buyer_number(&self, number: &str) -> Option<&Item> {
        self.by_buyer_number
            .get(number)
            .map(|&i| &self.data.items[i])
    }

    /// Returns the agreements that hold on a day and ship to a site.
    pub fn agreements_for<'a>(
        &'a self,
        partner: &'a PartnerId,
        site: &'a SiteId,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'a Agreement> {
        self.data
            .agreements
            .iter()
            .filter(move |a| &a.partner == partner && a.ship_to.contains(site) && a.holds_on(day))
    }

    /// Returns what a user may see on a day; a region stands for its sites of that day.
    pub fn scope_of(&self, user: &User, day: NaiveDate) -> Scope {
        let mut sites = user.sites.clone();
        if let Some(region) = &user.region {
            let inside = |s: &&Site| {
                s.region(day) == Some(region)
                    && user
                        .partners
                        .as_ref()
                        .is_none_or(|all| all.contains(&s.partner))
            };
            let of_region = self.data.sites.iter().filter(inside).map(|s| s.id.clone());
            sites.get_or_insert_default().extend(of_region);
        }
        Scope {
            partners: user.partners.clone(),
            sites,
        }
    }
}
