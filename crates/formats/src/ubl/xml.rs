use std::borrow::{Borrow, Cow};

use chrono::{NaiveDate, NaiveTime, Timelike};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

const NAMESPACE: &str = "urn:oasis:names:specification:ubl:schema:xsd:";

/// An element with the elements in it, or with text.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
    required: bool,
}

/// Returns an element for others.
pub(super) fn group(name: &'static str) -> Element {
    text(name, "")
}

/// Returns an element with text.
pub(super) fn text(name: &'static str, value: impl Into<String>) -> Element {
    Element {
        name,
        attributes: Vec::new(),
        text: value.into(),
        children: Vec::new(),
        required: false,
    }
}

/// Returns an element with a day.
pub(super) fn date(name: &'static str, day: NaiveDate) -> Element {
    text(name, day.format("%Y-%m-%d").to_string())
}

/// Returns an element with a time of the day. A leap second, which XML has no text for, is the
/// second before it.
pub(super) fn time(name: &'static str, time: NaiveTime) -> Element {
    let mut written = time
        .with_nanosecond(0)
        .unwrap_or(time)
        .format("%H:%M:%S")
        .to_string();
    let hundredths = time.nanosecond() % 1_000_000_000 / 10_000_000;
    if hundredths > 0 {
        written.push_str(&format!(".{hundredths:02}"));
    }
    text(name, written)
}

impl Element {
    /// Adds an element at the end.
    pub(super) fn and(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }

    /// Adds elements at the end.
    pub(super) fn all(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children);
        self
    }

    /// Adds an attribute, unless its value is empty.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.attributes.push((name, value.to_owned()));
        }
        self
    }

    /// Has the element written even with nothing in it, because the schema demands it.
    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says whether there is nothing in it. UBL forbids elements with nothing in them (its rule
    /// IND5).
    pub(super) fn is_empty(&self) -> bool {
        !self.required && blank(&self.text) && self.children.iter().all(Element::is_empty)
    }
}

/// Says whether a text says nothing.
pub(super) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Returns the first text that says something.
pub(super) fn first<const N: usize>(texts: [Option<&str>; N]) -> Option<&str> {
    texts.into_iter().flatten().find(|text| !blank(text))
}

/// A document as it is written, element by element, so that one of many lines is never held whole
/// as a tree.
pub(super) struct Document {
    writer: Writer<Vec<u8>>,
    root: &'static str,
}

impl Document {
    /// Starts a document of a kind, "Order".
    pub(super) fn new(root: &'static str) -> Self {
        let writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        let mut document = Self { writer, root };
        document.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let mut start = BytesStart::new(root);
        start.push_attribute(("xmlns", format!("{NAMESPACE}{root}-2").as_str()));
        let components = [("xmlns:cac", "Aggregate"), ("xmlns:cbc", "Basic")];
        for (prefix, kind) in components {
            let namespace = format!("{NAMESPACE}Common{kind}Components-2");
            start.push_attribute((prefix, namespace.as_str()));
        }
        document.event(Event::Start(start));
        document.put(&text("cbc:UBLVersionID", "2.1"));
        document
    }

    /// Writes an element, unless there is nothing in it.
    pub(super) fn put(&mut self, element: &Element) {
        if element.is_empty() {
            return;
        }
        let attributes = element.attributes.iter();
        let attributes = attributes.map(|(name, value)| (*name, legal(value)));
        let mut start = BytesStart::new(element.name);
        for (name, value) in attributes {
            start.push_attribute((name, value.as_ref()));
        }
        if blank(&element.text) && element.children.iter().all(Element::is_empty) {
            return self.event(Event::Empty(start));
        }
        self.event(Event::Start(start));
        if !element.text.is_empty() {
            self.event(Event::Text(BytesText::new(&legal(&element.text))));
        }
        for child in &element.children {
            self.put(child);
        }
        self.event(Event::End(BytesEnd::new(element.name)));
    }

    /// Writes some elements.
    pub(super) fn put_all<E: Borrow<Element>>(&mut self, elements: impl IntoIterator<Item = E>) {
        for element in elements {
            self.put(element.borrow());
        }
    }

    /// Returns the document's bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.event(Event::End(BytesEnd::new(self.root)));
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn event(&mut self, event: Event) {
        // A `Vec` takes everything it is given, so there is no failure to report.
        self.writer.write_event(event).ok();
    }
}

/// Returns a text without the characters that XML 1.0 has no way to write, each replaced by U+FFFD.
fn legal(text: &str) -> Cow<'_, str> {
    let illegal = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(illegal) {
        return text.replace(illegal, "\u{fffd}").into();
    }
    text.into()
}
