//! What a pack is refused for, with file and line.

use ruxue_rules::{Pack, PackError};

use crate::district;

/// Loads the pack with one text in one file replaced; the line of the replaced text.
fn load(file: &str, from: &str, to: &str) -> (Result<Pack, Vec<PackError>>, usize) {
    let mut files = district::files();
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name == file)
        .expect("the file");
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    let at = text
        .find(from)
        .unwrap_or_else(|| panic!("{file} holds no {from}"));
    *bytes = text.replacen(from, to, 1).into_bytes();
    (Pack::load(&files), text[..at].matches('\n').count() + 1)
}

/// The pack is refused at that line, so many lines further, with these words.
fn refused((file, from, to): (&str, &str, &str), further: usize, words: &str) {
    let (loaded, line) = load(file, from, to);
    let errors = loaded.expect_err(words);
    let found = errors.iter().any(|error| {
        error.file == file && error.line == line + further && error.message.contains(words)
    });
    assert!(
        found,
        "want {file}:{} {words}, got {errors:#?}",
        line + further
    );
}

#[test]
fn unknown_names_are_refused() {
    let c = "conditions.toml";
    refused(
        (c, "fact = \"出生日期\"", "fact = \"生日\""),
        0,
        "不认识的事实「生日」",
    );
    refused(
        (c, "not_after = \"birth-latest\"", "not_after = \"birth\""),
        0,
        "没有叫「birth」的日期",
    );
    refused(
        (c, "breach = \"AGE_TOO_YOUNG\"", "breach = \"AGE\""),
        0,
        "没有叫「AGE」的理由",
    );
    refused(
        (c, "missing = \"FACT_MISSING\"", "mising = \"FACT_MISSING\""),
        0,
        "不认识的键 mising",
    );
    refused(
        (c, "test = \"day\"", "test = \"days\""),
        0,
        "不认识的条件种类「days」",
    );
    refused(
        (c, "months = \"no-home\"", "months = \"home\""),
        0,
        "没有叫「home」的月份",
    );
    let k = "categories.toml";
    refused(
        (k, "\"户籍类别\" = \"朝阳区\"", "\"户口\" = \"朝阳区\""),
        0,
        "不认识的事实「户口」",
    );
    refused(
        (k, "\"户籍类别\" = \"朝阳区\"", "\"户籍类别\" = \"朝阳\""),
        0,
        "没有「朝阳」这个值",
    );
    refused(
        (k, "  \"work\",", "  \"working\","),
        0,
        "没有叫「working」的条件",
    );
    refused(
        ("routes.toml", "look = \"contested\"", "look = \"fight\""),
        0,
        "看点「fight」",
    );
    refused(
        ("routes.toml", "route = \"POOL\"", "route = \"POND\""),
        0,
        "没有「POND」这个去向",
    );
    refused(
        (
            "papers.toml",
            "facts = [\"全家户口簿\"",
            "facts = [\"户口簿\"",
        ),
        0,
        "不认识的事实",
    );
    refused(
        ("switches.toml", "\"draw_all\"", "\"draw_none\""),
        0,
        "没有「draw_none」这个取值",
    );
    refused(
        (
            "reasons.toml",
            "severity = \"refer\"",
            "severity = \"maybe\"",
        ),
        0,
        "severity 应写",
    );
    refused(
        ("examples.toml", "base = \"P1\"", "base = \"P7\""),
        0,
        "没有叫「P7」的底样",
    );
}

