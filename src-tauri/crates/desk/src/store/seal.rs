//! XChaCha20-Poly1305, for what lies outside the database: slots of `keys.json`, sealed nonces.

use super::StoreError;
use super::connect::random;
use crate::journal::{hex, unhex};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// A sealed text, both parts in hex.
pub(crate) struct Sealed {
    /// 24 random bytes.
    pub nonce: String,
    /// The ciphertext and its tag.
    pub sealed: String,
}

/// Seals `text` under `key`; it opens only beside the same `place`. `None` where the key has not 32
/// bytes.
///
/// # Errors
/// Where the system has no randomness.
pub(crate) fn seal(key: &[u8], place: &str, text: &[u8]) -> Result<Option<Sealed>, StoreError> {
    let nonce = random::<24>()?;
    let cipher = XChaCha20Poly1305::new_from_slice(key).ok();
    let sealed = cipher.and_then(|cipher| {
        let payload = Payload {
            msg: text,
            aad: place.as_bytes(),
        };
        cipher.encrypt(&XNonce::from(nonce), payload).ok()
    });
    Ok(sealed.map(|sealed| Sealed {
        nonce: hex(&nonce),
        sealed: hex(&sealed),
    }))
}

/// Opens what [`seal`] sealed; `None` where the key or the place is another, or a bit has changed.
pub(crate) fn open(key: &[u8], place: &str, sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
    let nonce: [u8; 24] = unhex(&sealed.nonce)?.try_into().ok()?;
    let text = unhex(&sealed.sealed)?;
    let payload = Payload {
        msg: &text,
        aad: place.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new_from_slice(key).ok()?;
    let opened = cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
    Some(Zeroizing::new(opened))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_in_its_place_under_its_key_alone() {
        let sealed = seal(&[1; 32], "here", b"text").unwrap().unwrap();
        assert_eq!(open(&[1; 32], "here", &sealed).unwrap().as_slice(), b"text");
        assert!(open(&[2; 32], "here", &sealed).is_none());
        assert!(open(&[1; 32], "there", &sealed).is_none());
        assert!(seal(&[1; 31], "here", b"text").unwrap().is_none());
    }
}
