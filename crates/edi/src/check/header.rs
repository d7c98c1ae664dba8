use super::guide::Broken;
use super::{Checked, Judge, Order};
use crate::cause::Cause;
use crate::code::Code;
use crate::file::Standard;
use crate::finding::Finding;
use crate::place::Part;
use crate::schema::{CodeSet, MessageSchema, Version};
use crate::segment::Segment;

/// A schema, and the message and version it was asked for.
#[derive(Debug)]
pub(super) struct Found<'s> {
    standard: Standard,
    kind: String,
    name: String,
    version: &'s Version,
    schema: &'s MessageSchema,
}

impl<'s> Judge<'s> {
    /// Looks for the schema of a message, whose header this is.
    pub(super) fn begin(&mut self, header: &Segment<'_>) {
        let Some((version, schema)) = self.schema() else {
            return self.no_schema(header);
        };
        let id = &self.functional_id;
        if schema.group != *id && !id.is_empty() && self.standard == Standard::X12 {
            let cause = Cause::OtherGroup {
                kind: self.kind.clone(),
                group: schema.group.clone(),
                found: id.clone(),
            };
            let place = self.place().element(header, 1);
            let text = header.element_bytes(1);
            let finding = Finding::new(Code::StGroup, place, text, cause);
            let noted = schema.noted;
            self.keep_of(finding, noted);
        }
        if let Some(known) = &schema.conventions {
            self.convention(known, header, schema.noted);
        }
        let level = &schema.level;
        self.open = Some(Checked {
            version,
            schema,
            order: match self.spare.take() {
                Some(order) => order.renew(level),
                None => Order::new(level),
            },
        });
    }

    /// Returns the schema of the open message, where there is one; mostly it is that of the message
    /// before.
    fn schema(&mut self) -> Option<(&'s Version, &'s MessageSchema)> {
        let name = match self.standard {
            Standard::Edifact => &self.version,
            _ => &self.group_version,
        };
        if let Some(found) = &self.found
            && found.kind == self.kind
            && found.name == *name
            && found.standard == self.standard
        {
            return Some((found.version, found.schema));
        }
        let version = self.schemas.version(self.standard, name)?;
        let schema = version.messages.get(&self.kind)?;
        self.found = Some(Found {
            standard: self.standard,
            kind: self.kind.clone(),
            name: name.clone(),
            version,
            schema,
        });
        Some((version, schema))
    }

    fn no_schema(&mut self, header: &Segment<'_>) {
        let kind = &self.kind.clone();
        if self.standard == Standard::Edifact {
            let (kind, version) = (kind.clone(), self.version.clone());
            let cause = Cause::NoSchemaInDirectory { kind, version };
            let place = self.place().element(header, 2);
            let text = header.element_bytes(2);
            let finding = Finding::new(Code::EdifactMessageNoSchema, place, text, cause);
            return self.keep(finding);
        }
        if self.schemas.knows(kind)
            && !self.version_said
            && let Some((at, version)) = &self.group_version_told
        {
            self.version_said = true;
            let cause = Cause::NoSchemaInVersion {
                kind: kind.clone(),
                version: self.group_version.clone(),
            };
            let mut place = self.place().at(*at);
            place.message = None;
            place.segment_id = Some("GS".to_owned());
            place.element = Some(8);
            place.part = match place.part {
                Part::Message(i, g, _) => Part::Group(i, g),
                part => part,
            };
            let code = Code::GroupVersionNoSchema;
            let finding = Finding::new(code, place, version, cause);
            self.keep(finding);
        }
        let kind = kind.clone();
        let cause = Cause::NoSchema { kind };
        let place = self.place().element(header, 1);
        let text = header.element_bytes(1);
        let finding = Finding::new(Code::MessageNoSchema, place, text, cause);
        self.keep(finding);
    }

    /// Says that a message names a convention that is none of the guide's.
    fn convention(&mut self, known: &CodeSet, header: &Segment<'_>, noted: bool) {
        let place = self.place();
        let (named, mut place) = match self.standard {
            Standard::Edifact => (header.component_text(2, 5), place.element(header, 2)),
            _ => (header.text(3), place.element(header, 3)),
        };
        let named = named.trim();
        if named.is_empty() || known.contains(named.as_bytes()) {
            return;
        }
        if self.standard == Standard::Edifact {
            place.component = Some(5);
        }
        let convention = named.to_owned();
        let cause = Cause::OtherConvention { convention };
        let finding = Finding::new(Code::GuideConvention, place, named.as_bytes(), cause);
        let finding = Broken::convention().tell(finding, self.standard);
        self.keep_of(finding, noted);
    }

    /// Notes where a group tells its version.
    pub(super) fn between_messages(&mut self, segment: &Segment<'_>) {
        if self.standard == Standard::X12 && segment.id_bytes() == b"GS" {
            let version = segment.element_bytes(8).to_vec();
            self.group_version_told = Some((segment.element_span(8), version));
        }
    }
}
