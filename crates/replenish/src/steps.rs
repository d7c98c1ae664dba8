use model::NaiveDate;
use model::position::Bucket;
use model::proposal::{Derivation, Step, StepKind};

/// A derivation in the making. Each call gives the place of the step it added.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    steps: Vec<Step>,
}

impl Steps {
    /// Adds a number made from earlier ones.
    pub(crate) fn compute(&mut self, what: StepKind, value: f64, from: &[u16]) -> u16 {
        self.push(Step {
            what,
            value,
            from: from.to_vec(),
            source: None,
            day: None,
        })
    }

    /// Adds a number read from a document, a setting or a fit.
    pub(crate) fn read(&mut self, what: StepKind, value: f64, source: &str) -> u16 {
        let source = Some(source.to_owned());
        self.push(Step {
            what,
            value,
            from: Vec::new(),
            source,
            day: None,
        })
    }

    /// Adds a part of the position.
    pub(crate) fn bucket(&mut self, what: StepKind, bucket: &Bucket) -> u16 {
        let source = (!bucket.sources.is_empty()).then(|| bucket.sources.join(", "));
        let value = bucket.quantity.to_f64();
        self.push(Step {
            what,
            value,
            from: Vec::new(),
            source,
            day: bucket.as_of,
        })
    }

    /// Adds the length of the interval that begins on a day.
    pub(crate) fn interval(&mut self, days: u32, first_day: NaiveDate, source: &str) -> u16 {
        self.push(Step {
            what: StepKind::ProtectionDays,
            value: f64::from(days),
            from: Vec::new(),
            source: Some(source.to_owned()),
            day: Some(first_day),
        })
    }

    pub(crate) fn finish(self) -> Derivation {
        Derivation { steps: self.steps }
    }

    fn push(&mut self, step: Step) -> u16 {
        let place = self.steps.len();
        self.steps.push(step);
        // A derivation has some thirty steps.
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}
