//! The closed vocabulary of conditions, and how a pack writes them.

use crate::months::Months;
use crate::{Case, Fact, Kind, State};

pub(crate) use super::bound::Bound;
use super::bound::read_bound;
use super::guard::{self, Guard};
use super::reader::{Section, Spot};
use super::values::Values;
use super::{Names, calendar};

/// A position in [`super::Pack::reasons`].
pub(crate) type ReasonId = usize;

/// A condition that a category may ask for.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub id: Box<str>,
    /// Its own clause; otherwise that of the category that asks.
    pub clause: Option<Box<str>>,
    pub says: Box<str>,
    /// Whom it concerns.
    pub when: Guard,
    pub test: Test,
    /// What it asks for, as the screen shows it.
    pub threshold: Box<str>,
    pub examples: Vec<RuleExample>,
    pub spot: Spot,
}

/// What a condition asks. `missing` is raised by an absent fact, `breach` by a stated one.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// All the facts are given.
    Given { facts: Vec<Fact>, missing: ReasonId },
    /// The fact has one of the values; without `missing`, where it is given.
    OneOf {
        fact: Fact,
        values: Values,
        breach: ReasonId,
        missing: Option<ReasonId>,
    },
    /// The day of the fact is on the right side of a day, that day included.
    Day {
        fact: Fact,
        bound: Bound,
        breach: ReasonId,
        missing: ReasonId,
    },
    /// A guardian's work; see [`Work`].
    Work(Work),
    /// Papers of every guardian; see [`Each`].
    Each(Each),
    /// The text leaves it to a person.
    Person { facts: Vec<Fact>, refer: ReasonId },
}

/// The keys with which tests are written.
const TEST_KEYS: &[&str] = &[
    "breach",
    "exempt_prefix",
    "fact",
    "facts",
    "kind",
    "mismatch",
    "missing",
    "needs",
    "not_after",
    "not_before",
    "refer",
    "values",
    "way",
];

/// One guardian's work is enough. Each guardian named has one state; a way of working has its own
/// needs, and where the way is not given, what breaks every way breaks it.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    /// 就业…方式.
    pub kind: PerGuardian,
    pub ways: Vec<Way>,
    pub mismatch: Option<ReasonId>,
    pub unknown: ReasonId,
    pub breach: ReasonId,
}

/// What one way of working needs.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub kinds: Values,
    pub needs: Vec<Need>,
    /// Two facts that must agree, else the state is a mismatch.
    pub same: Option<(PerGuardian, PerGuardian)>,
}

/// Papers that every guardian named needs, but for those whose own number begins so.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    pub exempt_prefix: Option<Box<str>>,
    pub needs: Vec<Need>,
    pub missing: ReasonId,
}

/// One fact of a guardian.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    pub fact: PerGuardian,
    pub ask: Ask,
    /// Raised by a stated fact. In work: only where every need listed before is met.
    pub breach: Option<ReasonId>,
}

/// What is asked of a guardian's fact beyond being given.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Given,
    OneOf(Values),
    Day(Bound),
    Months(Months),
}

/// The same fact of guardian one and two; in a pack `就业*区县`.
pub(crate) type PerGuardian = [Fact; 2];

/// A rule's example: facts, the state they give, the codes they raise.
#[derive(Clone, Debug)]
pub(crate) struct RuleExample {
    pub case: Case,
    pub state: State,
    pub codes: Vec<Box<str>>,
    pub spot: Spot,
}

impl Test {
    /// Every reason it may raise.
    pub fn reasons(&self) -> Vec<ReasonId> {
        match self {
            Test::Given { missing, .. } => vec![*missing],
            Test::OneOf {
                breach, missing, ..
            } => [*breach].into_iter().chain(*missing).collect(),
            Test::Day {
                breach, missing, ..
            } => vec![*breach, *missing],
            Test::Work(work) => {
                let needs = work.ways.iter().flat_map(|way| &way.needs);
                let own = needs.filter_map(|need| need.breach);
                own.chain(work.mismatch)
                    .chain([work.unknown, work.breach])
                    .collect()
            }
            Test::Each(each) => {
                let own = each.needs.iter().filter_map(|need| need.breach);
                own.chain([each.missing]).collect()
            }
            Test::Person { refer, .. } => vec![*refer],
        }
    }

