//! C1 to C7 and C14: how admission was conducted.

use super::{Count, check};
use crate::issue::figures::{Figures, day, level};
use chrono::NaiveDate;
use ruxue_papers::Check;
use ruxue_rules::{Fact, Level, Ownership, Pack, SchoolKind};

pub(super) fn columns(figures: &Figures, rule: &str, clause: &str, words: &[&str]) -> Check {
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

pub(super) fn early(figures: &Figures, pack: &Pack) -> Check {
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

pub(super) fn graduating(figures: &Figures) -> Check {
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

pub(super) fn class_words(figures: &Figures) -> Check {
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

pub(super) fn boarding(figures: &Figures) -> Check {
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

pub(super) fn timetable(figures: &Figures, pack: &Pack) -> Check {
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
