//! An entry as it is read again, a million at a time: borrowed from the stored text, its members in
//! the order of RFC 8785, so that writing it gives the canonical form without sorting.

use super::GENESIS;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One entry, borrowed from its canonical JSON.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // the members are those of `Entry`
pub struct Line<'a> {
    #[serde(borrow)]
    pub act: Cow<'a, str>,
    #[serde(borrow)]
    pub actor: Cow<'a, str>,
    /// Hex, which has no escapes: another text is not canonical.
    pub after: Option<&'a str>,
    pub at: &'a str,
    pub before: Option<&'a str>,
    pub epoch: &'a str,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    pub genesis: Option<GenesisLine<'a>>,
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub reason: Cow<'a, str>,
    #[serde(borrow)]
    pub result: Cow<'a, str>,
    pub role: &'a str,
    pub seq: i64,
    pub v: u32,
}

/// What the first entry of an epoch says besides, borrowed.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // the members are those of `Genesis`
pub struct GenesisLine<'a> {
    pub demo: bool,
    pub device: &'a str,
    pub previous: &'a str,
}

impl<'a> Line<'a> {
    /// Reads a stored entry.
    ///
    /// # Errors
    /// Where it is not JSON with these members.
    pub fn read(text: &'a str) -> Result<Line<'a>, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whether `text` is the canonical form of this entry. `room` is kept from one to the next.
    pub(super) fn is_written_as(&self, text: &str, room: &mut Vec<u8>) -> bool {
        room.clear();
        serde_json::to_writer(&mut *room, self).is_ok() && room == text.as_bytes()
    }

    /// A refusal: the person was told that this is not theirs to do.
    pub fn is_refusal(&self) -> bool {
        self.kind == "refusal"
    }

    /// Begins an epoch.
    pub fn is_genesis(&self) -> bool {
        self.act == GENESIS
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Genesis};
    use super::*;

    fn entry(odd: &str, genesis: Option<Genesis>) -> Entry {
        Entry {
            v: 1,
            seq: 7,
            epoch: "0a1b2c3d".into(),
            at: "2021-05-06T01:00:00.000Z".into(),
            actor: odd.into(),
            role: "clerk".into(),
            act: "IMPORT_CHILDREN".into(),
            kind: "import".into(),
            id: odd.into(),
            before: None,
            after: Some("00ff".into()),
            result: odd.into(),
            reason: odd.into(),
            genesis,
        }
    }

    #[test]
    fn a_line_writes_what_the_canonicalizer_writes() {
        let genesis = Genesis {
            device: "ab".into(),
            previous: "cd".into(),
            demo: true,
        };
        let mut room = Vec::new();
        let controls: String = (0..0x20u8).map(char::from).collect();
        for odd in ["", "张*三", "\"\\/", &controls, "\u{7f}\u{2028}𠮷\u{feff}"] {
            for genesis in [None, Some(genesis.clone())] {
                let text = entry(odd, genesis).canonical().unwrap();
                let line = Line::read(&text).unwrap();
                assert!(line.is_written_as(&text, &mut room), "{text}");
                assert_eq!(line.reason, odd);
            }
        }
    }

    #[test]
    fn other_writings_of_the_same_entry_are_not_canonical() {
        let text = entry("张一", None).canonical().unwrap();
        let mut room = Vec::new();
        for other in [
            text.replace("\"after\":\"00ff\"", "\"after\": \"00ff\""),
            text.replace("\"before\":null,", ""),
            text.replace("张一", "\\u5f20\\u4e00"),
            text.replace("\"v\":1", "\"v\":1,\"w\":2"),
            text.replace("\"v\":1", "\"v\":1.0"),
            text.replace("\"act\"", "\"actor\":\"x\",\"act\""),
        ] {
            assert_ne!(other, text);
            let same = Line::read(&other).is_ok_and(|line| line.is_written_as(&other, &mut room));
            assert!(!same, "{other}");
        }
    }
}
