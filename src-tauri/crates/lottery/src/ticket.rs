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

    /// Its first four bytes, which order all but tickets that agree in them.
    pub(crate) fn start(self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
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
/// read in one go, the two halves of a long one at the same time.
pub fn tickets(seed: &Seed, stream: u64, count: usize) -> Vec<Ticket> {
    let mut tickets = vec![[0; 16]; count];
    let half = if count < WORTH_A_THREAD {
        count
    } else {
        count / 2
    };
    let (first, second) = tickets.split_at_mut(half);
    std::thread::scope(|scope| {
        if !second.is_empty() {
            scope.spawn(|| fill(seed, stream, half, second));
        }
        fill(seed, stream, 0, first);
    });
    tickets.into_iter().map(Ticket).collect()
}

/// So many rows take longer than it takes to start a thread.
const WORTH_A_THREAD: usize = 1 << 15;

/// The tickets of a stream from this index on.
fn fill(seed: &Seed, stream: u64, from: usize, tickets: &mut [[u8; 16]]) {
    const BLOCK: usize = 64;
    const AT_ONCE: usize = 64;
    let mut rng = seed.keystream(stream);
    rng.set_word_pos(WORDS_PER_BLOCK * from as u128);
    let mut keystream = [0; BLOCK * AT_ONCE];
    for tickets in tickets.chunks_mut(AT_ONCE) {
        rng.fill_bytes(&mut keystream);
        for (ticket, block) in tickets.iter_mut().zip(keystream.chunks_exact(BLOCK)) {
            ticket.copy_from_slice(&block[..16]);
        }
    }
}
