//! The journal's rows, for reading and verifying.

use super::{Reader, StoreError};
use crate::access::Act;
use crate::clock::beijing_day;
use crate::journal::{self, Anchor, Entry, Genesis, Head, Line, Misfit, Walk};
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, Rows};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc;
use std::thread;

/// One stored entry.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Number.
    pub seq: i64,
    /// Canonical JSON.
    pub entry: String,
    /// 32 bytes.
    pub hash: Vec<u8>,
}

/// Entries from `after` (excluded) upwards, at most `limit`.
///
/// # Errors
/// What the disk says.
pub fn page(reader: Reader<'_>, after: i64, limit: i64) -> Result<Vec<Stored>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT seq, entry, hash FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let rows = statement.query_map([after, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last entry: its place, what it says, and its text; `None` where the journal is empty.
///
/// # Errors
/// Where it is no entry, or what the disk says.
pub(crate) fn last(reader: Reader<'_>) -> Result<Option<(Head, Entry, String)>, StoreError> {
    let last = "SELECT seq, entry, hash FROM journal ORDER BY seq DESC LIMIT 1";
    let found = reader.sql().query_row(last, [], from_row).optional()?;
    let Some(Stored { seq, entry, hash }) = found else {
        return Ok(None);
    };
    let head = Head {
        seq,
        hash: whole_hash(hash)?,
    };
    Ok(Some((head, serde_json::from_str(&entry)?, entry)))
}

/// A hash as it is stored.
///
/// # Errors
/// Where it has not 32 bytes.
pub(crate) fn whole_hash(stored: Vec<u8>) -> Result<[u8; 32], StoreError> {
    let damaged = |_| StoreError::Damaged("日志摘要长度不对".into());
    stored.try_into().map_err(damaged)
}

/// The office and what the first entry says of the desk.
///
/// # Errors
/// What the disk says.
pub fn genesis(reader: Reader<'_>) -> Result<Option<(String, Genesis)>, StoreError> {
    let first = page(reader, 0, 1)?.into_iter().next();
    let entry: Option<Entry> = first
        .map(|stored| serde_json::from_str(&stored.entry))
        .transpose()?;
    Ok(entry.and_then(|entry| Some((entry.id, entry.genesis?))))
}

/// Which entries are wanted. Empty members want all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The account.
    pub actor: String,
    /// The act's code.
    pub act: String,
    /// The day in Beijing.
    pub day: Option<NaiveDate>,
    /// A part of the record's id: a receipt, a ceremony's number, a file.
    pub record: String,
    /// All, or refusals alone.
    pub which: Which,
}

/// All entries, or some kind alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// What someone was refused.
    Refusals,
    /// What was printed or exported: the ledger (台账).
    Issued,
}

/// The name under which the desk acts by itself: its own backups stay in its folder.
const OWN: &str = "desk";

/// Acts by which data leave the desk on paper or as a file.
const ISSUING: &[Act] = &[
    Act::PrintNotices,
    Act::PrintRosters,
    Act::PrintCase,
    Act::PrintDrawRecord,
    Act::PrintClosing,
    Act::Report,
    Act::TryPolicy,
    Act::ExportList,
    Act::ExportJournal,
    Act::Backup,
];

impl Wanted {
    /// Whether an entry is one of them.
    pub fn takes(&self, line: &Line<'_>) -> bool {
        (self.actor.is_empty() || line.actor == self.actor)
            && (self.act.is_empty() || line.act == self.act)
            && match self.which {
                Which::All => true,
                Which::Refusals => line.is_refusal(),
                Which::Issued => {
                    !line.is_refusal()
                        && line.actor != OWN
                        && ISSUING.iter().any(|act| act.code() == line.act)
                }
            }
            && (self.record.is_empty() || line.id.contains(&self.record))
            && self.day.is_none_or(|day| beijing_day(line.at) == Some(day))
    }
}

