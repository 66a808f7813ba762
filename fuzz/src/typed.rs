//! What the window sends, and what people type or read off a paper.

use ruxue_desk::fuzzing::call_reads;
use ruxue_desk::journal::{hex, unhex};
use ruxue_desk::wire::CALLS;
use ruxue_lottery::{Code, Digest, Nonce, Number};
use ruxue_rules::Office;

/// The name of a call, a line break, its body.
pub fn wire(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (name, body) = text.split_once('\n').unwrap_or(("", text));
    let known = CALLS.iter().any(|call| call.name == name);
    assert_eq!(call_reads(name, body).is_some(), known);
    if !known {
        // Every call must bear any body.
        for call in CALLS {
            let _ = call_reads(call.name, body);
        }
    }
}

/// Numbers of ceremonies, codes, digests, names of offices, hex.
pub fn typed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(number) = Number::parse(&text) {
        assert_eq!(number.to_string(), text);
    }
    if let Some(code) = Code::new(&text) {
        assert_eq!(code.as_str(), text);
    }
    if let Some(digest) = Digest::from_hex(&text) {
        assert_eq!(digest.to_string(), text);
    }
    if let Some(nonce) = Nonce::from_hex(&text) {
        assert_eq!(nonce.to_hex(), text);
    }
    if let Some(bytes) = unhex(&text) {
        assert_eq!(hex(&bytes), text.to_ascii_lowercase());
    }
    if let Some(office) = Office::find(&text) {
        let again = Office::find(office.full).map(|office| office.code);
        assert_eq!(again, Some(office.code));
    }
    let _ = ruxue_desk::store::keys::check_password("张三", &text);
}
