//! Takes an import back, as long as nobody has worked on its rows.

use serde::Serialize;

use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::register::{self, Moved};
use crate::store::child::TakenBack;
use crate::store::intake::{Work, use_of_tables, work_on_children};
use crate::store::{Ask, Mark, Reader, child, import, meta, tables};

/// What a withdrawal did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Rows that went.
    pub gone: usize,
    /// Children that are again what they were.
    pub restored: usize,
}

/// Takes import `number` back.
///
/// # Errors
/// Where there is no such import, it was taken back before, its rows were worked on, the person may
/// not, or what the disk says. Then nothing has changed.
pub fn withdraw(desk: &mut Desk, number: i64) -> Result<Withdrawn, DeskError> {
    desk.require(Act::WithdrawImport)?;
    let Some(found) = import::find(desk.reader(), number)? else {
        return Err(DeskError::Invalid(format!(
            "没有第 {number} 次导入。请用 ruxue import list 查看各次导入的编号。"
        )));
    };
    if found.withdrawn_at.is_some() {
        return Err(DeskError::Invalid(format!(
            "第 {number} 次导入已经撤回过了。"
        )));
    }
    let of_children = found.kind == "applicants";
    let why_not = if of_children {
        children_in_use(work_on_children(desk.reader(), number)?)
    } else {
        tables_in_use(desk.reader(), number)?
    };
    if let Some(why) = why_not {
        return Err(DeskError::Invalid(format!(
            "第 {number} 次导入不能撤回：{why}"
        )));
    }
    desk.transact(Ask::to(Act::WithdrawImport), |tx| {
        let back = match of_children {
            true => child::withdraw(tx, number)?,
            false => TakenBack {
                gone: tables::withdraw(tx, number)?,
                ..TakenBack::default()
            },
        };
        import::set_withdrawn(tx, number)?;
        let (gone, restored) = (back.gone, back.restored.len());
        let withdrawal = Moved::Withdrawal {
            number,
            template: &found.kind,
            returned: &back.restored,
        };
        register::moved(tx, &withdrawal)?;
        let mark = Mark::on("import", number.to_string())
            .result(format!("gone {gone} restored {restored}"));
        Ok((Withdrawn { gone, restored }, mark))
    })
}

fn children_in_use(work: Work) -> Option<String> {
    let done = [
        (work.replaced, "又被后来的导入更新，请先撤回后来的那次导入"),
        (work.choices, "已登记志愿，请先撤回志愿的导入"),
        (work.reviewed, "已有联审反馈"),
        (work.drawn, "已列入封存的派位名单"),
        (work.placed, "已安排入学"),
        (work.papers, "已打印文书"),
    ];
    let said: Vec<String> = done
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("其中 {count} 名儿童{what}"))
        .collect();
    (!said.is_empty()).then(|| format!("{}。如需更改，请导入改正后的表。", said.join("；")))
}

fn tables_in_use(reader: Reader<'_>, number: i64) -> Result<Option<String>, DeskError> {
    let (placed, ceremonies) = use_of_tables(reader)?;
    if placed > 0 || ceremonies > 0 {
        return Ok(Some(
            "派位或安排入学已经用到这些数据。如需更改，请导入改正后的表。".to_owned(),
        ));
    }
    let changed = meta::get(reader, &format!("import.{number}.changed"))?;
    Ok(changed
        .map(|count| format!("其中 {count} 行改写了原有的数据。如需恢复，请再导入原来的表。")))
}
