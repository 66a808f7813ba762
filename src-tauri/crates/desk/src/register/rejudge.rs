//! Judging all children anew, and weighing what came out against what stood.

use super::Register;
use super::moved::state;
use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::change::{self, Change, FactChange, Found, Judging, Move, Standing, Way};
use crate::store::verdict::{self, Ruling};
use crate::store::{Ask, Mark, Reader, StoreError, child, decided, meta};
use ruxue_rules::{Case, Pack, Verdict};
use std::collections::HashMap;
use std::num::NonZero;

/// What the stored verdicts rest on.
const JUDGED: &str = "judged";

/// Whether the stored verdicts rest on what children, tables and policy are now.
///
/// # Errors
/// What the disk says.
pub fn is_current(desk: &Desk) -> Result<bool, StoreError> {
    Ok(meta::get(desk.reader(), JUDGED)?.as_deref() == Some(state(desk)?.as_str()))
}

/// Renews the stored verdicts where children, tables or policy have moved since; gives the judging
/// that did.
///
/// # Errors
/// What the disk says.
pub fn refresh(desk: &mut Desk) -> Result<Option<Judging>, DeskError> {
    if is_current(desk)? {
        return Ok(None);
    }
    Ok(current(desk)?.1)
}

/// The register with the stored verdicts renewed, and the judging where that was needed.
///
/// # Errors
/// What the disk says.
pub fn current(desk: &mut Desk) -> Result<(Register, Option<Judging>), DeskError> {
    let register = Register::load(desk.reader(), desk.pack(), desk.clock().today())?;
    if is_current(desk)? {
        return Ok((register, None));
    }
    let now = state(desk)?;
    let rulings = judge_all(&register, desk.pack());
    let weighed = weigh(desk.reader(), &register, &rulings)?;
    let last = change::last_judging(desk.reader())?;
    let mut judging = Judging {
        seq: 0,
        at: String::new(),
        policy_before: last.map(|last| last.policy),
        policy: desk.policy_state(),
        children: count(register.cases.len()),
        changed: count(weighed.found.len()),
        flagged: count(weighed.flagged()),
    };
    let result = format!(
        "{} children, {} changed, {} flagged",
        judging.children, judging.changed, judging.flagged
    );
    desk.derive::<_, StoreError>(Ask::to(Act::Judge), |tx| {
        judging.seq = tx.seq;
        change::add_judging(tx, &judging)?;
        verdict::put(tx, weighed.taken.iter().copied())?;
        for id in &weighed.lapsed {
            change::close(tx, *id, Standing::Lapsed, "")?;
        }
        change::add(tx, tx.seq, &weighed.found)?;
        meta::set(tx, JUDGED, &now)?;
        Ok(((), Mark::on("verdicts", "all").result(result)))
    })?;
    Ok((register, Some(judging)))
}

fn count(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

/// Judges every child, on all processors. The order is that of the cases.
fn judge_all(register: &Register, pack: &Pack) -> Vec<Ruling> {
    let judge = |cases: &[Case]| -> Vec<Ruling> {
        let judged = cases
            .iter()
            .map(|case| ruling(&register.verdict(pack, case)));
        judged.collect()
    };
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = register.cases.len().div_ceil(workers.min(8)).max(1);
    std::thread::scope(|scope| {
        let mut shares = register.cases.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> = shares
            .map(|cases| (cases, scope.spawn(|| judge(cases))))
            .collect();
        let mut rulings = judge(own);
        for (cases, other) in others {
            // A thread that died is judged again here, where the panic shows.
            rulings.extend(other.join().unwrap_or_else(|_| judge(cases)));
        }
        rulings
    })
}

/// What is kept of a verdict.
fn ruling(v: &Verdict<'_>) -> Ruling {
    let join = |codes: Vec<&str>| codes.join(" ");
    Ruling {
        outcome: v.outcome.code().to_owned(),
        category: v.category.unwrap_or_default().to_owned(),
        route: v.route.map(|route| route.code().to_owned()),
        codes: join(v.reasons.iter().map(|reason| reason.code).collect()),
        notes: join(v.notes.iter().map(|note| note.code).collect()),
    }
}

/// What a judging writes.
#[derive(Default)]
struct Weighed<'a> {
    /// Verdicts that become the children's.
    taken: Vec<(&'a str, &'a Ruling)>,
    found: Vec<Found<'a>>,
    /// Open changes that are none any more, by number.
    lapsed: Vec<i64>,
}

