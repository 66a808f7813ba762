//! 首次建台: a new desk with its recovery sheet, whole or not at all, and what a new desk still lacks.

use crate::access::Role;
use crate::district::PublicKey;
use crate::issue::{self, IssueError};
use crate::open::{Desk, DeskError, NewDesk};
use crate::pack;
use crate::site::{self, Occupied, Site};
use crate::store::keys::RecoveryCode;
use crate::store::{StoreError, person};
use std::path::{Path, PathBuf};

/// A new desk with its first person signed in.
pub struct Founded {
    /// The desk.
    pub desk: Desk,
    /// The recovery code, which nobody gives a second time.
    pub code: RecoveryCode,
    /// The recovery sheet in the desk's folder.
    pub sheet: PathBuf,
}

/// The district key of a signed pack, and its fingerprint as it was typed off the paper.
pub type Compared<'a> = (&'a PublicKey, &'a str);

/// Why no desk was made; the folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// Name, password, office, pack, or what the disk says.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The recovery sheet.
    #[error(transparent)]
    Sheet(#[from] IssueError),
    /// The folder is taken; a Chinese sentence.
    #[error("{0}")]
    Occupied(String),
}

impl From<StoreError> for FoundingError {
    fn from(error: StoreError) -> FoundingError {
        FoundingError::Desk(error.into())
    }
}

/// Makes a desk with its recovery sheet in `new.dir`, which must be empty or not there. All is put
/// together beside it and gets its name last: a power cut leaves the whole desk or none.
///
/// # Errors
/// As [`Desk::create`] and [`pack::create_with`], and where the folder holds anything.
pub fn found(new: &NewDesk, signed: Option<Compared<'_>>) -> Result<Founded, FoundingError> {
    if let Some(sentence) = obstacle(&new.dir)? {
        return Err(FoundingError::Occupied(sentence));
    }
    let site = Site::beside(&new.dir, "found")?;
    let there = NewDesk {
        dir: site.path().to_owned(),
        ..new.clone()
    };
    let (desk, code) = match signed {
        Some((key, typed)) => pack::create_with(&there, key, typed)?,
        None => Desk::create(&there)?,
    };
    let sheet = issue::recovery_sheet(&desk, &code)?;
    let name = sheet.file_name().unwrap_or_default().to_owned();
    // The folder moves only once nobody holds it.
    drop(desk);
    site.settle()?;
    let desk = Desk::open(&new.dir, &new.person, &new.password, None)?;
    Ok(Founded {
        desk,
        code,
        sheet: new.dir.join(name),
    })
}

/// Why no desk can be made in this folder; nothing where one can.
///
/// # Errors
/// What the disk says.
pub fn obstacle(dir: &Path) -> Result<Option<String>, StoreError> {
    let sentence = match site::occupied(dir)? {
        None => return Ok(None),
        Some(Occupied::Desk) if !dir.join("keys.json").exists() => format!(
            "{} 里有工作台的数据库，却没有密钥文件 keys.json，打不开。请用备份中的 keys.json 恢复；要另建工作台，请换一个文件夹。",
            dir.display()
        ),
        Some(Occupied::Desk) => format!("{} 已经是一个工作台，不能再建。", dir.display()),
        Some(Occupied::Files) => format!(
            "{} 里已有别的文件，工作台要单独放。请选一个空文件夹，或新建一个。",
            dir.display()
        ),
    };
    Ok(Some(sentence))
}

/// What a new desk still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody may give roles.
    Secadmin,
    /// Nobody may read the journal.
    Auditor,
    /// The recovery sheet still lies in the desk's folder, for whoever copies it.
    SheetPutAway,
}

/// What the desk still lacks, the most pressing first.
///
/// # Errors
/// What the disk says.
pub fn lacks(desk: &Desk) -> Result<Vec<Lack>, StoreError> {
    let none = |role| person::count_with(desk.reader(), role).map(|count| count == 0);
    let mut lacks = Vec::new();
    if none(Role::Secadmin)? {
        lacks.push(Lack::Secadmin);
    }
    if !desk.is_demo() && issue::lying_sheet(desk.dir()).is_some() {
        lacks.push(Lack::SheetPutAway);
    }
    if none(Role::Auditor)? {
        lacks.push(Lack::Auditor);
    }
    Ok(lacks)
}

/// Deletes the recovery sheet from the desk's folder, once both halves are known to be on paper.
///
/// # Errors
/// What the disk says.
pub(crate) fn put_sheet_away(dir: &Path) -> Result<(), StoreError> {
    match issue::lying_sheet(dir) {
        None => Ok(()),
        Some(path) => {
            std::fs::remove_file(&path).map_err(|error| StoreError::File(path.clone(), error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::Purpose;
    use std::fs;

    fn new(dir: &Path) -> NewDesk {
        NewDesk {
            dir: dir.to_owned(),
            office: "110105016".into(),
            policy: "chaoyang-2021".into(),
            person: "系统员".into(),
            password: "首次建台-测试-口令".into(),
            purpose: Purpose::Work,
        }
    }

    #[test]
    fn a_desk_is_founded_whole_beside_what_an_earlier_attempt_left() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("desk");
        // A power cut in the middle of an earlier attempt.
        let left = folder.path().join(".desk.found.part");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("desk.db"), b"half").unwrap();
        let founded = found(&new(&dir), None).unwrap();
        assert!(!left.exists());
        assert!(founded.sheet.starts_with(&dir) && founded.sheet.exists());
        assert_eq!(
            lacks(&founded.desk).unwrap(),
            [Lack::Secadmin, Lack::SheetPutAway, Lack::Auditor]
        );
        put_sheet_away(&dir).unwrap();
        let mut desk = founded.desk;
        desk.add_person("安全员", "另一个人-测试-口令", None, None)
            .unwrap();
        desk.give_role("安全员", Role::Secadmin).unwrap();
        assert_eq!(lacks(&desk).unwrap(), [Lack::Auditor]);
    }

    #[test]
    fn a_refused_founding_leaves_the_folder_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("desk");
        let refused = |new: &NewDesk| {
            let Err(error) = found(new, None) else {
                panic!("founded")
            };
            error.to_string()
        };
        let weak = NewDesk {
            password: "short".into(),
            ..new(&dir)
        };
        assert!(refused(&weak).contains("密码太弱"));
        let unknown = NewDesk {
            policy: "other".into(),
            ..new(&dir)
        };
        assert!(refused(&unknown).contains("没有名为"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("letter.txt"), b"mine").unwrap();
        assert!(refused(&new(&dir)).contains("已有别的文件"));
        fs::remove_file(dir.join("letter.txt")).unwrap();
        fs::write(dir.join("desk.db"), b"whose").unwrap();
        assert!(refused(&new(&dir)).contains("却没有密钥文件"));
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    }
}
