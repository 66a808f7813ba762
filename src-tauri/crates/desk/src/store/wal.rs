//! The write-ahead log's frames, as far as it takes to tell damage from a torn end.
//!
//! SQLite takes a frame whose checksum is off for the end of the log and drops all that follows.
//! That is right for what a power cut left of the last transaction, which nobody was told is done.
//! But a transaction that others follow was on the disk before they began: where it does not check,
//! the file is damaged, and to open it would be to lose what was acknowledged.
//! Format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use super::StoreError;
use std::collections::BTreeSet;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const LITTLE_ENDIAN: u32 = 0x377f_0682;
const BIG_ENDIAN: u32 = 0x377f_0683;

/// Refuses a log of which an acknowledged transaction is damaged.
///
/// # Errors
/// [`StoreError::Damaged`].
pub(super) fn prove(log: &[u8]) -> Result<(), StoreError> {
    let damaged = |what: &str| Err(StoreError::Damaged(what.to_owned()));
    let Some((header, body)) = log.split_at_checked(HEADER) else {
        return Ok(());
    };
    let Some(page) = page_size(header) else {
        // The header is brought to the disk before the first frame.
        return match body.is_empty() {
            true => Ok(()),
            false => damaged("预写日志（desk.db-wal）的开头已损坏"),
        };
    };
    let frames = body.chunks_exact(FRAME_HEADER + page);
    let Some(sum) = Sum::of_header(header) else {
        return match frames.len() {
            0 => Ok(()),
            _ => damaged("预写日志（desk.db-wal）的开头已损坏"),
        };
    };
    let whole = whole(header, sum, frames.clone());
    let after = frames.skip(whole);
    let commits = after.filter(|frame| is_of(header, frame) && word(frame, 4) != 0);
    match commits.count() {
        0 | 1 => Ok(()),
        _ => damaged("预写日志（desk.db-wal）的中段已损坏"),
    }
}

/// The pages that the log holds whole, of transactions that were ended: SQLite reads them there, and
/// writes them into the database anew.
pub(super) fn pages(log: &[u8]) -> BTreeSet<u32> {
    let read = || {
        let (header, body) = log.split_at_checked(HEADER)?;
        let frames = body.chunks_exact(FRAME_HEADER + page_size(header)?);
        let whole = whole(header, Sum::of_header(header)?, frames.clone());
        let numbers = frames
            .take(whole)
            .map(|frame| (word(frame, 0), word(frame, 4)));
        let numbers: Vec<(u32, u32)> = numbers.collect();
        let ended = numbers.iter().rposition(|(_, commit)| *commit != 0)?;
        Some(numbers[..=ended].iter().map(|(page, _)| *page).collect())
    };
    read().unwrap_or_default()
}

fn page_size(header: &[u8]) -> Option<usize> {
    match word(header, 8) {
        page @ (512..=65_536) if page.is_power_of_two() => Some(page as usize),
        _ => None,
    }
}

/// How many frames check, from the first on.
fn whole<'f>(header: &[u8], mut sum: Sum, frames: impl Iterator<Item = &'f [u8]>) -> usize {
    frames
        .take_while(|frame| {
            sum.take(&frame[..8]);
            sum.take(&frame[FRAME_HEADER..]);
            is_of(header, frame) && sum.is(&frame[16..24])
        })
        .count()
}

/// Whether a frame was written since the log began anew.
fn is_of(header: &[u8], frame: &[u8]) -> bool {
    frame[8..16] == header[16..24]
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// The running checksum.
struct Sum {
    read: fn([u8; 4]) -> u32,
    sums: [u32; 2],
}

impl Sum {
    /// Begins with the header; `None` where the header itself does not check.
    fn of_header(header: &[u8]) -> Option<Sum> {
        let read = match word(header, 0) {
            LITTLE_ENDIAN => u32::from_le_bytes,
            BIG_ENDIAN => u32::from_be_bytes,
            _ => return None,
        };
        let mut sum = Sum { read, sums: [0; 2] };
        sum.take(&header[..24]);
        sum.is(&header[24..]).then_some(sum)
    }

    fn take(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks_exact(8) {
            let (first, second) = eight.split_at(4);
            let number = |four: &[u8]| (self.read)(four.try_into().unwrap_or_default());
            let [a, b] = self.sums;
            let a = a.wrapping_add(number(first)).wrapping_add(b);
            let b = b.wrapping_add(number(second)).wrapping_add(a);
            self.sums = [a, b];
        }
    }

    fn is(&self, written: &[u8]) -> bool {
        self.sums == [word(written, 0), word(written, 4)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    const PAGE: usize = 4096;
    const FRAME: usize = FRAME_HEADER + PAGE;

    /// The log of a few commits, as a killed process leaves it; and the first byte of the last one.
    fn log() -> (Vec<u8>, usize) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let wal = dir.path().join("x.db-wal");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE t (x);",
            )
            .unwrap();
        let mut last = 0;
        for length in [10, 9000, 20_000, 30] {
            last = std::fs::metadata(&wal).unwrap().len() as usize;
            connection
                .execute("INSERT INTO t VALUES (zeroblob(?1))", [length])
                .unwrap();
        }
        let bytes = std::fs::read(&wal).unwrap();
        assert_eq!((bytes.len() - HEADER) % FRAME, 0);
        (bytes, last)
    }

    #[test]
    fn a_whole_log_and_every_torn_one_are_taken() {
        let (log, last) = log();
        prove(&log).unwrap();
        for end in (0..log.len()).step_by(97) {
            prove(&log[..end]).unwrap();
        }
        // Sectors of the last transaction that never reached the disk.
        for at in (last..log.len()).step_by(512) {
            let mut torn = log.clone();
            torn[at..(at + 512).min(log.len())].fill(0);
            prove(&torn).unwrap();
        }
    }

    #[test]
    fn a_flip_in_what_was_acknowledged_is_noticed() {
        let (log, last) = log();
        let before: Vec<usize> = (0..last).step_by(61).chain(0..HEADER + 24).collect();
        for at in before {
            let mut flipped = log.clone();
            flipped[at] ^= 0x10;
            assert!(prove(&flipped).is_err(), "byte {at}");
        }
    }
}
