//! `keys.json`: the slots that hold the database key (spec/records.md, "Keys and people").

use super::StoreError;
use super::connect::random;
use super::seal::{self, Sealed};
use crate::journal::{hex, unhex};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use zeroize::Zeroizing;

/// The desk's key.
pub type DeskKey = Zeroizing<[u8; 32]>;

/// The file's name.
pub(crate) const FILE: &str = "keys.json";
/// The slot that the recovery code opens; no person has this name.
pub(crate) const RECOVERY: &str = "recovery";
const SHORTEST_PASSWORD: usize = 10;
const FAILURES_TO_LOCK: u32 = 5;
const LOCK_MINUTES: i64 = 15;
/// KiB of memory that Argon2id takes. Tests may take little; no release build can.
const KDF_MEMORY: u32 = if cfg!(feature = "cheap-kdf") {
    64
} else {
    64 * 1024
};
#[cfg(all(feature = "cheap-kdf", not(debug_assertions)))]
compile_error!("cheap-kdf is for tests: a release build must derive keys at full cost");
/// Passwords that everyone tries first; compared in lower case.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "0987654321",
    "1111111111",
    "0000000000",
    "8888888888",
    "6666666666",
    "qwertyuiop",
    "password12",
    "password123",
    "password1234",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "abcdefghij",
    "abc1234567",
    "a123456789",
    "woaini1314",
    "iloveyou1314",
    "admin12345",
    "admin123456",
    "administrator",
    "chaoyang2021",
];

