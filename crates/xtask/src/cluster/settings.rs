//! What a cluster's first start chose and its later ones keep.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settings {
    pub kafka_port: u16,
    pub controller_port: u16,
    pub postgres_port: u16,
    /// Whether PostgreSQL waits for the disk.
    pub fsync: bool,
    /// Elsewhere than the rest where PostgreSQL's user may not enter the cluster's folder.
    pub postgres_folder: PathBuf,
}

impl Settings {
    /// Reads what was kept in a cluster's folder, if anything was.
    pub(super) fn read(data: &Path) -> Result<Option<Self>, String> {
        let file = file(data);
        match fs::read_to_string(&file) {
            Ok(text) => Self::parse(&text).map(Some).ok_or(format!(
                "{} is not understood; remove {} and start again",
                file.display(),
                data.display()
            )),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(format!("cannot read {}: {e}", file.display())),
        }
    }

    pub(super) fn write(&self, data: &Path) -> Result<(), String> {
        super::write(&file(data), &self.text())
    }

    /// Returns where Kafka is found.
    pub(super) fn brokers(&self) -> String {
        format!("127.0.0.1:{}", self.kafka_port)
    }

    /// Returns where a database of PostgreSQL is found.
    pub(super) fn database(&self, name: &str) -> String {
        super::postgres::address(self.postgres_port, name)
    }

    fn text(&self) -> String {
        format!(
            "kafka_port={}\ncontroller_port={}\npostgres_port={}\nfsync={}\npostgres_folder={}\n",
            self.kafka_port,
            self.controller_port,
            self.postgres_port,
            self.fsync,
            self.postgres_folder.display()
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
        };
        Some(Self {
            kafka_port: value("kafka_port")?.parse().ok()?,
            controller_port: value("controller_port")?.parse().ok()?,
            postgres_port: value("postgres_port")?.parse().ok()?,
            fsync: value("fsync")?.parse().ok()?,
            postgres_folder: value("postgres_folder")?.into(),
        })
    }
}

pub(super) fn remove(data: &Path) -> Result<(), String> {
    super::remove_if_there(&file(data))
}

fn file(data: &Path) -> PathBuf {
    data.join("settings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were() {
        let settings = Settings {
            kafka_port: 19_092,
            controller_port: 19_093,
            postgres_port: 15_432,
            fsync: false,
            postgres_folder: "/a b/c=d".into(),
        };
        assert_eq!(Settings::parse(&settings.text()), Some(settings));
        assert_eq!(Settings::parse("kafka_port=19092\n"), None);
    }
}
