//! 清除证明: what went, by which table, and what people must still destroy.

use super::Report;
use crate::clock::beijing;
use crate::issue::{IssueError, imprint};
use crate::journal::hex;
use crate::open::Desk;
use crate::store::StoreError;
use crate::store::file::write_file;
use crate::store::purge::Purge;
use ruxue_papers::{Copy, Fonts, PurgeCertificate, PurgeLine, purge_certificate};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// Writes `out/purge/<number>.pdf`; gives the file and its SHA-256.
pub(super) fn write(
    desk: &Desk,
    fonts: &Fonts,
    purge: &Purge,
    report: &Report,
) -> Result<(PathBuf, String), IssueError> {
    let volume = purge_certificate(fonts, &imprint(desk), &sheet(purge, report))?;
    let out = desk.dir().join("out").join("purge");
    std::fs::create_dir_all(&out).map_err(|error| StoreError::File(out.clone(), error))?;
    let path = out.join(format!("{:04}.pdf", purge.number));
    write_file(&path, &volume.pdf)?;
    Ok((path, hex(&Sha256::digest(&volume.pdf))))
}

fn sheet(purge: &Purge, report: &Report) -> PurgeCertificate {
    let lines = report.lines.iter().map(|line| PurgeLine {
        class: line.name.clone(),
        record: line.record.clone(),
        keep: line.keep.clone(),
        season: line
            .season
            .map(|year| format!("{year}"))
            .unwrap_or_default(),
        count: line.due,
    });
    let elsewhere = report.elsewhere.iter().map(|copy| Copy {
        file: copy.file.clone(),
        place: copy.folder.clone(),
        made: beijing(&copy.at),
        gone_by: copy.gone_by.map(|day| day.to_string()).unwrap_or_default(),
    });
    PurgeCertificate {
        number: u64::try_from(purge.number).unwrap_or_default(),
        time: beijing(&purge.at),
        day: report.day,
        terms: report.terms.clone(),
        digest: report.digest.clone(),
        lines: lines.collect(),
        children: report.children,
        held: report.held,
        salts: report.salts,
        salt: report.salt.clone(),
        list: report.list.clone(),
        entry: purge.seq,
        own_backups: report.own.clone(),
        elsewhere: elsewhere.collect(),
        operator: purge.actor.clone(),
        second: purge.second.clone(),
    }
}
