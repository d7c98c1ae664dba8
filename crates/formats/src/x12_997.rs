//! X12 997, functional acknowledgment: what a partner's software said of messages we sent.
//!
//! It is about syntax. What the partner thinks of an order comes in an 850, or in silence.

use model::document::Finding;
use model::order::Acknowledgement;

use crate::Code;
use crate::reading::{Remark, Source};

/// What a 997 says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    /// The group it acknowledges.
    pub group: Option<Group>,
    /// What was wrong or odd.
    pub findings: Vec<Finding>,
}

/// A group of ours as the partner judged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What kind of messages it held, "PR" (AK101).
    pub functional_id: String,
    /// Its control number (AK102).
    pub control_number: String,
    /// The messages the partner names, in its order.
    pub messages: Vec<Message>,
    /// What it says of the group (AK901).
    pub code: String,
    /// The same in our words.
    pub acknowledgement: Acknowledgement,
}

/// A message of ours as the partner judged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is, "855" (AK201).
    pub kind: String,
    /// Its control number (AK202).
    pub control_number: String,
    /// What the partner says of it (AK501).
    pub code: String,
    /// The same in our words.
    pub acknowledgement: Acknowledgement,
}

impl Group {
    /// Returns what the partner says of one of our messages; one it does not name shares the fate
    /// of the group.
    pub fn of(&self, control_number: &str) -> Acknowledgement {
        let named = self
            .messages
            .iter()
            .find(|m| same_number(&m.control_number, control_number));
        named.map_or(self.acknowledgement, |message| message.acknowledgement)
    }
}

/// Some translators drop leading zeros of the control numbers they repeat.
fn same_number(one: &str, other: &str) -> bool {
    one.trim_start_matches('0') == other.trim_start_matches('0')
}

/// Reads a 997 we received.
pub fn decode(source: Source) -> Decoded {
    let mut out = Decoded::default();
    let mut messages: Vec<Message> = Vec::new();
    let mut named: Option<(String, String)> = None;
    for segment in source.segments() {
        let element = |n: usize| segment.element(n).to_owned();
        match segment.id() {
            "AK1" => named = Some((element(1), element(2))),
            "AK2" => messages.push(Message {
                kind: element(1),
                control_number: element(2),
                code: String::new(),
                // Until an AK5 says more, nobody vouches for the message.
                acknowledgement: Acknowledgement::Rejected,
            }),
            "AK5" => {
                if let Some(message) = messages.last_mut() {
                    message.code = element(1);
                    message.acknowledgement = meaning(segment.element(1));
                }
            }
            "AK9" => {
                if let Some((functional_id, control_number)) = named.take() {
                    let acknowledgement = meaning(segment.element(1));
                    let messages = std::mem::take(&mut messages);
                    let code = element(1);
                    out.group = Some(Group {
                        functional_id,
                        control_number,
                        messages,
                        code,
                        acknowledgement,
                    });
                }
            }
            "SE" if out.group.is_none() => {
                let cause = "AK1 and AK9 do not say which group is acknowledged, and how";
                let remark = Remark::new(Code::AcknowledgementIncomplete, cause);
                out.findings.push(source.finding(&segment, None, remark));
            }
            _ => {}
        }
    }
    out
}

/// Data elements 715 and 717: accepted, accepted with errors noted, partly accepted; all others
/// (rejected, and the codes of failed authentication) mean that nothing was read.
fn meaning(code: &str) -> Acknowledgement {
    match code {
        "A" => Acknowledgement::Accepted,
        "E" | "P" => Acknowledgement::Partial,
        _ => Acknowledgement::Rejected,
    }
}
