//! Every changed byte is refused.

use ruxue_lottery::{Folder, file, season_text, verify};

use crate::folders::vectors;
use crate::golden::season;

/// Other values for a byte, beside its neighbours and its other case.
const OTHERS: [u8; 5] = [b'0', b'Z', b' ', b'\n', 0xff];

fn refused(folder: &Folder, what: &str) {
    let report = verify(std::slice::from_ref(folder), None);
    assert!(!report.accepted(), "{} {what} was accepted", folder.name);
}

/// Changes the byte at a place in every way, and takes it out, and puts others before it.
fn change_everywhere(folder: &Folder, name: &str, at: usize) {
    let mut changed = folder.clone();
    let bytes = folder.get(name).unwrap();
    let byte = bytes[at];
    for other in OTHERS
        .into_iter()
        .chain([byte ^ 1, byte ^ 0x20, byte.wrapping_add(1)])
    {
        if other != byte {
            changed.files.get_mut(name).unwrap()[at] = other;
            refused(&changed, &format!("{name} byte {at} = {other}"));
        }
    }
    changed.put(name, [&bytes[..at], &bytes[at + 1..]].concat());
    refused(&changed, &format!("{name} without byte {at}"));
    for inserted in [byte, b'\n'] {
        changed.put(name, [&bytes[..at], &[inserted], &bytes[at..]].concat());
        refused(&changed, &format!("{name} with {inserted} before {at}"));
    }
}

#[test]
fn every_byte_of_a_completed_ceremony() {
    for folder in season()
        .iter()
        .filter(|folder| folder.get(file::SEED).is_some())
    {
        for name in file::ALL {
            for at in 0..folder.get(name).unwrap().len() {
                change_everywhere(folder, name, at);
            }
        }
    }
}

/// The vectors at every 7th byte of the small files, every 211th of the long ones.
#[test]
fn bytes_of_the_vectors() {
    for folder in vectors() {
        let aborted = folder.get(file::SEED).is_none();
        let mut changed = folder.clone();
        for (name, bytes) in &folder.files {
            // What an aborted ceremony's close says is tied only by the next ceremony's `prev`.
            if aborted && name == file::CLOSE {
                continue;
            }
            let step = if bytes.len() > 1000 { 211 } else { 7 };
            for at in (0..bytes.len()).step_by(step) {
                changed.files.get_mut(name).unwrap()[at] ^= 1;
                refused(&changed, &format!("{name} byte {at}"));
                changed.files.get_mut(name).unwrap()[at] ^= 1;
            }
        }
    }
}

/// An aborted ceremony in its season: with the next one beside it every byte is tied.
#[test]
fn every_byte_of_an_aborted_ceremony_in_its_chain() {
    let mut folders = season();
    for name in [
        file::BATCHES,
        file::PLAN,
        file::ROSTER,
        file::FREEZE,
        file::CLOSE,
    ] {
        for at in 0..folders[1].get(name).unwrap().len() {
            for flip in [1, 4, 0x20] {
                folders[1].files.get_mut(name).unwrap()[at] ^= flip;
                assert!(
                    !verify(&folders, None).accepted(),
                    "{name} byte {at} ^ {flip}"
                );
                folders[1].files.get_mut(name).unwrap()[at] ^= flip;
            }
        }
    }
}

#[test]
fn every_byte_of_the_closing_list() {
    let folders = season();
    let closing = season_text(2021, &folders).unwrap();
    for at in 0..closing.len() {
        for other in OTHERS.into_iter().chain([closing[at] ^ 1]) {
            let mut changed = closing.clone();
            changed[at] = other;
            let accepted = verify(&folders, Some(&changed)).accepted();
            assert_eq!(accepted, other == closing[at], "byte {at} = {other}");
        }
        let shorter = [&closing[..at], &closing[at + 1..]].concat();
        assert!(
            !verify(&folders, Some(&shorter)).accepted(),
            "without byte {at}"
        );
    }
}

#[test]
fn every_missing_file() {
    let folder = &season()[0];
    for name in file::ALL {
        let mut changed = folder.clone();
        changed.files.remove(name);
        let report = verify(&[changed], None);
        // Without its end a ceremony is open, and says so.
        assert_eq!(report.accepted(), name == file::CLOSE, "{name}");
    }
}
