//! Media that are full, gone or in the way: the former backup stays, and a sentence says what to do.

use crate::stage::{empty, entries, make, sentence, tars};
use ruxue_desk::backup;
use ruxue_desk::store;
use std::path::Path;
use std::process::Command;

/// A small file system in memory, unmounted with its value.
struct Small<'a>(&'a Path);

impl Small<'_> {
    /// `None` where this process may not mount.
    fn mount(at: &Path, kilobytes: u64) -> Option<Small<'_>> {
        let size = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(at)
            .output();
        mount
            .ok()
            .filter(|done| done.status.success())
            .map(|_| Small(at))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_medium_loses_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let (mut desk, _) = empty(&dir.path().join("desk"));
    let size = make(&mut desk, &out).size / 1024;
    let medium = dir.path().join("medium");
    std::fs::create_dir(&medium).unwrap();
    // Room for one and a half.
    let Some(small) = Small::mount(&medium, size + size / 2) else {
        eprintln!("skipped: this process may not mount a tmpfs");
        return;
    };
    let former = make(&mut desk, &medium);
    let ledger = store::backup::all(desk.reader()).unwrap();
    let said = sentence(&mut desk, &medium);
    assert!(
        said.contains("介质已满") && said.contains("原有的备份都没有动"),
        "{said}"
    );
    assert!(tars(&medium).iter().eq([&former.path]), "no half file");
    backup::check(&mut desk, &former.path, &mut |_, _, _| ()).unwrap();
    assert_eq!(store::backup::all(desk.reader()).unwrap(), ledger);
    // Once there is room again, the next one counts.
    std::fs::remove_file(&former.path).unwrap();
    make(&mut desk, &medium);
    drop(small);
}

#[test]
fn a_full_disk_under_the_desk_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (disk, out) = (dir.path().join("disk"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    std::fs::create_dir(&disk).unwrap();
    let Some(small) = Small::mount(&disk, 2048) else {
        eprintln!("skipped: this process may not mount a tmpfs");
        return;
    };
    let (mut desk, _) = empty(&disk.join("desk"));
    let former = make(&mut desk, &out);
    std::fs::write(disk.join("desk/out/film"), vec![1; 4 << 20]).unwrap_err();
    let said = sentence(&mut desk, &out);
    assert!(said.contains("磁盘已满"), "{said}");
    assert_eq!(tars(&out), [former.path]);
    std::fs::remove_file(disk.join("desk/out/film")).unwrap();
    make(&mut desk, &out);
    assert_eq!(desk.verify_journal(&[]).unwrap().broken, None);
    drop(desk);
    drop(small);
}

#[test]
fn a_medium_that_is_not_there_is_not_made_up() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = empty(&dir.path().join("desk"));
    let missing = dir.path().join("usb");
    let said = sentence(&mut desk, &missing);
    assert!(
        said.contains("没有文件夹") && said.contains("插好"),
        "{said}"
    );
    assert!(!missing.exists());
    assert!(!entries(&desk).iter().any(|entry| entry.act == "BACKUP"));
}

#[test]
fn leftovers_of_a_killed_backup_are_swept_and_others_are_not() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let (mut desk, _) = empty(&dir.path().join("desk"));
    let first = make(&mut desk, &out);
    let own = first.path.with_extension("tar.part");
    let others = out.join("ruxue-110105-00000000-20200101T000000Z-1.tar.part");
    for path in [&own, &others] {
        std::fs::write(path, b"half").unwrap();
    }
    make(&mut desk, &out);
    assert!(!own.exists());
    assert!(others.exists());
}

#[test]
fn a_file_that_no_tar_takes_is_named_and_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let (mut desk, _) = empty(&dir.path().join("desk"));
    let long = format!("{}.txt", "很".repeat(60));
    std::fs::write(desk.dir().join("ceremonies").join(&long), b"x").unwrap();
    std::fs::write(desk.dir().join("ceremonies/公证.txt"), b"y").unwrap();
    let made = make(&mut desk, &out);
    assert!(
        made.notes.iter().any(|note| note.contains(&long)),
        "{:?}",
        made.notes
    );
    let kept = made
        .manifest
        .members
        .iter()
        .any(|one| one.name == "ceremonies/公证.txt");
    assert!(kept);
}
