//! Sample case sheets: a plain one, and the worst that the rules can make.

use ruxue_papers::*;

fn fact(header: &str, value: &str, source: &str) -> CaseFact {
    CaseFact {
        header: header.to_owned(),
        value: (!value.is_empty()).then(|| value.to_owned()),
        source: source.to_owned(),
    }
}

fn section(title: &'static str, lines: &[&str]) -> CaseSection {
    CaseSection {
        title,
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        facts: Vec::new(),
    }
}

/// A child that lacks a paper.
pub fn case_sample(name: &str) -> CaseSheet {
    let condition = |mark, says: &str, facts, threshold: &str, cure: &str| CaseCondition {
        mark,
        says: says.to_owned(),
        clause: "三(一)1(3)".to_owned(),
        facts,
        threshold: threshold.to_owned(),
        cure: cure.to_owned(),
    };
    let lease = "房屋租赁合同";
    CaseSheet {
        receipt: "H21000048".to_owned(),
        name: name.to_owned(),
        about: "小学　受理编号 H21000048　出生日期 2015-06-21".to_owned(),
        verdict: "◐ 待补正".to_owned(),
        next:
            "还缺 1 项，请在5月31日前一次补齐：全家户口簿（有）。补齐以后，其余不变，就符合条件。"
                .to_owned(),
        before: vec![
            section(
                "怎样会改变这个结论",
                &["补齐全家户口簿（有） → 符合条件，去向是统筹派位。"],
            ),
            CaseSection {
                facts: vec![
                    fact("户籍类别", "本市外区", "全家户口簿"),
                    fact("照顾类别", "", "报名表"),
                ],
                ..section("按哪一类看", &["P3 本市外区户籍无房家庭"])
            },
        ],
        conditions: vec![
            condition(
                CaseMark::Met,
                "连续租住满三年",
                vec![fact("租赁起", "2016-01-13", lease)],
                "不晚于 2018-05-01",
                "",
            ),
            condition(
                CaseMark::Unknown,
                "有全家户口簿",
                vec![fact("全家户口簿", "", "全家户口簿")],
                "有",
                "请提交全家户口簿",
            ),
            condition(
                CaseMark::NotMet,
                "单独承租",
                vec![
                    fact("单独承租", "否", lease),
                    fact("居住地址", "朝阳区双井街道", "报名表，clerk 2021-05-20"),
                ],
                "是",
                "请提交整套承租的合同更正",
            ),
            condition(
                CaseMark::Person,
                "外省市户籍，学籍在本市外区",
                vec![],
                "",
                "由复核人员核定",
            ),
        ],
        after: vec![
            section("为什么不按其他类别", &["P1 朝阳区户籍：户籍类别是本市外区"]),
            section("本年没有的", &[]),
            section(
                "依据",
                &[
                    "朝阳区2021年义务教育入学规则（chaoyang-2021），朝政办发〔2021〕4号。政策包摘要 4862f447f2c7f272fa2f4aaf89dadb3b1ac09105bd5864f8d1a0c9452bb0a226",
                ],
            ),
        ],
    }
}

/// Every text as long as intake takes it, every condition there is and twice as many reasons.
pub fn case_worst() -> CaseSheet {
    let long: String = "䶮𬎆𫖯北京市朝阳区双井街道广和里中街十八号院"
        .chars()
        .cycle()
        .take(200)
        .collect();
    let mut sheet = case_sample(&super::LONG_NAME.repeat(2));
    let kept = sheet.conditions.clone();
    for _ in 0..3 {
        for one in &kept {
            let mut one = one.clone();
            one.facts = (0..3)
                .map(|_| fact("居住地址", &long, "房屋所有权证或不动产权证书"))
                .collect();
            one.cure = "由复核人员核定；父母或监护人占有份额的，提交载明份额的产权证".to_owned();
            sheet.conditions.push(one);
        }
    }
    sheet.before.push(section(
        "理由",
        &["不符合：父母或监护人没有一方在朝阳区合法稳定就业满三年（三(一)1(3)，JOB_TOO_SHORT）";
            10],
    ));
    sheet.before[0].lines = vec!["办法：补齐就业二方式（受雇 或 个体工商户 或 法定代表人 或 股东合伙人）；补齐就业二区县（朝阳区）；补齐就业二合同起（不晚于 2018-05-01）→ 由工作人员核定。".to_owned(); 8];
    sheet
}
