use super::EdifactWriter;
use crate::error::Error;

impl EdifactWriter {
    pub(super) fn put<'x, R: AsRef<[&'x [&'x str]]>>(
        &mut self,
        id: &str,
        elements: impl Iterator<Item = R>,
    ) -> Result<(), Error> {
        let d = self.envelope.delimiters;
        self.out.extend(id.as_bytes());
        let mut end = self.out.len();
        for (n, repetitions) in (1..).zip(elements) {
            self.out.push(d.element);
            let mut element_end = self.out.len();
            for (r, components) in repetitions.as_ref().iter().enumerate() {
                if r > 0 {
                    let separator = d.repetition;
                    self.out
                        .push(separator.ok_or_else(|| Error::Syntax(self.syntax_name()))?);
                }
                let mut repetition_end = self.out.len();
                for (c, component) in components.iter().enumerate() {
                    if c > 0 {
                        self.out.push(d.component);
                    }
                    self.put_data(id, n, component)?;
                    if !component.is_empty() {
                        repetition_end = self.out.len();
                        (element_end, end) = (repetition_end, repetition_end);
                    }
                }
                self.out.truncate(repetition_end);
            }
            self.out.truncate(element_end);
        }
        self.out.truncate(end);
        self.out.push(d.terminator);
        Ok(())
    }

    fn put_data(&mut self, id: &str, element: usize, value: &str) -> Result<(), Error> {
        if self.plain.are(value) {
            self.out.extend_from_slice(value.as_bytes());
            return Ok(());
        }
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
