//! The papers in the desk's folder that are due, and how a file is removed.

use crate::clock::stamp;
use crate::store::StoreError;
use crate::store::file::sync_folder;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a desk keeps what it has printed.
const OUT: &str = "out";
/// Below it: what names nobody (figures, results by receipt) or must stay (certificates, closing
/// sheets).
const STAYS: [&str; 6] = [
    "records",
    "purge",
    "closing",
    "journal",
    "compliance.pdf",
    "season.json",
];

/// The papers of a desk that were made before a time, ascending.
///
/// # Errors
/// What the disk says.
pub(super) fn due(desk: &Path, until: &str) -> Result<Vec<PathBuf>, StoreError> {
    let out = desk.join(OUT);
    let mut found = Vec::new();
    for path in entries(&out)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !STAYS.contains(&name.as_ref()) {
            collect(&path, until, &mut found)?;
        }
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = || -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect()
    };
    read().map_err(|error| StoreError::File(folder.to_owned(), error))
}

fn collect(path: &Path, until: &str, found: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    let failed = |error| StoreError::File(path.to_owned(), error);
    let about = fs::symlink_metadata(path).map_err(failed)?;
    if about.is_dir() {
        for inner in entries(path)? {
            collect(&inner, until, found)?;
        }
        return Ok(());
    }
    let made = about.modified().map_err(failed)?;
    if stamp(made.into()).as_str() < until {
        found.push(path.to_owned());
    }
    Ok(())
}

/// Overwrites a file and removes it. What a disk keeps of overwritten blocks is beyond a program;
/// the certificate says so.
///
/// # Errors
/// What the disk says. A file that is gone already is no error.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    let gone = || {
        let about = fs::symlink_metadata(path)?;
        if about.is_file() {
            let mut file = File::options().write(true).open(path)?;
            io::copy(&mut io::Read::take(io::repeat(0), about.len()), &mut file)?;
            file.flush()?;
            file.sync_all()?;
        }
        fs::remove_file(path)?;
        sync_folder(path.parent())
    };
    match gone() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|error| StoreError::File(path.to_owned(), error)),
    }
}
