//! Whether a day before today waits for its closing sheet.

use super::span::is_news;
use crate::clock::beijing_day;
use crate::open::Desk;
use crate::store::closing::closed_to;
use crate::store::{StoreError, audit};
use std::ops::ControlFlow;

/// How the desk stands to its closing sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// A Chinese sentence: 日终清单：….
    pub says: String,
    /// Whether a day before today had entries and has no sheet.
    pub due: bool,
}

/// Looks for a day before today that had more than sign-ins and has no closing sheet.
///
/// # Errors
/// What the disk says.
pub fn due(desk: &Desk) -> Result<Due, StoreError> {
    let today = desk.clock().today();
    let from = closed_to(desk.reader())? + 1;
    let mut waits = None;
    audit::each(desk.reader(), from, |line| {
        match beijing_day(line.at) {
            Some(day) if day < today && is_news(line) => waits = Some(day),
            // Later entries are of today, but for a clock that was set back.
            Some(day) if day >= today => {}
            _ => return ControlFlow::Continue(()),
        }
        ControlFlow::Break(())
    })?;
    Ok(match waits {
        Some(day) => Due {
            says: format!(
                "日终清单：{day} 有办理记录，还没有印清单。请印出，两人签名后存档：ruxue print closing --day {day} --out 文件夹。"
            ),
            due: true,
        },
        None => Due {
            says: "日终清单：今天以前的都已印。".to_owned(),
            due: false,
        },
    })
}
