use super::*;
use crate::Desk;
use crate::intake::{Choice, Entered, Intent, Outcome, accept, withdraw};
pub(super) use crate::stage::PASSWORD;
use crate::store::{child as children, import, tables};
use ruxue_rules::Fact;

pub(super) struct Bench {
    _dir: tempfile::TempDir,
    pub(super) desk: Desk,
}

pub(super) fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = crate::stage::desk(&dir.path().join("desk"));
    desk.switch_to("centre", PASSWORD).unwrap();
    Bench { _dir: dir, desk }
}

impl Bench {
    pub(super) fn import(&mut self, template: Template, text: &str) -> Outcome {
        self.import_as(template, text, Choice::GoodRows, Intent::Enter)
    }

    fn import_as(
        &mut self,
        template: Template,
        text: &str,
        choice: Choice,
        intent: Intent,
    ) -> Outcome {
        let staged = read(template, Source::bytes("a.csv", text.into())).unwrap();
        accept(&mut self.desk, &staged, choice, intent).unwrap()
    }

    fn fact(&self, receipt: &str, fact: Fact) -> String {
        let child = children::find(self.desk.reader(), receipt)
            .unwrap()
            .unwrap();
        child.case.get(fact).unwrap_or("").to_owned()
    }

    fn count(&self) -> i64 {
        children::count(self.desk.reader()).unwrap()
    }
}

pub(super) fn figures(outcome: &Outcome) -> (usize, usize, usize, usize) {
    (
        outcome.read,
        outcome.taken,
        outcome.unchanged,
        outcome.refused,
    )
}

fn two() -> String {
    format!(
        "{HEADERS}\n{}{}",
        child("H21000005", "甲一", &number(1)),
        child("", "乙二", &number(2))
    )
}

#[test]
fn rows_enter_once() {
    let mut bench = bench();
    let first = bench.import(Template::Applicants, &two());
    assert_eq!(
        (figures(&first), first.number, first.entered),
        ((2, 2, 0, 0), Some(1), Entered::Rows)
    );
    assert_eq!(first.receipts_given, 1);
    assert_eq!(
        bench.fact("H21000006", Fact::Name),
        "乙二",
        "the next free receipt"
    );
    let head = bench.desk.store().head();
    let second = bench.import(Template::Applicants, &two());
    assert_eq!((figures(&second), second.number), ((2, 0, 2, 0), None));
    assert_eq!(second.entered, Entered::NothingNew);
    assert_eq!(import::all(bench.desk.reader()).unwrap().len(), 1);
    assert_eq!(
        bench.desk.store().head().seq,
        head.seq + 2,
        "the journal knows of it, and of the backup before it"
    );
}

#[test]
fn children_without_paper_or_receipt_are_known_again() {
    let mut bench = bench();
    let row = child("", "无证", "").replace("居民身份证", "无");
    let text = format!("{HEADERS}\n{row}");
    assert_eq!(
        figures(&bench.import(Template::Applicants, &text)),
        (1, 1, 0, 0)
    );
    assert_eq!(
        figures(&bench.import(Template::Applicants, &text)),
        (1, 0, 1, 0)
    );
    let other = bench.import(Template::Applicants, &text.replace("无证", "另一"));
    assert_eq!(figures(&other), (1, 1, 0, 0));
    assert_eq!(bench.fact("H21000002", Fact::Name), "另一");
}

#[test]
fn a_changed_row_replaces_and_can_be_taken_back() {
    let mut bench = bench();
    bench.import(Template::Applicants, &two());
    let changed = bench.import(Template::Applicants, &two().replace("甲一", "甲新"));
    assert_eq!((figures(&changed), changed.number), ((2, 1, 1, 0), Some(2)));
    assert_eq!(bench.fact("H21000005", Fact::Name), "甲新");
    let first = withdraw(&mut bench.desk, 1).unwrap_err().to_string();
    assert!(first.contains("请先撤回后来的那次导入"), "{first}");
    let back = withdraw(&mut bench.desk, 2).unwrap();
    assert_eq!((back.gone, back.restored), (0, 1));
    assert_eq!(bench.fact("H21000005", Fact::Name), "甲一");
    assert_eq!(withdraw(&mut bench.desk, 1).unwrap().gone, 2);
    assert_eq!(bench.count(), 0);
    let again = withdraw(&mut bench.desk, 1).unwrap_err().to_string();
    assert!(again.contains("已经撤回过"), "{again}");
    assert!(
        withdraw(&mut bench.desk, 9)
            .unwrap_err()
            .to_string()
            .contains("没有第 9 次导入")
    );
    let text = format!("{HEADERS}\n{}", child("", "丙三", &number(3)));
    bench.import(Template::Applicants, &text);
    assert_eq!(
        bench.fact("H21000007", Fact::Name),
        "丙三",
        "no receipt is given twice"
    );
}

