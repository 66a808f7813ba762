use super::*;
use crate::intake::{Encoding, FileRefused, Format, Gravity};
use ruxue_rules::Fact;

fn refused(template: Template, name: &str, bytes: &[u8]) -> String {
    read(template, Source::bytes(name, bytes.to_vec()))
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn a_workbook_of_another_program() {
    let staged = read(
        Template::Applicants,
        Source::path(&fixture("applicants.xlsx")),
    )
    .unwrap();
    assert_eq!(
        staged.format,
        Format::Workbook {
            sheet: "报名".into()
        }
    );
    assert_eq!(staged.extra_sheets, ["说明"]);
    assert_eq!(staged.unknown_columns, ["备注"]);
    assert_eq!(staged.refused_columns, ["奥数竞赛获奖"]);
    assert_eq!((staged.read, staged.rows.len(), staged.refused), (12, 5, 7));
    let first = staged.rows.get(0).unwrap();
    assert_eq!(first.row, 2);
    assert_eq!(first.get(Fact::Name as usize), "高一");
    assert_eq!(first.get(Fact::Birth as usize), "2015-06-07");
    assert_eq!(first.get(Fact::HomeStreet as usize), "双井");
    assert_eq!(first.get(Fact::HomeBuilding as usize), "3");
    let names: Vec<&str> = staged
        .rows
        .iter()
        .map(|row| row.get(Fact::Name as usize))
        .collect();
    assert_eq!(names, ["高一", "阿卜杜拉·买买提", "𬎆𫖯曦", "校验", "公式"]);
    let told = told(&staged.problems);
    for (row, piece) in [
        ("5 证件号码", "只保留前 15 位"),
        ("6 出生日期", "这一天不存在"),
        ("7 受理编号", "受理编号与第 2 行重复"),
        ("8 证件号码", "证件号码与第 2 行重复"),
        ("9 证件号码", "校验码不符"),
        ("14 楼号", "被 Excel 自动改成了日期"),
        ("15 证件号码", "应为 18 位，现有 16 位"),
        ("16 受理编号", "大写英文字母和数字"),
    ] {
        let found = told
            .iter()
            .any(|told| told.starts_with(row) && told.contains(piece));
        assert!(found, "{row} {piece} not in {told:#?}");
    }
    let check = staged
        .problems
        .iter()
        .find(|problem| problem.row == 9)
        .unwrap();
    assert_eq!(check.gravity, Gravity::Warns);
}

#[test]
fn days_of_the_other_epoch() {
    let staged = read(
        Template::Applicants,
        Source::path(&fixture("epoch-1904.xlsx")),
    )
    .unwrap();
    assert_eq!(
        staged.rows.get(0).unwrap().get(Fact::Birth as usize),
        "2015-06-07"
    );
}

#[test]
fn the_same_rows_from_every_encoding() {
    let text = format!("{HEADERS}\n{}", child("H21000001", "㼆䶮𬎆", &number(1)));
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let bom = format!("\u{FEFF}{text}");
    for (bytes, encoding) in [
        (text.as_bytes(), Encoding::Utf8),
        (bom.as_bytes(), Encoding::Utf8Bom),
        (&*gb, Encoding::Gb18030),
    ] {
        let staged = read(Template::Applicants, Source::bytes("a.csv", bytes.to_vec())).unwrap();
        assert_eq!(staged.format, Format::Table { encoding });
        assert_eq!(
            staged.rows.get(0).unwrap().get(Fact::Name as usize),
            "㼆䶮𬎆"
        );
        assert_eq!(staged.refused, 0, "{:?}", staged.problems);
    }
}

#[test]
fn files_that_are_refused_whole() {
    let table = |text: &str| refused(Template::Applicants, "a.csv", text.as_bytes());
    assert!(table("甲,乙\n1,2\n").contains("没有“报名表”的任何一个表头"));
    assert!(
        table("姓名,性别\n张三,男\n")
            .contains("缺少必需的列：学段、证件类型、证件号码、出生日期、户籍类别、监护人一姓名")
    );
    let twice = format!("{HEADERS},学生姓名\n");
    assert!(table(&twice).contains("第 3 列“姓名”和第 10 列“学生姓名”都是“姓名”"));
    assert!(table("").contains("是空的"));
    assert!(table("\n\n").contains("是空的"));
    let title = format!("\n{HEADERS}\n");
    assert!(table(&title).contains("表头不在第 1 行而在第 2 行"));
    let above = read(
        Template::Applicants,
        Source::path(&fixture("title-above.xlsx")),
    )
    .unwrap_err();
    assert_eq!(above, FileRefused::HeadersBelow(2));
    let missing = read(
        Template::Applicants,
        Source::path(&fixture("无此文件.xlsx")),
    )
    .unwrap_err();
    assert!(missing.to_string().contains("文件不存在"), "{missing}");
}

#[test]
fn the_wrong_kind_of_file() {
    let whole = |bytes: &[u8]| refused(Template::Schools, "a.xlsx", bytes);
    let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec();
    assert!(whole(&compound).contains("旧版 .xls"));
    let mark: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(whole(&[compound, mark].concat()).contains("打开密码"));
    assert!(whole(b"%PDF-1.7").contains("PDF"));
    assert!(whole(b"\xFF\xFE\x53\x5F").contains("UTF-16"));
    assert!(whole(b"<html><table><tr>").contains("网页"));
    assert!(whole(b"PK\x03\x04 cut off").contains("已损坏"));
    assert!(whole(b"a\0b").contains("二进制"));
}

#[test]
fn columns_in_any_order_and_aliases() {
    let text = "成绩单,监护人1姓名,户口类别,出生年月日,身份证号,证件类型*,性别（必填）,儿童姓名,学段,不动产权证书号,父亲职务\n\
                98,样例甲,朝阳区,2015/6/7,".to_owned()
        + &number(1)
        + ",居民身份证,女,样例乙,小学,京（2016）朝阳区不动产权第0000001号,处长\n";
    let staged = csv(&text);
    assert_eq!(staged.refused, 0, "{:?}", staged.problems);
    assert_eq!(staged.refused_columns, ["成绩单", "父亲职务"]);
    let row = staged.rows.get(0).unwrap();
    assert_eq!(row.get(Fact::Name as usize), "样例乙");
    assert_eq!(
        row.get(Fact::TitleNumber as usize),
        "京（2016）朝阳区不动产权第0000001号"
    );
    assert!(
        !format!("{:?}", staged.rows).contains("处长"),
        "a prohibited value is nowhere kept"
    );
}

#[test]
fn needed_cells_by_level_and_paper() {
    let text = format!(
        "{HEADERS}\n,初中,样例,女,居民身份证,{},2015-06-07,朝阳区,样例甲\n\
         ,小学,样例二,女,无,,2015-06-07,朝阳区,样例甲\n\
         ,小学,样例三,女,护照,,2015-06-07,朝阳区,\n",
        number(1)
    );
    let staged = csv(&text);
    assert_eq!(
        told(&staged.problems),
        [
            "2 毕业小学: 初中必须填写“毕业小学”，请补填",
            "2 学籍所在地: 初中必须填写“学籍所在地”，请补填",
            "2 年级: 初中必须填写“年级”，请补填",
            "4 证件号码: “证件号码”不能为空，请补填",
            "4 监护人一姓名: “监护人一姓名”不能为空，请补填",
        ]
    );
    assert_eq!(staged.rows.len(), 1);
}

#[test]
fn a_closed_list_says_what_it_allows() {
    let text = format!(
        "{HEADERS}\n{}",
        child("", "样例", &number(1)).replace("朝阳区", "北京")
    );
    let staged = csv(&text);
    let problem = &staged.problems[0];
    assert_eq!(
        (problem.column, problem.value.as_str()),
        ("户籍类别", "北京")
    );
    assert_eq!(
        problem.message,
        "“户籍类别”只能填写：朝阳区、本市外区、外省市、港澳台、外国籍"
    );
    assert_eq!(staged.preview[0].problems.len(), 1);
    assert_eq!(staged.preview[0].cells[Fact::Hukou as usize], "北京");
}

#[test]
fn cells_that_contradict_the_number_are_warned_of() {
    let wrong = child("", "样例?", &number(1))
        .replace("2015-06-07", "2015-06-08")
        .replace("女", "男");
    let staged = csv(&format!("{HEADERS}\n{wrong}"));
    assert_eq!((staged.rows.len(), staged.refused), (1, 0));
    let columns: Vec<&str> = staged
        .problems
        .iter()
        .map(|problem| problem.column)
        .collect();
    assert_eq!(columns, ["姓名", "性别", "出生日期"]);
    assert!(
        staged
            .problems
            .iter()
            .all(|problem| problem.gravity == Gravity::Warns)
    );
}

#[test]
fn a_shifted_row_is_refused() {
    let shifted = child("", "样例", &number(1)).replace("样例甲", "样例甲,多,出");
    let staged = csv(&format!("{HEADERS}\n{shifted}"));
    assert!(
        told(&staged.problems)[0].contains("比表头多出 2 格"),
        "{:?}",
        staged.problems
    );
    assert_eq!(staged.refused, 1);
}

#[test]
fn reading_can_be_stopped() {
    let text = format!("{HEADERS}\n{}", child("", "样例", &number(1)));
    let stop = &mut |_| std::ops::ControlFlow::Break(());
    let source = Source::bytes("a.csv", text.into());
    let stopped = crate::intake::read_watched(Template::Applicants, source, stop).map(|_| ());
    assert_eq!(stopped, Err(FileRefused::Stopped));
}

#[test]
fn tabs_and_semicolons_part_fields_too() {
    let text = format!("{HEADERS}\n{}", child("", "样例", &number(1)));
    for mark in ["\t", ";"] {
        let staged = csv(&text.replace(',', mark));
        assert_eq!((staged.rows.len(), staged.refused), (1, 0), "{mark:?}");
    }
}

#[test]
fn the_first_fifty_rows_are_shown_whole() {
    let rows: String = (1..=60)
        .map(|serial| child("", "样例", &number(serial)))
        .collect();
    let staged = csv(&format!("{HEADERS}\n{rows}"));
    assert_eq!((staged.preview.len(), staged.rows.len()), (50, 60));
    assert_eq!(staged.preview[49].row, 51);
    assert_eq!(staged.preview[0].cells[Fact::Name as usize], "样例");
    assert_eq!(staged.columns.len(), 9);
}
