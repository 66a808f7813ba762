//! Categories: who belongs to each, and which conditions it asks for.

use std::collections::HashMap;

use crate::{Case, Level};

use super::conditions::Rule;
use super::guard::Guard;
use super::reader::{Item, Section, Spot};
use super::{Names, calendar};

/// A category of children.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its code: `P1`.
    pub code: Box<str>,
    /// 学段.
    pub level: Level,
    /// Its name on screen.
    pub title: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
    /// Whom it claims.
    pub who: Guard,
    /// Whether a person decides of every child of it, so that it has no eligible ones.
    pub(crate) by_person: bool,
    /// Categories that yield to it where both claim a child.
    pub(crate) before: Vec<Box<str>>,
    pub(crate) uses: Vec<Use>,
    pub(crate) spot: Spot,
}

/// A condition as a category asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    /// Position in [`super::Pack::rules`].
    pub rule: usize,
    /// All must hold, beside the rule's own.
    pub when: Vec<Guard>,
}

impl Use {
    /// The guards that must all hold for the condition to concern a child: the rule's and its own.
    pub(crate) fn guards<'g>(&'g self, rule: &'g Rule) -> impl Iterator<Item = &'g Guard> {
        std::iter::once(&rule.when).chain(&self.when)
    }
}

impl Category {
    /// Reads `[[category]]` and the `[[set]]`s that they use.
    pub(super) fn read_all(root: &Section<'_>, rules: &[Rule], names: &Names<'_>) -> Vec<Category> {
        let mut sets = HashMap::new();
        for section in root.sections("set") {
            let uses = read_uses(&section, rules, &sets, names);
            let known: Vec<_> = sets.keys().collect();
            let id = section.name("id", "一组条件", &known);
            if rules.iter().any(|rule| rule.id == id) {
                section.say("id", format!("「{id}」已经是一个条件的名字，请换一个"));
            }
            sets.insert(id, uses);
            section.close();
        }
        let mut categories: Vec<Category> = Vec::new();
        for section in root.sections("category") {
            let known: Vec<_> = categories.iter().map(|category| &category.code).collect();
            let code = section.name("code", "类别", &known);
            let level = calendar::opt_level(&section);
            if !section.has("level") {
                section.say("level", format!("类别「{code}」没有写学段（level）"));
            }
            if !section.has("who") {
                section.say("who", format!("类别「{code}」没有写适用于谁（who）"));
            }
            let category = Category {
                level: level.unwrap_or(Level::Primary),
                title: section.text("title"),
                clause: names.cite.clause(&section),
                who: Guard::read(&section, "who"),
                by_person: section.has("by_person") && section.flag("by_person"),
                before: section.texts("before"),
                uses: read_uses(&section, rules, &sets, names),
                spot: section.spot(),
                code,
            };
            section.close();
            categories.push(category);
        }
        check_precedence(&categories, names);
        categories
    }

    /// Whether it takes precedence over another that claims the same child.
    pub(crate) fn stands_before(&self, other: &Category) -> bool {
        self.before.contains(&other.code)
    }
}

/// The category that claims a child, and stands before all others that do.
pub(super) fn claim<'p>(categories: &'p [Category], case: &Case) -> Option<&'p Category> {
    let level = case.level()?;
    let claims = |category: &&Category| category.level == level && category.who.holds(case);
    let mut first = None;
    for category in categories.iter().filter(claims) {
        if first.is_none_or(|held: &Category| category.stands_before(held)) {
            first = Some(category);
        }
    }
    first
}

fn check_precedence(categories: &[Category], names: &Names<'_>) {
    for (at, one) in categories.iter().enumerate() {
        for code in &one.before {
            if !categories.iter().any(|other| other.code == *code) {
                names
                    .report
                    .say(&one.spot, format!("before 里的「{code}」不是类别"));
            }
        }
        for other in &categories[at + 1..] {
            let same_child = one.level == other.level && one.who.overlaps(&other.who);
            if same_child && one.stands_before(other) == other.stands_before(one) {
                let message = format!(
                    "类别「{}」和「{}」会同时适用于同一个孩子，却没有写明谁优先（before）",
                    one.code, other.code
                );
                names.report.say(&other.spot, message);
            }
        }
    }
}

/// The conditions of a category or set: names of rules or sets, alone or with a guard.
fn read_uses(
    section: &Section<'_>,
    rules: &[Rule],
    sets: &HashMap<Box<str>, Vec<Use>>,
    names: &Names<'_>,
) -> Vec<Use> {
    let mut uses = Vec::new();
    for item in section.items("conditions") {
        let (id, when, spot) = match item {
            Item::Text(id, spot) => (id, None, spot),
            Item::Section(section) => {
                let read = (section.text("use"), Some(Guard::read(&section, "when")));
                (read.0, read.1, section.close())
            }
        };
        if let Some(set) = sets.get(&id) {
            uses.extend(set.iter().map(|one| Use {
                rule: one.rule,
                when: one.when.iter().cloned().chain(when.clone()).collect(),
            }));
            continue;
        }
        let found = calendar::find(rules, |rule| &rule.id, &id, "条件", (names.report, &spot));
        uses.extend(found.map(|rule| Use {
            rule,
            when: when.into_iter().collect(),
        }));
    }
    uses
}
