//! Where each fact comes from: the paper that it is read from, and the import that last changed it.

use super::Said;
use crate::clock::beijing;
use crate::store::child::Child;
use crate::store::import::Import;
use ruxue_rules::verdict::UsedFact;
use ruxue_rules::{Fact, Pack};
use std::collections::HashMap;

/// What a fact is read from where the pack names no paper for it.
const FORM: &str = "报名表";

/// The sources of one child's facts.
pub(super) struct Sources<'s> {
    child: &'s Child,
    /// By fact, the name of its paper.
    papers: HashMap<Fact, &'s str>,
    /// By fact, the number of the import that last changed it.
    entries: Vec<i64>,
    imports: &'s HashMap<i64, Import>,
    /// The import that entered most facts.
    usual: i64,
}

impl<'s> Sources<'s> {
    pub fn of(
        pack: &'s Pack,
        child: &'s Child,
        before: &[Child],
        category: Option<&'s str>,
        imports: &'s HashMap<i64, Import>,
    ) -> Sources<'s> {
        let mut papers = HashMap::new();
        for paper in pack.papers(&child.case, category.unwrap_or_default()) {
            for fact in &paper.facts {
                papers.entry(*fact).or_insert(&*paper.name);
            }
        }
        let last_change = |fact: &Fact| {
            let now = child.case.get(*fact);
            let same = before
                .iter()
                .rev()
                .take_while(|old| old.case.get(*fact) == now);
            same.last().map_or(child.import, |oldest| oldest.import)
        };
        let entries: Vec<i64> = Fact::ALL.iter().map(last_change).collect();
        let mut counts: HashMap<i64, usize> = HashMap::new();
        for fact in Fact::ALL
            .iter()
            .filter(|fact| child.case.get(**fact).is_some())
        {
            *counts.entry(entries[*fact as usize]).or_default() += 1;
        }
        let most = counts
            .into_iter()
            .max_by_key(|(import, count)| (*count, -import));
        Sources {
            child,
            papers,
            usual: most.map_or(child.import, |(import, _)| import),
            entries,
            imports,
        }
    }

    pub fn said(&self, used: &[UsedFact<'_>]) -> Vec<Said> {
        let one = |(fact, text): &UsedFact<'_>| {
            let import = self.entries[*fact as usize];
            Said {
                fact: *fact,
                text: text.map(str::to_owned),
                paper: self.papers.get(fact).map_or(FORM, |name| name).to_owned(),
                entry: text.map_or_else(String::new, |_| self.entry(import)),
                later: text.is_some() && import != self.usual,
            }
        };
        used.iter().map(one).collect()
    }

    /// Who entered most facts, and when.
    pub fn entered(&self) -> String {
        let version = match self.child.version {
            0 | 1 => String::new(),
            version => format!("，后来改过 {} 次", version - 1),
        };
        format!("由 {}录入{version}", self.entry(self.usual))
    }

    fn entry(&self, number: i64) -> String {
        match self.imports.get(&number) {
            Some(import) => format!(
                "{} {}（第 {number} 号导入）",
                import.actor,
                beijing(&import.at)
            ),
            None => format!("第 {number} 号导入"),
        }
    }
}
