//! The values that a pack names for each fact.

use crate::pack::conditions::{Ask, Bound, Need, Test};
use crate::pack::routes::{LookAt, Step};
use crate::{Case, Fact, Kind, Pack};

/// Stands for whatever a paper says, where a fact only has to be given.
pub(super) const ANY_TEXT: &str = "见原件";

/// By fact, the values in the order in which they are tried: what conditions ask for, what makes a
/// good title, what guards and steps look for, and for a closed list the rest of it.
#[derive(Clone, Debug)]
pub(super) struct Candidates {
    values: Vec<Vec<Box<str>>>,
}

impl Candidates {
    pub fn of(pack: &Pack) -> Candidates {
        let mut all = Candidates {
            values: vec![Vec::new(); Fact::ALL.len()],
        };
        for rule in &pack.rules {
            all.add_test(&rule.test);
        }
        all.add_all(pack.good_title().texts());
        for category in &pack.categories {
            all.add_all(category.who.texts());
            for used in &category.uses {
                let guards = used.guards(&pack.rules[used.rule]);
                guards.for_each(|guard| all.add_all(guard.texts()));
            }
        }
        for step in &pack.steps {
            all.add_step(step);
        }
        all.complete(pack);
        all
    }

    pub fn of_fact(&self, fact: Fact) -> &[Box<str>] {
        &self.values[fact as usize]
    }

    fn add(&mut self, fact: Fact, text: &str) {
        let values = &mut self.values[fact as usize];
        if !values.iter().any(|known| **known == *text) {
            values.push(text.into());
        }
    }

    fn add_all<'t>(&mut self, texts: impl Iterator<Item = (Fact, &'t str)>) {
        texts.for_each(|(fact, text)| self.add(fact, text));
    }

    fn add_bound(&mut self, fact: Fact, bound: Bound) {
        self.add(fact, &bound.day().to_string());
    }

    fn add_test(&mut self, test: &Test) {
        match test {
            Test::Given { .. } | Test::Person { .. } => {}
            Test::OneOf { fact, values, .. } => {
                values.iter().for_each(|text| self.add(*fact, text));
            }
            Test::Day { fact, bound, .. } => self.add_bound(*fact, *bound),
            Test::Work(work) => {
                for way in &work.ways {
                    for kind in way.kinds.iter() {
                        work.kind.into_iter().for_each(|fact| self.add(fact, kind));
                    }
                    way.needs.iter().for_each(|need| self.add_need(need));
                }
            }
            Test::Each(each) => each.needs.iter().for_each(|need| self.add_need(need)),
        }
    }

    fn add_need(&mut self, need: &Need) {
        for fact in need.fact {
            match &need.ask {
                Ask::Given => {}
                Ask::OneOf(values) => values.iter().for_each(|text| self.add(fact, text)),
                Ask::Day(bound) => self.add_bound(fact, *bound),
                Ask::Months(months) => self.add(fact, &months.text()),
            }
        }
    }

    fn add_step(&mut self, step: &Step) {
        self.add_all(step.when.texts());
        for look in step.looks() {
            if let LookAt::After { fact, day, when } = &look.at {
                self.add(*fact, &day.to_string());
                self.add_all(when.texts());
            }
        }
    }

    /// Gives every fact at least one value, and a text one that the pack does not name.
    fn complete(&mut self, pack: &Pack) {
        for fact in Fact::ALL {
            let first = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
            let some = self.values[*fact as usize].is_empty();
            let more: Vec<String> = match fact.kind() {
                Kind::Text | Kind::Number => vec![ANY_TEXT.to_owned()],
                Kind::OneOf(all) => all.iter().map(|text| (*text).to_owned()).collect(),
                _ if !some => Vec::new(),
                Kind::AnyOf(all) => first(all.first().map(|text| (*text).to_owned())),
                Kind::Date => first(pack.days().first().map(|day| day.day.to_string())),
                Kind::Have => vec!["有".to_owned()],
                Kind::Yes => vec!["是".to_owned()],
                Kind::Months => first(pack.spans().first().map(|span| span.months.text())),
                Kind::Street => first(crate::OFFICES.first().map(|office| office.name.to_owned())),
            };
            more.iter().for_each(|text| self.add(*fact, text));
        }
    }
}

/// Some facts and the values that they get, in the template's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Assignment(Vec<(Fact, Box<str>)>);

impl Assignment {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, fact: Fact) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == fact);
        found.map(|(_, text)| &**text)
    }

    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        self.0.iter().map(|(fact, _)| *fact)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Fact, &str)> {
        self.0.iter().map(|(fact, text)| (*fact, &**text))
    }

    pub fn set(&mut self, fact: Fact, text: &str) {
        match self.0.binary_search_by_key(&fact, |(known, _)| *known) {
            Ok(at) => self.0[at].1 = text.into(),
            Err(at) => self.0.insert(at, (fact, text.into())),
        }
    }

    pub fn take_back(&mut self, fact: Fact) {
        self.0.retain(|(known, _)| *known != fact);
    }

    /// Both together; `None` where they give a fact different values.
    pub fn joined(&self, other: &Assignment) -> Option<Assignment> {
        let mut joined = self.clone();
        for (fact, text) in other.iter() {
            match joined.get(fact) {
                Some(known) if known != text => return None,
                Some(_) => {}
                None => joined.set(fact, text),
            }
        }
        Some(joined)
    }

    pub fn applied(&self, case: &Case) -> Case {
        let mut case = case.clone();
        self.iter().for_each(|(fact, text)| case.set(fact, text));
        case
    }
}
