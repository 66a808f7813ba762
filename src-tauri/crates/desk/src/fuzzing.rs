//! What the fuzz targets (`fuzz/` of the repository) and the test that runs them over their corpus
//! reach beyond the public API: private readers of outside bytes, in the shape of "what is accepted,
//! written again". Behind the feature `fuzzing`, which no release build of the product can have.

#[cfg(not(any(debug_assertions, fuzzing)))]
compile_error!("fuzzing is for fuzz targets and tests: no build of the product has it");

use crate::backup::{Manifest, Member, Reader, Writer};
use crate::district::RootKey;
use crate::intake::{Cell, CellKind, Shape, normalise};
use crate::pack::signed;
use crate::store::keys::Keys;
use chrono::DateTime;
use serde_json::Value;

/// Costs of a key derivation that a target can bear: KiB of memory, times passes.
const BEARABLE_KDF: u64 = 1024;

/// The normal form of a cell, `None` where it is refused. `kind` is what the file says the cell is:
/// 0 text, 1 number, 2 day, 3 truth, else broken.
pub fn normal_cell(shape: Shape, kind: u8, text: &str) -> Option<String> {
    let kind = match kind {
        0 => CellKind::Text,
        1 => CellKind::Number,
        2 => CellKind::Day,
        3 => CellKind::Truth,
        _ => CellKind::Broken,
    };
    let mut out = String::from("before");
    let done = normalise(shape, Cell { kind, text }, &mut out);
    let added = out.strip_prefix("before");
    assert!(
        done.is_ok() || added == Some(""),
        "a refused cell is left out"
    );
    done.ok().and(added).map(str::to_owned)
}

/// A backup's tar as its own writer writes its members; `None` where it is refused.
pub fn tar_again(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::new(bytes);
    let mut writer = Writer::new(Vec::new());
    while let Some(member) = reader.next().ok()? {
        let mut body = Vec::new();
        let digest = reader.body(&member, &mut body).ok()?;
        let again = writer.append(&member, &mut body.as_slice());
        assert_eq!(again.ok(), Some(digest), "what was read can be written");
    }
    writer.finish().ok()
}

/// A backup's manifest, written again; `None` where it is refused.
pub fn manifest_again(bytes: &[u8]) -> Option<Vec<u8>> {
    Manifest::read(bytes)?.bytes().ok()
}

/// Reads a `keys.json` and tries to sign in with it; the file as it would be kept. `None` where it
/// is refused. Slots whose key derivation is dear are not opened.
pub fn keys_again(bytes: &[u8], name: &str, password: &str) -> Option<Vec<u8>> {
    let mut keys: Keys = serde_json::from_slice(bytes).ok()?;
    let _ = (keys.knows(name), keys.failures(name));
    if is_bearable(bytes) {
        let _ = keys.open(name, password, DateTime::UNIX_EPOCH);
        let _ = keys.unlock(name);
    }
    serde_json::to_vec_pretty(&keys).ok()
}

/// Whether two halves, as someone typed them, open the recovery slot.
pub fn recovers(keys: &[u8], halves: [&str; 2]) -> Option<bool> {
    let keys: Keys = serde_json::from_slice(keys).ok()?;
    Some(keys.recover(halves).is_ok())
}

/// Whether a `district.key` opens with a passphrase; `None` where trying is dear.
pub fn district_key_opens(bytes: &[u8], passphrase: &str) -> Option<bool> {
    is_bearable(bytes).then(|| RootKey::of_file(bytes, passphrase).is_ok())
}

fn is_bearable(bytes: &[u8]) -> bool {
    fn kdfs(value: &Value, dear: &mut bool) {
        match value {
            Value::Object(members) => {
                let cost = |name| members.get(name).and_then(Value::as_u64);
                if let (Some(memory), Some(passes)) = (cost("m"), cost("t")) {
                    *dear |= memory.saturating_mul(passes) > BEARABLE_KDF;
                    *dear |= cost("p").is_some_and(|lanes| lanes > 8);
                }
                members.values().for_each(|value| kdfs(value, dear));
            }
            Value::Array(all) => all.iter().for_each(|value| kdfs(value, dear)),
            _ => {}
        }
    }
    let mut dear = false;
    match serde_json::from_slice(bytes) {
        Ok(value) => kdfs(&value, &mut dear),
        Err(_) => return true,
    }
    !dear
}

/// Whether a `nonce.sealed` of this ceremony opens under this key.
pub fn nonce_opens(bytes: &[u8], number: &str, key: &[u8; 32]) -> bool {
    crate::ceremony::nonce_opens(bytes, number, key)
}

/// Whether `body` reads as what this call of the window asks; `None` where there is no such call.
pub fn call_reads(name: &str, body: &str) -> Option<bool> {
    crate::wire::reads(name, body)
}

/// A key pair that every run has.
pub fn fixed_key() -> RootKey {
    RootKey::fixed([7; 32])
}

/// The bytes of a signed pack of these files, proven or not.
pub fn sealed_pack(files: &[(String, Vec<u8>)], key: &RootKey) -> Option<Vec<u8>> {
    signed::sealed(files, key).ok()
}

/// A backup's tar of these members.
pub fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for (name, body) in files {
        let member = Member {
            name: (*name).to_owned(),
            size: body.len() as u64,
            modified: 1_620_000_000,
        };
        let _ = writer.append(&member, &mut &**body);
    }
    writer.finish().unwrap_or_default()
}
