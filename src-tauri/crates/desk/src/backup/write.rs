//! Writing one backup: a `.part`, the disk, its name, and the reading back.

use super::manifest::{Manifest, ManifestHead, ManifestMember};
use super::ustar::{Member, Writer, name_fits};
use super::{BackupError, Watch, Why, prove};
use crate::clock::stamp;
use crate::journal::hex;
use crate::store::keys::{self, DeskKey};
use crate::store::{Reader, StoreError, copy, file};
use chrono::{DateTime, Utc};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The database's name in a desk and in a backup.
pub(super) const DATABASE: &str = "desk.db";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const MAC: &str = "manifest.mac";
/// The folders of a desk that go into a backup.
pub(super) const FOLDERS: [&str; 2] = ["blobs", "ceremonies"];
/// The desk's own folder of backups.
pub(super) const OWN: &str = "backups";
const PART: &str = ".part";

/// What is backed up.
pub(super) struct Source<'a> {
    pub reader: Reader<'a>,
    /// The desk's folder.
    pub dir: &'a Path,
    pub key: &'a DeskKey,
    pub at: DateTime<Utc>,
}

/// A backup that was written and proved.
pub(crate) struct Written {
    pub(super) path: PathBuf,
    pub(super) why: Why,
    pub(super) manifest: Manifest,
    /// SHA-256 of `manifest.json`.
    pub(super) digest: String,
    pub(super) size: u64,
    /// Files whose names no tar takes; Chinese is for the caller to say.
    pub(super) left_out: Vec<String>,
}

/// A folder for copies of the database that goes with its value. Copies are encrypted.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn in_desk(dir: &Path) -> Result<Scratch, StoreError> {
        let path = dir.join(OWN).join(".work");
        let make = || {
            if path.exists() {
                fs::remove_dir_all(&path)?;
            }
            fs::create_dir_all(&path)
        };
        make().map_err(|error| StoreError::File(path.clone(), error))?;
        Ok(Scratch(path))
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes a backup into `out` and proves it. Where anything fails, nothing of it stays.
pub(super) fn write(
    source: &Source<'_>,
    out: &Path,
    why: Why,
    watch: Watch<'_>,
) -> Result<Written, BackupError> {
    if !out.is_dir() {
        return Err(BackupError::Refused(format!(
            "没有文件夹 {}，没有做备份。请插好备份介质，核对路径；新介质上请先建好文件夹。",
            out.display()
        )));
    }
    watch("复制数据库", 0, 1);
    let scratch = Scratch::in_desk(source.dir)?;
    let snapshot = scratch.file(DATABASE);
    copy::vacuum_into(source.reader, &snapshot)?;
    let mut manifest = blank(source, why)?;
    let path = out.join(name(&manifest));
    if path.exists() {
        return Err(BackupError::Refused(format!(
            "{} 已经存在，没有覆盖它。请稍后再做一次备份。",
            path.display()
        )));
    }
    let part = out.join(format!("{}{PART}", name(&manifest)));
    let (files, left_out) = files(source.dir, &snapshot)?;
    let written = fill(&part, source, &files, &mut manifest, watch)
        .and_then(|digest| settle(&part, &path).map(|()| digest));
    let digest = match written {
        Ok(digest) => digest,
        Err(error) => {
            let _ = fs::remove_file(&part);
            return Err(error);
        }
    };
    let proved = fs::remove_file(&snapshot)
        .map_err(|error| StoreError::File(snapshot, error).into())
        .and_then(|()| prove::prove(&path, source.key, &scratch, watch))
        .and_then(|found| match found == manifest {
            true => Ok(()),
            false => Err(BackupError::Damaged(
                path.clone(),
                "读回的内容与写入的不同".into(),
            )),
        });
    if let Err(error) = proved {
        let _ = fs::remove_file(&path);
        return Err(error);
    }
    let size = fs::metadata(&path)
        .map_err(|error| BackupError::Medium(path.clone(), error))?
        .len();
    Ok(Written {
        path,
        why,
        manifest,
        digest,
        size,
        left_out,
    })
}

/// The manifest before its members.
fn blank(source: &Source<'_>, why: Why) -> Result<Manifest, StoreError> {
    let (office, genesis) = copy::origin(source.reader)?;
    let last =
        copy::last_entry(source.reader)?.ok_or_else(|| StoreError::Damaged("日志为空".into()))?;
    Ok(Manifest {
        format: Manifest::format(),
        program: env!("CARGO_PKG_VERSION").into(),
        schema: copy::schema(source.reader)?,
        office,
        device: genesis.device,
        epoch: last.epoch,
        demo: genesis.demo,
        at: stamp(source.at),
        why: why.code().into(),
        head: ManifestHead {
            seq: last.head.seq,
            hash: hex(&last.head.hash),
            sm3: last.sm3,
        },
        counts: copy::row_counts(source.reader)?,
        members: Vec::new(),
    })
}

