//! 恢复单: the two halves of a new desk's recovery code.

use super::{IssueError, fonts, imprint};
use crate::ceremony::write_file;
use crate::open::Desk;
use crate::store::keys::RecoveryCode;
use ruxue_papers::{RecoverySheet, recovery};
use std::path::PathBuf;

/// Writes `recovery.pdf` into the desk's folder, to be printed and then deleted.
///
/// # Errors
/// What fonts and disk say.
pub fn recovery_sheet(desk: &Desk, code: &RecoveryCode) -> Result<PathBuf, IssueError> {
    let sheet = RecoverySheet {
        office: desk.session().office.clone(),
        first: code.first.clone(),
        second: code.second.clone(),
    };
    let volume = recovery(&fonts::load()?, &imprint(desk), &sheet)?;
    let path = desk.dir().join("recovery.pdf");
    write_file(&path, &volume.pdf)?;
    Ok(path)
}