/// Goes through the entries from `first` upwards; `take` says whether to go on.
///
/// # Errors
/// What the disk says, or an entry that is none.
pub fn each(
    reader: Reader<'_>,
    first: i64,
    mut take: impl FnMut(&Line<'_>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT entry FROM journal WHERE seq >= ?1 ORDER BY seq")?;
    let mut rows = statement.query([first])?;
    while let Some(row) = rows.next()? {
        let entry = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if take(&Line::read(entry)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Numbers of the entries wanted, ascending.
///
/// # Errors
/// As [`each`].
pub fn numbers(reader: Reader<'_>, wanted: &Wanted) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    each(reader, 1, |line| {
        if wanted.takes(line) {
            found.push(line.seq);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// One entry.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, seq: i64) -> Result<Option<Stored>, StoreError> {
    let found = page(reader, seq - 1, 1)?.into_iter().next();
    Ok(found.filter(|stored| stored.seq == seq))
}

/// SM3 of the bytes whose SHA-256 is the hash of an entry, hex; empty where there is none.
///
/// # Errors
/// What the disk says.
pub fn sm3(reader: Reader<'_>, seq: i64) -> Result<String, StoreError> {
    let Some(stored) = find(reader, seq)? else {
        return Ok(String::new());
    };
    let previous = find(reader, seq - 1)?.and_then(|stored| stored.hash.try_into().ok());
    let previous = previous.unwrap_or(journal::NO_HEAD);
    Ok(journal::hash_sm3(&previous, &stored.entry))
}

/// The accounts and the codes of acts that stand in the journal.
///
/// # Errors
/// As [`each`].
pub fn names(reader: Reader<'_>) -> Result<(BTreeSet<String>, BTreeSet<String>), StoreError> {
    let (mut actors, mut acts) = (BTreeSet::new(), BTreeSet::new());
    each(reader, 1, |line| {
        for (set, name) in [(&mut actors, &line.actor), (&mut acts, &line.act)] {
            if !set.contains(name.as_ref()) {
                set.insert(name.clone().into_owned());
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok((actors, acts))
}

/// What verifying the whole chain found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Where the good part of the chain ends.
    pub head: Head,
    /// SM3 of the bytes whose SHA-256 is the head's hash, hex.
    pub sm3: String,
    /// Entries that stand.
    pub entries: i64,
    /// Why the chain breaks after them, if it does.
    pub broken: Option<String>,
    /// Full hashes of the entries asked for as anchors, by number.
    pub hashes: Vec<(i64, [u8; 32])>,
    /// The entries that began an epoch: the first, and one for each restore from a backup.
    pub epochs: Vec<i64>,
}

impl Verified {
    /// The anchors that the chain does not hold. Their numbers must have been asked for.
    pub fn misfits(&self, anchors: &[Anchor]) -> Vec<Misfit> {
        let hashes: BTreeMap<i64, [u8; 32]> = self.hashes.iter().copied().collect();
        journal::compare(anchors, &hashes, &self.epochs, self.head)
    }

    /// What is shown, and what is not, by a whole chain and anchors that all fit: a sentence.
    pub fn reach(&self, anchors: &[Anchor]) -> String {
        let Some(last) = anchors.iter().map(|anchor| anchor.seq).max() else {
            return "没有给出外部锚点，不能排除末尾被截断；请用纸件或备份上的锚点再核（--anchor 序号:摘要）。"
                .into();
        };
        let after = match self.entries - last {
            0 => String::new(),
            _ => "这以后如有整段截去，须用更近的锚点才能看出。".to_owned(),
        };
        format!(
            "{} 个锚点全部相符：第 1 条到第 {last} 条没有被改写，也没有被截去。{after}",
            anchors.len()
        )
    }
}

/// Entries that go from the thread that reads to the one that walks at a time.
const BATCH: usize = 1024;

/// Walks the whole chain; keeps the hashes of the entries named in `anchors`. The database is read
/// and decrypted here while another thread parses and hashes.
///
/// # Errors
/// What the disk says.
pub fn verify(reader: Reader<'_>, anchors: &[i64]) -> Result<Verified, StoreError> {
    let mut statement = reader
        .sql()
        .prepare("SELECT seq, entry, hash FROM journal ORDER BY seq")?;
    let rows = statement.query([])?;
    let (send, receive) = mpsc::sync_channel::<Vec<Stored>>(4);
    thread::scope(|scope| {
        let walking = scope.spawn(move || {
            let mut check = Check::new(anchors);
            for stored in receive.iter().flatten() {
                if check
                    .take(stored.seq, &stored.entry, &stored.hash)
                    .is_break()
                {
                    break;
                }
            }
            check.finish()
        });
        let read = hand_over(rows, &send);
        drop(send);
        let verified = walking.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map(|()| verified)
    })
}

/// Reads rows into batches until nobody takes them any more.
fn hand_over(mut rows: Rows<'_>, to: &mpsc::SyncSender<Vec<Stored>>) -> Result<(), StoreError> {
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next()? {
        batch.push(from_row(row)?);
        if batch.len() == BATCH {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if to.send(full).is_err() {
                return Ok(());
            }
        }
    }
    // The walk may have ended at a broken entry.
    let _ = to.send(batch);
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: row.get(0)?,
        entry: row.get(1)?,
        hash: row.get(2)?,
    })
}

/// Walks an exported journal, as `audit export` writes it; its SM3 digests are checked too.
///
/// # Errors
/// A Chinese sentence: where the file is no export.
pub fn verify_export(text: &str, anchors: &[i64]) -> Result<Verified, String> {
    let mut check = Check::new(anchors);
    for (at, line) in (1..).zip(text.lines()) {
        let parts: Vec<&str> = line.splitn(4, '\t').collect();
        let [seq, hash, sm3, entry] = parts[..] else {
            return Err(format!(
                "第 {at} 行不是导出的日志：应为 序号、SHA-256、SM3、条目四项，以制表符隔开。"
            ));
        };
        let (Ok(seq), Some(hash)) = (seq.parse(), journal::unhex(hash)) else {
            return Err(format!("第 {at} 行不是导出的日志：序号或摘要不是数字。"));
        };
        let digest = journal::hash_sm3(&check.walk.head().hash, entry);
        if check.take(seq, entry, &hash).is_break() {
            break;
        }
        if digest != sm3 {
            check.broken = Some(format!(
                "日志第 {seq} 条的 SM3 摘要对不上：导出的文件被改动过。"
            ));
            break;
        }
    }
    Ok(check.finish())
}

/// A walk with what is kept on the way.
struct Check {
    walk: Walk,
    wanted: BTreeSet<i64>,
    broken: Option<String>,
    hashes: Vec<(i64, [u8; 32])>,
    before: [u8; 32],
    last: String,
}

impl Check {
    fn new(anchors: &[i64]) -> Check {
        Check {
            walk: Walk::default(),
            wanted: anchors.iter().copied().collect(),
            broken: None,
            hashes: Vec::new(),
            before: journal::NO_HEAD,
            last: String::new(),
        }
    }

    fn take(&mut self, seq: i64, entry: &str, hash: &[u8]) -> ControlFlow<()> {
        let before = self.walk.head().hash;
        if let Err(sentence) = self.walk.take(seq, entry, hash) {
            self.broken = Some(sentence);
            return ControlFlow::Break(());
        }
        self.before = before;
        entry.clone_into(&mut self.last);
        if self.wanted.contains(&seq) {
            self.hashes.push((seq, self.walk.head().hash));
        }
        ControlFlow::Continue(())
    }

    fn finish(self) -> Verified {
        let head = self.walk.head();
        Verified {
            head,
            sm3: journal::hash_sm3(&self.before, &self.last),
            entries: head.seq,
            broken: self.broken,
            hashes: self.hashes,
            epochs: self.walk.epochs().to_vec(),
        }
    }
}
