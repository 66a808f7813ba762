//! Papers: numbers, reprints, stopped pages, whose school.

use crate::desk::{PASSWORD, desk_with_district, vectors};
use ruxue_desk::Desk;
use ruxue_desk::access::Role;
use ruxue_desk::ceremony::{Entropy, place};
use ruxue_desk::issue::{NoticeOrder, Notices, compliance, draw_record, fonts, notices, rosters};
use ruxue_desk::season::{SeasonOrder, run};
use ruxue_desk::store::{paper, placement};
use std::path::Path;

fn print(desk: &mut Desk, out: &Path, school: Option<&str>) -> Result<Notices, String> {
    let order = NoticeOrder {
        school,
        receipt: None,
        out,
        reason: "",
    };
    let fonts = fonts::load().unwrap();
    notices(desk, &fonts, &order, &|_, _| {}).map_err(|error| error.to_string())
}

#[test]
fn a_number_is_given_once_and_a_reprint_keeps_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out/notices");
    let mut desk = desk_with_district(dir.path());
    assert!(
        print(&mut desk, &out, None)
            .unwrap_err()
            .contains("没有已录取的孩子")
    );
    place::place(&mut desk).unwrap();
    let admitted = placement::all(desk.reader()).unwrap();
    let first = print(&mut desk, &out, None).unwrap();
    assert_eq!((first.pages, first.reprinted), (admitted.len(), 0));
    let ledger = paper::of_kind(desk.reader(), "notice").unwrap();
    assert_eq!(ledger.len(), admitted.len());
    let one = &ledger[0];
    let school = one.school.clone().unwrap();
    assert_eq!(one.number, format!("朝教入〔2021〕{school}-0001"));
    assert_eq!((one.mac.len(), one.state.as_str()), (16, "printed"));
    let again = print(&mut desk, &out, Some(&school)).unwrap();
    assert_eq!(again.files, [out.join(format!("{school}.pdf"))]);
    assert_eq!(again.reprinted, again.pages);
    assert_eq!(paper::of_kind(desk.reader(), "notice").unwrap(), ledger);
}

#[test]
fn a_principal_prints_for_the_own_school_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    place::place(&mut desk).unwrap();
    let school = placement::all(desk.reader()).unwrap()[0].school.clone();
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    desk.add_person("校长甲", PASSWORD, None, Some(&school))
        .unwrap();
    desk.switch_to("secadmin", PASSWORD).unwrap();
    desk.give_role("校长甲", Role::Principal).unwrap();
    desk.switch_to("校长甲", PASSWORD).unwrap();
    let out = dir.path().join("out");
    let made = print(&mut desk, &out, None).unwrap();
    assert_eq!(made.files, [out.join(format!("{school}.pdf"))]);
    let refused = print(&mut desk, &out, Some("ANDERS")).unwrap_err();
    assert!(refused.contains("只能打印本校"), "{refused}");
    let fonts = fonts::load().unwrap();
    assert_eq!(rosters(&mut desk, &fonts, None, &out).unwrap().0.len(), 1);
    desk.switch_to("clerk", PASSWORD).unwrap();
    assert!(print(&mut desk, &out, None).unwrap_err().contains("校长"));
}

#[test]
fn a_name_that_no_font_has_stops_its_page_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (from, desk) = (dir.path().join("d"), dir.path().join("k"));
    std::fs::create_dir(&from).unwrap();
    for entry in std::fs::read_dir(vectors()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, from.join(path.file_name().unwrap())).unwrap();
    }
    let season = |desk: &Path| {
        let (from, entropy) = (from.as_path(), Entropy::Seeded("7".into()));
        let order = SeasonOrder {
            desk,
            from,
            password: PASSWORD,
            entropy,
        };
        run(&order, &|_, _, _| {}).unwrap().figures
    };
    let other = dir.path().join("whole");
    let whole = season(&other);
    let opened = Desk::open(&other, "centre", PASSWORD, None).unwrap();
    let receipt = placement::all(opened.reader()).unwrap()[0].receipt.clone();
    // CJK extension I: no free font covers it.
    let file = from.join("applicants.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with(&receipt))
        .unwrap();
    let name = line.split(',').nth(2).unwrap();
    let rare = line.replacen(name, "王\u{2EBF1}", 1);
    std::fs::write(&file, text.replace(line, &rare)).unwrap();
    let figures = season(&desk);
    assert_eq!(figures.admitted, whole.admitted);
    assert_eq!(
        (figures.notices, figures.stopped.len()),
        (whole.notices - 1, 1)
    );
    assert_eq!(figures.stopped[0].receipt, receipt);
    assert!(
        figures.stopped[0].why.contains("U+2EBF1"),
        "{}",
        figures.stopped[0].why
    );
}

#[test]
fn records_and_the_report_are_made_by_those_who_may() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let fonts = fonts::load().unwrap();
    let out = dir.path().join("out");
    let none = draw_record(&mut desk, &fonts, "2021-0001", &out)
        .unwrap_err()
        .to_string();
    assert!(none.contains("没有场次"), "{none}");
    crate::desk::freeze_first(&mut desk, ruxue_lottery::Mode::Formal).unwrap();
    let open = draw_record(&mut desk, &fonts, "2021-0001", &out)
        .unwrap_err()
        .to_string();
    assert!(open.contains("尚未结束"), "{open}");
    let number = ruxue_lottery::Number::parse("2021-0001").unwrap();
    crate::desk::draw(&mut desk, number, &crate::desk::digits()).unwrap();
    let (path, stopped) = draw_record(&mut desk, &fonts, "2021-0001", &out).unwrap();
    assert!(stopped.is_empty() && std::fs::read(path).unwrap().starts_with(b"%PDF"));
    desk.switch_to("auditor", PASSWORD).unwrap();
    assert_eq!(
        compliance(&mut desk, &fonts, &out.join("c.pdf")).unwrap(),
        []
    );
    assert!(
        std::fs::read(out.join("c.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    let refused = draw_record(&mut desk, &fonts, "2021-0001", &out)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("不能打印派位过程记录"), "{refused}");
}
