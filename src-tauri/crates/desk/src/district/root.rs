//! The district's private key, and the file that keeps it under a passphrase.

use super::{DistrictError, PublicKey};
use crate::journal::hex;
use crate::store::StoreError;
use crate::store::keys::{KeyError, Slot, open_with_password, password_slot};
use crate::store::random;
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::Zeroizing;

/// What the file says it is.
const KIND: &str = "ruxue-district-key/1";
const SLOT: &str = "district-root";
/// No private key file is longer.
const LONGEST_FILE: u64 = 16 * 1024;

/// The district's private key (Ed25519); wiped when it is dropped.
pub struct RootKey(SigningKey);

/// `district.key`: the key's 32 bytes under Argon2id and XChaCha20-Poly1305, as in `keys.json`.
#[derive(Serialize, Deserialize)]
struct Kept {
    kind: String,
    /// Hex of the public key's 32 bytes.
    public: String,
    slot: Slot,
}

impl RootKey {
    /// A new key from the system's random source.
    ///
    /// # Errors
    /// [`DistrictError::NoRandom`].
    pub fn generate() -> Result<RootKey, DistrictError> {
        let secret = random::<32>().map_err(|_| DistrictError::NoRandom)?;
        let secret = Zeroizing::new(secret);
        Ok(RootKey(SigningKey::from_bytes(&secret)))
    }

    /// The file that keeps the key under a passphrase.
    ///
    /// # Errors
    /// [`DistrictError::Key`] where the passphrase is weak.
    pub(super) fn keep(&self, passphrase: &str) -> Result<Vec<u8>, DistrictError> {
        let secret = Zeroizing::new(self.0.to_bytes());
        let kept = Kept {
            kind: KIND.into(),
            public: hex(self.public().bytes()),
            slot: password_slot(SLOT, passphrase, &secret).map_err(of_keys)?,
        };
        let mut text = serde_json::to_vec_pretty(&kept).unwrap_or_default();
        text.push(b'\n');
        Ok(text)
    }

    /// Reads a `district.key`.
    ///
    /// # Errors
    /// [`DistrictError::File`], [`DistrictError::NoPrivateKey`], [`DistrictError::WrongPassphrase`].
    pub fn open(path: &Path, passphrase: &str) -> Result<RootKey, DistrictError> {
        let unreadable = |error| DistrictError::File(path.to_owned(), error);
        let no_key = || DistrictError::NoPrivateKey(path.to_owned());
        if std::fs::metadata(path).map_err(unreadable)?.len() > LONGEST_FILE {
            return Err(no_key());
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        RootKey::of_file(&bytes, passphrase).map_err(|error| match error {
            StoreError::Keys(KeyError::Wrong) => DistrictError::WrongPassphrase,
            _ => no_key(),
        })
    }

    /// The key in a file's bytes; [`KeyError::Wrong`] where the passphrase is another.
    pub(crate) fn of_file(bytes: &[u8], passphrase: &str) -> Result<RootKey, StoreError> {
        let other = || StoreError::from(KeyError::Damaged("不是区私钥文件"));
        let kept: Kept = serde_json::from_slice(bytes).map_err(|_| other())?;
        if kept.kind != KIND {
            return Err(other());
        }
        let secret = open_with_password(&kept.slot, passphrase)?;
        let key = RootKey(SigningKey::from_bytes(&secret));
        // The name on the file must be the key's own.
        if hex(key.public().bytes()) != kept.public {
            return Err(other());
        }
        Ok(key)
    }

    /// A key that every run of a fuzz target has.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn fixed(secret: [u8; 32]) -> RootKey {
        RootKey(SigningKey::from_bytes(&secret))
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        PublicKey::own(self.0.verifying_key())
    }

    /// 64 bytes over exactly these bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

fn of_keys(error: StoreError) -> DistrictError {
    match error {
        StoreError::Keys(error) => error.into(),
        _ => DistrictError::NoRandom,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_under_its_passphrase_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("district.key");
        let key = RootKey::generate().unwrap();
        assert!(matches!(key.keep("short"), Err(DistrictError::Key(_))));
        let bytes = key.keep("区-密钥-口令-2021").unwrap();
        std::fs::write(&path, &bytes).unwrap();
        let secret = hex(&key.0.to_bytes());
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(&secret));
        let back = RootKey::open(&path, "区-密钥-口令-2021").unwrap();
        assert_eq!(back.public(), key.public());
        assert!(back.public().signed(b"sums", &key.sign(b"sums")));
        assert!(!back.public().signed(b"sum", &key.sign(b"sums")));
        let wrong = RootKey::open(&path, "区-密钥-口令-2022");
        assert!(matches!(wrong, Err(DistrictError::WrongPassphrase)));
        // Another name on the file.
        let other = hex(RootKey::generate().unwrap().public().bytes());
        std::fs::write(&path, text.replace(&hex(key.public().bytes()), &other)).unwrap();
        let renamed = RootKey::open(&path, "区-密钥-口令-2021");
        assert!(matches!(renamed, Err(DistrictError::NoPrivateKey(_))));
        for broken in ["", "{}", "[1]", "\u{0}"] {
            std::fs::write(&path, broken).unwrap();
            let broken = RootKey::open(&path, "区-密钥-口令-2021");
            assert!(matches!(broken, Err(DistrictError::NoPrivateKey(_))));
        }
    }
}
