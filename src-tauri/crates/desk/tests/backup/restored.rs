//! A backup becomes a desk, and goes on where the old one stood.

use crate::desk::{PASSWORD, copy, desk_with_district, digits, draw, freeze_first, open, tree};
use crate::stage::{entries, make, restore};
use ruxue_desk::Desk;
use ruxue_desk::ceremony::{DrawError, verify_paths};
use ruxue_desk::inspect::inspect;
use ruxue_desk::store::counts;
use ruxue_lottery::{Mode, Number};
use std::path::Path;

fn first() -> Number {
    Number::parse("2021-0001").unwrap()
}

fn result(dir: &Path) -> Vec<u8> {
    std::fs::read(dir.join("ceremonies/2021-0001/result.csv")).unwrap()
}

#[test]
fn everything_comes_back_and_the_journal_goes_on_in_a_new_epoch() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new, out) = (
        dir.path().join("old"),
        dir.path().join("new"),
        dir.path().join("out"),
    );
    std::fs::create_dir(&out).unwrap();
    let mut desk = desk_with_district(&old);
    std::fs::write(old.join("blobs/00ff.enc"), vec![7; 100_000]).unwrap();
    freeze_first(&mut desk, Mode::Formal).unwrap();
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let made = make(&mut desk, &out);
    let head = made.manifest.head.clone();
    let levels = counts::by_level(desk.reader()).unwrap();
    let epoch = desk.store().epoch().to_owned();
    let last = entries(&desk).pop().unwrap();
    assert_eq!(
        (last.act.as_str(), last.actor.as_str()),
        ("BACKUP", "sysadmin")
    );
    assert_eq!(
        last.result,
        format!("{} manifest {}", head.anchor(), made.digest)
    );
    drop(desk);

    let restored = restore(&made.path, &new).unwrap();
    assert_eq!(restored.manifest, made.manifest);
    for folder in ["blobs", "ceremonies"] {
        assert_eq!(tree(&new.join(folder)), tree(&old.join(folder)), "{folder}");
    }
    let mut desk = open(&new);
    assert_eq!(counts::by_level(desk.reader()).unwrap(), levels);
    assert_ne!(desk.store().epoch(), epoch);
    assert_eq!(desk.store().epoch(), restored.epoch);
    let journal = entries(&desk);
    let at = usize::try_from(head.seq).unwrap();
    let (genesis, entered) = (&journal[at], &journal[at + 1]);
    assert_eq!(
        (genesis.seq, genesis.act.as_str()),
        (head.seq + 1, "GENESIS")
    );
    assert_eq!(genesis.genesis.as_ref().unwrap().previous, head.hash);
    assert_eq!(
        (entered.act.as_str(), entered.actor.as_str()),
        ("RESTORE", "sysadmin")
    );
    assert!(made.path.ends_with(&entered.id), "{}", entered.id);
    assert!(
        entered
            .result
            .contains(&format!("{}:{}", head.seq, head.hash))
    );
    // Anchors of before hold, and the whole chain does.
    let verified = desk.verify_journal(&[1, head.seq]).unwrap();
    assert_eq!(verified.broken, None);
    assert_eq!(verified.epochs, [1, head.seq + 1]);
    assert_eq!(ruxue_desk::journal::hex(&verified.hashes[1].1), head.hash);

    // The frozen ceremony ends on both desks in the same bytes.
    draw(&mut desk, first(), &digits()).unwrap();
    drop(desk);
    draw(&mut open(&old), first(), &digits()).unwrap();
    assert_eq!(result(&new), result(&old));
    let mut desk = open(&new);
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let bad: Vec<_> = inspect(&mut desk)
        .unwrap()
        .into_iter()
        .filter(|look| !look.good)
        .collect();
    assert_eq!(bad, []);
    // A second restore, of a backup of the restored desk: a third epoch on the same chain.
    let again = make(&mut desk, &out);
    drop(desk);
    let third = dir.path().join("third");
    restore(&again.path, &third).unwrap();
    let verified = open(&third).verify_journal(&[]).unwrap();
    assert_eq!((verified.broken, verified.epochs.len()), (None, 3));
}

