//! Several folders, open ceremonies, and the closing list.

use ruxue_lottery::{Digest, Folder, Lists, Number, Verdict, file, season_text, verify};

use crate::folders::{digits, failures, formal_slots, vectors};
use crate::golden::{closed, complete, frozen, season};

/// What verify fails with, or `""`.
fn failed(folders: &[Folder], closing: Option<&[u8]>) -> String {
    failures(&verify(folders, closing))
}

fn noted(folders: &[Folder]) -> String {
    let report = verify(folders, None);
    assert!(report.accepted(), "{}", failures(&report));
    let noted = report
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Noted);
    noted.map(|check| format!("{check}\n")).collect()
}

fn number(order: u16) -> Number {
    Number::formal(2021, order).unwrap()
}

#[test]
fn order_of_folders_is_irrelevant() {
    let mut folders = season();
    let closing = season_text(2021, &folders).unwrap();
    folders.reverse();
    assert_eq!(season_text(2021, &folders).unwrap(), closing);
    assert_eq!(failed(&folders, Some(&closing)), "");
}

#[test]
fn gaps_are_said_and_with_the_closing_list_refused() {
    let all = season();
    let closing = season_text(2021, &all).unwrap();
    for missing in 0..all.len() {
        let mut folders = all.clone();
        let gone = folders.remove(missing);
        let notes = noted(&folders);
        assert_eq!(notes.contains("缺少第"), missing < 2, "{notes}"); // a missing last one does not show
        let failures = failed(&folders, Some(&closing));
        assert!(
            failures.contains(&format!("{} 在列，却没有给出", gone.name)),
            "{failures}"
        );
    }
    assert!(noted(&vectors()[3..]).contains("缺少第 1 至 3 场"));
}

#[test]
fn a_ceremony_that_the_list_omits_is_refused() {
    let all = season();
    for (omitted, keep) in [(2, vec![0, 1, 3]), (3, vec![0, 1, 2])] {
        let listed: Vec<Folder> = keep.iter().map(|&i| all[i].clone()).collect();
        let closing = season_text(2021, &listed).unwrap();
        let failures = failed(&all, Some(&closing));
        assert!(
            failures.contains(&format!("{} 不在所列场次中", all[omitted].name)),
            "{failures}"
        );
    }
}

#[test]
fn a_wrong_predecessor_is_refused() {
    let all = season();
    let other = complete(
        frozen(number(2), closed(&all[2]), &formal_slots(), 9),
        9,
        &digits(),
    );
    let failures = failed(&[all[0].clone(), other], None);
    assert!(
        failures.contains("2021-0002 freeze.txt 第 3 行：prev 与上一场 2021-0001"),
        "{failures}"
    );
}

#[test]
fn a_ceremony_twice_is_refused() {
    let all = season();
    let failures = failed(&[all[0].clone(), all[0].clone()], None);
    assert!(failures.contains("场次编号重复"), "{failures}");
}

#[test]
fn shared_nonces_are_refused_rehearsals_included() {
    let all = season();
    let second = frozen(number(2), closed(&all[0]), &formal_slots(), 4).folder;
    let failures = failed(&[all[0].clone(), second, all[3].clone()], None);
    assert!(
        failures.contains("2021-0002 与 R-0001 使用了同一个机器随机数"),
        "{failures}"
    );
}

#[test]
fn an_open_ceremony_is_said() {
    let all = season();
    let mut open = all[2].clone();
    open.files.remove(file::CLOSE);
    let folders = [all[0].clone(), all[1].clone(), open];
    assert!(noted(&folders).contains("2021-0003 已开始派位，尚未结束"));
    let mut folders = folders;
    folders[2].files.remove(file::RESULT);
    assert!(noted(&folders).contains("2021-0003 已开始派位，尚未结束"));
    folders[2].files.remove(file::SEED);
    assert!(noted(&folders).contains("2021-0003 已封存，尚未派位"));
    // It cannot stand in a closing list, nor be left out of one.
    assert!(
        season_text(2021, &folders).unwrap_err()[0]
            .to_string()
            .contains("2021-0003：尚未结束")
    );
    let closing = season_text(2021, &all).unwrap();
    assert!(failed(&folders, Some(&closing)).contains("2021-0003 在列，但该场尚未结束"));
    let closing = season_text(2021, &folders[..2]).unwrap();
    assert!(failed(&folders, Some(&closing)).contains("2021-0003 不在所列场次中"));
}

