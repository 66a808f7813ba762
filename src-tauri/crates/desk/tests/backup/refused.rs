//! What is no whole backup of this desk becomes no desk.

use crate::desk::{PASSWORD, desk_with_district, tree};
use crate::stage::{Dice, empty, make, restore, restore_as};
use ruxue_desk::backup;
use std::path::{Path, PathBuf};

/// A small desk's backup, and a folder to restore into.
fn backed_up(dir: &Path) -> (ruxue_desk::Desk, PathBuf, PathBuf) {
    let out = dir.join("out");
    std::fs::create_dir(&out).unwrap();
    let (mut desk, _) = empty(&dir.join("old"));
    std::fs::write(desk.dir().join("blobs/0a.enc"), b"scan").unwrap();
    let made = make(&mut desk, &out);
    (desk, made.path, dir.join("new"))
}

/// Names in a folder, hidden ones too.
fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap().flatten();
    let mut names: Vec<_> = entries
        .map(|one| one.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn no_flipped_bit_and_no_cut_goes_unseen() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, file, new) = backed_up(dir.path());
    let whole = std::fs::read(&file).unwrap();
    let flipped = dir.path().join("flipped.tar");
    let mut dice = Dice(20_210_506);
    // Every block of the small members, then anywhere.
    let ends = (0..40).map(|block| whole.len().saturating_sub(1 + block * 512));
    let mut places: Vec<usize> = ends.chain((0..6).map(|block| block * 512)).collect();
    places.extend((0..360).map(|_| dice.below(whole.len())));
    for (round, at) in places.into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << dice.below(8);
        std::fs::write(&flipped, &bytes).unwrap();
        let found = backup::check(&mut desk, &flipped, &mut |_, _, _| ());
        assert!(found.is_err(), "byte {at} of {}", whole.len());
        if round.is_multiple_of(20) {
            assert!(restore(&flipped, &new).is_err(), "byte {at}");
            assert_eq!(names(dir.path()), ["flipped.tar", "old", "out"]);
        }
    }
    for _ in 0..40 {
        std::fs::write(&flipped, &whole[..dice.below(whole.len())]).unwrap();
        assert!(backup::check(&mut desk, &flipped, &mut |_, _, _| ()).is_err());
    }
    let longer = [whole.as_slice(), b"x"].concat();
    std::fs::write(&flipped, longer).unwrap();
    assert!(backup::check(&mut desk, &flipped, &mut |_, _, _| ()).is_err());
    std::fs::write(&flipped, &whole).unwrap();
    backup::check(&mut desk, &flipped, &mut |_, _, _| ()).unwrap();
    drop(desk);
    restore(&flipped, &new).unwrap();
}

#[test]
fn a_backup_of_another_desk_is_not_this_ones() {
    let dir = tempfile::tempdir().unwrap();
    let (_, file, _) = backed_up(dir.path());
    let (mut other, _) = empty(&dir.path().join("other"));
    let refused = backup::check(&mut other, &file, &mut |_, _, _| ())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("没有通过核对"), "{refused}");
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, file, new) = backed_up(dir.path());
    let old = desk.dir().to_owned();
    drop(desk);
    let before = tree(&old);
    let refused = restore(&file, &old).unwrap_err().to_string();
    assert!(refused.contains("已经是一个工作台"), "{refused}");
    assert!(tree(&old) == before, "the desk was touched");
    std::fs::create_dir(&new).unwrap();
    std::fs::write(new.join("来信.txt"), b"x").unwrap();
    let refused = restore(&file, &new).unwrap_err().to_string();
    assert!(refused.contains("不是空文件夹"), "{refused}");
    assert_eq!(names(&new), ["来信.txt"]);
    std::fs::remove_file(new.join("来信.txt")).unwrap();
    restore(&file, &new).unwrap();
}

#[test]
fn only_a_system_administrator_with_the_right_password_restores() {
    let dir = tempfile::tempdir().unwrap();
    let (_desk, file, new) = backed_up(dir.path());
    for (person, password, part) in [
        ("sysadmin", "不对的密码不对的密码", "密码不对"),
        ("nobody", PASSWORD, "密码不对"),
        ("recovery", PASSWORD, "密码不对"),
        ("centre", PASSWORD, "系统管理员"),
        ("auditor", PASSWORD, "系统管理员"),
    ] {
        let refused = restore_as(person, password, &file, &new)
            .unwrap_err()
            .to_string();
        assert!(refused.contains(part), "{person}: {refused}");
        assert_eq!(names(dir.path()), ["old", "out"], "{person}");
    }
    let gone = restore(&dir.path().join("out/nothing.tar"), &new)
        .unwrap_err()
        .to_string();
    assert!(gone.contains("读不出备份"), "{gone}");
    let folder = restore(&dir.path().join("out"), &new)
        .unwrap_err()
        .to_string();
    assert!(folder.contains("读不出备份"), "{folder}");
}

#[test]
fn nobody_else_makes_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(&dir.path().join("desk"));
    let refused = backup::make(&mut desk, dir.path(), &mut |_, _, _| ())
        .unwrap_err()
        .to_string();
    assert!(refused.contains("系统管理员"), "{refused}");
    assert_eq!(names(dir.path()), ["desk"]);
}
