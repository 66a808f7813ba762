//! 判定说明: everything that a verdict rests on, in words.
//!
//! One assembly for the paper, the window and the command line: they lay out what [`Explainer`]
//! gives and have no sentence of their own about a verdict.

mod print;
mod sentences;
mod source;

pub use print::{CaseOrder, Cases, cases};

use crate::open::{Desk, DeskError};
use crate::register::Register;
use crate::store::child::{self, Child};
use crate::store::{import, placement, tables};
use ruxue_rules::verdict::UsedFact;
use ruxue_rules::{Advisor, Fact, Level, Outcome, Pack, Remedies, Severity, State, Verdict};
use sentences::Tell;
use source::Sources;
use std::collections::HashMap;

/// A verdict in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The verdict proper.
    pub outcome: Outcome,
    /// What to do next, in one plain sentence to the family.
    pub next: String,
    /// The category with its clause, or that it is not known.
    pub category: String,
    /// The facts that the category rests on.
    pub category_facts: Vec<Said>,
    /// Every condition of the category that concerns the child.
    pub conditions: Vec<ConditionSaid>,
    /// Every reason.
    pub reasons: Vec<ReasonSaid>,
    /// The route and what it means; empty where there is none.
    pub route: String,
    /// The facts that the route rests on.
    pub route_facts: Vec<Said>,
    /// What explains the route.
    pub notes: Vec<String>,
    /// What would change it, one answer a line; a line that says why where there is none.
    pub remedies: Vec<String>,
    /// Why the other categories do not apply.
    pub excluded: Vec<String>,
    /// The switches that concern the category: what each decides, this year's reading, who set it.
    pub switches: Vec<String>,
    /// What sits oddly together; leaves the verdict alone.
    pub warnings: Vec<String>,
    /// Who entered most of the facts, and when.
    pub entered: String,
    /// Name and number of the pack, the document, the digest in full.
    pub policy: String,
    /// The pack's digest, lowercase hex.
    pub digest: String,
}

/// A fact as it stands in the register, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The fact.
    pub fact: Fact,
    /// Its text; `None` where nothing is given.
    pub text: Option<String>,
    /// The paper that it is read from.
    pub paper: String,
    /// Who entered it and when: the import that last changed it; empty where nothing is given.
    pub entry: String,
    /// Whether that import is another than the one that entered most facts.
    pub later: bool,
}

/// A condition in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionSaid {
    /// How it stands.
    pub state: State,
    /// Whether it is unknown because a person must say, not because something is missing.
    pub by_person: bool,
    /// What it asks.
    pub says: String,
    /// Its place in the document.
    pub clause: String,
    /// The facts that it looked at.
    pub facts: Vec<Said>,
    /// What it compares with.
    pub threshold: String,
    /// What cures it; empty where it is met.
    pub cure: String,
}

/// A reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonSaid {
    /// Its code.
    pub code: String,
    /// What it does.
    pub severity: Severity,
    /// What is wrong.
    pub says: String,
    /// Its place in the document.
    pub clause: String,
    /// The facts that it rests on.
    pub facts: Vec<Said>,
    /// What it compares with.
    pub threshold: String,
    /// What cures it.
    pub cure: String,
    /// Whether a condition raises it, and says the same; else the route, or the missing category.
    pub of_condition: bool,
}

/// Explains the children of a register.
pub struct Explainer<'d> {
    desk: &'d Desk,
    register: &'d Register,
    advisor: Advisor<'d>,
    schools: HashMap<(Level, String), String>,
    imports: HashMap<i64, import::Import>,
    names: Names,
}

/// Whether sentences say the names of guardians.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Said,
    Hidden,
}

