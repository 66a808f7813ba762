//! `keys.json`: the slots that hold the database key (spec/records.md, "Keys and people").

mod password;
mod slot;

pub use password::check_password;
pub(crate) use slot::{Slot, derived_key, open_with_password, password_slot};
use slot::{open_slot, seal_slot, try_in_vain};

use super::StoreError;
use super::connect::random;
use super::file::write_file;
use crate::journal::{hex, unhex};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// The desk's key.
pub type DeskKey = Zeroizing<[u8; 32]>;

/// The file's name.
pub(crate) const FILE: &str = "keys.json";
/// The slot that the recovery code opens; no person has this name.
pub(crate) const RECOVERY: &str = "recovery";
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
    /// The account was stopped.
    #[error("账户「{0}」已停用，不能登录。如有疑问请问系统管理员。")]
    Stopped(String),
    /// There is no account of this name.
    #[error("没有账户「{0}」。用 ruxue user list 查看已有账户。")]
    Unknown(String),
    /// The file is not what it should be.
    #[error("密钥文件 keys.json 已损坏或被改动（{0}）。请用备份中的 keys.json 恢复。")]
    Damaged(&'static str),
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

impl Drop for RecoveryCode {
    fn drop(&mut self) {
        self.first.zeroize();
        self.second.zeroize();
    }
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
        let text = Zeroizing::new(hex(code.as_slice()));
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
        write_file(&dir.join(FILE), &serde_json::to_vec_pretty(self)?)
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
            slot.clear();
        }
    }

    /// Adds a slot for a person.
    pub(crate) fn add(
        &mut self,
        name: &str,
        password: &str,
        key: &DeskKey,
    ) -> Result<(), StoreError> {
        if name == RECOVERY || self.slots.iter().any(|slot| slot.name() == name) {
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
        match self.person(name) {
            Some(slot) => {
                let key = slot.try_password(password, now)?;
                slot.clear();
                Ok(key)
            }
            None => {
                try_in_vain(password)?;
                Err(KeyError::Wrong.into())
            }
        }
    }

    /// Takes a person's slot away: no password opens the desk under this name any more. A copy of
    /// the file that was made before still holds it.
    pub(crate) fn remove(&mut self, name: &str) {
        self.slots
            .retain(|slot| slot.name() != name || name == RECOVERY);
    }

    /// The desk's key from the two halves of the recovery code, in either order, blanks and case
    /// not counted.
    ///
    /// # Errors
    /// [`KeyError::WrongCode`] where they do not open the slot.
    pub(crate) fn recover(&self, halves: [&str; 2]) -> Result<DeskKey, StoreError> {
        let slot = self.slots.iter().find(|slot| slot.name() == RECOVERY);
        let typed = |half: &str| Zeroizing::new(half.split_whitespace().collect::<String>());
        let [first, second] = halves.map(typed);
        let open = |one: &str, other: &str| {
            let text = Zeroizing::new(format!("{one}{other}"));
            let bytes = Zeroizing::new(unhex(&text)?);
            let mut code = Zeroizing::new([0; 32]);
            if bytes.len() != code.len() {
                return None;
            }
            code.copy_from_slice(&bytes);
            open_slot(slot?, &code).ok()
        };
        open(&first, &second)
            .or_else(|| open(&second, &first))
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
        name != RECOVERY && self.slots.iter().any(|slot| slot.name() == name)
    }

    /// Failed sign-ins of a person since the last good one.
    pub fn failures(&self, name: &str) -> u32 {
        self.slots
            .iter()
            .find(|slot| slot.name() == name)
            .map_or(0, Slot::failures)
    }

    /// Whether failures have locked a person's account.
    pub fn is_locked(&self, name: &str, now: DateTime<Utc>) -> bool {
        let slot = self.slots.iter().find(|slot| slot.name() == name);
        slot.is_some_and(|slot| slot.is_locked(now))
    }

    fn person(&mut self, name: &str) -> Option<&mut Slot> {
        self.slots
            .iter_mut()
            .find(|slot| slot.name() == name && name != RECOVERY)
    }
}
