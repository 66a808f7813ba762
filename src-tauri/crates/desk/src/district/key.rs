//! Public keys and their fingerprints.

use super::DistrictError;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePublicKey, EncodePublicKey};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// No public key file is longer.
const LONGEST_FILE: u64 = 4096;
/// Digits of a fingerprint that are read aloud together.
const GROUP: usize = 4;
/// DER of an Ed25519 SubjectPublicKeyInfo before its 32 bytes.
const SPKI: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// A district's public key (Ed25519).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a `district.pub`.
    ///
    /// # Errors
    /// [`DistrictError::File`], [`DistrictError::NoPublicKey`].
    pub fn read(path: &Path) -> Result<PublicKey, DistrictError> {
        let unreadable = |error| DistrictError::File(path.to_owned(), error);
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > LONGEST_FILE {
            return Err(DistrictError::NoPublicKey("文件太大"));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes);
        PublicKey::from_pem(&text)
    }

    /// The key of a PEM SubjectPublicKeyInfo, as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    /// [`DistrictError::NoPublicKey`].
    pub fn from_pem(text: &str) -> Result<PublicKey, DistrictError> {
        if text.contains("PRIVATE KEY") || text.contains("ruxue-district-key") {
            return Err(DistrictError::NoPublicKey(
                "这是私钥，不应离开保管人的手，请立即取走这一份",
            ));
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        let key = VerifyingKey::from_public_key_pem(text)
            .map_err(|_| DistrictError::NoPublicKey("不是 Ed25519 公钥（PEM）"))?;
        PublicKey::of(key)
    }

    /// The key with these 32 bytes.
    ///
    /// # Errors
    /// [`DistrictError::NoPublicKey`].
    pub fn from_bytes(bytes: &[u8]) -> Result<PublicKey, DistrictError> {
        let key = VerifyingKey::try_from(bytes)
            .map_err(|_| DistrictError::NoPublicKey("不是 Ed25519 公钥"))?;
        PublicKey::of(key)
    }

    pub(super) fn own(key: VerifyingKey) -> PublicKey {
        PublicKey(key)
    }

    fn of(key: VerifyingKey) -> Result<PublicKey, DistrictError> {
        // Under a weak key one signature fits many messages.
        if key.is_weak() {
            return Err(DistrictError::NoPublicKey("是不安全的弱密钥"));
        }
        Ok(PublicKey(key))
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// PEM SubjectPublicKeyInfo, with a final newline.
    pub fn pem(&self) -> String {
        // Of 32 bytes that are a key, this writes always.
        self.0.to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    /// SHA-256 of the SubjectPublicKeyInfo:
    /// `openssl pkey -pubin -in district.pub -outform DER | sha256sum`.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut sha = Sha256::new();
        sha.update(SPKI);
        sha.update(self.bytes());
        Fingerprint(sha.finalize().into())
    }

    /// Whether `signature` is this key's over exactly these bytes.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

/// What two people compare on paper, read aloud in groups of four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Compares with what was typed off a paper: blanks, hyphens, capitals and full-width digits
    /// do not matter. Where they differ only the number of the group is said, so that nobody
    /// copies the rest off the screen.
    ///
    /// # Errors
    /// [`DistrictError::NoFingerprint`], [`DistrictError::OtherFingerprint`].
    pub fn agrees(&self, typed: &str) -> Result<(), DistrictError> {
        let typed: String = typed
            .chars()
            .map(half_width)
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | ':' | '·' | '—'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let own = self.to_hex();
        if typed.len() != own.len() || !typed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(DistrictError::NoFingerprint(typed.chars().count()));
        }
        let differs = own.bytes().zip(typed.bytes()).position(|(a, b)| a != b);
        match differs {
            None => Ok(()),
            Some(at) => Err(DistrictError::OtherFingerprint(at / GROUP + 1)),
        }
    }

    /// 64 hex digits without blanks.
    pub fn to_hex(&self) -> String {
        crate::journal::hex(&self.0)
    }

    /// The first two groups, to tell keys apart in a list. Never enough to compare by.
    pub fn short(&self) -> String {
        let hex = self.to_hex();
        format!("{} {}…", &hex[..GROUP], &hex[GROUP..2 * GROUP])
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.to_hex();
        for at in (0..hex.len()).step_by(GROUP) {
            let blank = if at == 0 { "" } else { " " };
            write!(f, "{blank}{}", &hex[at..at + GROUP])?;
        }
        Ok(())
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::RootKey;

    #[test]
    fn a_public_key_is_read_back_however_it_was_carried() {
        let key = RootKey::generate().unwrap().public();
        let pem = key.pem();
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{pem}");
        for carried in [
            pem.clone(),
            pem.replace('\n', "\r\n"),
            format!("\u{feff}{pem}"),
            format!("{pem}\n\n"),
        ] {
            assert_eq!(PublicKey::from_pem(&carried).unwrap(), key, "{carried:?}");
        }
        let cut: String = pem.chars().take(70).collect();
        assert!(PublicKey::from_pem(&cut).is_err());
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n";
        let refused = PublicKey::from_pem(private).unwrap_err().to_string();
        assert!(refused.contains("私钥"), "{refused}");
        assert!(PublicKey::from_bytes(&[0; 32]).is_err(), "a weak key");
    }

    #[test]
    fn a_fingerprint_is_typed_as_it_is_read() {
        let key = RootKey::generate().unwrap().public();
        let own = key.fingerprint();
        let shown = own.to_string();
        assert_eq!(shown.split(' ').count(), 16);
        let wide: String = shown
            .chars()
            .map(|c| match c {
                '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap(),
                other => other,
            })
            .collect();
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace(' ', ""),
            shown.replace(' ', "-"),
            wide,
        ] {
            own.agrees(&typed).unwrap();
        }
        let short = own.agrees(&shown[..74]).unwrap_err();
        assert!(matches!(short, DistrictError::NoFingerprint(60)), "{short}");
        // The last digit of the third group.
        let mut other: Vec<u8> = shown.clone().into_bytes();
        other[13] = if other[13] == b'0' { b'1' } else { b'0' };
        let other = String::from_utf8(other).unwrap();
        assert!(matches!(
            own.agrees(&other),
            Err(DistrictError::OtherFingerprint(3))
        ));
    }
}
