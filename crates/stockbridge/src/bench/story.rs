//! The demo as a person starts it: a process of its own.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::figures::{Figures, Goal};

const LOOK: Duration = Duration::from_millis(20);

pub(super) async fn measure(data: &Path, figures: &mut Figures) -> Result<()> {
    let data = data.to_owned();
    let story = tokio::task::spawn_blocking(move || tell(&data)).await??;
    let first = story.told["first_order_seconds"].as_f64();
    let first = first.context("the story sent no order")?;
    let (order, whole) = (Goal::AtMost(5.0), Goal::AtMost(30.0));
    figures.judge(
        "first_order_s",
        "demo: first order at the partner",
        first,
        "s",
        order,
    );
    let label = "demo: whole story, process start to end";
    figures.judge("story_s", label, story.took.as_secs_f64(), "s", whole);
    let label = "demo: most memory resident";
    let memory = Goal::AtMost(200.0);
    figures.judge("story_resident_mb", label, story.resident_mb, "MB", memory);
    Ok(())
}

struct Story {
    told: Value,
    took: Duration,
    resident_mb: f64,
}

fn tell(data: &Path) -> Result<Story> {
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .args([
            "demo",
            "--exit",
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--data",
        ])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the demo")?;
    let mut resident_mb: f64 = 0.0;
    let status = loop {
        resident_mb = resident_mb.max(resident(&child).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(LOOK);
    };
    let took = begun.elapsed();
    if !status.success() {
        bail!("the demo ended with {status}");
    }
    let output = child.stdout.take().context("the demo's output")?;
    let told = serde_json::from_reader(output).context("the demo's figures")?;
    Ok(Story {
        told,
        took,
        resident_mb,
    })
}

/// Returns the most memory a process held so far, in millions of bytes, where the system says.
fn resident(child: &Child) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024.0 / 1e6)
}
