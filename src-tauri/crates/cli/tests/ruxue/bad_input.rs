//! Bad input: a Chinese sentence with place and cure, status and effect as spec/cli.md says.

use crate::stage::{Stage, fixture};

/// The shared applicants with one cell changed: row from 1, header, new text.
fn changed(row: usize, header: &str, text: &str) -> String {
    let whole = std::fs::read_to_string(fixture("applicants.csv")).unwrap();
    let mut lines: Vec<String> = whole.lines().map(str::to_owned).collect();
    let place = lines[0]
        .split(',')
        .position(|found| found == header)
        .unwrap();
    let mut cells = split(&lines[row]);
    cells[place] = text.to_owned();
    lines[row] = cells.join(",");
    lines.truncate(6);
    lines.join("\n") + "\n"
}

/// The cells of one line; quotes stay where they are.
pub fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            ',' if !quoted => cells.push(String::new()),
            c => {
                quoted ^= c == '"';
                cells.last_mut().unwrap().push(c);
            }
        }
    }
    cells
}

#[test]
fn a_bad_row_comes_back_and_the_good_ones_enter() {
    for (header, text, part) in [
        ("出生日期", "2015-02-30", "不存在"),
        ("证件号码", "1101052015", "10"),
        ("学段", "高中", "小学"),
        ("姓名", "", "姓名"),
        ("监护人一姓名", "", "监护人一姓名"),
        ("户籍街乡", "不存在的街", "街"),
        ("居住证一有效期至", "明年", "日期"),
    ] {
        let stage = Stage::with_tables();
        let file = stage.write("报名.csv", changed(2, header, text).as_bytes());
        let out = stage
            .run("clerk", &["import", "applicants", &file, "--json"])
            .good();
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(
            (json["taken"].as_i64(), json["refused"].as_i64()),
            (Some(4), Some(1)),
            "{header}: {out}"
        );
        let problem = &json["problems"][0];
        assert_eq!(problem["row"], 3, "{out}");
        assert!(
            problem["message"].as_str().unwrap().contains(part),
            "{header}: {problem}"
        );
        assert!(stage.path("报名-问题.xlsx").exists());
        assert_eq!(stage.children(), 4);
    }
}

#[test]
fn all_or_nothing_means_nothing() {
    let stage = Stage::with_tables();
    let file = stage.write("a.csv", changed(2, "出生日期", "2015-02-30").as_bytes());
    stage
        .run(
            "clerk",
            &["import", "applicants", &file, "--all-or-nothing"],
        )
        .refuses(1, "没有入库");
    assert_eq!(stage.children(), 0);
    stage
        .run("clerk", &["import", "applicants", &file, "--dry-run"])
        .good();
    assert_eq!(stage.children(), 0);
}

#[test]
fn a_bad_file_enters_nothing() {
    let good = std::fs::read_to_string(fixture("applicants.csv")).unwrap();
    let header = good.lines().next().unwrap();
    let mixed = [
        header.as_bytes(),
        b"\nH1,\xe5\xb0\x8f\xe5\xad\xa6,\xd0\xa1\xd1\xa7\xff\n",
    ]
    .concat();
    for (name, bytes, part) in [
        ("空.csv", b"".to_vec(), "空"),
        ("错.csv", "甲,乙,丙\n1,2,3\n".into(), "表头"),
        (
            "缺.csv",
            good.replace("学段,", "学段?,").into_bytes(),
            "学段",
        ),
        ("混.csv", mixed, "第 2 行"),
        ("坏.xlsx", b"PK\x03\x04 not a workbook".to_vec(), "xlsx"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n".to_vec(), ""),
    ] {
        let stage = Stage::with_tables();
        let file = stage.write(name, &bytes);
        stage
            .run("clerk", &["import", "applicants", &file])
            .refuses(1, part);
        assert_eq!(stage.children(), 0, "{name}");
    }
    let stage = Stage::demo();
    stage
        .run("clerk", &["import", "applicants", "/nowhere/a.csv"])
        .refuses(1, "a.csv");
    stage
        .run("clerk", &["import", "nonsense", "a.csv"])
        .refuses(2, "没有模板");
}

#[test]
fn duplicates_in_the_file_and_against_the_desk() {
    let stage = Stage::with_tables();
    let whole = std::fs::read_to_string(fixture("applicants.csv")).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let twice = format!("{}\n{}\n{}\n", lines[0], lines[1], lines[1]);
    let file = stage.write("twice.csv", twice.as_bytes());
    let out = stage
        .run("clerk", &["import", "applicants", &file, "--json"])
        .good();
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (json["taken"].as_i64(), json["refused"].as_i64()),
        (Some(1), Some(1)),
        "{out}"
    );
    let other = lines[1].replacen("H21000000", "H99000000", 1);
    let file = stage.write("other.csv", format!("{}\n{other}\n", lines[0]).as_bytes());
    let out = stage
        .run("clerk", &["import", "applicants", &file, "--json"])
        .good();
    assert!(
        out.contains("H21000000"),
        "the other child with this number is named: {out}"
    );
    assert_eq!(stage.children(), 1);
}

