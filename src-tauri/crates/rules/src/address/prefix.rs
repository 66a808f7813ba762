//! What stands before an estate's name in a line: city, district, street, 社区, a road's number.

use std::sync::LazyLock;

use super::line::plain_name;
use super::number::is_stem;
use crate::office::{self, OFFICES};

/// A place in a line where an estate's name may begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// Where the name would begin, in bytes.
    pub at: usize,
    /// The street named before it.
    pub street: Option<&'static str>,
    /// Where a road's number was passed over, and where it began.
    pub passed: Option<usize>,
}

/// Where the line begins, behind city and district.
pub(super) fn bases(text: &str) -> Vec<usize> {
    let mut at = 0;
    for prefix in ["中国", "北京市", "北京", "朝阳区"] {
        if text[at..].starts_with(prefix) {
            at += prefix.len();
        }
    }
    let mut bases = vec![at];
    if at > 0 && text[at..].starts_with("朝阳") {
        bases.push(at + "朝阳".len());
    }
    if at > 0 {
        bases.push(0);
    }
    bases
}

/// The short names of offices as they stand in a plain line.
static STREETS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let names = OFFICES.iter().flat_map(|office| {
        office
            .short_names()
            .map(|name| (plain_name(name), office.name))
    });
    names.collect()
});

pub(super) fn streets_at(from: &str) -> impl Iterator<Item = (&'static str, usize)> {
    let names = STREETS.iter();
    names.filter_map(move |(name, office)| {
        from.starts_with(&**name).then_some((*office, name.len()))
    })
}

/// A plain name without the street's short name in front, where something stays.
pub(super) fn without_street<'t>(text: &'t str, street: &str) -> &'t str {
    let ends = streets_at(text).filter(|(name, _)| *name == street);
    let end = ends.map(|(_, end)| end).max().unwrap_or(0);
    if end < text.len() { &text[end..] } else { text }
}

fn suffix_at(from: &str) -> Option<usize> {
    let mut suffixes = office::SUFFIXES.iter();
    suffixes
        .find(|suffix| from.starts_with(**suffix))
        .map(|suffix| suffix.len())
}

/// The streets that a line names by their full name: 双井街道, 管庄乡.
pub(super) fn said_streets(text: &str, bases: &[usize]) -> Vec<&'static str> {
    let mut said = Vec::new();
    for base in bases {
        let full =
            streets_at(&text[*base..]).filter(|(_, end)| suffix_at(&text[base + end..]).is_some());
        said.extend(full.map(|(street, _)| street));
    }
    said.dedup();
    said
}

pub(super) fn starts(text: &str, bases: &[usize]) -> Vec<Start> {
    let mut starts = Vec::new();
    for base in bases {
        starts.push((*base, None));
        for (street, end) in streets_at(&text[*base..]) {
            let bare = base + end;
            if let Some(suffix) = suffix_at(&text[bare..]) {
                starts.push((bare + suffix, Some(street)));
            }
            starts.push((bare, Some(street)));
        }
    }
    for (at, street) in starts.clone() {
        for word in ["社区居委会", "社区"] {
            let near = text[at..].find(word).filter(|before| *before <= 30);
            if let (Some(before), Some(_)) = (near, street) {
                starts.push((at + before + word.len(), street));
                break;
            }
        }
    }
    let plain = starts.iter().map(|(at, street)| Start {
        at: *at,
        street: *street,
        passed: None,
    });
    let passed = starts.iter().filter_map(|(at, street)| {
        let end = road_end(&text[*at..])?;
        Some(Start {
            at: at + end,
            street: *street,
            passed: Some(*at),
        })
    });
    plain.chain(passed).collect()
}

/// Where a road with its number ends: 广渠路36号院.
fn road_end(from: &str) -> Option<usize> {
    let digit = from
        .find(|c: char| c.is_ascii_digit())
        .filter(|at| *at > 0 && *at <= 30)?;
    let road = from[..digit].trim_end_matches(is_stem);
    if !road.ends_with(['路', '街', '道', '巷', '里', '同', '条']) {
        return None;
    }
    let mark = digit + from[digit..].find(|c: char| !c.is_ascii_digit())?;
    let rest = from[mark..].strip_prefix('号')?;
    let rest = rest.strip_prefix('院').unwrap_or(rest);
    Some(from.len() - rest.len())
}
