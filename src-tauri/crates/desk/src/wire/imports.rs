//! 导入: a file becomes a preview, the preview becomes rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a file dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PickFor {
    /// A table to import (.xlsx, .csv).
    Table,
    /// The folder of another desk.
    Desk,
    /// A signed policy pack (.ruxuepack).
    Pack,
    /// A district's public key (.pub).
    DistrictKey,
    /// A file with anchors of the journal: a backup (.tar), an export or another text (.txt).
    Anchors,
    /// A backup of a desk (.tar).
    Backup,
    /// The folder that a backup goes to.
    BackupFolder,
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
    /// How the file was read: CSV, UTF-8.
    pub format: String,
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
