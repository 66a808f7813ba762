//! Who is admitted where, as papers need it.

use super::IssueError;
use crate::access::Role;
use crate::open::Desk;
use crate::store::placement::{self, Placement};
use crate::store::{change, child, tables};
use ruxue_rules::{Case, Level, School};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The admitted children with their rows, and the schools.
pub(super) struct Admitted {
    /// By school code, then 学段 and receipt.
    pub by_school: BTreeMap<String, Vec<Entry>>,
    schools: HashMap<(Level, String), School>,
    in_doubt: HashSet<String>,
}

/// An admitted child.
pub(super) struct Entry {
    pub case: Case,
    pub placement: Placement,
    pub level: Level,
}

impl Admitted {
    /// Reads the admitted children of the schools that the person may print for.
    pub fn load(desk: &Desk, school: Option<&str>) -> Result<Admitted, IssueError> {
        let only = only_school(desk, school)?;
        let mut places: HashMap<String, Placement> = placement::all(desk.reader())?
            .into_iter()
            .filter(|p| only.as_ref().is_none_or(|only| *only == p.school))
            .map(|p| (p.receipt.clone(), p))
            .collect();
        let mut by_school: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        child::each(desk.reader(), |child| {
            if let Some(placement) = places.remove(child.case.receipt()) {
                let level = Level::parse(&placement.level).unwrap_or(Level::Primary);
                let entries = by_school.entry(placement.school.clone()).or_default();
                entries.push(Entry {
                    case: child.case,
                    placement,
                    level,
                });
            }
            Ok(())
        })?;
        by_school
            .values_mut()
            .for_each(|entries| entries.sort_by_key(|entry| entry.level));
        let schools = tables::schools(desk.reader())?
            .into_iter()
            .map(|school| ((school.level, school.code.clone()), school))
            .collect();
        let open = change::open(desk.reader())?.into_iter();
        let in_doubt = open
            .filter(|change| !change.new.is_eligible())
            .map(|change| change.receipt)
            .collect();
        Ok(Admitted {
            by_school,
            schools,
            in_doubt,
        })
    }

    /// Whether the child would not be eligible any more, and a person has yet to say.
    pub fn is_in_doubt(&self, receipt: &str) -> bool {
        self.in_doubt.contains(receipt)
    }

    /// A school's row.
    pub fn school(&self, level: Level, code: &str) -> Option<&School> {
        self.schools.get(&(level, code.to_owned()))
    }

    /// A school's full name, or what stands for it.
    pub fn name<'a>(&'a self, level: Level, code: &'a str) -> &'a str {
        self.school(level, code).map_or(code, |school| &school.name)
    }
}

/// The school that the person is bound to; `None` where all are open.
fn only_school(desk: &Desk, asked: Option<&str>) -> Result<Option<String>, IssueError> {
    let session = desk.session();
    let bound = !session.is(Role::Centre) && session.is(Role::Principal);
    let own = match (&session.school, bound) {
        (Some(own), true) => own,
        (None, true) if !desk.is_demo() => {
            return Err(IssueError::Refused(
                "校长账户还没有写明学校，不能打印。请系统管理员补上学校代码。".into(),
            ));
        }
        _ => return Ok(asked.map(str::to_owned)),
    };
    match asked {
        Some(asked) if asked != own => Err(IssueError::Refused(format!(
            "校长只能打印本校（{own}）的材料，不能打印 {asked} 的。"
        ))),
        _ => Ok(Some(own.clone())),
    }
}
