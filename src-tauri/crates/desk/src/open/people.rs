//! Accounts and roles of a desk.

use super::found::{check_name, check_office};
use super::{Desk, DeskError};
use crate::access::{Act, Role, Session};
use crate::clock::beijing;
use crate::store::keys::{KeyError, Keys};
use crate::store::person::{self, Stopped};
use crate::store::{Ask, Mark, StoreError};
use ruxue_rules::Office;
use ruxue_rules::office::CENTRE;
use serde_json::json;

impl Desk {
    /// Makes an account. Its person has no role yet.
    ///
    /// # Errors
    /// Where the name is taken or odd, the password weak, or the person signed in may not.
    pub fn add_person(
        &mut self,
        name: &str,
        password: &str,
        office: Option<&str>,
        school: Option<&str>,
    ) -> Result<(), DeskError> {
        self.require(Act::AddPerson)?;
        check_name(name)?;
        let office = office.unwrap_or(&self.session.office).to_owned();
        check_office(&office)?;
        let _held = Keys::hold(self.store.dir())?;
        let mut keys = Keys::load(self.store.dir())?;
        self.refuse_stopped(name)?;
        keys.add(name, password, &self.key)?;
        // The power may have failed between the row and the slot: then the row is there already.
        let known = person::find(self.store.reader(), name)?.is_some();
        self.transact::<_, StoreError>(Ask::to(Act::AddPerson), |tx| {
            if !known {
                person::add(tx, name, &office, school)?;
            }
            let record = json!({ "name": name, "office": office, "school": school });
            Ok(((), Mark::on("person", name).after(record)))
        })?;
        keys.save(self.store.dir())?;
        self.keys = keys;
        Ok(())
    }

    /// Gives a person a role. The system administrator may make the first security administrator.
    ///
    /// # Errors
    /// Where the roles do not go together, or the person signed in may not.
    pub fn give_role(&mut self, name: &str, role: Role) -> Result<(), DeskError> {
        let first = role == Role::Secadmin
            && self.session.is(Role::Sysadmin)
            && person::count_with(self.store.reader(), Role::Secadmin)? == 0;
        let act = if first { Act::AddPerson } else { Act::GiveRole };
        self.refuse_stopped(name)?;
        let found = self.find_person(name)?;
        check_roles_together(&found, role)?;
        self.transact::<_, StoreError>(Ask::to(act), |tx| {
            person::give_role(tx, name, role)?;
            let roles: Vec<_> = found.roles.iter().map(|role| role.code()).collect();
            Ok((
                (),
                Mark::on("person", name)
                    .before(json!(roles))
                    .after(json!(role.code()))
                    .result(role.code()),
            ))
        })?;
        Ok(())
    }

    /// Takes a role from a person. The last system and the last security administrator keep theirs:
    /// nobody could give it again.
    ///
    /// # Errors
    /// Where the person does not hold it, is the last one, or the person signed in may not.
    pub fn take_role(&mut self, name: &str, role: Role, reason: &str) -> Result<(), DeskError> {
        self.require(Act::TakeRole)?;
        let reason = require_reason(reason)?;
        let found = self.find_person(name)?;
        if !found.is(role) {
            return Err(DeskError::Invalid(format!(
                "「{name}」没有{}这个角色。",
                role.chinese()
            )));
        }
        self.refuse_last(&found, role)?;
        self.transact::<_, StoreError>(Ask::to(Act::TakeRole).because(reason), |tx| {
            person::take_role(tx, name, role)?;
            let roles: Vec<_> = found.roles.iter().map(|role| role.code()).collect();
            let left: Vec<_> = roles.iter().filter(|code| **code != role.code()).collect();
            Ok((
                (),
                Mark::on("person", name)
                    .before(json!(roles))
                    .after(json!(left))
                    .result(role.code()),
            ))
        })?;
        Ok(())
    }

    /// Stops an account: the slot goes from `keys.json` and the roles are closed, so that neither
    /// the password nor the role opens anything; the row stays, and the name is not given again.
    ///
    /// Copies of `keys.json` that were made before, in backups above all, still hold the slot: with
    /// such a copy, a copy of the database and the old password, what the copy holds can be read.
    /// Backups are therefore kept where a dismissed person has no access.
    ///
    /// # Errors
    /// Where it is the own account, the last system or security administrator's, or stopped
    /// already; where no reason is given or the person signed in may not.
    pub fn stop_person(&mut self, name: &str, reason: &str) -> Result<(), DeskError> {
        self.require(Act::StopPerson)?;
        let reason = require_reason(reason)?;
        self.refuse_stopped(name)?;
        let found = self.find_person(name)?;
        if name == self.session.name {
            return Err(DeskError::Invalid(
                "不能停用自己的账户：请另一位系统管理员办理。".into(),
            ));
        }
        for role in &found.roles {
            self.refuse_last(&found, *role)?;
        }
        let _held = Keys::hold(self.store.dir())?;
        let mut keys = Keys::load(self.store.dir())?;
        keys.remove(name);
        self.transact::<_, StoreError>(Ask::to(Act::StopPerson).because(reason), |tx| {
            person::stop(tx, name, reason)?;
            let roles: Vec<_> = found.roles.iter().map(|role| role.code()).collect();
            let result = match roles.as_slice() {
                [] => "ok".to_owned(),
                roles => format!("closed {}", roles.join(" ")),
            };
            Ok((
                (),
                Mark::on("person", name)
                    .before(json!(roles))
                    .after(json!([]))
                    .result(result),
            ))
        })?;
        keys.save(self.store.dir())?;
        self.keys = keys;
        Ok(())
    }

