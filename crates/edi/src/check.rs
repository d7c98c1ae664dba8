mod element;
mod order;

use crate::code::{Code, Severity};
use crate::file::{File, Group, Message};
use crate::finding::{Finding, Findings};
use crate::place::{Part, Place};
use crate::report::Report;
use crate::schema::{MessageSchema, Schemas, Version};
use crate::segment::Segment;
use order::{Order, Problem};

/// Checks a file against the schemas and sums up what is to be said of it.
pub fn check(file: &File<'_>, schemas: &Schemas) -> Report {
    let mut findings = Findings::default();
    for (i, interchange) in file.interchanges.iter().enumerate() {
        for (g, group) in interchange.groups.iter().enumerate() {
            let place = Place {
                interchange: Some(interchange.control_number.clone()),
                group: Some(group.control_number.clone()),
                offset: group.span.offset,
                length: group.span.length,
                part: Part::Group(i, g),
                ..Place::default()
            };
            check_group(file, group, &place, schemas, &mut findings);
        }
    }
    let mut all = file.findings.clone();
    all.extend(findings.all);
    let mut unlisted = file.unlisted.clone();
    unlisted.extend(findings.unlisted);
    Report::new(file, all, unlisted)
}

fn check_group(
    file: &File<'_>,
    group: &Group,
    group_place: &Place,
    schemas: &Schemas,
    findings: &mut Findings,
) {
    let version = schemas.version(&group.version);
    let mut said = false;
    for (m, message) in group.messages.iter().enumerate() {
        let mut place = group_place.clone().at(message.span);
        if let Part::Group(i, g) = place.part {
            place.part = Part::Message(i, g, m);
        }
        place.message = Some(message.control_number.clone());
        let schema = version.and_then(|v| Some((v, v.messages.get(&message.kind)?)));
        if let Some((version, schema)) = schema {
            Check {
                file,
                message,
                version,
                schema,
                place,
                findings,
            }
            .message(group);
            continue;
        }
        let kind = &message.kind;
        if schemas.knows(kind) && !said {
            said = true;
            let cause = format!("no schema of {kind} in version {:?}", group.version);
            let bytes = group.version.as_bytes();
            let place = group_place.clone().at(message.span);
            findings.keep(Finding::new(
                Code::GroupVersionNoSchema,
                place,
                bytes,
                cause,
            ));
        }
        let cause = format!("no schema of message {kind:?}: not looked into");
        findings.keep(Finding::new(
            Code::MessageNoSchema,
            place,
            kind.as_bytes(),
            cause,
        ));
    }
}

/// The check of one message.
struct Check<'c, 'a> {
    file: &'c File<'a>,
    message: &'c Message,
    version: &'c Version,
    schema: &'c MessageSchema,
    place: Place,
    findings: &'c mut Findings,
}

impl Check<'_, '_> {
    fn message(&mut self, group: &Group) {
        let schema = self.schema;
        if schema.group != group.functional_id && !group.functional_id.is_empty() {
            let cause = format!(
                "a message {} belongs in a group {}, this one is {:?}",
                self.message.kind, schema.group, group.functional_id
            );
            let bytes = group.functional_id.as_bytes();
            self.keep(Finding::new(
                Code::StGroup,
                self.place.clone(),
                bytes,
                cause,
            ));
        }
        let mut order = Order::new(&schema.nodes);
        let (file, message) = (self.file, self.message);
        for segment in file.segments(message) {
            self.segment(&mut order, &segment);
        }
    }

    fn segment(&mut self, order: &mut Order<'_>, segment: &Segment<'_>) {
        let id = segment.id();
        let mut good = true;
        for problem in order.take(id) {
            good &= matches!(problem, Problem::Missing(_));
            let (code, cause) = match problem {
                Problem::Missing(missing) => {
                    let cause = format!("the mandatory segment {missing} is missing before {id}");
                    let mut place = self.place.clone().on(segment);
                    place.segment_id = Some(missing.to_owned());
                    place.length = 0;
                    self.keep(Finding::new(Code::SegmentMissing, place, &[], cause));
                    continue;
                }
                Problem::SegmentOverMax(most) => (
                    Code::SegmentOverMax,
                    format!("segment {id} may stand here {most} times"),
                ),
                Problem::LoopOverMax(most) => (
                    Code::LoopOverMax,
                    format!("loop {id} may stand here {most} times"),
                ),
                Problem::NoPlace { behind } => self.no_place(id, behind),
            };
            if code == Code::SegmentUnknown && !crate::write::is_segment_name(id.as_bytes()) {
                // The reader has said so.
                continue;
            }
            let place = self.place.clone().on(segment);
            self.keep(Finding::new(code, place, segment.bytes(), cause));
        }
        let known = self.version.segments.get(id).filter(|_| good);
        if let Some(schema) = known {
            for finding in element::check(segment, schema, &self.place) {
                self.keep(finding);
            }
        }
    }

    fn no_place(&self, id: &str, behind: bool) -> (Code, String) {
        let kind = &self.message.kind;
        if !self.version.segments.contains_key(id) {
            (
                Code::SegmentUnknown,
                format!("no segment {id:?} is known in this version"),
            )
        } else if !self.schema.has(id) {
            (
                Code::SegmentNotInSet,
                format!("a message {kind} has no segment {id}"),
            )
        } else if behind {
            (Code::SegmentOrder, format!("segment {id} comes too late"))
        } else {
            (
                Code::SegmentUnexpected,
                format!("segment {id} has no place here"),
            )
        }
    }

    fn keep(&mut self, mut finding: Finding) {
        if self.schema.noted && finding.severity == Severity::Error {
            finding.severity = Severity::Warning;
        }
        self.findings.keep(finding);
    }
}
