//! A pack's own examples: a small district, and children with the verdicts that they get.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::table::{Catchment, Ownership, PrimaryZone, School, SchoolKind, SeatRecord, Tables};
use crate::verdict::{Outcome, Severity};
use crate::{Case, Fact, Level, Route, Verdict, World, judge};

use super::reader::{Report, Section, Spot};
use super::routes::{Look, Step, Then};
use super::{Names, Pack, PackError, calendar, guard};

/// The examples of `examples.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    tables: Tables,
    children: Vec<Child>,
}

/// A child with its verdict.
#[derive(Clone, Debug)]
struct Child {
    says: Box<str>,
    case: Case,
    /// Other children of the season.
    others: Vec<Case>,
    outcome: Box<str>,
    category: Box<str>,
    route: Box<str>,
    codes: Vec<Box<str>>,
    notes: Vec<Box<str>>,
    spot: Spot,
}

impl Examples {
    /// Reads `[[school]]`, `[[catchment]]`, `[[primary_zone]]`, `[[seat_record]]`, `[[base]]` and
    /// `[[child]]`.
    pub(super) fn read(root: &Section<'_>, names: &Names<'_>) -> Examples {
        let tables = Tables {
            schools: root.sections("school").iter().map(read_school).collect(),
            catchments: root
                .sections("catchment")
                .iter()
                .map(read_catchment)
                .collect(),
            primary_zones: root
                .sections("primary_zone")
                .iter()
                .map(read_zone)
                .collect(),
            aliases: Vec::new(),
            seat_records: root
                .sections("seat_record")
                .iter()
                .map(read_record)
                .collect(),
        };
        let mut bases: HashMap<Box<str>, Case> = HashMap::new();
        for section in root.sections("base") {
            let case = read_case(&section, &bases);
            let known: Vec<_> = bases.keys().collect();
            let id = section.name("id", "底样", &known);
            bases.insert(id, case);
            section.close();
        }
        let read = |section: &Section<'_>| Child::read(section, &bases, names);
        Examples {
            tables,
            children: root.sections("child").iter().map(read).collect(),
        }
    }

    /// Judges every example; what disagrees comes back.
    pub(super) fn run(&self, pack: &Pack) -> Vec<PackError> {
        let report = Report::default();
        for rule in &pack.rules {
            for example in &rule.examples {
                let weighed = rule.weigh(&example.case);
                let mut codes: Vec<_> = weighed
                    .raised
                    .iter()
                    .map(|(id, _)| &*pack.reasons[*id].code)
                    .collect();
                codes.sort_unstable();
                let applies = rule.when.holds(&example.case);
                if !applies {
                    report.say(
                        &example.spot,
                        format!("条件「{}」不适用于这个例子", rule.id),
                    );
                }
                if weighed.state != example.state || !same(&example.codes, &codes) {
                    let state = weighed.state.code();
                    let message = format!("条件「{}」的例子实际得出 {state} {codes:?}", rule.id);
                    report.say(&example.spot, message);
                }
            }
        }
        self.children
            .iter()
            .for_each(|child| child.run(pack, &self.tables, &report));
        report.into_errors(&[])
    }
}

impl Child {
    fn read(section: &Section<'_>, bases: &HashMap<Box<str>, Case>, names: &Names<'_>) -> Child {
        let others = section.sections("with");
        let others = others.iter().map(|other| {
            let case = read_case(other, bases);
            other.finish();
            case
        });
        let child = Child {
            says: section.text("says"),
            case: read_case(section, bases).with(Fact::Receipt, "EXAMPLE"),
            others: others.collect(),
            outcome: section.text("verdict"),
            category: section.opt_text("category").unwrap_or_default(),
            route: section.opt_text("route").unwrap_or_default(),
            codes: section.texts("codes"),
            notes: section.texts("notes"),
            spot: section.spot(),
        };
        section.finish();
        child.check(section, names);
        child
    }

