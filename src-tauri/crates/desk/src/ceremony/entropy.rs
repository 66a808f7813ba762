//! Where nonces and generated digits come from.

use super::DrawError;
use crate::store::random;
use ruxue_lottery::{Digest, Nonce, Number};

/// The source of machine nonces and of digits that no witness gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entropy {
    /// The system's random source.
    System,
    /// A seed, so that two runs give the same bytes. Demonstration desks only.
    Seeded(String),
}

impl Entropy {
    /// The machine nonce of a ceremony.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn nonce(&self, number: Number) -> Result<Nonce, DrawError> {
        Ok(Nonce::new(match self {
            Entropy::System => random::<32>()?,
            Entropy::Seeded(seed) => derived(seed, number, "nonce"),
        }))
    }

    /// Digits for a witness slot (w1 is 1) that has no witness.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn digits(&self, number: Number, slot: usize, count: u32) -> Result<String, DrawError> {
        let mut digits = String::new();
        for block in 0.. {
            let bytes = match self {
                Entropy::System => random::<32>()?,
                Entropy::Seeded(seed) => derived(seed, number, &format!("w{slot}/{block}")),
            };
            // 250 is the largest multiple of 10 that a byte holds: larger ones would favour 0 to 5.
            for byte in bytes.into_iter().filter(|byte| *byte < 250) {
                if digits.len() == count as usize {
                    return Ok(digits);
                }
                digits.push(char::from(b'0' + byte % 10));
            }
        }
        Ok(digits)
    }
}

fn derived(seed: &str, number: Number, purpose: &str) -> [u8; 32] {
    Digest::of(format!("ruxue-season-seed/1\n{seed}\n{number}\n{purpose}").as_bytes()).0
}
