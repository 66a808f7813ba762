//! The sentences of a verdict: what to do next, what would change it, why not another category.

use super::{Names, clause};
use crate::pack::InForce;
use crate::register::words;
use chrono::NaiveDate;
use ruxue_rules::remedy::{Change, How, Then};
use ruxue_rules::{Case, Fact, Kind, Outcome, Pack, Remedies, Remedy, Route, Severity, Verdict};

/// The line of the timetable until which families hand in papers.
const COLLECTION: &str = "collection";

/// One child's verdict, to be told.
pub(super) struct Tell<'t> {
    pub pack: &'t Pack,
    pub policy: &'t InForce,
    pub case: &'t Case,
    pub verdict: &'t Verdict<'t>,
    pub remedies: &'t Remedies,
    pub names: Names,
    /// Names of the schools that serve the home.
    pub schools: Vec<&'t str>,
    /// Name of the school that the child has been admitted to.
    pub admitted: Option<&'t str>,
    pub today: NaiveDate,
}

impl Tell<'_> {
    /// What to do next, to the family.
    pub fn next(&self) -> String {
        let next = self.next_by_verdict();
        match (self.admitted, self.verdict.outcome) {
            (None, _) => next,
            (Some(school), Outcome::Eligible) => {
                format!("符合入学条件，已录取到{school}。请凭入学通知书按上面的时间和地点报到。")
            }
            // Decided before its facts changed: nothing is taken back without a person.
            (Some(school), _) => {
                format!(
                    "孩子已录取到{school}，之后判定有变，由工作人员核定，核定以前录取不变。{next}"
                )
            }
        }
    }

    fn next_by_verdict(&self) -> String {
        match self.verdict.outcome {
            Outcome::Eligible => {
                let why = match self.notes_short() {
                    none if none.is_empty() => String::new(),
                    notes => format!("（{notes}，所以不直接对应一所学校）"),
                };
                format!(
                    "符合入学条件，材料齐全，不用再补。去向是{}{why}。请留意区招考中心公布的日程和学校的通知。",
                    self.route()
                )
            }
            Outcome::Supplement => self.next_of_supplement(),
            Outcome::Refer => self.next_of_refer(),
            Outcome::Ineligible => format!(
                "按现在登记的内容不符合入学条件：{}。登记有误的，请带原件到报名的地方更正（怎样更正见下面）；\
                 没有错、仍有异议的，可以在那里申请复核。",
                self.says(Severity::Ineligible).join("；")
            ),
        }
    }

    fn next_of_supplement(&self) -> String {
        let by = self.deadline();
        let Some(first) = self.remedies.smallest.first() else {
            let says = self.says(Severity::Supplement);
            return format!("还不能判定：{}。请{by}到报名的地方补齐。", says.join("；"));
        };
        let ways = self.remedies.smallest.len() + self.remedies.more;
        let several = if ways > 1 {
            format!("（有 {ways} 种补法，任选一种，这是其中一种，其余见下面）")
        } else {
            String::new()
        };
        let asked: Vec<String> = first.changes.iter().map(|one| self.ask(one)).collect();
        format!(
            "还缺 {} 项，请{by}一次补齐{several}：{}。补齐以后，{}。",
            asked.len(),
            asked.join("；"),
            self.then(&first.then)
        )
    }

    fn next_of_refer(&self) -> String {
        let missing = self.cures(Severity::Supplement);
        let also = if missing.is_empty() {
            "现在不用再交材料，请等候通知".to_owned()
        } else {
            let by = self.deadline();
            format!("同时还缺材料，请{by}先补上：{}", missing.join("；"))
        };
        format!(
            "这种情况要由工作人员核定：{}。核定由两人办理并写明理由；{also}。",
            self.says(Severity::Refer).join("；")
        )
    }

    /// `在5月31日前`, while that day is ahead.
    fn deadline(&self) -> String {
        let last = self.pack.event(COLLECTION).and_then(|event| event.to);
        match last.filter(|last| self.today <= *last) {
            Some(last) => format!("在{}前", last.format("%-m月%-d日")),
            None => "尽快".to_owned(),
        }
    }

    fn says(&self, severity: Severity) -> Vec<&str> {
        self.reasons(severity)
            .map(|one| one.says.trim_end_matches('。'))
            .collect()
    }

    fn cures(&self, severity: Severity) -> Vec<&str> {
        self.reasons(severity)
            .map(|one| one.cure.trim_end_matches('。'))
            .collect()
    }

    fn reasons(&self, severity: Severity) -> impl Iterator<Item = &ruxue_rules::Reason<'_>> {
        let all = self.verdict.reasons.iter();
        all.filter(move |one| one.severity == severity)
    }

    pub fn category(&self) -> String {
        let own = self
            .verdict
            .category
            .and_then(|code| self.pack.category(code));
        match own {
            Some(own) => format!(
                "{} {}（{}）",
                own.code,
                own.title,
                clause(self.pack, &own.clause)
            ),
            None => "还不能确定：缺少用来分类的基本信息".to_owned(),
        }
    }

    /// The route and what it means for the family; empty where no route was looked for.
    pub fn route(&self) -> String {
        match self.verdict.route {
            Some(route) => format!("{}：{}", self.route_name(route), self.meaning(route)),
            None if self.verdict.route_facts.is_empty() => String::new(),
            None => "条件都满足，去向要等工作人员核定".to_owned(),
        }
    }

    fn route_name(&self, route: Route) -> &str {
        words::route(self.pack, route)
    }

    fn meaning(&self, route: Route) -> String {
        let schools = match self.schools[..] {
            [] => String::new(),
            _ => format!("（{}）", self.schools.join("、")),
        };
        match route {
            Route::Special => "在派位之前就近安排学校".to_owned(),
            Route::Direct => "直接升入现在就读的九年一贯制学校".to_owned(),
            Route::Single => {
                format!("按住址登记到对应的一所学校{schools}；报名人数超过招生计划时派位")
            }
            Route::Multi if self.case.level() == Some(ruxue_rules::Level::Primary) => {
                format!("在住址对应的几所学校{schools}里填志愿，由派位决定")
            }
            Route::Multi => "在服务片的几所学校里填志愿，由派位决定".to_owned(),
            Route::Pool => "在所在片区各校剩下的学位里随机派位".to_owned(),
        }
    }

    pub fn notes(&self) -> Vec<String> {
        let notes = self.verdict.notes.iter();
        notes
            .map(|note| format!("{}（{}）", note.says, clause(self.pack, note.clause)))
            .collect()
    }

    fn notes_short(&self) -> String {
        let says: Vec<&str> = self.verdict.notes.iter().map(|note| note.says).collect();
        says.join("；")
    }

    /// What would change it.
    pub fn remedies(&self) -> Vec<String> {
        if !matches!(
            self.verdict.outcome,
            Outcome::Supplement | Outcome::Ineligible
        ) {
            return Vec::new();
        }
        if self.remedies.is_empty() {
            return vec!["只补齐或更正登记的内容，不能改变这个结论。".to_owned()];
        }
        let mut lines: Vec<String> = Vec::new();
        let several = self.remedies.smallest.len() > 1;
        for (at, remedy) in self.remedies.smallest.iter().enumerate() {
            let number = if several {
                format!("办法{}：", at + 1)
            } else {
                String::new()
            };
            lines.push(format!("{number}{}", self.remedy(remedy)));
        }
        if self.remedies.more > 0 {
            lines.push(format!(
                "同样项数的办法另有 {} 种，没有一一列出。",
                self.remedies.more
            ));
        }
        if let Some(filling) = &self.remedies.filling {
            lines.push(format!("不更正，只补材料：{}", self.remedy(filling)));
        }
        let all = || self.remedies.all().flat_map(|remedy| &remedy.changes);
        if all().any(|change| change.how == How::Correct) {
            lines.push("“更正”只限登记与原件不符的；原件就是这样的，结论不变。".to_owned());
        }
        lines
    }

    fn remedy(&self, remedy: &Remedy) -> String {
        let changes: Vec<String> = remedy.changes.iter().map(|one| self.change(one)).collect();
        format!("{} → {}。", changes.join("；"), self.then(&remedy.then))
    }

    fn change(&self, change: &Change) -> String {
        // Free texts may be long or private; what they are stands among the facts.
        let plain = !matches!(change.fact.kind(), Kind::Text | Kind::Number);
        let now = self.case.get(change.fact).filter(|_| plain);
        let now = now.map_or_else(String::new, |text| format!("，现填 {text}"));
        let asks = format!("{}{now}", change.asks);
        format!("{}{}（{asks}）", change.how.text(), self.whose(change.fact))
    }

    /// One thing asked of the family.
    fn ask(&self, change: &Change) -> String {
        let verb = match change.how {
            How::Correct => "更正",
            How::Fill | How::Renew => "",
        };
        let asks = match &*change.asks {
            "填写" => String::new(),
            asks => format!("（{asks}）"),
        };
        format!("{verb}{}{asks}", self.whose(change.fact))
    }

    /// A fact of a guardian with the guardian's name: a family knows no guardian by number.
    fn whose(&self, fact: Fact) -> String {
        let header = fact.header();
        let of = |number: &str| {
            ["就业", "居住证"]
                .iter()
                .any(|one| header.starts_with(&format!("{one}{number}")))
        };
        let name = if of("一") {
            self.case.get(Fact::Guardian1Name)
        } else if of("二") {
            self.case.get(Fact::Guardian2Name)
        } else {
            None
        };
        match name.filter(|_| self.names == Names::Said) {
            Some(name) => format!("{name}的{header}"),
            None => header.to_owned(),
        }
    }

    fn then(&self, then: &Then) -> String {
        match (then.outcome, then.route) {
            (Outcome::Eligible, Some(route)) => {
                format!("其余不变，就符合条件，去向是{}", self.route_name(route))
            }
            _ => {
                let codes = then.codes.iter();
                let says: Vec<&str> = codes.map(|code| words::reason(self.pack, code)).collect();
                format!("由工作人员核定（{}）", says.join("；"))
            }
        }
    }

    pub fn excluded(&self) -> Vec<String> {
        let line = |one: &ruxue_rules::Excluded<'_>| {
            let facts: Vec<String> = one
                .facts
                .iter()
                .map(|(fact, text)| match text {
                    Some(text) => format!("{}是{text}", fact.header()),
                    None => format!("{}没有填", fact.header()),
                })
                .collect();
            let title = self
                .pack
                .category(one.category)
                .map_or("", |own| &own.title);
            format!("{} {title}：{}", one.category, facts.join("，"))
        };
        self.verdict.excluded.iter().map(line).collect()
    }

    pub fn switches(&self) -> Vec<String> {
        let category = self.verdict.category.unwrap_or_default();
        let all = self.pack.switches().of_category(category);
        all.map(|one| {
            let value = one.value_in_words(&one.value);
            format!(
                "{}：{value}（{}，{}；{}）",
                one.says,
                one.name,
                clause(self.pack, &one.clause),
                self.policy.who_set_short(&one.name)
            )
        })
        .collect()
    }
}
