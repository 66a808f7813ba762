//! The folder that a desk is.

use crate::store::StoreError;
use std::path::Path;

/// The folders of a desk.
pub(crate) fn make_folders(dir: &Path) -> Result<(), StoreError> {
    for folder in ["blobs", "ceremonies", "outbox", "inbox", "backups", "out"] {
        let path = dir.join(folder);
        std::fs::create_dir_all(&path).map_err(|error| StoreError::File(path, error))?;
    }
    Ok(())
}

/// Other accounts of the machine have no business in a desk's folder: the recovery sheet, keys and
/// papers lie there.
pub(crate) fn keep_to_owner(dir: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))
            .map_err(|error| StoreError::File(dir.to_owned(), error))?;
    }
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}
