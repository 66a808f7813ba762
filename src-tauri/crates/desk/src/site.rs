//! The folder in which a desk is put together. It gets its name last, so that there is a whole desk
//! under that name or none.

use crate::store::StoreError;
use crate::store::file::sync_folder;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What stands in the way of a new desk in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occupied {
    /// A desk.
    Desk,
    /// Other files.
    Files,
}

impl Occupied {
    /// 已经是一个工作台
    pub(crate) fn chinese(self) -> &'static str {
        match self {
            Occupied::Desk => "已经是一个工作台",
            Occupied::Files => "不是空文件夹",
        }
    }
}

/// What stands in `dir`; nothing where it is empty or not there.
pub(crate) fn occupied(dir: &Path) -> Result<Option<Occupied>, StoreError> {
    if !dir.exists() {
        return Ok(None);
    }
    if dir.join("keys.json").exists() || dir.join("desk.db").exists() {
        return Ok(Some(Occupied::Desk));
    }
    let mut entries = fs::read_dir(dir).map_err(|error| StoreError::File(dir.to_owned(), error))?;
    Ok(entries.next().map(|_| Occupied::Files))
}

/// A folder beside that of the desk to come; it goes with its value unless it became the desk.
pub(crate) struct Site {
    path: PathBuf,
    desk: PathBuf,
}

impl Site {
    /// An empty folder beside `desk`, for its owner alone; what an earlier attempt left there goes.
    pub(crate) fn beside(desk: &Path, work: &str) -> Result<Site, StoreError> {
        // Without a name of its own there is nothing beside it.
        let name = desk.file_name().ok_or_else(|| {
            StoreError::File(desk.to_owned(), std::io::ErrorKind::InvalidFilename.into())
        })?;
        let path = desk.with_file_name(format!(".{}.{work}.part", name.to_string_lossy()));
        let make = || {
            if path.exists() {
                fs::remove_dir_all(&path)?;
            }
            fs::create_dir_all(&path)
        };
        make().map_err(|error| StoreError::File(path.clone(), error))?;
        let site = Site {
            path,
            desk: desk.to_owned(),
        };
        crate::keep_to_owner(&site.path)?;
        Ok(site)
    }

    /// Where to work.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Brings everything to the disk and gives the folder the desk's name. An empty folder of that
    /// name gives way.
    pub(crate) fn settle(self) -> Result<(), StoreError> {
        crate::make_folders(&self.path)?;
        sync_tree(&self.path)?;
        let failed = |error| StoreError::File(self.desk.clone(), error);
        if self.desk.exists() {
            fs::remove_dir(&self.desk).map_err(failed)?;
        }
        fs::rename(&self.path, &self.desk)
            .and_then(|()| sync_folder(self.desk.parent()))
            .map_err(failed)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Brings every file and folder to the disk.
fn sync_tree(dir: &Path) -> Result<(), StoreError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| StoreError::File(path, error)
    };
    for entry in fs::read_dir(dir).map_err(failed(dir))? {
        let path = entry.map_err(failed(dir))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            File::options()
                .write(true)
                .open(&path)
                .and_then(|file| file.sync_all())
                .map_err(failed(&path))?;
        }
    }
    sync_folder(Some(dir)).map_err(failed(dir))
}
