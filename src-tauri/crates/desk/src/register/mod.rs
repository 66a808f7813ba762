//! The register of a season: children, tables, and what the rules say of each child now.
//!
//! Whatever verdicts rest on is announced with [`moved()`]; whoever looks next has them renewed
//! ([`current`]). What a judging changed is kept with its cause, and a change that would flip a
//! decided case waits for a person ([`settle`]).

mod cause;
pub mod home;
mod moved;
mod rejudge;
pub mod settle;
pub(crate) mod words;

pub use cause::{cause, change_in_words, ruling_in_words, sentence};
pub(crate) use moved::state;
pub use moved::{Moved, moved};
pub use rejudge::{current, is_current, refresh};

use crate::store::{Reader, StoreError, child, tables};
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
