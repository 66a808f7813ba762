use super::*;
use crate::intake::{problem_book, problem_path, template_book};
use crate::leaving::Trace;
use calamine::{Data, Reader, Xlsx, open_workbook};

fn trace() -> Trace {
    Trace {
        person: "centre".into(),
        at: "2021-05-06 09:00".into(),
    }
}

#[test]
fn refused_rows_come_back_in_the_senders_columns() {
    let staged = read(
        Template::Applicants,
        Source::path(&fixture("applicants.xlsx")),
    )
    .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join(
        problem_path(&fixture("applicants.xlsx"))
            .file_name()
            .unwrap(),
    );
    assert_eq!(to.file_name().unwrap(), "applicants-问题.xlsx");
    assert_eq!(
        problem_book(&staged, &staged.problems, &trace(), &to).unwrap(),
        7
    );
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );

    let mut book: Xlsx<_> = open_workbook(&to).unwrap();
    let sheet = book.worksheet_range("Sheet1").unwrap();
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    let head = &rows[0];
    assert_eq!(head[0], "学生姓名");
    assert_eq!(head.last().unwrap(), "问题");
    assert!(
        head.contains(&"备注".to_owned()),
        "unknown columns come back"
    );
    assert!(
        !head.iter().any(|header| header.contains("竞赛")),
        "prohibited ones do not"
    );
    assert!(!rows.iter().flatten().any(|cell| cell == "一等奖"));
    let names: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(
        names,
        [
            "数字",
            "闰日",
            "重号",
            "同人",
            "日子",
            "短号",
            "=HYPERLINK(\"x\")"
        ]
    );
    let number = head
        .iter()
        .position(|header| header.starts_with("证件号码"))
        .unwrap();
    let texts = sheet
        .rows()
        .skip(1)
        .all(|row| matches!(&row[number], Data::String(_)));
    assert!(texts, "identity numbers are text");
    assert!(rows[1].last().unwrap().contains("只保留前 15 位"));
    let formulas = book.worksheet_formula("Sheet1").unwrap();
    assert_eq!(formulas.used_cells().count(), 0, "nothing is run");
}

#[test]
fn bad_cells_are_red_and_say_why() {
    let staged = csv(&format!(
        "{HEADERS}\n{}",
        child("", "样例", &number(1)).replace("女", "姑娘")
    ));
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("报名-问题.xlsx");
    problem_book(&staged, &staged.problems, &trace(), &to).unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&to).unwrap()).unwrap();
    let mut part = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    assert!(part("xl/styles.xml").contains("FFFFC7CE"));
    assert!(part("xl/comments1.xml").contains("“性别”只能填写：男、女"));
    let styled = part("xl/worksheets/sheet1.xml");
    assert!(styled.contains("姑娘"));
}

#[test]
fn the_corrected_workbook_imports() {
    let staged = csv(&format!(
        "{HEADERS}\n{}",
        child("", "样例", &number(1)).replace("女", "姑娘")
    ));
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("报名-问题.xlsx");
    problem_book(&staged, &staged.problems, &trace(), &to).unwrap();
    let again = read(Template::Applicants, Source::path(&to)).unwrap();
    assert_eq!((again.read, again.refused), (1, 1));
    assert_eq!(
        again.unknown_columns,
        Vec::<String>::new(),
        "its own column is no stranger"
    );
}

#[test]
fn a_file_that_changed_meanwhile_gives_no_workbook() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.csv");
    std::fs::write(&file, format!("{HEADERS}\n,,\n")).unwrap();
    let staged = read(Template::Applicants, Source::path(&file)).unwrap();
    std::fs::write(&file, format!("{HEADERS}\n,,,\n")).unwrap_or_default();
    let changed = problem_book(
        &staged,
        &staged.problems,
        &trace(),
        &dir.path().join("b.xlsx"),
    );
    assert!(staged.problems.is_empty() || changed.unwrap_err().to_string().contains("被改动"));
}

#[test]
fn templates_import_as_tables_without_rows() {
    for template in Template::ALL {
        let book = template_book(template).unwrap();
        let staged = read(template, Source::bytes("模板.xlsx", book)).unwrap();
        assert_eq!(
            (staged.read, staged.unknown_columns.len()),
            (0, 0),
            "{template:?}"
        );
        assert_eq!(staged.columns.len(), template.columns().len());
        assert_eq!(staged.extra_sheets, ["填写说明"]);
    }
}

#[test]
fn every_example_of_a_template_is_taken() {
    for template in Template::ALL {
        let columns = template.columns();
        let quoted = |text: &str| format!("\"{text}\"");
        let head: Vec<&str> = columns.iter().map(|column| column.header).collect();
        let row: Vec<String> = columns
            .iter()
            .map(|column| quoted(column.example))
            .collect();
        let text = format!("{}\n{}\n", head.join(","), row.join(","));
        let staged = read(template, Source::bytes("a.csv", text.into())).unwrap();
        let refused = staged
            .problems
            .iter()
            .filter(|p| p.gravity == crate::intake::Gravity::Refuses);
        assert_eq!(
            refused.count(),
            0,
            "{template:?} {:#?}",
            told(&staged.problems)
        );
    }
}
