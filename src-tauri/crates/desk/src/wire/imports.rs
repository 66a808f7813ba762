//! 导入: a file becomes a preview, the preview becomes rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::failure::Failure;
use super::window::Turn;
use crate::access::Act;
use crate::clock::beijing;
use crate::store::import;

/// What a file dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PickFor {
    /// A table to import (.xlsx, .csv).
    Table,
    /// The folder of another desk.
    Desk,
}

/// The purpose of a dialog.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PickAsk {
    /// What it is for.
    pub purpose: PickFor,
}

/// A chosen file: the window holds a token, the path stays in Rust.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Picked {
    /// Stands for the path.
    pub token: String,
    /// The file's name, without its folder.
    pub name: String,
    /// 1.2 MB
    pub size: String,
}

/// A template of spec/templates.md.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportKind {
    /// applicants
    pub code: String,
    /// 报名
    pub title: String,
    /// Rows that the desk holds of it now.
    pub held: u32,
    /// What it needs before, in a sentence; empty where nothing.
    pub needs: String,
}

/// A chosen file read as a template, not yet entered.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewAsk {
    /// The chosen file.
    pub token: String,
    /// Which template.
    pub kind: String,
}

/// What entering the file would do.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// 报名
    pub title: String,
    /// Rows read.
    pub rows: u32,
    /// Rows that would enter or change something.
    pub taken: u32,
    /// Rows that the desk holds already, as they are.
    pub unchanged: u32,
    /// Rows with problems.
    pub refused: u32,
    /// Findings about the file as a whole: columns that no template knows, columns that may not be taken.
    pub findings: Vec<String>,
    /// The first 200 problems.
    pub problems: Vec<Problem>,
    /// All problems.
    pub problem_count: u32,
    /// The first 200 warnings (the row enters).
    pub warnings: Vec<Problem>,
}

/// A cell, and what is wrong with it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Row of the sheet, the header being 1.
    pub row: u32,
    /// Column header; empty for the whole row.
    pub column: String,
    /// What is wrong and how to cure it.
    pub message: String,
}

/// Whether bad rows stop the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// Good rows enter, bad rows come back as a workbook.
    GoodRows,
    /// All rows or none.
    AllOrNothing,
}

/// Enters a previewed file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcceptAsk {
    /// The chosen file.
    pub token: String,
    /// Which template.
    pub kind: String,
    /// Bad rows.
    pub extent: Extent,
}

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// One sentence.
    pub sentence: String,
    /// Rows entered or changed.
    pub taken: u32,
    /// Rows that were there already.
    pub unchanged: u32,
    /// Rows not entered.
    pub refused: u32,
    /// The workbook of bad rows.
    pub problem_file: Option<Output>,
}

/// A file that the desk has written, by token.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// Stands for the path.
    pub token: String,
    /// Name with the folder below the desk: out/notices/1052.pdf
    pub name: String,
    /// Pages of a PDF; 0 otherwise.
    pub pages: u32,
}

/// Which output.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutputAsk {
    /// The output's token.
    pub token: String,
}

/// An import of the past.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// Its number.
    pub number: u32,
    /// 报名
    pub title: String,
    /// File name.
    pub file: String,
    /// 2021-05-06 10:42
    pub at: String,
    /// Who.
    pub by: String,
    /// Rows entered.
    pub taken: u32,
    /// Rows refused.
    pub refused: u32,
    /// 已撤回
    pub withdrawn: bool,
}

/// Which import.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportAsk {
    /// Its number.
    pub number: u32,
}

/// What was done, in one sentence.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    /// 已撤回第 3 号导入，取出 120 行。
    pub sentence: String,
}

impl Turn<'_> {
    pub(super) fn pick(&self, ask: PickAsk) -> Result<Option<Picked>, Failure> {
        self.sitting().desk()?.require(Act::ImportChildren)?;
        let Some(path) = self.host().pick(ask.purpose) else {
            return Ok(None);
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let file = std::fs::metadata(&path).map_err(|error| {
            Failure::invalid(
                format!("读不了 {name}：{error}。"),
                "请核对文件是否还在，再选一次。",
            )
        })?;
        Ok(Some(Picked {
            token: self.token_for(path),
            name,
            size: size(file.len()),
        }))
    }

    pub(super) fn imports(&self, (): ()) -> Result<Vec<ImportRow>, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ImportChildren)?;
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let row = |one: import::Import| ImportRow {
            number: count(one.number),
            title: one.kind,
            file: one.file_name,
            at: beijing(&one.at),
            by: one.actor,
            taken: count(one.taken),
            refused: count(one.refused),
            withdrawn: one.withdrawn_at.is_some(),
        };
        Ok(import::all(desk.reader())?.into_iter().map(row).collect())
    }
}

/// A file's size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} 字节"),
        1024..=1_048_575 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!(
            "{}.{} MB",
            bytes / 1_048_576,
            bytes % 1_048_576 * 10 / 1_048_576
        ),
    }
}