#[test]
fn a_column_that_the_file_lacks_stays() {
    let mut bench = bench();
    let wide = two()
        .replace("样例甲\n", "样例甲,双井\n")
        .replace("监护人一姓名\n", "监护人一姓名,居住街乡\n");
    bench.import(Template::Applicants, &wide);
    assert_eq!(bench.fact("H21000005", Fact::HomeStreet), "双井");
    let narrow = bench.import(Template::Applicants, &two());
    assert_eq!(figures(&narrow), (2, 0, 2, 0));
    let emptied = bench.import(Template::Applicants, &wide.replacen(",双井", ",", 1));
    assert_eq!(figures(&emptied), (2, 1, 1, 0));
    assert_eq!(bench.fact("H21000005", Fact::HomeStreet), "");
}

#[test]
fn bad_rows_stay_out_or_keep_all_out() {
    let mut bench = bench();
    let text = format!("{}{}", two(), child("H21000009", "丁", "123"));
    let all = bench.import_as(
        Template::Applicants,
        &text,
        Choice::AllOrNothing,
        Intent::Enter,
    );
    assert_eq!(
        (all.entered, all.taken, all.refused, all.number),
        (Entered::Refused, 0, 1, None)
    );
    assert_eq!(bench.count(), 0);
    let seq = bench.desk.store().head().seq;
    let dry = bench.import_as(
        Template::Applicants,
        &text,
        Choice::GoodRows,
        Intent::DryRun,
    );
    assert_eq!(
        (dry.entered, figures(&dry)),
        (Entered::DryRun, (3, 2, 0, 1))
    );
    assert_eq!(
        (bench.count(), bench.desk.store().head().seq),
        (0, seq),
        "nothing stays of it"
    );
    let good = bench.import(Template::Applicants, &text);
    assert_eq!(
        (good.entered, figures(&good)),
        (Entered::Rows, (3, 2, 0, 1))
    );
}

#[test]
fn numbers_and_receipts_of_others_are_refused() {
    let mut bench = bench();
    bench.import(Template::Applicants, &two());
    let text = format!(
        "{HEADERS}\n{}{}{}",
        child("H21000077", "丙三", &number(1)),
        child("H21000005", "完全另一人", &number(8)),
        child("H21000005", "甲一", &number(1)),
    );
    let outcome = bench.import(Template::Applicants, &text);
    assert_eq!(figures(&outcome), (3, 0, 0, 3));
    let told = told(&outcome.problems);
    assert!(
        told.iter()
            .any(|t| t.starts_with("2 证件号码: 证件号码已属于受理编号 H21000005")),
        "{told:#?}"
    );
    assert!(
        told.iter()
            .any(|t| t.starts_with("3 受理编号: 这个受理编号属于另一名儿童")),
        "{told:#?}"
    );
}

#[test]
fn a_wrong_check_digit_stays_on_the_childs_page() {
    let mut bench = bench();
    let mut wrong = number(1);
    let last = wrong.pop();
    wrong.push(if last == Some('1') { '2' } else { '1' });
    bench.import(
        Template::Applicants,
        &format!("{HEADERS}\n{}", child("H21000001", "甲", &wrong)),
    );
    let child = children::find(bench.desk.reader(), "H21000001")
        .unwrap()
        .unwrap();
    assert!(child.warnings.contains("校验码不符"), "{}", child.warnings);
}

const SCHOOLS: &str = "学校代码,学校名称,学段,办学性质,类型,街乡,招生计划,一般公办\n\
    P001,样例小学,小学,公办,普通,双井,3,否\nM001,样例中学,初中,公办,普通,双井,2,否\n\
    V001,样例民办,小学,民办,普通,双井,2,否\n";

#[test]
fn tables_know_schools_and_children() {
    let mut bench = bench();
    let early = "学段,街乡,小区,楼号,学校代码,版本日期\n小学,双井,样例园,,P001,2021-05-01\n";
    let unknown = bench.import(Template::Catchments, early);
    assert!(
        told(&unknown.problems)[0].contains("学校代码 P001 不在学校表中，请核对，或先导入学校表")
    );
    assert_eq!(
        figures(&bench.import(Template::Schools, SCHOOLS)),
        (3, 3, 0, 0)
    );
    assert_eq!(
        figures(&bench.import(Template::Schools, SCHOOLS)),
        (3, 0, 3, 0)
    );
    assert_eq!(
        figures(&bench.import(Template::Catchments, early)),
        (1, 1, 0, 0)
    );
    let wrong_level = early.replace("P001", "P001、M001");
    assert!(
        told(&bench.import(Template::Catchments, &wrong_level).problems)[0]
            .contains("M001 不招收这一学段")
    );
    let zones = "毕业小学,服务片,学校代码\nP001,Z01,M001\nP009,Z01,M001\n";
    assert_eq!(
        figures(&bench.import(Template::PrimaryZones, zones)),
        (2, 1, 0, 1)
    );

    let families = bench.import(Template::Applicants, &two()).number.unwrap();
    let choices = "受理编号,类别,志愿1,志愿2\nH21000005,民办,V001,\nH21000404,民办,V001,\n\
        H21000006,民办,V001,P001\nH21000006,公办寄宿,X1,\nH21000005,多校划片,P001,M001\n";
    let outcome = bench.import(Template::Choices, choices);
    assert_eq!(
        figures(&outcome),
        (5, 1, 0, 4),
        "{:#?}",
        told(&outcome.problems)
    );
    let held = tables::choices(bench.desk.reader()).unwrap();
    assert_eq!(
        (held.len(), held[0].schools.as_slice()),
        (1, &["V001".to_owned()][..])
    );
    let used = withdraw(&mut bench.desk, families).unwrap_err().to_string();
    assert!(used.contains("已登记志愿"), "{used}");
}

