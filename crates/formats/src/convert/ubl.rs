use super::{Documents, Interchange};
use crate::content::PartyId;
use crate::{Error, ubl};

/// Writes each document as UBL, a file of its own, and tells which could not be written.
pub fn to_ubl(documents: &Documents) -> Result<(Vec<Vec<u8>>, Vec<String>), Error> {
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    for interchange in &documents.interchanges {
        for document in &interchange.documents {
            let about = about(interchange, &document.control_number);
            match ubl::write(&document.content, &about) {
                Ok(bytes) => files.push(bytes),
                Err(error @ Error::NoLines { .. }) => left_out.push(error.to_string()),
                Err(error) => return Err(error),
            }
        }
    }
    Ok((files, left_out))
}

fn about(interchange: &Interchange, message: &str) -> ubl::About {
    let [sender, receiver] = [&interchange.sender, &interchange.receiver].map(|endpoint| PartyId {
        scheme: endpoint.scheme.of_parties(),
        id: endpoint.id.clone(),
    });
    ubl::About {
        sender,
        receiver,
        written: interchange.written,
        number: format!("{}-{message}", interchange.control_number),
    }
}
