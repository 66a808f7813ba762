//! The district's tables, one struct for each template of spec/templates.md that judging needs.
//!
//! Plain data in the normal form of intake: texts trimmed, streets by their short name (双井),
//! lists already split at `、`.

use chrono::NaiveDate;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the template.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word that the template and the screen use.
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value with this word.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// 学段.
    Level {
        /// Six years of primary school.
        Primary "小学",
        /// Three years of junior school.
        Junior "初中",
    }
}

words! {
    /// 办学性质.
    Ownership {
        /// Run by the state.
        Public "公办",
        /// Run privately; draws of its own.
        Private "民办",
    }
}

words! {
    /// 类型 of a school.
    SchoolKind {
        /// An ordinary day school.
        Regular "普通",
        /// A boarding school; draws of its own.
        Boarding "寄宿",
        /// Primary and junior in one: one code, two rows.
        NineYear "九年一贯",
        /// For children with a disability.
        Special "特殊教育",
    }
}

/// One row of `schools`. A 九年一贯 school has two, one for each 学段, under one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct School {
    /// 学校代码.
    pub code: String,
    /// 学校名称.
    pub name: String,
    /// 学段 of this row.
    pub level: Level,
    /// 办学性质.
    pub ownership: Ownership,
    /// 类型.
    pub kind: SchoolKind,
    /// 街乡, short name; empty where unknown.
    pub street: String,
    /// 地址.
    pub address: String,
    /// 服务片; empty for schools that have none.
    pub zone: String,
    /// 招生计划: seats.
    pub plan: u32,
    /// 经费来源.
    pub funding: String,
    /// 办学规模.
    pub size: String,
    /// 收费标准.
    pub fee: String,
    /// 简章备案号.
    pub prospectus_number: String,
    /// 报到时间.
    pub report_time: String,
    /// 报到地点.
    pub report_place: String,
    /// 联系电话.
    pub phone: String,
    /// 一般公办: stands in the choice of that name.
    pub general_choice: bool,
    /// 志愿计划: how many of `plan` are for 全区自愿 and 一般公办 together; `None` where empty.
    pub choice_plan: Option<u32>,
}

/// One row of `catchments` (服务片对应).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catchment {
    /// 学段.
    pub level: Level,
    /// 街乡, short name.
    pub street: String,
    /// 小区.
    pub estate: String,
    /// 楼号 as written: empty (the whole 小区), `1-12`, `3,5,7`, `单`, `双`.
    pub buildings: String,
    /// 学校代码.
    pub schools: Vec<String>,
    /// 版本日期; an absent one is older than any.
    pub version: Option<NaiveDate>,
}

/// One row of `primary-zones` (统筹分配服务片).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrimaryZone {
    /// 毕业小学: its code.
    pub primary: String,
    /// 服务片.
    pub zone: String,
    /// 学校代码 of the zone's junior schools.
    pub schools: Vec<String>,
}

/// One row of `seat-records` (学位记录): an address's earlier use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatRecord {
    /// 年份.
    pub year: i32,
    /// 学段.
    pub level: Level,
    /// 街乡, short name.
    pub street: String,
    /// 小区.
    pub estate: String,
    /// 楼号.
    pub building: String,
    /// 单元.
    pub entrance: String,
    /// 房号.
    pub room: String,
    /// 儿童姓名.
    pub child_name: String,
    /// 儿童证件号码.
    pub child_id: String,
    /// 监护人证件号码.
    pub guardian_ids: Vec<String>,
}

/// One row of `aliases` (小区别名): another name in use for an estate of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstateAlias {
    /// 街乡, short name.
    pub street: String,
    /// 别名.
    pub alias: String,
    /// 小区, as the tables have it.
    pub estate: String,
}

/// All tables of a season that judging and placement read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// `schools`.
    pub schools: Vec<School>,
    /// `catchments`.
    pub catchments: Vec<Catchment>,
    /// `primary-zones`.
    pub primary_zones: Vec<PrimaryZone>,
    /// `seat-records`.
    pub seat_records: Vec<SeatRecord>,
    /// `aliases`.
    pub aliases: Vec<EstateAlias>,
}
