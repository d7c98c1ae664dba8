//! The machine under every figure: what its disk takes to make 4 kB durable, how busy others keep
//! it, and how much of it a part uses.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use super::figures::{Figures, ms, percentile};

const TIMES: usize = 200;

pub(super) fn measure(data: &Path, figures: &mut Figures) -> Result<()> {
    let path = data.join("probe");
    let mut times = flushes(&path).with_context(|| format!("cannot probe {}", path.display()))?;
    times.sort_unstable();
    let at = |percent| ms(percentile(&times, percent));
    figures.add(
        "flush_p50_ms",
        "this disk: append 4 kB and fdatasync, p50 of 200",
        at(50),
        "ms",
    );
    figures.add("flush_p99_ms", "  p99", at(99), "ms");
    if let Some(load) = load() {
        let label = "this machine: load of everything else in the minute before";
        figures.add("load_before", label, load, "");
    }
    Ok(())
}

/// Makes 4 kB durable again and again beside a measurement, so that a stall of the disk can be told
/// from one of ours.
pub(super) struct Probe {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<std::io::Result<Vec<Duration>>>,
}

impl Probe {
    pub(super) fn start(path: PathBuf) -> Self {
        // Seldom enough not to be what is measured.
        const APART: Duration = Duration::from_millis(250);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            let mut file = File::create(&path)?;
            let mut times = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let begun = Instant::now();
                file.write_all(&[0x5a; 4_096])?;
                file.sync_data()?;
                times.push(begun.elapsed());
                std::thread::sleep(APART);
            }
            Ok(times)
        });
        Self { stop, thread }
    }

    pub(super) fn finish(self, figures: &mut Figures) -> Result<()> {
        self.stop.store(true, Ordering::Relaxed);
        let times = self.thread.join();
        let mut times = times.map_err(|_| anyhow!("the probe of the disk ended in a panic"))??;
        let label = "  this disk meanwhile: 4 kB and fdatasync beside it";
        figures.times("flush_meanwhile", label, &mut times, None);
        Ok(())
    }
}

/// Returns the processor time this process used, in seconds, where the system says.
pub(super) fn processor_seconds() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold spaces; user and system time are 12th and 13th after it.
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: f64 = rest.next()?.parse().ok()?;
    let system: f64 = rest.next()?.parse().ok()?;
    Some((user + system) / TICKS_A_SECOND)
}

fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

fn flushes(path: &Path) -> std::io::Result<Vec<Duration>> {
    let mut file = File::create(path)?;
    let page = [0x5a_u8; 4_096];
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begun = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(times)
}