#[test]
fn the_copy_in_it_is_encrypted_with_the_desks_key() {
    let dir = tempfile::tempdir().unwrap();
    let (old, out) = (dir.path().join("old"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let mut desk = desk_with_district(&old);
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let bytes = std::fs::read(make(&mut desk, &out).path).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!holds("SQLite format 3"));
    assert!(!holds("CREATE TABLE"));
    assert!(!holds("小学") && !holds("监护人"));
    assert!(
        holds("ruxue-backup/1"),
        "the control: the manifest is plain"
    );
    assert_eq!(
        std::fs::read_dir(old.join("backups/.work"))
            .err()
            .map(|e| e.kind()),
        Some(std::io::ErrorKind::NotFound)
    );
}

/// A desk restored from a backup of before the freeze, beside the desk that went on.
fn older(dir: &Path) -> (Desk, Desk) {
    let (old, new, out) = (dir.join("old"), dir.join("new"), dir.join("out"));
    std::fs::create_dir(&out).unwrap();
    let mut desk = desk_with_district(&old);
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let made = make(&mut desk, &out);
    desk.switch_to("centre", PASSWORD).unwrap();
    freeze_first(&mut desk, Mode::Formal).unwrap();
    restore(&made.path, &new).unwrap();
    (
        desk,
        Desk::open(&new, "centre", PASSWORD, "2021-06-11".parse().ok()).unwrap(),
    )
}

#[test]
fn an_older_backup_finishes_a_ceremony_that_was_frozen_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, mut back) = older(dir.path());
    let (from, to) = (
        desk.dir().join("ceremonies/2021-0001"),
        back.dir().join("ceremonies/2021-0001"),
    );
    let unknown = draw(&mut back, first(), &digits()).unwrap_err().to_string();
    assert!(unknown.contains("没有场次"), "{unknown}");
    copy(&from, &to);
    std::fs::remove_dir(to.join("ceremonies")).unwrap();
    let waits = inspect(&mut back).unwrap();
    assert!(
        waits
            .iter()
            .any(|look| look.good && look.due && look.says.contains("2021-0001")),
        "{waits:?}"
    );
    let anew = freeze_first(&mut back, Mode::Formal)
        .unwrap_err()
        .to_string();
    assert!(anew.contains("不能另行封存"), "{anew}");

    // One byte of a list is not what was frozen.
    let roster = std::fs::read(to.join("roster.csv")).unwrap();
    let mut other = roster.clone();
    *other.last_mut().unwrap() ^= 1;
    std::fs::write(to.join("roster.csv"), other).unwrap();
    let changed = draw(&mut back, first(), &digits()).unwrap_err().to_string();
    assert!(changed.contains("roster.csv"), "{changed}");
    std::fs::write(to.join("roster.csv"), roster).unwrap();

    let taken = draw(&mut back, first(), &digits()).unwrap();
    let went_on = draw(&mut desk, first(), &digits()).unwrap();
    assert_eq!(taken.adopted, went_on.adopted);
    assert_eq!(result(back.dir()), result(desk.dir()));
    let rows = |desk: &Desk| {
        ruxue_desk::store::placement::all(desk.reader())
            .unwrap()
            .into_iter()
            .map(|row| (row.receipt, row.how, row.route, row.school))
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&back), rows(&desk), "direct admissions too");
    let decided = |desk: &Desk| ruxue_desk::store::decided::all(desk.reader()).unwrap();
    assert_eq!(
        decided(&back),
        decided(&desk),
        "who stands in the draw is decided"
    );
    assert!(verify_paths(&[&to]).unwrap().accepted());
    let journal = entries(&back);
    assert!(
        journal
            .iter()
            .any(|entry| entry.act == "FREEZE" && entry.result.contains("taken up"))
    );
    assert_eq!(back.verify_journal(&[]).unwrap().broken, None);
}

#[test]
fn a_ceremony_already_drawn_is_adopted_again_with_its_own_seed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, mut back) = older(dir.path());
    draw(&mut desk, first(), &digits()).unwrap();
    let to = back.dir().join("ceremonies/2021-0001");
    copy(&desk.dir().join("ceremonies/2021-0001"), &to);
    std::fs::remove_dir(to.join("ceremonies")).unwrap();
    let other: Vec<String> = ["4", "5", "6"].map(|digit| digit.repeat(20)).into();
    let refused = draw(&mut back, first(), &other).unwrap_err().to_string();
    assert!(refused.contains("不能更换"), "{refused}");
    draw(&mut back, first(), &[]).unwrap();
    assert_eq!(result(back.dir()), result(desk.dir()));
}

#[test]
fn a_seal_of_another_desk_or_a_changed_one_is_no_ceremony() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, mut back) = older(dir.path());
    let from = desk.dir().join("ceremonies/2021-0001");
    let to = back.dir().join("ceremonies/2021-0001");
    copy(&from, &to);
    let sealed = std::fs::read_to_string(from.join("nonce.sealed")).unwrap();
    let at = sealed.rfind('"').unwrap() - 1;
    let mut other = sealed.clone().into_bytes();
    other[at] = if other[at] == b'0' { b'1' } else { b'0' };
    std::fs::write(to.join("nonce.sealed"), other).unwrap();
    let refused = |back: &mut Desk| matches!(draw(back, first(), &digits()), Err(DrawError::Refused(why)) if why.contains("没有场次"));
    assert!(refused(&mut back));
    let stranger = desk_with_district(&dir.path().join("stranger"));
    drop(stranger);
    let mut stranger = open(&dir.path().join("stranger"));
    freeze_first(&mut stranger, Mode::Formal).unwrap();
    std::fs::copy(
        stranger.dir().join("ceremonies/2021-0001/nonce.sealed"),
        to.join("nonce.sealed"),
    )
    .unwrap();
    assert!(refused(&mut back));
    std::fs::write(to.join("nonce.sealed"), sealed).unwrap();
    assert!(!refused(&mut back), "the control");
}
