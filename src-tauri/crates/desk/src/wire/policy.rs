//! 政策: the pack in force, its switches and who set them, and what may replace it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::failure::Failure;
use super::imports::Done;
use super::overview::TimetableRow;
use super::window::Turn;
use super::words;
use crate::access::{Act, permit};
use crate::clock::beijing;
use crate::district::{PublicKey, trust, trusted};
use crate::issue::case::clause as place_of;
use crate::open::Desk;
use crate::pack::{self, Candidate, Installed, Origin};
use crate::store::policy::PackRow;
use ruxue_rules::pack::Switch;
use ruxue_rules::pack::switches::DrawKind;

/// The screen 政策.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicySheet {
    /// chaoyang-2021
    pub name: String,
    /// What the pack holds, in words.
    pub title: String,
    /// 朝政办发〔2021〕4号
    pub document: String,
    /// 2021
    pub season: u16,
    /// 64 hex digits.
    pub digest: String,
    /// Where it comes from and who brought it into force, in a sentence.
    pub brought: String,
    /// The trusted district key.
    pub trusted: Option<TrustedKey>,
    /// The days that rules compare with.
    pub days: Vec<Clause>,
    /// The months that rules ask for.
    pub spans: Vec<Clause>,
    /// The categories.
    pub categories: Vec<Clause>,
    /// The switches.
    pub switches: Vec<SwitchSheet>,
    /// The timetable.
    pub timetable: Vec<TimetableRow>,
    /// The packs that were in force, latest first.
    pub history: Vec<PackLine>,
    /// Packs of the program that are not in force.
    pub bundled: Vec<String>,
    /// Whether this person installs packs and trusts keys.
    pub may_install: bool,
    /// Whether this person sets switches.
    pub may_switch: bool,
}

/// A trusted district key.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrustedKey {
    /// Sixteen groups of four.
    pub fingerprint: String,
    /// 2021-05-06 10:42
    pub at: String,
    /// Who compared it with the paper.
    pub by: String,
}

/// A line of the policy with its place in the document.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Clause {
    /// 2015-08-31, P1
    pub key: String,
    /// In words.
    pub says: String,
    /// 三(一)1
    pub clause: String,
}

/// A switch.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchSheet {
    /// single_overflow
    pub name: String,
    /// What it decides.
    pub says: String,
    /// 四(二)1(1)
    pub clause: String,
    /// Takes effect in review alone.
    pub in_review: bool,
    /// Its value, or its values by kind of draw.
    pub values: Vec<SwitchValue>,
    /// What it may be set to; empty where a number of days is.
    pub offered: Vec<Offer>,
}

/// A value of a switch now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchValue {
    /// The kind of draw; empty of a switch with one value.
    pub kind: String,
    /// draw_all
    pub value: String,
    /// The same in words.
    pub words: String,
    /// The value of the pack, in words, where the season's is another; else empty.
    pub own: String,
    /// Who set it for the season, when and why; empty where the pack says so.
    pub who: String,
}

/// A value that the pack offers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// draw_all
    pub value: String,
    /// The same in words.
    pub words: String,
}

/// A pack that came into force.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackLine {
    /// chaoyang-2021
    pub name: String,
    /// What it holds.
    pub title: String,
    /// The first 16 hex digits of its digest.
    pub digest: String,
    /// 本程序自带, 区签名（指纹 …）
    pub origin: String,
    /// 2021-05-06 10:42
    pub at: String,
    /// Who.
    pub by: String,
    /// Why, where a reason was given.
    pub reason: String,
}

/// A pack to look at or to install: a chosen file, or one of the program.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackAsk {
    /// The chosen file's token, or the name of a bundled pack.
    pub pack: String,
    /// Why it is installed; empty while it is looked at.
    pub reason: String,
}

/// A pack found good, not yet in force.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackPreview {
    /// chaoyang-2022
    pub name: String,
    /// What it holds.
    pub title: String,
    /// The document it makes exact.
    pub document: String,
    /// 2022
    pub season: u16,
    /// 64 hex digits.
    pub digest: String,
    /// Who signed it, in a sentence.
    pub origin: String,
    /// Whether it is in force already.
    pub in_force: bool,
    /// What installing means, in sentences.
    pub notes: Vec<String>,
}

