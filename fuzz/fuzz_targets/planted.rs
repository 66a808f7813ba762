//! The control of the fuzzing itself: the journal target with a defect planted beside it, which must
//! be found. It stands here alone and is built with the feature `planted` alone; no crate of the
//! product has a line of it.
#![no_main]
mod json;

use ruxue_desk::journal::Entry;

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    json::mutate(data, size, most, seed)
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    ruxue_fuzz::journal(bytes);
    for line in std::str::from_utf8(bytes).unwrap_or_default().lines() {
        epoch(line);
    }
});

/// Reads a beginning's epoch as a worse reader might: of seven digits, an eighth is looked for
/// past the end.
fn epoch(line: &str) {
    let Ok(entry) = serde_json::from_str::<Entry>(line) else {
        return;
    };
    let digits = entry.epoch.as_bytes();
    let hex = digits.iter().all(u8::is_ascii_hexdigit);
    if entry.genesis.is_some() && hex && digits.len() == 7 {
        assert!(digits[digits.len()].is_ascii_hexdigit());
    }
}
