use std::fmt::Write as _;

use askama::Template;
use chrono::Datelike;

use super::series::{Day, Series};
use crate::language::Words;

/// One picture of sales, stock and forecast, drawn for a width.
#[derive(Template)]
#[template(path = "picture.html")]
pub(super) struct Picture {
    t: Words,
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    stock_panel: Panel,
    sales_panel: Panel,
    months: Vec<Label>,
    bars: Vec<Bar>,
    outs: Vec<Bar>,
    stock: String,
    stock_dots: Vec<(String, String)>,
    mean: String,
    band: String,
    now: Option<String>,
    arrivals: Vec<Arrival>,
}

struct Panel {
    top: f64,
    bottom: f64,
    most: f64,
    ticks: Vec<Label>,
}

struct Label {
    at: String,
    text: String,
}

struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
}

struct Arrival {
    x: String,
    says: String,
}

/// Where things stand in a picture of a width.
struct Layout {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    stock: (f64, f64),
    sales: (f64, f64),
}

const WIDE: Layout = Layout {
    class: "wide",
    width: 1100.0,
    height: 380.0,
    left: 46.0,
    right: 1092.0,
    stock: (30.0, 200.0),
    sales: (240.0, 348.0),
};

/// Phones get a picture of their own, so that its text keeps its size.
const NARROW: Layout = Layout {
    class: "narrow",
    width: 340.0,
    height: 340.0,
    left: 34.0,
    right: 336.0,
    stock: (28.0, 165.0),
    sales: (205.0, 308.0),
};

impl Picture {
    pub(super) fn wide(t: Words, series: &Series) -> Self {
        Self::draw(t, series, &WIDE)
    }

    pub(super) fn narrow(t: Words, series: &Series) -> Self {
        Self::draw(t, series, &NARROW)
    }

    fn draw(t: Words, series: &Series, layout: &Layout) -> Self {
        let days = &series.days;
        let stock_most = days.iter().filter_map(|d| d.stock).fold(0.0, f64::max);
        let sold_most = days
            .iter()
            .flat_map(|d| [d.sold, d.expected.map(|e| e.high)])
            .flatten()
            .fold(0.0, f64::max);
        let pen = Pen {
            left: layout.left,
            step: (layout.right - layout.left) / days.len().max(1) as f64,
            stock: Panel::new(t, layout.stock, stock_most),
            sales: Panel::new(t, layout.sales, sold_most),
        };
        Self {
            t,
            class: layout.class,
            width: layout.width,
            height: layout.height,
            left: layout.left,
            right: layout.right,
            months: pen.months(t, days),
            bars: pen.bars(days),
            outs: pen.outs(days),
            stock: pen.stock_line(days),
            stock_dots: pen.stock_dots(days),
            mean: pen.mean(series),
            band: pen.band(series),
            now: pen.now(series),
            arrivals: pen.arrivals(t, days),
            stock_panel: pen.stock,
            sales_panel: pen.sales,
        }
    }
}

impl Panel {
    fn new(t: Words, (top, bottom): (f64, f64), most: f64) -> Self {
        let most = round_up(most);
        let mut panel = Self {
            top,
            bottom,
            most,
            ticks: Vec::new(),
        };
        let tick = |value: f64| Label {
            at: figure(panel.y(value)),
            text: t.number(value),
        };
        panel.ticks = [0.0, most / 2.0, most].into_iter().map(tick).collect();
        panel
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - value.clamp(0.0, self.most) / self.most * (self.bottom - self.top)
    }
}

/// Returns the next number of the row 2, 4, 10, 20, 40, 100 …, whose half reads well, too.
fn round_up(most: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        for step in [2.0, 4.0, 10.0] {
            if most <= unit * step {
                return unit * step;
            }
        }
        unit *= 10.0;
    }
}

fn figure(value: f64) -> String {
    format!("{value:.1}")
}

struct Pen {
    left: f64,
    step: f64,
    stock: Panel,
    sales: Panel,
}

impl Pen {
    fn x(&self, index: usize) -> f64 {
        self.left + self.step * index as f64
    }

    fn middle(&self, index: usize) -> f64 {
        self.x(index) + self.step / 2.0
    }

    fn months(&self, t: Words, days: &[Day]) -> Vec<Label> {
        // A name needs room to its right; the last days of the picture have none.
        let room = days.len().saturating_sub(6);
        days.iter()
            .enumerate()
            .filter(|(i, day)| day.day.day() == 1 && *i < room)
            .map(|(i, day)| Label {
                at: figure(self.x(i)),
                text: t.month(day.day),
            })
            .collect()
    }

