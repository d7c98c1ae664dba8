use std::time::Duration;

use serde_json::{Map, json};

use crate::command::print;

/// What was measured, in the order it was.
#[derive(Debug, Default)]
pub(super) struct Figures {
    all: Vec<Figure>,
    /// Put before keys and labels while one bench measures several places.
    place: Option<&'static str>,
}

#[derive(Debug)]
struct Figure {
    key: String,
    label: String,
    value: f64,
    unit: &'static str,
    goal: Option<Goal>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::AtMost(limit) => format!("≤ {limit} {unit}"),
            Self::AtLeast(limit) => format!("≥ {limit} {unit}"),
        }
    }
}

impl Figures {
    /// Says where the figures from now on are measured.
    pub(super) fn at(&mut self, place: &'static str) {
        self.place = Some(place);
    }

    /// Adds a figure nobody set a goal for.
    pub(super) fn add(&mut self, key: &str, label: &str, value: f64, unit: &'static str) {
        self.push(key, label, value, unit, None);
    }

    /// Adds a figure with its goal.
    pub(super) fn judge(
        &mut self,
        key: &str,
        label: &str,
        value: f64,
        unit: &'static str,
        goal: Goal,
    ) {
        self.push(key, label, value, unit, Some(goal));
    }

    /// Adds median and 99th percentile of times, the latter with its goal.
    pub(super) fn times(
        &mut self,
        key: &str,
        label: &str,
        times: &mut [Duration],
        goal: Option<Goal>,
    ) {
        times.sort_unstable();
        let count = times.len();
        let at = |share| ms(percentile(times, share));
        self.add(
            &format!("{key}_p50_ms"),
            &format!("{label}, p50"),
            at(50),
            "ms",
        );
        let label = format!("{label}, p99 of {count}");
        self.push(&format!("{key}_p99_ms"), &label, at(99), "ms", goal);
        self.add(&format!("{key}_max_ms"), "  the slowest", at(100), "ms");
    }

    /// Adds how many megabytes of the database a million facts take up.
    pub(super) fn disk(&mut self, key: &str, label: &str, bytes: u64, millions: u32) {
        // Sizes stay far below 2^53.
        #[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
        let megabytes = bytes as f64 / 1e6 / f64::from(millions);
        let key = format!("{key}_mb_per_m");
        let label = format!("on disk for a million facts: {label}");
        self.add(&key, &label, megabytes, "MB");
    }

    fn push(&mut self, key: &str, label: &str, value: f64, unit: &'static str, goal: Option<Goal>) {
        let (key, label) = match self.place {
            Some(place) => (format!("{place}_{key}"), format!("{place}: {label}")),
            None => (key.to_owned(), label.to_owned()),
        };
        self.all.push(Figure {
            key,
            label,
            value,
            unit,
            goal,
        });
    }

    /// Prints a table, or one JSON object.
    pub(super) fn show(&self, bench: &str, as_json: bool) {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        if as_json {
            let mut all = Map::new();
            all.insert("cores".to_owned(), json!(cores));
            for figure in &self.all {
                all.insert(figure.key.clone(), json!(figure.value));
            }
            let missed = self.missed().map(|figure| figure.key.as_str());
            all.insert("missed".to_owned(), json!(missed.collect::<Vec<_>>()));
            print(&serde_json::Value::from(all).to_string());
            return;
        }
        print(&format!("bench {bench} on {cores} cores, release build"));
        for figure in &self.all {
            print(&line(figure));
        }
        match self.missed().count() {
            0 => print("every goal is met"),
            n => print(&format!("{n} goal(s) missed")),
        }
    }

    fn missed(&self) -> impl Iterator<Item = &Figure> {
        let missed = |figure: &&Figure| figure.goal.is_some_and(|g| !g.is_met_by(figure.value));
        self.all.iter().filter(missed)
    }
}

fn line(figure: &Figure) -> String {
    let verdict = figure.goal.map_or_else(String::new, |goal| {
        let met = if goal.is_met_by(figure.value) {
            "met"
        } else {
            "MISSED"
        };
        format!("{:<20} {met}", goal.text(figure.unit))
    });
    let value = if figure.value >= 1_000.0 {
        grouped(figure.value)
    } else {
        format!("{:.2}", figure.value)
    };
    let line = format!(
        "{:<72} {value:>12} {:<8} {verdict}",
        figure.label, figure.unit
    );
    line.trim_end().to_owned()
}

/// Writes a large number in groups of three digits.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns the value that so many percent of sorted times do not exceed.
pub(super) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// Returns a time in milliseconds.
pub(super) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Returns so many a second.
pub(super) fn rate(count: u64, time: Duration) -> f64 {
    // Counts stay far below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let count = count as f64;
    count / time.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        for (percent, expected) in [(0, 1), (50, 100), (99, 198), (100, 200)] {
            assert_eq!(percentile(&times, percent), Duration::from_millis(expected));
        }
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(grouped(1_234_567.4), "1,234,567");
        assert_eq!(grouped(123_456.0), "123,456");
    }
}
