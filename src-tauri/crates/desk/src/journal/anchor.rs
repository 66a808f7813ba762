//! Anchors: points of the chain that were written down outside the desk.

use super::{Head, hex};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest hex digits of an anchor that a person types.
const TYPED: usize = 8;
/// Hex digits of an anchor as papers carry it; fewer are not looked for in a text.
const PRINTED: usize = 16;
/// Hex digits of a whole hash.
const WHOLE: usize = 64;

/// A number of an entry and how its hash begins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// Number of the entry.
    pub seq: i64,
    /// First 8 to 64 hex digits of its hash, lowercase.
    pub start: String,
}

impl Anchor {
    /// Reads `SEQ:HEX` as a person types it, with 8 to 64 digits.
    pub fn parse(text: &str) -> Option<Anchor> {
        let (seq, start) = text.trim().split_once([':', '：'])?;
        let whole = (TYPED..=WHOLE).contains(&start.len())
            && start.bytes().all(|byte| byte.is_ascii_hexdigit());
        let seq: i64 = seq.trim().parse().ok()?;
        (whole && seq > 0).then(|| Anchor {
            seq,
            start: start.to_ascii_lowercase(),
        })
    }

    /// All anchors in a text, each once: what a reader of QR codes gave, a closing sheet's text, a
    /// list, an export of the journal (number, tab, hash). Only those with as many digits as papers
    /// carry count.
    pub fn all_in(text: &str) -> Vec<Anchor> {
        let mut found = BTreeSet::new();
        for (at, colon) in text.match_indices([':', '：', '\t']) {
            let before = text[..at]
                .rsplit(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let after = text[at + colon.len()..]
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            if after.len() >= PRINTED
                && let Some(anchor) = Anchor::parse(&format!("{before}:{after}"))
            {
                found.insert(anchor);
            }
        }
        found.into_iter().collect()
    }
}

impl std::fmt::Display for Anchor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.start)
    }
}

/// An anchor that the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The anchor.
    pub anchor: Anchor,
    /// A Chinese sentence: what does not fit, and what that means.
    pub says: String,
}

/// Holds anchors against a chain that is whole by itself: `hashes` are its hashes at their numbers,
/// `epochs` the entries that began an epoch, `head` its end.
pub fn compare(
    anchors: &[Anchor],
    hashes: &BTreeMap<i64, [u8; 32]>,
    epochs: &[i64],
    head: Head,
) -> Vec<Misfit> {
    let misfit = |anchor: &Anchor| {
        let says = match hashes.get(&anchor.seq) {
            Some(hash) if hex(hash).starts_with(&anchor.start) => return None,
            Some(hash) => format!(
                "锚点 {anchor} 与日志第 {} 条的摘要 {} 不符：日志被改写过，或锚点抄错。{}",
                anchor.seq,
                &hex(hash)[..PRINTED],
                restored(epochs, anchor.seq)
            ),
            None => format!(
                "锚点 {anchor} 所指的第 {} 条不在日志中：日志末尾被截断过（现止于第 {} 条）。{}",
                anchor.seq,
                head.seq,
                restored(epochs, anchor.seq)
            ),
        };
        Some(Misfit {
            anchor: anchor.clone(),
            says,
        })
    };
    anchors.iter().filter_map(misfit).collect()
}

/// What a restore has to do with an anchor that does not fit.
fn restored(epochs: &[i64], seq: i64) -> String {
    let since = epochs.iter().skip(1).find(|since| **since <= seq);
    since.map_or(String::new(), |since| {
        format!(
            "本工作台在第 {since} 条由备份恢复过：恢复所用的备份之后印出的旧纸件对不上，请查恢复记录与旧工作台。"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_found_in_what_papers_and_readers_say() {
        let qr = "RUXUE1;朝教入〔2021〕S001-0001;3F9A61C0AABBCCDD;88123:0123456789abcdef";
        let one = Anchor {
            seq: 88_123,
            start: "0123456789abcdef".into(),
        };
        assert_eq!(Anchor::all_in(qr), std::slice::from_ref(&one));
        let sheet = "2021-05-06 10:42:07 印。日志锚点 88123：0123456789ABCDEF，上一张 7:00ff00ff00ff00ff。\n7:00ff00ff00ff00ff";
        let found = Anchor::all_in(sheet);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], one);
        let hash = "0123456789abcdef".repeat(4);
        let export = format!("12\t{hash}\t{hash}\t{{\"act\":\"SIGN_IN\"}}");
        assert_eq!(Anchor::all_in(&export)[0].seq, 12);
        assert_eq!(Anchor::all_in(&export).len(), 1);
        assert!(Anchor::all_in("10:42:07 https://x:0123456789abcdef 5:01234567").is_empty());
    }

    #[test]
    fn what_is_typed_may_be_shorter() {
        assert!(Anchor::parse("120:0af3c2d1").is_some());
        for off in [
            "x",
            "120",
            "120:0af3c2d",
            "0:0af3c2d1",
            "-1:0af3c2d1",
            "120:0af3c2dg",
        ] {
            assert_eq!(Anchor::parse(off), None, "{off}");
        }
    }
}
