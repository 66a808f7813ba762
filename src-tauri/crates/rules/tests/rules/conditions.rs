//! Children of every category, and what breaks them.

use chrono::NaiveDate;
use ruxue_rules::{Case, Fact, Outcome, State, Tables, Verdict, World, judge};

use crate::district;

pub fn on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 6, 1).expect("a day")
}

fn set(case: Case, facts: &[(&str, &str)]) -> Case {
    facts.iter().fold(case, |case, (header, text)| {
        case.with(Fact::from_header(header).expect("a header"), text)
    })
}

/// A child of a category that nothing speaks against.
pub fn base(id: &str) -> Case {
    let home = [
        ("受理编号", "H1"),
        ("姓名", "甲乙"),
        ("出生日期", "2015-01-01"),
        ("全家户口簿", "有"),
        ("监护人一姓名", "甲"),
        ("监护人一关系", "父亲"),
        ("监护人一证件号码", "HOME"),
        ("居住区县", "朝阳区"),
        ("居住街乡", "双井"),
        ("小区", "甲园"),
        ("楼号", "5"),
        ("单元", "1"),
        ("房号", "101"),
    ];
    let owned = [
        ("居住方式", "自有房产"),
        ("产权证类型", "不动产权证书"),
        ("产权证号", "1"),
        ("产权登记日期", "2016-01-01"),
        ("权利人", "甲"),
        ("权利人关系", "父亲"),
        ("房屋用途", "住宅"),
    ];
    let lease = [
        ("居住方式", "租住"),
        ("租赁起", "2018-05-01"),
        ("租赁止", "2021-05-01"),
        ("单独承租", "是"),
        ("租赁备案编号", "BA1"),
    ];
    let work = [
        ("就业一方式", "受雇"),
        ("就业一区县", "朝阳区"),
        ("就业一单位", "公司一"),
        ("就业一合同起", "2018-05-01"),
        ("就业一社保单位", "公司一"),
        ("就业一社保区县", "朝阳区"),
        ("就业一社保月份", "2018-05..2021-04"),
        ("居住证一号码", "JZ1"),
        ("居住证一区县", "朝阳区"),
        ("居住证一有效期至", "2021-06-01"),
    ];
    let school = |at| {
        [
            ("毕业小学", "P1"),
            ("学籍所在地", at),
            ("年级", "六年级"),
            ("回区手续", "已办理"),
        ]
    };
    let level = if id.starts_with('P') {
        "小学"
    } else {
        "初中"
    };
    let case = set(Case::new().with(Fact::Level, level), &home);
    let treated = [
        ("按京籍对待", "工作居住证"),
        ("对待口径", "外区户籍"),
        ("认定文件编号", "RD1"),
    ];
    let hukou = |case: Case, text: &str| case.with(Fact::Hukou, text);
    match id {
        "P1" => hukou(set(case, &owned), "朝阳区"),
        "P2" => hukou(set(case, &owned), "本市外区"),
        "P3" => hukou(set(set(case, &lease), &work), "本市外区"),
        "P4" => hukou(set(set(case, &owned), &treated), "外省市"),
        "P5" => hukou(set(set(case, &lease), &work), "外省市"),
        "J1" => hukou(set(set(case, &owned), &school("朝阳区")), "朝阳区"),
        "J2" => hukou(set(set(case, &owned), &school("外区")), "本市外区"),
        "J3" => hukou(
            set(set(set(case, &lease), &work), &school("朝阳区")),
            "外省市",
        ),
        "J4" => hukou(
            set(set(set(case, &lease), &work), &school("外省市")),
            "外省市",
        ),
        other => panic!("no base {other}"),
    }
}

pub const ELIGIBLE: &[&str] = &["P1", "P2", "P3", "P4", "P5", "J1", "J2", "J3", "J4"];