    fn threshold(&self) -> String {
        match self {
            Test::Given { facts, .. } => {
                let headers: Vec<_> = facts.iter().map(|fact| fact.header()).collect();
                format!("须有：{}", headers.join("、"))
            }
            Test::OneOf { values, .. } => values.join(" 或 "),
            Test::Day { bound, .. } => bound.to_string(),
            Test::Work(work) => {
                let ways = work.ways.iter().map(|way| {
                    let needs: Vec<_> = way.needs.iter().map(Need::threshold).collect();
                    format!("{}：{}", way.kinds.join("、"), needs.join("，"))
                });
                format!(
                    "至少一名监护人满足：{}",
                    ways.collect::<Vec<_>>().join("；")
                )
            }
            Test::Each(each) => {
                let needs: Vec<_> = each.needs.iter().map(Need::threshold).collect();
                format!("每名监护人：{}", needs.join("，"))
            }
            Test::Person { .. } => String::new(),
        }
    }
}

impl Need {
    pub(crate) fn threshold(&self) -> String {
        let header = self.fact[0].header().replace('一', "");
        match &self.ask {
            Ask::Given => format!("{header}须填"),
            Ask::OneOf(values) => format!("{header}为{}", values.join("或")),
            Ask::Day(bound) => format!("{header}{bound}"),
            Ask::Months(months) => format!("{header}含 {months}"),
        }
    }
}

impl Rule {
    /// Reads `[[condition]]`.
    pub(super) fn read_all(root: &Section<'_>, names: &Names<'_>) -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        for section in root.sections("condition") {
            let known: Vec<_> = rules.iter().map(|rule| &rule.id).collect();
            let id = section.name("id", "条件", &known);
            let test = read_test(&section, names);
            if test.is_none() {
                section.report().is_wrong(&id);
                section.give_up(TEST_KEYS);
            }
            let examples = section
                .sections("example")
                .iter()
                .map(|e| read_example(e, names))
                .collect();
            let (clause, says) = (names.cite.opt_clause(&section), section.text("says"));
            let when = Guard::read(&section, "when");
            let spot = section.close();
            let Some(test) = test else { continue };
            let threshold = test.threshold().into();
            let rule = Rule {
                id,
                clause,
                says,
                when,
                test,
                threshold,
                examples,
                spot,
            };
            rule.check_examples(names);
            rules.push(rule);
        }
        rules
    }

    /// A rule without an example of every answer it can give is refused.
    fn check_examples(&self, names: &Names<'_>) {
        let say = |message: String| names.report.say(&self.spot, message);
        let asks_a_person = matches!(self.test, Test::Person { .. });
        if !asks_a_person
            && !self
                .examples
                .iter()
                .any(|example| example.state == State::Met)
        {
            say(format!(
                "条件「{}」缺少一个满足的例子（state = \"met\"）",
                self.id
            ));
        }
        for reason in self.test.reasons() {
            let code = &names.reasons[reason].code;
            if !self
                .examples
                .iter()
                .any(|example| example.codes.contains(code))
            {
                say(format!("条件「{}」缺少一个得出 {code} 的例子", self.id));
            }
        }
    }
}

fn read_example(section: &Section<'_>, names: &Names<'_>) -> RuleExample {
    let facts = section.section("facts");
    let case = facts.map_or_else(Case::new, |facts| guard::read_case(&facts, Case::new()));
    let text = section.text("state");
    let state = [State::Met, State::NotMet, State::Unknown].into_iter();
    let state = state
        .into_iter()
        .find(|state| state.code() == &*text)
        .unwrap_or_else(|| {
            if !text.is_empty() {
                section.say("state", "state 应写 met、not-met 或 unknown");
            }
            State::Unknown
        });
    let codes = section.texts("codes");
    let at = (section.report(), &section.spot_of("codes"));
    codes.iter().for_each(|code| {
        calendar::find(names.reasons, |reason| &reason.code, code, "理由", at);
    });
    let spot = section.spot();
    section.finish();
    RuleExample {
        case,
        state,
        codes,
        spot,
    }
}

fn read_test(section: &Section<'_>, names: &Names<'_>) -> Option<Test> {
    let reason = |key| names.reason(section, key);
    match &*section.text("test") {
        "given" => Some(Test::Given {
            facts: some_facts(section)?,
            missing: reason("missing")?,
        }),
        "one-of" => {
            let fact = one_fact(section)?;
            let values = section.some_texts("values");
            let spot = section.spot_of("values");
            values
                .iter()
                .for_each(|text| guard::check_value(fact, text, &spot, names.report));
            let missing = opt_reason(section, "missing", names);
            Some(Test::OneOf {
                fact,
                values: Values::whole(fact, values),
                breach: reason("breach")?,
                missing,
            })
        }
        "day" => Some(Test::Day {
            fact: one_fact_of(section, Kind::Date)?,
            bound: read_bound(section, names)?,
            breach: reason("breach")?,
            missing: reason("missing")?,
        }),
        "any-guardian-works" => {
            let kind = per_guardian(section, &section.text("kind"))?;
            let ways = section.sections("way");
            if ways.is_empty() {
                section.say("way", "至少写一种工作方式（[[condition.way]]）");
            }
            Some(Test::Work(Work {
                kind,
                ways: ways
                    .iter()
                    .filter_map(|way| read_way(way, kind, names))
                    .collect(),
                mismatch: opt_reason(section, "mismatch", names),
                unknown: reason("missing")?,
                breach: reason("breach")?,
            }))
        }
        "every-guardian" => Some(Test::Each(Each {
            exempt_prefix: section.opt_text("exempt_prefix"),
            needs: read_needs(section, names),
            missing: reason("missing")?,
        })),
        "person" => Some(Test::Person {
            facts: some_facts(section)?,
            refer: reason("refer")?,
        }),
        other => {
            if !other.is_empty() {
                section.say("test", format!("不认识的条件种类「{other}」"));
            }
            None
        }
    }
}

