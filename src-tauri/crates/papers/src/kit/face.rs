//! One face: its characters, widths, and the bytes to subset.

use allsorts::binary::read::ReadScope;
use allsorts::cff::CFF;
use allsorts::font_data::{DynamicFontTableProvider, FontData};
use allsorts::get_name::fontcode_get_name;
use allsorts::tables::cmap::Cmap;
use allsorts::tables::loca::LocaTable;
use allsorts::tables::{FontTableProvider, HeadTable, HheaTable, HmtxTable, MaxpTable};
use allsorts::tag;

/// Name table: full font name.
const FULL_NAME: u16 = 4;

/// A collection holds fewer faces than this.
const MOST_FACES: usize = 16;

/// Glyph of each code point, in rows of 256 code points; 0 is none.
type Rows = Vec<Option<Box<[u16; 256]>>>;

/// One face of a font file.
pub(crate) struct Face {
    bytes: Vec<u8>,
    index: usize,
    name: String,
    rows: Rows,
    advances: Vec<u16>,
    units: f32,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("name", &self.name).finish()
    }
}

impl Face {
    /// Reads the face with the full name `wanted` from a font file or collection. The error says
    /// in Chinese what is wrong.
    pub fn read(bytes: Vec<u8>, wanted: &str) -> Result<Face, String> {
        let index = find(&bytes, wanted)?;
        let parts = {
            let provider = provider(&bytes, index)?;
            Parts::read(&provider)?
        };
        Ok(Face {
            bytes,
            index,
            name: wanted.replace(' ', ""),
            rows: parts.rows,
            advances: parts.advances,
            units: parts.units,
        })
    }

    /// Name without blanks, as PDF names want it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Glyph that draws `c`, if the face has one that is not blank.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let code = u32::from(c) as usize;
        let row = self.rows.get(code >> 8)?.as_ref()?;
        Some(row[code & 0xFF]).filter(|id| *id != 0)
    }

    /// Advance width of a glyph in em.
    pub fn advance(&self, id: u16) -> f32 {
        let last = self.advances.last();
        let units = self.advances.get(usize::from(id)).or(last);
        units.map_or(0.0, |u| f32::from(*u) / self.units)
    }

    /// The tables of the face.
    pub fn tables(&self) -> Result<DynamicFontTableProvider<'_>, String> {
        provider(&self.bytes, self.index)
    }
}

fn provider(bytes: &[u8], index: usize) -> Result<DynamicFontTableProvider<'_>, String> {
    let data = ReadScope::new(bytes)
        .read::<FontData<'_>>()
        .map_err(|e| format!("不是字体文件（{e}）"))?;
    data.table_provider(index)
        .map_err(|e| format!("读不出第 {index} 个字面（{e}）"))
}

/// Finds the face by its full name.
fn find(bytes: &[u8], wanted: &str) -> Result<usize, String> {
    let mut seen = Vec::new();
    let faces = if bytes.starts_with(b"ttcf") {
        MOST_FACES
    } else {
        1
    };
    for index in 0..faces {
        let Ok(tables) = provider(bytes, index) else {
            break;
        };
        let data = table(&tables, tag::NAME)?;
        let name = fontcode_get_name(&data, FULL_NAME).map_err(|e| format!("名称表损坏（{e}）"))?;
        let name = name.map_or(String::new(), |n| n.to_string_lossy().into_owned());
        if name == wanted {
            return Ok(index);
        }
        seen.push(name);
    }
    if seen.is_empty() {
        return Err("不是字体文件".to_owned());
    }
    Err(format!("其中没有“{wanted}”，只有：{}", seen.join("、")))
}

fn table<'a>(
    tables: &'a impl FontTableProvider,
    tag: u32,
) -> Result<std::borrow::Cow<'a, [u8]>, String> {
    tables
        .read_table_data(tag)
        .map_err(|e| format!("缺少数据表（{e}）"))
}

/// What is kept of a face besides its bytes.
struct Parts {
    rows: Rows,
    advances: Vec<u16>,
    units: f32,
}

