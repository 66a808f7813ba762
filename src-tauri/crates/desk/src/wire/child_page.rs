//! A child's page: the facts by paper, the verdict, what happened.

use std::sync::Arc;

use ruxue_rules::{Fact, State, Verdict};

use super::changes;
use super::children::{Level, Outcome, own_school, school_names};
use super::fact_papers::PAPERS;
use super::failure::Failure;
use super::history;
use super::masking::{self, Cover};
use super::sheet::{
    ChildAsk, ChildSheet, ConditionLine, FactLine, Judgement, Paper, ReasonLine, Shown, Standing,
    Step,
};
use super::window::{Sitting, Turn};
use super::words;
use crate::access::{self, Act};
use crate::issue;
use crate::issue::case::{ConditionSaid, Explainer, ReasonSaid, Said};
use crate::open::{Desk, is_of_street};
use crate::register::{self, Register};
use crate::store::child::{self, Child};
use crate::store::counts;
use crate::store::placement::{self, Placement};
use crate::store::verdict::{self as stored, Ruling};

impl Turn<'_> {
    pub(super) fn child(&self, ask: ChildAsk) -> Result<ChildSheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ReadChildren)?;
        let found = child::find(desk.reader(), &ask.receipt)?;
        let missing = || {
            Failure::not_found(
                format!("没有受理编号为 {} 的孩子。", ask.receipt),
                "请核对编号；孩子也可能随撤回的导入一起取出了。",
            )
        };
        let child = found.ok_or_else(missing)?;
        if !may_see(desk, &child)? {
            return Err(missing());
        }
        if ask.shown == Shown::Full {
            desk.show_in_full(&ask.receipt)?;
        }
        let register = current_register(&mut sitting)?;
        let desk = sitting.desk()?;
        page(desk, &register, &child, ask.shown)
    }
}

/// A principal sees the own school's admitted children only, the people of a street office at
/// another's desk their own street's.
fn may_see(desk: &Desk, child: &Child) -> Result<bool, Failure> {
    if !is_of_street(&child.case, desk.own_street()?) {
        return Ok(false);
    }
    let Some(own) = own_school(desk) else {
        return Ok(true);
    };
    let place = placement::find(desk.reader(), child.case.receipt())?;
    Ok(place.is_some_and(|place| place.school == own))
}

/// The register as it stands; read again only after it has changed.
fn current_register(sitting: &mut Sitting) -> Result<Arc<Register>, Failure> {
    let desk = sitting.desk()?;
    let state = format!("{}/{}", register::state(desk)?, desk.clock().today());
    let renewed = !register::is_current(desk)?;
    let kept = sitting.register.as_ref().filter(|(of, _)| *of == state);
    if let (Some((_, register)), false) = (kept, renewed) {
        return Ok(Arc::clone(register));
    }
    let register = Arc::new(register::current(sitting.desk()?)?.0);
    sitting.register = Some((state, Arc::clone(&register)));
    Ok(register)
}

fn page(
    desk: &Desk,
    register: &Register,
    child: &Child,
    shown: Shown,
) -> Result<ChildSheet, Failure> {
    let receipt = child.case.receipt();
    let verdict = register.verdict(desk.pack(), &child.case);
    let place = placement::find(desk.reader(), receipt)?;
    let made = counts::papers_of(desk.reader(), receipt, "notice")?;
    let notice = made.iter().rfind(|paper| paper.3 == "printed");
    let notice = notice.map(|paper| paper.0.as_str());
    let stored = stored::find(desk.reader(), receipt)?;
    let schools = school_names(desk)?;
    let change = changes::of_child(desk, receipt, &schools)?;
    let school = match &place {
        Some(place) => schools.get(&place.school).unwrap_or(&place.school),
        None => "",
    };
    let name = child.case.get(Fact::Name).unwrap_or_default();
    let level = child
        .case
        .get(Fact::Level)
        .and_then(Level::parse)
        .unwrap_or(Level::Primary);
    let next = match &change {
        Some(change) if change.open => "已定案而判定有变，等复核员或区招考中心核定。".into(),
        _ => next_step(&verdict, place.as_ref(), notice),
    };
    Ok(ChildSheet {
        receipt: receipt.to_owned(),
        name: if shown == Shown::Full {
            name.to_owned()
        } else {
            masking::name(name)
        },
        level,
        full: shown == Shown::Full,
        steps: steps(desk, stored.as_ref(), school, notice),
        may_print_case: access::permit(desk.session(), Act::PrintCase).is_ok(),
        papers: papers(child, &verdict, shown),
        place: place
            .as_ref()
            .map(|place| format!("{school}（{}）", words::how(&place.how)))
            .unwrap_or_default(),
        history: history::of_child(desk, child, place.as_ref(), &schools, &made)?,
        standing: stored.and_then(|stored| Outcome::parse(&stored.outcome)),
        change,
        verdict: judgement(desk, register, (child, &verdict), next, shown)?,
    })
}

fn line(fact: Fact, text: Option<&str>, shown: Shown) -> FactLine {
    let header = fact.header().to_owned();
    let Some(text) = text else {
        return FactLine {
            header,
            value: String::new(),
            masked: false,
            source: String::new(),
        };
    };
    let (value, masked) = match (shown, masking::cover(fact)) {
        (Shown::Full, Cover::Whole) => (masking::grouped(text), false),
        (Shown::Full, _) | (_, Cover::None) => (text.to_owned(), false),
        (Shown::Masked, _) => (masking::covered(fact, text), true),
    };
    FactLine {
        header,
        value,
        masked,
        source: String::new(),
    }
}

