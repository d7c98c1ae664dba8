use model::proposal::{Step, StepKind};

/// Returns a step in English, for people who read a derivation from top to bottom.
pub fn sentence(step: &Step, item_name: &str) -> String {
    let value = number(step.value);
    let sentence = match step.what {
        StepKind::OnHand if step.day.is_none() => {
            format!("Stock of {item_name} was never reported, so it counts as {value}")
        }
        StepKind::OnHand => format!("{value} of {item_name} on hand at the end of {}", day(step)),
        StepKind::ReceivedSince => format!("plus {value} received since"),
        StepKind::OnOrder => format!("plus {value} on order and not yet shipped"),
        StepKind::InTransit => format!("plus {value} on the way"),
        StepKind::Allocated => format!("less {value} promised to others"),
        StepKind::Backordered => format!("less {value} owed to the site's own customers"),
        StepKind::Position => format!("makes a position of {value}"),
        StepKind::ProtectionDays => format!(
            "From {}, the first day not yet counted, until the next order has arrived: {value} days",
            day(step)
        ),
        StepKind::Level => format!("Expected demand is {value} a day"),
        StepKind::WithdrawnLevel => {
            format!("The distribution centre sends its stores {value} a day")
        }
        StepKind::DownstreamLevel => format!("Those stores sell {value} a day"),
        StepKind::ReconciledLevel => format!("Taking both together, demand is {value} a day"),
        StepKind::WeekdaySum => format!("The weekdays of these days count as {value} average days"),
        StepKind::Dispersion => format!("A day's demand varies by {value} times its mean"),
        StepKind::LevelVariance => {
            format!("The level itself is known with a variance of {value}")
        }
        StepKind::DemandMean => format!("Expected demand in these days: {value}"),
        StepKind::DemandVariance => format!("Variance of that demand: {value}"),
        StepKind::ServiceLevel => {
            format!("Service level aimed at: {} %", number(step.value * 100.0))
        }
        StepKind::OrderUpTo => format!("{value} is enough with that probability"),
        StepKind::Minimum => format!("The agreement's minimum is {value}; the higher one counts"),
        StepKind::Maximum => format!("The agreement's maximum is {value}; no order goes above it"),
        StepKind::Need => format!("Less the position, {value} is needed"),
        StepKind::Pack => format!("Packs hold {value}, and only whole packs are ordered"),
        StepKind::Moq => format!("At least {value} must be ordered, if anything"),
        StepKind::Quantity if step.value > 0.0 => format!("Order {value} of {item_name}"),
        StepKind::Quantity => format!("Order nothing of {item_name}"),
    };
    match &step.source {
        Some(source) => format!("{sentence} ({source})."),
        None => format!("{sentence}."),
    }
}

fn day(step: &Step) -> String {
    step.day
        .map_or_else(|| "an unknown day".to_owned(), |day| day.to_string())
}

/// Returns a number with as many of three decimal places as it needs.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
