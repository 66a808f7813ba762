use super::*;
use crate::intake::template::Template;
use proptest::prelude::*;

fn text(shape: Shape, text: &str) -> Result<String, Fault> {
    cell(shape, CellKind::Text, text)
}

fn cell(shape: Shape, kind: CellKind, text: &str) -> Result<String, Fault> {
    let mut out = String::from("|");
    normalise(shape, Cell { kind, text }, &mut out).map(|()| out.split_off(1))
}

fn ok(shape: Shape, cases: &[(&str, &str)]) {
    for (given, expected) in cases {
        assert_eq!(
            text(shape, given).as_deref(),
            Ok(*expected),
            "{shape:?} {given:?}"
        );
    }
}

fn bad(shape: Shape, fault: &Fault, cases: &[&str]) {
    for given in cases {
        assert_eq!(
            text(shape, given).as_ref(),
            Err(fault),
            "{shape:?} {given:?}"
        );
    }
}

#[test]
fn days_in_every_form() {
    for given in [
        "2015-08-31",
        "2015/8/31",
        "2015/08/31",
        "20150831",
        "2015年8月31日",
        "2015年08月31日",
        " ２０１５－０８－３１ ",
        "2015.8.31",
        "2015-8-31 00:00:00",
        "2015年8月31",
    ] {
        assert_eq!(
            text(Shape::Date, given).as_deref(),
            Ok("2015-08-31"),
            "{given}"
        );
    }
    ok(
        Shape::Date,
        &[("2016-02-29", "2016-02-29"), ("", ""), ("  ", "")],
    );
    assert_eq!(
        cell(Shape::Date, CellKind::Day, "2015-08-31").as_deref(),
        Ok("2015-08-31")
    );
    assert_eq!(
        cell(Shape::Date, CellKind::Number, "20150831").as_deref(),
        Ok("2015-08-31")
    );
}

#[test]
fn a_day_with_a_time() {
    let when = "2021-08-28 09:00";
    assert_eq!(
        cell(Shape::Date, CellKind::Day, when).as_deref(),
        Ok("2021-08-28")
    );
    assert_eq!(cell(Shape::Text, CellKind::Day, when).as_deref(), Ok(when));
}

#[test]
fn days_that_are_none() {
    bad(
        Shape::Date,
        &Fault::NoSuchDay,
        &[
            "2015-02-29",
            "2015-13-01",
            "2015/4/31",
            "20150230",
            "2015年0月1日",
            "1899-12-31",
            "0000-00-00",
        ],
    );
    bad(
        Shape::Date,
        &Fault::DateForm,
        &[
            "2015-08",
            "15-08-31",
            "8/31/2015",
            "去年",
            "2015-08-31 12:00",
            "2015--08",
            "201508311",
            "长期",
        ],
    );
    assert_eq!(
        cell(Shape::Date, CellKind::Number, "42247"),
        Err(Fault::ExcelSerial)
    );
    assert_eq!(
        cell(Shape::Date, CellKind::Broken, "#N/A"),
        Err(Fault::Broken)
    );
}

#[test]
fn months_become_ascending_ranges() {
    ok(
        Shape::Months,
        &[
            ("2020-11..2021-03", "2020-11..2021-03"),
            (
                "2020-11,2020-12,2021-01,2021-02,2021-03",
                "2020-11..2021-03",
            ),
            ("2021-03,2020-11..2021-01", "2020-11..2021-01,2021-03"),
            ("2020年11月至2021年3月", "2020-11..2021-03"),
            ("202011-202103", "2020-11..2021-03"),
            ("2020-11、2021-01，2021-02", "2020-11,2021-01..2021-02"),
            ("2020/11", "2020-11"),
            ("2021-02,2021-02", "2021-02"),
        ],
    );
    assert_eq!(
        cell(Shape::Months, CellKind::Day, "2020-11-01").as_deref(),
        Ok("2020-11")
    );
    // A workbook may call anything a day (`t="d"`).
    for given in ["2020-13-01", "2147483-01", "一二三-01", "2020-11-02"] {
        let read = cell(Shape::Months, CellKind::Day, given);
        assert!(
            matches!(read, Err(Fault::MonthsForm(_))),
            "{given}: {read:?}"
        );
    }
    for given in [
        "2020-13",
        "2021-03..2020-11",
        "5个月",
        "2020",
        "2020-11..",
        "1900-01..2199-12",
    ] {
        assert!(
            matches!(text(Shape::Months, given), Err(Fault::MonthsForm(_))),
            "{given}"
        );
    }
}