#[test]
fn a_table_import_that_changed_rows_is_not_withdrawn() {
    let mut bench = bench();
    bench.import(Template::Schools, SCHOOLS);
    let changed = bench.import(Template::Schools, &SCHOOLS.replace(",3,否", ",4,否"));
    assert_eq!(figures(&changed), (3, 1, 2, 0));
    let no = withdraw(&mut bench.desk, 2).unwrap_err().to_string();
    assert!(no.contains("1 行改写了原有的数据"), "{no}");
    assert_eq!(tables::schools(bench.desk.reader()).unwrap().len(), 3);
}

#[test]
fn prohibited_columns_are_entered_with_the_import() {
    let mut bench = bench();
    let text = two()
        .replace("监护人一姓名\n", "监护人一姓名,竞赛名次\n")
        .replace("样例甲\n", "样例甲,第一\n");
    let outcome = bench.import(Template::Applicants, &text);
    assert_eq!(
        outcome.findings(),
        ["依规定不得收集的列“竞赛名次”已拒收，内容没有读入，拒收已记录"]
    );
    let all = import::all(bench.desk.reader()).unwrap();
    assert_eq!(all[0].refused_columns, "竞赛名次");
}

#[test]
fn whoever_may_not_import_changes_nothing() {
    let mut bench = bench();
    bench.desk.switch_to("auditor", PASSWORD).unwrap();
    let staged = csv(&two());
    let no = accept(&mut bench.desk, &staged, Choice::GoodRows, Intent::Enter).unwrap_err();
    assert!(no.to_string().contains("不能导入"), "{no}");
    assert_eq!(bench.count(), 0);
}

/// The shared vectors are what other offices send.
#[test]
fn a_whole_small_district() {
    let mut bench = bench();
    let folder = fixture("../verdicts");
    for (template, rows) in [
        (Template::Schools, 147),
        (Template::Catchments, 504),
        (Template::PrimaryZones, 84),
        (Template::SeatRecords, 20),
        (Template::Applicants, 400),
        (Template::Choices, 147),
    ] {
        let file = folder.join(format!("{}.csv", template.name()));
        for (taken, unchanged) in [(rows, 0), (0, rows)] {
            let staged = read(template, Source::path(&file)).unwrap();
            let outcome = accept(
                &mut bench.desk,
                &staged,
                Choice::AllOrNothing,
                Intent::Enter,
            )
            .unwrap();
            let told = told(&outcome.problems);
            assert_eq!(
                figures(&outcome),
                (rows, taken, unchanged, 0),
                "{template:?} {told:#?}"
            );
            assert_eq!(told, Vec::<String>::new(), "{template:?}");
        }
    }
}

/// `RUXUE_MEASURE=file.xlsx cargo test -p ruxue-desk --lib measure -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, for a large file"]
fn measure() {
    let Some(file) = std::env::var_os("RUXUE_MEASURE") else {
        return;
    };
    let mut bench = bench();
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or("")
            .to_owned();
        line.replace(['\t', ' '], "")
    };
    println!("start {}", resident());
    let start = std::time::Instant::now();
    let staged = read(
        Template::Applicants,
        Source::path(std::path::Path::new(&file)),
    )
    .unwrap();
    println!(
        "read {:?} {} rows {} refused {}",
        start.elapsed(),
        staged.read,
        staged.refused,
        resident()
    );
    let start = std::time::Instant::now();
    let outcome = accept(&mut bench.desk, &staged, Choice::GoodRows, Intent::Enter).unwrap();
    println!(
        "accept {:?} {:?} {}",
        start.elapsed(),
        figures(&outcome),
        resident()
    );
    let start = std::time::Instant::now();
    let outcome = accept(&mut bench.desk, &staged, Choice::GoodRows, Intent::Enter).unwrap();
    println!(
        "again {:?} {:?} {}",
        start.elapsed(),
        figures(&outcome),
        resident()
    );
}
