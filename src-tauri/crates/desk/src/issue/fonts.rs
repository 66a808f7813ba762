//! Where the font files are.

pub use ruxue_papers::FONT_FILES;
use ruxue_papers::{FontError, Fonts};
use std::path::{Path, PathBuf};

/// Why there are no fonts.
#[derive(Debug, thiserror::Error)]
pub enum FontsError {
    /// A file is nowhere.
    #[error(
        "找不到字体文件 {file}，不能排版。请运行 make setup 取得字体，或用环境变量 RUXUE_FONTS 指出字体所在的文件夹。"
    )]
    Missing {
        /// The file.
        file: &'static str,
    },
    /// A file cannot be read.
    #[error("无法读取字体 {path}：{said}。请检查文件与权限，或运行 make setup 重新取得。", path = .0.display(), said = crate::store::disk_says(.1))]
    Unreadable(PathBuf, std::io::Error),
    /// A file is not the font that it should be.
    #[error(transparent)]
    Unusable(#[from] FontError),
}

/// Finds and reads the fonts of the papers.
///
/// Looked for, in this order: the folder in `RUXUE_FONTS`; `assets/fonts` beside or above the
/// program, then beside or above the current folder; `/usr/share/ruxue/fonts`; the system's own.
///
/// # Errors
/// A Chinese sentence: which file is missing, and how to get it.
pub fn load() -> Result<Fonts, FontsError> {
    let folders = folders();
    let mut files = Vec::with_capacity(FONT_FILES.len());
    for file in FONT_FILES {
        let path = find(&folders, file).ok_or(FontsError::Missing { file })?;
        let bytes = std::fs::read(&path).map_err(|error| FontsError::Unreadable(path, error))?;
        files.push((file.to_owned(), bytes));
    }
    Ok(Fonts::new(files)?)
}

fn find(folders: &[PathBuf], file: &str) -> Option<PathBuf> {
    folders
        .iter()
        .map(|folder| folder.join(file))
        .find(|path| path.is_file())
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("RUXUE_FONTS")
        .map(PathBuf::from)
        .into_iter()
        .collect();
    let roots = [std::env::current_exe().ok(), std::env::current_dir().ok()];
    for root in roots.iter().flatten() {
        folders.extend(root.ancestors().map(|above| above.join("assets/fonts")));
    }
    let system = [
        "/usr/share/ruxue/fonts",
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/truetype/hanazono",
    ];
    folders.extend(system.map(|folder| Path::new(folder).to_owned()));
    folders
}
