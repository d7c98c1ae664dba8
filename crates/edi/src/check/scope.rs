use super::Judge;
use super::guide::{self, Broken};
use crate::cause::{Cause, ElementName};
use crate::code::Code;
use crate::finding::{Finding, Trigger, Unit};
use crate::schema::{Node, Tag};
use crate::segment::Segment;

/// What a guide says of the stretches of a message that are open: from a segment to the end of the
/// loop it stands in.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    asked: Vec<Asked>,
    units: Vec<(usize, Unit)>,
}

/// A segment that a guide asks for or forbids in a loop, as one of the loop's values has it.
#[derive(Debug)]
struct Asked {
    /// How deep the loop is.
    depth: usize,
    tag: Tag,
    required: bool,
    is_there: bool,
    trigger: Trigger,
}

impl Scopes {
    /// Returns the innermost unit of business.
    pub(super) fn unit(&self) -> Option<&Unit> {
        self.units.last().map(|(_, unit)| unit)
    }

    pub(super) fn clear(&mut self) {
        self.asked.clear();
        self.units.clear();
    }
}

impl Judge<'_> {
    /// Closes the loops that a segment leaves behind and says what was missing in them; notes what
    /// it is to those that stay open, and opens what begins with it.
    pub(super) fn scopes(&mut self, segment: &Segment<'_>, tag: Tag, node: &Node) {
        let Some(depth) = self.open.as_ref().map(|open| open.order.depth()) else {
            return;
        };
        let starts = !node.children.tags.is_empty();
        let ends = [&b"SE"[..], b"UNT"].map(Tag::new).contains(&tag);
        let is_over = |at: usize| ends || at > depth || starts && at == depth;
        let asked = std::mem::take(&mut self.scopes.asked);
        let (over, open): (Vec<Asked>, Vec<Asked>) =
            asked.into_iter().partition(|asked| is_over(asked.depth));
        self.scopes.asked = open;
        for asked in over.into_iter().filter(|a| a.required && !a.is_there) {
            self.say_missing(segment, asked);
        }
        self.scopes.units.retain(|(at, _)| !is_over(*at));
        let mut forbidden = Vec::new();
        // A loop's first segment stands in the loop around it, too.
        let own = depth - usize::from(starts);
        let here = |asked: &&mut Asked| asked.tag == tag && asked.depth == own;
        for asked in self.scopes.asked.iter_mut().filter(here) {
            asked.is_there = true;
            if !asked.required {
                forbidden.push(asked.trigger.clone());
            }
        }
        self.open_scopes(segment, node, depth);
        for trigger in forbidden {
            self.say_unused(segment, Some(trigger));
        }
    }

    fn open_scopes(&mut self, segment: &Segment<'_>, node: &Node, depth: usize) {
        let Some(guide) = &node.guide else {
            return;
        };
        if let Some(at) = guide.unit {
            let value = guide::value(segment, at);
            let name = ElementName::new(segment.id(), at.element, at.component).to_string();
            if !value.is_empty() {
                let value = String::from_utf8_lossy(value).into_owned();
                self.scopes.units.push((depth, Unit { name, value }));
            }
        }
        for rule in &guide.segments {
            let (at, values) = &rule.when;
            if values.contains(guide::value(segment, *at)) {
                self.scopes.asked.push(Asked {
                    depth,
                    tag: rule.tag,
                    required: rule.required,
                    is_there: false,
                    trigger: guide::trigger(segment, node, *at),
                });
            }
        }
    }

    fn say_missing(&mut self, segment: &Segment<'_>, asked: Asked) {
        let missing = asked.tag.name();
        let cause = Cause::MissingInGuideFor {
            missing: missing.clone(),
            element: name_of(&asked.trigger),
            segment: asked.trigger.segment,
            id: segment.id().to_owned(),
        };
        let finding = self.missing(segment, Code::GuideSegmentMissing, missing, cause);
        let broken = Broken::missing_segment(false, Some(asked.trigger));
        self.keep(broken.tell(finding, self.standard));
    }

    /// Says that a guide does not use a segment, or not with the value of another.
    pub(super) fn say_unused(&mut self, segment: &Segment<'_>, trigger: Option<Trigger>) {
        let id = segment.id().to_owned();
        let cause = match &trigger {
            None => Cause::NotInGuide { id },
            Some(trigger) => Cause::NotInGuideFor {
                id,
                element: name_of(trigger),
                segment: trigger.segment,
            },
        };
        let place = self.place().on(segment);
        let finding = Finding::new(Code::GuideSegmentUnused, place, segment.bytes(), cause);
        let broken = Broken::unused_segment(trigger);
        self.keep(broken.tell(finding, self.standard));
    }
}

/// Names the element whose value a condition goes by.
fn name_of(trigger: &Trigger) -> ElementName {
    let long = |n: u32| usize::try_from(n).unwrap_or_default();
    ElementName::new(
        &trigger.segment_id,
        long(trigger.element),
        trigger.component.map(long),
    )
}