impl Parts {
    fn read(tables: &impl FontTableProvider) -> Result<Parts, String> {
        let bad = |e: allsorts::error::ParseError| format!("数据表损坏（{e}）");
        let head = table(tables, tag::HEAD)?;
        let head = ReadScope::new(&head).read::<HeadTable>().map_err(bad)?;
        let maxp = table(tables, tag::MAXP)?;
        let maxp = ReadScope::new(&maxp).read::<MaxpTable>().map_err(bad)?;
        let hhea = table(tables, tag::HHEA)?;
        let hhea = ReadScope::new(&hhea).read::<HheaTable>().map_err(bad)?;
        let hmtx = table(tables, tag::HMTX)?;
        let hmtx = ReadScope::new(&hmtx)
            .read_dep::<HmtxTable<'_>>((
                usize::from(maxp.num_glyphs),
                usize::from(hhea.num_h_metrics),
            ))
            .map_err(bad)?;
        let advances = (0..maxp.num_glyphs)
            .map(|id| hmtx.horizontal_advance(id).unwrap_or(0))
            .collect();
        let blank = blank_glyphs(tables, &head, maxp.num_glyphs)?;
        let cmap = table(tables, tag::CMAP)?;
        let cmap = ReadScope::new(&cmap).read::<Cmap<'_>>().map_err(bad)?;
        let (_, mapping) = allsorts::font::read_cmap_subtable(&cmap)
            .map_err(bad)?
            .ok_or("没有 Unicode 字符表")?;
        let mut rows: Rows = vec![None; 0x1100];
        mapping
            .mappings_fn(|code, id| {
                let white = char::from_u32(code).is_some_and(char::is_whitespace);
                let blank = blank.get(usize::from(id)).copied().unwrap_or(true);
                let at = code as usize;
                if (white || !blank) && at >> 8 < rows.len() {
                    rows[at >> 8].get_or_insert_with(|| Box::new([0; 256]))[at & 0xFF] = id;
                }
            })
            .map_err(bad)?;
        Ok(Parts {
            rows,
            advances,
            units: f32::from(head.units_per_em.max(1)),
        })
    }
}

/// Says of each glyph whether it draws nothing, or draws what .notdef draws: a cmap entry alone
/// does not show that a character has a shape.
fn blank_glyphs(
    tables: &impl FontTableProvider,
    head: &HeadTable,
    glyphs: u16,
) -> Result<Vec<bool>, String> {
    let bad = |e: allsorts::error::ParseError| format!("字形表损坏（{e}）");
    if tables.has_table(tag::CFF) {
        let data = table(tables, tag::CFF)?;
        let cff = ReadScope::new(&data).read::<CFF<'_>>().map_err(bad)?;
        let font = cff.fonts.first().ok_or("字形表是空的")?;
        let shape = |id| font.char_strings_index.read_object(id);
        return Ok((0..usize::from(glyphs))
            .map(|id| id == 0 || shape(id).is_none_or(is_empty_outline) || shape(id) == shape(0))
            .collect());
    }
    let loca = table(tables, tag::LOCA)?;
    let loca = ReadScope::new(&loca)
        .read_dep::<LocaTable<'_>>((glyphs, head.index_to_loc_format))
        .map_err(bad)?;
    let glyf = table(tables, tag::GLYF)?;
    let shape = |id: usize| {
        let (from, to) = (loca.offsets.get(id)?, loca.offsets.get(id + 1)?);
        glyf.get(from as usize..to as usize)
    };
    Ok((0..usize::from(glyphs))
        .map(|id| id == 0 || shape(id).is_none_or(<[u8]>::is_empty) || shape(id) == shape(0))
        .collect())
}

/// A Type 2 charstring of an optional width and `endchar` (14) draws nothing. A short one may
/// still call a subroutine that draws a whole letter.
fn is_empty_outline(charstring: &[u8]) -> bool {
    matches!(
        charstring,
        [] | [14] | [32..=246, 14] | [247..=254, _, 14] | [28, _, _, 14]
    )
}
