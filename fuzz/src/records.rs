//! Backups and keys.

use super::district::with_sums;
use super::sections::{choice, one_changed};
use ruxue_desk::fuzzing::{keys_again, manifest_again, nonce_opens, recovers, tar_again};

/// A choice, then a backup's tar (0: as it came, 1: with its headers' sums put right) or a manifest.
pub fn backup(bytes: &[u8]) {
    let Some((way, rest)) = choice(bytes, 3) else {
        return;
    };
    match way {
        0 => tar(rest),
        1 => tar(&with_sums(rest.to_vec(), 156)),
        _ => {
            if let Some(again) = manifest_again(rest) {
                assert_eq!(again, rest, "a manifest is written one way");
            }
        }
    }
}

fn tar(file: &[u8]) {
    let Some(again) = tar_again(file) else {
        return;
    };
    assert!(again == file, "a tar is written one way");
    // A byte of a header makes its sum wrong; one byte more is one too many.
    assert!(tar_again(&[file, &[0]].concat()).is_none());
    assert!(tar_again(&file[..file.len() - 1]).is_none());
    if file.len() > 1024 {
        assert!(tar_again(&one_changed(file, file.len() % 512, 1)).is_none());
    }
}

/// A choice, then a `keys.json`, a `nonce.sealed`, or two halves of a recovery code, one a line, and
/// the `keys.json` that they should open.
pub fn keys(bytes: &[u8]) {
    let Some((way, rest)) = choice(bytes, 3) else {
        return;
    };
    match way {
        0 => {
            if let Some(again) = keys_again(rest, "centre", "a password of a demonstration") {
                let twice = keys_again(&again, "", "");
                assert_eq!(twice.as_deref(), Some(&again[..]));
            }
        }
        1 => assert!(
            !nonce_opens(rest, "2021-0001", &[3; 32]),
            "nobody sealed it"
        ),
        _ => halves(rest),
    }
}

fn halves(bytes: &[u8]) {
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let (Some(first), Some(second), Some(keys)) = (lines.next(), lines.next(), lines.next()) else {
        return;
    };
    let (first, second) = (
        String::from_utf8_lossy(first),
        String::from_utf8_lossy(second),
    );
    let opens = recovers(keys, [&first, &second]);
    let turned = recovers(keys, [&second, &first]);
    assert_eq!(opens, turned, "the order of the halves does not matter");
}
