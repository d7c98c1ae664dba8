//! Parts of the hub as processes of their own, on the database and the Kafka of a rig.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use chrono::{NaiveTime, TimeDelta};

use super::rig::Place;
use super::world::{World, first_day};
use crate::business_time::BusinessTime;

/// What processes are started with.
pub(super) struct Processes {
    data: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl Processes {
    /// Writes down the world, and the time that stands still.
    pub(super) fn of(place: Place, data: &Path, world: &World) -> Result<Self> {
        std::fs::create_dir_all(data)?;
        let settings = place.settings(data)?;
        let (reference, time) = (data.join("reference.toml"), data.join("time"));
        std::fs::write(&reference, toml::to_string(&world.reference.data)?)?;
        let morning = first_day().and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(6);
        BusinessTime::told_in(&time, morning)?;
        let environment = vec![
            ("STOCKBRIDGE__DATABASE", settings.database),
            ("STOCKBRIDGE__MAIL", settings.mail.display().to_string()),
            ("STOCKBRIDGE__REFERENCE", reference.display().to_string()),
            ("STOCKBRIDGE__SIMULATED_TIME", time.display().to_string()),
        ];
        Ok(Self {
            data: data.to_owned(),
            environment,
        })
    }

    /// Starts a process with some roles.
    pub(super) fn start(&self, place: Place, roles: &str) -> Result<Process> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["serve", "--roles", roles, "--data"])
            .arg(&self.data)
            .envs(self.environment.iter().cloned())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if place != Place::Cluster {
            command.env_remove("STOCKBRIDGE__KAFKA__BROKERS");
            command.env_remove("STOCKBRIDGE__KAFKA__PREFIX");
        }
        let child = command.spawn().context("cannot start a process")?;
        Ok(Process(child))
    }
}

/// A process; killed when dropped.
pub(super) struct Process(Child);

impl Process {
    /// Returns the memory it holds, in millions of bytes, where the system says.
    pub(super) fn resident_mb(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
        let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1_024.0 / 1e6)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
