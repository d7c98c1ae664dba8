use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::{Money, Quantity};

use super::{Language, Words};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WEEKDAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

fn month(day: NaiveDate) -> &'static str {
    MONTHS[usize::try_from(day.month0()).unwrap_or(0)]
}

fn weekday(day: NaiveDate, names: [&'static str; 7]) -> &'static str {
    names[usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0)]
}

impl Words {
    /// Writes a day in full: "Thu 28 Mar 2024".
    pub(crate) fn day(self, day: NaiveDate) -> String {
        let (year, number) = (day.year(), day.day());
        match self.0 {
            Language::English => {
                format!("{} {number} {} {year}", weekday(day, WEEKDAYS), month(day))
            }
            Language::Chinese => {
                let weekday = weekday(day, WEEKDAYS_ZH);
                format!("{year}年{}月{number}日（{weekday}）", day.month())
            }
        }
    }

    /// Writes a day where the year is plain: "28 Mar".
    pub(crate) fn short_day(self, day: NaiveDate) -> String {
        match self.0 {
            Language::English => format!("{} {}", day.day(), month(day)),
            Language::Chinese => format!("{}月{}日", day.month(), day.day()),
        }
    }

    /// Writes the month a day is in: "Mar".
    pub(crate) fn month(self, day: NaiveDate) -> String {
        match self.0 {
            Language::English => month(day).to_owned(),
            Language::Chinese => format!("{}月", day.month()),
        }
    }

    /// Writes a time to the minute: "28 Mar 2024, 14:05".
    pub(crate) fn time(self, at: DateTime<Utc>) -> String {
        let (day, clock) = (at.date_naive(), at.format("%H:%M"));
        match self.0 {
            Language::English => format!("{} {}, {clock}", self.short_day(day), day.year()),
            Language::Chinese => format!("{}年{} {clock}", day.year(), self.short_day(day)),
        }
    }

    /// Writes a quantity with its thousands set apart.
    pub(crate) fn quantity(self, quantity: Quantity) -> String {
        grouped(&quantity.to_string())
    }

    /// Writes a computed number with one decimal place at most.
    pub(crate) fn number(self, value: f64) -> String {
        let text = format!("{value:.1}");
        grouped(text.strip_suffix(".0").unwrap_or(&text))
    }

    /// Writes a factor with three decimal places at most.
    pub(crate) fn precise(self, value: f64) -> String {
        let text = format!("{value:.3}");
        grouped(text.trim_end_matches('0').trim_end_matches('.'))
    }

    /// Writes a probability in percent.
    pub(crate) fn percent(self, share: f64) -> String {
        let text = format!("{:.1}", share * 100.0);
        format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
    }

    /// Writes an amount of money with two decimal places, or more where it has them.
    pub(crate) fn money(self, amount: Money, currency: &str) -> String {
        let text = amount.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        format!(
            "{currency}\u{a0}{}",
            grouped(&format!("{whole}.{fraction:0<2}"))
        )
    }
}

/// Sets thousands apart by commas, as both languages do.
pub(super) fn grouped(number: &str) -> String {
    let (sign, rest) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("\u{2212}", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut text = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (plain, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.5", "\u{2212}1,234,567.5"),
            ("12.345", "12.345"),
        ] {
            assert_eq!(grouped(plain), expected);
        }
    }

    #[test]
    fn dates_and_money_follow_the_language() {
        let (en, zh) = (Words(Language::English), Words(Language::Chinese));
        // 28 March 2024 was a Thursday.
        let day = NaiveDate::from_ymd_opt(2024, 3, 28).unwrap();
        assert_eq!(en.day(day), "Thu 28 Mar 2024");
        assert_eq!(zh.day(day), "2024年3月28日（周四）");
        let at = day.and_hms_opt(14, 5, 0).unwrap().and_utc();
        assert_eq!(en.time(at), "28 Mar 2024, 14:05");
        assert_eq!(zh.time(at), "2024年3月28日 14:05");
        assert_eq!(
            en.money("1234.5".parse().unwrap(), "CNY"),
            "CNY\u{a0}1,234.50"
        );
        assert_eq!(
            en.money("0.0125".parse().unwrap(), "CNY"),
            "CNY\u{a0}0.0125"
        );
        assert_eq!(en.percent(0.98), "98%");
        assert_eq!(en.number(3.04), "3");
    }
}
