//! 合规报告: the checks C1 to C14, as far as this season's data can answer. What could not be
//! checked says so and is never a pass.

use super::figures::{Figures, day, level};
use super::{IssueError, imprint};
use crate::access::Act;
use crate::ceremony::write_file;
use crate::open::Desk;
use crate::store::{Ask, Mark, StoreError};
use chrono::NaiveDate;
use ruxue_papers::{Check, CheckResult, ComplianceReport, Figure, Fonts, Stopped};
use ruxue_rules::{Fact, Level, Ownership, Pack, SchoolKind};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the compliance report to a PDF; gives what was stopped in it.
///
/// # Errors
/// Where the person may not, or what fonts and disk say.
pub fn compliance(desk: &mut Desk, fonts: &Fonts, out: &Path) -> Result<Vec<Stopped>, IssueError> {
    desk.require(Act::Report)?;
    let figures = Figures::load(desk)?;
    let sheet = report(&figures, desk.pack());
    let failed = sheet
        .checks
        .iter()
        .filter(|check| check.result == CheckResult::Violates)
        .count();
    desk.transact::<_, IssueError>(Ask::to(Act::Report), |_| {
        Ok((
            (),
            Mark::on("report", "compliance").result(format!("{failed} violated")),
        ))
    })?;
    let volume = ruxue_papers::compliance(fonts, &imprint(desk), &sheet)?;
    if let Some(parent) = out.parent() {
        std::fs::create_dir_all(parent).map_err(|e| StoreError::File(parent.to_owned(), e))?;
    }
    write_file(out, &volume.pdf)?;
    Ok(volume.stopped)
}

fn report(figures: &Figures, pack: &Pack) -> ComplianceReport {
    let mut faults = Vec::new();
    if figures.season.register.cases.is_empty() {
        faults.push("还没有报名数据，各项人数为零，结论只说明系统内没有违规记录。".to_owned());
    }
    if figures
        .plan
        .findings
        .iter()
        .any(|finding| finding.code == "CEREMONY_OPEN")
    {
        faults.push("有派位场次尚未结束，录取与未安排人数还会变动。".to_owned());
    }
    ComplianceReport {
        title: String::new(),
        period: format!("{} 年入学季", pack.season()),
        pack: pack.title().to_owned(),
        pack_digest: pack.digest().to_owned(),
        data_faults: faults,
        checks: vec![
            columns(
                figures,
                "C1 不得以考试成绩、竞赛证书、培训竞赛成绩、考级证明作为招生依据",
                "六4",
                &["成绩", "竞赛", "获奖", "考级"],
            ),
            columns(
                figures,
                "C2 不得以面试、测评、接收简历等方式选拔学生",
                "六4",
                &["面试", "测评", "简历"],
            ),
            early(figures, pack),
            graduating(figures),
            class_words(figures),
            boarding(figures),
            timetable(figures, pack),
            plans(figures),
            everyone(figures),
            private(figures),
            published(figures),
            filed(figures),
            chain(figures),
            columns(
                figures,
                "C14 不收集父母职务、收入等与入学无关的信息",
                "教育部2022年招生入学通知",
                &["职务", "收入"],
            ),
        ],
        tables: vec![figures.by_school()],
    }
}

fn check(rule: &str, clause: &str, method: &str) -> Check {
    Check {
        rule: rule.into(),
        clause: clause.into(),
        method: method.into(),
        figures: Vec::new(),
        receipts: Vec::new(),
        result: CheckResult::Conforms,
        remark: String::new(),
    }
}

/// Building a check in one expression.
trait Count {
    fn count(self, label: &str, value: impl ToString) -> Check;
    fn violated_if(self, broken: bool, remark: String) -> Check;
    fn unchecked(self, why: &str) -> Check;
}

impl Count for Check {
    fn count(mut self, label: &str, value: impl ToString) -> Check {
        self.figures.push(Figure {
            label: label.into(),
            value: value.to_string(),
        });
        self
    }

    fn violated_if(mut self, broken: bool, remark: String) -> Check {
        if broken {
            self.result = CheckResult::Violates;
            self.remark = remark;
        }
        self
    }

    fn unchecked(mut self, why: &str) -> Check {
        self.result = CheckResult::NotChecked { why: why.into() };
        self
    }
}

