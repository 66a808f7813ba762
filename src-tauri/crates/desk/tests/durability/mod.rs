//! Work that breaks off: what is left on the disk and in the ledger agrees, and the next try goes on.

use crate::desk::{PASSWORD, desk_with_district, empty, freeze_first, open, vectors};
use ruxue_desk::Desk;
use ruxue_desk::ceremony::place;
use ruxue_desk::inspect::inspect;
use ruxue_desk::intake::{self, Source, Template};
use ruxue_desk::issue::{NoticeOrder, fonts, notices};
use ruxue_desk::store::file::write_file;
use ruxue_desk::store::{ceremony, child, paper};
use ruxue_lottery::Mode;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

fn print(desk: &mut Desk, out: &Path) -> Result<usize, String> {
    let order = NoticeOrder {
        school: None,
        receipt: None,
        out,
        reason: "",
    };
    let made = notices(desk, &fonts::load().unwrap(), &order, &|_, _| {});
    made.map(|made| made.pages)
        .map_err(|error| error.to_string())
}

fn states(desk: &Desk) -> BTreeMap<String, String> {
    let ledger = paper::of_kind(desk.reader(), "notice").unwrap();
    ledger
        .into_iter()
        .map(|one| (one.number, one.state))
        .collect()
}

fn says(desk: &mut Desk) -> String {
    let looks = inspect(desk).unwrap();
    let told = looks.iter().filter(|look| !look.good || look.due);
    told.map(|look| look.says.clone() + "\n").collect()
}

#[test]
fn a_print_that_breaks_off_is_told_of_and_taken_up_under_the_same_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    place::place(&mut desk).unwrap();
    assert!(!says(&mut desk).contains("通知书"));
    let whole = print(&mut desk, &dir.path().join("out/whole")).unwrap();
    let numbers: Vec<String> = states(&desk).into_keys().collect();
    drop(desk);

    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    place::place(&mut desk).unwrap();
    let school = numbers.last().unwrap().split(['〕', '-']).nth(1).unwrap();
    // A folder stands where the last school's volume is to go.
    let blocked = out_of(dir.path()).join(format!("{school}.pdf"));
    fs::create_dir_all(blocked.join("in the way")).unwrap();
    let said = print(&mut desk, &out_of(dir.path())).unwrap_err();
    assert!(said.contains(&format!("{school}.pdf")), "{said}");
    assert!(
        said.contains("没有丢失") && !said.contains("os error"),
        "{said}"
    );
    // All numbers stand, none is called printed, no half file has a name.
    assert!(states(&desk).values().all(|state| state == "numbered"));
    for entry in fs::read_dir(out_of(dir.path())).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.ends_with(".pdf"), "{name}");
    }
    let told = says(&mut desk);
    assert!(
        told.contains("打印没有完成") && told.contains("编号不变"),
        "{told}"
    );
    fs::remove_dir_all(&blocked).unwrap();
    assert_eq!(print(&mut desk, &out_of(dir.path())).unwrap(), whole);
    assert!(states(&desk).keys().eq(&numbers), "numbers are kept");
    assert!(states(&desk).values().all(|state| state == "printed"));
    assert!(!says(&mut desk).contains("通知书"));
}

fn out_of(dir: &Path) -> std::path::PathBuf {
    dir.join("out/notices")
}

#[test]
fn an_import_that_is_broken_off_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = empty(dir.path()).0;
    desk.switch_to("centre", PASSWORD).unwrap();
    let file = vectors().join("applicants.csv");
    let staged = intake::read(Template::Applicants, Source::path(&file)).unwrap();
    let head = |desk: &Desk| desk.store().head().seq;
    let children = |desk: &Desk| child::count(desk.reader()).unwrap() as usize;
    let choice = intake::Choice::GoodRows;
    let mut stop = |_: usize| ControlFlow::Break(());
    let done = intake::accept_watched(&mut desk, &staged, choice, intake::Intent::Enter, &mut stop);
    assert!(done.is_err());
    assert_eq!(children(&desk), 0);
    // Only the backup before it stands in the journal.
    let after = head(&desk);
    let done = intake::accept(&mut desk, &staged, choice, intake::Intent::Enter).unwrap();
    assert_eq!(children(&desk), done.taken);
    assert_eq!(head(&desk), after + 1);
}

