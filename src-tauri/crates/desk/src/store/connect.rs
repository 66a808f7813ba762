//! Opening the file: the folder's lock, the key, the settings that durability rests on.

use super::file::write_file;
use super::{StoreError, wal};
use crate::journal;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// The database's file in a desk.
pub(super) const DATABASE: &str = "desk.db";
/// The write-ahead log beside it.
pub(super) const WAL: &str = "desk.db-wal";
/// What is said of pages that do not check.
pub(super) const DAMAGED_PAGES: &str = "有损坏的数据页";
/// SQLite's check of the pages in use.
pub(super) const QUICK_CHECK: &str = "PRAGMA quick_check(1)";
/// SQLite must hold the fix of the WAL-reset defect (spec/records.md).
const SQLITE_AT_LEAST: i32 = 3_051_003;
/// How long a second process waits for the desk before it says who holds it.
const WAIT_FOR_DESK: Duration = Duration::from_millis(1000);

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

/// Makes the database of a new desk.
pub(super) fn make(dir: &Path, key: &Zeroizing<[u8; 32]>) -> Result<Connection, StoreError> {
    let connection = open(
        dir,
        key,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    log_ahead(&connection)?;
    Ok(connection)
}

/// Opens the database that is there. Nothing is written: neither now nor, by folding the log in, on
/// closing, until [`fold_on_close`].
pub(super) fn connect(dir: &Path, key: &Zeroizing<[u8; 32]>) -> Result<Connection, StoreError> {
    open(dir, key, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open(dir: &Path, key: &Zeroizing<[u8; 32]>, flags: OpenFlags) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < SQLITE_AT_LEAST {
        return Err(StoreError::Damaged(format!(
            "内置 SQLite {} 过旧",
            rusqlite::version()
        )));
    }
    let connection =
        Connection::open_with_flags(dir.join(DATABASE), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    unlock(&connection, key)?;
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -65536;",
    )?;
    Ok(connection)
}

/// Puts a database that was found whole into the mode of the write-ahead log: a copy out of a
/// backup is not in it.
pub(super) fn log_ahead(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("PRAGMA journal_mode = WAL")?)
}

/// Holds every page of the file, free ones too, against its checksum, then the structure of those in
/// use; damage is [`StoreError::Damaged`].
pub(super) fn prove_whole(connection: &Connection, dir: &Path) -> Result<(), StoreError> {
    prove_pages(connection, dir)?;
    prove(connection, QUICK_CHECK)
}

/// A page that a power cut tore while the log was folded in stands whole in the log, and is no damage.
fn prove_pages(connection: &Connection, dir: &Path) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
    let bad: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if bad.is_empty() {
        return Ok(());
    }
    let path = dir.join(WAL);
    let log = match std::fs::read(&path) {
        Ok(log) => log,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::File(path, error)),
    };
    let renewed = wal::pages(&log);
    match bad
        .iter()
        .all(|says| page_of(says).is_some_and(|page| renewed.contains(&page)))
    {
        true => Ok(()),
        false => Err(StoreError::Damaged(DAMAGED_PAGES.into())),
    }
}

/// The page that a line of SQLCipher's check is about: `HMAC verification failed for page 7`.
fn page_of(says: &str) -> Option<u32> {
    let (_, after) = says.split_once("page ")?;
    after.split(' ').next()?.parse().ok()
}

/// Runs one of SQLite's own checks; damage is [`StoreError::Damaged`].
pub(super) fn prove(connection: &Connection, check: &str) -> Result<(), StoreError> {
    let damaged = || StoreError::Damaged(DAMAGED_PAGES.into());
    let found: Result<String, _> = connection.query_row(check, [], |row| row.get(0));
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(_) => Err(damaged()),
        Err(error) if is_damage(&error) => Err(damaged()),
        Err(error) => Err(error.into()),
    }
}

/// Whether SQLite found the file to be none, or damaged.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Closes a connection that saw a failure: nothing more is written through it.
pub(super) fn close_unfolded(connection: Connection) {
    // Where closing fails, the connection goes with the error.
    let _ = connection.close();
}

/// Lets a connection fold the log into the database when it is closed.
pub(super) fn fold_on_close(connection: &Connection) {
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
}

/// Refuses a log that lost what was acknowledged, and brings what it holds to the disk anew: a
/// process whose sync failed may have left in the system's memory what the disk never got, and
/// nothing may be built on that. The file must be closed.
pub(super) fn renew_wal(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join(WAL);
    let failed = |error| StoreError::File(path.clone(), error);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) if !bytes.is_empty() => bytes,
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    wal::prove(&bytes)?;
    write_file(&path, &bytes)
}

/// Gives a connection the key of its file.
pub(super) fn unlock(connection: &Connection, key: &Zeroizing<[u8; 32]>) -> Result<(), StoreError> {
    let hex = Zeroizing::new(journal::hex(key.as_slice()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *hex));
    // SQLCipher's own English lines on standard error say less than our sentence.
    // SQLite's own buffers are overwritten before they are freed, before there is a key in them.
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;")?;
    Ok(connection.execute_batch(&pragma)?)
}

/// Takes the folder for this process; a second one says who holds it. What a killed process left in
/// the file does not matter: its lock went with it.
pub(super) fn lock_desk(dir: &Path, person: &str) -> Result<File, StoreError> {
    let path = dir.join("desk.lock");
    let failed = |error| StoreError::File(path.clone(), error);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(failed)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if start.elapsed() > WAIT_FOR_DESK => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                return Err(StoreError::Busy(match holder.trim() {
                    "" => "本机另一程序".to_owned(),
                    holder => holder.to_owned(),
                }));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    let holder = format!("{person}，进程 {}", std::process::id());
    let _ = file.set_len(0);
    let _ = file.seek(SeekFrom::Start(0));
    let _ = file.write_all(holder.as_bytes());
    Ok(file)
}
