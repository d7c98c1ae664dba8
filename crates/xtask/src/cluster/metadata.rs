//! Asks a Kafka broker who is in its cluster, which it answers once it can work.
//!
//! A broker takes connections before it has joined its controller; only one that has joined is in
//! its own list. Two records of Kafka's protocol say so, without a client library or another JVM.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// A metadata request (key 3, version 1) for no topics, from a client called `xtask`, preceded by
/// its length.
const REQUEST: &[u8] = b"\0\0\0\x13\0\x03\0\x01\0\0\0\x01\0\x05xtask\0\0\0\0";
const WAIT: Duration = Duration::from_secs(2);
/// One broker and no topics take far less.
const LONGEST_ANSWER: usize = 65_536;

/// Says whether the broker that listens on a port counts itself among the living.
pub(super) fn is_ready(port: u16) -> bool {
    ask(port).is_ok_and(|answer| ports(&answer).is_some_and(|ports| ports.contains(&port.into())))
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

/// Returns the ports of the brokers an answer names; nothing for an answer that is cut off.
fn ports(answer: &[u8]) -> Option<Vec<i32>> {
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
    Some(ports)
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

    /// What Kafka 4.4.0 answered, from the correlation on: one broker, then controller and topics.
    const ANSWER: &[u8] =
        b"\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x09127.0.0.1\0\0\x4a\x94\xff\xff\0\0\0\x01\0\0\0\0";

    #[test]
    fn brokers_are_read_from_an_answer() {
        assert_eq!(ports(ANSWER), Some(vec![19_092]));
        // No broker has joined yet.
        assert_eq!(
            ports(b"\0\0\0\x01\0\0\0\0\xff\xff\xff\xff\0\0\0\0"),
            Some(vec![])
        );
        for end in 0..ANSWER.len() - 8 {
            assert_eq!(ports(&ANSWER[..end]), None, "cut off after {end} bytes");
        }
    }
}
