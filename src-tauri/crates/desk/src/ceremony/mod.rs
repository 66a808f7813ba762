//! The draws: what the season needs, the freeze, the draw, its end, the adoption of its result.
//!
//! In the order of a season: [`planned`] says what is needed, [`place::place`] enters what needs no
//! draw, [`freeze()`] fixes the lists and the sheet on the disk, [`run()`] draws with the witnesses'
//! digits and adopts the result ([`abort`] is the recorded other end), [`close_season`] writes the
//! closing list.

mod entropy;
mod error;
mod files;
mod freeze;
mod kind;
mod list;
pub mod place;
pub mod plan;
mod rehearsal;
mod run;
mod sealed;
mod season;
mod settings;

pub use entropy::Entropy;
pub use error::DrawError;
pub use files::{ceremonies_dir, read_folder};
pub use freeze::{FreezeOrder, Frozen, freeze};
pub use kind::Kind;
pub use list::{all, close_season, decide_birth, planned, verify_paths};
pub use plan::{Plan, Situation, plan};
pub use run::{Drawn, abort, run};
#[cfg(feature = "fuzzing")]
pub(crate) use sealed::nonce_opens;
pub use sealed::waiting;
pub use season::Season;
pub use settings::Settings;

/// The season, a year of four digits.
fn season_year(desk: &crate::open::Desk) -> u16 {
    u16::try_from(desk.pack().season()).unwrap_or_default()
}
