//! What would change a verdict: the smallest sets of facts whose filling or correcting makes the
//! child eligible, found by searching and judging again.
//!
//! The search reads the pack and knows no reason code. Its candidate values are those that the
//! pack itself names: values of lists, days, months, guards, ways of working; a fact that only has
//! to be given gets a witness that stands for whatever the paper says.
//!
//! What may change:
//! - an unknown fact may be filled;
//! - a stated fact may be corrected only where it breaks a condition itself; others stay as stated,
//!   so that no answer says to rewrite one fact in order to escape another;
//! - nothing is ever taken away: that would be to hide, not to cure;
//! - facts that decide the category (the `who` guards) are held: a stated one stays, an unknown one
//!   may be filled only so that the category stays what it is. Where no category claims the child,
//!   the unknown ones are filled and the category follows;
//! - a second guardian is not invented: only where none is named, one is asked for.
//!
//! The goal is that every condition of the category is met. What the route then says is reported:
//! eligible, or a person decides. Where a condition leaves every such child to a person, the goal
//! is that nothing else speaks against it.

mod asks;
mod candidates;
mod meet;
mod search;

use chrono::NaiveDate;

use crate::{Case, Fact, Outcome, Pack, Route, Verdict, World};

use candidates::Candidates;

/// How many equal answers are kept; the others are counted.
pub const MOST: usize = 8;

/// What would change a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedies {
    /// The sets with the fewest facts, in the order of their facts; at most [`MOST`].
    pub smallest: Vec<Remedy>,
    /// How many more there are of the same size.
    pub more: usize,
    /// The smallest set that corrects nothing, where `smallest` has none: it takes more papers, but
    /// no record has to have been wrong.
    pub filling: Option<Remedy>,
}

impl Remedies {
    /// All answers: the smallest, then the one that only fills.
    pub fn all(&self) -> impl Iterator<Item = &Remedy> {
        self.smallest.iter().chain(&self.filling)
    }

    /// Whether there is no answer: nothing that is filled or corrected makes the child eligible.
    pub fn is_empty(&self) -> bool {
        self.smallest.is_empty()
    }
}

/// One set of facts, and what the child would be with them. No smaller part of it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The facts, in the template's order.
    pub changes: Vec<Change>,
    /// What the child would be.
    pub then: Then,
}

/// One fact to fill or correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: Fact,
    /// What is asked, in words: `填写`, `不晚于 2018-05-01`, `朝阳区`.
    pub asks: String,
    /// A value that serves; one of many.
    pub value: Box<str>,
    /// What has to be done.
    pub how: How,
}

/// What has to be done with a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// 补齐: it was not given.
    Fill,
    /// 补交: another paper may be handed in, as the reason that rests on it asks for supplement.
    Renew,
    /// 更正: it was stated otherwise; possible only if the record was wrong.
    Correct,
}

impl How {
    /// The word on screen and paper.
    pub fn text(self) -> &'static str {
        match self {
            How::Fill => "补齐",
            How::Renew => "补交",
            How::Correct => "更正",
        }
    }
}

/// What the child would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Then {
    /// [`Outcome::Eligible`], or [`Outcome::Refer`]: then a person decides.
    pub outcome: Outcome,
    /// The category; another than now only where none claimed the child.
    pub category: Box<str>,
    /// The route, where eligible.
    pub route: Option<Route>,
    /// The codes of the reasons that leave it to a person, or of the notes that explain the route.
    pub codes: Vec<Box<str>>,
}

/// A pack made ready for the search; made once for many children.
#[derive(Clone, Debug)]
pub struct Advisor<'p> {
    pack: &'p Pack,
    candidates: Candidates,
}

impl<'p> Advisor<'p> {
    /// Collects the values that the pack names.
    pub fn new(pack: &'p Pack) -> Advisor<'p> {
        Advisor {
            pack,
            candidates: Candidates::of(pack),
        }
    }

    /// What would make a child eligible whose verdict is `supplement` or `ineligible`; nothing for
    /// the others. `verdict` is what [`crate::judge`] says of the same child in the same world.
    pub fn remedies(
        &self,
        case: &Case,
        world: &World,
        on: NaiveDate,
        verdict: &Verdict<'_>,
    ) -> Remedies {
        match verdict.outcome {
            Outcome::Supplement | Outcome::Ineligible => {
                search::Search::new(self, case, verdict).remedies(world, on)
            }
            Outcome::Eligible | Outcome::Refer => Remedies::default(),
        }
    }
}
