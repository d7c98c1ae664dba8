use model::proposal::{Derivation, Step, StepKind};

use crate::language::Words;

/// A sentence about how a quantity came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) text: String,
    /// Whether it states what others lead to.
    pub(super) is_result: bool,
}

/// Tells how a quantity came about, a sentence for each step.
pub(super) fn why(t: Words, derivation: &Derivation) -> Vec<Sentence> {
    if derivation.steps.is_empty() {
        return vec![Sentence {
            text: t.text("why-none").into_owned(),
            is_result: false,
        }];
    }
    derivation
        .steps
        .iter()
        .filter(|step| !says_nothing(step))
        .map(|s| sentence(t, s))
        .collect()
}

/// Parts of a sum that are zero, and limits that are not set, would only be noise.
fn says_nothing(step: &Step) -> bool {
    let optional = matches!(
        step.what,
        StepKind::ReceivedSince
            | StepKind::OnOrder
            | StepKind::InTransit
            | StepKind::Allocated
            | StepKind::Backordered
            | StepKind::LevelVariance
            | StepKind::Minimum
            | StepKind::Moq
    );
    optional && step.value.abs() < 1e-9
}

fn sentence(t: Words, step: &Step) -> Sentence {
    let value = match step.what {
        StepKind::ServiceLevel => t.percent(step.value),
        StepKind::Dispersion | StepKind::LevelVariance | StepKind::WeekdaySum => {
            t.precise(step.value)
        }
        StepKind::Allocated | StepKind::Backordered => t.number(step.value.abs()),
        _ => t.number(step.value),
    };
    let day = step.day.map(|day| t.day(day));
    let mut key = format!("step-{}", step.what.name());
    if step.what == StepKind::OnHand && day.is_none() {
        key.push_str("-unknown");
    }
    let day = day.unwrap_or_default();
    let mut text = t.say(&key, &[("value", value.into()), ("day", day.into())]);
    if let Some(source) = &step.source {
        let source = t.say("why-source", &[("source", source.as_str().into())]);
        text.push_str(t.pick(" ", ""));
        text.push_str(&source);
    }
    let is_result = matches!(
        step.what,
        StepKind::Position | StepKind::OrderUpTo | StepKind::Need | StepKind::Quantity
    );
    Sentence { text, is_result }
}