/// The answer as one line: verdict, category, route, codes, notes.
fn show(verdict: &Verdict<'_>) -> String {
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    let notes: Vec<_> = verdict.notes.iter().map(|note| note.code).collect();
    let route = verdict.route.map_or("-", |route| route.code());
    let (outcome, category) = (verdict.outcome.code(), verdict.category.unwrap_or("-"));
    [outcome, category, route, &codes.join(","), &notes.join(",")]
        .join(" ")
        .trim_end()
        .to_owned()
}

fn check(id: &str, facts: &[(&str, &str)], want: &str) {
    let pack = district::pack();
    let case = set(base(id), facts);
    let world = World::build(
        pack,
        crate::world::tables("小学", 2000),
        std::slice::from_ref(&case),
    );
    assert_eq!(
        show(&judge(pack, &case, &world, on())),
        want,
        "{id} {facts:?}"
    );
}

#[test]
fn every_base_is_eligible() {
    for id in ELIGIBLE {
        let route = match *id {
            "P3" | "P5" => "POOL",
            "J3" | "J4" => "MULTI",
            _ => "SINGLE",
        };
        check(id, &[], &format!("eligible {id} {route}"));
    }
}

#[test]
fn states_of_work_come_first_that_holds() {
    let none = ("就业一方式", "无");
    // Months alone are short: but the employer's district outranks it, and so does an unknown one.
    check(
        "P5",
        &[("就业一社保月份", "2021-01")],
        "ineligible P5 - SI_MONTHS_MISSING",
    );
    check(
        "P5",
        &[("就业一社保月份", "2021-01"), ("就业一区县", "海淀区")],
        "ineligible P5 - NO_LOCAL_JOB",
    );
    // One district missing: the guardian fails by months, yet not with both districts here.
    check(
        "P5",
        &[("就业一社保月份", "2021-01"), ("就业一社保区县", "")],
        "ineligible P5 - NO_LOCAL_JOB",
    );
    check(
        "P5",
        &[("就业一社保月份", "")],
        "supplement P5 - NO_JOB_PROOF",
    );
    check("P5", &[none], "ineligible P5 - NO_LOCAL_JOB");
    check("P5", &[("就业一方式", "")], "supplement P5 - NO_JOB_PROOF");
    check(
        "P5",
        &[("就业一方式", ""), ("就业一社保区县", "海淀区")],
        "supplement P5 - NO_JOB_PROOF",
    );
    check(
        "P5",
        &[("就业一方式", ""), ("就业一区县", "海淀区")],
        "ineligible P5 - NO_LOCAL_JOB",
    );
    // With the kind empty a short record is no 受雇 guardian's.
    check(
        "P5",
        &[("就业一方式", ""), ("就业一社保月份", "2021-01")],
        "supplement P5 - NO_JOB_PROOF",
    );
    check(
        "P5",
        &[("就业一社保单位", "公司二")],
        "supplement P5 - EMPLOYER_MISMATCH",
    );
    // Mismatch of one stands before unknown of the other.
    check(
        "P5",
        &[
            ("就业一社保单位", "公司二"),
            ("监护人二姓名", "乙"),
            ("监护人二证件号码", "110X"),
        ],
        "supplement P5 - EMPLOYER_MISMATCH",
    );
    // An unnamed guardian's job is not looked at.
    check(
        "P5",
        &[
            none,
            ("就业二方式", "个体工商户"),
            ("就业二区县", "朝阳区"),
            ("就业二执照编号", "9"),
        ],
        "ineligible P5 - NO_LOCAL_JOB",
    );
    check("P3", &[("就业一方式", "")], "supplement P3 - NO_JOB_PROOF");
    check(
        "P3",
        &[("就业一方式", ""), ("就业一社保月份", "2021-01")],
        "ineligible P3 - JOB_TOO_SHORT",
    );
    // 合同起 and 社保月份 only: employer and insurer are not asked of the no-home families.
    check(
        "P3",
        &[("就业一社保区县", "海淀区"), ("就业一单位", "")],
        "eligible P3 POOL",
    );
}

