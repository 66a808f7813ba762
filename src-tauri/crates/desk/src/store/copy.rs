//! A copy of the database in a file of its own, and what is counted to compare the two.

use super::connect::unlock;
use super::keys::DeskKey;
use super::{Reader, StoreError, audit, migrate};
use crate::journal::{Genesis, Head, NO_HEAD, hash_sm3};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the database as it stands, defragmented, into a new file, encrypted with the same key.
///
/// # Errors
/// Where the file exists, or what the disk says.
pub(crate) fn vacuum_into(reader: Reader<'_>, path: &Path) -> Result<(), StoreError> {
    let name = path.to_str().ok_or_else(|| {
        StoreError::File(path.to_owned(), std::io::ErrorKind::InvalidFilename.into())
    })?;
    reader.sql().execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// A copy, opened for reading alone.
pub(crate) struct Copy {
    connection: Connection,
}

impl Copy {
    /// Opens a copy with the key of the desk it was made of.
    ///
    /// # Errors
    /// Where the key does not open it, or what the disk says.
    pub(crate) fn open(path: &Path, key: &DeskKey) -> Result<Copy, StoreError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        unlock(&connection, key)?;
        let _: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        Ok(Copy { connection })
    }

    /// Reading access.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader {
            connection: &self.connection,
        }
    }
}

/// The schema's number.
///
/// # Errors
/// What the disk says.
pub(crate) fn schema(reader: Reader<'_>) -> Result<i64, StoreError> {
    migrate::schema(reader.sql())
}

/// The newest schema that this program knows.
pub(crate) fn newest_schema() -> i64 {
    migrate::newest()
}

/// Rows of every table, by its name.
///
/// # Errors
/// What the disk says.
pub(crate) fn row_counts(reader: Reader<'_>) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut statement = reader.sql().prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )?;
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        Ok((name, reader.sql().query_row(&sql, [], |row| row.get(0))?))
    };
    names.into_iter().map(count).collect()
}

/// The journal's last entry as an outsider is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastEntry {
    /// Number and hash.
    pub head: Head,
    /// SM3 of the bytes that the hash is of.
    pub sm3: String,
    /// The epoch.
    pub epoch: String,
}

/// The last entry of the journal; `None` where it is empty.
///
/// # Errors
/// Where the journal is not what it should be, or what the disk says.
pub(crate) fn last_entry(reader: Reader<'_>) -> Result<Option<LastEntry>, StoreError> {
    let Some((head, entry, text)) = audit::last(reader)? else {
        return Ok(None);
    };
    let previous = match audit::find(reader, head.seq - 1)? {
        Some(before) => audit::whole_hash(before.hash)?,
        None => NO_HEAD,
    };
    Ok(Some(LastEntry {
        head,
        sm3: hash_sm3(&previous, &text),
        epoch: entry.epoch,
    }))
}

/// The office and the first GENESIS of a desk: what it is, in all its epochs.
///
/// # Errors
/// Where the journal is empty or not what it should be, or what the disk says.
pub(crate) fn origin(reader: Reader<'_>) -> Result<(String, Genesis), StoreError> {
    audit::genesis(reader)?.ok_or_else(|| StoreError::Damaged("没有建台记录".into()))
}
