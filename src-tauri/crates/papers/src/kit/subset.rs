//! Which characters a volume uses of each face, and the subset that is embedded for them.

use std::collections::BTreeMap;

use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use printpdf::{FontId, ParsedFont, PdfFont};

use super::fonts::{Fonts, Glyph};
use crate::PaperError;

/// A face as used in one volume. Where two characters share a glyph (兀 and its compatibility
/// twin), the second goes to a second copy of the face: a PDF font gives back one character a
/// glyph, and a copied name must be the name that was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FontKey {
    face: usize,
    copy: usize,
}

impl FontKey {
    /// Resource name in the PDF.
    pub fn id(self) -> FontId {
        FontId(format!("T{}{}", self.face, self.copy))
    }
}

/// The characters used, by face and copy.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    fonts: BTreeMap<FontKey, BTreeMap<char, u16>>,
    owners: BTreeMap<(usize, u16), Vec<char>>,
}

impl Usage {
    /// Notes that `c` is set with `glyph`, and says in which copy of the face.
    pub fn note(&mut self, c: char, glyph: Glyph) -> FontKey {
        let owners = self.owners.entry((glyph.face, glyph.id)).or_default();
        let copy = owners.iter().position(|o| *o == c).unwrap_or_else(|| {
            owners.push(c);
            owners.len() - 1
        });
        let key = FontKey {
            face: glyph.face,
            copy,
        };
        self.fonts.entry(key).or_default().insert(c, glyph.id);
        key
    }

    /// Makes the subsets.
    pub fn subsets(&self, fonts: &Fonts) -> Result<BTreeMap<FontId, PdfFont>, PaperError> {
        self.fonts
            .iter()
            .map(|(key, chars)| Ok((key.id(), PdfFont::new(cut(fonts, *key, chars)?))))
            .collect()
    }
}

/// Cuts a face down to some characters and maps them to the glyph ids of the cut.
fn cut(fonts: &Fonts, key: FontKey, chars: &BTreeMap<char, u16>) -> Result<ParsedFont, PaperError> {
    let name = fonts.face(key.face).map_or("", |f| f.name());
    let fail = |why: String| PaperError::Subset {
        face: name.to_owned(),
        why,
    };
    let face = fonts
        .face(key.face)
        .ok_or_else(|| fail("没有这个字面".to_owned()))?;
    let mut ids: Vec<u16> = std::iter::once(0).chain(chars.values().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let tables = face.tables().map_err(fail)?;
    let bytes = subset(&tables, &ids, &SubsetProfile::Minimal, CmapTarget::Unicode)
        .map_err(|e| fail(e.to_string()))?;
    let mut parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new())
        .ok_or_else(|| fail("子集读不回来".to_owned()))?;
    parsed.codepoint_to_glyph = chars
        .iter()
        .filter_map(|(c, id)| Some((u32::from(*c), ids.binary_search(id).ok()? as u16)))
        .collect();
    // ISO 32000-1, 9.6.4: a subset's name begins with six capitals and a plus.
    let tag: String = format!("RX{:02}{:02}", key.face, key.copy)
        .chars()
        .map(|c| c.to_digit(10).map_or(c, |d| char::from(b'A' + d as u8)))
        .collect();
    parsed.font_name = Some(format!("{tag}+{name}"));
    Ok(parsed)
}