/// What all backups of a desk begin with, in all its epochs.
pub(super) fn prefix(office: &str, device: &str) -> String {
    format!("ruxue-{office}-{}-", device.get(..8).unwrap_or_default())
}

/// `ruxue-110105-0af3c2d1-20210506T010000Z-17.tar`, and why before `.tar` where it is pinned.
fn name(manifest: &Manifest) -> String {
    let prefix = prefix(&manifest.office, &manifest.device);
    let time: String = manifest
        .at
        .chars()
        .filter(|c| !matches!(c, '-' | ':'))
        .take(15)
        .collect();
    let why = match manifest.why.as_str() {
        "asked" => String::new(),
        why => format!("-{why}"),
    };
    format!("{prefix}{time}Z-{}{why}.tar", manifest.head.seq)
}

/// Removes what killed backups of this desk left in a folder.
pub(super) fn sweep(out: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(out) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && name.ends_with(&format!(".tar{PART}")) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The members, in order, with the files they come from; and those that no tar takes.
type Files = (Vec<(String, PathBuf)>, Vec<String>);

fn files(dir: &Path, snapshot: &Path) -> Result<Files, StoreError> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let path = dir.join(folder);
        if path.is_dir() {
            collect(&path, folder, &mut found)?;
        }
    }
    found.sort();
    let (fit, misfit): (Vec<_>, Vec<_>) = found.into_iter().partition(|(name, _)| name_fits(name));
    let mut files = vec![
        (keys::FILE.to_owned(), dir.join(keys::FILE)),
        (DATABASE.to_owned(), snapshot.to_owned()),
    ];
    files.extend(fit);
    Ok((files, misfit.into_iter().map(|(name, _)| name).collect()))
}

/// All plain files below a folder, half-written ones left out.
fn collect(path: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), StoreError> {
    let failed = |error| StoreError::File(path.to_owned(), error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{name}/{own}");
        if own.ends_with(PART) {
            continue;
        } else if kind.is_dir() {
            collect(&entry.path(), &name, found)?;
        } else if kind.is_file() {
            found.push((name, entry.path()));
        }
    }
    Ok(())
}

/// Counts what is read, and remembers whose fault a failure is.
struct Body<'w> {
    file: File,
    done: &'w mut u64,
    failed: Option<io::Error>,
}

impl Read for Body<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.file.read(buffer) {
            Ok(read) => {
                *self.done += read as u64;
                Ok(read)
            }
            Err(error) => {
                let kind = error.kind();
                self.failed = Some(error);
                Err(kind.into())
            }
        }
    }
}

/// Writes the `.part` to the disk; answers the manifest's digest.
fn fill(
    part: &Path,
    source: &Source<'_>,
    files: &[(String, PathBuf)],
    manifest: &mut Manifest,
    watch: Watch<'_>,
) -> Result<String, BackupError> {
    let medium = |error| BackupError::Medium(part.to_owned(), error);
    let modified = u64::try_from(source.at.timestamp()).unwrap_or_default();
    let member = |name: &str, size| Member {
        name: name.to_owned(),
        size,
        modified,
    };
    let mut tar = Writer::new(BufWriter::with_capacity(
        1 << 20,
        File::create(part).map_err(medium)?,
    ));
    let sizes = files
        .iter()
        .map(|(_, path)| size_of(path))
        .collect::<Result<Vec<_>, _>>()?;
    let (all, mut done) = (sizes.iter().sum(), 0);
    for ((name, path), size) in files.iter().zip(sizes) {
        watch("写备份", done, all);
        let own = |error| StoreError::File(path.clone(), error);
        let mut body = Body {
            file: File::open(path).map_err(own)?,
            done: &mut done,
            failed: None,
        };
        let digest = tar.append(&member(name, size), &mut body);
        if let Some(error) = body.failed {
            return Err(own(error).into());
        }
        manifest.members.push(ManifestMember {
            name: name.clone(),
            size,
            sha256: hex(&digest.map_err(medium)?),
        });
    }
    let bytes = manifest.bytes()?;
    let mac = Manifest::mac(&bytes, source.key);
    for (name, bytes) in [(MANIFEST, &bytes), (MAC, &mac)] {
        tar.append(&member(name, bytes.len() as u64), &mut bytes.as_slice())
            .map_err(medium)?;
    }
    let mut out = tar.finish().map_err(medium)?;
    out.flush().map_err(medium)?;
    out.get_ref().sync_all().map_err(medium)?;
    Ok(Manifest::digest(&bytes))
}

fn size_of(path: &Path) -> Result<u64, StoreError> {
    let found = fs::metadata(path).map_err(|error| StoreError::File(path.to_owned(), error))?;
    Ok(found.len())
}

/// Gives the finished `.part` its name, to the disk.
fn settle(part: &Path, path: &Path) -> Result<(), BackupError> {
    file::settle(part, path).map_err(|error| BackupError::Medium(path.to_owned(), error))
}
