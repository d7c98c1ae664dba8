//! What the disk takes to make 4 kB durable: the floor under every time below.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

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
    Ok(())
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
