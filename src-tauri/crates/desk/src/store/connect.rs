//! Opening the file: the folder's lock, the key, the settings that durability rests on.

use super::StoreError;
use crate::journal;
use rusqlite::Connection;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// SQLite must hold the fix of the WAL-reset defect (spec/records.md).
const SQLITE_AT_LEAST: i32 = 3_051_003;
/// How long a second process waits for the desk before it says who holds it.
const WAIT_FOR_DESK: Duration = Duration::from_millis(1500);

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        StoreError::File(
            PathBuf::from("系统随机源"),
            std::io::Error::other(error.to_string()),
        )
    })?;
    Ok(bytes)
}

pub(super) fn connect(dir: &Path, key: &Zeroizing<[u8; 32]>) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < SQLITE_AT_LEAST {
        return Err(StoreError::Damaged(format!(
            "内置 SQLite {} 过旧",
            rusqlite::version()
        )));
    }
    let connection = Connection::open(dir.join("desk.db"))?;
    unlock(&connection, key)?;
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -65536;",
    )?;
    Ok(connection)
}

/// Gives a connection the key of its file.
pub(super) fn unlock(connection: &Connection, key: &Zeroizing<[u8; 32]>) -> Result<(), StoreError> {
    let hex = Zeroizing::new(journal::hex(key.as_slice()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *hex));
    // SQLCipher's own English lines on standard error say less than our sentence.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    Ok(connection.execute_batch(&pragma)?)
}

/// Takes the folder for this process; a second one says who holds it.
pub(super) fn lock_desk(dir: &Path, person: &str) -> Result<File, StoreError> {
    let path = dir.join("desk.lock");
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| StoreError::File(path.clone(), error))?;
    let start = Instant::now();
    while file.try_lock().is_err() {
        if start.elapsed() > WAIT_FOR_DESK {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            return Err(StoreError::Busy(holder.trim().to_owned()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let holder = format!("{person}，进程 {}", std::process::id());
    let _ = file.set_len(0);
    let _ = file.seek(SeekFrom::Start(0));
    let _ = file.write_all(holder.as_bytes());
    Ok(file)
}
