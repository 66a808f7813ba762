//! Enters staged rows into the desk: one act, one transaction, all or what is good.

mod aliases;
mod children;
mod tables;
mod withdraw;

pub use withdraw::{Withdrawn, withdraw};

use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::json;

use super::fault::Gravity;
use super::staged::{Problem, Staged, Told};
use super::template::Template;
use crate::access::Act;
use crate::backup::{self, Why};
use crate::open::{Desk, DeskError};
use crate::register::{self, Moved};
use crate::store::import::{self, Import};
use crate::store::{Ask, Mark, Reader, StoreError, Tx, meta};

/// What to do where a row is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Good rows enter, bad rows come back.
    GoodRows,
    /// Nothing enters unless every row is good.
    AllOrNothing,
}

/// Whether it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// The rows enter.
    Enter,
    /// Everything is tried and nothing stays, the journal included.
    DryRun,
}

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Entered {
    /// The taken rows are in the desk.
    Rows,
    /// There was nothing new in it.
    NothingNew,
    /// It was a dry run.
    DryRun,
    /// A row was bad and all or nothing was asked for.
    Refused,
}

/// The result of an import.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// What was imported, as on the command line: `applicants`.
    pub kind: &'static str,
    /// The import's number, by which it can be withdrawn; none where nothing was entered.
    pub number: Option<i64>,
    /// What became of the file.
    pub entered: Entered,
    /// Rows with something in them.
    pub read: usize,
    /// Rows that are new, or changed what stood there.
    pub taken: usize,
    /// Rows that stood there already.
    pub unchanged: usize,
    /// Rows that did not enter.
    pub refused: usize,
    /// Problems and warnings in the order of the file.
    pub problems: Vec<Problem>,
    /// Problems beyond those.
    pub more_problems: usize,
    /// Columns that no template column has.
    pub unknown_columns: Vec<String>,
    /// Columns refused for a prohibited word.
    pub refused_columns: Vec<String>,
    /// Sheets that were not read.
    pub extra_sheets: Vec<String>,
    /// How many children got their receipt from the office.
    pub receipts_given: usize,
}

impl Outcome {
    fn new(staged: &Staged) -> Outcome {
        Outcome {
            kind: staged.template.name(),
            number: None,
            entered: Entered::NothingNew,
            read: staged.read,
            taken: 0,
            unchanged: 0,
            refused: staged.refused,
            problems: Vec::new(),
            more_problems: 0,
            unknown_columns: staged.unknown_columns.clone(),
            refused_columns: staged.refused_columns.clone(),
            extra_sheets: staged.extra_sheets.clone(),
            receipts_given: 0,
        }
    }
}

impl Outcome {
    /// What is to say about the file as a whole, a sentence each.
    pub fn findings(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut say = |names: &[String], before: &str, after: &str| {
            if !names.is_empty() {
                said.push(format!("{before}“{}”{after}", names.join("”“")));
            }
        };
        say(
            &self.refused_columns,
            "依规定不得收集的列",
            "已拒收，内容没有读入，拒收已记录",
        );
        say(
            &self.unknown_columns,
            "不认识的列",
            "没有采用；如应采用，请改用模板中的列名",
        );
        say(&self.extra_sheets, "工作表", "没有读取");
        if self.more_problems > 0 {
            said.push(format!(
                "另有 {} 处问题没有逐条列出，请先改正已列出的问题再导入",
                self.more_problems
            ));
        }
        said
    }
}

/// Why the transaction is taken back.
#[derive(Debug, thiserror::Error)]
enum Undone {
    #[error(transparent)]
    Failed(DeskError),
    /// A dry run, or a bad row where all were wanted.
    #[error("taken back on purpose")]
    Meant(Box<Outcome>),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Undone {
        Undone::Failed(error.into())
    }
}

/// Tells how many rows are done; a break stops it and takes everything back.
pub type Watch<'w> = &'w mut dyn FnMut(usize) -> ControlFlow<()>;

/// The act that an import of this template is.
fn act(template: Template) -> Act {
    match template {
        Template::Applicants | Template::Choices => Act::ImportChildren,
        _ => Act::ImportTables,
    }
}

