//! Installing a pack: a file that the district signed, or one bundled with the program.

use super::force::Origin;
use super::signed::{self, SignedPack};
use super::{PackError, bundled, named, names, switch};
use crate::access::Act;
use crate::district::{PublicKey, trusted};
use crate::open::{Desk, DeskError, NewDesk};
use crate::register::{self, Moved};
use crate::store::keys::RecoveryCode;
use crate::store::policy::{self, PackRow};
use crate::store::{Ask, Mark, Reader, StoreError, Tx, ceremony, counts, meta, placement};
use ruxue_rules::Pack;
use serde_json::json;
use std::path::Path;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// A pack that could be installed: found good, not yet in force.
#[derive(Debug)]
pub struct Candidate {
    /// The name it will go by.
    pub name: String,
    /// The pack.
    pub pack: Pack,
    /// Where it comes from.
    pub origin: Origin,
    files: Vec<(String, Vec<u8>)>,
    signature: Vec<u8>,
}

/// What came of installing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Installed {
    /// It is in force already; nothing was changed.
    Already,
    /// It is in force now.
    Now,
}

impl Candidate {
    fn bundled(name: String, pack: Pack) -> Candidate {
        Candidate {
            name,
            pack,
            origin: Origin::Bundled,
            files: Vec::new(),
            signature: Vec::new(),
        }
    }

    fn signed(open: SignedPack, key: PublicKey) -> Candidate {
        Candidate {
            name: open.pack.id().to_owned(),
            pack: open.pack,
            origin: Origin::Signed(key),
            files: open.files,
            signature: open.signature.to_vec(),
        }
    }

    /// What `--policy` of a new desk names: a bundled pack, or a file signed by `key`.
    ///
    /// # Errors
    /// As [`named`] and [`signed::open`].
    pub fn of_new_desk(asked: &str, key: Option<PublicKey>) -> Result<Candidate, PackError> {
        match key {
            Some(key) => {
                let bytes = signed::read(Path::new(asked))?;
                Ok(Candidate::signed(signed::open(&bytes, &key)?, key))
            }
            None => named(asked).map(|(name, pack)| Candidate::bundled(name, pack)),
        }
    }

    /// Enters it as the pack in force.
    pub(crate) fn enter(&self, tx: &Tx<'_>, reason: &str) -> Result<(), StoreError> {
        let signed = match &self.origin {
            Origin::Bundled => None,
            Origin::Signed(key) => Some((key.bytes().to_vec(), self.signature.clone())),
        };
        let row = PackRow {
            name: self.name.clone(),
            season: self.pack.season(),
            title: self.pack.title().to_owned(),
            digest: self.pack.digest().to_owned(),
            signed,
            at: String::new(),
            actor: String::new(),
            reason: reason.to_owned(),
        };
        policy::add_pack(tx, &row, &self.files)?;
        meta::set(tx, "policy", &self.name)?;
        meta::set(tx, "policy_digest", self.pack.digest())
    }
}

/// What PACK names at this desk: a bundled name, or a file signed with the district key that the
/// desk trusts. It is checked whole; nothing is installed.
///
/// # Errors
/// Where the person may not, no key is trusted yet, it is an unsigned folder, or the file is not
/// good; each with its own sentence.
pub fn candidate(desk: &mut Desk, asked: &str) -> Result<Candidate, DeskError> {
    desk.require(Act::InstallPolicy)?;
    if names().iter().any(|name| name == asked) {
        return Ok(Candidate::bundled(asked.to_owned(), bundled(asked)?));
    }
    let path = Path::new(asked);
    if path.is_dir() {
        return Err(PackError::Unsigned(asked.into()).into());
    }
    if !path.exists() {
        return Err(PackError::Unknown {
            asked: asked.into(),
            known: names().join("、"),
        }
        .into());
    }
    let Some(key) = trusted(desk.reader())? else {
        return Err(DeskError::Invalid(
            "这个工作台还没有登记区公钥，不能判断政策包是不是区里签的。请安全管理员先登记区公钥。"
                .into(),
        ));
    };
    let bytes = signed::read(path)?;
    let open = signed::open(&bytes, &key.key)?;
    Ok(Candidate::signed(open, key.key))
}

