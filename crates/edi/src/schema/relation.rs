/// A relation between elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) rule: Rule,
    pub(crate) elements: Vec<usize>,
    /// The same, a bit for each, and the bit of the first.
    pub(crate) mask: u64,
    pub(crate) first: u64,
}

/// The relational conditions of X12.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// P: all or none.
    Paired,
    /// R: at least one.
    Required,
    /// E: at most one.
    Exclusion,
    /// C: the first requires all others.
    Conditional,
    /// L: the first requires at least one other.
    List,
}

impl Relation {
    pub(crate) fn new(rule: Rule, elements: Vec<usize>) -> Self {
        let mask = elements.iter().fold(0, |mask, n| mask | bit(*n));
        Self {
            rule,
            first: elements.first().map_or(0, |n| bit(*n)),
            elements,
            mask,
        }
    }

    /// Returns the elements without which it is not broken, a bit for each; 0 when there is none.
    pub(crate) fn concerns(&self) -> u64 {
        match self.rule {
            Rule::Paired | Rule::Exclusion => self.mask,
            Rule::Conditional | Rule::List => self.first,
            Rule::Required => 0,
        }
    }

    /// Returns the bit of the first where these are two neighbours that belong together.
    pub(crate) fn pair(&self) -> Option<u64> {
        match (self.rule, self.elements.as_slice()) {
            (Rule::Paired, [first, second]) if *second == first + 1 => Some(bit(*first)),
            _ => None,
        }
    }

    /// Tells whether the elements that are there, a bit for each, break it.
    #[inline]
    pub(crate) fn is_broken(&self, present: u64) -> bool {
        let there = present & self.mask;
        match self.rule {
            Rule::Paired => there != 0 && there != self.mask,
            Rule::Required => there == 0,
            Rule::Exclusion => there & there.wrapping_sub(1) != 0,
            Rule::Conditional => present & self.first != 0 && there != self.mask,
            Rule::List => present & self.first != 0 && there & there.wrapping_sub(1) == 0,
        }
    }
}

/// Returns the bit that stands for an element.
#[inline]
pub(crate) fn bit(n: usize) -> u64 {
    1_u64
        .checked_shl(u32::try_from(n).unwrap_or(u32::MAX))
        .unwrap_or(0)
}
