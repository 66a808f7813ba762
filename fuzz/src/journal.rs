//! The journal's entries and chain.

use super::sections::one_changed;
use ruxue_desk::journal::{Entry, Walk, canonical, hash, hex, unhex};
use serde_json::Value;

/// Entries, one a line, as they are stored; each is given the hash that it should have, unless `!`
/// stands before it.
pub fn journal(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut walk = Walk::default();
    for (line, number) in text.lines().take(16).zip(1..) {
        values(line);
        let (entry, forged) = match line.strip_prefix('!') {
            Some(entry) => (entry, true),
            None => (line, false),
        };
        let before = walk.head();
        let mut stored = hash(&before.hash, entry);
        stored[0] ^= u8::from(forged);
        let mut other = walk.clone();
        match walk.take(number, entry, &stored) {
            Err(why) => {
                assert!(!why.is_empty());
                assert_eq!(walk.head(), before, "a refused entry moves nothing");
                return;
            }
            Ok(()) => {
                assert!(!forged, "an entry with another hash");
                let read = serde_json::from_str::<Entry>(entry).ok();
                let again = read.as_ref().and_then(|read| read.canonical().ok());
                assert_eq!(again.as_deref(), Some(entry));
                assert_eq!(
                    (read.map(|read| read.seq), walk.head().seq),
                    (Some(number), number)
                );
                assert_eq!(unhex(&hex(&walk.head().hash)).as_deref(), Some(&stored[..]));
                assert!(walk.head().anchor().starts_with(&format!("{number}:")));
            }
        }
        let changed = one_changed(entry.as_bytes(), line.len() * 7, 1);
        if let Ok(changed) = std::str::from_utf8(&changed) {
            assert!(other.take(number, changed, &stored).is_err(), "{changed}");
        }
    }
}

/// Any value in canonical form is its own canonical form.
fn values(text: &str) {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return;
    };
    if let Ok(once) = canonical(&value) {
        let again = serde_json::from_str::<Value>(&once).map(|value| canonical(&value));
        assert!(matches!(again, Ok(Ok(again)) if again == once), "{once}");
    }
}