fn lines(said: &[Said], shown: Shown) -> Vec<FactLine> {
    let source = |one: &Said| match &*one.entry {
        "" => one.paper.clone(),
        entry => format!("{}，{entry}", one.paper),
    };
    let line = |one: &Said| FactLine {
        source: source(one),
        ..line(one.fact, one.text.as_deref(), shown)
    };
    said.iter().map(line).collect()
}

/// The papers that say something, or that the verdict asked for.
fn papers(child: &Child, verdict: &Verdict<'_>, shown: Shown) -> Vec<Paper> {
    let reasons = verdict.reasons.iter().flat_map(|reason| &reason.facts);
    let conditions = verdict
        .conditions
        .iter()
        .flat_map(|condition| &condition.facts);
    let asked: Vec<Fact> = reasons.chain(conditions).map(|(fact, _)| *fact).collect();
    let speaks = |fact: &&Fact| child.case.get(**fact).is_some() || asked.contains(fact);
    PAPERS
        .iter()
        .filter(|(_, facts)| facts.iter().any(|fact| speaks(&fact)))
        .map(|(title, facts)| Paper {
            title: (*title).to_owned(),
            facts: facts
                .iter()
                .map(|fact| line(*fact, child.case.get(*fact), shown))
                .collect(),
        })
        .collect()
}

fn judgement(
    desk: &Desk,
    register: &Register,
    (child, verdict): (&Child, &Verdict<'_>),
    next: String,
    shown: Shown,
) -> Result<Judgement, Failure> {
    let explainer = Explainer::new(desk, register)?;
    let told = match shown {
        Shown::Full => explainer.explain(child)?,
        Shown::Masked => explainer.without_names().explain(child)?,
    };
    Ok(Judgement {
        outcome: Some(told.outcome.into()),
        category: told.category,
        category_facts: lines(&told.category_facts, shown),
        route: verdict
            .route
            .map(|route| words::route(desk.pack(), route.code()))
            .unwrap_or_default(),
        meaning: told.route,
        route_facts: lines(&told.route_facts, shown),
        conditions: told
            .conditions
            .into_iter()
            .map(|one| condition(one, shown))
            .collect(),
        reasons: told
            .reasons
            .into_iter()
            .map(|one| reason(one, shown))
            .collect(),
        notes: told.notes,
        warnings: told.warnings,
        excluded: told.excluded,
        remedies: told.remedies,
        switches: told.switches,
        next,
        family: told.next,
        entered: told.entered,
        policy: told.policy,
        digest: told.digest,
        anchor: issue::anchor(desk).text(),
    })
}

fn condition(said: ConditionSaid, shown: Shown) -> ConditionLine {
    ConditionLine {
        standing: match said.state {
            State::Met => Standing::Met,
            State::NotMet => Standing::NotMet,
            State::Unknown if said.by_person => Standing::Person,
            State::Unknown => Standing::Unknown,
        },
        facts: lines(&said.facts, shown),
        title: said.says,
        clause: said.clause,
        threshold: said.threshold,
        cure: said.cure,
    }
}

fn reason(said: ReasonSaid, shown: Shown) -> ReasonLine {
    ReasonLine {
        severity: said.severity.outcome().into(),
        facts: lines(&said.facts, shown),
        code: said.code,
        title: said.says,
        clause: said.clause,
        threshold: said.threshold,
        cure: said.cure,
    }
}

fn next_step(verdict: &Verdict<'_>, place: Option<&Placement>, notice: Option<&str>) -> String {
    use ruxue_rules::Outcome as Of;
    match (verdict.outcome, place, notice) {
        (_, _, Some(number)) => format!("通知书 {number} 已打印，等家长领取。"),
        (_, Some(_), None) => "已录取，可以打印通知书。".into(),
        (Of::Eligible, None, None) => "符合，等候安排学校。".into(),
        (Of::Supplement, ..) => {
            let count = verdict.reasons.len();
            format!("一次告知下列 {count} 项，补齐后把这一行重新导入。")
        }
        (Of::Refer, ..) => "条文没有写明，由复核员核定并写明理由，再由第二人确认。".into(),
        (Of::Ineligible, ..) => "告知不符合的条款，以及申请复核的办法与期限。".into(),
    }
}

fn steps(desk: &Desk, stored: Option<&Ruling>, school: &str, notice: Option<&str>) -> Vec<Step> {
    let step = |title: &str, done, remark: String| Step {
        title: title.to_owned(),
        done,
        remark,
    };
    let eligible = stored.is_some_and(Ruling::is_eligible);
    let outcome = stored.and_then(|stored| Outcome::parse(&stored.outcome));
    let route = stored
        .and_then(|stored| stored.route.as_deref())
        .map(|code| words::route(desk.pack(), code));
    let placed = !school.is_empty();
    vec![
        step("采集", true, String::new()),
        step(
            "核验",
            eligible,
            outcome.map_or("", Outcome::text).to_owned(),
        ),
        step("去向", route.is_some(), route.unwrap_or_default()),
        step("录取", placed, school.to_owned()),
        step(
            "通知书",
            notice.is_some(),
            notice.unwrap_or_default().to_owned(),
        ),
    ]
}
