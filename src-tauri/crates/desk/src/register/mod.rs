//! The register of a season: children, tables, and what the rules say of each child now.
//!
//! Whatever verdicts rest on is announced with [`moved()`]; whoever looks next has them renewed
//! ([`current`]). What a judging changed is kept with its cause, and a change that would flip a
//! decided case waits for a person ([`settle`]).

mod cause;
mod moved;
mod rejudge;
pub mod settle;

pub use cause::{cause, change_in_words, ruling_in_words, sentence};
pub(crate) use moved::state;
pub use moved::{Moved, moved};
pub use rejudge::{current, is_current, refresh};

use crate::store::{Reader, StoreError, child, tables};
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
