//! C8 to C13: what came of it, and what was published and filed.

use super::{Count, check};
use crate::issue::figures::{Figures, level};
use ruxue_papers::Check;
use ruxue_rules::{Level, Ownership};
use std::collections::BTreeMap;

pub(super) fn plans(figures: &Figures) -> Check {
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

pub(super) fn everyone(figures: &Figures) -> Check {
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

pub(super) fn private(figures: &Figures) -> Check {
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

pub(super) fn published(figures: &Figures) -> Check {
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

pub(super) fn filed(figures: &Figures) -> Check {
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

pub(super) fn chain(figures: &Figures) -> Check {
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
