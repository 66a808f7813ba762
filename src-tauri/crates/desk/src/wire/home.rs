//! 查学校: what the tables say of an address.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::Level;
use super::failure::Failure;
use super::window::Turn;
use crate::register::home::{
    HomeAnswer, HomeAsk, HomeFound, LevelFound, LineQuoted, SchoolFound, look_up,
};

/// An address as it was said.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookUpAsk {
    /// The address, in any writing.
    pub text: String,
    /// 街乡; empty where the address says it.
    pub street: String,
    /// 学段; both where it is null.
    pub level: Option<Level>,
    /// 2021-05-06, or empty for the newest table.
    pub on: String,
}

/// What the tables say.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookUpAnswer {
    /// Whether nothing is left to ask.
    pub settled: bool,
    /// What is to be verified and how; empty where it is settled.
    pub say: String,
    /// The homes that the text may mean.
    pub homes: Vec<LookUpHome>,
    /// Estates with such a name.
    pub near: Vec<NearEstate>,
}

/// A home as it was read.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookUpHome {
    /// 双井街道 百子湾路32号院 5号楼 1单元 301室
    pub title: String,
    /// By 学段.
    pub levels: Vec<LookUpLevel>,
}

/// What the table says for one 学段.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookUpLevel {
    /// 学段.
    pub level: Level,
    /// Whether the table says it.
    pub settled: bool,
    /// Why these lines count, or what is to be asked.
    pub why: String,
    /// The schools.
    pub schools: Vec<LookUpSchool>,
    /// The table's own lines.
    pub lines: Vec<QuotedLine>,
    /// 版本日期 of those lines.
    pub version: String,
    /// What other versions say.
    pub others: Vec<String>,
    /// What follows for a title by its date.
    pub follows: Vec<String>,
    /// The seat records.
    pub seats: Vec<String>,
}

/// A school of an address.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookUpSchool {
    /// 学校代码.
    pub code: String,
    /// 学校名称.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 联系电话.
    pub phone: String,
}

/// A line of the catchment table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuotedLine {
    /// 学段, 街乡, 小区, 楼号, 学校代码, 版本日期.
    pub cells: Vec<String>,
    /// 第 2 次导入，catchments.xlsx
    pub origin: String,
}

/// An estate with such a name.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NearEstate {
    /// 街乡.
    pub street: String,
    /// 小区.
    pub estate: String,
}

impl Turn<'_> {
    pub(super) fn look_up_home(&self, ask: LookUpAsk) -> Result<LookUpAnswer, Failure> {
        let on = match ask.on.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| {
                Failure::invalid(
                    format!("“{text}”不是日期。"),
                    "请写成 2021-05-06 这样的形式。",
                )
            })?),
        };
        let mut sitting = self.sitting();
        let asked = HomeAsk {
            text: ask.text,
            street: ask.street,
            level: ask
                .level
                .and_then(|level| ruxue_rules::Level::parse(level.text())),
            on,
        };
        Ok(answer(look_up(sitting.desk()?, &asked)?))
    }
}

fn answer(found: HomeAnswer) -> LookUpAnswer {
    let near = found.near.into_iter();
    LookUpAnswer {
        settled: found.settled,
        say: found.say,
        homes: found.homes.into_iter().map(home).collect(),
        near: near
            .map(|(street, estate)| NearEstate { street, estate })
            .collect(),
    }
}

fn home(found: HomeFound) -> LookUpHome {
    LookUpHome {
        title: found.title,
        levels: found.levels.into_iter().filter_map(level).collect(),
    }
}

fn level(found: LevelFound) -> Option<LookUpLevel> {
    Some(LookUpLevel {
        level: Level::parse(found.level.text())?,
        settled: found.settled,
        why: found.why,
        schools: found.schools.into_iter().map(school).collect(),
        lines: found.lines.into_iter().map(line).collect(),
        version: found.version,
        others: found.others,
        follows: found.follows,
        seats: found.seats,
    })
}

fn school(found: SchoolFound) -> LookUpSchool {
    LookUpSchool {
        code: found.code,
        name: found.name,
        address: found.address,
        phone: found.phone,
    }
}

fn line(found: LineQuoted) -> QuotedLine {
    QuotedLine {
        cells: found.cells.to_vec(),
        origin: format!("第 {} 次导入，{}", found.import, found.file),
    }
}
