//! The pack in force at a desk: where it comes from, and the switches set over it for the season.

use super::switch::{self, Setting};
use super::{PackError, bundled, named, require_examples, signed};
use crate::clock::beijing;
use crate::district::PublicKey;
use crate::open::DeskError;
use crate::store::policy::{self, PackRow};
use crate::store::{Reader, StoreError, meta};
use ruxue_rules::Pack;

/// Where a pack comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    Bundled,
    /// The district signed it with this key.
    Signed(PublicKey),
}

impl Origin {
    /// 本程序自带, 区签名（指纹 1a2b 3c4d…）.
    pub fn says(&self) -> String {
        match self {
            Origin::Bundled => "本程序自带".into(),
            Origin::Signed(key) => format!("区签名（指纹 {}）", key.fingerprint().short()),
        }
    }
}

/// Who brought something into force, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The time, RFC 3339 in UTC.
    pub at: String,
    /// The account.
    pub actor: String,
    /// Why, where a reason was given.
    pub reason: String,
}

/// The pack in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The name it goes by: chaoyang-2021.
    pub name: String,
    /// As its files have it.
    pub plain: Pack,
    /// With the switches set for the season: what judges and draws.
    pub pack: Pack,
    /// Where it comes from.
    pub origin: Origin,
    /// Since when; `None` at desks made before packs could be installed.
    pub since: Option<Since>,
    /// The switches set for the season; of one switch and kind the last setting alone.
    pub settings: Vec<Setting>,
}

impl InForce {
    /// Reads what is in force, checking a signed pack's signature again.
    ///
    /// # Errors
    /// Where the kept pack is not what was signed, or the program does not have the bundled one.
    pub(crate) fn read(reader: Reader<'_>) -> Result<InForce, DeskError> {
        let Some(row) = policy::packs(reader)?.pop() else {
            // A desk made before packs could be installed.
            let asked = meta::get(reader, "policy")?.unwrap_or_default();
            let (name, plain) = named(&asked)?;
            return InForce::over(reader, name, plain, Origin::Bundled, None);
        };
        let (plain, origin) = match &row.signed {
            None => (bundled(&row.name)?, Origin::Bundled),
            Some((key, signature)) => kept(reader, &row, key, signature)?,
        };
        let since = Some(Since {
            at: row.at,
            actor: row.actor,
            reason: row.reason,
        });
        InForce::over(reader, row.name, plain, origin, since)
    }

    fn over(
        reader: Reader<'_>,
        name: String,
        plain: Pack,
        origin: Origin,
        since: Option<Since>,
    ) -> Result<InForce, DeskError> {
        let settings = switch::latest(reader, plain.season())?;
        let pack = switch::over(&plain, &settings)
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(InForce {
            name,
            plain,
            pack,
            origin,
            since,
            settings,
        })
    }

    /// The season's settings of a switch, one for each kind of draw that was set.
    pub fn settings_of<'s>(&'s self, switch: &'s str) -> impl Iterator<Item = &'s Setting> {
        self.settings.iter().filter(move |one| one.name == switch)
    }

    /// Who set a switch to its value, in a sentence for screen and paper.
    pub fn who_set(&self, switch: &str) -> String {
        let set: Vec<String> = self.settings_of(switch).map(Setting::says).collect();
        if set.is_empty() {
            return self.who_brought();
        }
        set.join("；")
    }

    /// Who set a switch to its value, in few words for a case sheet: 本程序自带, 区签名, 本季由 … 设定.
    pub fn who_set_short(&self, switch: &str) -> String {
        let mut actors: Vec<&str> = self.settings_of(switch).map(|one| &*one.actor).collect();
        actors.sort_unstable();
        actors.dedup();
        match (actors.is_empty(), &self.origin) {
            (false, _) => format!("本季由 {} 设定", actors.join("、")),
            (true, Origin::Bundled) => "本程序自带".into(),
            (true, Origin::Signed(_)) => "区签名".into(),
        }
    }

    /// Who brought the pack into force, in a sentence.
    pub fn who_brought(&self) -> String {
        let from = self.origin.says();
        match &self.since {
            None => format!("{from}，建台时选定"),
            Some(since) => format!("{from}，{} 于 {} 启用", since.actor, beijing(&since.at)),
        }
    }
}

/// A signed pack as the database keeps it, checked like one from outside.
fn kept(
    reader: Reader<'_>,
    row: &PackRow,
    key: &[u8],
    signature: &[u8],
) -> Result<(Pack, Origin), DeskError> {
    let files = policy::files(reader, &row.digest)?;
    let key = PublicKey::from_bytes(key)?;
    let pack = Pack::load(&files).ok();
    match pack {
        Some(pack)
            if pack.digest() == row.digest && signed::still_signed(&files, signature, &key) =>
        {
            Ok((pack, Origin::Signed(key)))
        }
        _ => Err(StoreError::Damaged(format!("政策包 {} 与它的签名不符", row.name)).into()),
    }
}

/// Whether the kept files of the pack in force are still those that were signed, their examples
/// included: for `desk check`.
///
/// # Errors
/// What the disk says, or what is wrong with the pack.
pub(crate) fn prove(reader: Reader<'_>) -> Result<(), DeskError> {
    let Some(row) = policy::packs(reader)?.pop() else {
        return Ok(());
    };
    if let Some((key, signature)) = &row.signed {
        let (pack, _) = kept(reader, &row, key, signature)?;
        require_examples(&pack)?;
    }
    Ok(())
}

impl From<crate::district::DistrictError> for DeskError {
    fn from(error: crate::district::DistrictError) -> DeskError {
        DeskError::Invalid(error.to_string())
    }
}

impl From<signed::SignedError> for DeskError {
    fn from(error: signed::SignedError) -> DeskError {
        PackError::from(error).into()
    }
}