/// Enters a staged file. A row is unchanged where the desk holds the same, so that the same file a
/// second time changes nothing. A changed row of a known child replaces that child's data, which
/// is kept as it was.
///
/// # Errors
/// Where the person may not, or what the disk says. Bad rows are no error: see [`Outcome`].
pub fn accept(
    desk: &mut Desk,
    staged: &Staged,
    choice: Choice,
    intent: Intent,
) -> Result<Outcome, DeskError> {
    accept_watched(desk, staged, choice, intent, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// The same, telling `watch` now and then how many rows are done.
///
/// # Errors
/// As [`accept`], or where someone stopped it; then nothing has entered.
pub fn accept_watched(
    desk: &mut Desk,
    staged: &Staged,
    choice: Choice,
    intent: Intent,
    watch: Watch<'_>,
) -> Result<Outcome, DeskError> {
    let hopeless = choice == Choice::AllOrNothing && staged.refused > 0;
    if intent == Intent::Enter && staged.read > staged.refused && !hopeless {
        desk.require(act(staged.template))?;
        backup::before(desk, Why::Import)?;
    }
    let prefix = receipt_prefix(desk);
    let done = desk.transact(Ask::to(act(staged.template)), |tx| {
        let mut outcome = Outcome::new(staged);
        let number = import::next_number(tx)?;
        import::add(tx, &entry(staged, number))?;
        let told = Told::from_staged(staged);
        let mut run = Run {
            tx,
            staged,
            import: number,
            told,
            watch,
        };
        match staged.template {
            Template::Applicants => children::enter(&mut run, &prefix, &mut outcome)?,
            _ => tables::enter(&mut run, &mut outcome)?,
        }
        outcome.more_problems = run.told.more;
        outcome.problems = run.told.problems;
        outcome.problems.sort_by_key(|problem| problem.row);
        finish(tx, staged, choice, intent, number, outcome)
    });
    match done {
        Ok(outcome) => Ok(outcome),
        Err(Undone::Meant(outcome)) => Ok(*outcome),
        Err(Undone::Failed(error)) => Err(error),
    }
}

/// What a running import works with.
struct Run<'r, 't, 'w> {
    tx: &'r Tx<'t>,
    staged: &'r Staged,
    import: i64,
    told: Told,
    watch: Watch<'w>,
}

impl Run<'_, '_, '_> {
    /// Takes note of a row's problems.
    fn tell(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            self.told.add(problem.gravity, || problem);
        }
    }

    /// Lets the watcher stop the import.
    fn look(&mut self, done: usize) -> Result<(), Undone> {
        if done.is_multiple_of(512) && (self.watch)(done).is_break() {
            let stopped = super::refusal::FileRefused::Stopped.to_string();
            return Err(Undone::Failed(DeskError::Invalid(stopped)));
        }
        Ok(())
    }
}

fn entry(staged: &Staged, number: i64) -> Import {
    Import {
        number,
        kind: staged.template.name().to_owned(),
        file_name: staged.source.name().to_owned(),
        sha256: crate::journal::hex(&staged.digest),
        at: String::new(),
        actor: String::new(),
        rows_read: staged.read as i64,
        taken: 0,
        unchanged: 0,
        refused: 0,
        refused_columns: staged.refused_columns.join("、"),
        withdrawn_at: None,
    }
}

fn finish(
    tx: &Tx<'_>,
    staged: &Staged,
    choice: Choice,
    intent: Intent,
    number: i64,
    mut outcome: Outcome,
) -> Result<(Outcome, Mark), Undone> {
    if choice == Choice::AllOrNothing && outcome.refused > 0 {
        outcome.entered = Entered::Refused;
        outcome.taken = 0;
        outcome.receipts_given = 0;
        return Err(Undone::Meant(Box::new(outcome)));
    }
    if intent == Intent::DryRun {
        outcome.entered = Entered::DryRun;
        return Err(Undone::Meant(Box::new(outcome)));
    }
    let figures = format!(
        "read {} taken {} unchanged {} refused {}",
        outcome.read, outcome.taken, outcome.unchanged, outcome.refused
    );
    let record = json!({
        "kind": outcome.kind,
        "sha256": crate::journal::hex(&staged.digest),
        "refusedColumns": outcome.refused_columns,
    });
    if outcome.taken == 0 && !is_news(tx.reader(), staged)? {
        import::forget(tx, number)?;
        let mark = Mark::on("import", staged.template.name())
            .after(record)
            .result(figures);
        return Ok((outcome, mark));
    }
    let as_i64 = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (taken, unchanged) = (as_i64(outcome.taken), as_i64(outcome.unchanged));
    import::set_counts(tx, number, taken, unchanged, as_i64(outcome.refused))?;
    if outcome.taken > 0 {
        if staged.template.bears_on_verdicts() {
            let template = staged.template.name();
            register::moved(tx, &Moved::Import { number, template })?;
        }
        outcome.entered = Entered::Rows;
    }
    outcome.number = Some(number);
    let mark = Mark::on("import", number.to_string())
        .after(record)
        .result(figures);
    Ok((outcome, mark))
}

/// Whether a file without new rows must be entered all the same: it holds prohibited columns, and
/// was not entered before.
fn is_news(reader: Reader<'_>, staged: &Staged) -> Result<bool, StoreError> {
    if staged.refused_columns.is_empty() {
        return Ok(false);
    }
    let digest = crate::journal::hex(&staged.digest);
    let same = |earlier: &Import| earlier.sha256 == digest && earlier.rows_read > 0;
    Ok(import::all(reader)?
        .iter()
        .filter(|earlier| same(earlier))
        .count()
        < 2)
}

/// H and the season's year: H21.
fn receipt_prefix(desk: &Desk) -> String {
    format!("H{:02}", desk.pack().season().rem_euclid(100))
}

/// Whether any of the problems keeps the row out.
fn refuses(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.gravity == Gravity::Refuses)
}

/// A figure of an import kept beside it.
fn remember(tx: &Tx<'_>, import: i64, what: &str, count: usize) -> Result<(), StoreError> {
    meta::set(tx, &format!("import.{import}.{what}"), &count.to_string())
}
