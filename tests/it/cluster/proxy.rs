//! A network between the hub and its database that loses things.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::kill::next;

/// What is done to what comes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Answers come late.
    Delay,
    /// The connection is cut.
    Reset,
    /// Nothing comes through any more, and nobody is told.
    HalfOpen,
    /// The server does what it is asked and its answer is lost: was it committed?
    LostReply,
}

const FAULTS: [Fault; 4] = [
    Fault::Delay,
    Fault::Reset,
    Fault::HalfOpen,
    Fault::LostReply,
];

/// A proxy that does so to some of what comes through.
pub(super) struct Proxy {
    pub(super) port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    to: String,
    random: Mutex<u64>,
    /// One answer of so many is disturbed; none while it is zero.
    one_of: AtomicU64,
    ended: AtomicBool,
    counts: [AtomicU64; 4],
}

impl Proxy {
    pub(super) fn start(to: String, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            to,
            random: Mutex::new(seed),
            one_of: AtomicU64::new(0),
            ended: AtomicBool::new(false),
            counts: Default::default(),
        });
        let all = shared.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if all.ended.load(Ordering::Relaxed) {
                    return;
                }
                let shared = all.clone();
                thread::spawn(move || shared.carry(client));
            }
        });
        Self { port, shared }
    }

    /// Disturbs one answer of so many from now on.
    pub(super) fn disturb(&self, one_of: u64) {
        self.shared.one_of.store(one_of, Ordering::Relaxed);
    }

    pub(super) fn counts(&self) -> [(Fault, u64); 4] {
        let counts = &self.shared.counts;
        std::array::from_fn(|n| (FAULTS[n], counts[n].load(Ordering::Relaxed)))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn carry(self: Arc<Self>, client: TcpStream) {
        let Ok(server) = TcpStream::connect(&self.to) else {
            return;
        };
        let (mut from_client, mut to_server) =
            (client.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || {
            let _ = std::io::copy(&mut from_client, &mut to_server);
            let _ = to_server.shutdown(Shutdown::Both);
        });
        self.answer(server, client);
    }

    /// Brings the server's answers to the client, some of them in a bad way.
    fn answer(&self, mut server: TcpStream, mut client: TcpStream) {
        let mut bytes = [0; 16 << 10];
        while let Ok(length) = server.read(&mut bytes) {
            if length == 0 {
                break;
            }
            match self.fault() {
                None => {}
                Some(Fault::Delay) => thread::sleep(Duration::from_millis(300)),
                Some(Fault::Reset | Fault::LostReply) => break,
                Some(Fault::HalfOpen) => {
                    // Longer than anyone should wait for an answer.
                    thread::sleep(Duration::from_secs(30));
                    break;
                }
            }
            if client.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
    }

    fn fault(&self) -> Option<Fault> {
        let one_of = self.one_of.load(Ordering::Relaxed);
        if one_of == 0 {
            return None;
        }
        let mut random = self.random.lock().unwrap();
        if !next(&mut random).is_multiple_of(one_of) {
            return None;
        }
        let which = usize::try_from(next(&mut random) % 4).unwrap();
        self.counts[which].fetch_add(1, Ordering::Relaxed);
        Some(FAULTS[which])
    }
}