#[test]
fn homes_are_asked_as_each_category_says() {
    check(
        "P1",
        &[("居住方式", "")],
        "supplement P1 - NO_DWELLING_PROOF",
    );
    check(
        "P1",
        &[("居住区县", ""), ("产权证号", "")],
        "supplement P1 - NO_DWELLING_PROOF",
    );
    check(
        "P1",
        &[("居住区县", "海淀区"), ("产权证号", "")],
        "eligible P1 POOL  HOME_NOT_OWNED",
    );
    check(
        "P1",
        &[("房屋用途", "车库")],
        "eligible P1 POOL  HOME_NOT_OWNED",
    );
    check(
        "P2",
        &[("居住区县", ""), ("产权证号", "")],
        "supplement P2 - NO_DWELLING_PROOF,NO_TITLE",
    );
    check(
        "P2",
        &[("居住区县", "海淀区"), ("权利人关系", "本人")],
        "ineligible P2 - NOT_LIVING_HERE,OWNER_NOT_PARENT",
    );
    check(
        "P2",
        &[("居住方式", ""), ("居住区县", "海淀区"), ("产权证号", "")],
        "ineligible P2 - NOT_LIVING_HERE,NO_DWELLING_PROOF",
    );
    check(
        "P2",
        &[("产权证类型", "房屋所有权证"), ("产权登记日期", "")],
        "eligible P2 SINGLE",
    );
    check(
        "P2",
        &[("产权证类型", ""), ("产权登记日期", "")],
        "supplement P2 - NO_TITLE",
    );
    check("P3", &[("居住方式", "其他")], "eligible P3 POOL");
    check(
        "P3",
        &[("居住区县", "")],
        "supplement P3 - NO_DWELLING_PROOF",
    );
    check(
        "P4",
        &[("居住区县", ""), ("产权证号", "")],
        "supplement P4 - NO_DWELLING_PROOF",
    );
    check(
        "P4",
        &[("居住区县", "海淀区"), ("产权证号", "")],
        "ineligible P4 - NOT_LIVING_HERE,NO_TITLE",
    );
    check(
        "P4",
        &[("居住方式", "")],
        "supplement P4 - NO_DWELLING_PROOF",
    );
    check(
        "P4",
        &[("居住方式", "其他"), ("居住区县", "")],
        "refer P4 - TREATED_OTHER_DISTRICT_RENTING",
    );
    check(
        "P4",
        &[("对待口径", "朝阳区户籍"), ("居住方式", "租住")],
        "eligible P4 POOL  HOME_NOT_OWNED",
    );
    check(
        "P4",
        &[("对待口径", ""), ("居住方式", "租住")],
        "supplement P4 - NO_RECOGNITION",
    );
    check("P4", &[("全家户口簿", "")], "eligible P4 SINGLE");
    check("P5", &[("租赁止", "")], "supplement P5 - NO_DWELLING_PROOF");
    check(
        "P5",
        &[("租赁止", "2021-01-01"), ("单独承租", "否")],
        "eligible P5 POOL",
    );
    check(
        "P5",
        &[("居住方式", "其他"), ("租赁起", "")],
        "eligible P5 POOL",
    );
    check(
        "P5",
        &[("房屋用途", "办公")],
        "ineligible P5 - NOT_RESIDENTIAL",
    );
}

#[test]
fn permits_are_asked_of_every_guardian_named() {
    let second = ("监护人二姓名", "乙");
    check("P5", &[second], "supplement P5 - NO_PERMIT");
    check(
        "P5",
        &[second, ("监护人二证件号码", "110105")],
        "eligible P5 POOL",
    );
    check(
        "P5",
        &[
            ("居住证一号码", ""),
            ("居住证一区县", "通州区"),
            ("居住证一有效期至", "2021-01-01"),
        ],
        "ineligible P5 - NO_PERMIT,PERMIT_ELSEWHERE,PERMIT_EXPIRED",
    );
    check(
        "P5",
        &[("监护人一证件号码", "110"), ("居住证一区县", "通州区")],
        "eligible P5 POOL",
    );
    check("P5", &[("居住证二区县", "通州区")], "eligible P5 POOL");
}

