//! The ticket (派位号): ChaCha20 keystream under the seed, and nothing else.

use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::Digest;
use crate::digest::{hex32, write_hex};

/// The seed of a draw: the SHA-256 of `seed.txt`, which is the ChaCha20 key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(Digest);

impl Seed {
    /// The seed of a ceremony, from the exact bytes of its `seed.txt`.
    pub fn of(seed_txt: &[u8]) -> Seed {
        Seed(Digest::of(seed_txt))
    }

    /// A seed as `sha256sum seed.txt` prints it.
    pub fn from_hex(text: &str) -> Option<Seed> {
        hex32(text).map(|bytes| Seed(Digest(bytes)))
    }

    /// The digest that `close.txt` names.
    pub fn digest(&self) -> Digest {
        self.0
    }

    fn keystream(&self, stream: u64) -> ChaCha20Rng {
        let mut rng = ChaCha20Rng::from_seed(self.0.0);
        rng.set_stream(stream);
        rng
    }
}

/// A ticket: 16 bytes, compared as bytes, smaller goes first; written as 32 lowercase hex
/// characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub [u8; 16]);

impl Ticket {
    /// The same order as a number.
    pub(crate) fn number(self) -> u128 {
        u128::from_be_bytes(self.0)
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

const WORDS_PER_BLOCK: u128 = 16;

/// One ticket: the first 16 bytes of keystream block `index` of the stream (a batch's number, or
/// 2^63 + that for the seats of its pool).
pub fn ticket(seed: &Seed, stream: u64, index: u64) -> Ticket {
    let mut rng = seed.keystream(stream);
    rng.set_word_pos(WORDS_PER_BLOCK * u128::from(index));
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    Ticket(bytes)
}

/// The tickets 0, 1, … `count` − 1 of a stream, equal to [`ticket`] one by one: the keystream is
/// read in one go.
pub fn tickets(seed: &Seed, stream: u64, count: usize) -> Vec<Ticket> {
    const BLOCK: usize = 64;
    const AT_ONCE: usize = 64;
    let mut rng = seed.keystream(stream);
    let mut keystream = [0; BLOCK * AT_ONCE];
    let mut tickets = Vec::with_capacity(count);
    while tickets.len() < count {
        rng.fill_bytes(&mut keystream);
        for block in keystream.chunks_exact(BLOCK).take(count - tickets.len()) {
            let mut ticket = [0; 16];
            ticket.copy_from_slice(&block[..16]);
            tickets.push(Ticket(ticket));
        }
    }
    tickets
}
