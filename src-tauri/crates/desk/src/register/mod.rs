//! The register of a season: children, tables, and what the rules say of each child now.

use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::verdict::{self, Judged};
use crate::store::{Ask, Mark, Reader, StoreError, child, tables};
use chrono::NaiveDate;
use ruxue_rules::remedy::{Change, How};
use ruxue_rules::{Case, Pack, State, Verdict, World, judge};
use ruxue_rules::{Remedies, Remedy};
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
///
/// The first and last of `conditions` are not the pack's: `category` names the facts that put the
/// child into its category and keep other children's conditions away, `route` those that its route
/// rests on (only where the conditions are met). With them the line names every fact that matters.
pub fn verdict_json(pack: &Pack, receipt: &str, v: &Verdict<'_>) -> Value {
    let facts = |used: &[ruxue_rules::verdict::UsedFact<'_>]| -> Value {
        used.iter()
            .map(|(fact, text)| (fact.header().to_owned(), json!(text)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let entry = |id: &str, clause: &str, state: State, used: &[_]| json!({"id": id, "clause": clause, "state": state.code(), "facts": facts(used)});
    let own = v.category.and_then(|code| pack.category(code));
    let state = |sure| if sure { State::Met } else { State::Unknown };
    let mut conditions = vec![entry(
        "category",
        own.map_or(pack.document(), |category| &category.clause),
        state(own.is_some()),
        &v.category_facts,
    )];
    let of_pack = v.conditions.iter();
    conditions.extend(of_pack.map(|one| entry(one.id, one.clause, one.state, &one.facts)));
    if !v.route_facts.is_empty() {
        let name = v.route.and_then(|route| pack.route(route));
        let clause = name.map_or(pack.document(), |name| &name.clause);
        conditions.push(entry(
            "route",
            clause,
            state(v.route.is_some()),
            &v.route_facts,
        ));
    }
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
        "conditions": conditions,
        "excluded": v.excluded.iter().map(|excluded| json!({
            "category": excluded.category,
            "facts": facts(&excluded.facts),
        })).collect::<Vec<_>>(),
    })
}

/// What would change a verdict, as `ruxue check --explain --json` adds it under `remedies`: the
/// smallest sets, then the one that only fills. `missing` names the facts that were not given; the
/// others were stated otherwise. `codes` are reasons where `then` is refer, notes where eligible.
pub fn remedies_json(remedies: &Remedies) -> Value {
    let one = |remedy: &Remedy| {
        let value = |change: &Change| (change.fact.header().to_owned(), json!(change.value));
        let facts: serde_json::Map<_, _> = remedy.changes.iter().map(value).collect();
        let filled = remedy.changes.iter().filter(|one| one.how == How::Fill);
        json!({
            "facts": facts,
            "missing": filled.map(|one| one.fact.header()).collect::<Vec<_>>(),
            "then": remedy.then.outcome.code(),
            "route": remedy.then.route.map(|route| route.code()),
            "codes": remedy.then.codes,
        })
    };
    remedies.all().map(one).collect()
}
