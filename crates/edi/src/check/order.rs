use crate::schema::{Level, Node, Tag};

/// What is wrong with a segment's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// This mandatory segment should have come before.
    Missing(Tag),
    /// This segment, or loop, should have come before as a guide has it.
    MissingByGuide(Tag, bool),
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

#[derive(Debug, Clone, Copy)]
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
pub(super) struct Steps<'s>([Option<Step<'s>>; STEPS]);

/// A step from a node to the next, across which no mandatory node is left out.
#[derive(Debug, Clone, Copy)]
struct Step<'s> {
    from: From<'s>,
    /// How many levels are left behind, which node of the one then open is next, and that node.
    up: usize,
    to: usize,
    node: &'s Node,
}

/// The level and node that were reached last, and the segment that comes.
#[derive(Debug, Clone, Copy)]
struct From<'s> {
    level: &'s Level,
    at: usize,
    tag: Tag,
}

/// So many steps are remembered; messages of one kind take fewer.
const STEPS: usize = 128;

impl Default for Steps<'_> {
    fn default() -> Self {
        Self([None; STEPS])
    }
}

impl<'s> Steps<'s> {
    /// Returns the step from a place, which stands in one of two slots.
    #[inline(always)]
    fn get(&self, from: From<'_>) -> Option<&Step<'s>> {
        let at = Self::slot(from);
        let in_slot = |at: usize| self.0[at % STEPS].as_ref().filter(|s| s.from == from);
        in_slot(at).or_else(|| in_slot(at ^ 1))
    }

    /// Keeps a step in a free slot, or in the place of another step.
    fn keep(&mut self, step: Step<'s>) {
        let at = Self::slot(step.from);
        let is_taken = |at: usize| self.0[at % STEPS].is_some_and(|s| s.from != step.from);
        let at = if is_taken(at) && !is_taken(at ^ 1) {
            at ^ 1
        } else {
            at
        };
        self.0[at % STEPS] = Some(step);
    }

    #[inline(always)]
    fn slot(from: From<'_>) -> usize {
        let place = from.identity() ^ (from.at as u64) << 40 ^ u64::from(from.tag.number());
        // The highest bits depend on all of it.
        let slot = place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - STEPS.ilog2());
        usize::try_from(slot).unwrap_or_default()
    }
}

impl From<'_> {
    /// Tells levels apart; they stay where they are as long as the schemas do.
    #[inline]
    fn identity(&self) -> u64 {
        std::ptr::from_ref(self.level).addr() as u64
    }
}

impl PartialEq for From<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.level, other.level) && self.at == other.at && self.tag == other.tag
    }
}

impl Problem {
    /// Tells whether it is of a segment that should have come before.
    pub(super) fn is_missing(self) -> bool {
        matches!(self, Self::Missing(_) | Self::MissingByGuide(..))
    }
}

impl<'s> Order<'s> {
    /// Moves on as [`Order::take`] does, where the same step was taken before and there is room.
    #[inline(always)]
    pub(super) fn step(&mut self, tag: Tag, steps: &mut Steps<'s>) -> Option<&'s Node> {
        let last = self.frames.last()?;
        let from = last.from(tag);
        let step = *steps.get(from)?;
        if !last.allows(step.up, step.to) {
            return None;
        }
        let depth = self.frames.len().checked_sub(step.up)?;
        let frame = self.frames.get_mut(depth.checked_sub(1)?)?;
        let count = match step.to == frame.at {
            true if frame.count >= step.node.most => return None,
            true => frame.count + 1,
            false => 1,
        };
        (frame.at, frame.count) = (step.to, count);
        if step.up > 0 {
            self.frames.truncate(depth);
        }
        self.enter(step.node);
        Some(step.node)
    }

    /// Moves on, and remembers the step where nothing was wrong with it.
    pub(super) fn search(
        &mut self,
        tag: Tag,
        steps: &mut Steps<'s>,
        problems: &mut Vec<Problem>,
    ) -> Option<&'s Node> {
        let before = self.frames.last().copied();
        let depth_before = self.frames.len();
        let found = self.find(tag);
        let node = self.take(tag, found, problems)?;
        let is_loop = !node.children.tags.is_empty();
        let depth = self.frames.len() - usize::from(is_loop);
        let before = before?;
        let up = depth_before.checked_sub(depth)?;
        let to = self.frames.get(depth.checked_sub(1)?)?.at;
        // Where another place was full, the next time it may have room.
        let always = found.is_some_and(|f| !f.passed_full);
        if problems.is_empty() && before.allows(up, to) && always {
            let from = before.from(tag);
            steps.keep(Step { from, up, to, node });
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

    /// Returns how many levels are open, the message's own among them.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
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

impl<'s> Frame<'s> {
    #[inline]
    fn from(&self, tag: Tag) -> From<'s> {
        From {
            level: self.level,
            at: self.at,
            tag,
        }
    }

    /// Tells whether a step leaves no node out that was not taken: at the start of a message none
    /// is, and only the first can be next.
    #[inline]
    fn allows(&self, up: usize, to: usize) -> bool {
        self.count > 0 || up == 0 && to == self.at
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
            problems.extend(missing.map(|n| match &n.guide {
                Some(guide) if guide.required => {
                    Problem::MissingByGuide(n.tag, !n.children.tags.is_empty())
                }
                _ => Problem::Missing(n.tag),
            }));
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
