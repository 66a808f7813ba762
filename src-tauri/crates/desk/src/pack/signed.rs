//! A signed pack: one uncompressed ustar that `tar`, `openssl` and `sha256sum` open and check.
//!
//! Its members, in this order and no other: `SHA256SUMS` (what `LC_ALL=C sha256sum *.toml` prints;
//! its own SHA-256 is the pack's digest), `SHA256SUMS.sig` (raw Ed25519 of the district's root key
//! over exactly those bytes), and the pack's files in the order of their names. All else in the
//! headers is fixed (mode 644, no owner, time 0), so one pack under one key is one file, and a file
//! that is not byte for byte what its members make is refused.

use super::{PackError, proven, toml_files};
use crate::district::{PublicKey, RootKey};
use ruxue_rules::Pack;
use ruxue_rules::pack::{FILES, sums};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use tar::{Archive, Builder, EntryType, Header};

/// The ending of a signed pack's name.
pub const ENDING: &str = "ruxuepack";
/// No signed pack is larger, in bytes.
pub const LARGEST: u64 = 4 << 20;
const SUMS: &str = "SHA256SUMS";
const SIGNATURE: &str = "SHA256SUMS.sig";
const SIGNATURE_BYTES: usize = 64;
/// A foreign member's name is quoted so far.
const QUOTED: usize = 60;

/// Why a signed pack is refused.
#[derive(Debug, thiserror::Error)]
pub enum SignedError {
    /// The file could not be read.
    #[error("无法读取政策包 {0}：{said}。请核对路径。", said = crate::store::disk_says(.1))]
    File(String, std::io::Error),
    /// Too large for a pack.
    #[error(
        "这个文件有 {0} 字节，超过签名政策包的上限 {LARGEST} 字节，没有打开。请核对是否选错了文件。"
    )]
    TooLarge(u64),
    /// No ustar, or cut off.
    #[error("这个文件不是签名的政策包，或没有拷完整。请核对是否选错了文件，并从区里重新拷贝。")]
    NotAPack,
    /// A member that is no plain file.
    #[error("政策包里的「{0}」不是普通文件（文件夹或链接），不予接受。请向区里索取原文件。")]
    NoPlainFile(String),
    /// A member that no pack has.
    #[error(
        "政策包里多出「{0}」，不予接受。签名的政策包只含校验清单、签名和规定的文件；请向区里索取原文件。"
    )]
    Extra(String),
    /// The same member twice.
    #[error("政策包里「{0}」出现两次，不予接受。请向区里索取原文件。")]
    Twice(String),
    /// A member lacks.
    #[error("政策包里缺少「{0}」，不予接受。请向区里索取原文件。")]
    Missing(&'static str),
    /// There is no signature in it.
    #[error("政策包没有签名（缺少 {SIGNATURE}），不予接受。请由区里用 ruxue policy sign 签名。")]
    NoSignature,
    /// The signature is not of this key over this list.
    #[error(
        "政策包的签名不成立：校验清单被改动过，或不是用登记的区密钥（指纹 {0}）签的。没有使用它。请向区里重新索取；区密钥换过的，先登记新公钥。"
    )]
    Forged(String),
    /// A file's sum is not that of the signed list.
    #[error(
        "政策包里的「{0}」与签名的校验清单不符，签名之后被改动过。没有使用它，请向区里重新索取。"
    )]
    Altered(String),
    /// The list names other files than there are.
    #[error("政策包的校验清单与所含文件不对应，不予接受。请向区里重新索取。")]
    OtherList,
    /// The bytes are not those that the members make.
    #[error(
        "政策包的打包方式不规范，或末尾有多余的内容，不予接受。请向区里索取原文件，不要用压缩软件重新打包。"
    )]
    Irregular,
}

