//! Reading a backup back: every byte of the tar, then the database in it with the desk's key.

use super::manifest::{Manifest, ManifestMember};
use super::ustar::{Member, Reader, TarError};
use super::write::{DATABASE, FOLDERS, MAC, MANIFEST, Scratch};
use super::{BackupError, Watch};
use crate::journal::hex;
use crate::store::keys::{self, DeskKey};
use crate::store::{StoreError, audit, copy};
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// No manifest is larger: some hundred bytes a file.
const LARGEST_MANIFEST: u64 = 256 << 20;

/// What a tar holds, before anyone believes it.
pub(super) struct Contents {
    members: Vec<ManifestMember>,
    manifest: Vec<u8>,
    mac: Vec<u8>,
}

/// Proves a backup with the desk's key; its database is copied into `scratch` meanwhile.
pub(super) fn prove(
    path: &Path,
    key: &DeskKey,
    scratch: &Scratch,
    watch: Watch<'_>,
) -> Result<Manifest, BackupError> {
    let database = scratch.file("proved.db");
    let contents = read(
        path,
        &|name| (name == DATABASE).then(|| database.clone()),
        watch,
    )?;
    let manifest = check(path, &contents, key, &database, watch);
    let _ = fs::remove_file(&database);
    manifest
}

/// The manifest of a backup that was made with this key; its other members are read, not proved.
pub(super) fn manifest(path: &Path, key: &DeskKey) -> Result<Manifest, BackupError> {
    vouched(path, &read(path, &|_| None, &mut |_, _, _| ())?, key)
}

/// The manifest, where the key says that it is the desk's own.
fn vouched(path: &Path, contents: &Contents, key: &DeskKey) -> Result<Manifest, BackupError> {
    let bad = |why: &str| BackupError::Damaged(path.to_owned(), why.to_owned());
    if Manifest::mac(&contents.manifest, key) != contents.mac {
        return Err(bad("清单的校验码不符：内容被改动，或不是用这把密钥做的"));
    }
    Manifest::read(&contents.manifest).ok_or_else(|| bad("清单不合规"))
}

