//! `season.json`: what the season came to, in figures.

use super::SeasonError;
use crate::ceremony::place::Placed;
use crate::issue::Notices;
use crate::open::Desk;
use crate::store::file::write_file;
use crate::store::{StoreError, ceremony, child, placement, verdict};
use serde::Serialize;
use std::path::Path;

/// The figures of a season, under the names of spec/cli.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Children of the desk.
    pub children: usize,
    /// By verdict.
    pub eligible: usize,
    /// By verdict.
    pub supplement: usize,
    /// By verdict.
    pub refer: usize,
    /// By verdict.
    pub ineligible: usize,
    /// Admitted without a draw.
    pub direct: usize,
    /// Admitted by a choice in a draw.
    pub drawn: usize,
    /// Admitted from the pool of a draw.
    pub placed: usize,
    /// Eligible children without a place.
    pub unplaced: Vec<Named>,
    /// All admitted.
    pub admitted: usize,
    /// Pages.
    pub notices: usize,
    /// Admitted children whose page was stopped.
    pub stopped: Vec<Named>,
    /// The formal ceremonies, in order.
    pub ceremonies: Vec<String>,
}

/// A child and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// 受理编号.
    pub receipt: String,
    /// A code, or for stopped pages a sentence.
    pub why: String,
}

impl Figures {
    /// Counts what the desk holds.
    ///
    /// # Errors
    /// What the disk says.
    pub fn count(desk: &Desk, placed: &Placed, notices: &Notices) -> Result<Figures, SeasonError> {
        let reader = desk.reader();
        let mut figures = Figures {
            children: child::count(reader)? as usize,
            notices: notices.pages,
            ..Figures::default()
        };
        for (_, outcome, _, count) in verdict::counts(reader)? {
            let of = match outcome.as_str() {
                "eligible" => &mut figures.eligible,
                "supplement" => &mut figures.supplement,
                "refer" => &mut figures.refer,
                _ => &mut figures.ineligible,
            };
            *of += count as usize;
        }
        for p in placement::all(reader)? {
            figures.admitted += 1;
            match p.how.as_str() {
                "direct" => figures.direct += 1,
                "drawn" => figures.drawn += 1,
                _ => figures.placed += 1,
            }
        }
        let unplaced = placed.unplaced.iter();
        figures.unplaced = unplaced
            .map(|one| Named {
                receipt: one.receipt.clone(),
                why: one.why.code().into(),
            })
            .collect();
        let stopped = notices.stopped.iter();
        figures.stopped = stopped
            .map(|(receipt, why)| Named {
                receipt: receipt.clone(),
                why: why.clone(),
            })
            .collect();
        let formal = ceremony::all(reader)?
            .into_iter()
            .filter(|row| row.mode == "FORMAL");
        figures.ceremonies = formal.map(|row| row.number).collect();
        Ok(figures)
    }

    /// Writes `season.json`.
    ///
    /// # Errors
    /// What the disk says.
    pub fn write(&self, path: &Path) -> Result<(), SeasonError> {
        let mut text = serde_json::to_vec_pretty(self).map_err(StoreError::from)?;
        text.push(b'\n');
        Ok(write_file(path, &text)?)
    }
}