    fn find_person(&self, name: &str) -> Result<Session, DeskError> {
        let found = person::find(self.reader(), name)?;
        Ok(found.ok_or_else(|| KeyError::Unknown(name.to_owned()))?)
    }

    fn refuse_stopped(&self, name: &str) -> Result<(), DeskError> {
        match person::stopped(self.reader(), name)? {
            None => Ok(()),
            Some(stopped) => Err(DeskError::Invalid(format!(
                "账户「{name}」已于 {} 停用，不能再用：请另用一个名字建立账户。",
                beijing(&stopped.at)
            ))),
        }
    }

    fn refuse_last(&self, found: &Session, role: Role) -> Result<(), DeskError> {
        let alone = matches!(role, Role::Sysadmin | Role::Secadmin)
            && person::count_with(self.reader(), role)? <= 1;
        if !alone {
            return Ok(());
        }
        Err(DeskError::Invalid(format!(
            "「{}」是最后一位{}，没有改动。请先让另一人担任{}，再办理。",
            found.name,
            role.chinese(),
            role.chinese()
        )))
    }

    /// Lifts the lock of an account.
    ///
    /// # Errors
    /// Where there is no such account, or the person signed in may not.
    pub fn unlock_person(&mut self, name: &str) -> Result<(), DeskError> {
        let _held = Keys::hold(self.store.dir())?;
        let mut keys = Keys::load(self.store.dir())?;
        self.require(Act::UnlockPerson)?;
        let failures = keys.failures(name);
        keys.unlock(name)?;
        self.transact::<_, StoreError>(Ask::to(Act::UnlockPerson), |_| {
            let result = format!("unlocked after {failures} failures");
            Ok(((), Mark::on("person", name).result(result)))
        })?;
        keys.save(self.store.dir())?;
        self.keys = keys;
        Ok(())
    }

    /// Changes the own password.
    ///
    /// # Errors
    /// Where the new one is weak.
    pub fn change_password(&mut self, password: &str) -> Result<(), DeskError> {
        let name = self.session.name.clone();
        let _held = Keys::hold(self.store.dir())?;
        let mut keys = Keys::load(self.store.dir())?;
        keys.change(&name, password, &self.key)?;
        self.transact::<_, StoreError>(Ask::to(Act::ChangePassword), |_| {
            Ok(((), Mark::on("person", name.as_str())))
        })?;
        keys.save(self.store.dir())?;
        self.keys = keys;
        Ok(())
    }

    /// Everyone with an account, by name.
    ///
    /// # Errors
    /// Where the person signed in may not.
    pub fn people(&mut self) -> Result<Vec<Session>, DeskError> {
        self.require(Act::ListPeople)?;
        Ok(person::all(self.store.reader())?)
    }

    /// Everyone with an account, by name, and how each account stands.
    ///
    /// # Errors
    /// Where the person signed in may not.
    pub fn accounts(&mut self) -> Result<Vec<Account>, DeskError> {
        let people = self.people()?;
        let keys = Keys::load(self.store.dir())?;
        let now = chrono::Utc::now();
        let account = |who: Session| {
            Ok(Account {
                stopped: person::stopped(self.store.reader(), &who.name)?,
                failures: keys.failures(&who.name),
                locked: keys.is_locked(&who.name, now),
                who,
            })
        };
        people.into_iter().map(account).collect()
    }
}

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Name, office, school and roles.
    pub who: Session,
    /// How it was stopped; `None` for one in use.
    pub stopped: Option<Stopped>,
    /// Failed sign-ins since the last good one.
    pub failures: u32,
    /// Whether it is locked now, for five failures in a row.
    pub locked: bool,
}

fn require_reason(reason: &str) -> Result<&str, DeskError> {
    match reason.trim() {
        "" => Err(DeskError::Invalid("请写明原因，它会记入日志。".into())),
        reason => Ok(reason),
    }
}

/// Three administrators are three people, none of whom handles children's data; at a school one
/// person may be clerk and reviewer, or principal and lead.
fn check_roles_together(person: &Session, new: Role) -> Result<(), DeskError> {
    let office = &person.office;
    let at_school =
        person.school.is_some() || !(office == CENTRE || Office::find(office).is_some());
    let together = |a: Role, b: Role| {
        let pair = matches!(
            (a, b),
            (Role::Clerk, Role::Reviewer)
                | (Role::Reviewer, Role::Clerk)
                | (Role::Principal, Role::Lead)
                | (Role::Lead, Role::Principal)
        );
        pair && at_school
    };
    match person
        .roles
        .iter()
        .find(|role| **role != new && !together(**role, new))
    {
        None => Ok(()),
        Some(role) => Err(DeskError::Invalid(format!(
            "「{}」已是{}，不能再任{}：不相容的职责须由不同的人担任。请为此角色另建账户。",
            person.name,
            role.chinese(),
            new.chinese()
        ))),
    }
}
