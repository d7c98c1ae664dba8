use super::element::{At, Checked, at_part, end_of};
use crate::cause::{Cause, Names};
use crate::schema::{Relation, Rule, SegmentSchema, bit};
use crate::segment::Element;

/// Says which elements break a relation.
#[cold]
pub(super) fn relate<'a>(
    checked: &mut Checked<'_, 'a>,
    within: Option<(At, Element<'a>)>,
    relation: &Relation,
    present: u64,
    schema: &SegmentSchema,
) {
    let named = |n: &usize| checked.name(at_part(within, *n));
    let list = |of: &[usize]| Names(of.iter().map(named).collect());
    let Some((first, others)) = relation.elements.split_first() else {
        return;
    };
    let (all, first, others) = (list(&relation.elements), named(first), list(others));
    let words = checked.words;
    let (code, cause) = match relation.rule {
        Rule::Paired => (words.conditional, Cause::Paired { all }),
        Rule::Conditional => (words.conditional, Cause::Conditional { first, others }),
        Rule::Required => (words.conditional, Cause::OneNeeded { all }),
        Rule::List => (words.conditional, Cause::OneNeededFor { first, others }),
        Rule::Exclusion => (words.exclusion, Cause::OnlyOne { all }),
    };
    let separator = checked.segment().delimiters.component;
    for n in violations(relation, present) {
        let at = at_part(within, n);
        let part = match within {
            Some((_, element)) => element.split(separator).nth(n - 1),
            None => checked.segment().elements().nth(n),
        };
        let expected = schema.elements.get(n.saturating_sub(1));
        checked.push(at, part.as_ref(), expected, (code, cause.clone()));
        if part.is_none() {
            end_of(checked, within);
        }
    }
}

/// Returns the elements that break a relation: absent ones that are needed, or surplus ones.
fn violations(relation: &Relation, present: u64) -> Vec<usize> {
    let there = |n: &usize| present & bit(*n) != 0;
    let all = relation.elements.as_slice();
    let Some((first, others)) = all.split_first() else {
        return Vec::new();
    };
    let absent = |of: &[usize]| of.iter().copied().filter(|n| !there(n)).collect::<Vec<_>>();
    match relation.rule {
        Rule::Paired => absent(all),
        Rule::Conditional => absent(others),
        Rule::Required => vec![*first],
        Rule::List => others.iter().copied().take(1).collect(),
        Rule::Exclusion => all.iter().copied().filter(there).skip(1).collect(),
    }
}
