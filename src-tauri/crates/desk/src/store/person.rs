//! People and their roles.

use super::{Reader, StoreError, Tx};
use crate::access::{Role, Session};
use rusqlite::{OptionalExtension, params};

/// Enters a person.
///
/// # Errors
/// Where the name is taken, or what the disk says.
pub fn add(tx: &Tx<'_>, name: &str, office: &str, school: Option<&str>) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO person (name, office, school, added_at) VALUES (?1, ?2, ?3, ?4)",
        params![name, office, school, tx.at],
    )?;
    Ok(())
}

/// Gives a person a role; a second time changes nothing.
///
/// # Errors
/// Where there is no such person, or what the disk says.
pub fn give_role(tx: &Tx<'_>, name: &str, role: Role) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT OR IGNORE INTO person_role (name, role) VALUES (?1, ?2)",
        [name, role.code()],
    )?;
    Ok(())
}

/// Takes a role from a person; one that is not held changes nothing.
///
/// # Errors
/// What the disk says.
pub fn take_role(tx: &Tx<'_>, name: &str, role: Role) -> Result<(), StoreError> {
    tx.sql().execute(
        "DELETE FROM person_role WHERE name = ?1 AND role = ?2",
        [name, role.code()],
    )?;
    Ok(())
}

/// Closes an account: the roles go, the row stays.
///
/// # Errors
/// Where there is no such person or the account is closed, or what the disk says.
pub fn stop(tx: &Tx<'_>, name: &str, reason: &str) -> Result<(), StoreError> {
    tx.sql()
        .execute("DELETE FROM person_role WHERE name = ?1", [name])?;
    tx.sql().execute(
        "INSERT INTO person_stopped (name, at, actor, reason) VALUES (?1, ?2, ?3, ?4)",
        params![name, tx.at, tx.actor, reason],
    )?;
    Ok(())
}

/// When, by whom and why an account was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// RFC 3339, UTC.
    pub at: String,
    /// The account of who stopped it.
    pub actor: String,
    /// The reason given.
    pub reason: String,
}

/// How an account was stopped; `None` where it was not.
///
/// # Errors
/// What the disk says.
pub fn stopped(reader: Reader<'_>, name: &str) -> Result<Option<Stopped>, StoreError> {
    let row = reader.sql().query_row(
        "SELECT at, actor, reason FROM person_stopped WHERE name = ?1",
        [name],
        |row| {
            Ok(Stopped {
                at: row.get(0)?,
                actor: row.get(1)?,
                reason: row.get(2)?,
            })
        },
    );
    Ok(row.optional()?)
}

/// How many people hold a role.
///
/// # Errors
/// What the disk says.
pub fn count_with(reader: Reader<'_>, role: Role) -> Result<i64, StoreError> {
    Ok(reader.sql().query_row(
        "SELECT count(*) FROM person_role WHERE role = ?1",
        [role.code()],
        |row| row.get(0),
    )?)
}

/// One person, as a session would be.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, name: &str) -> Result<Option<Session>, StoreError> {
    let found: Option<(String, Option<String>)> = reader
        .sql()
        .query_row(
            "SELECT office, school FROM person WHERE name = ?1",
            [name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((office, school)) = found else {
        return Ok(None);
    };
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT role FROM person_role WHERE name = ?1 ORDER BY role")?;
    let codes = statement
        .query_map([name], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let roles = codes
        .iter()
        .filter_map(|code| Role::from_code(code))
        .collect();
    Ok(Some(Session {
        name: name.into(),
        office,
        school,
        roles,
    }))
}

/// Everyone, by name.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Session>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare("SELECT name FROM person ORDER BY name")?;
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    names
        .iter()
        .filter_map(|name| find(reader, name).transpose())
        .collect()
}