/// Where a member's bytes go.
enum Sink {
    File(PathBuf, File),
    Memory(Vec<u8>),
    Nowhere,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Sink::File(_, file) => file.write(bytes),
            Sink::Memory(held) => held.write(bytes),
            Sink::Nowhere => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Reads the tar; members for which `place` names a path are written there.
pub(super) fn read(
    path: &Path,
    place: &dyn Fn(&str) -> Option<PathBuf>,
    watch: Watch<'_>,
) -> Result<Contents, BackupError> {
    let unreadable = |error| BackupError::Unreadable(path.to_owned(), error);
    let file = File::open(path).map_err(unreadable)?;
    let all = file.metadata().map_err(unreadable)?.len();
    let mut tar = Reader::new(BufReader::with_capacity(1 << 20, file));
    let mut contents = Contents {
        members: Vec::new(),
        manifest: Vec::new(),
        mac: Vec::new(),
    };
    let mut done = 0;
    while let Some(member) = tar.next().map_err(|error| tar_error(path, error))? {
        watch("核对备份", done, all);
        done += member.size;
        let mut sink = sink(path, &member, place)?;
        let digest = match (tar.body(&member, &mut sink), &sink) {
            (Ok(digest), _) => digest,
            (Err(TarError::Io(error)), Sink::File(place, _)) => {
                return Err(StoreError::File(place.clone(), error).into());
            }
            (Err(error), _) => return Err(tar_error(path, error)),
        };
        match sink {
            Sink::Memory(bytes) if member.name == MANIFEST => contents.manifest = bytes,
            Sink::Memory(bytes) => contents.mac = bytes,
            Sink::File(..) | Sink::Nowhere => {}
        }
        contents.members.push(ManifestMember {
            name: member.name,
            size: member.size,
            sha256: hex(&digest),
        });
    }
    Ok(contents)
}

fn tar_error(path: &Path, error: TarError) -> BackupError {
    match error {
        TarError::Io(error) => BackupError::Unreadable(path.to_owned(), error),
        TarError::Malformed(why) => BackupError::Damaged(path.to_owned(), why.into()),
    }
}

fn sink(
    path: &Path,
    member: &Member,
    place: &dyn Fn(&str) -> Option<PathBuf>,
) -> Result<Sink, BackupError> {
    if member.name == MANIFEST || member.name == MAC {
        return match member.size {
            0..LARGEST_MANIFEST => Ok(Sink::Memory(Vec::new())),
            _ => Err(BackupError::Damaged(path.to_owned(), "清单过大".into())),
        };
    }
    let Some(place) = place(&member.name) else {
        return Ok(Sink::Nowhere);
    };
    let make = || {
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create(&place)
    };
    let file = make().map_err(|error| StoreError::File(place.clone(), error))?;
    Ok(Sink::File(place, file))
}

/// Holds what was read against the manifest, the manifest against the key, and the database against
/// both.
pub(super) fn check(
    path: &Path,
    contents: &Contents,
    key: &DeskKey,
    database: &Path,
    watch: Watch<'_>,
) -> Result<Manifest, BackupError> {
    let bad = |why: &str| BackupError::Damaged(path.to_owned(), why.to_owned());
    let manifest = vouched(path, contents, key)?;
    let [listed @ .., json, mac] = contents.members.as_slice() else {
        return Err(bad("没有内容"));
    };
    if json.name != MANIFEST || mac.name != MAC || !in_order(listed) {
        return Err(bad("成员不齐或次序不对"));
    }
    if listed != manifest.members.as_slice() {
        return Err(bad("成员与清单不符"));
    }
    if manifest.schema > copy::newest_schema() {
        return Err(StoreError::FromTheFuture {
            found: manifest.schema,
            known: copy::newest_schema(),
        }
        .into());
    }
    watch("核对数据库", 0, 1);
    let found = database_is(&manifest, key, database)?;
    found.map_or(Ok(manifest), |why| Err(bad(&why)))
}

/// keys.json, the database, then the files of the two folders by name.
fn in_order(members: &[ManifestMember]) -> bool {
    let names: Vec<&str> = members.iter().map(|one| one.name.as_str()).collect();
    let [keys, database, files @ ..] = names.as_slice() else {
        return false;
    };
    let inside = |name: &&str| {
        FOLDERS.iter().any(|folder| {
            name.strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    *keys == keys::FILE
        && *database == DATABASE
        && files.iter().all(inside)
        && files.is_sorted_by(|a, b| a < b)
}

/// Why the database is not the one of the manifest, if it is not.
fn database_is(
    manifest: &Manifest,
    key: &DeskKey,
    database: &Path,
) -> Result<Option<String>, StoreError> {
    let copy = copy::Copy::open(database, key)?;
    let reader = copy.reader();
    if let Some(why) = crate::store::integrity(reader)? {
        return Ok(Some(format!("数据库{why}")));
    }
    let verified = audit::verify(reader, &[])?;
    if let Some(why) = verified.broken {
        return Ok(Some(why));
    }
    let no = |what: &str| Ok(Some(format!("{what}与清单不符")));
    match copy::last_entry(reader)? {
        Some(last)
            if last.head == verified.head
                && last.head.seq == manifest.head.seq
                && hex(&last.head.hash) == manifest.head.hash
                && last.sm3 == manifest.head.sm3
                && last.epoch == manifest.epoch => {}
        _ => return no("日志末条"),
    }
    if copy::row_counts(reader)? != manifest.counts {
        return no("各表行数");
    }
    let (office, genesis) = copy::origin(reader)?;
    let same = copy::schema(reader)? == manifest.schema
        && office == manifest.office
        && genesis.device == manifest.device
        && genesis.demo == manifest.demo;
    if same { Ok(None) } else { no("工作台") }
}
