//! What the rules say of one child, with everything that explains it.

use std::borrow::Cow;

use crate::Fact;

/// The verdict proper. A later variant yields to an earlier one where several reasons speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A stated fact breaks a condition of the only category open to the child.
    Ineligible,
    /// The text leaves it open: a person decides.
    Refer,
    /// A needed fact or paper is missing.
    Supplement,
    /// All conditions are met.
    Eligible,
}

impl Outcome {
    /// The code of spec/rules.md.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Ineligible => "ineligible",
            Outcome::Refer => "refer",
            Outcome::Supplement => "supplement",
            Outcome::Eligible => "eligible",
        }
    }

    /// The word on screen and paper.
    pub fn text(self) -> &'static str {
        match self {
            Outcome::Ineligible => "不符合",
            Outcome::Refer => "人工核定",
            Outcome::Supplement => "待补正",
            Outcome::Eligible => "符合",
        }
    }
}

/// How a reason weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 不符合.
    Ineligible,
    /// 人工核定.
    Refer,
    /// 待补正.
    Supplement,
}

impl Severity {
    /// The code that `check --json` prints and packs are written in.
    pub fn code(self) -> &'static str {
        self.outcome().code()
    }

    /// The verdict that this reason alone would give.
    pub fn outcome(self) -> Outcome {
        match self {
            Severity::Ineligible => Outcome::Ineligible,
            Severity::Refer => Outcome::Refer,
            Severity::Supplement => Outcome::Supplement,
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Severity> {
        [Severity::Ineligible, Severity::Refer, Severity::Supplement]
            .into_iter()
            .find(|severity| severity.code() == code)
    }
}

/// How an eligible child is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// 残疾优先就近: before any draw.
    Special,
    /// 对口直升.
    Direct,
    /// 单校登记.
    Single,
    /// 多校划片.
    Multi,
    /// 统筹派位.
    Pool,
}

impl Route {
    /// All routes, in the order in which placement serves them.
    pub const ALL: &'static [Route] = &[
        Route::Special,
        Route::Direct,
        Route::Single,
        Route::Multi,
        Route::Pool,
    ];

    /// The code of spec/rules.md.
    pub fn code(self) -> &'static str {
        match self {
            Route::Special => "SPECIAL",
            Route::Direct => "DIRECT",
            Route::Single => "SINGLE",
            Route::Multi => "MULTI",
            Route::Pool => "POOL",
        }
    }

    /// The route with this code.
    pub fn parse(code: &str) -> Option<Route> {
        Route::ALL
            .iter()
            .copied()
            .find(|route| route.code() == code)
    }
}

/// A fact that a condition looked at, with its text; `None` where nothing is given.
pub type UsedFact<'a> = (Fact, Option<&'a str>);

/// The state of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A stated fact breaks it.
    NotMet,
    /// Nothing given breaks it, but something needed is missing, or a person must say.
    Unknown,
    /// All it needs is given and in order.
    Met,
}

impl State {
    /// The code that `check --json` prints.
    pub fn code(self) -> &'static str {
        match self {
            State::NotMet => "not-met",
            State::Unknown => "unknown",
            State::Met => "met",
        }
    }
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason<'a> {
    /// `NO_TITLE` and the like; once a verdict.
    pub code: &'a str,
    /// Document number and place: 朝政办发〔2021〕4号 三(一)1(1).
    pub clause: &'a str,
    /// What it does to the verdict.
    pub severity: Severity,
    /// A Chinese sentence: what is wrong.
    pub says: &'a str,
    /// The facts that it rests on.
    pub facts: Vec<UsedFact<'a>>,
    /// What the rule asks for: `不晚于 2018-05-01`; empty where there is nothing to compare.
    pub threshold: Cow<'a, str>,
    /// A Chinese sentence: what the family or the office can do.
    pub cure: Cow<'a, str>,
}

/// Why an eligible child's route is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// `HOME_NOT_OWNED` and the like; once a verdict.
    pub code: &'a str,
    /// Document number and place.
    pub clause: &'a str,
    /// A Chinese sentence.
    pub says: &'a str,
    /// The facts that it rests on.
    pub facts: Vec<UsedFact<'a>>,
}

/// One condition of the child's category, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition<'a> {
    /// The pack's name of it: `hukou-book`.
    pub id: &'a str,
    /// Document number and place.
    pub clause: &'a str,
    /// What is asked, in words.
    pub says: &'a str,
    /// What it compares with: `不晚于 2018-05-01`.
    pub threshold: &'a str,
    /// How it stands.
    pub state: State,
    /// The codes of the reasons that it raises; none where it is met.
    pub codes: Vec<&'a str>,
    /// The facts that it looked at: those that it tests, then those that make it concern the child.
    pub facts: Vec<UsedFact<'a>>,
}

/// A category of the child's 学段 that is not the child's, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded<'a> {
    /// Its code: `P2`.
    pub category: &'a str,
    /// The facts that keep the child out.
    pub facts: Vec<UsedFact<'a>>,
}

/// Facts that sit oddly together. Warnings never alter a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning<'a> {
    /// `OWNER_NO_GUARDIAN` and the like.
    pub code: &'static str,
    /// A Chinese sentence: what to look at.
    pub says: Cow<'static, str>,
    /// The facts.
    pub facts: Vec<UsedFact<'a>>,
}

/// What the rules say of one child.
///
/// It names every fact that it rests on, in `category_facts`, `conditions`, `excluded`, `reasons`
/// and `route_facts`: whatever the other facts of the child are, outcome, category, route, codes
/// and notes are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The verdict proper.
    pub outcome: Outcome,
    /// The child's category; `None` where a fact is missing that tells it.
    pub category: Option<&'a str>,
    /// The facts that put the child into its category, and those that keep away conditions of the
    /// category that concern other children only; where no category claims it, the 学段.
    pub category_facts: Vec<UsedFact<'a>>,
    /// The facts that the route rests on, where the conditions are met: of an eligible child, and
    /// of one that only its route leaves to a person.
    pub route_facts: Vec<UsedFact<'a>>,
    /// The route, of an eligible child only.
    pub route: Option<Route>,
    /// All reasons, by ascending code; none for an eligible child.
    pub reasons: Vec<Reason<'a>>,
    /// What explains the route, by ascending code; only for an eligible child.
    pub notes: Vec<Note<'a>>,
    /// The conditions of the category that apply to this child, in the pack's order.
    pub conditions: Vec<Condition<'a>>,
    /// The other categories of the 学段.
    pub excluded: Vec<Excluded<'a>>,
    /// Facts that sit oddly together.
    pub warnings: Vec<Warning<'a>>,
}
