//! Backups, restore and recovery (spec/records.md, "Backups" and "Keys and people").
//!
//! A backup is one tar of plain files: `keys.json`, `desk.db` (a copy of the database, encrypted
//! with the desk's key), `blobs/…`, `ceremonies/…`, `manifest.json` (counts, journal head, a digest
//! of each member) and `manifest.mac`. It counts once its file, under its final name, was read back
//! and found equal to the desk; then it stands in the ledger and in the journal, and only then old
//! ones go. [`restore`] makes a desk of it under a new epoch of the same journal.

mod duty;
mod error;
mod list;
mod make;
mod manifest;
mod migration;
mod prove;
mod purged;
mod recover;
mod restore;
#[cfg(test)]
mod tests;
mod thin;
mod ustar;
mod write;

pub use duty::{Duty, duty};
pub use error::BackupError;
pub use list::{Listed, Medium, list};
pub use make::{Made, anchor_of, check, make, own_backups};
pub(crate) use make::{Pins, before, newest_own};
pub use manifest::{Manifest, ManifestHead, ManifestMember};
pub(crate) use migration::{before_migration, enter_migrations};
pub use purged::Elsewhere;
pub(crate) use purged::{after_purge, holding};
pub use recover::{Drilled, Halves, drill, drill_at, renew_password};
pub use restore::{RestoreOrder, Restored, restore, restore_with_code};
pub use thin::{Kept, superfluous};
#[cfg(feature = "fuzzing")]
pub(crate) use ustar::{Member, Reader, Writer};

/// Why a backup is made. All but the first are pinned: they are never thinned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// A person asked for it.
    Asked,
    /// Before an import.
    Import,
    /// Before a formal draw is frozen.
    Draw,
    /// Before an older database is migrated.
    Migration,
    /// Before the season is closed.
    Season,
    /// After a purge, in the place of those that still hold what went.
    Purge,
}

impl Why {
    /// The word in ledger, manifest and file name.
    fn code(self) -> &'static str {
        match self {
            Why::Asked => "asked",
            Why::Import => "import",
            Why::Draw => "draw",
            Why::Migration => "migration",
            Why::Season => "season",
            Why::Purge => "purge",
        }
    }

    const ALL: [Why; 5] = [
        Why::Asked,
        Why::Import,
        Why::Draw,
        Why::Migration,
        Why::Season,
    ];

    fn chinese(self) -> &'static str {
        match self {
            Why::Asked => "备份",
            Why::Import => "导入前的备份",
            Why::Draw => "封存前的备份",
            Why::Migration => "升级数据格式前的备份",
            Why::Season => "季终前的备份",
            Why::Purge => "到期清除后的备份",
        }
    }
}

/// A word of the ledger in Chinese: 导入前的备份.
pub fn why(code: &str) -> &'static str {
    let mut all = Why::ALL.into_iter();
    all.find(|why| why.code() == code)
        .map_or("备份", Why::chinese)
}

/// Hears what is being done, and how many bytes of how many.
pub type Watch<'w> = &'w mut dyn FnMut(&str, u64, u64);
