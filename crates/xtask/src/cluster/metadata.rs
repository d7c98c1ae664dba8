//! Asks a Kafka broker who is in its cluster, which it answers once it can work.
//!
//! A broker takes connections before it has joined its controller; only one that has joined is in
//! its own list. Two records of Kafka's protocol say so, without a client library or another JVM.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// A metadata request (key 3, version 2) for no topics, from a client called `xtask`, preceded by
/// its length.
const REQUEST: &[u8] = b"\0\0\0\x13\0\x03\0\x02\0\0\0\x01\0\x05xtask\0\0\0\0";
const WAIT: Duration = Duration::from_secs(2);
/// One broker and no topics take far less.
const LONGEST_ANSWER: usize = 65_536;

/// What a broker says of its cluster.
#[derive(Debug, PartialEq)]
struct Members {
    ports: Vec<i32>,
    cluster_id: String,
}

/// Says whether the broker that listens on a port belongs to a cluster and counts itself among the
/// living. Another cluster's broker may have taken the port before ours could.
pub(super) fn is_ready(port: u16, cluster_id: &str) -> bool {
    let members = ask(port).ok().and_then(|answer| members(&answer));
    members.is_some_and(|m| m.cluster_id == cluster_id && m.ports.contains(&port.into()))
}

fn ask(port: u16) -> io::Result<Vec<u8>> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, WAIT)?;
    stream.set_read_timeout(Some(WAIT))?;
    stream.set_write_timeout(Some(WAIT))?;
    stream.write_all(REQUEST)?;
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > LONGEST_ANSWER {
        return Err(io::Error::other("whoever answers is no Kafka broker"));
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

/// Reads an answer as far as it matters; nothing for one that is cut off.
fn members(answer: &[u8]) -> Option<Members> {
    let (_correlation, rest) = answer.split_first_chunk::<4>()?;
    let (brokers, mut rest) = rest.split_first_chunk::<4>()?;
    let mut ports = Vec::new();
    for _ in 0..i32::from_be_bytes(*brokers) {
        let (_node, after) = rest.split_first_chunk::<4>()?;
        let (_host, after) = text(after)?;
        let (port, after) = after.split_first_chunk::<4>()?;
        let (_rack, after) = text(after)?;
        ports.push(i32::from_be_bytes(*port));
        rest = after;
    }
    let (cluster_id, _controller_and_topics) = text(rest)?;
    Some(Members {
        ports,
        cluster_id: String::from_utf8_lossy(cluster_id).into_owned(),
    })
}

/// Splits off a text, which its length precedes; an absent one has the length -1.
fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let length = i16::from_be_bytes(*length).max(0);
    rest.split_at_checked(usize::try_from(length).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One broker, the cluster's id, the controller, no topics.
    const ANSWER: &[u8] =
        b"\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x09127.0.0.1\0\0\x4a\x94\xff\xff\0\x03abc\0\0\0\x01\0\0\0\0";

    #[test]
    fn members_are_read_from_an_answer() {
        let expected = |ports: &[i32]| {
            Some(Members {
                ports: ports.to_vec(),
                cluster_id: "abc".to_owned(),
            })
        };
        assert_eq!(members(ANSWER), expected(&[19_092]));
        // No broker has joined yet.
        let alone = b"\0\0\0\x01\0\0\0\0\0\x03abc\xff\xff\xff\xff\0\0\0\0";
        assert_eq!(members(alone), expected(&[]));
        for end in 0..ANSWER.len() - 8 {
            assert_eq!(members(&ANSWER[..end]), None, "cut off after {end} bytes");
        }
    }
}
