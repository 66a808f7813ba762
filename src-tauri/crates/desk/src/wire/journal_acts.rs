//! 日志: checking it against anchors, exporting it, printing the day's closing sheet.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draws::Checked;
use super::failure::Failure;
use super::imports::PickFor;
use super::papers::Made;
use super::window::Turn;
use crate::backup;
use crate::issue::{self, IssueError, closing};
use crate::journal::Anchor;
use crate::open::Desk;
use crate::store::file::write_file_by;

/// Against what the journal is checked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifyAsk {
    /// Any text with anchors in it; may be empty.
    pub anchors: String,
}

/// Anchors of a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnchorsGiven {
    /// The file's name, without its folder.
    pub file: String,
    /// `SEQ:HEX`, one a line.
    pub anchors: String,
}

/// Which day's closing sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClosingAsk {
    /// 2021-05-06; empty is today.
    pub day: String,
    /// Why it is printed again; may be empty.
    pub reason: String,
}

/// Anchors taken from one file.
const MOST_PICKED: usize = 20;
/// A file with anchors is text; no text is longer.
const LONGEST_TEXT: u64 = 1 << 30;

impl Turn<'_> {
    pub(super) fn verify_journal(&self, ask: VerifyAsk) -> Result<Checked, Failure> {
        let anchors = anchors(&ask.anchors)?;
        let numbers: Vec<i64> = anchors.iter().map(|anchor| anchor.seq).collect();
        let mut sitting = self.sitting();
        let found = sitting.desk()?.verify_journal(&numbers)?;
        let mut sentences = vec![format!(
            "第 1 条到第 {} 条逐条相扣，最后一条的摘要是 {}。",
            found.entries,
            found.head.anchor()
        )];
        if let Some(sentence) = found.broken.clone() {
            sentences.push(sentence);
            return Ok(Checked {
                agrees: false,
                sentences,
            });
        }
        let misfits = found.misfits(&anchors);
        match (anchors.is_empty(), misfits.is_empty()) {
            (true, _) => sentences.push(
                "没有外面的锚点可比，末尾是否被整段截去不能排除；请填日终清单、通知书或备份上的锚点再核。".into(),
            ),
            (false, true) => sentences.push(found.reach(&anchors)),
            (false, false) => sentences.extend(misfits.iter().map(|one| one.says.clone())),
        }
        Ok(Checked {
            agrees: misfits.is_empty(),
            sentences,
        })
    }

    pub(super) fn pick_anchors(&self, (): ()) -> Result<Option<AnchorsGiven>, Failure> {
        let Some(path) = self.host().pick(PickFor::Anchors) else {
            return Ok(None);
        };
        let mut sitting = self.sitting();
        let found = of_file(sitting.desk()?, &path)?;
        if found.is_empty() {
            return Err(Failure::invalid(
                format!("{} 里没有锚点。", path.display()),
                "请选备份文件、以前导出的日志，或写有“序号:摘要前 16 位”的文本文件。",
            ));
        }
        // An anchor vouches for all before it: of a whole export the last ones do.
        let last = found.iter().skip(found.len().saturating_sub(MOST_PICKED));
        let lines: Vec<String> = last.map(ToString::to_string).collect();
        Ok(Some(AnchorsGiven {
            file: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            anchors: lines.join("\n"),
        }))
    }

    pub(super) fn export_journal(&self, (): ()) -> Result<Option<Made>, Failure> {
        let name = {
            let mut sitting = self.sitting();
            format!("日志-{}.txt", sitting.desk()?.clock().today())
        };
        let Some(to) = self.host().pick_save(&name) else {
            return Ok(None);
        };
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let lines = export_to(desk, &to)?;
        Ok(Some(Made {
            sentence: format!("已导出日志 {lines} 条；末条就是这次导出"),
            files: vec![self.output(desk.dir(), to, 0)],
            stopped: Vec::new(),
        }))
    }

    pub(super) fn print_closing(&self, ask: ClosingAsk) -> Result<Made, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let day = match ask.day.trim() {
            "" => None,
            day => Some(day.parse().map_err(|_| {
                Failure::invalid(
                    format!("“{day}”不是日期。"),
                    "请写成 2021-05-06 这样的形式。",
                )
            })?),
        };
        let out = desk.dir().join("out").join("closing");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let made = closing::closing(desk, &fonts, day, &out, ask.reason.trim())?;
        let again = match made.printed_before {
            0 => "",
            _ => "（补打）",
        };
        Ok(Made {
            sentence: format!(
                "已生成 {} 第 {} 号日终清单{again}，日志第 {} 条至第 {} 条。请打印两份，两人签名",
                made.sheet.day, made.sheet.number, made.sheet.first, made.sheet.last
            ),
            files: vec![self.output(desk.dir(), made.file, 1)],
            stopped: Vec::new(),
        })
    }
}

/// Writes the journal beside `to` and puts it in its place only when it is whole.
fn export_to(desk: &mut Desk, to: &Path) -> Result<i64, Failure> {
    write_file_by(to, Failure::unwritable, |file| {
        Ok(issue::journal(desk, |line| {
            writeln!(file, "{}", line.line())
        })?)
    })
}

/// The anchors that a person typed or pasted. Words and times beside them do no harm; what looks
/// like an anchor and is none is said, not passed over.
fn anchors(text: &str) -> Result<Vec<Anchor>, Failure> {
    let mut found = Vec::new();
    let pieces =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'));
    for piece in pieces {
        let mut here = Anchor::all_in(piece);
        here.extend(Anchor::parse(piece).filter(|one| !here.contains(one)));
        let tail = piece.rsplit([':', '：']).next().unwrap_or_default();
        let hex = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if here.is_empty() && tail.len() < piece.len() && hex >= 8 {
            return Err(off(&format!("“{piece}”不是锚点。")));
        }
        found.extend(here);
    }
    if found.is_empty() && !text.trim().is_empty() {
        return Err(off("填的内容里没有锚点。"));
    }
    Ok(found)
}

fn off(says: &str) -> Failure {
    Failure::invalid(
        says,
        "锚点是 序号:摘要前 16 位，例如 120:0af3c2d1e4b59687，印在纸件页脚“日志锚点”之后；一行填一个。",
    )
}

/// The anchors of a backup of this desk, or of a text.
fn of_file(desk: &mut Desk, path: &Path) -> Result<Vec<Anchor>, Failure> {
    if path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("tar"))
    {
        return Ok(vec![backup::anchor_of(desk, path)?]);
    }
    let unreadable = |error: std::io::Error| {
        Failure::refused(
            format!(
                "无法读取 {}：{}。",
                path.display(),
                crate::store::disk_says(&error)
            ),
            "请检查介质是否插好，再选一次。",
        )
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > LONGEST_TEXT {
        return Err(Failure::invalid("这个文件太大，不会是文本。", "请另选。"));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    Ok(Anchor::all_in(&String::from_utf8_lossy(&bytes)))
}