/// A reason that may be absent.
fn opt_reason(section: &Section<'_>, key: &'static str, names: &Names<'_>) -> Option<ReasonId> {
    section
        .has(key)
        .then(|| names.reason(section, key))
        .flatten()
}

fn read_way(section: &Section<'_>, kind: PerGuardian, names: &Names<'_>) -> Option<Way> {
    let kinds = section.some_texts("kinds");
    let spot = section.spot_of("kinds");
    kinds
        .iter()
        .for_each(|text| guard::check_value(kind[0], text, &spot, names.report));
    let needs = read_needs(section, names);
    let same: Vec<_> = section
        .texts("same")
        .iter()
        .filter_map(|text| per_guardian(section, text))
        .collect();
    let same = match same[..] {
        [] => None,
        [one, two] => Some((one, two)),
        _ => {
            section.say("same", "same 应当写两项事实");
            None
        }
    };
    section.finish();
    let kinds = Values::whole(kind[0], kinds);
    Some(Way { kinds, needs, same })
}

fn read_needs(section: &Section<'_>, names: &Names<'_>) -> Vec<Need> {
    let read = |section: &Section<'_>| {
        let fact = per_guardian(section, &section.text("fact"))?;
        let wants =
            |kind: Kind| guard::check_kind(fact[0], kind, &section.spot_of("fact"), names.report);
        let ask = if section.has("is") {
            let values = section.some_texts("is");
            let spot = section.spot_of("is");
            values
                .iter()
                .for_each(|text| guard::check_value(fact[0], text, &spot, names.report));
            Ask::OneOf(Values::whole(fact[0], values))
        } else if section.has("months") {
            wants(Kind::Months);
            let id = section.text("months");
            let at = (names.report, &section.spot_of("months"));
            let span = calendar::find(names.spans, |span| &span.id, &id, "月份", at)?;
            Ask::Months(names.spans[span].months)
        } else if section.has("not_after") || section.has("not_before") {
            wants(Kind::Date);
            Ask::Day(read_bound(section, names)?)
        } else {
            Ask::Given
        };
        let breach = opt_reason(section, "breach", names);
        section.finish();
        Some(Need { fact, ask, breach })
    };
    let needs = section.sections("needs");
    if needs.is_empty() {
        section.say("needs", "needs 至少要写一项");
    }
    needs.iter().filter_map(read).collect()
}

/// The fact under `fact`.
pub(super) fn one_fact(section: &Section<'_>) -> Option<Fact> {
    guard::fact(
        &section.text("fact"),
        &section.spot_of("fact"),
        section.report(),
    )
}

/// The fact under `fact`, which must be of a kind.
pub(super) fn one_fact_of(section: &Section<'_>, kind: Kind) -> Option<Fact> {
    let fact = one_fact(section)?;
    guard::check_kind(fact, kind, &section.spot_of("fact"), section.report());
    Some(fact)
}

/// The facts under `facts`, one at least.
fn some_facts(section: &Section<'_>) -> Option<Vec<Fact>> {
    section.some_texts("facts");
    let facts = facts(section, "facts");
    (!facts.is_empty()).then_some(facts)
}

/// The facts under a key.
pub(super) fn facts(section: &Section<'_>, key: &'static str) -> Vec<Fact> {
    let spot = section.spot_of(key);
    let facts = section.texts(key);
    facts
        .iter()
        .filter_map(|header| guard::fact(header, &spot, section.report()))
        .collect()
}

/// `就业*区县`: the fact of guardian one and of guardian two.
fn per_guardian(section: &Section<'_>, pattern: &str) -> Option<PerGuardian> {
    let of = |number: &str| {
        guard::fact(
            &pattern.replace('*', number),
            &section.spot(),
            section.report(),
        )
    };
    if !pattern.contains('*') {
        section
            .report()
            .say(&section.spot(), format!("「{pattern}」应当用 * 代替一、二"));
        return None;
    }
    Some([of("一")?, of("二")?])
}
