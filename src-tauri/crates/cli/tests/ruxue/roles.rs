//! Roles try commands; `docs/roles.md` says who may.
//!
//! The short form tries each command with the first role that may and the first that may not;
//! `RUXUE_ROLES=all` tries every role with every command.

use crate::stage::{PASSWORD, Stage, fixture, root};
use ruxue_desk::Desk;
use ruxue_desk::store::audit;

const ROLES: [&str; 8] = [
    "clerk",
    "reviewer",
    "lead",
    "centre",
    "principal",
    "auditor",
    "sysadmin",
    "secadmin",
];

/// The rows of the command line's matrix: the command, and who may.
fn matrix(page: &str) -> Vec<(String, Vec<bool>)> {
    let rows = page.lines().filter(|line| line.starts_with("| `ruxue "));
    let row = |line: &str| {
        let (command, cells) = line.split_once("` |").unwrap();
        let cells = cells.split('|').map(str::trim);
        let cells = cells.filter(|cell| !cell.is_empty());
        (
            command.trim_start_matches("| `ruxue ").to_owned(),
            cells.map(|cell| cell == "●").collect(),
        )
    };
    rows.map(row).collect()
}

/// A whole command line for a command: one that harms nothing where it is let through.
fn words(stage: &Stage, command: &str, role: &str) -> String {
    let out = stage.path("out").display().to_string();
    let more = match command {
        "user add" => "clerk".into(),
        "user role" => "clerk clerk".into(),
        "user take" => "clerk lead --reason 试".into(),
        "user stop" => "nobody --reason 试".into(),
        "user unlock" => "clerk".into(),
        "import" => {
            let kind = if role == "clerk" {
                "applicants"
            } else {
                "schools"
            };
            format!("{kind} {} --dry-run", fixture(&format!("{kind}.csv")))
        }
        "import withdraw" => "99".into(),
        "home" => "双井一号".into(),
        "review settle" => "R1 --keep --reason 试".into(),
        "policy try" | "policy install" => "chaoyang-2021".into(),
        "policy switch" => "nothing 1 --reason 试".into(),
        "district trust" => format!("{out}.pub --fingerprint 0"),
        "draw freeze" => "--level 小学 --kind zone --rehearsal".into(),
        "draw run" => "R-0001 --digits 1".into(),
        "draw abort" => "R-0001 --reason 试".into(),
        "print" => match role {
            "principal" => format!("roster --out {out}"),
            "auditor" | "sysadmin" => format!("closing --out {out}"),
            _ => format!("case --receipt R1 --out {out}"),
        },
        "report" => format!("compliance --out {out}/report.pdf"),
        "backup" => "--list".into(),
        "purge set" => format!("{out}.toml --reason 试"),
        "purge run" => "--second centre2".into(),
        _ => String::new(),
    };
    format!("{command} {more}")
}

/// Refusals in the journal.
fn refusals(stage: &Stage) -> usize {
    let day = "2021-05-06".parse().ok();
    let desk = Desk::open(&stage.desk(), "auditor", PASSWORD, day).unwrap();
    let page = audit::page(desk.reader(), 0, 10_000).unwrap();
    page.iter()
        .filter(|one| one.entry.contains("\"result\":\"refused\""))
        .count()
}

/// Where what happens and the matrix differ: `auditor import list`.
fn differences(stage: &Stage, rows: &[(String, Vec<bool>)], all: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = refusals(stage);
    for (command, cells) in rows {
        let first = |may: bool| cells.iter().position(|cell| *cell == may);
        let tried: Vec<usize> = match all {
            true => (0..ROLES.len()).collect(),
            false => [first(true), first(false)].into_iter().flatten().collect(),
        };
        for place in tried {
            let role = ROLES[place];
            if (command.as_str(), role) == ("user role", "sysadmin") {
                // Only until there is a security administrator; the desk's own tests show that.
                continue;
            }
            let ran = stage.said(role, &words(stage, command, role));
            assert_ne!(ran.status, 2, "{command}: {}", ran.err);
            let now = refusals(stage);
            let refused = ran.status == 1 && ran.err.contains("此事由");
            if (refused, now - before) != (!cells[place], usize::from(!cells[place])) {
                found.push(format!("{role} {command}"));
            }
            before = now;
        }
    }
    found
}

#[test]
fn roles_may_what_the_published_matrix_says() {
    let page = std::fs::read_to_string(root().join("docs/roles.md")).unwrap();
    let rows = matrix(&page);
    assert!(rows.len() > 30, "{}", rows.len());
    let all = std::env::var("RUXUE_ROLES").is_ok_and(|asked| asked == "all");
    let found = differences(&Stage::demo(), &rows, all);
    assert_eq!(found, Vec::<String>::new());
}

/// The control: a matrix with one cell turned is not what happens.
#[test]
fn a_wrong_cell_of_the_matrix_is_noticed() {
    let page = std::fs::read_to_string(root().join("docs/roles.md")).unwrap();
    let mut rows = matrix(&page);
    rows.retain(|(command, _)| command == "audit list" || command == "place");
    rows[0].1[0] = !rows[0].1[0];
    let turned = format!("clerk {}", rows[0].0);
    assert_eq!(differences(&Stage::demo(), &rows, true), [turned]);
}