#[test]
fn a_rule_without_example_is_refused() {
    let (file, row) = (
        "conditions.toml",
        "  { facts = { \"回区手续\" = \"未办理\" }, state = \"not-met\", codes = [\"NO_RETURN\"] },\n",
    );
    let (loaded, _) = load(file, row, "");
    let errors = loaded.expect_err("no example");
    assert!(errors.iter().any(|e| {
        e.message
            .contains("「return-done」缺少一个得出 NO_RETURN 的例子")
    }));
    assert!(
        errors.iter().all(|e| e.file == file && e.line > 1),
        "{errors:?}"
    );

    let eligible = "says = \"外省市户籍，朝阳区学籍\"\nbase = \"J3\"\nverdict = \"eligible\"";
    let (loaded, _) = load(
        "examples.toml",
        eligible,
        &eligible.replace("eligible", "refer"),
    );
    let errors = loaded.expect_err("no example");
    let said = errors.iter().any(|e| {
        e.file == "categories.toml" && e.message.contains("类别「J3」缺少一个判为 eligible 的例子")
    });
    assert!(said, "{errors:?}");
}

#[test]
fn two_categories_that_claim_one_child_are_refused() {
    let who = "{ \"户籍类别\" = \"本市外区\", \"居住方式\" = [\"租住\", \"其他\"] }";
    let wider = who.replace("[\"租住\", \"其他\"]", "[\"租住\", \"其他\", \"\"]");
    let (loaded, line) = load("categories.toml", who, &wider);
    let errors = loaded.expect_err("overlap");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0]
            .message
            .contains("「P2」和「P3」会同时适用于同一个孩子")
    );
    assert!(errors[0].line < line && errors[0].line + 6 > line);
    let stated = format!("{wider}\nbefore = [\"P2\"]");
    let (loaded, _) = load("categories.toml", who, &stated);
    assert!(loaded.is_ok(), "{:?}", loaded.err());
}

#[test]
fn days_out_of_order_are_refused() {
    let p = "pack.toml";
    refused((p, "day = 2014-09-01", "day = 2015-09-01"), 6, "日期倒置");
    refused(
        (p, "first = \"2020-11\"", "first = \"2021-11\""),
        0,
        "月份倒置",
    );
    refused(
        (p, "day = 2017-06-30", "day = \"2017-06-30\""),
        0,
        "应当是一个日期",
    );
    refused(
        (p, "day = 2017-06-30", "day = 2017-06-31"),
        0,
        "不是合格的 TOML",
    );
    refused(
        ("timetable.toml", "to = 2021-05-31", "to = 2021-05-01"),
        0,
        "日期倒置",
    );
}

#[test]
fn missing_parts_are_refused() {
    refused(
        (
            "switches.toml",
            "name = \"multiples\"",
            "name = \"multiple\"",
        ),
        0,
        "不认识的开关",
    );
    refused(
        (
            "switches.toml",
            "\"补录\" = \"none\" }",
            "\"补\" = \"none\" }",
        ),
        0,
        "不认识的派位种类",
    );
    refused(
        ("reasons.toml", "[[reason]]", "[[reason]"),
        0,
        "不是合格的 TOML",
    );
    let mut files = district::files();
    files.retain(|(name, _)| name != "words.toml");
    files.push(("more.toml".into(), Vec::new()));
    let errors = Pack::load(&files).expect_err("missing file");
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "more.toml:1: 规则包里没有这个文件的位置，请移走",
            "words.toml:1: 规则包缺少这个文件"
        ]
    );
}

#[test]
fn an_example_that_disagrees_is_named() {
    let says = "says = \"晚一天出生\"\nbase = \"P1\"\nfacts = { \"出生日期\" = \"2015-09-01\" }";
    let (loaded, _) = load("examples.toml", says, &says.replace("09-01", "08-31"));
    let errors = loaded.expect("it loads").run_examples();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0]
            .message
            .contains("例子「晚一天出生」实际判为 eligible P1 SINGLE")
    );
    let met = "{ facts = { \"年级\" = \"六年级\" }, state = \"met\" }";
    let (loaded, line) = load(
        "conditions.toml",
        met,
        &met.replace("六年级\" }", "五年级\" }"),
    );
    let errors = loaded.expect("it loads").run_examples();
    assert_eq!((errors.len(), errors[0].line), (1, line), "{errors:?}");
}
