//! 备份: backups on another medium, the monthly drill.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::failure::Failure;
use super::imports::Done;
use super::window::Turn;
use crate::access::Act;
use crate::backup::{self, Medium, duty};
use crate::clock::beijing;
use crate::founding;
use crate::issue;

/// The screen 备份.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupSheet {
    /// The last backup on another medium, in a sentence.
    pub backup: String,
    /// Whether a new one is due.
    pub backup_due: bool,
    /// The last drill, in a sentence.
    pub drill: String,
    /// Whether a new one is due.
    pub drill_due: bool,
    /// Whether the recovery sheet still lies in the desk's folder.
    pub sheet_lies: bool,
    /// The backups that count, latest first.
    pub rows: Vec<BackupRow>,
}

/// Where a backup is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BackupPlace {
    /// 工作台内
    Own,
    /// 同一块磁盘
    SameDisk,
    /// 另一介质
    Second,
    /// 介质不在
    Away,
}

/// A backup that counts.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRow {
    /// The file's name.
    pub file: String,
    /// 2021-05-06 10:42
    pub at: String,
    /// 今天, 3 天前
    pub age: String,
    /// 人工, 导入前 …
    pub why: String,
    /// Where it is.
    pub place: BackupPlace,
    /// The folder, empty for the desk's own.
    pub folder: String,
    /// 1.2 MB
    pub size: String,
}

/// Where a backup goes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupAsk {
    /// The chosen folder.
    pub token: String,
}

/// A backup that was made and proved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupMade {
    /// One sentence.
    pub sentence: String,
    /// The file.
    pub file: String,
    /// The journal's head in it: `SEQ:HEX`.
    pub anchor: String,
    /// SHA-256 of its manifest, hex: it names the backup.
    pub digest: String,
    /// What a person should know besides.
    pub notes: Vec<String>,
}

/// The two halves, typed by who keeps them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DrillAsk {
    /// First half, blanks not counted; never kept.
    pub first: String,
    /// Second half.
    pub second: String,
    /// A chosen backup to be opened with them.
    pub token: Option<String>,
}

impl Drop for DrillAsk {
    fn drop(&mut self) {
        self.first.zeroize();
        self.second.zeroize();
    }
}

impl Turn<'_> {
    pub(super) fn backups(&self, (): ()) -> Result<BackupSheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let rows = backup::list(desk)?.into_iter().map(row).collect();
        let duty = duty(desk)?;
        Ok(BackupSheet {
            backup: duty.backup,
            backup_due: duty.backup_due,
            drill: duty.drill,
            drill_due: duty.drill_due,
            sheet_lies: issue::lying_sheet(desk.dir()).is_some(),
            rows,
        })
    }

    pub(super) fn make_backup(&self, ask: BackupAsk) -> Result<BackupMade, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::Backup)?;
        let out = self.path_of(&ask.token)?;
        let made = backup::make(desk, &out, &mut |_, done, total| {
            self.tell_bytes(done, total)
        })?;
        let mut notes = made.notes;
        if !made.thinned.is_empty() {
            notes.push(format!("按留存规则删去旧备份 {} 份。", made.thinned.len()));
        }
        Ok(BackupMade {
            sentence: format!(
                "备份已做成并核对无误（{}）",
                super::intaking::size(made.size)
            ),
            file: made.path.display().to_string(),
            anchor: made.manifest.head.anchor(),
            digest: made.digest,
            notes,
        })
    }

    pub(super) fn check_backup(&self, ask: BackupAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::Backup)?;
        let file = self.path_of(&ask.token)?;
        let manifest = backup::check(desk, &file, &mut |_, done, total| {
            self.tell_bytes(done, total)
        })?;
        Ok(Done {
            sentence: format!(
                "这份备份完整：{} 的状态，日志锚点 {}，文件 {} 个",
                beijing(&manifest.at),
                manifest.head.anchor(),
                manifest.members.len()
            ),
        })
    }

    pub(super) fn drill(&self, ask: DrillAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::Drill)?;
        let file = match &ask.token {
            None => None,
            Some(token) => Some(self.path_of(token)?),
        };
        let halves = [ask.first.as_str(), ask.second.as_str()];
        let mut watch = |_: &str, done, total| self.tell_bytes(done, total);
        let drilled = backup::drill_at(desk, halves, file.as_deref(), &mut watch)?;
        // Both halves were typed whole: they are on paper.
        let put_away = issue::lying_sheet(desk.dir()).is_some();
        founding::put_sheet_away(desk.dir())?;
        let mut sentence = format!(
            "恢复演练通过：两半恢复码能打开工作台，日志锚点 {}",
            drilled.anchor
        );
        if let Some(manifest) = drilled.backup {
            sentence += &format!("；所选备份也能打开，内容完整（{}）", beijing(&manifest.at));
        }
        if put_away {
            sentence += "；恢复单的文件已从工作台文件夹删去";
        }
        Ok(Done { sentence })
    }

    /// Says how far work on files is, in KiB.
    pub(super) fn tell_bytes(&self, done: u64, total: u64) {
        let kib = |bytes: u64| usize::try_from(bytes.div_ceil(1024)).unwrap_or(usize::MAX);
        self.tell(kib(done), kib(total));
    }
}

fn row(one: backup::Listed) -> BackupRow {
    BackupRow {
        at: beijing(&one.row.at),
        age: match one.days {
            0 => "24 小时内".into(),
            days => format!("{days} 天前"),
        },
        why: backup::why(&one.row.why).into(),
        place: match one.medium {
            Medium::Own => BackupPlace::Own,
            Medium::SameDisk => BackupPlace::SameDisk,
            Medium::Second => BackupPlace::Second,
            Medium::Away => BackupPlace::Away,
        },
        size: super::intaking::size(u64::try_from(one.row.size).unwrap_or_default()),
        folder: one.row.folder,
        file: one.row.file,
    }
}
