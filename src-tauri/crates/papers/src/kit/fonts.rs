//! The fonts of the papers, and which of them draws a character.

use super::face::Face;

/// The font files that [`Fonts::new`] asks for, by file name.
///
/// Noto Serif CJK sets the papers, Noto Sans CJK the tables; HanaMin B and A step in, in this
/// order, for characters that the style's own face lacks.
pub const FONT_FILES: [&str; 5] = [
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "HanaMinB.ttf",
    "HanaMinA.ttf",
];

/// The full names that the faces carry in their name tables, in the order of [`FONT_FILES`]. A
/// collection holds several countries' faces; only this one is right for simplified Chinese.
const FACE_NAMES: [&str; 5] = [
    "Noto Serif CJK SC",
    "Noto Serif CJK SC Bold",
    "Noto Sans CJK SC",
    "HanaMinB Regular",
    "HanaMinA Regular",
];

/// Why the fonts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// A file of [`FONT_FILES`] was not given.
    #[error("缺少字体文件 {0}。请运行 scripts/fonts.sh 安装字体。")]
    Missing(&'static str),
    /// A file is no font, or not the one expected.
    #[error("字体文件 {file} 不能使用：{why}。请运行 scripts/fonts.sh 重新安装字体。")]
    Unusable {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
}

/// A way of setting text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Body of papers.
    Serif,
    /// Titles and names.
    Bold,
    /// Tables and small print.
    Sans,
}

/// A character found in a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    /// Index of the face in [`Fonts::faces`].
    pub face: usize,
    /// Glyph id in the whole face.
    pub id: u16,
    /// Advance width in em.
    pub advance: f32,
}

/// The fonts of the papers: Chinese serif and sans, and fall-backs for rare characters.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// Reads the fonts from the bytes of the files named in [`FONT_FILES`], in any order; other
    /// files are ignored.
    ///
    /// # Errors
    /// [`FontError`] when a file is missing or is not the font that it should be.
    pub fn new(mut files: Vec<(String, Vec<u8>)>) -> Result<Fonts, FontError> {
        let mut faces = Vec::with_capacity(FONT_FILES.len());
        for (file, name) in FONT_FILES.into_iter().zip(FACE_NAMES) {
            let at = files.iter().position(|(given, _)| given == file);
            let (_, bytes) = files.swap_remove(at.ok_or(FontError::Missing(file))?);
            let face = Face::read(bytes, name).map_err(|why| FontError::Unusable {
                file: file.to_owned(),
                why,
            })?;
            faces.push(face);
        }
        Ok(Fonts { faces })
    }

    /// Returns the characters of `text` that no font can draw, as `U+XXXX`, each once and in
    /// order of first appearance.
    pub fn check(&self, text: &str) -> Vec<String> {
        let mut missing = Vec::new();
        for c in text.chars() {
            if self.glyph(Style::Serif, c).is_none() && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing.into_iter().map(code_point).collect()
    }

    /// Finds the face that draws `c` in a style.
    pub(crate) fn glyph(&self, style: Style, c: char) -> Option<Glyph> {
        let c = if is_blank_control(c) { ' ' } else { c };
        if !is_printable(c) {
            return None;
        }
        chain(style).into_iter().find_map(|face| {
            let found = self.faces.get(face)?;
            let id = found.glyph(c)?;
            Some(Glyph {
                face,
                id,
                advance: found.advance(id),
            })
        })
    }

    /// Returns a face by its index.
    pub(crate) fn face(&self, index: usize) -> Option<&Face> {
        self.faces.get(index)
    }
}

/// Writes a character as `U+XXXX`.
pub(crate) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Whether a face of a style is a regular face standing in for bold, which is then thickened.
pub(crate) fn stands_in_for_bold(style: Style, face: usize) -> bool {
    style == Style::Bold && face != 1
}

/// Faces tried in order. The serif fall-backs come before the sans face so that a rare character
/// keeps the look of its line.
fn chain(style: Style) -> [usize; 4] {
    match style {
        Style::Serif => [0, 3, 4, 2],
        Style::Bold => [1, 3, 4, 2],
        Style::Sans => [2, 3, 4, 0],
    }
}

/// Line ends and tabs inside a text are set as a space.
fn is_blank_control(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

/// Characters that a cmap may list but that cannot be set truthfully: controls and invisible
/// marks, private-use code points (every font means something else by them), the replacement
/// character (the name was damaged before it came here), combining marks and variation selectors
/// (no shaping is done).
fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || matches!(code,
            0x00AD | 0x0300..=0x036F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0x20D0..=0x20FF | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF0..=0xFFFF
            | 0xE0000..=0xE0FFF | 0xF0000..=0x10FFFF))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::path::Path;

    /// The fonts as installed in assets/fonts or by Debian's packages.
    pub(crate) fn installed() -> Fonts {
        let folders = [
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/fonts"),
            "/usr/share/fonts/opentype/noto",
            "/usr/share/fonts/truetype/hanazono",
        ];
        let read = |name: &str| {
            let paths = folders.iter().map(|f| Path::new(f).join(name));
            let bytes = paths.map(std::fs::read).find_map(Result::ok);
            (name.to_owned(), bytes.expect("run scripts/fonts.sh first"))
        };
        Fonts::new(FONT_FILES.into_iter().map(read).collect()).expect("the pinned fonts are good")
    }

    #[test]
    fn each_style_draws_plain_text_with_its_own_face() {
        let fonts = installed();
        for (style, face) in [(Style::Serif, 0), (Style::Bold, 1), (Style::Sans, 2)] {
            let plain = (' '..='~').chain("，。、；：（）《》〔〕“”…—·一丁七龠".chars());
            for c in plain {
                let found = fonts.glyph(style, c).map(|g| g.face);
                assert_eq!(found, Some(face), "{c} in {style:?}");
            }
        }
    }

    #[test]
    fn rare_characters_come_from_a_fall_back() {
        let fonts = installed();
        assert!(fonts.check("䶮𬎆𫖯㼆𠀀𪛖𫜴").is_empty());
        assert_eq!(fonts.glyph(Style::Serif, '𬎆').map(|g| g.face), Some(3));
        assert_eq!(fonts.glyph(Style::Sans, 'ř').map(|g| g.face), Some(4));
    }

    #[test]
    fn what_cannot_be_drawn_truthfully_is_named_once() {
        let fonts = installed();
        let bad = "王\u{2EBF0}小\u{E863}\u{FFFD}\u{2EBF0}\u{E0100}e\u{301}\u{200B}\u{10FFFD}";
        assert_eq!(
            fonts.check(bad),
            [
                "U+2EBF0", "U+E863", "U+FFFD", "U+E0100", "U+0301", "U+200B", "U+10FFFD"
            ]
        );
    }

    #[test]
    fn wrong_files_are_told_apart() {
        let missing = Fonts::new(Vec::new()).map(|_| ()).unwrap_err().to_string();
        assert!(missing.contains("NotoSerifCJK-Regular.ttc"), "{missing}");
        let junk = FONT_FILES.map(|f| (f.to_owned(), b"no font at all".to_vec()));
        let junk = Fonts::new(junk.to_vec()).map(|_| ()).unwrap_err();
        assert!(junk.to_string().contains("不是字体文件"), "{junk}");
    }
}
