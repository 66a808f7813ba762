//! Policy packs: those bundled with the program, those that the district signed, the one in force.

mod force;
mod install;
pub mod signed;
mod switch;

pub(crate) use force::prove;
pub use force::{InForce, Origin, Since};
pub use install::{Candidate, Installed, candidate, create_with, history, install};
pub(crate) use install::{one_line, require_no_open_draw};
pub use switch::{Setting, set_switch};

use crate::district::PublicKey;
use include_dir::{Dir, include_dir};
use ruxue_rules::Pack;
use std::path::Path;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../assets/policy");

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// No bundled pack of this name or digest.
    #[error("没有名为「{asked}」的政策包。本程序自带：{known}。其他政策包须由区里签名后安装。")]
    Unknown {
        /// What was asked for.
        asked: String,
        /// The bundled names, joined by 、.
        known: String,
    },
    /// Neither a bundled name nor a folder nor a file.
    #[error(
        "没有「{asked}」这个政策包：它不是自带的名字（{known}），也不是文件夹或签名的 .ruxuepack 文件。请核对写法。"
    )]
    NotFound {
        /// What was asked for.
        asked: String,
        /// The bundled names, joined by 、.
        known: String,
    },
    /// The folder's digest is not that of the bundled pack.
    #[error("文件夹 {0} 中的政策包与自带的内容不同，也没有签名，不能使用。")]
    Altered(String),
    /// The pack does not load; each line says where and why.
    #[error("政策包有错：\n{0}")]
    Broken(String),
    /// An example of the pack does not hold; each line says where and why.
    #[error("政策包的示例不成立：\n{0}")]
    Examples(String),
    /// A folder where a signed file is asked for.
    #[error(
        "「{0}」是没有签名的文件夹，不能安装。请由区里用 ruxue policy sign 签名，再安装得到的 .ruxuepack 文件；程序自带的政策包写名字即可。"
    )]
    Unsigned(String),
    /// The signed file is refused.
    #[error(transparent)]
    Signed(#[from] signed::SignedError),
    /// A file could not be read.
    #[error("无法读取政策包 {0}：{said}。请核对路径。", said = crate::store::disk_says(.1))]
    File(String, std::io::Error),
}

/// Names of the bundled packs, ascending.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = BUNDLED
        .dirs()
        .filter_map(|dir| dir.path().to_str().map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// The bundled pack of this name.
///
/// # Errors
/// [`PackError::Unknown`], or [`PackError::Broken`], which a test of this crate rules out.
pub fn bundled(name: &str) -> Result<Pack, PackError> {
    let unknown = || PackError::Unknown {
        asked: name.into(),
        known: names().join("、"),
    };
    let dir = BUNDLED.get_dir(name).ok_or_else(unknown)?;
    let files: Vec<(String, Vec<u8>)> = dir
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            name.ends_with(".toml")
                .then(|| (name.to_owned(), file.contents().to_vec()))
        })
        .collect();
    load(&files)
}

/// The pack in a folder, whatever its digest.
///
/// # Errors
/// [`PackError::File`] or [`PackError::Broken`].
pub fn from_folder(path: &Path) -> Result<Pack, PackError> {
    load(&toml_files(path)?)
}

/// A pack whose examples hold, too.
///
/// # Errors
/// [`PackError::Broken`], [`PackError::Examples`].
pub(crate) fn proven(files: &[(String, Vec<u8>)]) -> Result<Pack, PackError> {
    let pack = load(files)?;
    require_examples(&pack)?;
    Ok(pack)
}

/// # Errors
/// [`PackError::Examples`].
fn require_examples(pack: &Pack) -> Result<(), PackError> {
    let wrong = pack.run_examples();
    if wrong.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    Err(PackError::Examples(lines.join("\n")))
}

/// The files of a pack in a folder, in no order.
pub(crate) fn toml_files(path: &Path) -> Result<Vec<(String, Vec<u8>)>, PackError> {
    let unreadable = |error| PackError::File(path.display().to_string(), error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            files.push((name, std::fs::read(entry.path()).map_err(unreadable)?));
        }
    }
    Ok(files)
}

/// The pack that `--policy` names: a bundled name, or a folder with a bundled pack's digest.
/// Answers the name under which it is bundled, too.
///
/// # Errors
/// As the two above, and [`PackError::Altered`].
pub fn named(asked: &str) -> Result<(String, Pack), PackError> {
    if names().iter().any(|name| name == asked) {
        return Ok((asked.to_owned(), bundled(asked)?));
    }
    let path = Path::new(asked);
    if !path.is_dir() {
        return Err(PackError::Unknown {
            asked: asked.into(),
            known: names().join("、"),
        });
    }
    let digest = from_folder(path)?.digest().to_owned();
    for name in names() {
        let pack = bundled(&name)?;
        if pack.digest() == digest {
            return Ok((name, pack));
        }
    }
    Err(PackError::Altered(asked.into()))
}

/// A pack to compare or to try.
#[derive(Debug)]
pub struct Asked {
    /// The pack.
    pub pack: Pack,
    /// What signs it, where it came in a signed file.
    pub sealed: Option<signed::Sealed>,
}

impl Asked {
    fn unsigned(pack: Pack) -> Asked {
        Asked { pack, sealed: None }
    }

    /// That another key signed it than the one that the desk trusts: a sentence.
    pub fn remark(&self, trusted: Option<&PublicKey>) -> Option<String> {
        let (sealed, key) = (self.sealed.as_ref()?, trusted?);
        let own = sealed.is_signed_by(key);
        (!own).then(|| {
            format!(
                "请注意：这个政策包不是用本台登记的区密钥（指纹 {}）签的，可以试用比较，不能安装。",
                key.fingerprint().short()
            )
        })
    }
}

/// The pack that is asked for to compare or to try, which needs no trusted signature: a bundled
/// name, a folder, or a signed file.
///
/// # Errors
/// [`PackError`], but for [`PackError::Altered`].
pub fn any(asked: &str) -> Result<Asked, PackError> {
    if names().iter().any(|name| name == asked) {
        return bundled(asked).map(Asked::unsigned);
    }
    let path = Path::new(asked);
    if !path.exists() {
        return Err(PackError::NotFound {
            asked: asked.into(),
            known: names().join("、"),
        });
    }
    at(path)
}

/// The pack in a folder or in a signed file.
///
/// # Errors
/// [`PackError::File`], [`PackError::Signed`], [`PackError::Broken`].
pub fn at(path: &Path) -> Result<Asked, PackError> {
    if !path.is_file() {
        return from_folder(path).map(Asked::unsigned);
    }
    let (pack, sealed) = signed::whoever_signed(path)?;
    Ok(Asked {
        pack,
        sealed: Some(sealed),
    })
}

fn load(files: &[(String, Vec<u8>)]) -> Result<Pack, PackError> {
    Pack::load(files).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        PackError::Broken(lines.join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_pack_loads() {
        assert!(names().contains(&"chaoyang-2021".to_owned()));
        for name in names() {
            bundled(&name).unwrap();
        }
    }

    /// Intake reads a file before it knows the desk, so the words stand there too; they may not part.
    #[test]
    fn intake_refuses_the_words_that_the_pack_prohibits() {
        for name in names() {
            let pack = bundled(&name).unwrap();
            let words: Vec<&str> = pack.words().iter().map(|word| word.word.as_ref()).collect();
            assert_eq!(words, crate::intake::PROHIBITED_WORDS, "{name}");
        }
    }
}