/// Puts a pack in force.
///
/// # Errors
/// Where the person may not, a formal ceremony is frozen and not closed, the pack is of another
/// season than what is at the desk, it does not offer the value of a switch set for the season, or
/// a reason is wanting.
pub fn install(
    desk: &mut Desk,
    candidate: &Candidate,
    reason: &str,
) -> Result<Installed, DeskError> {
    desk.require(Act::InstallPolicy)?;
    let reason = one_line(reason)?;
    let now = desk.policy();
    if now.plain.digest() == candidate.pack.digest() && now.origin == candidate.origin {
        return Ok(Installed::Already);
    }
    require_no_open_draw(desk, "安装政策包")?;
    let at_work = work_at_desk(desk)?;
    refuse_other_season(desk, candidate, &at_work)?;
    keep_settings(desk, candidate)?;
    if reason.is_empty() && !at_work.is_empty() {
        return Err(DeskError::Invalid(format!(
            "工作台上已有 {}，换政策包会重新判定，要写明理由。请补上理由再安装。",
            at_work.join("、")
        )));
    }
    let before = json!({ "name": now.name, "digest": now.plain.digest() });
    let digest = candidate.pack.digest();
    let after =
        json!({ "name": candidate.name, "digest": digest, "origin": candidate.origin.says() });
    desk.transact::<_, StoreError>(Ask::to(Act::InstallPolicy).because(&reason), |tx| {
        candidate.enter(tx, &reason)?;
        register::moved(tx, &Moved::Pack { digest })?;
        let mark = Mark::on("policy", candidate.name.as_str())
            .before(before)
            .after(after)
            .result(&digest[..16]);
        Ok(((), mark))
    })?;
    desk.renew_policy()?;
    Ok(Installed::Now)
}

/// The packs in the order in which they came into force.
///
/// # Errors
/// What the disk says.
pub fn history(reader: Reader<'_>) -> Result<Vec<PackRow>, StoreError> {
    policy::packs(reader)
}

/// Makes a desk whose pack the district signed with `key`, compared with the fingerprint `typed`
/// off a paper; the desk trusts the key from its first day.
///
/// # Errors
/// As [`Desk::create`], [`signed::open`], and where the fingerprint is another.
pub fn create_with(
    new: &NewDesk,
    key: &PublicKey,
    typed: &str,
) -> Result<(Desk, RecoveryCode), DeskError> {
    key.fingerprint().agrees(typed)?;
    let candidate = Candidate::of_new_desk(&new.policy, Some(key.clone()))?;
    Desk::create_under(new, &candidate)
}

/// A reason as it is kept: one line, not too long.
pub(crate) fn one_line(reason: &str) -> Result<String, DeskError> {
    let reason = reason.trim();
    if reason.chars().any(char::is_control) || reason.chars().count() > LONGEST_REASON {
        return Err(DeskError::Invalid(format!(
            "理由要写成一行，不超过 {LONGEST_REASON} 个字。"
        )));
    }
    Ok(reason.to_owned())
}

/// Refuses while a formal ceremony is frozen and not closed: its sheet names the pack.
pub(crate) fn require_no_open_draw(desk: &Desk, what: &str) -> Result<(), DeskError> {
    let open = ceremony::all(desk.reader())?
        .into_iter()
        .find(|row| row.mode == "FORMAL" && row.close.is_none());
    match open {
        None => Ok(()),
        Some(row) => Err(DeskError::Invalid(format!(
            "正式派位 {} 已封存、尚未结束，现在不能{what}。请先完成派位（draw run）或记录中止（draw abort）。",
            row.number
        ))),
    }
}

/// What is at the desk already, in words.
fn work_at_desk(desk: &Desk) -> Result<Vec<String>, StoreError> {
    let reader = desk.reader();
    let counts = [
        (counts::held(reader, "applicants")? as usize, "名孩子"),
        (ceremony::all(reader)?.len(), "场派位"),
        (placement::all(reader)?.len(), "份录取"),
    ];
    let words = counts.into_iter().filter(|(count, _)| *count > 0);
    Ok(words.map(|(count, of)| format!("{count} {of}")).collect())
}

fn refuse_other_season(
    desk: &Desk,
    candidate: &Candidate,
    at_work: &[String],
) -> Result<(), DeskError> {
    let (now, new) = (desk.pack().season(), candidate.pack.season());
    if now == new || at_work.is_empty() {
        return Ok(());
    }
    Err(DeskError::Invalid(format!(
        "政策包 {} 是 {new} 年的，这个工作台在办 {now} 年的招生，已有 {}，不能换成别的年份。请为 {new} 年另建工作台。",
        candidate.name,
        at_work.join("、")
    )))
}

/// The switches set for the season stay; refuses where the new pack does not offer one's value.
fn keep_settings(desk: &Desk, candidate: &Candidate) -> Result<(), DeskError> {
    if candidate.pack.season() != desk.pack().season() {
        return Ok(());
    }
    switch::over(&candidate.pack, &desk.policy().settings)
        .map(|_| ())
        .map_err(|error| {
            DeskError::Invalid(format!(
                "本季调整过的开关在新政策包里不成立：{error}请区招考中心先把它改回政策包的取值（ruxue policy switch），再安装。"
            ))
        })
}