    /// Words that no verdict can have.
    fn check(&self, section: &Section<'_>, names: &Names<'_>) {
        let outcomes = ["ineligible", "refer", "supplement", "eligible"];
        if !self.outcome.is_empty() && !outcomes.contains(&&*self.outcome) {
            section.say(
                "verdict",
                "verdict 应写 eligible、supplement、refer 或 ineligible",
            );
        }
        if !self.route.is_empty() && Route::parse(&self.route).is_none() {
            section.say("route", format!("没有「{}」这个去向", self.route));
        }
        let at = (section.report(), &section.spot_of("codes"));
        for code in &self.codes {
            calendar::find(names.reasons, |reason| &reason.code, code, "理由", at);
        }
    }

    fn run(&self, pack: &Pack, tables: &Tables, report: &Report) {
        let mut cases = self.others.clone();
        for (at, case) in cases.iter_mut().enumerate() {
            case.set(Fact::Receipt, &format!("OTHER{at}"));
        }
        cases.push(self.case.clone());
        let world = World::build(pack, tables.clone(), &cases);
        let verdict = judge(pack, &self.case, &world, pack.some_day());
        if !self.agrees(&verdict) {
            let message = format!("例子「{}」实际判为 {}", self.says, show(&verdict));
            report.say(&self.spot, message);
        }
    }

    fn agrees(&self, verdict: &Verdict<'_>) -> bool {
        let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
        let notes: Vec<_> = verdict.notes.iter().map(|note| note.code).collect();
        *self.outcome == *verdict.outcome.code()
            && *self.category == *verdict.category.unwrap_or("")
            && *self.route == *verdict.route.map_or("", |route| route.code())
            && same(&self.codes, &codes)
            && same(&self.notes, &notes)
    }
}

fn show(verdict: &Verdict<'_>) -> String {
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    let notes: Vec<_> = verdict.notes.iter().map(|note| note.code).collect();
    format!(
        "{} {} {} {} {}",
        verdict.outcome.code(),
        verdict.category.unwrap_or("无类别"),
        verdict.route.map_or("无去向", |route| route.code()),
        codes.join("、"),
        notes.join("、")
    )
}

/// Whether the written codes, in any order, are the found ones, which are sorted.
fn same(written: &[Box<str>], found: &[&str]) -> bool {
    let mut written: Vec<&str> = written.iter().map(|code| &**code).collect();
    written.sort_unstable();
    written == found
}

fn read_case(section: &Section<'_>, bases: &HashMap<Box<str>, Case>) -> Case {
    let base = section.opt_text("base").map(|id| match bases.get(&id) {
        Some(case) => case.clone(),
        None => {
            section.say("base", format!("前面没有叫「{id}」的底样"));
            Case::new()
        }
    });
    let base = base.unwrap_or_default();
    match section.section("facts") {
        Some(facts) => guard::read_case(&facts, base),
        None => base,
    }
}

fn text(section: &Section<'_>, key: &'static str) -> String {
    section.opt_text(key).unwrap_or_default().into()
}

fn texts(section: &Section<'_>, key: &'static str) -> Vec<String> {
    section.texts(key).into_iter().map(Into::into).collect()
}

fn level(section: &Section<'_>) -> Level {
    if !section.has("level") {
        section.say("level", "缺少 level，应写 小学 或 初中");
    }
    calendar::opt_level(section).unwrap_or(Level::Primary)
}

fn read_school(section: &Section<'_>) -> School {
    let kind = section.opt_text("kind");
    let school = School {
        code: text(section, "code"),
        name: text(section, "name"),
        level: level(section),
        ownership: Ownership::Public,
        kind: kind.map_or(SchoolKind::Regular, |kind| {
            SchoolKind::parse(&kind).unwrap_or_else(|| {
                section.say("kind", format!("没有「{kind}」这种学校"));
                SchoolKind::Regular
            })
        }),
        street: text(section, "street"),
        address: String::new(),
        zone: text(section, "zone"),
        plan: 1,
        funding: String::new(),
        size: String::new(),
        fee: String::new(),
        prospectus_number: String::new(),
        report_time: String::new(),
        report_place: String::new(),
        phone: String::new(),
        general_choice: false,
        choice_plan: None,
    };
    section.finish();
    school
}

fn read_catchment(section: &Section<'_>) -> Catchment {
    let row = Catchment {
        level: level(section),
        street: text(section, "street"),
        estate: text(section, "estate"),
        buildings: text(section, "buildings"),
        schools: texts(section, "schools"),
        version: section.opt_day("version"),
    };
    section.finish();
    row
}