fn columns(figures: &Figures, rule: &str, clause: &str, words: &[&str]) -> Check {
    let method = format!(
        "数据表没有这类字段；导入时表头含「{}」的列整列拒收并记录；扫描导入文件的名称",
        words.join("、")
    );
    let refused = figures.refused_columns(words);
    let named = figures
        .imports
        .iter()
        .filter(|one| words.iter().any(|w| one.file_name.contains(w)));
    let named: Vec<&str> = named.map(|one| one.file_name.as_str()).collect();
    let mut check = check(rule, clause, &method)
        .count("导入次数", figures.imports.len())
        .count("拒收的列", refused.len())
        .violated_if(
            !named.is_empty(),
            format!(
                "导入文件的名称含有违禁内容：{}。请查明来源。",
                named.join("、")
            ),
        );
    if check.remark.is_empty() && !refused.is_empty() {
        check.remark = format!(
            "曾有文件带有这类列，均已拒收，未进入系统：{}。",
            refused.join("、")
        );
    }
    check
}

fn early(figures: &Figures, pack: &Pack) -> Check {
    let check = check(
        "C3 不得以培训班、校园开放日、冬夏令营等形式提前招生",
        "六4",
        "每一条录取的日期不早于信息采集（民办、公办寄宿不早于其报名）的第一天",
    );
    let first = |id: &str| pack.event(id).and_then(|event| event.from);
    let (Some(collection), Some(choices)) =
        (first("collection"), first("private-boarding-choices"))
    else {
        return check.unchecked("政策包的时间表没有信息采集或民办、公办寄宿报名的日期");
    };
    let early: Vec<String> = figures
        .placements()
        .iter()
        .filter(|p| {
            let from = if matches!(p.route.as_str(), "民办" | "公办寄宿") {
                choices
            } else {
                collection
            };
            day(&p.at).is_none_or(|day| day < from)
        })
        .map(|p| p.receipt.clone())
        .collect();
    let broken = !early.is_empty();
    let mut check = check
        .count("录取", figures.placements().len())
        .count("过早的录取", early.len());
    check.receipts = early;
    check.violated_if(broken, "有录取早于规定的日期，请逐一核查。".into())
}

fn graduating(figures: &Figures) -> Check {
    let juniors = figures
        .placements()
        .iter()
        .filter(|p| level(&p.level) == Some(Level::Junior));
    let grade = |receipt: &str| {
        figures.case(receipt).and_then(|case| case.get(Fact::Grade)) == Some("六年级")
    };
    let all = juniors.clone().count();
    let others: Vec<String> = juniors
        .filter(|p| !grade(&p.receipt))
        .map(|p| p.receipt.clone())
        .collect();
    let broken = !others.is_empty();
    let mut check = check(
        "C4 初中不得在小学非毕业年级招生",
        "六4",
        "每一名初中录取学生的年级为六年级",
    )
    .count("初中录取", all)
    .count("非毕业年级", others.len());
    check.receipts = others;
    check.violated_if(
        broken,
        "有初中录取学生的年级不是六年级，请核查学籍。".into(),
    )
}

fn class_words(figures: &Figures) -> Check {
    const WORDS: [&str; 4] = ["实验班", "特色班", "国际部", "国际课程"];
    let schools = figures.schools().iter().map(|school| school.name.as_str());
    let found: Vec<&str> = schools
        .filter(|name| WORDS.iter().any(|word| name.contains(word)))
        .collect();
    check(
        "C5 不得以实验班、特色班、国际部、国际课程班等名义招生",
        "六4",
        "扫描学校表中的学校名称（招生计划、派位名单、通知书都用它）",
    )
    .count("学校", figures.schools().len())
    .count("含有这些名义的", found.len())
    .violated_if(!found.is_empty(), format!("请改正：{}。", found.join("、")))
}

fn boarding(figures: &Figures) -> Check {
    let boarders: Vec<_> = figures
        .placements()
        .iter()
        .filter(|p| p.route == "公办寄宿")
        .collect();
    let is_boarding = |code: &str, text: &str| {
        let mut rows = figures.schools().iter();
        let row = rows.find(|school| school.code == code && school.level.text() == text);
        row.is_some_and(|s| s.kind == SchoolKind::Boarding && s.ownership == Ownership::Public)
    };
    let outside: Vec<String> = boarders
        .iter()
        .filter(|p| !is_boarding(&p.school, &p.level))
        .map(|p| p.receipt.clone())
        .collect();
    let broken = !outside.is_empty();
    let mut check = check(
        "C6 不得以寄宿招生方式招收非寄宿学生",
        "六4",
        "以公办寄宿途径录取的学生都在学校表中的公办寄宿学校",
    )
    .count("公办寄宿录取", boarders.len())
    .count("不在寄宿学校的", outside.len());
    check.receipts = outside;
    check.violated_if(
        broken,
        "有以寄宿途径录取到非寄宿学校的学生，请核查。".into(),
    )
}

