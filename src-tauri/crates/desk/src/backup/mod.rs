//! Backups, restore and recovery (spec/records.md, "Backups" and "Keys and people").
//!
//! A backup is one tar of plain files: `keys.json`, `desk.db` (a copy of the database, encrypted
//! with the desk's key), `blobs/…`, `ceremonies/…`, `manifest.json` (counts, journal head, a digest
//! of each member) and `manifest.mac`. It counts once its file, under its final name, was read back
//! and found equal to the desk; then it stands in the ledger and in the journal, and only then old
//! ones go. [`restore`] makes a desk of it under a new epoch of the same journal.

mod duty;
mod error;
mod make;
mod manifest;
mod prove;
mod recover;
mod restore;
#[cfg(test)]
mod tests;
mod thin;
mod ustar;
mod write;

pub use duty::{Duty, duty};
pub use error::BackupError;
pub use make::{Made, check, make, own_backups};
pub(crate) use make::{Pins, before, before_migration, enter_in_the_desks_name};
pub use manifest::{Manifest, ManifestHead, ManifestMember};
pub use recover::{Drilled, Halves, drill, renew_password};
pub use restore::{RestoreOrder, Restored, restore};
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
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Why::Asked => "备份",
            Why::Import => "导入前的备份",
            Why::Draw => "封存前的备份",
            Why::Migration => "升级数据格式前的备份",
            Why::Season => "季终前的备份",
        }
    }
}

/// Hears what is being done, and how many bytes of how many.
pub type Watch<'w> = &'w mut dyn FnMut(&str, u64, u64);
