//! 派位过程记录: what the notary signs.

mod draw;

use crate::kit::flow::Flow;
use crate::kit::press::Press;
use crate::kit::volume::{Cover, Mark, StoppedPage};
use crate::{Fonts, Imprint, PaperError, Volume};

/// Formal ceremony or rehearsal (`spec/draw.md` section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    /// FORMAL.
    Formal,
    /// REHEARSAL: every page is marked 演练.
    Rehearsal,
}

/// How the ceremony ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CeremonyState {
    /// `state=completed`.
    Completed,
    /// `state=aborted`, with the reason that `close.txt` holds.
    Aborted {
        /// The reason.
        reason: String,
    },
}

/// The digests of a ceremony's files, 64 lowercase hex digits each; empty where the file does
/// not exist (an aborted ceremony has no seed and no result).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CeremonyDigests {
    /// `prev` of freeze.txt.
    pub previous: String,
    /// Digest of the policy pack.
    pub policy: String,
    /// batches.csv.
    pub batches: String,
    /// plan.csv.
    pub plan: String,
    /// roster.csv.
    pub roster: String,
    /// Digest of the machine nonce, from freeze.txt.
    pub nonce: String,
    /// freeze.txt.
    pub freeze: String,
    /// seed.txt; this digest is the seed.
    pub seed: String,
    /// result.csv.
    pub result: String,
    /// close.txt.
    pub close: String,
}

/// Kind of a witness slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WitnessKind {
    /// Written down and sealed before any is shown.
    Sealed,
    /// Dice thrown in public.
    Dice,
    /// Digits of a later publication.
    Public,
}

/// One witness slot and the digits read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Label of the slot.
    pub label: String,
    /// Kind of the slot.
    pub kind: WitnessKind,
    /// How many digits it asks for.
    pub count: u32,
    /// The digits; empty where none were read out.
    pub digits: String,
}

/// Order of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// 随机号优先.
    Serial,
    /// 志愿优先.
    Rounds,
}

/// What happens to a unit larger than the seats left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// Passed over.
    Skip,
    /// Admitted whole, over plan.
    Extend,
}

/// What happens to those whom no choice seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// They wait.
    None,
    /// They are placed in the seats left.
    Pool,
}

/// Seats beyond the plan of one school, by `extend`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverPlan {
    /// School as printed (name, or code).
    pub school: String,
    /// Seats over plan.
    pub seats: u32,
}

/// One batch of the ceremony with its counts, in children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// Number of the batch, from 1.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Order of choices.
    pub method: Method,
    /// Rule for units.
    pub groups: Groups,
    /// Rule for the rest.
    pub leftover: Leftover,
    /// Rows of the batch in roster.csv.
    pub applied: u32,
    /// Seats of the batch in plan.csv.
    pub seats: u32,
    /// Rows `admitted`.
    pub admitted: u32,
    /// Rows `placed`.
    pub placed: u32,
    /// Rows `waiting`.
    pub waiting: u32,
    /// Rows `elsewhere`.
    pub elsewhere: u32,
    /// Schools with seats over plan.
    pub over_plan: Vec<OverPlan>,
}

/// One school of one batch with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolLine {
    /// Number of the batch.
    pub batch: u32,
    /// School code.
    pub code: String,
    /// School name; may be empty.
    pub name: String,
    /// Seats of the plan.
    pub seats: u32,
    /// Rows admitted by choice.
    pub admitted: u32,
    /// Rows placed from the pool.
    pub placed: u32,
}

/// The record of one ceremony.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawRecord {
    /// Number, `2021-0003` or `R-0001`.
    pub ceremony: String,
    /// Formal or rehearsal.
    pub register: Register,
    /// How it ended.
    pub state: CeremonyState,
    /// Name of the software.
    pub software: String,
    /// Its version.
    pub version: String,
    /// The digests, in full.
    pub digests: CeremonyDigests,
    /// The machine nonce as disclosed (64 hex digits); empty where it was not.
    pub nonce: String,
    /// Witness slots in order.
    pub witnesses: Vec<Witness>,
    /// Batches in order.
    pub batches: Vec<BatchLine>,
    /// Schools, by batch.
    pub schools: Vec<SchoolLine>,
    /// Lines of an independent check of the folder (`draw verify`); may be empty.
    pub verification: Vec<String>,
    /// Operator's name; empty leaves a rule to write on.
    pub operator: String,
    /// Second person's name; empty leaves a rule to write on.
    pub second: String,
    /// Place; empty leaves a rule to write on.
    pub place: String,
    /// Time as printed; empty leaves a rule to write on.
    pub time: String,
}

/// Prints the record of a ceremony.
///
/// A page with a character that no font has is replaced by a page that says so and listed in
/// [`Volume::stopped`].
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn draw_record(
    fonts: &Fonts,
    imprint: &Imprint,
    sheet: &DrawRecord,
) -> Result<Volume, PaperError> {
    let title = format!("派位过程记录 {}", sheet.ceremony);
    let cover = Cover {
        imprint,
        title: title.clone(),
        paper: "派位过程记录",
        mark: match sheet.register {
            Register::Formal => None,
            Register::Rehearsal => Some(Mark::Rehearsal),
        },
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    draw::draw(&mut Flow::new(&mut press, &cover, title), imprint, sheet)?;
    cover.finish(press)
}