impl Weighed<'_> {
    fn flagged(&self) -> usize {
        let open = |found: &&Found<'_>| found.standing == Standing::Open;
        self.found.iter().filter(open).count()
    }
}

/// Holds the new verdicts against those that stand.
fn weigh<'a>(
    reader: Reader<'_>,
    register: &'a Register,
    rulings: &'a [Ruling],
) -> Result<Weighed<'a>, StoreError> {
    let mut stored: HashMap<String, Ruling> = HashMap::with_capacity(rulings.len());
    verdict::each(reader, |receipt, ruling| {
        stored.insert(receipt.to_owned(), ruling);
    })?;
    let mut held = change::held(reader)?;
    let decided = decided::all(reader)?;
    let causes = OwnCauses::load(reader)?;
    let mut weighed = Weighed::default();
    for (case, new) in register.cases.iter().zip(rulings) {
        let receipt = case.receipt();
        let Some(old) = stored.remove(receipt) else {
            // A first verdict changes nothing.
            weighed.taken.push((receipt, new));
            continue;
        };
        let held = held.remove(receipt);
        if old == *new {
            weighed.lapsed.extend(open_id(held.as_ref()));
            continue;
        }
        let facts = causes.of(reader, case)?;
        let is_decided = decided.contains_key(receipt);
        // A change waits while the case is decided; one that a person let not happen stays so until
        // the child's facts change again.
        let holds = held.as_ref().is_some_and(|held| match held.standing {
            Standing::Open => is_decided && held.new == *new,
            _ => facts.is_empty() && held.new == *new,
        });
        if holds {
            continue;
        }
        weighed.lapsed.extend(open_id(held.as_ref()));
        let standing = if old.flips_to(new) && is_decided {
            Standing::Open
        } else {
            weighed.taken.push((receipt, new));
            Standing::Taken
        };
        weighed.found.push(Found {
            receipt,
            facts,
            old,
            new,
            standing,
        });
    }
    Ok(weighed)
}

fn open_id(held: Option<&Change>) -> Option<i64> {
    held.filter(|held| held.standing == Standing::Open)
        .map(|held| held.id)
}

/// Finds which facts of a child the moves that wait have changed.
struct OwnCauses {
    /// The imports of children among them, ascending.
    imports: Vec<i64>,
    returned: bool,
}

impl OwnCauses {
    fn load(reader: Reader<'_>) -> Result<OwnCauses, StoreError> {
        let moves = change::moves(reader, None)?;
        let of_children =
            |kind: &'static str| move |one: &&Move| one.kind == kind && one.detail == "applicants";
        Ok(OwnCauses {
            imports: moves
                .iter()
                .filter(of_children("import"))
                .filter_map(|one| one.number)
                .collect(),
            returned: moves.iter().any(|one| of_children("withdrawal")(&one)),
        })
    }

    fn of(&self, reader: Reader<'_>, case: &Case) -> Result<Vec<FactChange>, StoreError> {
        let mut facts = match self.returned {
            true => change::returned(reader, case.receipt())?,
            false => Vec::new(),
        };
        let Some(first) = self.imports.first() else {
            return Ok(facts);
        };
        let mut kept = change::facts_before(reader, case.receipt(), *first)?
            .into_iter()
            .map(|(import, facts)| (import, child::case_of_json(&facts)))
            .peekable();
        while let Some((import, before)) = kept.next() {
            let after = kept.peek().map_or(case, |(_, next)| next);
            let headers = child::differing(&before, after);
            facts.push(FactChange {
                import,
                way: Way::Imported,
                headers: headers.into_iter().map(str::to_owned).collect(),
            });
        }
        Ok(facts)
    }
}
