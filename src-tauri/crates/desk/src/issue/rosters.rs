//! 新生花名册: one PDF a school and 学段.

use super::notices::stage;
use super::numbering::NOTICE;
use super::schools::{Admitted, Entry};
use super::{IssueError, imprint_of_list};
use crate::access::Act;
use crate::open::Desk;
use crate::register;
use crate::register::settle::STOPS;
use crate::store::file::write_file;
use crate::store::{Ask, Mark, StoreError, paper};
use ruxue_papers::{Fonts, Masking, Roster, RosterRow, Stage, Stopped};
use ruxue_rules::{Fact, Level, Route};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Makes the rosters of one school or of all, `<school>-小学.pdf`; gives the files, and what was
/// stopped. A child whose decided verdict has changed against it is left out until a person has
/// settled the change.
///
/// # Errors
/// Where the person may not, nobody is admitted, or what fonts and disk say.
pub fn rosters(
    desk: &mut Desk,
    fonts: &Fonts,
    school: Option<&str>,
    out: &Path,
) -> Result<(Vec<PathBuf>, Vec<Stopped>), IssueError> {
    desk.require(Act::PrintRosters)?;
    desk.require_clock()?;
    register::refresh(desk)?;
    let admitted = Admitted::load(desk, school)?;
    if admitted.by_school.is_empty() {
        return Err(IssueError::Refused(
            "没有已录取的孩子，没有花名册可打印。".into(),
        ));
    }
    let numbers: HashMap<String, String> = paper::of_kind(desk.reader(), NOTICE)?
        .into_iter()
        .filter(|paper| paper.state == "printed")
        .filter_map(|paper| Some((paper.receipt?, paper.number)))
        .collect();
    let children: usize = admitted.by_school.values().map(Vec::len).sum();
    let result = format!("{} schools, {children} children", admitted.by_school.len());
    desk.transact::<_, IssueError>(Ask::to(Act::PrintRosters), |_| {
        Ok((
            (),
            Mark::on("roster", school.unwrap_or("all")).result(result),
        ))
    })?;
    std::fs::create_dir_all(out).map_err(|error| StoreError::File(out.to_owned(), error))?;
    let imprint = imprint_of_list(desk);
    let (mut files, mut stopped) = (Vec::new(), Vec::new());
    for (code, entries) in &admitted.by_school {
        let mut by_level: BTreeMap<Level, Vec<RosterRow>> = BTreeMap::new();
        for entry in entries {
            let receipt = entry.case.receipt();
            if admitted.is_in_doubt(receipt) {
                stopped.push(Stopped {
                    receipt: receipt.to_owned(),
                    characters: Vec::new(),
                    message: STOPS.to_owned(),
                });
                continue;
            }
            by_level
                .entry(entry.level)
                .or_default()
                .push(row(entry, &numbers));
        }
        for (level, rows) in by_level {
            let stage: Stage = stage(level);
            let sheet = Roster {
                code: code.clone(),
                school: admitted.name(level, code).to_owned(),
                stage,
                year: chrono::Datelike::year(&imprint.date),
                masking: Masking::Full,
                rows,
            };
            let volume = ruxue_papers::roster(fonts, &imprint, &sheet)?;
            let path = out.join(format!("{code}-{}.pdf", stage.name()));
            write_file(&path, &volume.pdf)?;
            files.push(path);
            stopped.extend(volume.stopped);
        }
    }
    Ok((files, stopped))
}

fn row(entry: &Entry, numbers: &HashMap<String, String>) -> RosterRow {
    let get = |fact| entry.case.get(fact).unwrap_or_default().to_owned();
    let guardian = [Fact::Guardian1Name, Fact::Guardian2Name]
        .into_iter()
        .filter_map(|fact| entry.case.get(fact))
        .collect::<Vec<_>>()
        .join("、");
    RosterRow {
        receipt: entry.case.receipt().to_owned(),
        name: get(Fact::Name),
        sex: get(Fact::Sex),
        born: get(Fact::Birth),
        document: get(Fact::IdNumber),
        hukou: get(Fact::Hukou),
        path: path(&entry.placement.route).to_owned(),
        address: address(entry),
        guardian,
        phone: get(Fact::Guardian1Phone),
        notice: numbers
            .get(entry.case.receipt())
            .cloned()
            .unwrap_or_default(),
        ..RosterRow::default()
    }
}

/// The word for what brought an admission.
pub(super) fn path(route: &str) -> &str {
    match Route::parse(route) {
        Some(Route::Special) => "残疾优先",
        Some(Route::Direct) => "对口直升",
        Some(Route::Single) => "单校登记",
        Some(Route::Multi) => "多校划片",
        Some(Route::Pool) => "统筹派位",
        None => route,
    }
}

fn address(entry: &Entry) -> String {
    let given = entry.case.get(Fact::HomeAddress).map(str::to_owned);
    given.unwrap_or_else(|| {
        let parts = [
            Fact::HomeStreet,
            Fact::HomeEstate,
            Fact::HomeBuilding,
            Fact::HomeRoom,
        ];
        parts
            .into_iter()
            .filter_map(|fact| entry.case.get(fact))
            .collect::<Vec<_>>()
            .join(" ")
    })
}
