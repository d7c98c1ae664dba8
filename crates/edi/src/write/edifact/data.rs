use super::EdifactWriter;
use crate::error::Error;
use crate::write::put_name;

impl EdifactWriter {
    pub(super) fn put<'x, R: AsRef<[&'x [&'x str]]>>(
        &mut self,
        id: &str,
        elements: impl Iterator<Item = R>,
    ) -> Result<(), Error> {
        put_name(id, &mut self.out);
        let d = self.envelope.delimiters;
        let mut end = self.out.len();
        for (n, repetitions) in (1..).zip(elements) {
            let repetitions = repetitions.as_ref();
            let mut separator = Some(d.element);
            let mut element_end = self.out.len() + 1;
            for components in repetitions {
                let before = separator.ok_or_else(|| Error::Syntax(self.syntax_name()))?;
                if self.put_components(before, id, n, components)? {
                    element_end = self.out.len();
                    end = element_end;
                }
                separator = d.repetition;
            }
            if repetitions.is_empty() {
                self.out.push(d.element);
            }
            self.out.truncate(element_end);
        }
        self.out.truncate(end);
        self.out.push(d.terminator);
        Ok(())
    }

    /// Writes components after a separator, empty ones at the end left out, and tells whether any
    /// is left.
    #[inline]
    fn put_components(
        &mut self,
        before: u8,
        id: &str,
        element: usize,
        components: &[&str],
    ) -> Result<bool, Error> {
        let empty = self.out.len() + 1;
        let mut end = empty;
        let mut separator = before;
        for component in components {
            if !self.plain.copy(separator, component, &mut self.out) {
                self.out.truncate(self.out.len() - component.len());
                self.put_data(id, element, component)?;
            }
            if !component.is_empty() {
                end = self.out.len();
            }
            separator = self.envelope.delimiters.component;
        }
        if components.is_empty() {
            self.out.push(before);
        }
        self.out.truncate(end);
        Ok(end > empty)
    }

    /// Writes data that needs a look at each character.
    #[cold]
    fn put_data(&mut self, id: &str, element: usize, value: &str) -> Result<(), Error> {
        let (segment, whole) = (|| id.to_owned(), || value.to_owned());
        for character in value.chars() {
            if character.is_control() {
                let (segment, value) = (segment(), whole());
                return Err(Error::Control {
                    segment,
                    element,
                    value,
                });
            }
            if self.service().any(|b| char::from(b) == character) {
                let delimiter = || Error::Delimiter {
                    segment: segment(),
                    element,
                    delimiter: character,
                    value: whole(),
                };
                let release = self.envelope.delimiters.release;
                self.out.push(release.ok_or_else(delimiter)?);
            }
            if !self.charset.write(character, &mut self.out) {
                return Err(Error::Character {
                    segment: segment(),
                    element,
                    character,
                    set: self.envelope.syntax.clone(),
                    value: whole(),
                });
            }
        }
        Ok(())
    }
}
