//! Ports for servers that are killed and started again.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;

/// Below the ports that systems give to outgoing connections. There, a client that dials a stopped
/// server can be given the server's own port, connects to itself, and keeps the server from coming
/// back.
const CHOSEN: Range<u16> = 19_092..32_000;

/// Returns a port for each server: the one wished, which must be free, or any free one that is not
/// reserved for another.
pub(super) fn choose<const N: usize>(
    wished: [Option<u16>; N],
    reserved: &[u16],
) -> Result<[u16; N], String> {
    let wishes = wished.iter().flatten();
    let mut taken: Vec<u16> = reserved.iter().chain(wishes).copied().collect();
    let mut chosen = [0; N];
    // Two checkouts that start at the same time begin to look at different places: between the
    // look and the server's start somebody else may take a port.
    let places = u32::from(CHOSEN.end - CHOSEN.start);
    let skip = std::process::id().wrapping_mul(7) % places;
    for (place, wish) in chosen.iter_mut().zip(wished) {
        *place = match wish {
            Some(port) => free(port).ok_or(format!(
                "port {port} is taken: stop the program that listens there or choose another port"
            ))?,
            None => CHOSEN
                .cycle()
                .skip(skip as usize)
                .take(places as usize)
                .filter(|port| !taken.contains(port))
                .find_map(free)
                .ok_or("no port is free")?,
        };
        taken.push(*place);
    }
    Ok(chosen)
}

/// Returns the port if nobody listens there.
pub(super) fn free(port: u16) -> Option<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .ok()
        .map(|_| port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice_and_none_that_is_taken() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = listener.local_addr().unwrap().port();
        assert!(choose([Some(taken)], &[]).unwrap_err().contains("is taken"));
        let [a, b, c] = choose([None, None, None], &[]).unwrap();
        assert!(a != b && b != c && a != c, "{a} {b} {c}");
        let [d, e] = choose([None, Some(a)], &[b]).unwrap();
        assert_eq!(e, a);
        assert!(d != a && d != b, "{d}");
    }
}
