//! One slot: a secret of 32 bytes under a password or a code.

use super::super::StoreError;
use super::super::connect::random;
use super::super::seal::{self, Sealed};
use super::{DeskKey, KeyError, check_password};
use crate::journal::{hex, unhex};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Failures after which an account is locked, and again after as many more.
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

#[derive(Debug, Serialize, Deserialize, Clone)]
pub(crate) struct Kdf {
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
    /// Failed sign-ins since the last that succeeded; a lock that ran out does not forget them.
    #[serde(default, skip_serializing_if = "is_none")]
    failures: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locked_until: Option<DateTime<Utc>>,
}

impl Slot {
    /// Whose it is.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Failed sign-ins since the last that succeeded.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether failures have locked it.
    pub(super) fn is_locked(&self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// Forgets failures and a lock.
    pub(super) fn clear(&mut self) {
        self.failures = 0;
        self.locked_until = None;
    }

    /// The secret for a password, unless the account is locked. Counts a failure, and locks at
    /// every fifth.
    ///
    /// A lock lasts 15 minutes on the clock that set it. On a clock that was set back it would last
    /// longer, which nobody could tell from a broken desk: then it begins anew, so that it is at
    /// most 15 minutes from the first try under the new time, and never shorter than it was.
    pub(super) fn try_password(
        &mut self,
        password: &str,
        now: DateTime<Utc>,
    ) -> Result<DeskKey, StoreError> {
        if let Some(until) = self.locked_until {
            let whole = Duration::minutes(LOCK_MINUTES);
            let until = until.min(now + whole);
            self.locked_until = Some(until);
            if now < until {
                let minutes = (until - now + Duration::seconds(59)).num_minutes();
                return Err(KeyError::Locked { minutes }.into());
            }
            self.locked_until = None;
        }
        match open_with_password(self, password) {
            Err(StoreError::Keys(KeyError::Wrong)) => {
                self.failures += 1;
                if self.failures.is_multiple_of(FAILURES_TO_LOCK) {
                    self.locked_until = Some(now + Duration::minutes(LOCK_MINUTES));
                }
                Err(KeyError::Wrong.into())
            }
            done => done,
        }
    }
}

/// Takes as long as a password that is tried, where there is no slot to try it on: how long an
/// answer takes does not tell who has an account.
pub(super) fn try_in_vain(password: &str) -> Result<(), StoreError> {
    derive(password, &new_kdf([0; 16]))?;
    Ok(())
}

fn new_kdf(salt: [u8; 16]) -> Kdf {
    Kdf {
        alg: "argon2id".into(),
        m: KDF_MEMORY,
        t: 3,
        p: 4,
        salt: hex(&salt),
    }
}

fn is_none(failures: &u32) -> bool {
    *failures == 0
}

/// A secret under a password, which must not be weak.
pub(crate) fn password_slot(name: &str, password: &str, key: &DeskKey) -> Result<Slot, StoreError> {
    check_password(name, password)?;
    let kdf = new_kdf(random::<16>()?);
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
pub(crate) fn derived_key(key: &DeskKey, purpose: &str) -> Zeroizing<Vec<u8>> {
    let place = format!("ruxue/1:{purpose}");
    let text = Zeroizing::new(crate::journal::mac(key.as_slice(), place.as_bytes()));
    Zeroizing::new(unhex(&text).unwrap_or_default())
}

fn place_of(name: &str) -> String {
    format!("ruxue-slot/1:{name}")
}

pub(super) fn seal_slot(
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

pub(super) fn open_slot(slot: &Slot, wrap: &Zeroizing<[u8; 32]>) -> Result<DeskKey, StoreError> {
    let sealed = Sealed {
        nonce: slot.nonce.clone(),
        sealed: slot.sealed.clone(),
    };
    let opened =
        seal::open(wrap.as_slice(), &place_of(&slot.name), &sealed).ok_or(KeyError::Wrong)?;
    let mut key = Zeroizing::new([0; 32]);
    if opened.len() != key.len() {
        return Err(KeyError::Damaged("密钥长度不对").into());
    }
    key.copy_from_slice(&opened);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRONG: &str = "不对的密码不对的密码";
    const RIGHT: &str = "入学-测试-密码-2021";

    fn slot() -> Slot {
        password_slot("clerk", RIGHT, &Zeroizing::new([7; 32])).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn minutes(tried: Result<DeskKey, StoreError>) -> i64 {
        match tried {
            Err(StoreError::Keys(KeyError::Locked { minutes })) => minutes,
            other => panic!("not locked: {other:?}"),
        }
    }

    fn locked(now: DateTime<Utc>) -> Slot {
        let mut slot = slot();
        for _ in 0..5 {
            assert!(slot.try_password(WRONG, now).is_err());
        }
        slot
    }

    #[test]
    fn a_lock_lasts_fifteen_minutes_and_forgets_no_failure() {
        let now = at("2021-05-06T01:00:00Z");
        let mut slot = locked(now);
        assert_eq!(minutes(slot.try_password(RIGHT, now)), 15);
        assert_eq!(
            minutes(slot.try_password(RIGHT, at("2021-05-06T01:14:59Z"))),
            1
        );
        let after = at("2021-05-06T01:15:00Z");
        assert!(matches!(
            slot.try_password(WRONG, after),
            Err(StoreError::Keys(KeyError::Wrong))
        ));
        assert_eq!(slot.failures(), 6);
        assert!(slot.try_password(RIGHT, after).is_ok());
    }

    #[test]
    fn a_clock_set_back_neither_lifts_a_lock_nor_makes_it_longer_than_anew() {
        let mut slot = locked(at("2021-05-06T01:00:00Z"));
        let back = at("2020-05-06T01:00:00Z");
        assert_eq!(minutes(slot.try_password(RIGHT, back)), 15);
        // What is kept in the file is the new time.
        let kept = serde_json::to_string(&slot).unwrap();
        let mut slot: Slot = serde_json::from_str(&kept).unwrap();
        assert_eq!(
            minutes(slot.try_password(RIGHT, at("2020-05-06T01:10:00Z"))),
            5
        );
        assert!(slot.try_password(RIGHT, at("2020-05-06T01:15:00Z")).is_ok());
    }

    #[test]
    fn ten_failures_lock_again() {
        let now = at("2021-05-06T01:00:00Z");
        let mut slot = locked(now);
        let after = now + Duration::minutes(15);
        for _ in 0..5 {
            assert!(matches!(
                slot.try_password(WRONG, after),
                Err(StoreError::Keys(KeyError::Wrong))
            ));
        }
        assert_eq!(minutes(slot.try_password(RIGHT, after)), 15);
    }
}
