//! 恢复单: the two halves of a new desk's recovery code.

use super::{IssueError, fonts, imprint};
use crate::open::Desk;
use crate::store::file::write_file;
use crate::store::keys::RecoveryCode;
use ruxue_papers::{RecoverySheet, recovery};
use std::path::{Path, PathBuf};

/// The sheet's names: as a PDF, and as text where no fonts are installed.
const NAMES: [&str; 2] = ["recovery.pdf", "recovery.txt"];

/// The recovery sheet that still lies in a desk's folder.
pub fn lying_sheet(dir: &Path) -> Option<PathBuf> {
    let mut paths = NAMES.iter().map(|name| dir.join(name));
    paths.find(|path| path.exists())
}

/// Writes `recovery.pdf` into the desk's folder, to be printed and then deleted; where no fonts
/// are installed, the code as text in `recovery.txt`, since it is shown only this once.
///
/// # Errors
/// What the PDF and the disk say.
pub fn recovery_sheet(desk: &Desk, code: &RecoveryCode) -> Result<PathBuf, IssueError> {
    let Ok(fonts) = fonts::load() else {
        let path = desk.dir().join(NAMES[1]);
        let text = format!(
            "第一半（甲信封）：{}\n第二半（乙信封）：{}\n",
            code.first, code.second
        );
        write_file(&path, text.as_bytes())?;
        return Ok(path);
    };
    let sheet = RecoverySheet {
        office: desk.session().office.clone(),
        first: code.first.clone(),
        second: code.second.clone(),
    };
    let volume = recovery(&fonts, &imprint(desk), &sheet)?;
    let path = desk.dir().join(NAMES[0]);
    write_file(&path, &volume.pdf)?;
    Ok(path)
}