#[test]
fn junior_rules() {
    check(
        "J1",
        &[("全家户口簿", ""), ("居住方式", "")],
        "eligible J1 MULTI",
    );
    check("J1", &[("出生日期", "2016-01-01")], "eligible J1 SINGLE");
    check("J2", &[("回区手续", "未办理")], "ineligible J2 - NO_RETURN");
    check(
        "J2",
        &[("回区手续", ""), ("年级", "五年级")],
        "ineligible J2 - NOT_GRADUATING,NO_RETURN_PROOF",
    );
    check(
        "J1",
        &[("户籍类别", "港澳台"), ("按京籍对待", "台胞子女")],
        "supplement J1 - NO_RECOGNITION",
    );
    check(
        "J3",
        &[("学籍所在地", "外区")],
        "refer J9 - ENROLLED_IN_OTHER_DISTRICT",
    );
    check(
        "J3",
        &[
            ("户籍类别", "外国籍"),
            ("学籍所在地", "外区"),
            ("年级", "五年级"),
        ],
        "refer J9 - OTHER_STATUS",
    );
    check("J1", &[("毕业小学", "N1")], "eligible J1 DIRECT");
    check("J1", &[("产权登记日期", "2018-01-01")], "eligible J1 MULTI");
    check(
        "J1",
        &[("产权登记日期", "2018-01-01"), ("毕业小学", "P9")],
        "refer J1 - ZONE_UNKNOWN",
    );
    check("J4", &[("小区", "无园")], "refer J4 - ZONE_UNKNOWN");
    check(
        "J1",
        &[("照顾类别", "烈士子女")],
        "supplement J1 - NO_CARE_PROOF",
    );
    check(
        "J1",
        &[("照顾类别", "烈士子女、残疾"), ("照顾依据编号", "1")],
        "eligible J1 SPECIAL",
    );
}

#[test]
fn a_verdict_explains_itself() {
    let pack = district::pack();
    let case = set(
        base("P2"),
        &[("房屋用途", "车库"), ("产权证号", ""), ("产权登记日期", "")],
    );
    let world = World::build(pack, Tables::default(), std::slice::from_ref(&case));
    let verdict = judge(pack, &case, &world, on());
    assert_eq!(verdict.outcome, Outcome::Ineligible);
    let [no_title, use_] = &verdict.reasons[..] else {
        panic!("{:?}", verdict.reasons)
    };
    assert_eq!(no_title.code, "NOT_RESIDENTIAL");
    assert_eq!(no_title.clause, "朝政办发〔2021〕4号 四(一)4");
    assert_eq!(no_title.facts, [(Fact::HomeUse, Some("车库"))]);
    assert_eq!(no_title.threshold, "住宅");
    assert_eq!(
        (use_.code, use_.clause),
        ("NO_TITLE", "朝政办发〔2021〕4号 三(一)1(2)")
    );
    assert_eq!(
        use_.facts,
        [(Fact::TitleNumber, None), (Fact::TitleDate, None)]
    );
    assert_eq!(use_.cure, "请提交产权证并补齐：产权证号、产权登记日期");
    let state = |id: &str| {
        verdict
            .conditions
            .iter()
            .find(|c| c.id == id)
            .map(|c| c.state)
    };
    assert_eq!(state("not-too-young"), Some(State::Met));
    assert_eq!(state("title-use"), Some(State::NotMet));
    assert_eq!(state("title-papers"), Some(State::Unknown));
    assert_eq!(state("lease-since"), None);
    let p3 = verdict
        .excluded
        .iter()
        .find(|one| one.category == "P3")
        .expect("P3");
    assert_eq!(p3.facts, [(Fact::HomeKind, Some("自有房产"))]);
    let others: Vec<_> = verdict.excluded.iter().map(|one| one.category).collect();
    assert_eq!(others, ["P1", "P3", "P4", "P5", "P9"]);
}
