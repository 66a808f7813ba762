//! Numbers of notices: given once, in one act, and kept in the ledger (台账).

use super::IssueError;
use super::schools::{Admitted, Entry};
use crate::access::Act;
use crate::journal;
use crate::open::Desk;
use crate::register::settle::STOPS;
use crate::store::paper::{self, Paper};
use crate::store::{Ask, Mark};
use ruxue_papers::Fonts;
use std::collections::{BTreeMap, HashMap};

/// The word of the ledger for notices.
pub(super) const NOTICE: &str = "notice";

/// A child's number and whether its page was made before.
#[derive(Clone)]
pub(super) struct Numbered {
    pub number: String,
    pub mac: String,
    pub printed_before: bool,
}

/// What the numbering gave.
pub(super) struct Numbers {
    pub by_receipt: HashMap<String, Numbered>,
    /// Children whose page is stopped: a glyph that no font has, or a verdict in doubt.
    pub stopped: Vec<(String, String)>,
}

/// Gives every child in `entries` its number, in one act; a child has one number for good. A
/// child whose page would be stopped gets none and is entered as stopped.
pub(super) fn number(
    desk: &mut Desk,
    fonts: &Fonts,
    admitted: &Admitted,
    wanted: &dyn Fn(&Entry) -> bool,
    reason: &str,
) -> Result<Numbers, IssueError> {
    let ledger = paper::of_kind(desk.reader(), NOTICE)?;
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    let mut by_receipt = HashMap::new();
    for one in ledger {
        let serial = one
            .number
            .rsplit('-')
            .next()
            .and_then(|text| text.parse().ok());
        let school = last
            .entry(one.school.clone().unwrap_or_default())
            .or_default();
        *school = (*school).max(serial.unwrap_or(0));
        if let (Some(receipt), true) = (one.receipt, one.state != "void") {
            let printed_before = one.state == "printed";
            by_receipt.insert(
                receipt,
                Numbered {
                    number: one.number,
                    mac: one.mac,
                    printed_before,
                },
            );
        }
    }
    let key = desk.derived_key(NOTICE);
    let season = desk.pack().season();
    let (mut new, mut stopped, mut cleared) = (Vec::new(), Vec::new(), Vec::new());
    for (school, entries) in &admitted.by_school {
        for entry in entries.iter().filter(|entry| wanted(entry)) {
            let receipt = entry.case.receipt();
            if let Some(why) = stops(fonts, admitted, entry) {
                stopped.push((receipt.to_owned(), why));
                by_receipt.remove(receipt);
                continue;
            }
            cleared.push(receipt.to_owned());
            if by_receipt.contains_key(receipt) {
                continue;
            }
            let serial = last.entry(school.clone()).or_default();
            *serial += 1;
            let number = format!("朝教入〔{season}〕{school}-{serial:04}");
            let mac = journal::mac(&key, format!("{number}\n{receipt}\n{school}").as_bytes());
            let mac = mac[..16].to_owned();
            new.push(Paper {
                number: number.clone(),
                kind: NOTICE.into(),
                receipt: Some(receipt.to_owned()),
                school: Some(school.clone()),
                mac: mac.clone(),
                state: "numbered".into(),
                at: String::new(),
                actor: String::new(),
            });
            by_receipt.insert(
                receipt.to_owned(),
                Numbered {
                    number,
                    mac,
                    printed_before: false,
                },
            );
        }
    }
    let result = format!("{} numbered, {} stopped", new.len(), stopped.len());
    desk.transact::<_, IssueError>(Ask::to(Act::PrintNotices).because(reason), |tx| {
        paper::add_all(tx, &new)?;
        for receipt in &cleared {
            paper::clear_stopped(tx, receipt)?;
        }
        for (receipt, why) in &stopped {
            paper::put_stopped(tx, receipt, why)?;
        }
        Ok(((), Mark::on("notices", "numbers").result(result)))
    })?;
    Ok(Numbers {
        by_receipt,
        stopped,
    })
}

/// Enters which pages were made after all, and which stopped while they were laid out.
pub(super) fn settle(
    desk: &mut Desk,
    printed: &[String],
    stopped: &[(String, String, String)],
    reason: &str,
) -> Result<(), IssueError> {
    let void: Vec<String> = stopped
        .iter()
        .map(|(_, number, _)| number.clone())
        .collect();
    let result = format!("{} printed, {} stopped", printed.len(), stopped.len());
    desk.transact::<_, IssueError>(Ask::to(Act::PrintNotices).because(reason), |tx| {
        paper::set_state(tx, printed, "printed")?;
        paper::set_state(tx, &void, "void")?;
        for (receipt, _, why) in stopped {
            paper::put_stopped(tx, receipt, why)?;
        }
        Ok(((), Mark::on("notices", "pages").result(result)))
    })
}

/// Why a child's page would be stopped.
fn stops(fonts: &Fonts, admitted: &Admitted, entry: &Entry) -> Option<String> {
    if admitted.is_in_doubt(entry.case.receipt()) {
        return Some(STOPS.to_owned());
    }
    let school = admitted.school(entry.level, &entry.placement.school);
    let school = school.map_or(String::new(), |s| {
        format!("{}{}{}{}", s.name, s.report_time, s.report_place, s.phone)
    });
    let name = entry.case.get(ruxue_rules::Fact::Name).unwrap_or("");
    let primary = super::notices::primary_school(admitted, entry).unwrap_or_default();
    let missing = fonts.check(&format!("{name}{school}{primary}"));
    (!missing.is_empty()).then(|| {
        format!(
            "所带字库没有 {} 这个字，通知书停印。请先核对用字是否录错；确实如此的，加装字库后补印。",
            missing.join("、")
        )
    })
}