fn timetable(figures: &Figures, pack: &Pack) -> Check {
    let mut acts: Vec<(&str, String, Option<NaiveDate>)> = Vec::new();
    for row in figures.ceremonies.iter().filter(|row| row.mode == "FORMAL") {
        let event = match (row.level.as_str(), row.kinds.as_str()) {
            (_, kinds) if kinds.contains("city") => "city-draw",
            ("小学", kinds) if kinds.contains("zone") || kinds.contains("supplement") => {
                "zone-draw-primary"
            }
            ("小学", _) => "first-draw-primary",
            _ => "first-draw-junior",
        };
        if let Some(at) = &row.closed_at {
            acts.push((event, format!("场次 {}", row.number), day(at)));
        }
    }
    for paper in figures
        .notices
        .iter()
        .filter(|paper| paper.state == "printed")
    {
        acts.push((
            "notices",
            format!("通知书 {}", paper.number),
            day(&paper.at),
        ));
    }
    let outside = |(event, _, day): &&(&str, String, Option<NaiveDate>)| {
        let event = pack.event(event);
        !event.zip(*day).is_some_and(|(event, day)| event.holds(day))
    };
    let late: Vec<&str> = acts
        .iter()
        .filter(outside)
        .map(|(_, what, _)| what.as_str())
        .collect();
    let shown = late.iter().take(10).copied().collect::<Vec<_>>().join("、");
    check(
        "C7 严格执行统一的时间表",
        "附件",
        "每一场正式派位的结束、每一份通知书的制作，都在政策包时间表的日期之内",
    )
    .count("核对的事项", acts.len())
    .count("日期之外", late.len())
    .violated_if(
        !late.is_empty(),
        format!(
            "不在规定日期之内：{shown}{}。",
            if late.len() > 10 { " 等" } else { "" }
        ),
    )
}

fn plans(figures: &Figures) -> Check {
    let drawn = figures
        .placements()
        .iter()
        .filter(|p| p.how != "direct")
        .count();
    let without = figures
        .placements()
        .iter()
        .filter(|p| p.how == "placed" || p.how == "drawn")
        .filter(|p| p.ceremony.is_none() && level(&p.level) == Some(Level::Primary))
        .count();
    let over = figures.over_plan();
    let named: Vec<String> = over
        .iter()
        .map(|(school, n)| {
            format!(
                "{} {}（{}）超 {n} 人",
                school.code,
                school.name,
                school.level.text()
            )
        })
        .collect();
    let mut check = check(
        "C8 报名不超过计划的直接录取，超过的派位；不得超计划招生",
        "四(一)5",
        "逐校核对计划、直接录取与派位录取；派位录取都有场次编号",
    )
    .count("派位录取", drawn)
    .count("没有场次编号的派位录取", without)
    .count("超计划的学校", over.len())
    .violated_if(without > 0, "有派位录取没有场次编号，请核查。".into());
    if !named.is_empty() {
        check.remark = format!(
            "{}超计划的学校（对口直升全部接收，或多胞胎整体录取）须报备：{}。",
            check.remark,
            named.join("；")
        );
    }
    check
}

fn everyone(figures: &Figures) -> Check {
    let eligible = figures.season.routes.iter().flatten().count();
    let mut by_why: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &figures.plan.unplaced {
        *by_why.entry(one.why.text()).or_default() += 1;
    }
    let mut check = check(
        "C9 每一名符合条件的孩子都有学校，或写明未安排的原因",
        "四(一)5",
        "符合条件的孩子逐一核对录取与未安排清单",
    )
    .count("符合条件", eligible)
    .count("已录取", figures.placements().len())
    .count("未安排", figures.plan.unplaced.len());
    for (why, count) in &by_why {
        check = check.count(why, count);
    }
    check.receipts = figures
        .plan
        .unplaced
        .iter()
        .map(|one| one.receipt.clone())
        .collect();
    if !check.receipts.is_empty() {
        check.remark = "未安排的孩子都写明了原因；请在开学前全部落实，做好控辍保学。".into();
    }
    let lost = eligible > figures.placements().len() + figures.plan.unplaced.len();
    check.violated_if(lost, "有符合条件的孩子既未录取也未写明原因。".into())
}

