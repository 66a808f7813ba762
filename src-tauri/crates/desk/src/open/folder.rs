//! The folder that a desk is.

use crate::store::StoreError;
use crate::store::file::sync_folder;
use std::path::{Path, PathBuf};

/// Folders of a desk (spec/records.md, "Storage and acknowledgement"), and `out` for papers.
pub(crate) const FOLDERS: [&str; 6] = ["blobs", "ceremonies", "outbox", "inbox", "backups", "out"];

/// File systems whose other end is another machine, or a sharing program that keeps no locks.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "beegfs",
    "davfs",
    "vboxsf",
    "vmhgfs",
    "prl_fs",
    "fuse.sshfs",
    "fuse.davfs2",
    "fuse.rclone",
    "fuse.gvfsd-fuse",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.s3fs",
    "fuse.smbnetfs",
    "fuse.vmhgfs-fuse",
];

/// Names of folders that a program copies to other machines while they are in use.
const SYNCED: &[&str] = &[
    "OneDrive",
    "坚果云",
    "Nutstore",
    "Dropbox",
    "百度网盘",
    "BaiduSyncdisk",
    "iCloudDrive",
];

/// Makes the folders of a desk, to the disk, not on a network drive.
pub(crate) fn make_folders(dir: &Path) -> Result<(), StoreError> {
    refuse_network(dir)?;
    for folder in FOLDERS {
        let path = dir.join(folder);
        std::fs::create_dir_all(&path).map_err(|error| StoreError::File(path, error))?;
    }
    sync_folder(Some(dir))
        .and_then(|()| sync_folder(dir.parent()))
        .map_err(|error| StoreError::File(dir.to_owned(), error))
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

/// Refuses a folder on a network drive: locks and syncs do not hold there, and a second desk could
/// write at the same time.
///
/// # Errors
/// [`StoreError::Network`].
pub(crate) fn refuse_network(dir: &Path) -> Result<(), StoreError> {
    match network(dir) {
        Some(kind) => Err(StoreError::Network(dir.to_owned(), kind)),
        None => Ok(()),
    }
}

/// What kind of network drive a folder, there already or yet to be made, lies on.
pub(crate) fn network(dir: &Path) -> Option<String> {
    let there = standing(dir)?;
    if is_unc(&there) {
        return Some("Windows 共享".into());
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = file_system(&mounts, &there)?;
    NETWORK
        .iter()
        .find(|one| **one == kind)
        .map(|one| (*one).to_owned())
}

/// The program whose synchronised folder a desk lies in, by the folder's name.
pub(crate) fn synced(dir: &Path) -> Option<&'static str> {
    let path = standing(dir)?;
    let mut names = path.components().map(|part| part.as_os_str());
    names.find_map(|name| {
        let name = name.to_str()?;
        SYNCED.iter().copied().find(|one| name.starts_with(one))
    })
}

/// The real path of a folder, or of the nearest one above it that is there.
fn standing(dir: &Path) -> Option<PathBuf> {
    let dir = std::path::absolute(dir).ok()?;
    dir.ancestors().find_map(|path| path.canonicalize().ok())
}

/// A Windows path to a share. A mapped drive's real path is one too.
fn is_unc(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    matches!(
        path.components().next(),
        Some(Component::Prefix(prefix))
            if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    )
}

/// The type of the file system that holds a path, by the text of `/proc/self/mountinfo`: that of the
/// longest mount point above it, and of several in one place the last.
fn file_system<'m>(mounts: &'m str, path: &Path) -> Option<&'m str> {
    let holds = |line: &'m str| {
        let (mount, source) = line.split_once(" - ")?;
        let point = unescaped(mount.split(' ').nth(4)?);
        let kind = source.split(' ').next()?;
        path.starts_with(&point)
            .then(|| (Path::new(&point).components().count(), kind))
    };
    mounts
        .lines()
        .filter_map(holds)
        .max_by_key(|(depth, _)| *depth)
        .map(|(_, kind)| kind)
}

/// A mount point as it is named: blanks and the like are written as three octal digits.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let octal = after
            .get(..3)
            .and_then(|three| std::str::from_utf8(three).ok())
            .and_then(|three| u8::from_str_radix(three, 8).ok());
        let (byte, length) = match (first, octal) {
            (b'\\', Some(byte)) => (byte, 3),
            _ => (*first, 0),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:26 / /mnt/share rw,relatime shared:9 - cifs //server/school rw,vers=3.0
31 22 0:27 / /mnt/my\\040share rw - nfs4 server:/x rw
32 22 8:17 / /mnt/share/usb rw - vfat /dev/sdb1 rw
33 22 0:28 / /home/a/remote rw - fuse.sshfs a@b: rw
34 22 0:29 / /srv rw - ext4 /dev/sdc1 rw
35 22 0:30 / /srv rw - nfs server:/srv rw
";

    #[test]
    fn the_nearest_mount_says_what_a_folder_lies_on() {
        let kind = |path: &str| file_system(MOUNTS, Path::new(path)).unwrap();
        for (path, expect) in [
            ("/home/a/desk", "ext4"),
            ("/mnt/share/desk", "cifs"),
            ("/mnt/shared", "ext4"),
            ("/mnt/my share/desk", "nfs4"),
            ("/mnt/share/usb/desk", "vfat"),
            ("/home/a/remote", "fuse.sshfs"),
            ("/srv/desk", "nfs"),
        ] {
            assert_eq!(kind(path), expect, "{path}");
        }
        assert_eq!(file_system("", Path::new("/x")), None);
        assert_eq!(file_system("garbage - \n - x", Path::new("/x")), None);
    }

    #[test]
    fn this_machines_own_disk_is_none_and_a_folder_to_be_made_is_looked_up_by_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(network(&dir.path().join("a/b")), None);
        assert_eq!(
            standing(&dir.path().join("a/b")),
            dir.path().canonicalize().ok()
        );
        std::fs::create_dir(dir.path().join("坚果云 工作")).unwrap();
        assert_eq!(synced(&dir.path().join("坚果云 工作/台")), Some("坚果云"));
        assert_eq!(synced(dir.path()), None);
    }
}
