//! Workbooks that intake gives back: the refused rows with what is wrong, and empty templates.

mod problems;
mod template;

pub(crate) use problems::save;
pub use problems::{problem_book, problem_path};
pub use template::template_book;

use super::refusal::FileRefused;
use crate::leaving::Trace;
use rust_xlsxwriter::{DocProperties, Worksheet};

/// Puts who took a list and when at the head and foot of a sheet's printed pages.
pub(crate) fn set_trace(sheet: &mut Worksheet, trace: &Trace) {
    // `&` begins a code in heads and feet; an account's name has none.
    let words = trace.says().replace('&', "");
    sheet.set_header(format!("&L含个人信息，用后销毁&R{words}"));
    sheet.set_footer(format!("&L{words} 取出&R第 &P 页 共 &N 页"));
}

/// The same among a workbook's properties.
pub(crate) fn properties(trace: &Trace) -> DocProperties {
    DocProperties::new()
        .set_author(&trace.person)
        .set_company("入学工作站")
        .set_comment(format!("{} 取出。含个人信息，用后销毁。", trace.says()))
}

/// What can go wrong with writing a workbook.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The workbook could not be put together.
    #[error("无法生成工作簿：{}", book_says(.0))]
    Build(#[from] rust_xlsxwriter::XlsxError),
    /// It could not be written.
    #[error(
        "无法写入 {path}：{why}。请确认文件夹可写、同名文件没有在 Excel 或 WPS 中打开，或另选位置"
    )]
    Write {
        /// Where to.
        path: String,
        /// What the system said.
        why: String,
    },
    /// The file that the problems are about does not read any more.
    #[error(transparent)]
    Source(#[from] FileRefused),
}

/// What the writing of a workbook ran into, in Chinese where it was the disk.
fn book_says(error: &rust_xlsxwriter::XlsxError) -> String {
    match error {
        rust_xlsxwriter::XlsxError::IoError(error) => crate::store::disk_says(error),
        other => other.to_string(),
    }
}