impl<'d> Explainer<'d> {
    /// Makes ready for many children.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new(desk: &'d Desk, register: &'d Register) -> Result<Explainer<'d>, DeskError> {
        let schools = tables::schools(desk.reader())?.into_iter();
        let imports = import::all(desk.reader())?.into_iter();
        Ok(Explainer {
            desk,
            register,
            advisor: Advisor::new(desk.pack()),
            schools: schools
                .map(|school| ((school.level, school.code), school.name))
                .collect(),
            imports: imports.map(|import| (import.number, import)).collect(),
            names: Names::Said,
        })
    }

    /// The same with sentences that say no guardian's name, for a page that is masked.
    pub fn without_names(self) -> Explainer<'d> {
        Explainer {
            names: Names::Hidden,
            ..self
        }
    }

    /// What would change a verdict.
    pub fn remedies(&self, case: &ruxue_rules::Case, verdict: &Verdict<'_>) -> Remedies {
        let Register { world, on, .. } = self.register;
        self.advisor.remedies(case, world, *on, verdict)
    }

    /// Explains one child.
    ///
    /// # Errors
    /// What the disk says.
    pub fn explain(&self, child: &Child) -> Result<Explanation, DeskError> {
        let pack = self.desk.pack();
        let verdict = self.register.verdict(pack, &child.case);
        let before = child::versions_before(self.desk.reader(), child.case.receipt())?;
        let sources = Sources::of(pack, child, &before, verdict.category, &self.imports);
        let remedies = self.remedies(&child.case, &verdict);
        let placed = placement::find(self.desk.reader(), child.case.receipt())?;
        let tell = Tell {
            pack,
            policy: self.desk.policy(),
            case: &child.case,
            verdict: &verdict,
            remedies: &remedies,
            names: self.names,
            schools: self.schools_of(&child.case),
            admitted: placed.as_ref().map(|place| {
                let level = child.case.level();
                let name = level.and_then(|level| self.school_name(level, &place.school));
                name.unwrap_or(&place.school)
            }),
            today: self.desk.clock().today(),
        };
        let said = |used: &[UsedFact<'_>]| sources.said(used);
        Ok(Explanation {
            outcome: verdict.outcome,
            next: tell.next(),
            category: tell.category(),
            category_facts: said(&verdict.category_facts),
            conditions: conditions(pack, &verdict, &said),
            reasons: reasons(pack, &verdict, &said),
            route: tell.route(),
            route_facts: said(&verdict.route_facts),
            notes: tell.notes(),
            remedies: tell.remedies(),
            excluded: tell.excluded(),
            switches: tell.switches(),
            warnings: warnings(child, &verdict),
            entered: sources.entered(),
            policy: format!("{}（{}），{}", pack.title(), pack.id(), pack.document()),
            digest: pack.digest().to_owned(),
        })
    }

    /// The names of the schools that serve the child's home.
    fn schools_of(&self, case: &ruxue_rules::Case) -> Vec<&str> {
        let Some(level) = case.level() else {
            return Vec::new();
        };
        let codes = self.register.world.schools_of(case).into_iter();
        codes
            .filter_map(|code| self.school_name(level, code))
            .collect()
    }

    fn school_name(&self, level: Level, code: &str) -> Option<&str> {
        let name = self.schools.get(&(level, code.to_owned()));
        name.map(String::as_str)
    }
}

type Telling<'t> = &'t dyn Fn(&[UsedFact<'_>]) -> Vec<Said>;

fn conditions(pack: &Pack, verdict: &Verdict<'_>, said: Telling<'_>) -> Vec<ConditionSaid> {
    let cure = |codes: &[&str]| {
        let own = verdict
            .reasons
            .iter()
            .filter(|reason| codes.contains(&reason.code));
        let cures: Vec<&str> = own.map(|reason| &*reason.cure).collect();
        cures.join("；")
    };
    let refers = |codes: &[&str]| {
        let mut own = verdict
            .reasons
            .iter()
            .filter(|reason| codes.contains(&reason.code));
        own.all(|reason| reason.severity == Severity::Refer)
    };
    let one = |condition: &ruxue_rules::Condition<'_>| ConditionSaid {
        state: condition.state,
        by_person: condition.state == State::Unknown && refers(&condition.codes),
        says: condition.says.to_owned(),
        clause: clause(pack, condition.clause),
        facts: said(&condition.facts),
        threshold: condition.threshold.to_owned(),
        cure: cure(&condition.codes),
    };
    verdict.conditions.iter().map(one).collect()
}

fn reasons(pack: &Pack, verdict: &Verdict<'_>, said: Telling<'_>) -> Vec<ReasonSaid> {
    let raised = |code: &str| {
        verdict
            .conditions
            .iter()
            .any(|one| one.codes.contains(&code))
    };
    let one = |reason: &ruxue_rules::Reason<'_>| ReasonSaid {
        code: reason.code.to_owned(),
        severity: reason.severity,
        says: reason.says.to_owned(),
        clause: clause(pack, reason.clause),
        facts: said(&reason.facts),
        threshold: reason.threshold.clone().into_owned(),
        cure: reason.cure.clone().into_owned(),
        of_condition: raised(reason.code),
    };
    verdict.reasons.iter().map(one).collect()
}

fn warnings(child: &Child, verdict: &Verdict<'_>) -> Vec<String> {
    let of_rules = verdict
        .warnings
        .iter()
        .map(|one| one.says.clone().into_owned());
    of_rules
        .chain(child.warnings.lines().map(str::to_owned))
        .collect()
}

/// The place in the document, without the document's number, which stands once on the sheet.
pub(crate) fn clause(pack: &Pack, clause: &str) -> String {
    let place = clause.strip_prefix(pack.document()).unwrap_or(clause);
    place.trim().to_owned()
}
