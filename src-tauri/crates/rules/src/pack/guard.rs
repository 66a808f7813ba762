//! Which children something is for: facts and the values they must have.

use crate::fact::FactSet;
use crate::{Case, Fact, Kind};

use super::reader::{Report, Section, Spot};
use super::values::Values;

/// A choice of rows of facts, one of which must hold whole. In a pack a table of headers, or a
/// list of such tables: `{ "户籍类别" = ["外省市"], "按京籍对待" = "" }`, where `""` is an empty
/// fact and `"*"` any given one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    rows: Vec<Vec<Atom>>,
    /// Every fact of the rows.
    all: FactSet,
}

/// A fact and the texts that satisfy it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Atom {
    fact: Fact,
    texts: Values,
    given: bool,
    empty: bool,
}

impl Atom {
    fn holds(&self, case: &Case) -> bool {
        match case.has(self.fact) {
            true => self.given || self.texts.fit(case, self.fact),
            false => self.empty,
        }
    }

    /// Whether some text satisfies both.
    fn meets(&self, other: &Atom) -> bool {
        let some = |atom: &Atom| atom.given || !atom.texts.is_empty();
        if matches!(self.fact.kind(), Kind::AnyOf(_)) {
            return (self.empty && other.empty) || (some(self) && some(other));
        }
        (self.empty && other.empty)
            || (self.given && some(other))
            || (other.given && some(self))
            || self.texts.iter().any(|text| other.texts.contains(text))
    }
}

impl Default for Guard {
    fn default() -> Guard {
        Guard::of(vec![Vec::new()])
    }
}

impl Guard {
    fn of(rows: Vec<Vec<Atom>>) -> Guard {
        let mut all = FactSet::default();
        all.extend(rows.iter().flatten().map(|atom| atom.fact));
        Guard { rows, all }
    }

    /// Whether the child is one of those.
    pub fn holds(&self, case: &Case) -> bool {
        self.rows
            .iter()
            .any(|row| row.iter().all(|atom| atom.holds(case)))
    }

    /// Whether it is for everybody.
    pub(super) fn is_for_all(&self) -> bool {
        self.rows.iter().any(Vec::is_empty)
    }

    /// The facts that keep a child out, of each row the first that fails, in the order of the rows;
    /// `None` where one row holds.
    pub(crate) fn refuting<'g>(
        &'g self,
        case: &'g Case,
    ) -> Option<impl Iterator<Item = Fact> + 'g> {
        let failing = |row: &'g Vec<Atom>| row.iter().find(|atom| !atom.holds(case));
        let refuted = self.rows.iter().all(|row| failing(row).is_some());
        let mut seen = FactSet::default();
        refuted.then(|| {
            let facts = self.rows.iter().filter_map(failing).map(|atom| atom.fact);
            facts.filter(move |fact| seen.insert(*fact))
        })
    }

    /// Adds what the answer of [`Guard::holds`] rests on: all facts where it holds, else of each row
    /// the first that fails.
    pub(crate) fn rests_on(&self, case: &Case, into: &mut FactSet) {
        match self.refuting(case) {
            Some(facts) => into.extend(facts),
            None => into.join(self.all),
        }
    }

    /// The set of all facts that it looks at.
    pub(crate) fn all(&self) -> FactSet {
        self.all
    }

    /// Every text that it names, with its fact; a fact that may be anything, or nothing, has none.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (Fact, &str)> {
        let atoms = self.rows.iter().flatten();
        atoms.flat_map(|atom| atom.texts.iter().map(|text| (atom.fact, &**text)))
    }

    /// Whether a row asks that the fact is not given.
    pub(crate) fn asks_empty(&self, fact: Fact) -> bool {
        let mut atoms = self.rows.iter().flatten();
        atoms.any(|atom| atom.fact == fact && atom.empty)
    }

    /// Whether it looks at the fact.
    pub(crate) fn looks_at(&self, fact: Fact) -> bool {
        self.all.has(fact)
    }

    /// All facts it looks at.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        self.all.iter().collect()
    }

    /// The facts it looks at with the texts it names, `""` and `"*"` among them.
    pub(super) fn choices(&self) -> Vec<(Fact, Vec<Box<str>>)> {
        let atom = |atom: &Atom| {
            let mut texts = atom.texts.to_vec();
            texts.extend(atom.given.then(|| "*".into()));
            texts.extend(atom.empty.then(Box::default));
            (atom.fact, texts)
        };
        self.rows.iter().flatten().map(atom).collect()
    }

    /// Whether a child can be one of these and of those.
    pub(super) fn overlaps(&self, other: &Guard) -> bool {
        let agree = |row: &[Atom], other: &[Atom]| {
            row.iter().all(|atom| {
                let twin = other.iter().find(|twin| twin.fact == atom.fact);
                twin.is_none_or(|twin| atom.meets(twin))
            })
        };
        self.rows
            .iter()
            .any(|row| other.rows.iter().any(|twin| agree(row, twin)))
    }

    /// Reads the guard under a key; absent is everybody.
    pub(super) fn read(section: &Section<'_>, key: &'static str) -> Guard {
        let rows: Vec<_> = section.sections(key).iter().map(Guard::row).collect();
        if rows.is_empty() {
            Guard::default()
        } else {
            Guard::of(rows)
        }
    }

    fn row(section: &Section<'_>) -> Vec<Atom> {
        let read = |(header, texts, spot): (&str, Vec<Box<str>>, Spot)| {
            let fact = fact(header, &spot, section.report())?;
            for text in texts.iter().filter(|text| !matches!(&***text, "" | "*")) {
                check_value(fact, text, &spot, section.report());
            }
            let given = texts.iter().any(|text| &**text == "*");
            let empty = texts.iter().any(|text| text.is_empty());
            let texts = texts
                .into_iter()
                .filter(|text| !matches!(&**text, "" | "*"))
                .collect();
            Some(Atom {
                fact,
                texts: Values::held(fact, texts),
                given,
                empty,
            })
        };
        section.entries().into_iter().filter_map(read).collect()
    }
}

