use super::super::{Level, MessageSchema, Node, Tag};
use super::{ElementAt, Problem};

impl MessageSchema {
    /// Changes every segment that a path names: its loops, outermost first, and its own name.
    pub(super) fn nodes(
        &mut self,
        path: &str,
        mut change: impl FnMut(&mut Node) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.nodes_among(path, |node, _| change(node))
    }

    /// The same; `change` is given what stands beside each segment, too.
    pub(super) fn nodes_among(
        &mut self,
        path: &str,
        mut change: impl FnMut(&mut Node, &[Tag]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let (whole, inner) = match path.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, path),
        };
        let names: Vec<Tag> = inner.split('/').map(|n| Tag::new(n.as_bytes())).collect();
        let is_named = |place: &[Tag]| match whole {
            true => place == names,
            false => place.ends_with(&names),
        };
        let mut found = 0;
        walk(
            &mut self.level,
            &is_named,
            &mut Vec::new(),
            &mut |node, beside| {
                found += 1;
                change(node, beside)
            },
        )?;
        match found {
            0 => Err(format!("the message has no segment {path}")),
            _ => Ok(()),
        }
    }

    /// Has every segment looked at where what a guide asks of one concerns others: a segment of
    /// which no guide says anything gets no more than a glance.
    pub(super) fn look_everywhere(&mut self) -> Result<(), Problem> {
        let every = |_: &[Tag]| true;
        let mut concerns = false;
        walk(&mut self.level, &every, &mut Vec::new(), &mut |node, _| {
            let guide = node.guide.as_ref();
            concerns |= guide.is_some_and(|g| g.unit.is_some() || !g.segments.is_empty());
            Ok(())
        })?;
        if !concerns {
            return Ok(());
        }
        walk(&mut self.level, &every, &mut Vec::new(), &mut |node, _| {
            node.guide();
            Ok(())
        })
    }
}

/// Goes through all nodes; loops are named by their first segment, which the loop itself is, too.
fn walk(
    level: &mut Level,
    is_named: &impl Fn(&[Tag]) -> bool,
    above: &mut Vec<Tag>,
    change: &mut impl FnMut(&mut Node, &[Tag]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let beside = std::mem::take(&mut level.tags);
    let mut nodes = std::mem::take(&mut level.nodes);
    let is_loop_head = !above.is_empty();
    for (n, node) in nodes.iter_mut().enumerate() {
        // A loop's first segment stands for the loop, one level up.
        if n == 0 && is_loop_head {
            continue;
        }
        let place: Vec<Tag> = above.iter().copied().chain([node.tag]).collect();
        if is_named(&place) {
            change(node, &beside)?;
        }
        above.push(node.tag);
        walk(&mut node.children, is_named, above, change)?;
        above.pop();
    }
    *level = Level::new(nodes);
    Ok(())
}

/// Reads `ZA01`, `DTM01-02` or `LIN/ZA01`: the segment's path and the element.
pub(super) fn element(text: &str) -> Result<(&str, ElementAt), Problem> {
    let wrong = || format!("{text} is no element: write ZA01, or DTM01-02 for a component");
    let (place, component) = match text.split_once('-') {
        Some((place, component)) => (place, Some(component.parse().map_err(|_| wrong())?)),
        None => (text, None),
    };
    let split = place
        .len()
        .checked_sub(2)
        .filter(|at| place.is_char_boundary(*at));
    let (path, number) = place.split_at(split.ok_or_else(wrong)?);
    let element = number.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?;
    match path.is_empty() {
        true => Err(wrong()),
        false => Ok((path, ElementAt { element, component })),
    }
}
