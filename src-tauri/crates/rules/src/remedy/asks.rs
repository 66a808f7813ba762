//! What is asked of a fact, in words.

use crate::pack::conditions::{Ask, Need, Rule, Test};
use crate::weigh::{GUARDIAN_IDS, guardians};
use crate::{Case, Fact, State};

use super::candidates::{ANY_TEXT, Candidates};

/// Which values of a fact would do.
pub(super) type Serves<'f> = &'f dyn Fn(Fact, &str) -> bool;

const GIVEN: &str = "填写";

/// The conditions that are asked of a cured child.
pub(super) struct Words<'w> {
    pub candidates: &'w Candidates,
    pub asked: &'w [&'w Rule],
    pub cured: &'w Case,
}

impl Words<'_> {
    /// What is asked of a fact. `serves` says which values would do, of a fact that guards look at.
    pub fn of(&self, fact: Fact, serves: Option<Serves<'_>>) -> String {
        let mut asks: Vec<String> = Vec::new();
        for rule in self.asked {
            for words in rule.test.asks(fact, self.cured) {
                if !asks.contains(&words) {
                    asks.push(words);
                }
            }
        }
        if !asks.is_empty() {
            return asks.join("，");
        }
        serves.map_or_else(|| GIVEN.to_owned(), |serves| self.among(fact, serves))
    }

    fn among(&self, fact: Fact, serves: Serves<'_>) -> String {
        let all = self.candidates.of_fact(fact).iter().map(|text| &**text);
        let (fit, unfit): (Vec<&str>, Vec<&str>) = all.partition(|text| serves(fact, text));
        if unfit.is_empty() {
            GIVEN.to_owned()
        } else if fit.contains(&ANY_TEXT) {
            format!("填写（{}以外的）", unfit.join("、"))
        } else {
            fit.join(" 或 ")
        }
    }
}

impl Test {
    /// Whether a text of a fact leaves it unbroken, looking at that fact alone.
    pub(super) fn allows(&self, fact: Fact, text: &str) -> bool {
        match self {
            Test::OneOf {
                fact: own, values, ..
            } => *own != fact || values.fit_text(text),
            Test::Day {
                fact: own, bound, ..
            } => *own != fact || text.parse().is_ok_and(|day| bound.allows(day)),
            _ => true,
        }
    }

    /// Whether the fact has to be given.
    pub(super) fn needs(&self, fact: Fact) -> bool {
        match self {
            Test::Given { facts, .. } => facts.contains(&fact),
            Test::OneOf {
                fact: own, missing, ..
            } => *own == fact && missing.is_some(),
            Test::Day { fact: own, .. } => *own == fact,
            Test::Work(_) | Test::Each(_) | Test::Person { .. } => false,
        }
    }

    /// What is asked of a fact beyond being given, in words.
    fn asks(&self, fact: Fact, cured: &Case) -> Vec<String> {
        match self {
            Test::OneOf {
                fact: own, values, ..
            } if *own == fact => vec![values.join(" 或 ")],
            Test::Day {
                fact: own, bound, ..
            } if *own == fact => vec![bound.to_string()],
            Test::Work(work) => {
                let mut asks = Vec::new();
                for one in guardians(cured) {
                    let mut ways = work.ways.iter();
                    let Some(way) = ways.find(|way| way.kinds.fit(cured, work.kind[one])) else {
                        continue;
                    };
                    if work.kind[one] == fact {
                        asks.push(way.kinds.join(" 或 "));
                    }
                    asks.extend(needs(&way.needs, fact, one));
                    let other = way.same.and_then(|(a, b)| match () {
                        () if a[one] == fact => Some(b[one]),
                        () if b[one] == fact => Some(a[one]),
                        () => None,
                    });
                    asks.extend(other.map(|other| format!("与{}一致", other.header())));
                }
                asks
            }
            Test::Each(each) => {
                let mut asks = Vec::new();
                for one in guardians(cured) {
                    asks.extend(needs(&each.needs, fact, one));
                    let prefix = each.exempt_prefix.as_deref();
                    let own = cured.get(GUARDIAN_IDS[one]);
                    if GUARDIAN_IDS[one] == fact && prefix == own {
                        asks.extend(prefix.map(|prefix| format!("以 {prefix} 开头的号码")));
                    }
                }
                asks
            }
            _ => Vec::new(),
        }
    }
}

fn needs(needs: &[Need], fact: Fact, guardian: usize) -> impl Iterator<Item = String> {
    let own = needs.iter().filter(move |need| need.fact[guardian] == fact);
    own.filter_map(|need| match &need.ask {
        Ask::Given => None,
        Ask::OneOf(values) => Some(values.join(" 或 ")),
        Ask::Day(bound) => Some(bound.to_string()),
        Ask::Months(months) => Some(months.to_string()),
    })
}

impl Rule {
    /// Whether the condition is met.
    pub(super) fn is_met(&self, case: &Case) -> bool {
        self.weigh(case).state == State::Met
    }
}
