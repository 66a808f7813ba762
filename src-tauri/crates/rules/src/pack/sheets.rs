//! The plain lists of a pack: reasons, papers, prohibited words.

use crate::{Case, Fact, Severity};

use super::guard::Guard;
use super::reader::{Section, Spot};
use super::{Category, Names, conditions, whole};

/// A reason that conditions and routes may raise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonName {
    /// `NO_TITLE` and the like.
    pub code: Box<str>,
    /// What it does to a verdict.
    pub severity: Severity,
    /// A Chinese sentence: what is wrong.
    pub says: Box<str>,
    /// A Chinese sentence: what cures it; `{缺}` stands for the facts that are missing.
    pub cure: Box<str>,
    pub(crate) spot: Spot,
}

/// A paper that a family shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name: 全家户口簿.
    pub name: Box<str>,
    /// What to mind about it; may be empty.
    pub says: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
    /// The categories that ask for it; empty for all.
    pub categories: Vec<Box<str>>,
    /// Whom it concerns within them.
    pub when: Guard,
    /// The facts that are read from it.
    pub facts: Vec<Fact>,
}

impl Paper {
    /// Whether a child of this category shows it.
    pub fn is_asked_of(&self, case: &Case, category: &str) -> bool {
        let named = self.categories.iter().any(|code| **code == *category);
        (self.categories.is_empty() || named) && self.when.holds(case)
    }
}

/// A word that no header may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word: 成绩.
    pub word: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
}

/// Reads `[[reason]]`.
pub(super) fn read_reasons(root: &Section<'_>) -> Vec<ReasonName> {
    let mut reasons: Vec<ReasonName> = Vec::new();
    for section in root.sections("reason") {
        let known: Vec<_> = reasons.iter().map(|reason| &reason.code).collect();
        let code = section.name("code", "理由", &known);
        let text = section.text("severity");
        let severity = Severity::parse(&text);
        if severity.is_none() && !text.is_empty() {
            section.say("severity", "severity 应写 ineligible、refer 或 supplement");
        }
        if severity.is_none() {
            root.report().is_wrong(&code);
        }
        let severity = severity.unwrap_or(Severity::Refer);
        let (says, cure) = (section.text("says"), section.text("cure"));
        reasons.push(ReasonName {
            code,
            severity,
            says,
            cure,
            spot: section.close(),
        });
    }
    reasons
}

/// Reads `[[paper]]`.
pub(super) fn read_papers(
    root: &Section<'_>,
    categories: &[Category],
    names: &Names<'_>,
) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for section in root.sections("paper") {
        let known: Vec<_> = papers.iter().map(|paper| &paper.name).collect();
        let paper = Paper {
            name: section.name("name", "材料", &known),
            says: section.opt_text("says").unwrap_or_default(),
            clause: names.cite.clause(&section),
            categories: whole::read_codes(&section, categories),
            when: Guard::read(&section, "when"),
            facts: conditions::facts(&section, "facts"),
        };
        section.close();
        papers.push(paper);
    }
    papers
}

/// Reads `[[words]]`: lists of words under one clause each.
pub(super) fn read_words(root: &Section<'_>, names: &Names<'_>) -> Vec<Word> {
    let read = |section: Section<'_>| {
        let clause = names.cite.clause(&section);
        let words = section.some_texts("words");
        section.close();
        words.into_iter().map(move |word| Word {
            word,
            clause: clause.clone(),
        })
    };
    root.sections("words").into_iter().flat_map(read).collect()
}
