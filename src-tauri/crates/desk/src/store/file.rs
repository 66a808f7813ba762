//! Files beside the database: whole under their names, and on the disk, or not there.

use super::StoreError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a file whole or not at all: beside its place, to the disk, then under its name.
///
/// # Errors
/// What the disk says; then nothing of it stays, and what stood there before still does.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error| error;
    write_file_by(path, failed, |file| {
        let written = file.write_all(bytes);
        written.map_err(|error| StoreError::File(path.to_owned(), error))
    })
}

/// The same, written piece by piece; `failed` says what the disk's refusal is to the caller.
///
/// # Errors
/// What the disk or `write` says; then nothing of it stays, and what stood there before still does.
pub(crate) fn write_file_by<T, E>(
    path: &Path,
    failed: impl Fn(StoreError) -> E,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, E>,
) -> Result<T, E> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let failed = |error| failed(StoreError::File(path.to_owned(), error));
    let put = || {
        let mut file = BufWriter::new(File::create(&part).map_err(failed)?);
        let written = write(&mut file)?;
        let kept = file.flush().and_then(|()| file.get_ref().sync_all());
        kept.and_then(|()| settle(&part, path)).map_err(failed)?;
        Ok(written)
    };
    put().inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })
}

/// Gives a finished file its name, to the disk.
pub(crate) fn settle(part: &Path, path: &Path) -> io::Result<()> {
    fs::rename(part, path)?;
    sync_folder(path.parent())
}

/// Brings a folder's names to the disk.
pub(crate) fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    match folder {
        // Windows gives no handle to a folder; there the rename itself is journalled.
        Some(folder) if folder.as_os_str().is_empty() => sync_folder(Some(Path::new("."))),
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
