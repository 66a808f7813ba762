//! What another pack would say of the same children, and because of which changed line.

mod later;
mod trace;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::pack::Change;
use crate::verdict::Outcome;
use crate::{Case, Pack, Route, Tables, Verdict, World, judge};

use trace::Tracer;

/// Which days the children have under the other pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// Their own: the effect of rules and calendar together.
    AsTheyAre,
    /// Their own, as many years later as the other pack's season is: the effect of the rules alone.
    /// Days that both packs compare with the same days stay, as those of titles; so do uses of
    /// seats before records began.
    Moved,
}

/// What a pack says of a child, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The verdict proper.
    pub outcome: Outcome,
    /// Its category's code; empty where none claims it.
    pub category: String,
    /// The route of an eligible child.
    pub route: Option<Route>,
    /// The codes of the reasons, ascending.
    pub codes: Vec<String>,
    /// The codes of the notes, ascending.
    pub notes: Vec<String>,
}

/// A child whose verdict or route the other pack changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its place among the children that were given.
    pub at: usize,
    /// What the pack in force says.
    pub old: Standing,
    /// What the other pack says.
    pub new: Standing,
    /// Places in [`Trial::changes`]: the changed lines that the difference comes from.
    pub causes: Vec<usize>,
}

/// Verdict, category and route without the reasons: a row of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The category's code; empty where none claims the child.
    pub category: String,
    /// The verdict proper.
    pub outcome: Outcome,
    /// The route of an eligible child.
    pub route: Option<Route>,
}

/// Two packs on the same children.
#[derive(Clone, Debug)]
pub struct Trial {
    /// How many children were judged.
    pub children: usize,
    /// By how many years their days were moved.
    pub years_moved: i32,
    /// All that the two packs state differently.
    pub changes: Vec<Change>,
    /// The children whose verdict, category or route changes, in the order given.
    pub changed: Vec<Changed>,
    /// How many others keep verdict and route, but for other reasons or notes.
    pub other_reasons: usize,
}

impl Standing {
    fn of(verdict: &Verdict<'_>) -> Standing {
        let codes = verdict.reasons.iter().map(|reason| reason.code.to_owned());
        let notes = verdict.notes.iter().map(|note| note.code.to_owned());
        Standing {
            outcome: verdict.outcome,
            category: verdict.category.unwrap_or_default().to_owned(),
            route: verdict.route,
            codes: codes.collect(),
            notes: notes.collect(),
        }
    }

    /// The same without the reasons.
    pub fn place(&self) -> Place {
        Place {
            category: self.category.clone(),
            outcome: self.outcome,
            route: self.route,
        }
    }
}

impl Changed {
    /// Reasons and notes that the other pack adds.
    pub fn came(&self) -> Vec<&str> {
        missing(&self.new, &self.old)
    }

    /// Reasons and notes that the other pack no longer gives.
    pub fn went(&self) -> Vec<&str> {
        missing(&self.old, &self.new)
    }
}

/// The codes of one that another has not.
fn missing<'s>(one: &'s Standing, other: &Standing) -> Vec<&'s str> {
    let all = one.codes.iter().chain(&one.notes);
    all.map(String::as_str)
        .filter(|code| {
            !other
                .codes
                .iter()
                .chain(&other.notes)
                .any(|known| known == code)
        })
        .collect()
}

impl Trial {
    /// From where to where, and how many children; ascending.
    pub fn table(&self) -> BTreeMap<(Place, Place), usize> {
        let mut table = BTreeMap::new();
        for child in &self.changed {
            *table
                .entry((child.old.place(), child.new.place()))
                .or_default() += 1;
        }
        table
    }

    /// How many changed children each change bears on, by place in [`Trial::changes`].
    pub fn weight(&self) -> Vec<usize> {
        let mut weight = vec![0; self.changes.len()];
        for cause in self.changed.iter().flat_map(|child| &child.causes) {
            weight[*cause] += 1;
        }
        weight
    }
}

/// Judges all children under both packs. Both see the same tables.
pub fn compare(old: &Pack, new: &Pack, tables: &Tables, cases: &[Case], dates: Dates) -> Trial {
    let years = match dates {
        Dates::AsTheyAre => 0,
        Dates::Moved => new.season() - old.season(),
    };
    let before = World::build(old, tables.clone(), cases);
    let (moved, after) = if years == 0 {
        let world = World::build(new, tables.clone(), cases);
        (Cow::Borrowed(cases), world)
    } else {
        let still = later::still([old, new]);
        let moved: Vec<Case> = cases
            .iter()
            .map(|case| later::case(case, years, &still))
            .collect();
        let world = World::build(new, later::tables(tables, years, old.seat_years()), &moved);
        (Cow::Owned(moved), world)
    };
    let tracer = Tracer::new([old, new]);
    let mut trial = Trial {
        children: cases.len(),
        years_moved: years,
        changes: Vec::new(),
        changed: Vec::new(),
        other_reasons: 0,
    };
    for (at, (case, later)) in cases.iter().zip(moved.iter()).enumerate() {
        let one = Standing::of(&judge(old, case, &before, old.some_day()));
        let two = Standing::of(&judge(new, later, &after, new.some_day()));
        if one.place() == two.place() {
            trial.other_reasons += usize::from(one != two);
            continue;
        }
        let causes = tracer.causes([&before, &after], [case, later]);
        trial.changed.push(Changed {
            at,
            old: one,
            new: two,
            causes,
        });
    }
    trial.changes = tracer.into_changes();
    trial
}
