//! Nasty children: eligible ones of every category with facts taken away and wild ones put in, in a
//! district where the home has a seat record and another family claims it.

use proptest::prelude::*;
use ruxue_rules::{Case, Fact, Kind, Pack, Tables, Verdict, World, judge};

use crate::conditions::{ELIGIBLE, base, on};
use crate::district;
use crate::world;

/// Enough children to meet every rule; `PROPTEST_CASES` asks for more.
pub fn config() -> ProptestConfig {
    let mut config = ProptestConfig::default();
    config.cases = config.cases.max(1500);
    config
}

/// Texts around the limits of the packs, and some that no rule knows.
fn texts(fact: Fact) -> Vec<&'static str> {
    match fact.kind() {
        Kind::OneOf(all) | Kind::AnyOf(all) => all.to_vec(),
        Kind::Date => vec![
            "2010-01-01",
            "2014-08-31",
            "2014-09-01",
            "2015-08-31",
            "2015-09-01",
            "2017-06-30",
            "2017-07-01",
            "2018-05-01",
            "2018-05-02",
            "2021-04-30",
            "2021-05-01",
            "2021-06-01",
            "2030-01-01",
        ],
        Kind::Months => vec![
            "2021-01",
            "2020-11..2021-03",
            "2018-05..2021-04",
            "2018-05..2021-03",
            "x",
        ],
        Kind::Have => vec!["有", "无"],
        Kind::Yes => vec!["是", "否"],
        Kind::Street => vec!["双井", "劲松"],
        Kind::Text | Kind::Number => vec![
            "朝阳区",
            "海淀区",
            "双井",
            "甲园",
            "乙园",
            "5",
            "1",
            "101",
            "P1",
            "N1",
            "住宅",
            "商业",
            "六年级",
            "五年级",
            "公司一",
            "公司二",
            "HOME",
            "OTHER",
            "110105198001010011",
            "双井街道甲园5号楼1单元101室",
            "双井街道乙园5号楼",
        ],
    }
}

/// Some facts with other texts; an empty one takes the fact away.
pub fn changes(most: usize) -> impl Strategy<Value = Vec<(Fact, &'static str)>> {
    let one = (0..Fact::ALL.len(), any::<prop::sample::Index>(), 0..3u8);
    prop::collection::vec(one, 0..most).prop_map(|all| {
        let change = |(at, pick, blank): (usize, prop::sample::Index, u8)| {
            let fact = Fact::ALL[at];
            let texts = texts(fact);
            (
                fact,
                if blank == 0 {
                    ""
                } else {
                    texts[pick.index(texts.len())]
                },
            )
        };
        // The receipt tells children apart: it is no fact of the rules.
        let all = all.into_iter().map(change);
        all.filter(|(fact, _)| *fact != Fact::Receipt).collect()
    })
}

pub fn changed(case: &Case, changes: &[(Fact, &str)]) -> Case {
    changes
        .iter()
        .fold(case.clone(), |case, (fact, text)| case.with(*fact, text))
}

/// A child of any category or none, more or less spoilt, sometimes with a second guardian.
pub fn child() -> impl Strategy<Value = Case> {
    let whole = prop::sample::select(ELIGIBLE).prop_map(base);
    let empty = prop::sample::select(&["小学", "初中"][..]).prop_map(|level| {
        Case::new()
            .with(Fact::Receipt, "H1")
            .with(Fact::Level, level)
    });
    let second = [
        (Fact::Guardian2Name, "乙"),
        (Fact::Guardian2Id, "OTHER"),
        (Fact::Job2Kind, "受雇"),
        (Fact::Job2District, "朝阳区"),
        (Fact::Job2From, "2018-01-01"),
        (Fact::Permit2Number, "JZ2"),
        (Fact::Permit2District, "朝阳区"),
    ];
    (
        prop_oneof![8 => whole, 1 => empty],
        any::<bool>(),
        changes(14),
    )
        .prop_map(move |(case, two, changes)| {
            let case = if two { changed(&case, &second) } else { case };
            changed(&case, &changes)
        })
}

/// The district around a child.
pub struct District {
    tables: Tables,
    others: Vec<Case>,
}

pub fn district() -> impl Strategy<Value = District> {
    let year = prop::sample::select(&[2000, 2019, 2020][..]);
    (year, any::<bool>(), any::<bool>()).prop_map(|(year, junior, claimed)| {
        let level = if junior { "初中" } else { "小学" };
        let other = |receipt: &str, id: &str| {
            base(id)
                .with(Fact::Receipt, receipt)
                .with(Fact::Guardian1Id, "OTHER")
        };
        let others = if claimed {
            vec![other("H2", "P1"), other("H3", "J1")]
        } else {
            Vec::new()
        };
        District {
            tables: world::tables(level, year),
            others,
        }
    })
}

impl District {
    /// The district as it is when this child is one of its children.
    pub fn around(&self, pack: &Pack, case: &Case) -> World {
        let cases: Vec<Case> = self.others.iter().chain([case]).cloned().collect();
        World::build(pack, self.tables.clone(), &cases)
    }
}

impl std::fmt::Debug for District {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let record = &self.tables.seat_records[0];
        write!(
            f,
            "{:?} {} claimed by {}",
            record.level,
            record.year,
            self.others.len()
        )
    }
}

/// The given facts of a child, for the message of a failure.
pub fn facts(case: &Case) -> String {
    let given = Fact::ALL
        .iter()
        .filter_map(|fact| Some((fact, case.get(*fact)?)));
    given
        .map(|(fact, text)| format!("{}={text} ", fact.header()))
        .collect()
}

/// Every fact that a verdict names.
pub fn named(verdict: &Verdict<'_>) -> Vec<Fact> {
    let conditions = verdict.conditions.iter().flat_map(|one| &one.facts);
    let excluded = verdict.excluded.iter().flat_map(|one| &one.facts);
    let reasons = verdict.reasons.iter().flat_map(|one| &one.facts);
    let notes = verdict.notes.iter().flat_map(|one| &one.facts);
    let all = conditions.chain(excluded).chain(reasons).chain(notes);
    let all = all
        .chain(&verdict.category_facts)
        .chain(&verdict.route_facts);
    all.map(|(fact, _)| *fact).collect()
}

/// A verdict without the texts of facts.
pub fn answer(verdict: &Verdict<'_>) -> String {
    let codes: Vec<_> = verdict.reasons.iter().map(|one| one.code).collect();
    let notes: Vec<_> = verdict.notes.iter().map(|one| one.code).collect();
    let states: Vec<_> = verdict
        .conditions
        .iter()
        .map(|one| (one.id, one.state))
        .collect();
    let route = verdict.route.map(|route| route.code());
    format!(
        "{} {:?} {route:?} {codes:?} {notes:?} {states:?}",
        verdict.outcome.code(),
        verdict.category
    )
}

/// What one child of one district is told.
pub fn judged<'a>(case: &'a Case, around: &District) -> Verdict<'a> {
    let pack = district::pack();
    judge(pack, case, &around.around(pack, case), on())
}
