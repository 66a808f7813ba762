//! What can go wrong with a draw.

use crate::open::DeskError;
use crate::store::StoreError;
use ruxue_lottery::Finding;

/// What can go wrong with a draw.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The desk: store, permission, clock.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// What was asked is refused; a Chinese sentence.
    #[error("{0}")]
    Refused(String),
    /// The format says no; one sentence a line.
    #[error("{}", lines(.0))]
    Findings(Vec<Finding>),
}

impl From<StoreError> for DrawError {
    fn from(error: StoreError) -> DrawError {
        DrawError::Desk(error.into())
    }
}

impl From<Vec<Finding>> for DrawError {
    fn from(findings: Vec<Finding>) -> DrawError {
        DrawError::Findings(findings)
    }
}

fn lines(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}
