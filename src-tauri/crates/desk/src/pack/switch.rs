//! Switches set for the season: the centre's act, and their laying over the pack.

use crate::access::Act;
use crate::clock::beijing;
use crate::open::{Desk, DeskError};
use crate::register::{self, Moved};
use crate::store::policy::{self, SwitchRow};
use crate::store::{Ask, Mark, Reader, StoreError, ceremony};
use ruxue_rules::Pack;
use ruxue_rules::pack::switches::{DrawKind, SwitchError};
use serde_json::json;

/// A switch set for the season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The switch: tiers.
    pub name: String,
    /// The kind of draw, of a switch that has a value for each.
    pub kind: Option<String>,
    /// What it is set to.
    pub value: String,
    /// What it was before.
    pub former: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// Why.
    pub reason: String,
}

impl Setting {
    /// Who set it, when and why, in a sentence.
    pub fn says(&self) -> String {
        let kind = self.kind.as_deref();
        let kind = kind.map(|kind| format!("{kind}：")).unwrap_or_default();
        format!(
            "{kind}{} 于 {} 为本季设定，理由：{}",
            self.actor,
            beijing(&self.at),
            self.reason
        )
    }
}

/// Sets a switch for the season to another value that the pack offers; `kind` is the kind of draw
/// (单校超额) of a switch that has a value for each. The answer is a Chinese sentence.
///
/// # Errors
/// Where the person may not, the pack does not offer the value, there is no reason, or a formal
/// ceremony of the season has been frozen: the notary saw the old value.
pub fn set_switch(
    desk: &mut Desk,
    name: &str,
    kind: Option<&str>,
    value: &str,
    reason: &str,
) -> Result<String, DeskError> {
    desk.require(Act::SetSwitch)?;
    let reason = super::install::one_line(reason)?;
    if reason.is_empty() {
        return Err(DeskError::Invalid(
            "调整开关要写明理由，它会印在判定说明上。请补上理由再调整。".into(),
        ));
    }
    let changed = desk
        .pack()
        .with_switch(name, kind, value)
        .map_err(|error| DeskError::Invalid(error.to_string()))?;
    let former = value_of(desk.pack(), name, kind);
    let words = |value: &str| {
        let switch = changed.switches().named(name);
        switch.map_or_else(|| value.to_owned(), |switch| switch.value_in_words(value))
    };
    let of_kind = kind.map(|kind| format!("（{kind}）")).unwrap_or_default();
    if former == value {
        return Ok(format!(
            "开关 {name}{of_kind} 现在就是「{}」，没有改动。",
            words(value)
        ));
    }
    require_nothing_frozen(desk)?;
    let season = desk.pack().season();
    let row = SwitchRow {
        name: name.to_owned(),
        kind: kind.unwrap_or_default().to_owned(),
        value: value.to_owned(),
        former: former.clone(),
        at: String::new(),
        actor: String::new(),
        reason: reason.clone(),
    };
    let record = |value: &str| json!({ "name": name, "kind": kind, "value": value });
    desk.transact::<_, StoreError>(Ask::to(Act::SetSwitch).because(&reason), |tx| {
        policy::add_switch(tx, season, &row)?;
        // Verdicts do not rest on switches today; whoever looks next has them renewed all the same.
        register::moved(tx, &Moved::Switch { name, value })?;
        let id = format!("{name}{of_kind}");
        let mark = Mark::on("switch", id)
            .before(record(&former))
            .after(record(value))
            .result(format!("{} → {}", words(&former), words(value)));
        Ok(((), mark))
    })?;
    desk.renew_policy()?;
    let review = changed
        .switches()
        .named(name)
        .is_some_and(|one| one.in_review());
    let effect = if review {
        "它在审核时由人说明事实后起作用，不影响派位。"
    } else {
        "从下一次派位起执行。"
    };
    Ok(format!(
        "开关 {name}{of_kind} 已由「{}」调整为「{}」。{effect}",
        words(&former),
        words(value)
    ))
}

/// The last setting of each switch and kind.
pub(super) fn latest(reader: Reader<'_>, season: i32) -> Result<Vec<Setting>, StoreError> {
    let mut settings: Vec<Setting> = Vec::new();
    for row in policy::switches(reader, season)? {
        let one = Setting {
            name: row.name,
            kind: Some(row.kind).filter(|kind| !kind.is_empty()),
            value: row.value,
            former: row.former,
            at: row.at,
            actor: row.actor,
            reason: row.reason,
        };
        settings.retain(|other| (&other.name, &other.kind) != (&one.name, &one.kind));
        settings.push(one);
    }
    Ok(settings)
}

/// The pack with the settings laid over it.
pub(super) fn over(pack: &Pack, settings: &[Setting]) -> Result<Pack, SwitchError> {
    let mut pack = pack.clone();
    for one in settings {
        pack = pack.with_switch(&one.name, one.kind.as_deref(), &one.value)?;
    }
    Ok(pack)
}

/// The value of a switch now, for one kind of draw where it has a value for each.
fn value_of(pack: &Pack, name: &str, kind: Option<&str>) -> String {
    let Some(switch) = pack.switches().named(name) else {
        return String::new();
    };
    match kind.and_then(DrawKind::parse) {
        Some(kind) => switch.value_for(kind).unwrap_or_default().to_owned(),
        None => switch.value.clone(),
    }
}

/// What a notary has seen frozen does not change under it, not even after an abort.
fn require_nothing_frozen(desk: &Desk) -> Result<(), DeskError> {
    let season = format!("{}-", desk.pack().season());
    let frozen = ceremony::all(desk.reader())?
        .into_iter()
        .find(|row| row.mode == "FORMAL" && row.number.starts_with(&season));
    match frozen {
        None => Ok(()),
        Some(row) => Err(DeskError::Invalid(format!(
            "本季的正式派位 {} 已于 {} 封存，公证员看到的是原来的取值，开关不再调整。确须改变的，由区里签发新的政策包后安装。",
            row.number,
            beijing(&row.frozen_at)
        ))),
    }
}
