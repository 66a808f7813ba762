//! The ceremonies' folders on disk: whole or not there, and checked before they are used.

use super::DrawError;
use crate::store::StoreError;
use crate::store::ceremony::Ceremony;
use crate::store::file::sync_folder;
use ruxue_lottery::{Digest, Folder, Freeze, Lists, file};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of all ceremonies of a desk.
pub fn ceremonies_dir(desk: &Path) -> PathBuf {
    desk.join("ceremonies")
}

/// Writes a folder whole, under its name at the end. A folder of that name that no acknowledged
/// freeze left there is put aside, not deleted.
pub(super) fn write_folder(parent: &Path, folder: &Folder) -> Result<(), StoreError> {
    let place = parent.join(&folder.name);
    let part = parent.join(format!(".{}.part", folder.name));
    let put = || {
        if part.exists() {
            fs::remove_dir_all(&part)?;
        }
        fs::create_dir_all(&part)?;
        for (name, bytes) in &folder.files {
            let mut file = File::create(part.join(name))?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        sync_folder(Some(&part))?;
        if place.exists() {
            let mut aside = 1;
            while aside_path(parent, &folder.name, aside).exists() {
                aside += 1;
            }
            fs::rename(&place, aside_path(parent, &folder.name, aside))?;
        }
        fs::rename(&part, &place)?;
        sync_folder(Some(parent))
    };
    put().map_err(|error| StoreError::File(place.clone(), error))
}

fn aside_path(parent: &Path, name: &str, aside: u32) -> PathBuf {
    parent.join(format!(".{name}.unfinished-{aside}"))
}

/// Reads a ceremony's folder as it stands on the disk.
///
/// # Errors
/// What the disk says.
pub fn read_folder(path: &Path) -> Result<Folder, StoreError> {
    let failed = |error| StoreError::File(path.to_owned(), error);
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let mut folder = Folder {
        name: name.unwrap_or_default(),
        ..Folder::default()
    };
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !name.ends_with(".part") {
            let bytes = fs::read(entry.path()).map_err(|e| StoreError::File(entry.path(), e))?;
            folder.put(&name, bytes);
        }
    }
    Ok(folder)
}

/// A frozen ceremony, proved to be what was frozen.
pub(super) struct FrozenFolder {
    pub path: PathBuf,
    pub folder: Folder,
    pub freeze: Freeze,
    pub lists: Lists,
}

/// Reads a ceremony's folder and holds its frozen files against the store's digest.
pub(super) fn frozen(desk: &Path, row: &Ceremony) -> Result<FrozenFolder, DrawError> {
    let path = ceremonies_dir(desk).join(&row.number);
    let folder = read_folder(&path)?;
    let changed = |name: &str| {
        DrawError::Refused(format!(
            "{} 与封存时不同：内容被改动或已缺失。派位不能进行；\
             请从公证人员或公示的副本取回原文件，再核对封存单摘要 {}。",
            path.join(name).display(),
            row.freeze
        ))
    };
    let get = |name: &'static str| folder.get(name).ok_or_else(|| changed(name));
    let sheet = get(file::FREEZE)?;
    if Digest::of(sheet).to_string() != row.freeze {
        return Err(changed(file::FREEZE));
    }
    let freeze = Freeze::parse(sheet)?;
    let frozen = [
        (file::BATCHES, freeze.batches),
        (file::PLAN, freeze.plan),
        (file::ROSTER, freeze.roster),
    ];
    for (name, digest) in frozen {
        if Digest::of(get(name)?) != digest {
            return Err(changed(name));
        }
    }
    let lists = Lists::parse(get(file::BATCHES)?, get(file::PLAN)?, get(file::ROSTER)?)?;
    Ok(FrozenFolder {
        path,
        folder,
        freeze,
        lists,
    })
}