/// A signed pack whose signature, sums, files and examples were found good.
#[derive(Debug)]
pub struct SignedPack {
    /// The pack.
    pub pack: Pack,
    /// Its files, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// 64 bytes of the district's root key over the list of sums.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// Reads a signed pack's file, no further than its size cap.
///
/// # Errors
/// [`SignedError::File`], [`SignedError::TooLarge`].
pub fn read(path: &Path) -> Result<Vec<u8>, SignedError> {
    let unreadable = |error| SignedError::File(path.display().to_string(), error);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length > LARGEST {
        return Err(SignedError::TooLarge(length));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

/// A signed pack as its file has it: every file as its list says, whoever signed the list.
#[derive(Debug)]
pub struct Sealed {
    list: Vec<u8>,
    signature: Vec<u8>,
    files: Vec<(String, Vec<u8>)>,
}

impl Sealed {
    fn of(bytes: &[u8]) -> Result<Sealed, SignedError> {
        let length = bytes.len() as u64;
        if length > LARGEST {
            return Err(SignedError::TooLarge(length));
        }
        let mut members = members(bytes)?;
        let signature = members.remove(SIGNATURE).ok_or(SignedError::NoSignature)?;
        let list = members.remove(SUMS).ok_or(SignedError::Missing(SUMS))?;
        if let Some(name) = FILES.iter().find(|name| !members.contains_key(**name)) {
            return Err(SignedError::Missing(name));
        }
        Ok(Sealed {
            list,
            signature,
            files: members.into_iter().collect(),
        })
    }

    /// Whether this key signed it.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.signed(&self.list, &self.signature)
    }

    /// Compares the list with the files, and the whole with the bytes that it makes.
    fn require_whole(&self, bytes: &[u8]) -> Result<(), SignedError> {
        compare(&self.list, &self.files)?;
        let whole = archive(&self.list, &self.signature, &self.files);
        match whole {
            Ok(whole) if whole == bytes => Ok(()),
            _ => Err(SignedError::Irregular),
        }
    }
}

/// Opens a signed pack: size, members, signature, sums, the bytes as a whole, then the pack itself
/// with its examples.
///
/// # Errors
/// [`PackError::Signed`], [`PackError::Broken`], [`PackError::Examples`].
pub fn open(bytes: &[u8], key: &PublicKey) -> Result<SignedPack, PackError> {
    let sealed = Sealed::of(bytes)?;
    let forged = || SignedError::Forged(key.fingerprint().short());
    if !sealed.is_signed_by(key) {
        return Err(forged().into());
    }
    sealed.require_whole(bytes)?;
    let pack = proven(&sealed.files)?;
    Ok(SignedPack {
        pack,
        signature: sealed.signature.try_into().map_err(|_| forged())?,
        files: sealed.files,
    })
}

/// Reads a signed pack to compare or to try, whoever signed it.
///
/// # Errors
/// [`PackError::Signed`], [`PackError::Broken`].
pub(super) fn whoever_signed(path: &Path) -> Result<(Pack, Sealed), PackError> {
    let bytes = read(path)?;
    let sealed = Sealed::of(&bytes)?;
    sealed.require_whole(&bytes)?;
    Ok((super::load(&sealed.files)?, sealed))
}

/// Writes a signed pack whole: beside its place, to the disk, then under its name.
///
/// # Errors
/// What the disk says.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), crate::store::StoreError> {
    crate::store::file::write_file(path, bytes)
}

/// Whether kept files are still those that the key signed.
pub(super) fn still_signed(files: &[(String, Vec<u8>)], signature: &[u8], key: &PublicKey) -> bool {
    key.signed(sums(files).as_bytes(), signature)
}

/// Checks the pack in a folder and signs it: the file's name and its bytes.
///
/// # Errors
/// What is wrong with the pack, by file and line; the disk.
pub fn sign(folder: &Path, root: &RootKey) -> Result<(String, Vec<u8>), PackError> {
    let mut files = toml_files(folder)?;
    files.sort();
    let pack = proven(&files)?;
    let failed = |error| PackError::File(folder.display().to_string(), error);
    let bytes = sealed(&files, root).map_err(failed)?;
    let length = bytes.len() as u64;
    if length > LARGEST {
        return Err(SignedError::TooLarge(length).into());
    }
    let name = format!("{}-{}.{ENDING}", pack.id(), &pack.digest()[..8]);
    Ok((name, bytes))
}

/// The bytes of a signed pack of these files, which are in the order of their names.
pub(crate) fn sealed(files: &[(String, Vec<u8>)], root: &RootKey) -> std::io::Result<Vec<u8>> {
    let list = sums(files);
    let signature = root.sign(list.as_bytes());
    archive(list.as_bytes(), &signature, files)
}

/// The members by name; refuses what no signed pack has.
fn members(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, SignedError> {
    let not = |_| SignedError::NotAPack;
    let mut archive = Archive::new(bytes);
    let mut members = BTreeMap::new();
    for entry in archive.entries().map_err(not)?.raw(true) {
        let mut entry = entry.map_err(not)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let quoted = || name.chars().take(QUOTED).collect::<String>();
        if entry.header().entry_type() != EntryType::Regular {
            return Err(SignedError::NoPlainFile(quoted()));
        }
        if name != SUMS && name != SIGNATURE && !FILES.contains(&name.as_str()) {
            return Err(SignedError::Extra(quoted()));
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(not)?;
        if members.insert(name.clone(), content).is_some() {
            return Err(SignedError::Twice(name));
        }
    }
    if members.is_empty() {
        return Err(SignedError::NotAPack);
    }
    Ok(members)
}

/// Compares the signed list with the files' own sums.
fn compare(list: &[u8], files: &[(String, Vec<u8>)]) -> Result<(), SignedError> {
    let own = sums(files);
    if own.as_bytes() == list {
        return Ok(());
    }
    let list = std::str::from_utf8(list).map_err(|_| SignedError::OtherList)?;
    let altered = own
        .lines()
        .find(|line| !list.lines().any(|one| one == *line));
    let name = altered.and_then(|line| line.split_once("  "));
    match name {
        Some((_, name)) if list.contains(name) => Err(SignedError::Altered(name.into())),
        _ => Err(SignedError::OtherList),
    }
}

fn archive(list: &[u8], signature: &[u8], files: &[(String, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let mut builder = Builder::new(Vec::new());
    let first = [(SUMS, list), (SIGNATURE, signature)];
    let rest = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), &bytes[..]));
    for (name, bytes) in first.into_iter().chain(rest) {
        let mut header = Header::new_ustar();
        header.set_path(name)?;
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_entry_type(EntryType::Regular);
        header.set_cksum();
        builder.append(&header, bytes)?;
    }
    builder.into_inner()
}

#[cfg(test)]
mod tests;