fn read_zone(section: &Section<'_>) -> PrimaryZone {
    let row = PrimaryZone {
        primary: text(section, "primary"),
        zone: text(section, "zone"),
        schools: texts(section, "schools"),
    };
    section.finish();
    row
}

fn read_record(section: &Section<'_>) -> SeatRecord {
    let row = SeatRecord {
        year: i32::try_from(section.integer("year")).unwrap_or(0),
        level: level(section),
        street: text(section, "street"),
        estate: text(section, "estate"),
        building: text(section, "building"),
        entrance: text(section, "entrance"),
        room: text(section, "room"),
        child_name: String::new(),
        child_id: String::new(),
        guardian_ids: texts(section, "guardian_ids"),
    };
    section.finish();
    row
}

impl Pack {
    /// A day of the season, to judge on where warnings, which alone look at it, do not count.
    pub(crate) fn some_day(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.season, 6, 1).unwrap_or_default()
    }

    /// A rule without example is refused: every category with each verdict that it can give, every
    /// route, every note, every reason.
    pub(super) fn check_whole(&self, report: &Report) {
        let children = &self.examples.children;
        for category in &self.categories {
            for outcome in self.outcomes(category) {
                let given = |child: &&Child| {
                    child.category == category.code && *child.outcome == *outcome.code()
                };
                if !children.iter().any(|child| given(&child)) {
                    let (code, word) = (&category.code, outcome.code());
                    report.say(
                        &category.spot,
                        format!("类别「{code}」缺少一个判为 {word} 的例子"),
                    );
                }
            }
        }
        for name in &self.routes {
            if !children
                .iter()
                .any(|child| *child.route == *name.route.code())
            {
                let code = name.route.code();
                report.say(&name.spot, format!("去向「{code}」缺少例子"));
            }
        }
        for note in &self.notes {
            if !children
                .iter()
                .any(|child| child.notes.contains(&note.code))
            {
                report.say(&note.spot, format!("说明「{}」缺少例子", note.code));
            }
        }
        let by_rules: Vec<_> = self
            .rules
            .iter()
            .flat_map(|rule| rule.test.reasons())
            .collect();
        for (id, reason) in self.reasons.iter().enumerate() {
            let shown = children
                .iter()
                .any(|child| child.codes.contains(&reason.code));
            if !shown && !by_rules.contains(&id) {
                report.say(&reason.spot, format!("理由「{}」缺少例子", reason.code));
            }
        }
    }

    /// The verdicts that a category can give.
    fn outcomes(&self, category: &super::Category) -> Vec<Outcome> {
        let rules = || category.uses.iter().map(|used| &self.rules[used.rule]);
        let mut outcomes = Vec::new();
        for severity in [Severity::Ineligible, Severity::Refer, Severity::Supplement] {
            if category.by_person && severity == Severity::Supplement {
                continue;
            }
            let raises = |id: &usize| self.reasons[*id].severity == severity;
            let by_route = !category.by_person
                && self.steps_for(category).any(|step| match &step.then {
                    Then::Refer(id) | Then::ReferAndGoOn(id) => raises(id),
                    Then::Route(..) => false,
                });
            if by_route || rules().any(|rule| rule.test.reasons().iter().any(raises)) {
                outcomes.push(severity.outcome());
            }
        }
        if !category.by_person {
            outcomes.push(Outcome::Eligible);
        }
        outcomes
    }

    /// The steps at which a child of the category may stop: up to the first that takes them all.
    fn steps_for<'p>(&'p self, category: &'p super::Category) -> impl Iterator<Item = &'p Step> {
        let concerns = |step: &&Step| step.concerns(category.level, &category.code);
        let own = self.steps.iter().filter(concerns);
        let mut taken = false;
        own.take_while(move |step| {
            let before = taken;
            taken |= step.takes_all();
            !before
        })
        .filter(|step| {
            // What a good title gives concerns only those who can have one.
            let by_title = step.all.iter().any(Look::needs_good_title);
            step.when.overlaps(&category.who)
                && (!by_title || self.good_title.overlaps(&category.who))
        })
    }
}
