//! What changes from one pack to another.

use ruxue_rules::Pack;
use ruxue_rules::pack::diff::{Change, Kind, diff};

use crate::district;

/// The bundled pack of 2021 with one text in one file replaced.
pub fn altered(file: &str, from: &str, to: &str) -> Pack {
    let mut files = district::files();
    let found = files.iter_mut().find(|(name, _)| name == file);
    let (_, bytes) = found.expect("the file");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(text.contains(from), "{file} holds no {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
    Pack::load(&files).unwrap_or_else(|errors| panic!("{file}: {from}: {errors:#?}"))
}

fn line_of(pack: &Pack, file: &str, text: &str) -> usize {
    let (_, bytes) = pack
        .files()
        .iter()
        .find(|(name, _)| **name == *file)
        .expect("a file");
    let all = std::str::from_utf8(bytes).expect("UTF-8");
    let at = all
        .find(text)
        .unwrap_or_else(|| panic!("{file} holds no {text}"));
    all[..at].matches('\n').count() + 1
}

fn show(changes: &[Change]) -> Vec<String> {
    let show = |change: &Change| {
        format!(
            "{} {} {} [{}]",
            change.kind.text(),
            change.id,
            change.says,
            change.place()
        )
    };
    changes.iter().map(show).collect()
}

/// One change, told so, on these lines.
fn one((file, from, to): (&str, &str, &str), kind: Kind, id: &str, says: &str) {
    let (old, new) = (district::pack(), altered(file, from, to));
    let changes = diff(old, &new);
    let [change] = &changes[..] else {
        panic!("{from}: {:#?}", show(&changes))
    };
    assert_eq!((change.kind, &*change.id, &*change.says), (kind, id, says));
    let lines = [&change.old, &change.new].map(|spot| spot.as_ref().map(|spot| spot.line));
    let at = line_of(old, file, from) + from.len() - from.trim_start_matches('\n').len();
    assert_eq!(change.old.as_ref().map(|spot| &*spot.file), Some(file));
    assert_eq!(lines, [Some(at), Some(at)], "{says}");
    let back = diff(&new, old);
    assert_eq!(back.len(), 1, "{:#?}", show(&back));
}

#[test]
fn the_same_content_has_no_changes_however_it_is_written() {
    assert!(diff(district::pack(), district::pack()).is_empty());
    let words = altered("words.toml", "# 表头里", "# 本年表头里");
    assert!(diff(district::pack(), &words).is_empty());
    let row = "who = { \"户籍类别\" = \"朝阳区\" }";
    let list = altered(
        "categories.toml",
        row,
        "who = [{ \"户籍类别\" = [\"朝阳区\"] }]",
    );
    assert_eq!(show(&diff(district::pack(), &list)), Vec::<String>::new());
}

#[test]
fn each_kind_of_change_is_told_in_words_with_its_lines() {
    one(
        ("pack.toml", "day = 2015-08-31", "day = 2016-08-31"),
        Kind::Date,
        "birth-latest",
        "「年满六周岁的最晚出生日（含当日）」由 2015-08-31 改为 2016-08-31（三(一)1）",
    );
    one(
        ("pack.toml", "day = 2021-05-01", "day = 2021-05-02"),
        Kind::Date,
        "no-home-as-of",
        "「无房家庭租住和就业年限的计算截止日」由 2021-05-01 改为 2021-05-02（三(一)1(3)）；\
         「满三年时，租住和劳动合同最晚的开始日」随之由 2018-05-01 改为 2018-05-02",
    );
    one(
        ("pack.toml", "last = \"2021-03\"", "last = \"2021-04\""),
        Kind::Months,
        "insurance",
        "「务工就业的社保月份」的末月由 2021-03 改为 2021-04（三(二)2）",
    );
    one(
        (
            "pack.toml",
            "years = { \"小学\" = 6, \"初中\" = 3 }",
            "years = { \"小学\" = 5, \"初中\" = 3 }",
        ),
        Kind::Route,
        "seat",
        "学位年限：小学由 6 年 改为 5 年（四(一)1）",
    );
    one(
        (
            "reasons.toml",
            "severity = \"refer\"\nsays = \"出生日期早于",
            "severity = \"supplement\"\nsays = \"出生日期早于",
        ),
        Kind::Reason,
        "AGE_OVER",
        "理由 AGE_OVER（出生日期早于当年学龄段，属于超龄）的轻重由 人工核定 改为 待补正",
    );
    one(
        (
            "conditions.toml",
            "values = [\"住宅\"]",
            "values = [\"住宅\", \"商业\"]",
        ),
        Kind::Condition,
        "title-use",
        "条件「房屋用途是住宅」的可以的值由 住宅 改为 住宅、商业（四(一)4）",
    );
    one(
        (
            "conditions.toml",
            "not_after = \"birth-latest\"",
            "not_after = \"birth-from\"",
        ),
        Kind::Condition,
        "not-too-young",
        "条件「到当年8月底年满六周岁」的期限（不晚于）由 「年满六周岁的最晚出生日（含当日）」 改为 \
         「当年学龄最早的出生日；更早出生的由人核定」（三(一)1）",
    );
    one(
        (
            "categories.toml",
            "who = { \"户籍类别\" = \"朝阳区\" }",
            "who = { \"户籍类别\" = \"朝阳区\", \"居住方式\" = [\"*\", \"\"] }",
        ),
        Kind::Category,
        "P1",
        "类别 P1（朝阳区户籍）的适用于谁由 户籍类别为朝阳区 改为 户籍类别为朝阳区且居住方式：填了或没有填（三(一)1(1)）",
    );
    one(
        (
            "switches.toml",
            "value = \"draw_all\"",
            "value = \"by_registration_date\"",
        ),
        Kind::Switch,
        "single_overflow",
        "开关 single_overflow（单校登记超过招生计划时，谁参加随机派位）由 draw_all 改为 by_registration_date（四(二)1(1)）",
    );
    one(
        (
            "switches.toml",
            "value = { \"民办\" = \"none\", \"公办寄宿\" = \"none\", \"全区自愿\" = \"none\", \"一般公办\" = \"none\", \"单校超额\" = \"care_first\"",
            "value = { \"民办\" = \"none\", \"公办寄宿\" = \"none\", \"全区自愿\" = \"none\", \"一般公办\" = \"none\", \"单校超额\" = \"none\"",
        ),
        Kind::Switch,
        "tiers",
        "开关 tiers（各种派位里照顾类别是否优先）：单校超额 由 care_first 改为 none（三(五)）",
    );
    one(
        ("timetable.toml", "from = 2021-05-10", "from = 2021-05-11"),
        Kind::Timetable,
        "return",
        "时间表「受理回朝阳区升初中的申请」的开始日由 2021-05-10 改为 2021-05-11（附件）",
    );
    one(
        (
            "papers.toml",
            "categories = [\"P3\"]",
            "categories = [\"P3\", \"P5\"]",
        ),
        Kind::Paper,
        "租赁备案凭证",
        "材料「租赁备案凭证」的适用类别由 P3 改为 P3、P5（三(一)1(3)）",
    );
    one(
        ("pack.toml", "season = 2021", "season = 2022"),
        Kind::File,
        "season",
        "年度由 2021 改为 2022",
    );
}

#[test]
fn what_came_and_went_stands_on_one_side_only() {
    let paper = "[[paper]]\nname = \"租赁备案凭证\"\nclause = \"三(一)1(3)\"\ncategories = [\"P3\"]\nfacts = [\"租赁备案编号\"]\n\n";
    let changes = diff(district::pack(), &altered("papers.toml", paper, ""));
    assert_eq!(changes.len(), 1, "{:#?}", show(&changes));
    assert_eq!(
        changes[0].says,
        "不再要求材料「租赁备案凭证」（三(一)1(3)）"
    );
    assert!(changes[0].old.is_some() && changes[0].new.is_none());
    let changes = diff(&altered("papers.toml", paper, ""), district::pack());
    assert_eq!(changes[0].says, "新增材料「租赁备案凭证」（三(一)1(3)）");

    let fewer = altered(
        "categories.toml",
        "\"not-too-young\", \"not-over-age\"",
        "\"not-too-young\"",
    );
    let changes = diff(district::pack(), &fewer);
    assert_eq!(changes.len(), 1, "{:#?}", show(&changes));
    assert_eq!(
        changes[0].says,
        "类别 P1、P2、P3、P4、P5、P9 不再要求：在当年学龄段内，不超龄"
    );

    let fewer = altered("words.toml", "\"考级\", ", "");
    let changes = diff(district::pack(), &fewer);
    assert_eq!(changes[0].says, "删去禁用词「考级」（六4）");
    assert_eq!(changes[0].kind, Kind::Word);

    // A step that moves is one that went and one that came.
    let special = "[[step]]\nlevel = \"小学\"\nclause = \"四(二)1(4)\"\nwhen = { \"照顾类别\" = \"残疾\" }\nroute = \"SPECIAL\"\n\n";
    let changes = diff(district::pack(), &altered("routes.toml", special, ""));
    assert_eq!(
        show(&changes),
        [format!(
            "去向 step-2 去向第 2 步删去：小学，照顾类别为残疾 → SPECIAL（四(二)1(4)） [原 routes.toml:{}]",
            line_of(district::pack(), "routes.toml", special)
        )]
    );
}

/// 2021 to 2022, and back: as many, each with the lines of the other side.
#[test]
fn the_way_back_has_the_same_changes() {
    let (old, new) = (district::pack(), district::pack_of("chaoyang-2022"));
    let (there, back) = (diff(old, &new), diff(&new, old));
    let key = |change: &Change, turned: bool| {
        let (old, new) = (change.old.clone(), change.new.clone());
        let spots = if turned { (new, old) } else { (old, new) };
        (change.kind, change.id.clone(), spots)
    };
    let mut one: Vec<_> = there.iter().map(|change| key(change, false)).collect();
    let mut two: Vec<_> = back.iter().map(|change| key(change, true)).collect();
    one.sort();
    two.sort();
    assert_eq!(one, two);
    assert!(
        there
            .iter()
            .any(|change| change.says.contains("不再要求：在当年学龄段内"))
    );
    for change in &there {
        for spot in [&change.old, &change.new].into_iter().flatten() {
            assert!(spot.line >= 1, "{}", change.says);
        }
    }
}
