use crate::schema::{Level, Node, Tag};

/// What is wrong with a segment's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// This mandatory segment should have come before.
    Missing(Tag),
    /// It occurs more than so many times.
    SegmentOverMax(u32),
    /// The loop it starts occurs more than so many times.
    LoopOverMax(u32),
    /// It has no place from here on; `behind` when it had one before.
    NoPlace {
        /// Its place has been passed.
        behind: bool,
    },
}

/// How far a message has come in its schema: the open loops, the message itself first.
#[derive(Debug)]
pub(crate) struct Order<'s> {
    frames: Vec<Frame<'s>>,
}

#[derive(Debug)]
struct Frame<'s> {
    level: &'s Level,
    /// The node taken last.
    at: usize,
    /// How often it was taken.
    count: u32,
}

/// A place for a segment: the node of an open level.
#[derive(Debug, Clone, Copy)]
struct Found {
    depth: usize,
    at: usize,
    /// Whether another place would have come first and is full.
    passed_full: bool,
}

/// Steps taken before from one place to another, which need no search.
#[derive(Debug)]
pub(super) struct Steps([Option<Step>; 64]);

/// A step from a node to the next, across which no mandatory node is left out.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The level and node that were reached last, and the segment that came.
    level: usize,
    from: usize,
    tag: Tag,
    /// How many levels are left behind, and which node of the one then open is next.
    up: usize,
    to: usize,
}

impl Default for Steps {
    fn default() -> Self {
        Self([None; 64])
    }
}

impl Steps {
    #[inline]
    fn slot(&mut self, level: usize, from: usize, tag: Tag) -> &mut Option<Step> {
        let place = (level >> 4) ^ (from << 2) ^ tag.spread();
        &mut self.0[place % 64]
    }
}

impl<'s> Order<'s> {
    /// Moves on as [`Order::take`] does, where the same step was taken before and there is room.
    #[inline]
    pub(super) fn step(&mut self, tag: Tag, steps: &mut Steps) -> Option<&'s Node> {
        let last = self.frames.last()?;
        let level = last.identity();
        let step = (*steps.slot(level, last.at, tag))?;
        let same = step.level == level && step.from == last.at && step.tag == tag;
        if !same || last.count == 0 {
            return None;
        }
        let depth = self.frames.len().checked_sub(step.up)?;
        let frame = self.frames.get_mut(depth.checked_sub(1)?)?;
        let node = frame.level.nodes.get(step.to)?;
        let count = match step.to == frame.at {
            true if frame.count >= node.most => return None,
            true => frame.count + 1,
            false => 1,
        };
        (frame.at, frame.count) = (step.to, count);
        self.frames.truncate(depth);
        self.enter(node);
        Some(node)
    }

    /// Moves on, and remembers the step where nothing was wrong with it.
    pub(super) fn search(
        &mut self,
        tag: Tag,
        steps: &mut Steps,
        problems: &mut Vec<Problem>,
    ) -> Option<&'s Node> {
        let before = self.frames.last().map(|f| (f.identity(), f.at, f.count));
        let depth_before = self.frames.len();
        let found = self.find(tag);
        let node = self.take(tag, found, problems)?;
        let is_loop = !node.children.tags.is_empty();
        let depth = self.frames.len() - usize::from(is_loop);
        let (level, from, count) = before?;
        // Where another place was full, the next time it may have room.
        let always = found.is_some_and(|f| !f.passed_full);
        if problems.is_empty() && count > 0 && always {
            let to = self.frames.get(depth.checked_sub(1)?)?.at;
            *steps.slot(level, from, tag) = Some(Step {
                level,
                from,
                tag,
                up: depth_before.checked_sub(depth)?,
                to,
            });
        }
        Some(node)
    }

    /// Returns the order of another message, in the room of this one.
    pub(crate) fn renew(mut self, level: &'s Level) -> Self {
        self.frames.clear();
        self.frames.push(Frame {
            level,
            at: 0,
            count: 0,
        });
        self
    }

    pub(crate) fn new(level: &'s Level) -> Self {
        let first = Frame {
            level,
            at: 0,
            count: 0,
        };
        Self {
            frames: vec![first],
        }
    }

    /// Moves on and returns how many loops the segment stands in, and whether it starts the
    /// innermost; `None` when it has no place.
    pub(crate) fn depth_of(&mut self, tag: Tag) -> Option<(usize, bool)> {
        let found = self.find(tag);
        let node = self.take(tag, found, &mut Vec::new())?;
        Some((self.frames.len() - 1, !node.children.tags.is_empty()))
    }

    /// Moves on to a place found for a segment, notes what is wrong with it, and returns it.
    fn take(
        &mut self,
        tag: Tag,
        found: Option<Found>,
        problems: &mut Vec<Problem>,
    ) -> Option<&'s Node> {
        let Some(Found { depth, at, .. }) = found else {
            let behind = |f: &Frame<'_>| {
                let passed = f.level.tags.iter().take(f.at.saturating_add(1));
                passed.into_iter().any(|t| *t == tag)
            };
            let behind = self.frames.iter().any(behind);
            problems.push(Problem::NoPlace { behind });
            return None;
        };
        while self.frames.len() > depth + 1 {
            if let Some(frame) = self.frames.pop() {
                frame.missing(frame.level.tags.len(), problems);
            }
        }
        let frame = self.frames.last_mut()?;
        if at == frame.at {
            frame.count = frame.count.saturating_add(1);
        } else {
            frame.missing(at, problems);
            (frame.at, frame.count) = (at, 1);
        }
        let node = frame.level.nodes.get(at)?;
        let is_loop = !node.children.tags.is_empty();
        if frame.count > node.most {
            problems.push(match is_loop {
                false => Problem::SegmentOverMax(node.most),
                true => Problem::LoopOverMax(node.most),
            });
        }
        self.enter(node);
        Some(node)
    }

    /// Opens a loop, whose first node is the segment just taken.
    #[inline]
    fn enter(&mut self, node: &'s Node) {
        if !node.children.tags.is_empty() {
            self.frames.push(Frame {
                level: &node.children,
                at: 0,
                count: 1,
            });
        }
    }

    /// Finds the next place for a segment: the innermost open loop first, room before none.
    #[inline]
    fn find(&self, tag: Tag) -> Option<Found> {
        let mut full: Option<Found> = None;
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            // A loop's first segment starts its next round, which is for the level above.
            let mut from = if depth > 0 { frame.at.max(1) } else { frame.at };
            while let Some(found) = frame.position(from, tag) {
                let node = frame.level.nodes.get(found);
                let place = Found {
                    depth,
                    at: found,
                    passed_full: full.is_some(),
                };
                if found != frame.at || node.is_some_and(|n| frame.count < n.most) {
                    return Some(place);
                }
                full = full.or(Some(place));
                // The same segment may have another place further on.
                from = found + 1;
            }
        }
        full
    }
}

