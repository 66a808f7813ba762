//! The real window: what a person at the centre does on a day, clicked.

mod driver;
mod founding;

use std::fs;
use std::path::{Path, PathBuf};

use driver::Screen;
use fantoccini::key::Key;
use ruxue_desk::ceremony::place;
use ruxue_desk::intake::{self, Choice, Intent, Source, Template};
use ruxue_desk::register;
use ruxue_desk::sample::{self, Format, Request};
use ruxue_desk::store::placement;
use ruxue_desk::{Desk, NewDesk, Purpose};
use tempfile::TempDir;

const PASSWORD: &str = "window-test-2021";
const TODAY: &str = "2021-05-06";
const CHILDREN: u64 = 300;

/// A demonstration desk with a district's tables, and a sample of children in `sample/`.
fn district(entered: &[Template]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the desk");
    let sample = sampled(folder.path(), Format::Xlsx);
    let dir = folder.path().join("desk");
    fs::create_dir(&dir).expect("a folder in it");
    let today = TODAY.parse().ok();
    let new = NewDesk {
        dir: dir.clone(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "sysadmin".into(),
        password: PASSWORD.into(),
        purpose: Purpose::Demonstration { today },
    };
    drop(Desk::create(&new).expect("a new desk"));
    let mut desk = Desk::open(&dir, "centre", PASSWORD, today).expect("centre signs in");
    for template in entered {
        enter(
            &mut desk,
            *template,
            &sample.join(format!("{}.xlsx", template.name())),
        );
    }
    folder
}

fn sampled(folder: &Path, format: Format) -> PathBuf {
    let sample = folder.join("sample");
    let request = Request {
        children: CHILDREN,
        seed: 7,
        format,
    };
    sample::write(&request, &sample, &mut |_, _| ()).expect("a sample district");
    sample
}

fn enter(desk: &mut Desk, template: Template, file: &Path) {
    let staged = intake::read(template, Source::path(file)).expect("the file reads");
    let outcome = intake::accept(desk, &staged, Choice::AllOrNothing, Intent::Enter)
        .expect("the file enters");
    assert!(outcome.taken > 0, "{:?}", outcome.problems);
}

const TABLES: &[Template] = &[
    Template::Schools,
    Template::Catchments,
    Template::PrimaryZones,
    Template::SeatRecords,
];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_children_a_verdict_and_a_notice() {
    let folder = district(TABLES);
    let desk = folder.path().join("desk");
    let file = folder.path().join("sample/applicants.xlsx");
    let screen = Screen::open(&desk, &file, TODAY).await;

    screen.sign_in(Some("centre"), "not the password").await;
    screen.until("[role=alert]", "账户名或密码不对").await;
    screen.sign_in(None, PASSWORD).await;
    screen.until(".side", "今日").await;

    import_applicants(&screen).await;
    read_a_verdict(&screen).await;
    let made = make_a_notice(&screen).await;

    let pdf = desk.join(&made);
    let bytes = fs::read(&pdf).unwrap_or_else(|error| panic!("{}: {error}", pdf.display()));
    assert!(bytes.starts_with(b"%PDF"), "{made} is no PDF");
    screen
        .client
        .clone()
        .close()
        .await
        .expect("the window closes");
    assert!(journal_agrees(&desk));
}

async fn import_applicants(screen: &Screen) {
    screen.press("[data-screen=import]").await;
    screen.press("[data-kind=applicants]").await;
    screen.press("[data-pick]").await;
    screen
        .until("[data-preview] [data-taken]", &CHILDREN.to_string())
        .await;
    assert_eq!(screen.read("[data-preview] [data-refused]").await, "0");
    screen.press("[data-accept]").await;
    screen.until("[data-made]", "已导入报名表 300 行").await;
    // The same file again has nothing new.
    screen.press("[data-pick]").await;
    screen.until("[data-preview] [data-taken]", "0").await;
}

async fn read_a_verdict(screen: &Screen) {
    screen.press("[data-screen=children]").await;
    screen.until("[role=row][aria-rowindex='2']", "*").await;
    let names = screen
        .script(
            "return [...document.querySelectorAll('[role=gridcell]:nth-child(2)')].map((cell) => cell.textContent)",
        )
        .await;
    let names = names.as_array().cloned().unwrap_or_default();
    assert!(names.len() > 10, "the list shows {} rows", names.len());
    let masked = |name: &serde_json::Value| name.as_str().is_some_and(|name| name.contains('*'));
    assert!(
        names.iter().all(masked),
        "names stand unmasked in the list: {names:?}"
    );
    // From the overview to those with something missing, and to the first of them.
    screen.press("[data-screen=today]").await;
    screen
        .press("[data-level=小学] [data-outcome=supplement] button")
        .await;
    screen
        .until("[role=row][aria-rowindex='2']", "待补正")
        .await;
    screen.press("[data-receipt]").await;
    screen.until("[data-child] [data-outcome]", "待补正").await;
    screen.find("[data-reason]").await;
    let verdict = screen.read(".verdict").await;
    for part in ["待补正", "怎么办", "三(", "朝政办发〔2021〕4号"] {
        assert!(
            verdict.contains(part),
            "the verdict lacks {part:?}: {verdict}"
        );
    }
    let facts = screen.read(".facts").await;
    assert!(
        facts.contains("已填（遮盖）"),
        "numbers are not covered: {facts}"
    );
}

/// Places who needs no draw, opens one of them, makes the notice; gives the file.
async fn make_a_notice(screen: &Screen) -> String {
    screen.press("[data-screen=draws]").await;
    screen.press("[data-place]").await;
    screen.until(".bottom", "新安排").await;
    screen.press("[data-screen=papers]").await;
    screen.press("[data-names]").await;
    screen.until("h1", "孩子").await;
    screen.press("[data-receipt]").await;
    screen.press("button[data-act=notice]").await;
    screen.until("[data-made]", "已生成通知书 1 份").await;
    let file = screen.read("[data-made] .file").await;
    screen.until(".steps", "朝教入").await;
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formal_draw_is_typed_read_back_and_checked() {
    let folder = district(&[TABLES, &[Template::Applicants, Template::Choices]].concat());
    let desk = folder.path().join("desk");
    let screen = Screen::open(&desk, Path::new("/nowhere"), "2021-06-09").await;
    screen.sign_in(Some("centre"), PASSWORD).await;
    screen.press("[data-screen=draws]").await;
    screen.press("[data-proposal*=private]").await;
    // Without a second person there is no freeze.
    screen.until(".screen", "正式派位要有第二人").await;
    screen.type_into("[data-second]", "centre2").await;
    screen.type_into("[data-second-password]", PASSWORD).await;
    screen.press("[data-act]").await;
    screen.press("[data-yes]").await;
    screen.until("[data-state]", "已封存，待读数").await;
    for (slot, digits) in ["31415926535897932384", "27182818284590452353", "1618"]
        .iter()
        .enumerate()
    {
        screen
            .type_into(&format!("[data-slot='{slot}']"), digits)
            .await;
    }
    screen.until("#slot-2-state", "还差 16 位").await;
    screen
        .type_into("[data-slot='2']", "0339887498948482")
        .await;
    screen.until(".screen", "逐位无误后勾选").await;
    screen
        .script("document.querySelectorAll('[data-read-back] input').forEach((one) => one.click())")
        .await;
    screen.type_into("[data-second]", "centre2").await;
    screen.type_into("[data-second-password]", PASSWORD).await;
    screen.press(".across > [data-act]").await;
    screen.press("[data-yes]").await;
    screen.until("[data-state]", "已完成").await;
    let seed = screen.read("[data-seed]").await;
    assert_eq!(seed.len(), 64);
    screen.press("[data-verify]").await;
    screen.until("[data-checked]", "核对相符").await;
    let number = screen.read("h2 > span").await;
    assert!(number.starts_with("2021-0001"), "{number}");
    let text =
        fs::read_to_string(desk.join("ceremonies/2021-0001/seed.txt")).expect("the seed stands");
    assert!(
        text.contains("w1=31415926535897932384\n") && text.contains("w3=16180339887498948482\n")
    );
}

/// A child whose decided case a correction would flip.
struct Flipped {
    receipt: String,
    /// As the family wrote it.
    home: String,
    /// The digest of the pack in force.
    digest: String,
}

/// Places who needs no draw, then lets the clerk take one's household book away.
fn change_a_placed_child(folder: &Path) -> Flipped {
    let dir = folder.join("desk");
    let today = TODAY.parse().ok();
    let mut desk = Desk::open(&dir, "centre", PASSWORD, today).expect("centre signs in");
    place::place(&mut desk).expect("those who need no draw are placed");
    let placed = placement::all(desk.reader()).expect("the placements read");
    let table = sampled(folder, Format::Csv).join("applicants.csv");
    let text = fs::read_to_string(&table).expect("the sample reads");
    let text = text.trim_start_matches('\u{feff}');
    let headers: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let at = |header: &str| {
        headers
            .iter()
            .position(|one| *one == header)
            .expect("a column")
    };
    let (book, home) = (at("全家户口簿"), at("居住地址"));
    let mut cells: Vec<&str> = text
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|cells| cells[book] == "有" && placed.iter().any(|one| one.receipt == cells[0]))
        .expect("a placed child with a household book");
    cells[book] = "无";
    let corrected = folder.join("applicants.csv");
    let row = format!("{}\n{}\n", headers.join(","), cells.join(","));
    fs::write(&corrected, row).expect("the corrected row is written");
    desk.switch_to("clerk", PASSWORD)
        .expect("the clerk signs in");
    enter(&mut desk, Template::Applicants, &corrected);
    let judged = register::refresh(&mut desk).expect("the desk judges");
    assert_eq!(judged.map(|one| one.flagged), Some(1));
    Flipped {
        receipt: cells[0].to_owned(),
        home: cells[home].to_owned(),
        digest: desk.pack().digest().to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_verdict_is_seen_looked_up_and_settled() {
    let folder = district(&[TABLES, &[Template::Applicants]].concat());
    let desk = folder.path().join("desk");
    let Flipped {
        receipt,
        home,
        digest,
    } = change_a_placed_child(folder.path());
    let screen = Screen::open(&desk, Path::new("/nowhere"), TODAY).await;
    screen.sign_in(Some("lead"), PASSWORD).await;

    // 今日 leads to the list, the list to the child.
    screen.press("[data-changed] button").await;
    screen
        .until("[role=row][aria-rowindex='2']", &receipt)
        .await;
    screen.keys(&Key::Enter).await;
    let change = screen.until("[data-change]", "待人核定").await;
    assert!(change.contains("→ 待补正"), "{change}");
    let verdict = screen.read(".verdict").await;
    for part in [
        "不满足",
        "全家户口簿：无",
        "clerk",
        "怎样会改变",
        "三(",
        "政策包摘要",
        "日志",
    ] {
        assert!(
            verdict.contains(part),
            "the verdict lacks {part:?}: {verdict}"
        );
    }
    screen.type_into("#settle-reason", "户口簿原件已核").await;
    screen.keys(&Key::F8).await;
    screen.until(".bottom", "维持原判定").await;

    // Ctrl+L asks for a home from anywhere, with no hand on the mouse.
    screen.keys(&(Key::Control + "l")).await;
    screen.until("h1", "查学校").await;
    screen.keys(&(home + &Key::Enter)).await;
    screen.until("[data-answer] .home", "读作").await;
    screen.find("[data-answer] .schools .name").await;

    screen.press("[data-screen=policy]").await;
    let pack = screen.read("[data-policy]").await.replace(' ', "");
    assert!(pack.contains(&digest), "the pack in force: {pack}");
}

fn journal_agrees(dir: &Path) -> bool {
    let mut desk =
        Desk::open(dir, "auditor", PASSWORD, TODAY.parse().ok()).expect("the auditor signs in");
    desk.verify_journal(&[])
        .expect("the journal reads")
        .broken
        .is_none()
}
