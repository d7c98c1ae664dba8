use edi::{Delimiters, EdifactEnvelope, EdifactMessageType, EdifactWriter};

use super::{Document, Documents, Interchange, Written};
use crate::content::{Content, PartyId};
use crate::edifact::{Body, Head};
use crate::{
    Error, edifact_desadv, edifact_invrpt, edifact_orders, edifact_ordrsp, edifact_recadv,
    edifact_slsrpt,
};

/// A UN/EDIFACT directory that messages are written by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directory {
    /// D.96A, of EANCOM 1997.
    D96A,
    /// D.01B, of EANCOM 2002.
    D01B,
}

/// The character sets and versions of the syntax: the first that has all characters is used.
const SYNTAXES: [(&str, u8); 2] = [("UNOC", 3), ("UNOY", 4)];

/// Writes documents as EDIFACT.
pub fn to_edifact(documents: &Documents, directory: Directory) -> Result<Written, Error> {
    let mut file = Written::default();
    for interchange in &documents.interchanges {
        if !interchange.documents.is_empty() {
            write(interchange, directory, &mut file)?;
        }
    }
    Ok(file)
}

fn write(interchange: &Interchange, directory: Directory, file: &mut Written) -> Result<(), Error> {
    let mut all = Vec::new();
    for (document, place) in interchange.documents.iter().zip(1_usize..) {
        let number = format!("{}-{place}", interchange.control_number);
        let bodies = messages(interchange, document, number, directory);
        if bodies.is_empty() {
            file.nothing_left(document);
        }
        for (kind, body) in bodies {
            let told = |what| format!("{kind}: {what}");
            file.left_out.extend(body.left_out.iter().map(told));
            all.push((kind, body));
        }
    }
    if all.is_empty() {
        return Ok(());
    }
    file.extend(interchange, &SYNTAXES, |syntax| {
        encode(interchange, directory, &all, *syntax)
    })
}

/// Returns the messages a document becomes: sales and stock are two.
fn messages(
    interchange: &Interchange,
    document: &Document,
    number: String,
    directory: Directory,
) -> Vec<(&'static str, Body)> {
    let release = directory.release();
    match &document.content {
        Content::Activity(activity) => {
            let between = [&interchange.sender, &interchange.receiver];
            let head = Head {
                number,
                written: interchange.written.date(),
                between: between.map(|endpoint| PartyId {
                    scheme: endpoint.scheme.of_parties(),
                    id: endpoint.id.clone(),
                }),
            };
            let sales = edifact_slsrpt::segments(activity, &head, release);
            let stock = edifact_invrpt::segments(activity, &head, release);
            let sales = sales.map(|body| (edifact_slsrpt::KIND, body));
            let stock = stock.map(|body| (edifact_invrpt::KIND, body));
            sales.into_iter().chain(stock).collect()
        }
        Content::Order(order) => {
            vec![(
                edifact_orders::KIND,
                edifact_orders::segments(order, release),
            )]
        }
        Content::OrderResponse(order) => {
            vec![(
                edifact_ordrsp::KIND,
                edifact_ordrsp::segments(order, release),
            )]
        }
        Content::Shipment(shipment) => {
            vec![(
                edifact_desadv::KIND,
                edifact_desadv::segments(shipment, release),
            )]
        }
        Content::Receipt(receipt) => {
            vec![(
                edifact_recadv::KIND,
                edifact_recadv::segments(receipt, release),
            )]
        }
    }
}

fn encode(
    interchange: &Interchange,
    directory: Directory,
    messages: &[(&'static str, Body)],
    (syntax, syntax_version): (&str, u8),
) -> Result<Vec<u8>, edi::Error> {
    let mut writer = EdifactWriter::new(EdifactEnvelope {
        sender: interchange.sender.edifact(),
        receiver: interchange.receiver.edifact(),
        date: match syntax_version {
            4 => interchange.written.format("%Y%m%d"),
            _ => interchange.written.format("%y%m%d"),
        }
        .to_string(),
        time: interchange.written.format("%H%M").to_string(),
        reference: interchange.control_number.clone(),
        syntax: syntax.to_owned(),
        syntax_version,
        acknowledgement_requested: false,
        test: interchange.test,
        delimiters: Delimiters::edifact(),
        declares_delimiters: true,
    });
    for ((kind, body), place) in messages.iter().zip(1_usize..) {
        let kind = EdifactMessageType {
            kind: (*kind).to_owned(),
            version: "D".to_owned(),
            release: directory.release().to_owned(),
            agency: "UN".to_owned(),
            association: String::new(),
        };
        writer.message(&place.to_string(), &kind);
        body.write(&mut writer);
    }
    writer.finish()
}

impl Directory {
    fn release(self) -> &'static str {
        match self {
            Self::D96A => "96A",
            Self::D01B => "01B",
        }
    }
}
