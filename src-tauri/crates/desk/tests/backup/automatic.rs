//! The pinned backups that a desk makes by itself, and the thinning of the others.

use crate::desk::{PASSWORD, desk_with_district, digits, draw, freeze_first, vectors};
use crate::stage::{empty, entries, make, restore, tars};
use ruxue_desk::backup;
use ruxue_desk::ceremony::close_season;
use ruxue_desk::intake::{self, Choice, Intent, Source, Template};
use ruxue_lottery::{Mode, Number};
use std::path::Path;

/// Why each backup in a folder was made, in the order of the files.
fn whys(folder: &Path) -> Vec<String> {
    let names = tars(folder)
        .into_iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names
        .map(|name| {
            name.trim_end_matches(".tar")
                .rsplit('-')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[test]
fn before_each_import_freeze_and_season_end_one_is_pinned() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(&dir.path().join("desk"));
    let own = desk.dir().join("backups");
    assert_eq!(whys(&own), vec!["import"; 6], "one an import");
    let again = |intent| {
        let file = vectors().join("schools.csv");
        (
            intake::read(Template::Schools, Source::path(&file)).unwrap(),
            intent,
        )
    };
    let (staged, intent) = again(Intent::DryRun);
    intake::accept(&mut desk, &staged, Choice::GoodRows, intent).unwrap();
    assert_eq!(whys(&own).len(), 6, "a dry run needs none");
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let sealed = desk.dir().join("ceremonies/2021-0001/nonce.sealed");
    draw(&mut desk, Number::parse("2021-0001").unwrap(), &digits()).unwrap();
    assert!(sealed.exists(), "until a backup holds the end");
    close_season(&mut desk).unwrap();
    assert!(!sealed.exists());
    close_season(&mut desk).unwrap();
    let made = whys(&own);
    let count = |why: &str| made.iter().filter(|one| *one == why).count();
    assert_eq!(
        (count("import"), count("draw"), count("season")),
        (6, 1, 2),
        "{made:?}"
    );
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    for file in tars(&own) {
        backup::check(&mut desk, &file, &mut |_, _, _| ()).unwrap();
    }
    let by_desk = entries(&desk)
        .into_iter()
        .filter(|entry| entry.act == "BACKUP" && entry.actor == "desk");
    assert_eq!(by_desk.count(), 9);
    // The last pinned one of before the freeze becomes a desk too.
    let draw_file = tars(&own)
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with("-draw.tar"))
        .unwrap();
    restore(&draw_file, &dir.path().join("back")).unwrap();
}

#[test]
fn what_nothing_changed_since_is_not_backed_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = empty(dir.path());
    let own = dir.path().join("backups");
    let import = |desk: &mut ruxue_desk::Desk, name: &str| {
        let file = dir.path().join(format!("{name}.csv"));
        let text = std::fs::read_to_string(vectors().join("schools.csv")).unwrap();
        std::fs::write(
            &file,
            if name == "bad" {
                text.replace("小学", "大学")
            } else {
                text
            },
        )
        .unwrap();
        let staged = intake::read(Template::Schools, Source::path(&file)).unwrap();
        intake::accept(desk, &staged, Choice::AllOrNothing, Intent::Enter).unwrap();
    };
    desk.switch_to("centre", PASSWORD).unwrap();
    import(&mut desk, "bad");
    assert_eq!(tars(&own).len(), 0, "a hopeless file needs none");
    import(&mut desk, "good");
    assert_eq!(tars(&own).len(), 1);
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let made = make(&mut desk, &own);
    desk.switch_to("centre", PASSWORD).unwrap();
    import(&mut desk, "good");
    assert_eq!(tars(&own).len(), 2, "{:?} says it all", made.path);
    std::fs::remove_file(&made.path).unwrap();
    import(&mut desk, "good");
    assert_eq!(tars(&own).len(), 2, "the file was gone: a new one");
}

#[test]
fn an_import_without_its_backup_does_not_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = empty(dir.path());
    std::fs::remove_dir(dir.path().join("backups")).unwrap();
    std::fs::write(dir.path().join("backups"), b"in the way").unwrap();
    desk.switch_to("centre", PASSWORD).unwrap();
    let head = desk.store().head();
    let staged = intake::read(
        Template::Schools,
        Source::path(&vectors().join("schools.csv")),
    )
    .unwrap();
    let refused = intake::accept(&mut desk, &staged, Choice::GoodRows, Intent::Enter).unwrap_err();
    assert!(refused.to_string().contains("backups"), "{refused}");
    assert_eq!(desk.store().head(), head, "nothing entered");
}

#[test]
fn days_weeks_and_months_are_thinned_and_strangers_stay() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("desk"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let (mut desk, _) = empty(&path);
    let stranger = out.join("ruxue-110105-00000000-20200101T000000Z-1.tar");
    std::fs::write(&stranger, b"another desk's").unwrap();
    let first: chrono::NaiveDate = "2021-05-01".parse().unwrap();
    let mut gone = 0;
    for day in 0..50 {
        desk.set_today(first + chrono::Days::new(day)).unwrap();
        gone += make(&mut desk, &out).thinned.len();
        let twice = make(&mut desk, &out);
        assert!(twice.path.exists(), "the newest stays");
        gone += twice.thinned.len();
    }
    // 9 to 19 June daily; Sundays since April's end; the last of May.
    let left = tars(&out).len() - 1;
    assert_eq!(left + gone, 100);
    assert!((12..=12 + 7 + 1).contains(&left), "{left}");
    assert!(stranger.exists());
    assert_eq!(
        ruxue_desk::store::backup::all(desk.reader()).unwrap().len(),
        left
    );
    for file in tars(&out).into_iter().filter(|file| *file != stranger) {
        backup::check(&mut desk, &file, &mut |_, _, _| ()).unwrap();
    }
    assert_eq!(desk.verify_journal(&[]).unwrap().broken, None);
}