/// What can be wrong with a name or a password.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Unknown name or wrong password; the two are not told apart.
    #[error("账户名或密码不对。请核对大小写与输入法后重试；连续五次不对将锁定 15 分钟。")]
    Wrong,
    /// The halves do not open the recovery slot.
    #[error(
        "恢复码打不开这个工作台：请核对是不是这个工作台的恢复单，两半是否都抄对（各 32 位，只有 0 至 9 和 a 至 f）。没有改动任何内容。"
    )]
    WrongCode,
    /// Too many failures.
    #[error(
        "此账户因连续输错密码已锁定，请等 {minutes} 分钟，或请系统管理员解除（ruxue user unlock）。"
    )]
    Locked {
        /// Minutes left, rounded up.
        minutes: i64,
    },
    /// The password is too weak.
    #[error("密码太弱：{0}。请换一个至少 10 个字符、不常见的密码。")]
    Weak(&'static str),
    /// There is an account of this name.
    #[error("账户「{0}」已经存在，请换一个名字。")]
    Exists(String),
    /// There is no account of this name.
    #[error("没有账户「{0}」。用 ruxue user list 查看已有账户。")]
    Unknown(String),
    /// The file is not what it should be.
    #[error("密钥文件 keys.json 已损坏或被改动（{0}）。请用备份中的 keys.json 恢复。")]
    Damaged(&'static str),
}

#[derive(Debug, Serialize, Deserialize, Clone)]
struct Kdf {
    alg: String,
    m: u32,
    t: u32,
    p: u32,
    salt: String,
}

/// A secret of 32 bytes under a password or a code.
#[derive(Debug, Serialize, Deserialize, Clone)]
pub(crate) struct Slot {
    name: String,
    kdf: Option<Kdf>,
    nonce: String,
    sealed: String,
    #[serde(default, skip_serializing_if = "is_none")]
    failures: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locked_until: Option<DateTime<Utc>>,
}

fn is_none(failures: &u32) -> bool {
    *failures == 0
}

/// The slots of one desk.
#[derive(Serialize, Deserialize, Clone)]
pub struct Keys {
    v: u32,
    /// Whether the desk is a demonstration; the journal's first entry says so too.
    pub demo: bool,
    slots: Vec<Slot>,
}

/// The recovery code, to be printed in two halves for two envelopes.
pub struct RecoveryCode {
    /// First half: 32 hex digits.
    pub first: String,
    /// Second half: 32 hex digits.
    pub second: String,
}

impl Keys {
    /// New keys for a new desk, with a recovery slot and no person yet.
    pub(crate) fn create(demo: bool) -> Result<(Keys, DeskKey, RecoveryCode), StoreError> {
        let key = Zeroizing::new(random::<32>()?);
        let code = Zeroizing::new(random::<32>()?);
        let mut keys = Keys {
            v: 1,
            demo,
            slots: Vec::new(),
        };
        keys.slots.push(seal_slot(RECOVERY, &code, None, &key)?);
        let text = hex(code.as_slice());
        let (first, second) = text.split_at(32);
        Ok((
            keys,
            key,
            RecoveryCode {
                first: first.into(),
                second: second.into(),
            },
        ))
    }

    /// Reads `keys.json`.
    pub(crate) fn load(dir: &Path) -> Result<Keys, StoreError> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Err(StoreError::NoDesk(format!(
                "{} 不是工作台（没有 keys.json）。请核对路径，或用 ruxue desk create 建立。",
                dir.display()
            )));
        }
        let bytes = std::fs::read(&path).map_err(|error| StoreError::File(path.clone(), error))?;
        serde_json::from_slice(&bytes).map_err(|_| KeyError::Damaged("格式不对").into())
    }

    /// Writes `keys.json` whole or not at all.
    pub(crate) fn save(&self, dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(FILE);
        let part = dir.join("keys.json.part");
        let text = serde_json::to_vec_pretty(self)?;
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(&part)?;
            file.write_all(&text)?;
            file.sync_all()?;
            std::fs::rename(&part, &path)?;
            std::fs::File::open(dir)?.sync_all()
        };
        write().map_err(|error| StoreError::File(path.clone(), error))
    }

    /// Takes `keys.json` for this process: what is read while the lock is held is not written over
    /// by another, nor does another guess meanwhile. Let go by dropping it.
    pub(crate) fn hold(dir: &Path) -> Result<std::fs::File, StoreError> {
        let path = dir.join("keys.lock");
        let take = || {
            let file = std::fs::File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)?;
            file.lock()?;
            Ok(file)
        };
        take().map_err(|error| StoreError::File(path.clone(), error))
    }

    /// Forgets a person's failures: they are in the journal now.
    pub(crate) fn clear_failures(&mut self, name: &str) {
        if let Some(slot) = self.person(name) {
            slot.failures = 0;
            slot.locked_until = None;
        }
    }

    /// Adds a slot for a person.
    pub(crate) fn add(
        &mut self,
        name: &str,
        password: &str,
        key: &DeskKey,
    ) -> Result<(), StoreError> {
        if name == RECOVERY || self.slots.iter().any(|slot| slot.name == name) {
            return Err(KeyError::Exists(name.into()).into());
        }
        self.slots.push(password_slot(name, password, key)?);
        Ok(())
    }

    /// Gives a person a new password.
    pub(crate) fn change(
        &mut self,
        name: &str,
        password: &str,
        key: &DeskKey,
    ) -> Result<(), StoreError> {
        let slot = password_slot(name, password, key)?;
        let place = self
            .person(name)
            .ok_or_else(|| KeyError::Unknown(name.into()))?;
        *place = slot;
        Ok(())
    }

    /// Lifts a lock.
    pub(crate) fn unlock(&mut self, name: &str) -> Result<(), StoreError> {
        if !self.knows(name) {
            return Err(KeyError::Unknown(name.into()).into());
        }
        self.clear_failures(name);
        Ok(())
    }

    /// The desk's key, for the right password. Counts failures; the caller saves.
    pub(crate) fn open(
        &mut self,
        name: &str,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<DeskKey, StoreError> {
        let Some(slot) = self.person(name) else {
            return Err(KeyError::Wrong.into());
        };
        if let Some(until) = slot.locked_until {
            if now < until {
                let minutes = (until - now).num_seconds().div_euclid(60) + 1;
                return Err(KeyError::Locked { minutes }.into());
            }
            slot.locked_until = None;
            slot.failures = 0;
        }
        match open_with_password(slot, password) {
            Ok(key) => {
                slot.failures = 0;
                Ok(key)
            }
            Err(StoreError::Keys(KeyError::Wrong)) => {
                slot.failures += 1;
                if slot.failures >= FAILURES_TO_LOCK {
                    slot.locked_until = Some(now + Duration::minutes(LOCK_MINUTES));
                }
                Err(KeyError::Wrong.into())
            }
            Err(error) => Err(error),
        }
    }

    /// The desk's key from the two halves of the recovery code, in either order, blanks and case
    /// not counted.
    ///
    /// # Errors
    /// [`KeyError::WrongCode`] where they do not open the slot.
    pub(crate) fn recover(&self, halves: [&str; 2]) -> Result<DeskKey, StoreError> {
        let slot = self.slots.iter().find(|slot| slot.name == RECOVERY);
        let [first, second] = halves.map(|half| half.split_whitespace().collect::<String>());
        let open = |text: String| {
            let code: [u8; 32] = unhex(&text)?.try_into().ok()?;
            open_slot(slot?, &Zeroizing::new(code)).ok()
        };
        open(format!("{first}{second}"))
            .or_else(|| open(format!("{second}{first}")))
            .ok_or_else(|| KeyError::WrongCode.into())
    }

    /// Gives a person a new password, and a slot where the file had none.
    pub(crate) fn renew(
        &mut self,
        name: &str,
        password: &str,
        key: &DeskKey,
    ) -> Result<(), StoreError> {
        match self.knows(name) {
            true => self.change(name, password, key),
            false => self.add(name, password, key),
        }
    }

    /// Whether there is a person of this name.
    pub fn knows(&self, name: &str) -> bool {
        name != RECOVERY && self.slots.iter().any(|slot| slot.name == name)
    }

    /// Failed sign-ins of a person since the last good one.
    pub fn failures(&self, name: &str) -> u32 {
        self.slots
            .iter()
            .find(|slot| slot.name == name)
            .map_or(0, |slot| slot.failures)
    }

    fn person(&mut self, name: &str) -> Option<&mut Slot> {
        self.slots
            .iter_mut()
            .find(|slot| slot.name == name && name != RECOVERY)
    }
}

