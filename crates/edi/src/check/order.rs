use crate::schema::Node;

/// What is wrong with a segment's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem<'s> {
    /// This mandatory segment should have come before.
    Missing(&'s str),
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
pub(super) struct Order<'s> {
    frames: Vec<Frame<'s>>,
}

struct Frame<'s> {
    nodes: &'s [Node],
    /// The node taken last.
    at: usize,
    /// How often it was taken.
    count: u32,
}

impl<'s> Order<'s> {
    pub(super) fn new(nodes: &'s [Node]) -> Self {
        Self {
            frames: vec![Frame {
                nodes,
                at: 0,
                count: 0,
            }],
        }
    }

    /// Moves on to a segment of this name and returns what is wrong with it.
    pub(super) fn take(&mut self, id: &str) -> Vec<Problem<'s>> {
        let Some((depth, at)) = self.find(id) else {
            let behind = self.frames.iter().any(|f| {
                f.nodes
                    .iter()
                    .take(f.at.saturating_add(1))
                    .any(|n| n.id == id)
            });
            return vec![Problem::NoPlace { behind }];
        };
        let mut problems = Vec::new();
        while self.frames.len() > depth + 1 {
            if let Some(frame) = self.frames.pop() {
                frame.missing(frame.nodes.len(), &mut problems);
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            let (node, count) = frame.move_to(at, &mut problems);
            if count > node.most {
                problems.push(match node.children.is_empty() {
                    true => Problem::SegmentOverMax(node.most),
                    false => Problem::LoopOverMax(node.most),
                });
            }
            if !node.children.is_empty() {
                // The loop's first node is the segment just taken.
                self.frames.push(Frame {
                    nodes: &node.children,
                    at: 0,
                    count: 1,
                });
            }
        }
        problems
    }

    /// Finds the next place for a segment: the innermost open loop first, room before none.
    fn find(&self, id: &str) -> Option<(usize, usize)> {
        let mut full = None;
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            // A loop's first segment starts its next round, which is for the level above.
            let from = if depth > 0 { frame.at.max(1) } else { frame.at };
            for (at, node) in frame.nodes.iter().enumerate().skip(from) {
                if node.id != id {
                    continue;
                }
                if at != frame.at || frame.count < node.most {
                    return Some((depth, at));
                }
                full = full.or(Some((depth, at)));
            }
        }
        full
    }
}

impl<'s> Frame<'s> {
    fn move_to(&mut self, at: usize, problems: &mut Vec<Problem<'s>>) -> (&'s Node, u32) {
        if at == self.at {
            self.count = self.count.saturating_add(1);
        } else {
            self.missing(at, problems);
            (self.at, self.count) = (at, 1);
        }
        (&self.nodes[at], self.count)
    }

    /// Notes the mandatory nodes not taken before `end`.
    fn missing(&self, end: usize, problems: &mut Vec<Problem<'s>>) {
        let from = if self.count > 0 { self.at + 1 } else { self.at };
        let passed = self.nodes.get(from..end).unwrap_or_default();
        problems.extend(
            passed
                .iter()
                .filter(|n| n.mandatory)
                .map(|n| Problem::Missing(&n.id)),
        );
    }
}
