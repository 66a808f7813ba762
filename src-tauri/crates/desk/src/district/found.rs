//! Founding the district: the root key and the first directory, once.

use super::{Directory, DistrictError, PublicKey, RootKey};
use crate::store::file::sync_folder;
use chrono::NaiveDate;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const KEY: &str = "district.key";

/// The files of the district, in the order in which they come under their names: the private key
/// last, so that it is there only where all is there.
pub const FILES: [&str; 4] = ["district.pub", "directory.json", "directory.sig", KEY];

/// What was founded.
#[derive(Debug)]
pub struct Founded {
    /// The public key, for the desks.
    pub public: PublicKey,
    /// The files written.
    pub files: Vec<PathBuf>,
}

/// Makes the root key under a passphrase, and the first directory of offices, in `dir`.
///
/// # Errors
/// [`DistrictError::Exists`] where one of the files is there already; a weak passphrase; the disk.
pub fn found(dir: &Path, passphrase: &str, on: NaiveDate) -> Result<Founded, DistrictError> {
    let path = |name: &str| dir.join(name);
    if let Some(there) = FILES
        .iter()
        .map(|name| path(name))
        .find(|path| path.exists())
    {
        return Err(DistrictError::Exists(there));
    }
    let root = RootKey::generate()?;
    let kept = root.keep(passphrase)?;
    let public = root.public();
    let unwritable = |error: serde_json::Error| {
        DistrictError::File(path("directory.json"), std::io::Error::other(error))
    };
    let (directory, signature) = Directory::first(&public, on)
        .signed(&root)
        .map_err(unwritable)?;
    fs::create_dir_all(dir).map_err(|error| DistrictError::File(dir.to_owned(), error))?;
    let pem = public.pem();
    let contents: [&[u8]; 4] = [pem.as_bytes(), &directory, &signature, &kept];
    for (name, bytes) in FILES.iter().zip(contents) {
        let part = path(&format!("{name}.part"));
        put(&part, bytes).map_err(|error| DistrictError::File(part.clone(), error))?;
    }
    for name in FILES {
        let place = path(name);
        fs::rename(path(&format!("{name}.part")), &place)
            .map_err(|error| DistrictError::File(place, error))?;
    }
    sync_folder(Some(dir)).map_err(|error| DistrictError::File(dir.to_owned(), error))?;
    Ok(Founded {
        public,
        files: FILES.iter().map(|name| path(name)).collect(),
    })
}

/// Writes a new file to the disk, for its owner's eyes alone where it is the private key.
fn put(part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // One left by a broken-off run may have been opened to others.
    if part.exists() {
        fs::remove_file(part)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if part.file_stem().is_some_and(|name| name == KEY) {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}
