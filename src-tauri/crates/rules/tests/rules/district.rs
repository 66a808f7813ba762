//! Reads a district in template form from CSV, as the vectors have it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ruxue_rules::{
    Case, Catchment, Fact, Level, Ownership, Pack, PrimaryZone, School, SchoolKind, SeatRecord,
    Tables,
};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

pub fn files() -> Vec<(String, Vec<u8>)> {
    files_of("chaoyang-2021")
}

/// The files of a bundled pack.
pub fn files_of(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("assets/policy").join(name);
    let folder = std::fs::read_dir(folder).expect("the pack");
    let mut files: Vec<_> = folder
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            let name = entry.file_name().into_string().expect("a name");
            (name, std::fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

pub fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| pack_of("chaoyang-2021"))
}

/// A bundled pack.
pub fn pack_of(name: &str) -> Pack {
    Pack::load(&files_of(name)).unwrap_or_else(|errors| {
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        panic!("the pack does not load:\n{}", lines.join("\n"))
    })
}

pub type Row = HashMap<String, String>;

pub fn rows(folder: &Path, kind: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(kind)).expect("a table");
    let header: Vec<String> = reader
        .headers()
        .expect("headers")
        .iter()
        .map(Into::into)
        .collect();
    let row = |record: csv::StringRecord| {
        header
            .iter()
            .cloned()
            .zip(record.iter().map(|text| text.trim().to_owned()))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.expect("a row")))
        .collect()
}

pub fn get(row: &Row, header: &str) -> String {
    row.get(header).cloned().unwrap_or_default()
}

fn list(row: &Row, header: &str) -> Vec<String> {
    get(row, header)
        .split('、')
        .filter(|one| !one.is_empty())
        .map(Into::into)
        .collect()
}

fn level(row: &Row) -> Level {
    Level::parse(&get(row, "学段")).expect("a 学段")
}

fn school(row: &Row) -> School {
    School {
        code: get(row, "学校代码"),
        name: get(row, "学校名称"),
        level: level(row),
        ownership: Ownership::parse(&get(row, "办学性质")).expect("办学性质"),
        kind: SchoolKind::parse(&get(row, "类型")).expect("类型"),
        street: get(row, "街乡"),
        address: get(row, "地址"),
        zone: get(row, "服务片"),
        plan: get(row, "招生计划").parse().unwrap_or(0),
        funding: String::new(),
        size: String::new(),
        fee: String::new(),
        prospectus_number: String::new(),
        report_time: String::new(),
        report_place: String::new(),
        phone: String::new(),
        general_choice: get(row, "一般公办") == "是",
        choice_plan: get(row, "志愿计划").parse().ok(),
    }
}

pub fn catchments(folder: &Path) -> Vec<Catchment> {
    let catchment = |row: &Row| Catchment {
        level: level(row),
        street: get(row, "街乡"),
        estate: get(row, "小区"),
        buildings: get(row, "楼号"),
        schools: list(row, "学校代码"),
        version: get(row, "版本日期").parse().ok(),
    };
    rows(folder, "catchments.csv")
        .iter()
        .map(catchment)
        .collect()
}

pub fn tables(folder: &Path) -> Tables {
    let zone = |row: &Row| PrimaryZone {
        primary: get(row, "毕业小学"),
        zone: get(row, "服务片"),
        schools: list(row, "学校代码"),
    };
    let record = |row: &Row| SeatRecord {
        year: get(row, "年份").parse().expect("a year"),
        level: level(row),
        street: get(row, "街乡"),
        estate: get(row, "小区"),
        building: get(row, "楼号"),
        entrance: get(row, "单元"),
        room: get(row, "房号"),
        child_name: get(row, "儿童姓名"),
        child_id: get(row, "儿童证件号码"),
        guardian_ids: list(row, "监护人证件号码"),
    };
    Tables {
        schools: rows(folder, "schools.csv").iter().map(school).collect(),
        catchments: catchments(folder),
        primary_zones: rows(folder, "primary-zones.csv").iter().map(zone).collect(),
        seat_records: rows(folder, "seat-records.csv")
            .iter()
            .map(record)
            .collect(),
        aliases: Vec::new(),
    }
}

pub fn cases(folder: &Path) -> Vec<Case> {
    let case = |row: &Row| {
        let mut case = Case::new();
        for fact in Fact::ALL {
            case.set(*fact, &get(row, fact.header()));
        }
        case
    };
    rows(folder, "applicants.csv").iter().map(case).collect()
}
