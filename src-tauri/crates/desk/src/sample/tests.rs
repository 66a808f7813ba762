use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::identity::check_digit;
use super::{Format, KINDS, Request, SampleError, Summary, write};

type Row = BTreeMap<String, String>;

fn make(children: u64, seed: u64, dir: &Path) -> Summary {
    let request = Request {
        children,
        seed,
        format: Format::Csv,
    };
    write(&request, dir, &mut |_, _| ()).expect("a district")
}

fn table(dir: &Path, kind: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(dir.join(format!("{kind}.csv"))).expect(kind);
    let headers = reader.headers().expect("headers").clone();
    let row = |record: csv::StringRecord| {
        headers
            .iter()
            .map(str::to_owned)
            .zip(record.iter().map(str::to_owned))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.expect("a row")))
        .collect()
}

fn bytes(dir: &Path, extension: &str) -> Vec<Vec<u8>> {
    let read = |kind: &&str| fs::read(dir.join(format!("{kind}.{extension}"))).expect("a file");
    KINDS.iter().map(read).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let dir = tempfile::tempdir().expect("a folder");
    let [one, again, other] = ["one", "again", "other"].map(|name| dir.path().join(name));
    make(400, 7, &one);
    make(400, 7, &again);
    make(400, 8, &other);
    assert!(bytes(&one, "csv") == bytes(&again, "csv"));
    assert!(bytes(&one, "csv") != bytes(&other, "csv"));
}

#[test]
fn a_workbook_holds_what_the_text_holds_and_is_reproducible() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let dir = tempfile::tempdir().expect("a folder");
    let [text, one, again] = ["text", "one", "again"].map(|name| dir.path().join(name));
    make(300, 7, &text);
    for folder in [&one, &again] {
        let request = Request {
            children: 300,
            seed: 7,
            format: Format::Xlsx,
        };
        write(&request, folder, &mut |_, _| ()).expect("a district");
    }
    assert!(bytes(&one, "xlsx") == bytes(&again, "xlsx"));
    let left: Vec<_> = fs::read_dir(&one).expect("a folder").collect();
    assert_eq!(
        left.len(),
        KINDS.len() + 1,
        "nothing but the tables and the mark is left"
    );
    for kind in KINDS {
        let mut book: Xlsx<_> =
            open_workbook(one.join(format!("{kind}.xlsx"))).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
        let mut plain = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(text.join(format!("{kind}.csv")))
            .expect("a table");
        for (cells, record) in sheet.rows().zip(plain.records()) {
            let record = record.expect("a row");
            for (cell, expected) in cells.iter().zip(record.iter()) {
                let found = match cell {
                    Data::DateTime(day) => day_of_serial(day.as_f64()),
                    other => other.to_string(),
                };
                assert_eq!(found, expected, "{kind}");
            }
        }
        let rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(text.join(format!("{kind}.csv")))
            .expect("a table")
            .records()
            .count();
        assert_eq!(sheet.height(), rows, "{kind}");
    }
}

/// The date of an Excel serial number.
fn day_of_serial(serial: f64) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a date");
    (first + chrono::Days::new(serial as u64)).to_string()
}

#[test]
fn headers_are_those_of_the_templates() {
    let dir = tempfile::tempdir().expect("a folder");
    make(200, 1, dir.path());
    let expected = [
        (
            "schools",
            "学校代码,学校名称,学段,办学性质,类型,街乡,地址,服务片,招生计划,经费来源,办学规模,收费标准,\
             简章备案号,报到时间,报到地点,联系电话,一般公办,志愿计划",
        ),
        ("catchments", "学段,街乡,小区,楼号,学校代码,版本日期"),
        ("primary-zones", "毕业小学,服务片,学校代码"),
        (
            "seat-records",
            "年份,学段,街乡,小区,楼号,单元,房号,儿童姓名,儿童证件号码,监护人证件号码",
        ),
        (
            "choices",
            "受理编号,类别,志愿1,志愿2,志愿3,志愿4,志愿5,志愿6,志愿7,志愿8",
        ),
        ("joint-review", "受理编号,部门,结果,事由,日期"),
        ("filings", "学校代码,事项,文号,日期"),
        (
            "applicants",
            "受理编号,学段,姓名,性别,证件类型,证件号码,出生日期,户籍类别,户籍地址,户籍街乡,全家户口簿,\
             按京籍对待,对待口径,认定文件编号,照顾类别,照顾依据编号,多胞胎组,监护人一姓名,监护人一关系,\
             监护人一证件号码,监护人一电话,监护人二姓名,监护人二关系,监护人二证件号码,监护人二电话,居住方式,\
             居住区县,居住街乡,居住地址,小区,楼号,单元,房号,产权证类型,产权证号,权利人,权利人关系,\
             产权登记日期,房屋用途,租赁起,租赁止,单独承租,租赁备案编号,就业一方式,就业一区县,就业一单位,\
             就业一合同起,就业一执照编号,就业一社保单位,就业一社保区县,就业一社保月份,就业二方式,就业二区县,\
             就业二单位,就业二合同起,就业二执照编号,就业二社保单位,就业二社保区县,就业二社保月份,居住证一号码,\
             居住证一区县,居住证一有效期至,居住证二号码,居住证二区县,居住证二有效期至,毕业小学,学籍号,\
             学籍所在地,年级,回区手续",
        ),
    ];
    for (kind, headers) in expected {
        let text = fs::read_to_string(dir.path().join(format!("{kind}.csv"))).expect(kind);
        assert_eq!(text.lines().next(), Some(headers), "{kind}");
    }
}