fn private(figures: &Figures) -> Check {
    let schools: Vec<_> = figures
        .schools()
        .iter()
        .filter(|school| school.ownership == Ownership::Private)
        .collect();
    let check = check(
        "C10 民办学校同步招生，简章、广告备案，收费公示",
        "六3",
        "学校表的简章备案号、收费标准，与备案和公开登记",
    )
    .count("民办学校", schools.len());
    if schools.is_empty() {
        return check.unchecked("学校表中没有民办学校");
    }
    let bare = |matter: &str, own: &dyn Fn(&ruxue_rules::School) -> bool| {
        let filed = |code: &str| {
            figures
                .filings
                .iter()
                .any(|f| f.matter == matter && [code, "全区"].contains(&&*f.school))
        };
        schools
            .iter()
            .filter(|school| !own(school) && !filed(&school.code))
            .count()
    };
    let prospectus = bare("简章备案", &|school| {
        !school.prospectus_number.is_empty()
    });
    let fee = bare("收费公示", &|school| !school.fee.is_empty());
    let advert = bare("广告备案", &|_| false);
    let check = check
        .count("没有简章备案号", prospectus)
        .count("没有收费公示", fee)
        .count("没有广告备案", advert);
    if figures.filings.is_empty() {
        return check.unchecked("没有导入备案与公开登记，广告备案与收费公示无从核对");
    }
    let broken = prospectus + fee + advert > 0;
    check.violated_if(broken, "请这些民办学校补齐备案与公示。".into())
}

fn published(figures: &Figures) -> Check {
    const MATTERS: [&str; 6] = [
        "学校性质公开",
        "办学规模公开",
        "经费来源公开",
        "服务片公开",
        "招生计划公开",
        "接收结果公开",
    ];
    let check = check(
        "C11 及时公布学校性质、办学规模、经费来源、服务片区、招生计划及接收学生的结果",
        "六3",
        "备案与公开登记中六项各有记录",
    );
    if figures.filings.is_empty() {
        return check.unchecked("没有导入备案与公开登记");
    }
    let missing: Vec<&str> = MATTERS
        .into_iter()
        .filter(|matter| {
            !figures
                .filings
                .iter()
                .any(|filing| filing.matter == *matter)
        })
        .collect();
    check
        .count("已登记", MATTERS.len() - missing.len())
        .violated_if(
            !missing.is_empty(),
            format!("尚未登记公开：{}。", missing.join("、")),
        )
}

fn filed(figures: &Figures) -> Check {
    let check = check(
        "C12 招生计划报市教委备案",
        "六1",
        "备案与公开登记中有招生计划备案的文号",
    );
    if figures.filings.is_empty() {
        return check.unchecked("没有导入备案与公开登记");
    }
    let count = figures
        .filings
        .iter()
        .filter(|filing| filing.matter == "招生计划备案" && !filing.number.is_empty())
        .count();
    check
        .count("备案", count)
        .violated_if(count == 0, "没有招生计划备案的文号，请补登。".into())
}

fn chain(figures: &Figures) -> Check {
    let broken: Vec<String> = figures
        .placements()
        .iter()
        .filter(|p| {
            let known = figures.case(&p.receipt).is_some();
            let eligible = figures.season.route(&p.receipt).is_some();
            let drawn = p.ceremony.as_ref().is_none_or(|number| {
                let mut rows = figures.ceremonies.iter();
                let row = rows.find(|row| row.number == *number);
                row.is_some_and(|row| row.state == "completed" && row.mode == "FORMAL")
                    && figures.seated.get(number).is_some_and(|seated| *seated > 0)
            });
            !(known && eligible && drawn && !p.why.is_empty())
        })
        .map(|p| p.receipt.clone())
        .collect();
    let printed = figures
        .notices
        .iter()
        .filter(|paper| paper.state == "printed")
        .count();
    let any = !broken.is_empty();
    let mut check = check(
        "C13 每一个孩子的入学途径和方式全程记录",
        "四(二)1",
        "每一名录取学生都有报名、判定、录取依据，派位录取的都在已完成的正式场次中",
    )
    .count("录取", figures.placements().len())
    .count("记录不完整", broken.len())
    .count("已制作通知书", printed)
    .count("停印", figures.stopped);
    check.receipts = broken;
    check.violated_if(
        any,
        "有录取学生的记录不完整（可能在录取后改动过报名数据），请核查。".into(),
    )
}