#[test]
fn a_freeze_that_finds_no_room_leaves_no_ceremony_and_can_be_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let (ceremonies, aside) = (dir.path().join("ceremonies"), dir.path().join("aside"));
    fs::rename(&ceremonies, &aside).unwrap();
    fs::write(&ceremonies, b"no folder").unwrap();
    let said = freeze_first(&mut desk, Mode::Formal)
        .unwrap_err()
        .to_string();
    assert!(!said.contains("os error"), "{said}");
    assert!(ceremony::all(desk.reader()).unwrap().is_empty());
    fs::remove_file(&ceremonies).unwrap();
    fs::rename(&aside, &ceremonies).unwrap();
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    drop(desk);
    let desk = open(dir.path());
    let rows = ceremony::all(desk.reader()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].freeze, frozen.freeze.to_string());
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.pdf");
    write_file(&path, b"old").unwrap();
    // What stands in the way is not written over, and what stood there stays.
    let part = dir.path().join("a.pdf.part");
    fs::create_dir(&part).unwrap();
    let said = write_file(&path, b"new").unwrap_err().to_string();
    assert!(said.contains("a.pdf") && said.contains("文件夹"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), b"old");
    fs::remove_dir(&part).unwrap();
    write_file(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(!part.exists());
    // A full device.
    if Path::new("/dev/full").exists() {
        let full = dir.path().join("full");
        fs::create_dir(&full).unwrap();
        std::os::unix::fs::symlink("/dev/full", full.join("b.pdf.part")).unwrap();
        let said = write_file(&full.join("b.pdf"), b"new")
            .unwrap_err()
            .to_string();
        assert!(said.contains("磁盘已满"), "{said}");
        assert_eq!(fs::read_dir(&full).unwrap().count(), 0, "no half file");
    }
}

#[test]
fn desk_check_tells_what_is_wrong_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = empty(dir.path()).0;
    let all: String = inspect(&mut desk)
        .unwrap()
        .into_iter()
        .map(|look| look.says + "\n")
        .collect();
    for topic in [
        "数据库：",
        "日志：",
        "政策包：",
        "位置：",
        "文件夹：",
        "权限：",
        "读写：",
        "磁盘：",
        "预写日志：",
        "时钟：",
        "SQLite",
    ] {
        assert!(all.contains(topic), "{topic} in\n{all}");
    }
    let quiet = says(&mut desk);
    for topic in ["残留", "恢复码：", "权限", "缺少"] {
        assert!(!quiet.contains(topic), "{topic} in\n{quiet}");
    }
    fs::write(dir.path().join("backups/x.tar.part"), b"half").unwrap();
    fs::write(dir.path().join("keys.json.part"), b"half").unwrap();
    fs::write(dir.path().join("recovery.pdf"), b"code").unwrap();
    fs::remove_dir(dir.path().join("inbox")).unwrap();
    let told = says(&mut desk);
    for topic in [
        "backups/x.tar.part",
        "keys.json.part",
        "recovery.pdf",
        "缺少 inbox",
    ] {
        assert!(told.contains(topic), "{topic} in\n{told}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let told = says(&mut desk);
        assert!(told.contains("chmod 700"), "{told}");
    }
    desk.switch_to("centre", PASSWORD).unwrap();
    desk.set_today("2021-04-30".parse().unwrap()).unwrap();
    let told = says(&mut desk);
    assert!(told.contains("校准时钟"), "{told}");
}

#[test]
fn a_damaged_backup_of_the_desks_own_is_told_of() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let told = |desk: &mut Desk| {
        let looks = inspect(desk).unwrap();
        let mut looks = looks
            .into_iter()
            .filter(|look| look.says.contains("本机最近的备份"));
        looks.next().unwrap()
    };
    assert!(told(&mut desk).good);
    for entry in fs::read_dir(dir.path().join("backups")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let look = told(&mut desk);
    assert!(
        !look.good && look.says.contains("换用另一份"),
        "{}",
        look.says
    );
}