/// Refuses passwords that are too short or on the common list.
///
/// # Errors
/// [`KeyError::Weak`].
pub fn check_password(password: &str) -> Result<(), KeyError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(KeyError::Weak("不足 10 个字符"));
    }
    let lower = password.to_lowercase();
    let first = password.chars().next();
    if COMMON.contains(&lower.as_str()) || password.chars().all(|c| Some(c) == first) {
        return Err(KeyError::Weak("在常见密码表中"));
    }
    Ok(())
}

/// A secret under a password, which must not be weak.
pub(crate) fn password_slot(name: &str, password: &str, key: &DeskKey) -> Result<Slot, StoreError> {
    check_password(password)?;
    let kdf = Kdf {
        alg: "argon2id".into(),
        m: KDF_MEMORY,
        t: 3,
        p: 4,
        salt: hex(&random::<16>()?),
    };
    let wrap = derive(password, &kdf)?;
    seal_slot(name, &wrap, Some(kdf), key)
}

/// The secret of a slot; [`KeyError::Wrong`] where the password does not open it.
pub(crate) fn open_with_password(slot: &Slot, password: &str) -> Result<DeskKey, StoreError> {
    let kdf = slot.kdf.as_ref().ok_or(KeyError::Damaged("缺少密码参数"))?;
    open_slot(slot, &derive(password, kdf)?)
}

fn derive(password: &str, kdf: &Kdf) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let damaged = || StoreError::from(KeyError::Damaged("密码参数不对"));
    if kdf.alg != "argon2id" || kdf.m > 1024 * 1024 || kdf.t > 64 {
        return Err(damaged());
    }
    let params = Params::new(kdf.m, kdf.t, kdf.p, Some(32)).map_err(|_| damaged())?;
    let salt = unhex(&kdf.salt).ok_or_else(damaged)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &salt, out.as_mut_slice())
        .map_err(|_| damaged())?;
    Ok(out)
}

/// A key for a purpose, never the desk's key itself.
pub(crate) fn derived_key(key: &DeskKey, purpose: &str) -> Vec<u8> {
    let text = crate::journal::mac(key.as_slice(), format!("ruxue/1:{purpose}").as_bytes());
    unhex(&text).unwrap_or_default()
}

fn place_of(name: &str) -> String {
    format!("ruxue-slot/1:{name}")
}

fn seal_slot(
    name: &str,
    wrap: &Zeroizing<[u8; 32]>,
    kdf: Option<Kdf>,
    key: &DeskKey,
) -> Result<Slot, StoreError> {
    let sealed = seal::seal(wrap.as_slice(), &place_of(name), key.as_slice())?
        .ok_or(KeyError::Damaged("加密失败"))?;
    Ok(Slot {
        name: name.into(),
        kdf,
        nonce: sealed.nonce,
        sealed: sealed.sealed,
        failures: 0,
        locked_until: None,
    })
}

fn open_slot(slot: &Slot, wrap: &Zeroizing<[u8; 32]>) -> Result<DeskKey, StoreError> {
    let sealed = Sealed {
        nonce: slot.nonce.clone(),
        sealed: slot.sealed.clone(),
    };
    let opened =
        seal::open(wrap.as_slice(), &place_of(&slot.name), &sealed).ok_or(KeyError::Wrong)?;
    let key: [u8; 32] = opened
        .as_slice()
        .try_into()
        .map_err(|_| KeyError::Damaged("密钥长度不对"))?;
    Ok(Zeroizing::new(key))
}
