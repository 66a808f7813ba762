//! Foreign tables: cells, text files, and the workbook of problems that goes back.

use super::sections::choice;
use ruxue_desk::fuzzing::normal_cell;
use ruxue_desk::intake::{
    Column, FileRefused, Source, Staged, Template, problem_book as book, read,
};
use ruxue_desk::leaving::Trace;
use ruxue_rules::{Case, Fact, Tables, World};
use std::path::PathBuf;
use std::sync::LazyLock;

/// The columns of all templates.
static COLUMNS: LazyLock<Vec<&Column>> = LazyLock::new(|| {
    let all = Template::ALL.iter();
    all.flat_map(|template| template.columns()).collect()
});

/// Column, kind, then the cell's text: what is accepted is its own normal form.
pub fn cell(bytes: &[u8]) {
    let Some((column, rest)) = choice(bytes, COLUMNS.len()) else {
        return;
    };
    let Some((kind, text)) = choice(rest, 5) else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let shape = COLUMNS[column].shape;
    if let Some(normal) = normal_cell(shape, kind as u8, text) {
        let again = normal_cell(shape, 0, &normal);
        assert_eq!(again.as_deref(), Some(&*normal), "{shape:?} of {text:?}");
    }
}

/// Template, then a .csv or .txt as it came.
pub fn table(bytes: &[u8]) {
    if let Some((template, file)) = choice(bytes, Template::ALL.len()) {
        let template = Template::ALL[template];
        let name = format!("{}.csv", template.name());
        take(template, Source::bytes(&name, file.to_vec()));
    }
}

/// As `table`; the refused rows go into a workbook of problems, which is as many rows of the same
/// template.
pub fn problem_book(bytes: &[u8]) {
    let Some((template, file)) = choice(bytes, Template::ALL.len()) else {
        return;
    };
    let template = Template::ALL[template];
    let Ok(staged) = read(template, Source::bytes("来件.csv", file.to_vec())) else {
        return;
    };
    let path = scratch().join(format!("{}-{}.xlsx", template.name(), std::process::id()));
    let trace = Trace {
        person: "centre".into(),
        at: "2021-05-06 10:42:07".into(),
    };
    let written = book(&staged, &staged.problems, &trace, &path);
    if staged.refused > 0 && staged.more_problems == 0 {
        assert_eq!(
            written.ok(),
            Some(staged.refused),
            "each refused row is there"
        );
        let again = read(template, Source::path(&path)).map(|again| again.read);
        assert_eq!(
            again,
            Ok(staged.refused),
            "the workbook of problems is a table again"
        );
    }
    let _ = std::fs::remove_file(&path);
}

/// Memory where the system has such a folder: a target writes it some hundred times a second.
fn scratch() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    }
}

/// Reads a file, twice over: what was accepted is a table in normal form, of which all is accepted.
pub(super) fn take(template: Template, source: Source) {
    let staged = match read(template, source) {
        Ok(staged) => staged,
        Err(refused) => {
            assert!(!refused.to_string().is_empty(), "a refusal says why");
            return;
        }
    };
    assert_eq!(staged.read, staged.rows.len() + staged.refused);
    assert!(staged.preview.len() <= staged.read);
    judge(&staged);
    if staged.rows.is_empty() {
        return;
    }
    let again = read(template, Source::bytes("再读.csv", written(&staged)));
    let again: Result<Staged, FileRefused> = again;
    let again = again.unwrap_or_else(|why| panic!("what was accepted is refused: {why}"));
    assert_eq!(again.refused, 0, "{:?}", again.problems);
    let cells = |staged: &Staged| -> Vec<Vec<(usize, String)>> {
        let rows = staged.rows.iter();
        rows.map(|row| {
            row.cells()
                .map(|(at, text)| (at, text.to_owned()))
                .collect()
        })
        .collect()
    };
    assert_eq!(cells(&staged), cells(&again));
}

/// The accepted rows as a .csv with the columns that the file had.
fn written(staged: &Staged) -> Vec<u8> {
    let columns = staged.template.columns();
    let here: Vec<usize> = (0..columns.len())
        .filter(|at| staged.present.get(*at) == Some(&true))
        .collect();
    let mut text = String::from("\u{feff}");
    let head: Vec<String> = here.iter().map(|at| quoted(columns[*at].header)).collect();
    text.push_str(&head.join(","));
    for row in staged.rows.iter() {
        let cells: Vec<String> = here.iter().map(|at| quoted(row.get(*at))).collect();
        text.push('\n');
        text.push_str(&cells.join(","));
    }
    text.push('\n');
    text.into_bytes()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The first children are judged, whatever stands in their cells.
fn judge(staged: &Staged) {
    if staged.template != Template::Applicants {
        return;
    }
    let case = |row: ruxue_desk::intake::Row<'_>| {
        let mut case = Case::new();
        for (at, text) in row.cells() {
            if let Some(fact) = Fact::from_header(staged.template.columns()[at].header) {
                case.set(fact, text);
            }
        }
        case
    };
    let cases: Vec<Case> = staged.rows.iter().take(4).map(case).collect();
    let pack = super::packs::bundled();
    let world = World::build(pack, Tables::default(), &cases);
    for case in &cases {
        let verdict = ruxue_rules::judge(pack, case, &world, super::packs::DAY);
        assert!(verdict.reasons.is_empty() || verdict.outcome != ruxue_rules::Outcome::Eligible);
    }
}