fn has_check_digit(number: &str) -> bool {
    number.len() == 18
        && number.is_ascii()
        && number.chars().nth(17) == Some(check_digit(&number[..17]))
}

/// Numbers are valid, one a person, and agree with birth date and sex.
fn check_numbers(applicants: &[Row], records: &[Row]) {
    let mut own = BTreeSet::new();
    let mut guardians: BTreeMap<&str, &str> = BTreeMap::new();
    for row in applicants {
        let number = row["证件号码"].as_str();
        if row["证件类型"] == "无" {
            assert_eq!(number, "");
        } else {
            assert!(own.insert(number), "{number} twice");
        }
        if matches!(row["证件类型"].as_str(), "居民身份证" | "港澳台居民居住证") {
            assert!(has_check_digit(number), "{number}");
            assert_eq!(number[6..14], row["出生日期"].replace('-', ""));
            let odd = number.as_bytes()[16] % 2 == 1;
            assert_eq!(odd, row["性别"] == "男", "{number}");
        }
        for (id, name) in [
            ("监护人一证件号码", "监护人一姓名"),
            ("监护人二证件号码", "监护人二姓名"),
        ] {
            let (id, name) = (row[id].as_str(), row[name].as_str());
            assert_eq!(id.is_empty(), name.is_empty());
            assert!(
                id.is_empty() || id.starts_with(['H', 'P']) || has_check_digit(id),
                "{id}"
            );
            if !id.is_empty() {
                assert_eq!(
                    *guardians.entry(id).or_insert(name),
                    name,
                    "{id} is one person"
                );
            }
        }
    }
    for row in records {
        assert!(has_check_digit(&row["儿童证件号码"]));
        assert!(!own.contains(row["儿童证件号码"].as_str()));
        for id in row["监护人证件号码"].split('、') {
            assert!(has_check_digit(id) || id.starts_with(['H', 'P']), "{id}");
        }
    }
}

/// Every school that a table names is a school of that 学段; every choice has its child.
fn check_references(dir: &Path, applicants: &[Row]) {
    let schools: BTreeSet<(String, String)> = table(dir, "schools")
        .into_iter()
        .map(|row| (row["学校代码"].clone(), row["学段"].clone()))
        .collect();
    let known = |code: &str, level: &str| schools.contains(&(code.to_owned(), level.to_owned()));
    let levels: BTreeMap<&str, &str> = applicants
        .iter()
        .map(|row| (row["受理编号"].as_str(), row["学段"].as_str()))
        .collect();
    assert_eq!(levels.len(), applicants.len(), "receipts are unique");
    let mut chosen = BTreeSet::new();
    for row in table(dir, "choices") {
        let level = levels[row["受理编号"].as_str()];
        let mut named = BTreeSet::new();
        for n in 1..=8 {
            let code = row[&format!("志愿{n}")].clone();
            assert!(code.is_empty() || known(&code, level), "{code}");
            assert!(code.is_empty() || named.insert(code), "a school twice");
        }
        assert!(!named.is_empty());
        assert!(
            chosen.insert((row["受理编号"].clone(), row["类别"].clone())),
            "a kind twice"
        );
    }
    for row in table(dir, "catchments") {
        for code in row["学校代码"].split('、') {
            assert!(known(code, &row["学段"]), "{code}");
        }
    }
    for row in table(dir, "primary-zones") {
        assert!(known(&row["毕业小学"], "小学"));
        for code in row["学校代码"].split('、') {
            assert!(known(code, "初中"), "{code}");
        }
    }
    for row in applicants
        .iter()
        .filter(|row| row["学籍所在地"] == "朝阳区")
    {
        assert!(known(&row["毕业小学"], "小学"), "{}", row["毕业小学"]);
    }
    for row in table(dir, "schools") {
        let wish: u64 = row["志愿计划"].parse().unwrap_or(0);
        assert!(wish <= row["招生计划"].parse().expect("a number"));
    }
}

