//! 首次建台 in the real window, with no hand on the mouse: from an empty folder to a colleague who
//! may work.

use std::fs;
use std::path::Path;

use fantoccini::key::Key;

use super::driver::Screen;

const SYSADMIN: &str = "建台-系统-口令-一";
const SECADMIN: &str = "建台-安全-口令-二";
const CLERK: &str = "建台-收件-口令-三";

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_folder_becomes_a_desk_where_a_colleague_may_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = folder.path().join("desk");
    // Where no font can be read, the recovery code is written as text.
    let fonts = folder.path().join("fonts");
    fs::create_dir(&fonts).expect("a folder of no fonts");
    for font in ruxue_desk::issue::fonts::FONT_FILES {
        fs::write(fonts.join(font), b"no font").expect("no font");
    }
    let words = [("RUXUE_FONTS", fonts.as_os_str())];
    let screen = Screen::open_with(&desk, Path::new("/nowhere"), &words).await;

    screen.find("[data-found]").await;
    screen.keys(&Key::Enter).await;
    choose_office_and_pack(&screen).await;
    type_account(&screen, "系统甲", SYSADMIN).await;
    prove_the_sheet(&screen, &desk).await;
    screen.until("[data-step]", "安全管理员").await;
    type_account(&screen, "安全乙", SECADMIN).await;
    screen.until("[data-why]", "建台完成").await;

    screen.sign_in(Some("系统甲"), SYSADMIN).await;
    screen.until(".today", "还没有审计员").await;
    add_a_clerk(&screen).await;
    screen.keys(&Key::F12).await;
    screen.sign_in(Some("安全乙"), SECADMIN).await;
    give_the_role(&screen).await;
    screen.keys(&Key::F12).await;
    screen.sign_in(Some("收件丁"), CLERK).await;
    screen.find("[data-screen=import]").await;
    let marks =
        "return document.querySelectorAll('[data-screen=people],[data-screen=safekeeping]').length";
    assert_eq!(
        screen.script(marks).await,
        0,
        "a clerk sees administrators' screens"
    );
    let kept = screen
        .script("return [document.title, Object.keys(localStorage).join(), sessionStorage.length]")
        .await;
    assert_eq!(kept, serde_json::json!(["入学工作站", "theme", 0]));
}

/// From the folder to the system administrator, and back and forth once: nothing is lost.
async fn choose_office_and_pack(screen: &Screen) {
    screen
        .find("[data-step=folder] [data-act]:not([disabled])")
        .await;
    screen.keys(&Key::Enter).await;
    screen.type_into("[data-office]", "sj").await;
    screen.until("[aria-selected=true]", "双井街道").await;
    screen.keys(&Key::Enter).await;
    screen.find("[data-pack='chaoyang-2021']").await;
    screen.keys(" ").await;
    screen.find("[data-pack='chaoyang-2021']:checked").await;
    screen.keys(&Key::Escape).await;
    screen
        .until("[data-step=office] [aria-selected=true]", "双井街道")
        .await;
    screen.keys(&Key::Enter).await;
    screen.find("[data-pack='chaoyang-2021']:checked").await;
    screen.keys(&Key::Enter).await;
    screen.until("[data-step=sysadmin]", "系统管理员").await;
}

/// Name and password twice, each field left with Enter; the last Enter does the step.
async fn type_account(screen: &Screen, name: &str, password: &str) {
    screen.type_into("[data-name]", name).await;
    screen.keys(&Key::Enter).await;
    screen.keys("short").await;
    screen.until("[data-rule]", "不足 10 个字符").await;
    screen.keys(&"\u{e003}".repeat(5)).await;
    screen.keys(password).await;
    screen.until("[data-rule]", "密码合规则").await;
    screen.keys(&Key::Enter).await;
    screen.keys(password).await;
    screen.find("[data-act]:not([disabled])").await;
    screen.keys(&Key::Enter).await;
}

/// Types the groups that are asked for; a wrong one first.
async fn prove_the_sheet(screen: &Screen, desk: &Path) {
    screen.until("[data-step=recovery]", "恢复单").await;
    let sheet = desk.join("recovery.txt");
    let text = fs::read_to_string(&sheet).expect("the recovery sheet lies there");
    let halves: Vec<&str> = text
        .split(['：', '\n'])
        .filter(|half| half.len() == 32)
        .collect();
    let mut groups = Vec::new();
    for (at, half) in halves.iter().enumerate() {
        let label = screen.read(&format!("label[for=half-{}]", at + 1)).await;
        let group: usize = label
            .chars()
            .find_map(|letter| letter.to_digit(10))
            .map(|digit| digit as usize)
            .expect("a group is named");
        groups.push(half[(group - 1) * 8..group * 8].to_owned());
    }
    screen.type_into("#half-1", "00000000").await;
    screen.type_into("#half-2", &groups[1]).await;
    screen.keys(&Key::Enter).await;
    screen.until("[role=alert]", "第一半的第").await;
    assert!(sheet.exists());
    let again = "\u{e003}".repeat(8) + &groups[0];
    screen.type_into("#half-1", &again).await;
    screen.keys(&(Key::Control + &Key::Enter)).await;
    screen.find("[data-step=secadmin]").await;
    assert!(
        !sheet.exists(),
        "the recovery code still lies in the folder"
    );
}

async fn add_a_clerk(screen: &Screen) {
    screen.press("[data-to=people]").await;
    screen.until("[data-lacks]", "审计员").await;
    screen.keys(&(Key::Control + "n")).await;
    screen
        .type_into("[data-new-person] [data-name]", "收件丁")
        .await;
    screen
        .type_into("[data-new-person] [data-password]", CLERK)
        .await;
    screen
        .type_into("[data-new-person] [data-again]", CLERK)
        .await;
    screen.press("[data-new-person] [data-act]").await;
    screen.until(".bottom", "已建立").await;
    screen.until("[role=grid]", "尚无角色").await;
}

async fn give_the_role(screen: &Screen) {
    screen.press("[data-screen=people]").await;
    screen.press("[data-person=收件丁]").await;
    screen.press("[data-role]").await;
    screen.press("[data-role-option=clerk]").await;
    screen.press("[data-give]").await;
    screen.until(".bottom", "已授予").await;
    // What does not go together is explained by the refusal.
    screen.press("[data-role]").await;
    screen.press("[data-role-option=auditor]").await;
    screen.press("[data-give]").await;
    screen
        .until("[data-person-of] [role=alert]", "不相容")
        .await;
}
