//! Faces and their coverage.

/// The font files that [`Fonts::new`] asks for, by file name.
pub const FONT_FILES: [&str; 5] = [
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
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

/// The fonts of the papers: Chinese serif and sans, and fall-backs for rare characters.
#[derive(Debug)]
pub struct Fonts {}

impl Fonts {
    /// Reads the fonts from the bytes of the files named in [`FONT_FILES`], in any order.
    ///
    /// # Errors
    /// [`FontError`] when a file is missing or is not the font that it should be.
    pub fn new(files: Vec<(String, Vec<u8>)>) -> Result<Fonts, FontError> {
        let _ = files;
        Ok(Fonts {})
    }

    /// Returns the characters of `text` that no font can draw, as `U+XXXX`, each once.
    pub fn check(&self, text: &str) -> Vec<String> {
        let _ = text;
        Vec::new()
    }
}