impl Frame<'_> {
    /// Tells levels apart; they stay where they are as long as the schemas do.
    #[inline]
    fn identity(&self) -> usize {
        std::ptr::from_ref(self.level).addr()
    }

    #[inline]
    fn position(&self, from: usize, tag: Tag) -> Option<usize> {
        let rest = self.level.tags.get(from..)?;
        rest.iter()
            .position(|t| *t == tag)
            .map(|found| from + found)
    }

    /// Notes the mandatory nodes not taken before `end`.
    #[inline]
    fn missing(&self, end: usize, problems: &mut Vec<Problem>) {
        let from = if self.count > 0 { self.at + 1 } else { self.at };
        if self.level.is_mandatory_between(from, end) {
            let passed = self.level.nodes.get(from..end).unwrap_or_default();
            let missing = passed.iter().filter(|n| n.mandatory);
            problems.extend(missing.map(|n| Problem::Missing(n.tag)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{Dice, long};
    use crate::schema::Schemas;
    use crate::schema_files::schema_files;

    /// A message in which one name has several places, and room decides which.
    const AMBIGUOUS: &str = "\
x12 999999
message 111 XX
  ST M 1
  N9 O 2
  loop N1 O 3
    N1 M 1
    N9 O 2
    loop N2 O 2
      N2 M 1
      N9 O 2
      N3 O 1
    N3 O 2
  N9 O 3
  loop N1 O 2
    N1 M 1
    N3 O >
  N9 M 2
  SE M 1
";

    /// Returns the names of all segments of a level, and of the loops in it.
    fn tags(level: &Level, into: &mut Vec<Tag>) {
        for node in &level.nodes {
            into.push(node.tag);
            tags(&node.children, into);
        }
    }

    /// Writes the segments of a level mostly as it wants them.
    fn write(level: &Level, dice: &mut Dice, into: &mut Vec<Tag>) {
        for node in &level.nodes {
            let often = match dice.below(12) {
                0 => 1 + dice.below(3),
                1 => usize::try_from(node.most.min(12)).unwrap() + dice.below(2),
                2 => 0,
                _ => usize::from(node.mandatory || dice.below(6) == 0),
            };
            for _ in 0..often {
                if into.len() > 120 {
                    return;
                }
                match node.children.nodes.is_empty() {
                    true => into.push(node.tag),
                    false => write(&node.children, dice, into),
                }
            }
        }
    }

    #[test]
    fn a_step_does_what_a_search_does() {
        let files = schema_files();
        let texts = files.iter().map(|(n, t)| (&**n, &**t));
        let texts: Vec<(&str, &str)> = texts.chain([("ambiguous", AMBIGUOUS)]).collect();
        let schemas = Schemas::parse(&texts).unwrap();
        let mut dice = Dice::new(6);
        let (mut stepped, mut all) = (0, 0);
        for (name, schema) in schemas.schemas_by_name() {
            let mut known = Vec::new();
            tags(&schema.level, &mut known);
            known.push(Tag::new(b"ZZZ"));
            // What was learned of one message is there for the next.
            let mut steps = Steps::default();
            for _ in 0..if long() { 5000 } else { 200 } {
                let mut message = Vec::new();
                write(&schema.level, &mut dice, &mut message);
                for _ in 0..dice.below(4) {
                    let at = dice.below(message.len() + 1);
                    message.insert(at, *dice.pick(&known));
                }
                let (mut quick, mut slow) = (Order::new(&schema.level), Order::new(&schema.level));
                for (n, tag) in message.iter().enumerate() {
                    let (mut found, mut expected) = (Vec::new(), Vec::new());
                    let node = quick.step(*tag, &mut steps);
                    stepped += usize::from(node.is_some());
                    all += 1;
                    let node = node.or_else(|| quick.search(*tag, &mut steps, &mut found));
                    let right = slow.take(*tag, slow.find(*tag), &mut expected);
                    let place = |node: Option<&Node>| node.map(std::ptr::from_ref);
                    let so_far = || message[..=n].iter().map(|t| t.name()).collect::<Vec<_>>();
                    assert_eq!(found, expected, "{name} {:?}", so_far());
                    assert_eq!(place(node), place(right), "{name} {:?}", so_far());
                }
            }
        }
        println!("{stepped} of {all} segments were steps");
        assert!(stepped * 4 > all, "{stepped} of {all}");
    }
}