/// Trusts a district key.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrustAsk {
    /// The chosen file.
    pub token: String,
    /// Typed off the paper.
    pub fingerprint: String,
    /// Why, where another key was trusted.
    pub reason: String,
}

/// Sets a switch for the season.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchAsk {
    /// The switch.
    pub name: String,
    /// The kind of draw; empty of a switch with one value.
    pub kind: String,
    /// The value.
    pub value: String,
    /// Why.
    pub reason: String,
}

impl Turn<'_> {
    pub(super) fn policy(&self, (): ()) -> Result<PolicySheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ReadPolicy)?;
        sheet(desk)
    }

    pub(super) fn preview_pack(&self, ask: PackAsk) -> Result<PackPreview, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let candidate = self.candidate(desk, &ask.pack)?;
        preview(desk, &candidate)
    }

    pub(super) fn install_pack(&self, ask: PackAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let candidate = self.candidate(desk, &ask.pack)?;
        let name = &candidate.name;
        let sentence = match pack::install(desk, &candidate, &ask.reason)? {
            Installed::Already => format!("政策包 {name} 已在使用，没有改动。"),
            Installed::Now => format!("政策包 {name} 已启用，名单按新政策包重新判定。"),
        };
        Ok(Done { sentence })
    }

    pub(super) fn trust_district(&self, ask: TrustAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::TrustDistrict)?;
        let path = self.path_of(&ask.token)?;
        let key = PublicKey::read(&path).map_err(crate::open::DeskError::from)?;
        let sentence = trust(desk, &key, &ask.fingerprint, &ask.reason)?;
        Ok(Done { sentence })
    }

    pub(super) fn set_switch(&self, ask: SwitchAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let kind = Some(ask.kind.as_str()).filter(|kind| !kind.is_empty());
        let (value, reason) = (ask.value.trim(), &ask.reason);
        let sentence = pack::set_switch(sitting.desk()?, &ask.name, kind, value, reason)?;
        Ok(Done { sentence })
    }

    /// The pack of a chosen file, or of the program.
    fn candidate(&self, desk: &mut Desk, asked: &str) -> Result<Candidate, Failure> {
        desk.require(Act::InstallPolicy)?;
        if pack::names().iter().any(|name| name == asked) {
            return Ok(pack::candidate(desk, asked)?);
        }
        let path = self.path_of(asked)?;
        Ok(pack::candidate(desk, &path.to_string_lossy())?)
    }
}

fn sheet(desk: &Desk) -> Result<PolicySheet, Failure> {
    let policy = desk.policy();
    let now = &policy.pack;
    let may = |act| permit(desk.session(), act).is_ok();
    let line = |key: String, says: &str, clause: &str| Clause {
        key,
        says: says.to_owned(),
        clause: place_of(now, clause),
    };
    let days = now.days().iter();
    let spans = now.spans().iter();
    let categories = now.categories().iter();
    let mut history: Vec<PackLine> = pack::history(desk.reader())?
        .into_iter()
        .map(pack_line)
        .collect();
    history.reverse();
    let bundled = pack::names().into_iter();
    Ok(PolicySheet {
        name: policy.name.clone(),
        title: now.title().to_owned(),
        document: now.document().to_owned(),
        season: words::season(now),
        digest: now.digest().to_owned(),
        brought: policy.who_brought(),
        trusted: trusted(desk.reader())?.map(|one| TrustedKey {
            fingerprint: one.key.fingerprint().to_string(),
            at: beijing(&one.at),
            by: one.actor,
        }),
        days: days
            .map(|day| line(day.day.to_string(), &day.says, &day.clause))
            .collect(),
        spans: spans
            .map(|span| line(span.months.to_string(), &span.says, &span.clause))
            .collect(),
        categories: categories
            .map(|one| line(one.code.to_string(), &one.title, &one.clause))
            .collect(),
        switches: now
            .switches()
            .all()
            .iter()
            .map(|switch| switch_sheet(desk, switch))
            .collect(),
        timetable: words::timetable(now, desk.clock().today()),
        history,
        bundled: bundled
            .filter(|name| policy.origin != Origin::Bundled || *name != policy.name)
            .collect(),
        may_install: may(Act::InstallPolicy) && may(Act::TrustDistrict),
        may_switch: may(Act::SetSwitch),
    })
}

