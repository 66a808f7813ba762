//! Several folders: numbers, chain, nonces, and the closing list.

use super::{Report, Verdict};
use crate::season::{SeasonText, season_line};
use crate::{Digest, Finding, Folder, Number, file};

/// A ceremony's place in its chain.
pub(super) struct Link<'a> {
    pub(super) folder: &'a Folder,
    pub(super) number: Number,
    /// `None` where the sheet cannot be read.
    pub(super) nonce: Option<Digest>,
    pub(super) prev: Option<Digest>,
}

const ACROSS: &str = "各场次";

/// Checks numbers, `prev` and nonces of links in ascending order. Gaps are noted: with `season.txt`
/// the missing ceremony is one that is listed and not given, which [`check_season`] refuses.
pub(super) fn check(links: &[Link<'_>], report: &mut Report) {
    let mut before: Option<&Link<'_>> = None;
    for link in links {
        let previous = before.filter(|b| chain_of(b.number) == chain_of(link.number));
        check_link(link, previous, report);
        before = Some(link);
    }
    check_nonces(links, report);
}

/// Formal ceremonies of a season are one chain, rehearsals another.
fn chain_of(number: Number) -> Option<u16> {
    match number {
        Number::Formal { season, .. } => Some(season),
        Number::Rehearsal { .. } => None,
    }
}

fn check_link(link: &Link<'_>, previous: Option<&Link<'_>>, report: &mut Report) {
    let place = link.number.to_string();
    let order = link.number.order();
    let previous_order = previous.map_or(0, |p| p.number.order());
    if previous.is_some() && previous_order == order {
        report.say(&place, Verdict::Failed, "场次编号重复；请只给出原来的一份");
        return;
    }
    if order > previous_order + 1 {
        let (first, last) = (previous_order + 1, order - 1);
        let sentence = format!(
            "序号不连续：缺少第 {first} 至 {last} 场，上一场未给出，prev 未核对；请补齐后再核对"
        );
        report.say(&place, Verdict::Noted, sentence);
        return;
    }
    let Some(prev) = link.prev else { return };
    let Some(previous) = previous else {
        return match prev {
            Digest::ZEROS => report.say(&place, Verdict::Passed, "第一场，之前没有场次"),
            _ => report.say(
                &place,
                Verdict::Noted,
                format!("第一场，prev 应为上一学年 season.txt 的摘要 {prev}；请自行对照"),
            ),
        };
    };
    let name = previous.number;
    match previous.folder.get(file::CLOSE) {
        Some(close) if Digest::of(close) == prev => {
            report.say(
                &place,
                Verdict::Passed,
                format!("prev 与上一场 {name} 的 close.txt 一致"),
            );
        }
        Some(_) => {
            let message = format!("prev 与上一场 {name} 的 close.txt 不符；请取回两场的原文件");
            report.fail(&place, [Finding::at(file::FREEZE, 3, message)]);
        }
        None => {
            let message = format!("上一场 {name} 尚未结束（无 close.txt），这一场不应封存");
            report.fail(&place, [Finding::at(file::FREEZE, 3, message)]);
        }
    }
}

/// No two ceremonies, rehearsals included, share a nonce.
fn check_nonces(links: &[Link<'_>], report: &mut Report) {
    let mut nonces: Vec<(Digest, Number)> = links
        .iter()
        .filter_map(|link| Some((link.nonce?, link.number)))
        .collect();
    nonces.sort_unstable();
    let shared: Vec<_> = nonces
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .collect();
    for pair in &shared {
        let sentence = format!(
            "{} 与 {} 使用了同一个机器随机数；每场须各用新的随机数",
            pair[0].1, pair[1].1
        );
        report.say(ACROSS, Verdict::Failed, sentence);
    }
    if shared.is_empty() && nonces.len() > 1 {
        report.say(
            ACROSS,
            Verdict::Passed,
            format!("{} 场的机器随机数各不相同", nonces.len()),
        );
    }
}

/// Holds the closing list against the folders given.
pub(super) fn check_season(bytes: &[u8], links: &[Link<'_>], report: &mut Report) {
    let season = match SeasonText::parse(bytes) {
        Ok(season) => season,
        Err(finding) => return report.fail(file::SEASON, [finding]),
    };
    for ((number, line), row) in season.lines.iter().zip(2..) {
        let fault = |message: String| Finding::at(file::SEASON, row, message);
        let Some(link) = links.iter().find(|link| link.number == *number) else {
            report.fail(
                file::SEASON,
                [fault(format!(
                    "{number} 在列，却没有给出；请补上该场文件夹"
                ))],
            );
            continue;
        };
        match season_line(season.season, link.folder) {
            Ok(must) if must == *line => {
                report.say(
                    file::SEASON,
                    Verdict::Passed,
                    format!("{number} 与所列一致"),
                );
            }
            Ok(must) => {
                let message = format!("此行应为「{must}」；请取回 season.txt 和该场的原文件");
                report.fail(file::SEASON, [fault(message)]);
            }
            Err(_) => {
                let message = format!("{number} 在列，但该场尚未结束或无法读取");
                report.fail(file::SEASON, [fault(message)]);
            }
        }
    }
    for link in links {
        if chain_of(link.number).is_some_and(|of| of != season.season) {
            let sentence = format!("{} 不属于 {:04} 学年，未对照", link.number, season.season);
            report.say(file::SEASON, Verdict::Noted, sentence);
        } else if !season
            .lines
            .iter()
            .any(|(number, _)| *number == link.number)
        {
            let message = format!("{} 不在所列场次中；请核对是否漏列或另行派位", link.number);
            report.fail(file::SEASON, [Finding::of(file::SEASON, message)]);
        }
    }
    let (season, count) = (season.season, season.lines.len());
    report.say(
        file::SEASON,
        Verdict::Noted,
        format!("{season:04} 学年共列 {count} 场"),
    );
}
