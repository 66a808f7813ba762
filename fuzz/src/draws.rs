//! Ceremonies: folders that an expert is handed, and the lists of a draw.

use super::sections::{one_changed, sections};
use ruxue_lottery::{
    Close, Folder, Freeze, Groups, Lists, Outcome, Seed, State, allocate, file, result_csv, verify,
};
use std::collections::{BTreeMap, BTreeSet};

/// Sections named `2021-0001/freeze.txt`, or `season.txt`.
pub fn ceremony(bytes: &[u8]) {
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    let mut season = None;
    for (name, body) in sections(bytes).take(32) {
        match name.rsplit_once('/') {
            None => season = Some(body),
            Some((folder, name)) => {
                written_one_way(name, body);
                let folder = folders.entry(folder).or_insert_with(|| Folder {
                    name: folder.to_owned(),
                    ..Folder::default()
                });
                folder.put(name, body.to_vec());
            }
        }
    }
    let folders: Vec<Folder> = folders.into_values().collect();
    let report = verify(&folders, season);
    assert!(
        !report.checks.is_empty(),
        "nothing is passed over in silence"
    );
    assert_eq!(report, verify(&folders, season));
    if report.accepted() {
        for at in 0..folders.len() {
            altered(&folders, at, bytes.len());
        }
    }
}

/// A file that is accepted is what its contents would be written as.
fn written_one_way(name: &str, body: &[u8]) {
    match name {
        file::FREEZE => {
            if let Ok(freeze) = Freeze::parse(body) {
                assert_eq!(freeze.to_bytes(), body);
            }
        }
        file::CLOSE => {
            if let Ok(close) = Close::parse(body) {
                assert_eq!(close.to_bytes(), body);
            }
        }
        _ => {}
    }
}

/// No file of a completed ceremony may have one byte changed.
fn altered(folders: &[Folder], at: usize, salt: usize) {
    let close = folders[at].get(file::CLOSE).map(Close::parse);
    if !matches!(close, Some(Ok(close)) if close.state() == State::Completed) {
        return;
    }
    for (number, name) in file::ALL.into_iter().enumerate() {
        let mut folder = folders[at].clone();
        let Some(body) = folder.get(name).filter(|body| !body.is_empty()) else {
            continue;
        };
        let other = one_changed(body, salt.wrapping_mul(31 + number), (salt % 255) as u8);
        folder.put(name, other);
        let report = verify(std::slice::from_ref(&folder), None);
        assert!(!report.accepted(), "{name} was changed: {folder:?}");
    }
}

/// Sections `batches`, `plan`, `roster`, `seed`.
pub fn draw(bytes: &[u8]) {
    let parts: BTreeMap<&str, &[u8]> = sections(bytes).take(8).collect();
    let part = |name| parts.get(name).copied().unwrap_or_default();
    let (batches, plan, roster) = (part("batches"), part("plan"), part("roster"));
    let Ok(lists) = Lists::parse(batches, plan, roster) else {
        return;
    };
    assert_eq!(lists.batches_csv(), batches);
    assert_eq!(lists.plan_csv(), plan);
    assert_eq!(lists.roster_csv(), roster);
    let seed = Seed::of(part("seed"));
    let rows = allocate(&lists, &seed);
    assert_eq!(rows.len(), lists.len(), "one result a row");
    assert_eq!(result_csv(&rows), result_csv(&allocate(&lists, &seed)));
    for batch in lists.batches() {
        let mut seated: BTreeMap<&str, u32> = BTreeMap::new();
        let mut places = BTreeSet::new();
        for row in rows.iter().filter(|row| row.batch == batch.number) {
            places.insert(row.index);
            assert!(
                row.rank >= 1 || row.outcome == Outcome::Elsewhere,
                "{row:?}"
            );
            if let Outcome::Admitted { school, .. } | Outcome::Placed { school } = &row.outcome {
                *seated.entry(school.as_str()).or_default() += 1;
            }
        }
        assert_eq!(
            places.len() as u32,
            places.last().map_or(0, |last| last + 1)
        );
        if batch.groups == Groups::Skip {
            for (school, seated) in seated {
                assert!(
                    seated <= seats(plan, batch.number, school),
                    "{school} over plan"
                );
            }
        }
    }
}

/// The seats of a school in a batch, off the canonical text of the plan.
fn seats(plan: &[u8], batch: u32, school: &str) -> u32 {
    let text = std::str::from_utf8(plan).unwrap_or_default();
    let line = format!("{batch},{school},");
    let found = text.lines().find_map(|row| row.strip_prefix(&line));
    found
        .and_then(|seats| seats.parse().ok())
        .unwrap_or_default()
}