#[test]
fn names_keep_their_characters() {
    ok(
        Shape::Name,
        &[
            ("张三", "张三"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉‧买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉∙买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉⋅买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
            ("王　芳", "王芳"),
            ("𬎆𫖯 㼆", "𬎆𫖯㼆"),
            ("John  A. Smith", "John A. Smith"),
            ("ＪＯＨＮ", "ＪＯＨＮ"),
            ("张Ａ三", "张Ａ三"),
        ],
    );
    assert_eq!(text(Shape::Name, &"字".repeat(60)), Ok("字".repeat(60)));
    assert_eq!(text(Shape::Name, &"字".repeat(61)), Err(Fault::TooLong(60)));
    assert_eq!(text(Shape::Name, "张\u{FFFD}"), Err(Fault::CharacterLost));
    assert_eq!(text(Shape::Name, "张\u{7}三"), Err(Fault::Control));
}

#[test]
fn numbers_and_codes_are_folded() {
    ok(
        Shape::Number,
        &[
            ("１３９００００００００", "13900000000"),
            ("010-６５０９", "010-6509"),
        ],
    );
    ok(
        Shape::Receipt,
        &[("h21000001", "H21000001"), ("Ｈ２１ 000001", "H21000001")],
    );
    bad(
        Shape::Receipt,
        &Fault::ReceiptForm,
        &["H21-1", "报名1", "H21000000000000000001"],
    );
    ok(Shape::Code, &[("ｐ００１", "P001"), ("P-01", "P-01")]);
    ok(
        Shape::Codes,
        &[("P001，P002 p003、P001", "P001、P002、P003")],
    );
    ok(
        Shape::SchoolOrName,
        &[
            ("n00", "N00"),
            ("外地某小学", "外地某小学"),
            // A code with a line break inside is what it is with a blank inside.
            ("N\n00", "N00"),
            ("外地\n某小学", "外地 某小学"),
        ],
    );
    ok(
        Shape::Amount,
        &[("160", "160"), ("０40", "40"), ("12.0", "12")],
    );
    bad(
        Shape::Amount,
        &Fault::Amount,
        &["-1", "1.5", "约100", "12345678"],
    );
    ok(Shape::Year, &[("2019", "2019"), ("２０１９年", "2019")]);
    assert_eq!(
        cell(Shape::Number, CellKind::Number, "13900000000").as_deref(),
        Ok("13900000000")
    );
    assert_eq!(
        cell(Shape::Number, CellKind::Number, "1234567890123456"),
        Err(Fault::DigitsLost)
    );
    for lost in ["1.39E+10", "１.39E+10"] {
        assert_eq!(text(Shape::Number, lost), Err(Fault::DigitsLost));
    }
}

#[test]
fn identity_numbers_are_text_only() {
    ok(
        Shape::Identity,
        &[
            ("11010820090123433x", "11010820090123433X"),
            ("110105 20150607 0414", "110105201506070414"),
            ("１１０１０５２０１５０６０７０４１４", "110105201506070414"),
            ("ea1234567", "EA1234567"),
        ],
    );
    for given in ["110105201506070000", "12345678"] {
        assert_eq!(
            cell(Shape::Identity, CellKind::Number, given),
            Err(Fault::NumberAsIdentity)
        );
    }
    assert_eq!(
        text(Shape::Identity, "1.10105E+17"),
        Err(Fault::NumberAsIdentity)
    );
    for lost in ["１.10105E+17", "1.10105E +17"] {
        let read = text(Shape::Identity, lost);
        assert_eq!(read, Err(Fault::NumberAsIdentity), "{lost}");
    }
    assert_eq!(
        text(Shape::Identities, "A1、1.10105E+17"),
        Err(Fault::NumberAsIdentity)
    );
}

#[test]
fn check_digits() {
    for number in [
        "810000199408230021",
        "830000199201300022",
        "11010820090123433X",
    ] {
        assert!(check_digit_holds(number), "{number}");
    }
    assert!(!check_digit_holds("110108200901234331"));
    assert!(!check_digit_holds("11010820090123433"));
    assert_eq!(embedded_sex("810000199408230021"), Some("女"));
    assert_eq!(
        embedded_birth("810000199408230021")
            .map(|day| day.to_string())
            .as_deref(),
        Some("1994-08-23")
    );
    assert_eq!(embedded_birth("810000199413230021"), None);
}

#[test]
fn closed_lists() {
    let columns = Template::Applicants.columns();
    let care = columns
        .iter()
        .find(|column| column.header == "照顾类别")
        .map(|column| column.shape);
    let care = care.unwrap_or(Shape::Text);
    ok(
        care,
        &[
            ("现役军人子女，残疾", "残疾、现役军人子女"),
            ("残疾;残疾", "残疾"),
        ],
    );
    assert_eq!(
        text(care, "残疾、其他"),
        Err(Fault::PartNotListed("其他".to_owned()))
    );
    ok(Shape::Yes, &[("有", "是"), ("无", "否"), ("是", "是")]);
    ok(Shape::Have, &[("是", "有"), ("否", "无")]);
    bad(Shape::Yes, &Fault::NotListed, &["对", "Y", "1"]);
    ok(Shape::OneOf(&["男", "女"]), &[(" 男 ", "男")]);
    bad(
        Shape::OneOf(&["男", "女"]),
        &Fault::NotListed,
        &["男孩", "M"],
    );
    ok(
        Shape::Street,
        &[
            ("双井街道", "双井"),
            ("110105016", "双井"),
            ("０１６", "双井"),
        ],
    );
    bad(Shape::Street, &Fault::Street, &["海淀"]);
    ok(
        Shape::District,
        &[("北京市朝阳区", "朝阳区"), ("长春市朝阳区", "长春市朝阳区")],
    );
    assert_eq!(
        cell(Shape::Place, CellKind::Day, "2021-01-12"),
        Err(Fault::ExcelMadeDate)
    );
    ok(
        Shape::Buildings,
        &[
            ("１－１２", "1-12"),
            ("3、5，7", "3,5,7"),
            ("单", "单"),
            ("，\u{FEFF}双", "双"),
        ],
    );
    ok(
        Shape::Text,
        &[("一\r\n二", "一 二"), ("\u{FEFF}甲\u{3000}", "甲")],
    );
}

fn shapes() -> impl Strategy<Value = Shape> {
    let all: Vec<Shape> = Template::ALL
        .iter()
        .flat_map(|template| template.columns().iter().map(|column| column.shape))
        .collect();
    proptest::sample::select(all)
}

fn cells() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("2020-11".to_owned()),
        Just("..".to_owned()),
        Just("2015年8月31日".to_owned()),
        Just("·".to_owned()),
        Just("•".to_owned()),
        Just(".".to_owned()),
        Just(" ".to_owned()),
        Just("\u{3000}".to_owned()),
        Just("，".to_owned()),
        Just("、".to_owned()),
        Just("-".to_owned()),
        Just("残疾".to_owned()),
        Just("双井街道".to_owned()),
        Just("016".to_owned()),
        Just("\n".to_owned()),
        Just("\u{FEFF}".to_owned()),
        Just("是".to_owned()),
        Just("Ａ１".to_owned()),
        "[0-9]{1,8}",
        "[A-Za-z]{1,3}",
        "[㐀-鿿]{1,3}",
        "\\PC{1,3}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// The normal form of a normal form is itself, and nothing panics on the way.
    #[test]
    fn twice_is_once(shape in shapes(), given in cells()) {
        if let Ok(once) = text(shape, &given) {
            prop_assert_eq!(text(shape, &once), Ok(once.clone()), "{:?} {:?}", shape, given);
        }
    }
}

#[test]
fn a_name_hides_nothing() {
    for hidden in [
        '\u{200B}', '\u{202E}', '\u{2066}', '\u{FEFF}', '\u{AD}', '\u{7}',
    ] {
        let mut out = String::new();
        let name = format!("王{hidden}小明");
        assert_eq!(
            super::names::name(&name, &mut out),
            Err(Fault::Control),
            "{name:?}"
        );
    }
}