#[test]
fn unknown_schools_are_named() {
    let stage = Stage::demo();
    stage
        .run("centre", &["import", "schools", &fixture("schools.csv")])
        .good();
    let file = stage.write(
        "c.csv",
        "学段,街乡,小区,楼号,学校代码,版本日期\n小学,双井,某园,,P999,2021-05-01\n".as_bytes(),
    );
    let out = stage
        .run("centre", &["import", "catchments", &file, "--json"])
        .good();
    assert!(out.contains("P999"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["refused"], 1);
}

#[test]
fn the_same_file_again_changes_nothing_and_an_import_can_be_taken_back() {
    let stage = Stage::with_tables();
    let first = stage
        .run(
            "clerk",
            &["import", "applicants", &fixture("applicants.csv"), "--json"],
        )
        .good();
    let json: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(json["taken"], 400);
    let again = stage
        .run(
            "clerk",
            &["import", "applicants", &fixture("applicants.csv"), "--json"],
        )
        .good();
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(
        (again["taken"].as_i64(), again["unchanged"].as_i64()),
        (Some(0), Some(400))
    );
    let number = json["import"].to_string();
    stage.run("clerk", &["import", "withdraw", &number]).good();
    assert_eq!(stage.children(), 0);
    stage
        .run("clerk", &["import", "withdraw", &number])
        .refuses(1, "撤回");
    stage
        .run("clerk", &["import", "withdraw", "99"])
        .refuses(1, "99");
}

#[test]
fn prohibited_columns_are_kept_out() {
    let stage = Stage::with_tables();
    let whole = std::fs::read_to_string(fixture("applicants.csv")).unwrap();
    let mut lines: Vec<String> = whole.lines().take(3).map(str::to_owned).collect();
    for (line, cell) in lines.iter_mut().zip(["父亲职务", "局长", "科员"]) {
        line.push(',');
        line.push_str(cell);
    }
    let file = stage.write("p.csv", (lines.join("\n") + "\n").as_bytes());
    let out = stage
        .run("clerk", &["import", "applicants", &file, "--json"])
        .good();
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["refused_columns"][0], "父亲职务", "{out}");
    assert_eq!(json["taken"], 2);
}

/// A desk on a file system of its own that is too small for the import.
#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let stage = Stage::with_tables();
    // A fresh backup in the desk's own folder, so that it is the import that meets the full disk.
    let backups = stage.desk().join("backups");
    for old in std::fs::read_dir(&backups).unwrap().flatten() {
        std::fs::remove_file(old.path()).unwrap();
    }
    let words = format!("backup --out {}", backups.display());
    stage.said("sysadmin", &words).good();
    let small = stage.path("small");
    std::fs::create_dir(&small).unwrap();
    let mounted = std::process::Command::new("mount")
        .args([
            "-t",
            "tmpfs",
            "-o",
            &format!("size={}", stage.bytes() + 160 * 1024),
            "tmpfs",
        ])
        .arg(&small)
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("not root: no small file system could be mounted, the full disk was not tried");
        return;
    }
    let _unmount = Unmount(small.clone());
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(stage.desk())
        .arg(small.join("desk"))
        .status();
    assert!(copied.unwrap().success());
    let at = |words: &[&str]| {
        let output = crate::stage::ruxue()
            .args(words)
            .arg("--desk")
            .arg(small.join("desk"))
            .env("RUXUE_PASSWORD", crate::stage::PASSWORD)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (status, said) = at(&[
        "import",
        "applicants",
        &fixture("applicants.csv"),
        "--user",
        "clerk",
    ]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("磁盘"), "{said}");
    let (status, said) = at(&["audit", "verify", "--user", "auditor"]);
    // Signing in is itself an act; on a disk that is quite full it is refused with the same sentence.
    assert!(status == Some(0) || said.contains("磁盘"), "{said}");
    let whole = stage.path("rescued");
    let rescued = std::process::Command::new("cp")
        .arg("-r")
        .arg(small.join("desk"))
        .arg(&whole)
        .status();
    assert!(rescued.unwrap().success());
    let desk = ruxue_desk::Desk::open(&whole, "centre", crate::stage::PASSWORD, None).unwrap();
    let schools = ruxue_desk::store::tables::schools(desk.reader()).unwrap();
    assert_eq!(schools.len(), 147, "what was saved before is there");
    assert_eq!(
        ruxue_desk::store::child::count(desk.reader()).unwrap(),
        0,
        "nothing is half imported"
    );
}

struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}
