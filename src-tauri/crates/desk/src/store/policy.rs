//! The trusted district keys, the packs that came into force, the switches set for the season.

use super::{Reader, StoreError, Tx};
use rusqlite::params;

/// A district key that was trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table, under their names
pub struct KeyRow {
    pub public: Vec<u8>,
    pub at: String,
    pub actor: String,
    pub reason: String,
}

/// A pack that came into force.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table, under their names
pub struct PackRow {
    pub name: String,
    pub season: i32,
    pub title: String,
    pub digest: String,
    /// Key and signature of a signed one; none where it is bundled with the program.
    pub signed: Option<(Vec<u8>, Vec<u8>)>,
    pub at: String,
    pub actor: String,
    pub reason: String,
}

/// A switch set for a season.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table, under their names
pub struct SwitchRow {
    pub name: String,
    pub kind: String,
    pub value: String,
    pub former: String,
    pub at: String,
    pub actor: String,
    pub reason: String,
}

/// Enters a key; time and person are those of the act.
///
/// # Errors
/// What the disk says.
pub fn add_key(tx: &Tx<'_>, public: &[u8], reason: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO district_key (public, at, actor, reason) VALUES (?1, ?2, ?3, ?4)",
        params![public, tx.at, tx.actor, reason],
    )?;
    Ok(())
}

/// All keys in the order in which they were trusted.
///
/// # Errors
/// What the disk says.
pub fn keys(reader: Reader<'_>) -> Result<Vec<KeyRow>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT public, at, actor, reason FROM district_key ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(KeyRow {
            public: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            reason: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Enters a pack with its files (none of a bundled one); time and person are those of the act.
///
/// # Errors
/// What the disk says.
pub fn add_pack(
    tx: &Tx<'_>,
    pack: &PackRow,
    files: &[(String, Vec<u8>)],
) -> Result<(), StoreError> {
    let signed = pack.signed.as_ref();
    tx.sql().execute(
        "INSERT INTO policy_pack (name, season, title, digest, signer, signature, at, actor, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            pack.name,
            pack.season,
            pack.title,
            pack.digest,
            signed.map(|(key, _)| key),
            signed.map(|(_, signature)| signature),
            tx.at,
            tx.actor,
            pack.reason
        ],
    )?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT OR REPLACE INTO policy_file (digest, name, bytes) VALUES (?1, ?2, ?3)",
    )?;
    for (name, bytes) in files {
        statement.execute(params![pack.digest, name, bytes])?;
    }
    Ok(())
}

/// All packs in the order in which they came into force.
///
/// # Errors
/// What the disk says.
pub fn packs(reader: Reader<'_>) -> Result<Vec<PackRow>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT name, season, title, digest, signer, signature, at, actor, reason
         FROM policy_pack ORDER BY number",
    )?;
    let rows = statement.query_map([], |row| {
        let signer: Option<Vec<u8>> = row.get(4)?;
        let signature: Option<Vec<u8>> = row.get(5)?;
        Ok(PackRow {
            name: row.get(0)?,
            season: row.get(1)?,
            title: row.get(2)?,
            digest: row.get(3)?,
            signed: signer.zip(signature),
            at: row.get(6)?,
            actor: row.get(7)?,
            reason: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The files of a signed pack, by name.
///
/// # Errors
/// What the disk says.
pub fn files(reader: Reader<'_>, digest: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT name, bytes FROM policy_file WHERE digest = ?1 ORDER BY name")?;
    let rows = statement.query_map([digest], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Enters a switch's setting; time and person are those of the act.
///
/// # Errors
/// What the disk says.
pub fn add_switch(tx: &Tx<'_>, season: i32, one: &SwitchRow) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO switch_setting (season, name, kind, value, former, at, actor, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            season, one.name, one.kind, one.value, one.former, tx.at, tx.actor, one.reason
        ],
    )?;
    Ok(())
}

/// All settings of a season in the order in which they were made.
///
/// # Errors
/// What the disk says.
pub fn switches(reader: Reader<'_>, season: i32) -> Result<Vec<SwitchRow>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT name, kind, value, former, at, actor, reason FROM switch_setting
         WHERE season = ?1 ORDER BY number",
    )?;
    let rows = statement.query_map([season], |row| {
        Ok(SwitchRow {
            name: row.get(0)?,
            kind: row.get(1)?,
            value: row.get(2)?,
            former: row.get(3)?,
            at: row.get(4)?,
            actor: row.get(5)?,
            reason: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