/// Twins share birth, guardians and home; a home is shared by twins or by two that contest it.
fn check_families(applicants: &[Row]) {
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let mut homes: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in applicants {
        if !row["多胞胎组"].is_empty() {
            groups.entry(&row["多胞胎组"]).or_default().push(row);
        }
        homes
            .entry((&row["学段"], &row["居住地址"]))
            .or_default()
            .push(row);
    }
    assert!(groups.len() > 3);
    for twins in groups.values() {
        let [one, two] = twins[..] else {
            panic!("two of one birth")
        };
        for column in [
            "出生日期",
            "监护人一证件号码",
            "居住地址",
            "照顾类别",
            "学段",
            "户籍类别",
        ] {
            assert_eq!(one[column], two[column]);
        }
        assert_ne!(one["证件号码"], two["证件号码"]);
    }
    let shared = homes
        .values()
        .filter(|all| all.len() > 1 && all[0]["居住区县"] == "朝阳区");
    let mut contested = 0;
    for all in shared {
        let [one, two] = all[..] else {
            panic!("more than two at one home")
        };
        if one["多胞胎组"].is_empty() {
            assert_ne!(one["监护人一证件号码"], two["监护人一证件号码"]);
            contested += 1;
        } else {
            assert_eq!(one["多胞胎组"], two["多胞胎组"]);
        }
    }
    assert!(
        (2..=2 + applicants.len() / 500).contains(&contested),
        "{contested}"
    );
}

#[test]
fn districts_of_several_sizes_hold_together() {
    for (children, seed) in [(200, 1), (333, 2), (2000, 3), (20_000, 4)] {
        let dir = tempfile::tempdir().expect("a folder");
        let mut last = (0, 0);
        let request = Request {
            children,
            seed,
            format: Format::Csv,
        };
        let summary =
            write(&request, dir.path(), &mut |done, of| last = (done, of)).expect("a district");
        assert_eq!(last, (children * 2, children * 2));
        let applicants = table(dir.path(), "applicants");
        let records = table(dir.path(), "seat-records");
        assert_eq!(applicants.len() as u64, children);
        assert_eq!(records.len() as u64, summary.seat_records);
        assert_eq!(table(dir.path(), "schools").len() as u64, summary.schools);
        assert_eq!(table(dir.path(), "choices").len() as u64, summary.choices);
        check_numbers(&applicants, &records);
        check_references(dir.path(), &applicants);
        check_families(&applicants);
    }
}

#[test]
fn the_smallest_district_has_offices_schools_choices_and_names_of_every_kind() {
    let dir = tempfile::tempdir().expect("a folder");
    make(200, 11, dir.path());
    let distinct = |kind: &str, column: &str| -> BTreeSet<String> {
        table(dir.path(), kind)
            .into_iter()
            .map(|row| row[column].clone())
            .collect()
    };
    assert_eq!(distinct("catchments", "街乡").len(), 43);
    assert_eq!(distinct("schools", "类型").len(), 4);
    assert_eq!(distinct("schools", "办学性质").len(), 2);
    assert_eq!(distinct("choices", "类别").len(), 7);
    assert_eq!(distinct("applicants", "证件类型").len(), 4);
    assert_eq!(distinct("applicants", "户籍类别").len(), 5);
    assert_eq!(distinct("applicants", "按京籍对待").len(), 7);
    for sign in ["", "单", "双", "1-12", "3,5,7,9,21,23"] {
        assert!(distinct("catchments", "楼号").contains(sign), "{sign}");
    }
    let names = distinct("applicants", "姓名");
    assert!(names.iter().any(|name| name.contains('·')));
    assert!(names.iter().any(|name| {
        name.chars()
            .any(|c| c as u32 > 0x9fff || c == '䶮' || c == '㼆')
    }));
    assert!(names.iter().any(|name| name.is_ascii()));
}

#[test]
fn sizes_out_of_range_and_foreign_files_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    for children in [0, 199, 1_000_001] {
        let request = Request {
            children,
            seed: 1,
            format: Format::Csv,
        };
        let refused = write(&request, dir.path(), &mut |_, _| ());
        assert!(matches!(refused, Err(SampleError::Size { .. })));
    }
    let own = dir.path().join("applicants.xlsx");
    fs::write(&own, "an office's own file").expect("a file");
    let request = Request {
        children: 200,
        seed: 1,
        format: Format::Csv,
    };
    let refused = write(&request, dir.path(), &mut |_, _| ());
    assert!(matches!(refused, Err(SampleError::Occupied { path }) if path == own));
    assert_eq!(fs::read(&own).expect("the file"), b"an office's own file");
    assert!(!dir.path().join("schools.csv").exists());
}

#[test]
fn an_earlier_sample_is_replaced_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let request = Request {
        children: 200,
        seed: 1,
        format: Format::Xlsx,
    };
    write(&request, dir.path(), &mut |_, _| ()).expect("a district");
    make(200, 2, dir.path());
    assert!(!dir.path().join("applicants.xlsx").exists());
    assert!(dir.path().join("applicants.csv").exists());
}
