//! The monthly duty: a backup on another medium, a drill of the recovery code.

use super::make::days_since;
use crate::clock::beijing;
use crate::open::Desk;
use crate::store::{StoreError, backup};

/// After so many days each is due again.
const MONTH: i64 = 30;

/// When the last ones were, and whether new ones are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The last backup on another medium, in a sentence.
    pub backup: String,
    /// Whether a new one is due.
    pub backup_due: bool,
    /// The last drill, in a sentence.
    pub drill: String,
    /// Whether a new one is due.
    pub drill_due: bool,
}

/// How the desk stands to its duty.
///
/// # Errors
/// What the disk says.
pub fn duty(desk: &Desk) -> Result<Duty, StoreError> {
    let ledger = backup::all(desk.reader())?;
    let last = ledger.iter().rfind(|one| !one.folder.is_empty());
    let drilled = backup::last_drill(desk.reader())?;
    let standing = |at: Option<&str>| match at {
        None => ("还没有做过".to_owned(), true),
        Some(at) => match days_since(at, desk.clock()) {
            0 => (format!("上次 {}", beijing(at)), false),
            days => (
                format!("上次 {}（{days} 天前）", beijing(at)),
                days >= MONTH,
            ),
        },
    };
    let (backup, backup_due) = standing(last.map(|one| one.at.as_str()));
    let (drill, drill_due) = standing(drilled.as_deref());
    let call = |due, cure: &str| match due {
        true => format!("，本月应做一次：{cure}"),
        false => String::new(),
    };
    Ok(Duty {
        backup: format!(
            "存到移动介质的备份：{backup}{}。",
            call(
                backup_due,
                "插好移动介质，在窗口的“备份”里做，或运行 ruxue backup --out 文件夹"
            )
        ),
        backup_due,
        drill: format!(
            "恢复演练：{drill}{}。",
            call(
                drill_due,
                "请两位恢复码保管人到场，在窗口的“备份”里做，或运行 ruxue recover --drill"
            )
        ),
        drill_due,
    })
}
