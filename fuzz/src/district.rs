//! What comes from the district: signed packs, keys, the directory of offices.

use super::packs;
use super::sections::{choice, one_changed};
use ruxue_desk::district::{Directory, PublicKey};
use ruxue_desk::fuzzing::{district_key_opens, fixed_key, sealed_pack};
use ruxue_desk::pack::{PackError, signed};
use ruxue_rules::pack::{FILES, sums};
use std::sync::LazyLock;

const BLOCK: usize = 512;

static KEY: LazyLock<PublicKey> = LazyLock::new(|| fixed_key().public());

/// A choice, then a signed pack's file (0: as it came, 1: with its headers' sums put right), or the
/// sections of a pack that is signed here (2).
pub fn signed_pack(bytes: &[u8]) {
    let Some((way, rest)) = choice(bytes, 3) else {
        return;
    };
    match way {
        0 => taken(rest),
        1 => taken(&with_sums(rest.to_vec(), 156)),
        _ => signed_here(rest),
    }
}

/// A file that is taken is signed, and no byte of it may be another.
fn taken(file: &[u8]) {
    let Ok(opened) = signed::open(file, &KEY) else {
        return;
    };
    assert!(KEY.signed(sums(&opened.files).as_bytes(), &opened.signature));
    let key = fixed_key();
    assert_eq!(sealed_pack(&opened.files, &key).as_deref(), Some(file));
    for at in [0, 148, 500, 513, 1600, file.len() / 2, file.len() - 1] {
        let other = one_changed(file, at, (at % 255) as u8);
        assert!(signed::open(&other, &KEY).is_err(), "byte {at} was changed");
    }
}

fn signed_here(bytes: &[u8]) {
    let files = packs::files(bytes);
    let Some(file) = sealed_pack(&files, &fixed_key()) else {
        return;
    };
    let only = files.iter().all(|(name, _)| FILES.contains(&name.as_str()));
    let small = file.len() as u64 <= signed::LARGEST;
    match signed::open(&file, &KEY) {
        Ok(opened) => assert!(only && small && opened.files == files),
        // What was signed here can be wrong as a pack, not as a signed file.
        Err(PackError::Signed(why)) => assert!(!(only && small), "{why}"),
        Err(_) => assert!(only && small),
    }
}

/// A tar whose headers' sums are right, as far as it has headers: `kind` is where a header says what
/// its member is, which tells headers from contents well enough.
pub(super) fn with_sums(mut file: Vec<u8>, kind: usize) -> Vec<u8> {
    for block in file.chunks_exact_mut(BLOCK) {
        if &block[257..262] != b"ustar" || !block[kind].is_ascii_alphanumeric() {
            continue;
        }
        let rest = block[..148].iter().chain(&block[156..]);
        let sum: u32 = rest.map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    file
}

/// A choice, then a public key (PEM, raw), a directory, a fingerprint as typed, a private key's file.
pub fn district(bytes: &[u8]) {
    let Some((way, rest)) = choice(bytes, 5) else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    match way {
        0 => public(PublicKey::from_pem(&text).ok()),
        1 => public(PublicKey::from_bytes(rest).ok()),
        2 => directory(rest),
        3 => typed(&text),
        _ => assert_ne!(district_key_opens(rest, "not the passphrase"), Some(true)),
    }
}

fn public(key: Option<PublicKey>) {
    let Some(key) = key else {
        return;
    };
    let again = PublicKey::from_pem(&key.pem());
    assert_eq!(again.ok().as_ref(), Some(&key));
    assert_eq!(PublicKey::from_bytes(key.bytes()).ok().as_ref(), Some(&key));
    let print = key.fingerprint();
    assert!(print.agrees(&print.to_string()).is_ok());
    assert!(!key.signed(b"", &[0; 64]), "nobody signed");
}

fn directory(bytes: &[u8]) {
    let Ok(read) = serde_json::from_slice::<Directory>(bytes) else {
        return;
    };
    let Ok((written, signature)) = read.signed(&fixed_key()) else {
        return;
    };
    assert!(KEY.signed(&written, &signature));
    assert_eq!(
        serde_json::from_slice::<Directory>(&written).ok(),
        Some(read)
    );
}

fn typed(text: &str) {
    let print = KEY.fingerprint();
    let own = print.to_hex();
    if print.agrees(text).is_ok() {
        let digits = text.chars().filter(|c| c.is_alphanumeric()).count();
        assert_eq!(digits, own.len(), "{text:?}");
    }
}
