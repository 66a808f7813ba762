//! The district: its root key, the directory of its offices, and the key that a desk trusts.
//!
//! The root key (Ed25519) signs two things and no other: the list of sums of a policy pack, which
//! begins with a hex digit, and the directory of offices, which begins with `{`. Neither can be
//! taken for the other. Everything here opens with `openssl`, `tar` and `sha256sum` alone.

mod directory;
mod found;
mod key;
mod root;
mod trust;

pub use directory::Directory;
pub use found::{FILES, Founded, found};
pub use key::{Fingerprint, PublicKey};
pub use root::RootKey;
pub use trust::{Trusted, trust, trusted};

use std::path::PathBuf;

/// What can go wrong with the district's keys.
#[derive(Debug, thiserror::Error)]
pub enum DistrictError {
    /// A file could not be read or written.
    #[error("无法读写 {path}：{said}。请核对路径与权限。", path = .0.display(), said = crate::store::disk_says(.1))]
    File(PathBuf, std::io::Error),
    /// One of the four files is there already.
    #[error("{0} 已经存在，没有改动它。区密钥只生成一次；确要另建，请换一个空文件夹。")]
    Exists(PathBuf),
    /// The file is no private key of a district.
    #[error("{0} 不是区私钥文件，或已损坏。请用保管的另一份 district.key。")]
    NoPrivateKey(PathBuf),
    /// The passphrase does not open the private key.
    #[error("区私钥的口令不对，没有签名。请核对大小写与输入法后重试。")]
    WrongPassphrase,
    /// The file is no public key.
    #[error("这个文件不是区公钥：{0}。请向区招考中心索取 district.pub。")]
    NoPublicKey(&'static str),
    /// What was typed is no fingerprint.
    #[error("指纹应为 64 位十六进制（0–9、a–f），输入的是 {0} 位。请照纸上的指纹逐组输入。")]
    NoFingerprint(usize),
    /// What was typed is another fingerprint.
    #[error(
        "输入的指纹与公钥文件不符（第 {0} 组不同），没有登记。请照纸上的指纹核对输入；仍不符时，这个文件不是区里的公钥，请停止使用并与区招考中心当面核对。"
    )]
    OtherFingerprint(usize),
    /// The machine gave no random bytes, or the passphrase is weak.
    #[error(transparent)]
    Key(#[from] crate::store::keys::KeyError),
    /// The system's random source.
    #[error("系统随机源不可用，没有生成密钥。请重新启动计算机后再试。")]
    NoRandom,
}
