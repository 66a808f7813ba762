//! Papers: numbering, ledger, notices, rosters, the record of a draw, the case sheet, the compliance
//! report, the daily closing sheet; the journal's export.

pub mod case;
pub mod closing;
mod compliance;
mod export;
mod figures;
pub mod fonts;
mod notices;
mod numbering;
mod records;
mod recovery;
mod rosters;
mod schools;

pub use case::{CaseOrder, Cases, cases};
pub use compliance::compliance;
pub use export::{Exported, journal};
pub use notices::{NoticeOrder, Notices, notices};
pub use records::{draw_record, draw_records};
pub use recovery::{lying_sheet, recovery_sheet};
pub use rosters::rosters;

use crate::ceremony::DrawError;
use crate::leaving::Trace;
use crate::open::{Desk, DeskError};
use crate::store::StoreError;
use ruxue_papers::{Anchor, Edition, Imprint, PaperError};

/// What can go wrong with a paper.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The desk: store, permission, clock.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A ceremony's folder.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// The fonts.
    #[error(transparent)]
    Fonts(#[from] fonts::FontsError),
    /// The PDF.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// What was asked is refused; a Chinese sentence.
    #[error("{0}")]
    Refused(String),
    /// Whoever took the lines of an export could not write them.
    #[error("导出没有写完：{}。请检查磁盘后再导出一次。", crate::store::disk_says(.0))]
    Handed(std::io::Error),
}

impl From<StoreError> for IssueError {
    fn from(error: StoreError) -> IssueError {
        IssueError::Desk(error.into())
    }
}

/// How many children are admitted.
///
/// # Errors
/// What the disk says.
pub fn admitted(desk: &Desk) -> Result<usize, IssueError> {
    Ok(crate::store::placement::all(desk.reader())?.len())
}

/// What every page carries: the journal's head, the edition, the office, the day.
pub(crate) fn imprint(desk: &Desk) -> Imprint {
    Imprint {
        anchor: anchor(desk),
        edition: if desk.is_demo() {
            Edition::Demonstration
        } else {
            Edition::Real
        },
        office: office_name(&desk.session().office),
        date: desk.clock().today(),
        watermark: None,
    }
}

/// The same for a list with children's data that leaves the desk: who made it, and when, stands
/// across every page.
fn imprint_of_list(desk: &Desk) -> Imprint {
    Imprint {
        watermark: Some(Trace::of(desk).says()),
        ..imprint(desk)
    }
}

/// The journal's head.
pub(crate) fn anchor(desk: &Desk) -> Anchor {
    let head = desk.store().head();
    Anchor {
        seq: u64::try_from(head.seq).unwrap_or_default(),
        hash: crate::journal::hex(&head.hash)[..16].to_owned(),
    }
}

fn office_name(code: &str) -> String {
    match ruxue_rules::Office::find(code) {
        Some(office) => office.full.to_owned(),
        None if code == ruxue_rules::office::CENTRE => "区招考中心".into(),
        None => code.to_owned(),
    }
}
