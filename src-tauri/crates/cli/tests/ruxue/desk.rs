//! The command line's own manners, desks and people.

use crate::stage::{PASSWORD, Stage, fixture, plain, ruxue};

#[test]
fn a_command_line_that_is_off_gives_two_and_chinese() {
    for (words, part) in [
        (vec!["nonsense"], "没有命令「nonsense」"),
        (vec!["check", "--nope"], "--nope"),
        (vec!["check", "--level", "高中"], "小学、初中"),
        (vec!["import", "applicants"], "缺少"),
        (vec!["check"], "RUXUE_DESK"),
        (
            vec!["audit", "verify", "--anchor", "x", "--desk", "d"],
            "锚点",
        ),
        (vec!["draw", "ticket", "00", "1", "1"], "种子"),
    ] {
        plain(&words).refuses(2, part);
    }
}

#[test]
fn help_is_chinese_for_every_command() {
    let first = plain(&["help"]).good();
    for line in first
        .lines()
        .skip_while(|line| !line.starts_with("命令"))
        .skip(1)
    {
        let Some(name) = line.split_whitespace().next() else {
            break;
        };
        let text = plain(&["help", name]).good();
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "possible",
            "[OPTIONS]",
        ] {
            assert!(!text.contains(english), "{name}: {english} in {text}");
        }
    }
    plain(&["help", "nonsense"]).refuses(2, "没有命令");
}

#[test]
fn a_wrong_password_and_a_folder_without_a_desk() {
    let stage = Stage::demo();
    stage
        .run_with("centre", "不对的密码不对的密码", &["check"])
        .refuses(1, "密码不对");
    stage.run("nobody", &["check"]).refuses(1, "密码不对");
    plain(&["check", "--desk", "/nowhere", "--user", "x"]).refuses(2, "RUXUE_PASSWORD");
    let mut elsewhere = ruxue();
    elsewhere
        .args(["check", "--desk", "/nowhere", "--user", "x"])
        .env("RUXUE_PASSWORD", PASSWORD);
    let output = elsewhere.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("不是工作台"));
}

#[test]
fn a_second_desk_in_the_folder_is_refused_and_the_first_stays() {
    let stage = Stage::demo();
    let again = [
        "desk",
        "create",
        "--office",
        "110105",
        "--policy",
        "chaoyang-2021",
    ];
    stage.run("other", &again).refuses(1, "已经是一个工作台");
    stage.run("centre", &["check"]).good();
}

#[test]
fn a_desk_that_someone_sits_at_says_who_within_two_seconds() {
    let stage = Stage::demo();
    let desk = ruxue_desk::Desk::open(&stage.desk(), "centre", PASSWORD, None).unwrap();
    let start = std::time::Instant::now();
    stage.run("clerk", &["check"]).refuses(1, "centre，进程");
    assert!(
        start.elapsed() < std::time::Duration::from_secs(20),
        "it must not hang"
    );
    drop(desk);
    stage.run("centre", &["check"]).good();
}

#[test]
fn roles_are_kept_and_refusals_are_entered() {
    let stage = Stage::demo();
    stage
        .run("auditor", &["import", "schools", &fixture("schools.csv")])
        .refuses(1, "审计员");
    stage.run("sysadmin", &["check"]).refuses(1, "系统管理员");
    let journal = stage.run("auditor", &["audit", "list", "--json"]).good();
    let refused = journal
        .lines()
        .filter(|line| line.contains("\"result\":\"refused\""))
        .count();
    assert_eq!(refused, 2, "{journal}");
}

#[test]
fn the_journal_is_verified_with_and_without_anchors() {
    let stage = Stage::demo();
    let exported = stage.run("auditor", &["audit", "export"]).good();
    let line = exported.lines().nth(1).unwrap();
    let mut fields = line.split('\t');
    let (seq, hash) = (fields.next().unwrap(), fields.next().unwrap());
    let anchor = format!("{seq}:{}", &hash[..16]);
    stage
        .run("auditor", &["audit", "verify", "--anchor", &anchor])
        .good();
    let wrong = format!("{seq}:0000000000000000");
    stage
        .run("auditor", &["audit", "verify", "--anchor", &wrong])
        .refuses(1, "改写");
    stage
        .run(
            "auditor",
            &["audit", "verify", "--anchor", "9999:0000000000000000"],
        )
        .refuses(1, "截断");
    let said = stage.run("auditor", &["audit", "verify"]).good();
    assert!(said.contains("不能排除"), "{said}");
}

#[test]
fn people_come_and_get_their_roles() {
    let stage = Stage::demo();
    let add = |name: &str| {
        ruxue()
            .args(["user", "add", name, "--desk"])
            .arg(stage.desk())
            .args(["--user", "sysadmin"])
            .env("RUXUE_PASSWORD", PASSWORD)
            .env("RUXUE_NEW_PASSWORD", PASSWORD)
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(add("双井收件一"), Some(0));
    assert_eq!(add("双井收件一"), Some(1));
    stage.run("双井收件一", &["check"]).refuses(1, "还没有角色");
    stage
        .run("sysadmin", &["user", "role", "双井收件一", "clerk"])
        .refuses(1, "安全管理员");
    stage
        .run("secadmin", &["user", "role", "双井收件一", "clerk"])
        .good();
    stage.run("双井收件一", &["check"]).good();
    stage
        .run("secadmin", &["user", "role", "双井收件一", "auditor"])
        .refuses(1, "不相容");
    stage
        .run("secadmin", &["user", "role", "双井收件一", "king"])
        .refuses(2, "没有角色");
    let list = stage.run("sysadmin", &["user", "list"]).good();
    assert!(list.contains("双井收件一"), "{list}");
}

#[test]
fn a_policy_is_shown_and_an_altered_one_is_not_taken() {
    let stage = Stage::demo();
    let shown = stage.run("centre", &["policy", "show"]).good();
    assert!(shown.contains("single_overflow = draw_all"), "{shown}");
    let pack = crate::stage::root().join("assets/policy/chaoyang-2021");
    plain(&["policy", "check", &pack.display().to_string()]).good();
    let copy = stage.path("pack");
    std::fs::create_dir(&copy).unwrap();
    for entry in std::fs::read_dir(&pack).unwrap().flatten() {
        std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    let switches = copy.join("switches.toml");
    let text = std::fs::read_to_string(&switches).unwrap();
    std::fs::write(&switches, text.replace("draw_all", "draw_none")).unwrap();
    plain(&["policy", "check", &copy.display().to_string()]).refuses(1, "switches.toml:");
    let mut create = ruxue();
    create
        .args([
            "desk", "create", "--office", "110105", "--user", "it", "--policy",
        ])
        .arg(&copy)
        .arg("--desk")
        .arg(stage.path("other"))
        .env("RUXUE_PASSWORD", PASSWORD);
    assert_eq!(create.output().unwrap().status.code(), Some(1));
    assert!(!stage.path("other").exists());
}