/// The fact with this header; an unknown one is a mistake.
pub(super) fn fact(header: &str, spot: &Spot, report: &Report) -> Option<Fact> {
    let fact = Fact::from_header(header);
    if fact.is_none() {
        report.say(
            spot,
            format!("不认识的事实「{header}」：报名模板里没有这一列"),
        );
    }
    fact
}

/// Reports a value that the fact cannot have.
pub(super) fn check_value(fact: Fact, text: &str, spot: &Spot, report: &Report) {
    let fits = match (fact.kind().list(), fact.kind()) {
        (Some(all), _) => all.contains(&text),
        (None, Kind::Street) => crate::OFFICES.iter().any(|office| office.name == text),
        (None, kind) => matches!(kind, Kind::Text | Kind::Number),
    };
    if !fits {
        report.say(spot, format!("「{}」没有「{text}」这个值", fact.header()));
    }
}

/// Reports a fact that is not of the kind that is compared: a day, or months.
pub(super) fn check_kind(fact: Fact, kind: Kind, spot: &Spot, report: &Report) {
    if fact.kind() != kind {
        let what = if kind == Kind::Date {
            "日期"
        } else {
            "月份"
        };
        report.say(
            spot,
            format!("「{}」不是{what}，不能这样比较", fact.header()),
        );
    }
}

/// Reads a child's facts: headers and texts, as an example gives them.
pub(super) fn read_case(section: &Section<'_>, mut case: Case) -> Case {
    for (header, texts, spot) in section.entries() {
        let Some(fact) = fact(header, &spot, section.report()) else {
            continue;
        };
        let text = texts.join("、");
        let report = section.report();
        match fact.kind() {
            _ if text.is_empty() => {}
            Kind::Date if text.parse::<chrono::NaiveDate>().is_err() => {
                report.say(&spot, format!("「{header}」应当写作 2015-08-31（加引号）"));
            }
            Kind::AnyOf(_) => {
                text.split('、')
                    .for_each(|one| check_value(fact, one, &spot, report));
            }
            Kind::Date | Kind::Months => {}
            _ => check_value(fact, &text, &spot, report),
        }
        case.set(fact, &text);
    }
    case
}
