//! Making a desk.

use super::{Desk, DeskError, keep_to_owner, make_folders};
use crate::access::{Act, Role, Session};
use crate::clock::Clock;
use crate::pack::{Candidate, Origin};
use crate::store::keys::{Keys, RecoveryCode, check_password};
use crate::store::{Ask, Mark, Store, StoreError, meta, person, policy};
use chrono::NaiveDate;
use serde_json::json;
use std::path::PathBuf;

/// What a new desk needs.
#[derive(Debug, Clone)]
pub struct NewDesk {
    /// The folder; it must not hold a desk.
    pub dir: PathBuf,
    /// Code of the office: 110105 the centre, 110105 and three digits a street office, or a
    /// school's code.
    pub office: String,
    /// A bundled pack's name, or a folder with its digest.
    pub policy: String,
    /// The first person, who becomes system administrator.
    pub person: String,
    /// That person's password; on a demonstration desk everyone's.
    pub password: String,
    /// What kind of desk.
    pub purpose: Purpose,
}

/// Whether a desk is for work or for showing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Real work.
    Work,
    /// A demonstration (演示): everything is marked so; the clock may be set.
    Demonstration {
        /// The day to set the clock to.
        today: Option<NaiveDate>,
    },
}

/// People of a demonstration desk: one a role, named as the role, and a second at the centre.
const DEMO_PEOPLE: &[(&str, Role)] = &[
    ("clerk", Role::Clerk),
    ("reviewer", Role::Reviewer),
    ("lead", Role::Lead),
    ("centre", Role::Centre),
    ("centre2", Role::Centre),
    ("principal", Role::Principal),
    ("auditor", Role::Auditor),
    ("sysadmin", Role::Sysadmin),
    ("secadmin", Role::Secadmin),
];

impl Desk {
    /// Makes a desk and signs its first person in. The recovery code is shown once.
    ///
    /// # Errors
    /// Where the folder holds a desk, the password is weak, the pack is unknown, or the disk says.
    pub fn create(new: &NewDesk) -> Result<(Desk, RecoveryCode), DeskError> {
        Desk::create_under(new, &Candidate::of_new_desk(&new.policy, None)?)
    }

    /// The same under a pack that was found good. A signed one's key is trusted from the first day.
    pub(crate) fn create_under(
        new: &NewDesk,
        chosen: &Candidate,
    ) -> Result<(Desk, RecoveryCode), DeskError> {
        let dir = &new.dir;
        if dir.join("keys.json").exists() || dir.join("desk.db").exists() {
            return Err(DeskError::Invalid(format!(
                "{} 已经是一个工作台，没有改动它。请换一个文件夹。",
                dir.display()
            )));
        }
        check_name(&new.person)?;
        check_office(&new.office)?;
        check_password(&new.person, &new.password)?;
        make_folders(dir)?;
        keep_to_owner(dir)?;
        let demo = matches!(new.purpose, Purpose::Demonstration { .. });
        let clock = match new.purpose {
            Purpose::Demonstration { today: Some(day) } => Clock::set_to(day),
            _ => Clock::machine(),
        };
        let (mut keys, key, code) = Keys::create(demo)?;
        let mut people = vec![(new.person.as_str(), Role::Sysadmin)];
        if demo {
            people.extend(DEMO_PEOPLE.iter().filter(|(name, _)| *name != new.person));
        }
        for (name, _) in &people {
            keys.add(name, &new.password, &key)?;
        }
        let session = Session {
            name: new.person.clone(),
            office: new.office.clone(),
            school: None,
            roles: vec![Role::Sysadmin],
        };
        let mut store = Store::create(dir, &key, &clock, &session, demo)?;
        store.transact::<_, StoreError>(&session, &clock, Ask::to(Act::AddPerson), |tx| {
            for (name, role) in &people {
                person::add(tx, name, &new.office, None)?;
                person::give_role(tx, name, *role)?;
            }
            meta::set(tx, "office", &new.office)?;
            chosen.enter(tx, "")?;
            if let Origin::Signed(key) = &chosen.origin {
                policy::add_key(tx, key.bytes(), "")?;
            }
            let names: Vec<_> = people
                .iter()
                .map(|(name, role)| json!([name, role.code()]))
                .collect();
            Ok((
                (),
                Mark::on("desk", new.office.as_str()).after(json!({ "people": names })),
            ))
        })?;
        keys.save(dir)?;
        Ok((Desk::seat(store, keys, key, session, clock)?, code))
    }
}

pub(super) fn check_name(name: &str) -> Result<(), DeskError> {
    let fits = (1..=32).contains(&name.chars().count())
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '·'));
    if fits {
        return Ok(());
    }
    Err(DeskError::Invalid(format!(
        "账户名「{name}」不合规则：用 1 至 32 个汉字、字母、数字或 - _ ·。"
    )))
}

pub(super) fn check_office(office: &str) -> Result<(), DeskError> {
    let fits = (1..=20).contains(&office.len())
        && office
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if fits {
        return Ok(());
    }
    Err(DeskError::Invalid(format!(
        "单位代码「{office}」不合规则：区招考中心为 110105，街乡为 110105 加三位数字，学校用学校代码。"
    )))
}
