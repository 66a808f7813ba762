//! The register of a season: children, tables, and what the rules say of each child now.

pub mod home;

use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::verdict::{self, Judged};
use crate::store::{Ask, Mark, Reader, StoreError, child, tables};
use chrono::NaiveDate;
use ruxue_rules::{Case, Pack, Verdict, World, judge};
use serde_json::{Value, json};

/// The day on which the permits and windows are looked at.
pub struct Register {
    /// All children, in ascending order of receipt.
    pub cases: Vec<Case>,
    /// The tables and what can be asked of them.
    pub world: World,
    /// The day of judging.
    pub on: NaiveDate,
}

impl Register {
    /// Reads the register.
    ///
    /// # Errors
    /// What the disk says.
    pub fn load(reader: Reader<'_>, pack: &Pack, on: NaiveDate) -> Result<Register, StoreError> {
        let mut cases = Vec::new();
        child::each(reader, |child| {
            cases.push(child.case);
            Ok(())
        })?;
        let world = World::build(pack, tables::all(reader)?, &cases);
        Ok(Register { cases, world, on })
    }

    /// The verdict on a child of this register.
    pub fn verdict<'a>(&'a self, pack: &'a Pack, case: &'a Case) -> Verdict<'a> {
        judge(pack, case, &self.world, self.on)
    }
}

/// Renews the stored verdicts where children, tables or pack have changed since.
///
/// # Errors
/// What the disk says.
pub fn refresh(desk: &mut Desk) -> Result<(), DeskError> {
    let now = state_of_register(desk)?;
    if verdict::meta(desk.reader(), "judged")?.as_deref() == Some(now.as_str()) {
        return Ok(());
    }
    let register = Register::load(desk.reader(), desk.pack(), desk.clock().today())?;
    let judged: Vec<Judged> = register
        .cases
        .iter()
        .map(|case| kept(case.receipt(), &register.verdict(desk.pack(), case)))
        .collect();
    let count = judged.len();
    desk.derive::<_, StoreError>(Ask::to(Act::Judge), |tx| {
        verdict::replace_all(tx, &judged)?;
        verdict::set_meta(tx, "judged", &now)?;
        Ok((
            (),
            Mark::on("verdicts", "all").result(format!("{count} children")),
        ))
    })?;
    Ok(())
}

/// What the verdicts rest on: the last import or withdrawal, and the pack.
fn state_of_register(desk: &Desk) -> Result<String, StoreError> {
    let revision = verdict::meta(desk.reader(), "register")?.unwrap_or_default();
    Ok(format!("{revision}/{}", desk.pack().digest()))
}

/// To be called in every transaction that changes children or tables, so that verdicts are renewed.
///
/// # Errors
/// What the disk says.
pub fn touch(tx: &crate::store::Tx<'_>) -> Result<(), StoreError> {
    let revision: i64 = verdict::meta(tx.reader(), "register")?
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    verdict::set_meta(tx, "register", &(revision + 1).to_string())
}

fn kept(receipt: &str, v: &Verdict<'_>) -> Judged {
    let join = |codes: Vec<&str>| codes.join(" ");
    Judged {
        receipt: receipt.to_owned(),
        outcome: v.outcome.code().to_owned(),
        category: v.category.unwrap_or_default().to_owned(),
        route: v.route.map(|route| route.code().to_owned()),
        codes: join(v.reasons.iter().map(|reason| reason.code).collect()),
        notes: join(v.notes.iter().map(|note| note.code).collect()),
    }
}

/// A verdict as `ruxue check --json` prints it (spec/cli.md).
pub fn verdict_json(receipt: &str, v: &Verdict<'_>) -> Value {
    let facts = |used: &[ruxue_rules::verdict::UsedFact<'_>]| -> Value {
        used.iter()
            .map(|(fact, text)| (fact.header().to_owned(), json!(text)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({
        "receipt": receipt,
        "verdict": v.outcome.code(),
        "category": v.category,
        "route": v.route.map(|route| route.code()),
        "reasons": v.reasons.iter().map(|reason| json!({
            "code": reason.code,
            "clause": reason.clause,
            "severity": reason.severity.code(),
            "facts": facts(&reason.facts),
            "threshold": reason.threshold,
            "cure": reason.cure,
        })).collect::<Vec<_>>(),
        "notes": v.notes.iter().map(|note| note.code).collect::<Vec<_>>(),
        "conditions": v.conditions.iter().map(|condition| json!({
            "id": condition.id,
            "clause": condition.clause,
            "state": condition.state.code(),
            "facts": facts(&condition.facts),
        })).collect::<Vec<_>>(),
        "excluded": v.excluded.iter().map(|excluded| json!({
            "category": excluded.category,
            "facts": facts(&excluded.facts),
        })).collect::<Vec<_>>(),
    })
}