fn switch_sheet(desk: &Desk, switch: &Switch) -> SwitchSheet {
    let policy = desk.policy();
    let plain = policy.plain.switches().named(&switch.name);
    let value_now = |kind: Option<DrawKind>| {
        let of = |switch: &Switch| match kind {
            Some(kind) => switch.value_for(kind).unwrap_or_default().to_owned(),
            None => switch.value.clone(),
        };
        let (value, own) = (of(switch), plain.map(of).unwrap_or_default());
        let word = kind.map(DrawKind::text);
        let mut set = policy.settings_of(&switch.name);
        let setting = set.find(|one| one.kind.as_deref() == word);
        SwitchValue {
            kind: word.unwrap_or_default().to_owned(),
            words: switch.value_in_words(&value),
            own: if own == value {
                String::new()
            } else {
                switch.value_in_words(&own)
            },
            who: setting.map(|one| one.says()).unwrap_or_default(),
            value,
        }
    };
    let values = if switch.is_by_kind() {
        let kinds = DrawKind::ALL.iter();
        kinds.map(|kind| value_now(Some(*kind))).collect()
    } else {
        vec![value_now(None)]
    };
    let offered = plain.map(Switch::offered).unwrap_or_default().into_iter();
    SwitchSheet {
        name: switch.name.to_string(),
        says: switch.says.to_string(),
        clause: place_of(&policy.pack, &switch.clause),
        in_review: switch.in_review(),
        values,
        offered: offered
            .map(|value| Offer {
                value: value.to_owned(),
                words: switch.value_in_words(value),
            })
            .collect(),
    }
}

fn pack_line(row: PackRow) -> PackLine {
    let key = row
        .signed
        .and_then(|(key, _)| PublicKey::from_bytes(&key).ok());
    let origin = key.map_or(Origin::Bundled, Origin::Signed);
    PackLine {
        name: row.name,
        title: row.title,
        digest: row.digest.chars().take(16).collect(),
        origin: origin.says(),
        at: beijing(&row.at),
        by: row.actor,
        reason: row.reason,
    }
}

fn preview(desk: &Desk, candidate: &Candidate) -> Result<PackPreview, Failure> {
    let now = desk.policy();
    let new = &candidate.pack;
    let same = now.plain.digest() == new.digest();
    let in_force = same && now.origin == candidate.origin;
    let mut notes = Vec::new();
    if in_force {
        notes.push("这就是现在使用的政策包，不必安装。".to_owned());
    } else if same {
        notes.push("内容与现在使用的政策包完全相同，只是来源不同；判定不会变化。".to_owned());
    } else {
        notes.push("启用后，全部孩子按新政策包重新判定；已封存的派位不受影响。".to_owned());
    }
    let before = pack::history(desk.reader())?;
    if let Some(row) = before.iter().rev().find(|row| row.digest == new.digest())
        && !same
    {
        notes.push(format!(
            "这个政策包曾于 {} 启用，后来换成了别的；请确认不是拿错了旧包。",
            beijing(&row.at)
        ));
    }
    if new.season() != now.plain.season() {
        notes.push(format!(
            "年份不同：现在是 {} 年，这个是 {} 年。",
            now.plain.season(),
            new.season()
        ));
    }
    if !in_force && !now.settings.is_empty() && new.season() == now.plain.season() {
        notes.push("本季调整过的开关继续有效。".to_owned());
    }
    Ok(PackPreview {
        name: candidate.name.clone(),
        title: new.title().to_owned(),
        document: new.document().to_owned(),
        season: words::season(new),
        digest: new.digest().to_owned(),
        origin: match &candidate.origin {
            Origin::Bundled => candidate.origin.says(),
            Origin::Signed(key) => format!("区签名，签名成立。指纹 {}", key.fingerprint()),
        },
        in_force,
        notes,
    })
}

#[cfg(test)]
mod tests;
