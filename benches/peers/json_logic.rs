//! The conditions of spec/rules.md in JSONLogic, for `datalogic-rs`.
//!
//! `datalogic-rs` is the JSONLogic crate that is kept up, and compiles its rules. Its fastest documented
//! way is taken: one compiled rule, inputs parsed beforehand and passed by reference without a copy,
//! a session whose arena is reset between children, results borrowed, no trace. The rule is one
//! expression: first the category, by nested `if`s; then the category's own chain, the gravest verdict
//! first, so that evaluation stops at the first condition that settles it.

use std::error::Error;

use datalogic_rs::{DataValue, Engine, Logic, ParsedData};
use serde_json::{Value, json};

use crate::Opinion;

type Breaches = crate::breaches::Breaches<Value>;

/// The rule, compiled.
pub struct JsonLogic {
    engine: Engine,
    rule: Logic,
}

impl JsonLogic {
    /// Compiles the rule.
    pub fn new() -> Result<JsonLogic, Box<dyn Error>> {
        let engine = Engine::new();
        let rule = engine.compile(rule().to_string().as_str());
        let rule = rule.map_err(|error| error.to_string())?;
        Ok(JsonLogic { engine, rule })
    }

    /// Judges every child and hands on what the engine gives.
    pub fn each(
        &self,
        children: &[ParsedData],
        mut take: impl FnMut(&DataValue<'_>),
    ) -> Result<(), Box<dyn Error>> {
        let mut session = self.engine.session();
        for child in children {
            let result = session.eval_borrowed(&self.rule, child);
            take(result.map_err(|error| error.to_string())?);
            session.reset();
        }
        Ok(())
    }

    /// The same, as text.
    pub fn opinions(&self, children: &[ParsedData]) -> Result<Vec<Opinion>, Box<dyn Error>> {
        let mut all = Vec::with_capacity(children.len());
        self.each(children, |result| {
            let part = |at: usize| {
                let part = result.as_array().and_then(|pair| pair.get(at));
                part.and_then(|part| part.as_str()).unwrap_or("").to_owned()
            };
            all.push(Opinion {
                category: part(0),
                verdict: part(1),
            });
        })?;
        Ok(all)
    }
}

/// A child's facts, parsed.
pub fn input(facts: &Value) -> Result<ParsedData, Box<dyn Error>> {
    Ok(ParsedData::from_json(&facts.to_string()).map_err(|error| error.to_string())?)
}

fn var(name: &str) -> Value {
    json!({ "var": name })
}

fn given(name: &str) -> Value {
    json!({ "!!": var(name) })
}

fn missing(name: &str) -> Value {
    json!({ "!": var(name) })
}

fn is(name: &str, value: &str) -> Value {
    json!({ "===": [var(name), value] })
}

/// Given, and something else.
fn is_other(name: &str, value: &str) -> Value {
    all([given(name), not(name, value)])
}

fn not(name: &str, value: &str) -> Value {
    json!({ "!==": [var(name), value] })
}

fn after(name: &str, day: u32) -> Value {
    all([given(name), json!({ ">": [var(name), day] })])
}

fn before(name: &str, day: u32) -> Value {
    all([given(name), json!({ "<": [var(name), day] })])
}

fn all(parts: impl Into<Vec<Value>>) -> Value {
    json!({ "and": parts.into() })
}

fn any(parts: impl Into<Vec<Value>>) -> Value {
    json!({ "or": parts.into() })
}

fn of_guardians(quantifier: &str, test: Value) -> Value {
    json!({ quantifier: [var("guardians"), test] })
}

/// The whole rule: `[category, verdict]`.
fn rule() -> Value {
    let primary = json!({ "if": [
        is("hukou", "朝阳区"), child("P1", [gate(), hukou_book(), own_title(None)]),
        is("hukou", "本市外区"), { "if": [
            any([is("home_kind", "租住"), is("home_kind", "其他")]),
            child("P3", [gate(), hukou_book(), lives_here(None), lease(), three_year_job()]),
            child("P2", [gate(), hukou_book(), lives_here(None), title(is("home_kind", "自有房产"))]),
        ] },
        missing("hukou"), unclaimed(),
        given("treated_as"), child("P4", [gate(), recognition_whole(), treated_home(), own_title(Some(is("treated_scope", "朝阳区户籍")))]),
        is("hukou", "外省市"), child("P5", [gate(), four_papers()]),
        child("P9", [gate(), person()]),
    ] });
    let here = is("enrolled_at", "朝阳区");
    let four = |category| child(category, [graduating(), four_papers()]);
    let junior = json!({ "if": [
        missing("hukou"), unclaimed(),
        any([is("hukou", "朝阳区"), is("hukou", "本市外区"), given("treated_as")]), { "if": [
            here, child("J1", [graduating(), recognition_number()]),
            given("enrolled_at"), child("J2", [graduating(), returned(), recognition_number()]),
            unclaimed(),
        ] },
        is("hukou", "外省市"), { "if": [
            here, four("J3"),
            is("enrolled_at", "外省市"), four("J4"),
            given("enrolled_at"), child("J9", [person()]),
            unclaimed(),
        ] },
        child("J9", [person()]),
    ] });
    json!({ "if": [is("level", "小学"), primary, is("level", "初中"), junior, unclaimed()] })
}

fn unclaimed() -> Value {
    json!([null, "supplement"])
}

/// A category with the verdict that its conditions give.
fn child(category: &str, conditions: impl IntoIterator<Item = Breaches>) -> Value {
    let sum = conditions.into_iter().fold(care_proof(), Breaches::and);
    let mut chain: Vec<Value> = sum
        .by_verdict()
        .flat_map(|(verdict, breaches)| [any(breaches), verdict.into()])
        .collect();
    chain.push("eligible".into());
    json!([category, { "if": chain }])
}

fn gate() -> Breaches {
    Breaches {
        ineligible: vec![after("birth", 20150831)],
        refer: vec![before("birth", 20140901)],
        supplement: vec![
            missing("birth"),
            missing("home_kind"),
            all([is("home_kind", "自有房产"), missing("home_district")]),
        ],
    }
}

fn care_proof() -> Breaches {
    Breaches {
        supplement: vec![all([given("care"), missing("care_number")])],
        ..Breaches::default()
    }
}

fn hukou_book() -> Breaches {
    Breaches {
        supplement: vec![not("hukou_book", "有")],
        ..Breaches::default()
    }
}

/// A home that is owned here has its title whole; asked where `when` holds.
fn own_title(when: Option<Value>) -> Breaches {
    let lacks = any([
        missing("title_number"),
        missing("title_kind"),
        missing("owner_relation"),
        missing("home_use"),
        undated_title(),
    ]);
    let mut parts = Vec::from_iter(when);
    parts.extend([
        is("home_kind", "自有房产"),
        is("home_district", "朝阳区"),
        lacks,
    ]);
    Breaches {
        supplement: vec![all(parts)],
        ..Breaches::default()
    }
}

fn undated_title() -> Value {
    all([is("title_kind", "不动产权证书"), missing("title_date")])
}

/// The title of a home, asked where `when` holds.
fn title(when: Value) -> Breaches {
    let owner = any([
        is("owner_relation", "父亲"),
        is("owner_relation", "母亲"),
        is("owner_relation", "法定监护人"),
        missing("owner_relation"),
    ]);
    let lacks = any([
        missing("title_number"),
        missing("title_kind"),
        undated_title(),
        missing("owner_relation"),
        missing("home_use"),
    ]);
    Breaches {
        ineligible: vec![all([when.clone(), is_other("home_use", "住宅")])],
        refer: vec![all([when.clone(), json!({ "!": owner })])],
        supplement: vec![all([when, lacks])],
    }
}

/// Asked where `when` holds.
fn lives_here(when: Option<Value>) -> Breaches {
    let asked = |breach: Value| match &when {
        Some(when) => all([when.clone(), breach]),
        None => breach,
    };
    Breaches {
        ineligible: vec![asked(is_other("home_district", "朝阳区"))],
        supplement: vec![asked(missing("home_district"))],
        ..Breaches::default()
    }
}

fn lease() -> Breaches {
    Breaches {
        ineligible: vec![
            after("lease_from", 20180501),
            before("lease_to", 20210501),
            is("lease_sole", "否"),
        ],
        supplement: ["lease_from", "lease_to", "lease_sole", "lease_number"]
            .map(missing)
            .to_vec(),
        ..Breaches::default()
    }
}

/// Any guardian's work will do; where none passes, it is broken only if every one's is.
fn any_works(passes: Value, fails: Value) -> Breaches {
    Breaches {
        ineligible: vec![of_guardians("all", fails)],
        supplement: vec![of_guardians("none", passes)],
        ..Breaches::default()
    }
}

fn three_year_job() -> Breaches {
    let unpaid = |operator: &str| json!({ operator: [var("three_years_months"), 36] });
    let passes = all([
        given("job"),
        not("job", "无"),
        is("district", "朝阳区"),
        given("since"),
        json!({ "<=": [var("since"), 20180501] }),
        unpaid("==="),
    ]);
    let fails = any([
        is("job", "无"),
        is_other("district", "朝阳区"),
        after("since", 20180501),
        all([
            json!({ "!==": [var("three_years_months"), null] }),
            unpaid("<"),
        ]),
    ]);
    any_works(passes, fails)
}

/// Work, dwelling, register book, permits.
fn four_papers() -> Breaches {
    let employed = is("job", "受雇");
    let passes = all([
        is("district", "朝阳区"),
        given("job"),
        not("job", "无"),
        json!({ "if": [
            employed.clone(),
            all([
                is("insured_district", "朝阳区"),
                json!({ "===": [var("recent_months"), 5] }),
                given("employer"),
                json!({ "===": [var("employer"), var("insurer")] }),
            ]),
            given("license"),
        ] }),
    ]);
    let unpaid = all([
        json!({ "!==": [var("recent_months"), null] }),
        json!({ "<": [var("recent_months"), 5] }),
    ]);
    let fails = any([
        is("job", "无"),
        is_other("district", "朝阳区"),
        all([
            employed,
            any([is_other("insured_district", "朝阳区"), unpaid]),
        ]),
    ]);
    let dwelling = Breaches {
        ineligible: vec![is_other("home_use", "住宅")],
        supplement: vec![
            missing("home_kind"),
            all([is("home_kind", "自有房产"), missing("title_number")]),
            all([
                is("home_kind", "租住"),
                any([missing("lease_from"), missing("lease_to")]),
            ]),
        ],
        ..Breaches::default()
    };
    let work = any_works(passes, fails);
    work.and(lives_here(None))
        .and(dwelling)
        .and(hukou_book())
        .and(permits())
}

fn permits() -> Breaches {
    let elsewhere = json!({ "!==": [{ "substr": [var("id"), 0, 3] }, "110"] });
    let lacks = any([
        missing("permit"),
        missing("permit_district"),
        missing("permit_until"),
        json!({ "<": [var("permit_until"), 20210601] }),
    ]);
    let moved = is_other("permit_district", "朝阳区");
    Breaches {
        ineligible: vec![of_guardians("some", all([moved, elsewhere.clone()]))],
        supplement: vec![of_guardians("some", all([lacks, elsewhere]))],
        ..Breaches::default()
    }
}

fn recognition_whole() -> Breaches {
    Breaches {
        supplement: vec![missing("recognition_number"), missing("treated_scope")],
        ..Breaches::default()
    }
}

fn recognition_number() -> Breaches {
    let foreign = all([not("hukou", "朝阳区"), not("hukou", "本市外区")]);
    Breaches {
        supplement: vec![all([
            missing("recognition_number"),
            given("treated_as"),
            foreign,
        ])],
        ..Breaches::default()
    }
}

/// The home of a child who is treated as of another district.
fn treated_home() -> Breaches {
    let owned = all([is("treated_scope", "外区户籍"), is("home_kind", "自有房产")]);
    let rented = all([
        is("treated_scope", "外区户籍"),
        any([is("home_kind", "租住"), is("home_kind", "其他")]),
    ]);
    let by_person = Breaches {
        refer: vec![rented],
        ..Breaches::default()
    };
    let home = lives_here(Some(owned.clone()));
    home.and(title(all([owned, given("home_district")])))
        .and(by_person)
}

/// Left to a person.
fn person() -> Breaches {
    Breaches {
        refer: vec![true.into()],
        ..Breaches::default()
    }
}

fn graduating() -> Breaches {
    Breaches {
        ineligible: vec![is_other("grade", "六年级")],
        supplement: vec![missing("grade")],
        ..Breaches::default()
    }
}

fn returned() -> Breaches {
    Breaches {
        ineligible: vec![is("return_done", "未办理")],
        supplement: vec![missing("return_done")],
        ..Breaches::default()
    }
}