#[test]
fn nothing_is_frozen_after_an_open_ceremony() {
    let all = season();
    let first = frozen(number(1), Digest::ZEROS, &formal_slots(), 1).folder;
    let failures = failed(&[first, all[1].clone()], None);
    assert!(failures.contains("上一场 2021-0001 尚未结束"), "{failures}");
}

#[test]
fn a_folder_under_another_name_is_refused() {
    let mut folder = season().remove(0);
    folder.name = "2021-0002".to_owned();
    assert!(failed(&[folder], None).contains("与文件夹名「2021-0002」不同"));
}

#[test]
fn files_that_do_not_belong_are_said() {
    let mut folder = season().remove(0);
    folder.put("result-2.csv", b"x".to_vec());
    assert!(noted(&[folder]).contains("「result-2.csv」不属于派位仪式的文件"));
}

/// A name cannot pass for a line of the report.
#[test]
fn names_stay_on_their_line() {
    let mut folder = season().remove(0);
    folder.put("x\n通过 2021-0001 y", vec![]);
    folder.name = "2021-0001\n通过 z".to_owned();
    let report = verify(&[folder], None);
    assert!(
        report
            .checks
            .iter()
            .all(|check| !check.to_string().contains('\n'))
    );
}

/// A plan cannot ask for more memory than there is, and long fields are not repeated whole.
#[test]
fn hostile_lists_stay_small() {
    let batches = b"batch,title,method,groups,leftover\n1,a,serial,skip,pool\n";
    let plan: String = (100..1100)
        .map(|s| format!("1,S{s},4294967295\n"))
        .collect();
    let plan = format!("batch,school,seats\n{plan}");
    let roster = b"batch,index,receipt,tier,unit,choices\n";
    let found = Lists::parse(batches, plan.as_bytes(), roster).unwrap_err();
    assert!(found.len() <= 50 && found[0].message.contains("学位总数超过一千万"));
    let plan = format!("batch,school,seats\n1,{},1\n", "s".repeat(1_000_000));
    let found = Lists::parse(batches, plan.as_bytes(), roster).unwrap_err();
    assert!(found[0].message.len() < 1000);
}

#[test]
fn an_aborted_ceremony_has_no_seed() {
    let all = season();
    for name in [file::SEED, file::RESULT] {
        let mut aborted = all[1].clone();
        aborted.put(name, all[0].get(name).unwrap().to_vec());
        assert!(failed(&[aborted], None).contains("仪式已中止，却有种子或结果"));
    }
}

#[test]
fn a_first_ceremony_may_name_last_seasons_list() {
    let prev = Digest::of(b"RUXUE-SEASON/1 2020\n");
    let folder = frozen(number(1), prev, &formal_slots(), 1).folder;
    assert!(noted(&[folder]).contains(&prev.to_string()));
}

#[test]
fn another_seasons_ceremonies_are_said() {
    let mut folders = season();
    let closing = season_text(2021, &folders).unwrap();
    let of_2020 = Number::formal(2020, 1).unwrap();
    folders.push(frozen(of_2020, Digest::ZEROS, &formal_slots(), 8).folder);
    assert_eq!(failed(&folders, Some(&closing)), "");
    assert!(
        season_text(2021, &folders).unwrap_err()[0]
            .message
            .contains("另一学年")
    );
}

#[test]
fn nothing_given_is_refused() {
    assert!(!verify(&[], None).accepted());
}

#[test]
fn an_empty_season_closes() {
    assert_eq!(season_text(2021, &[]).unwrap(), b"RUXUE-SEASON/1 2021\n");
}
