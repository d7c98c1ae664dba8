//! Settings: one TOML file, the environment over it, the command line over both.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use bus::KafkaSettings;
use serde::{Deserialize, Serialize};

use crate::system;

/// What two deployments may differ in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Where the portal and the API are served.
    pub listen: SocketAddr,
    /// Where `/livez`, `/readyz` and `/metrics` are served alone; absent: only where the portal is.
    pub metrics_listen: Option<SocketAddr>,
    /// Partners' mailboxes: a folder for each partner, with `in` and `out` in it.
    pub mail: PathBuf,
    /// Partners, sites, items, agreements and users.
    pub reference: PathBuf,
    /// Whether people reach the portal by HTTPS only.
    pub https: bool,
    /// A file that holds the time of the business, for rehearsals: the demo writes it, and what
    /// runs beside the demo follows it. Absent, the machine's time counts.
    pub simulated_time: Option<PathBuf>,
    /// The brokers that carry the log between processes; absent, they follow the database.
    pub kafka: Option<KafkaSettings>,
    /// How long events, documents and answers stay in the database.
    pub retention_months: u32,
    /// How many events may wait to be applied before requests are refused and files wait.
    pub backlog_limit: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite:stockbridge-data/stockbridge.db".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8480)),
            metrics_listen: None,
            mail: PathBuf::from("stockbridge-data/mail"),
            reference: PathBuf::from("reference.toml"),
            https: false,
            simulated_time: None,
            kafka: None,
            retention_months: 26,
            backlog_limit: 200_000,
        }
    }
}

const PREFIX: &str = "STOCKBRIDGE__";

impl Config {
    /// Returns the folder of the reference data, which guides stand in.
    pub(crate) fn reference_folder(&self) -> PathBuf {
        self.reference
            .parent()
            .map_or_else(PathBuf::new, Path::to_owned)
    }

    /// Reads the file, where one is named, and what the environment says over it.
    pub(crate) fn load(file: Option<&Path>, data: Option<&Path>) -> Result<Self> {
        let mut table = match file {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("cannot read the settings {}", file.display()))?;
                text.parse::<toml::Table>()
                    .with_context(|| format!("the settings {} are not TOML", file.display()))?
            }
            None => toml::Table::new(),
        };
        for (name, value) in system::environment_with(PREFIX) {
            set(&mut table, &name.to_lowercase(), &value)?;
        }
        if let Some(data) = data {
            let database = format!("sqlite:{}", data.join("stockbridge.db").display());
            table.entry("database").or_insert(database.into());
            table
                .entry("mail")
                .or_insert(data.join("mail").display().to_string().into());
        }
        let config: Self = table
            .try_into()
            .context("the settings are not understood; see `stockbridge config check`")?;
        if config.retention_months == 0 {
            bail!("the setting retention_months is 0, which keeps nothing; write 1 or more");
        }
        Ok(config)
    }

    /// Returns the settings as TOML, the database's password masked.
    pub(crate) fn shown(&self) -> Result<String> {
        let masked = Self {
            database: masked(&self.database),
            kafka: self.kafka.clone().map(|kafka| KafkaSettings {
                sasl_password: kafka.sasl_password.map(|_| "•••".to_owned()),
                ..kafka
            }),
            ..self.clone()
        };
        toml::to_string_pretty(&masked).context("the settings cannot be printed")
    }
}

/// `SECTION__KEY` names a key of a section; a value is TOML where it parses as such, else text.
fn set(table: &mut toml::Table, name: &str, value: &str) -> Result<()> {
    let Some((section, key)) = name.split_once("__") else {
        let parsed = format!("v = {value}").parse::<toml::Table>().ok();
        let parsed = parsed.and_then(|mut t| t.remove("v"));
        table.insert(name.to_owned(), parsed.unwrap_or_else(|| value.into()));
        return Ok(());
    };
    let inner = table.entry(section).or_insert(toml::Table::new().into());
    match inner {
        toml::Value::Table(inner) => set(inner, key, value),
        _ => bail!("the setting {section} has no part {key}"),
    }
}

fn masked(database: &str) -> String {
    let Some((scheme, rest)) = database.split_once("://") else {
        return database.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:•••@{host}")
        }
        None => database.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked() {
        assert_eq!(
            masked("postgres://sb:secret@db/x"),
            "postgres://sb:•••@db/x"
        );
        assert_eq!(masked("sqlite:a.db"), "sqlite:a.db");
    }

    #[test]
    fn unknown_keys_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("s.toml");
        std::fs::write(&file, "listne = \"127.0.0.1:1\"").unwrap();
        assert!(Config::load(Some(&file), None).is_err());
    }

    #[test]
    fn a_data_folder_holds_everything() {
        let config = Config::load(None, Some(Path::new("d"))).unwrap();
        assert_eq!(config.database, "sqlite:d/stockbridge.db");
        assert_eq!(config.mail, Path::new("d/mail"));
    }
}
