//! `season.txt`: the closing list of a season.

use crate::canon::lines;
use crate::number::four_digits;
use crate::{Close, Finding, Folder, Freeze, Mode, Number, file};

const TITLE: &str = "RUXUE-SEASON/1";

/// Makes `season.txt` of a season (a year of four digits) from all its folders: its formal
/// ceremonies in order, each closed, then its rehearsals.
///
/// # Errors
///
/// Findings on the folders: a sheet that cannot be read, a formal ceremony of another season or not
/// closed, a number twice or missing.
pub fn season_text(season: u16, folders: &[Folder]) -> Result<Vec<u8>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut entries: Vec<(Number, String)> = Vec::new();
    for folder in folders {
        match entry(season, folder) {
            Ok(entry) => entries.push(entry),
            Err(mut found) => {
                found
                    .iter_mut()
                    .for_each(|f| f.message = format!("{}：{}", folder.name, f.message));
                findings.extend(found);
            }
        }
    }
    entries.sort();
    for mode in Mode::ALL {
        let of_mode = entries.iter().filter(|(number, _)| number.mode() == *mode);
        for ((number, _), must) in of_mode.zip(1..) {
            if number.order() != must {
                let message = format!("{number} 的序号应为 {must}；请补齐缺少的场次，并去掉重复的");
                findings.push(Finding::of(file::SEASON, message));
                break;
            }
        }
    }
    if season > 9999 {
        findings.push(Finding::at(file::SEASON, 1, "学年应为四位数字；请改正"));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut text = format!("{TITLE} {season:04}\n");
    entries
        .iter()
        .for_each(|(_, line)| text.push_str(&format!("{line}\n")));
    Ok(text.into_bytes())
}

/// The line of one ceremony.
fn entry(season: u16, folder: &Folder) -> Result<(Number, String), Vec<Finding>> {
    let none = || vec![Finding::of(file::FREEZE, "缺少封存单；请取回原文件")];
    let freeze = Freeze::parse(folder.get(file::FREEZE).ok_or_else(none)?)?;
    let number = freeze.number;
    let line = match number {
        Number::Rehearsal { .. } => format!("{number} {}", freeze.digest()),
        Number::Formal { season: of, .. } if of != season => {
            return Err(vec![Finding::of(file::FREEZE, "是另一学年的场次；请移开")]);
        }
        Number::Formal { .. } => {
            let open = || vec![Finding::of(file::CLOSE, "尚未结束；请先完成派位或记录中止")];
            let bytes = folder.get(file::CLOSE).ok_or_else(open)?;
            let close = Close::parse(bytes).map_err(|finding| vec![finding])?;
            let (state, digest) = (close.state().word(), crate::Digest::of(bytes));
            format!("{number} {state} {} {digest}", freeze.digest())
        }
    };
    Ok((number, line))
}

/// What a `season.txt` says: its season, and each line with its ceremony.
pub(crate) struct SeasonText {
    pub(crate) season: u16,
    pub(crate) lines: Vec<(Number, String)>,
}

impl SeasonText {
    /// Reads it as far as to know which ceremonies it lists, in which order; [`season_line`] says
    /// what each line must be.
    pub(crate) fn parse(bytes: &[u8]) -> Result<SeasonText, Finding> {
        let all = lines(file::SEASON, bytes)?;
        let season = all
            .first()
            .and_then(|line| four_digits(line.strip_prefix(TITLE)?.strip_prefix(' ')?))
            .ok_or_else(|| {
                let message = format!("首行应为「{TITLE} 学年」，学年为四位数字；请取回原文件");
                Finding::at(file::SEASON, 1, message)
            })?;
        let mut listed: Vec<(Number, String)> = Vec::new();
        for (i, line) in all.iter().enumerate().skip(1) {
            let fault = |message: &str| Finding::at(file::SEASON, i + 1, message);
            let number = line
                .split(' ')
                .next()
                .and_then(Number::parse)
                .ok_or_else(|| {
                    fault("每行应以场次编号开头，形如 2021-0003 或 R-0001；请取回原文件")
                })?;
            if matches!(number, Number::Formal { season: of, .. } if of != season) {
                return Err(fault("此行的场次不属于首行的学年；请取回原文件"));
            }
            let must = match listed.last() {
                Some((last, _)) if last.mode() == number.mode() => last.order() + 1,
                _ => 1,
            };
            let after_rehearsals = listed.last().is_some_and(|(last, _)| *last > number);
            if number.order() != must || after_rehearsals {
                return Err(fault(
                    "场次应先正式、后演练，各自从 1 起连续；此行缺号、重复或次序不对",
                ));
            }
            listed.push((number, (*line).to_owned()));
        }
        Ok(SeasonText {
            season,
            lines: listed,
        })
    }
}

/// What the line of a folder must be in this season's list.
pub(crate) fn season_line(season: u16, folder: &Folder) -> Result<String, Vec<Finding>> {
    entry(season, folder).map(|(_, line)| line)
}
