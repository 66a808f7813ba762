//! What there is: the plan on screen, the ceremonies, the season's closing list.

use super::DrawError;
use super::files::{ceremonies_dir, read_folder};
use super::plan::{Plan, plan};
use super::season::Season;
use crate::access::Act;
use crate::backup::{self, Why};
use crate::open::Desk;
use crate::store::ceremony::{self, BirthDecision, Ceremony};
use crate::store::file::write_file;
use crate::store::{Ask, Mark};
use ruxue_lottery::{Digest, Folder, Report, file, season_text, verify};
use std::path::{Path, PathBuf};

/// Which draws the season needs now, who is admitted without one, who is left and why.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn planned(desk: &mut Desk) -> Result<Plan, DrawError> {
    desk.require(Act::ReadDraws)?;
    let season = Season::load(desk)?;
    Ok(plan(&season.situation()))
}

/// All ceremonies, formal ones first.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn all(desk: &mut Desk) -> Result<Vec<Ceremony>, DrawError> {
    desk.require(Act::ReadDraws)?;
    Ok(ceremony::all(desk.reader())?)
}

/// Keeps a person's decision on children of one birth of whom some have a 照顾类别 and some not.
///
/// # Errors
/// Where the person may not, or gives no reason.
pub fn decide_birth(
    desk: &mut Desk,
    receipts: &[String],
    tier: Option<u32>,
    reason: &str,
) -> Result<(), DrawError> {
    if reason.trim().is_empty() {
        return Err(DrawError::Refused("多胞胎如何派位须写明理由。".into()));
    }
    let decisions: Vec<BirthDecision> = receipts
        .iter()
        .map(|receipt| BirthDecision {
            receipt: receipt.clone(),
            tier,
            reason: reason.to_owned(),
        })
        .collect();
    desk.transact::<_, DrawError>(Ask::to(Act::Place).because(reason), |tx| {
        ceremony::put_birth_decisions(tx, &decisions)?;
        let result = tier.map_or("apart".to_owned(), |tier| {
            format!("together in tier {tier}")
        });
        Ok(((), Mark::on("birth", receipts.join(" ")).result(result)))
    })
}

/// Writes `ceremonies/season.txt`, the closing list. Answers its path and digest.
///
/// # Errors
/// Where a formal ceremony is not closed, or what the disk says.
pub fn close_season(desk: &mut Desk) -> Result<(PathBuf, Digest), DrawError> {
    desk.require(Act::CloseSeason)?;
    desk.require_clock()?;
    backup::before(desk, Why::Season)?;
    let parent = ceremonies_dir(desk.dir());
    let rows = ceremony::all(desk.reader())?;
    let folders: Vec<Folder> = rows
        .iter()
        .map(|row| read_folder(&parent.join(&row.number)))
        .collect::<Result<_, _>>()?;
    let text = season_text(super::season_year(desk), &folders)?;
    let (path, digest) = (parent.join(file::SEASON), Digest::of(&text));
    desk.transact::<_, DrawError>(Ask::to(Act::CloseSeason), |_| {
        write_file(&path, &text)?;
        Ok((
            (),
            Mark::on("season", file::SEASON).result(digest.to_string()),
        ))
    })?;
    Ok((path, digest))
}

/// Verifies ceremony folders and, among them, a `season.txt`. Needs no desk.
///
/// # Errors
/// What the disk says.
pub fn verify_paths<P: AsRef<Path>>(paths: &[P]) -> Result<Report, DrawError> {
    let mut folders = Vec::new();
    let mut season = None;
    for path in paths {
        let path = path.as_ref();
        if path.is_dir() {
            folders.push(read_folder(path)?);
        } else {
            let failed = |e| crate::store::StoreError::File(path.to_owned(), e);
            season = Some(std::fs::read(path).map_err(failed)?);
        }
    }
    Ok(verify(&folders, season.as_deref()))
}
