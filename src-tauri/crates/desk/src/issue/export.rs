//! The journal as a file: one entry a line, with its number, SHA-256 and SM3.

use super::IssueError;
use crate::access::Act;
use crate::journal::{NO_HEAD, hash_sm3, hex};
use crate::open::Desk;
use crate::store::{Ask, Mark, audit};

/// Entries read at a time.
const PAGE: i64 = 1000;

/// One line of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Number of the entry.
    pub seq: i64,
    /// Its SHA-256, hex.
    pub hash: String,
    /// SM3 of the same bytes, hex.
    pub sm3: String,
    /// Canonical JSON.
    pub entry: String,
}

impl Exported {
    /// The line as it is written: the four parts with tabs between them.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}\t{}", self.seq, self.hash, self.sm3, self.entry)
    }
}

/// Gives the whole journal to `take`, line by line. The export is entered first, so that its own
/// entry is the last line. Answers how many lines there were.
///
/// # Errors
/// Where the person may not, what the disk says, or what `take` says.
pub fn journal(
    desk: &mut Desk,
    mut take: impl FnMut(&Exported) -> std::io::Result<()>,
) -> Result<i64, IssueError> {
    let last = desk.store().head().seq + 1;
    desk.transact::<_, IssueError>(Ask::to(Act::ExportJournal), |_| {
        let result = format!("{last} entries");
        Ok(((), Mark::on("journal", format!("1-{last}")).result(result)))
    })?;
    let (mut after, mut previous) = (0, NO_HEAD);
    loop {
        let page = audit::page(desk.reader(), after, PAGE)?;
        let Some(end) = page.last() else {
            return Ok(after);
        };
        after = end.seq;
        for stored in page {
            let line = Exported {
                seq: stored.seq,
                hash: hex(&stored.hash),
                sm3: hash_sm3(&previous, &stored.entry),
                entry: stored.entry,
            };
            take(&line).map_err(IssueError::Handed)?;
            previous = stored.hash.try_into().unwrap_or(NO_HEAD);
        }
    }
}