    fn bars(&self, days: &[Day]) -> Vec<Bar> {
        let bar = |(i, day): (usize, &Day)| {
            let top = self.sales.y(day.sold?);
            Some(Bar {
                x: figure(self.x(i) + self.step * 0.12),
                y: figure(top),
                width: figure(self.step * 0.76),
                height: figure(self.sales.bottom - top),
            })
        };
        days.iter().enumerate().filter_map(bar).collect()
    }

    fn outs(&self, days: &[Day]) -> Vec<Bar> {
        let out = |(i, _): (usize, &Day)| Bar {
            x: figure(self.x(i)),
            y: figure(self.stock.bottom - 4.0),
            width: figure(self.step),
            height: "4".to_owned(),
        };
        days.iter()
            .enumerate()
            .filter(|(_, day)| day.out)
            .map(out)
            .collect()
    }

    /// A day without a report breaks the line: missing is not zero.
    fn stock_line(&self, days: &[Day]) -> String {
        let mut path = String::new();
        let mut drawing = false;
        for (i, day) in days.iter().enumerate() {
            if let Some(stock) = day.stock {
                let pen = if drawing { 'L' } else { 'M' };
                point(&mut path, pen, self.middle(i), self.stock.y(stock));
            }
            drawing = day.stock.is_some();
        }
        path
    }

    /// Days whose neighbours were not reported have no line, so they get a dot.
    fn stock_dots(&self, days: &[Day]) -> Vec<(String, String)> {
        let reported = |i: Option<usize>| {
            i.and_then(|i| days.get(i))
                .is_some_and(|day| day.stock.is_some())
        };
        let alone = |i: usize| !reported(i.checked_sub(1)) && !reported(Some(i + 1));
        days.iter()
            .enumerate()
            .filter(|(i, _)| alone(*i))
            .filter_map(|(i, d)| Some((figure(self.middle(i)), figure(self.stock.y(d.stock?)))))
            .collect()
    }

    /// The forecast goes on from the last day sold, so that nothing seems to jump.
    fn joint(&self, series: &Series) -> Option<(f64, f64)> {
        let known = |(i, day): (usize, &Day)| Some((self.middle(i), self.sales.y(day.sold?)));
        series.days.iter().enumerate().filter_map(known).next_back()
    }

    fn mean(&self, series: &Series) -> String {
        let mut path = String::new();
        let expected = series.days.iter().enumerate();
        let points = expected.filter_map(|(i, d)| Some((self.middle(i), d.expected?.mean)));
        let points: Vec<_> = points.map(|(x, mean)| (x, self.sales.y(mean))).collect();
        if points.is_empty() {
            return path;
        }
        for (x, y) in self.joint(series).into_iter().chain(points) {
            let pen = if path.is_empty() { 'M' } else { 'L' };
            point(&mut path, pen, x, y);
        }
        path
    }

    fn band(&self, series: &Series) -> String {
        let expected = series.days.iter().enumerate();
        let days: Vec<_> = expected
            .filter_map(|(i, d)| Some((self.middle(i), d.expected?)))
            .collect();
        let mut path = String::new();
        if days.is_empty() {
            return path;
        }
        let over = days.iter().map(|(x, e)| (*x, self.sales.y(e.high)));
        let under = days.iter().rev().map(|(x, e)| (*x, self.sales.y(e.low)));
        for (x, y) in self.joint(series).into_iter().chain(over).chain(under) {
            let pen = if path.is_empty() { 'M' } else { 'L' };
            point(&mut path, pen, x, y);
        }
        path.push('Z');
        path
    }

    fn now(&self, series: &Series) -> Option<String> {
        let last = series.last_actual()?.day;
        let at = series.days.iter().position(|day| day.day == last)?;
        Some(figure(self.x(at + 1)))
    }

    fn arrivals(&self, t: Words, days: &[Day]) -> Vec<Arrival> {
        let arrival = |(i, day): (usize, &Day)| {
            let units = t.number(day.arriving?);
            let label = t.text("item-arrival");
            Some(Arrival {
                x: figure(self.middle(i)),
                says: format!("{label}: {units}, {}", t.day(day.day)),
            })
        };
        days.iter().enumerate().filter_map(arrival).collect()
    }
}

fn point(path: &mut String, pen: char, x: f64, y: f64) {
    // Writing to a string cannot fail.
    let _ = write!(path, "{pen}{x:.1} {y:.1}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_on_numbers_that_read_well() {
        for (most, expected) in [
            (0.0, 2.0),
            (2.0, 2.0),
            (3.0, 4.0),
            (9.0, 10.0),
            (11.0, 20.0),
            (260.0, 400.0),
        ] {
            assert!((round_up(most) - expected).abs() < 1e-9, "{most}");
        }
    }
}
