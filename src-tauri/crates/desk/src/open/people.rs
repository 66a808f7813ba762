//! Accounts and roles of a desk.

use super::{Desk, DeskError, check_name, check_office};
use crate::access::{Act, Role, Session};
use crate::store::keys::{KeyError, Keys};
use crate::store::{Ask, Mark, StoreError, person};
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
        keys.add(name, password, &self.key)?;
        self.transact::<_, StoreError>(Ask::to(Act::AddPerson), |tx| {
            person::add(tx, name, &office, school)?;
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
        let found = person::find(self.store.reader(), name)?
            .ok_or_else(|| KeyError::Unknown(name.to_owned()))?;
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
}

/// Three administrators are three people, none of whom handles children's data; at a school one
/// person may be clerk and reviewer, or principal and lead.
fn check_roles_together(person: &Session, new: Role) -> Result<(), DeskError> {
    let together = |a: Role, b: Role| {
        matches!(
            (a, b),
            (Role::Clerk, Role::Reviewer)
                | (Role::Reviewer, Role::Clerk)
                | (Role::Principal, Role::Lead)
                | (Role::Lead, Role::Principal)
        )
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
