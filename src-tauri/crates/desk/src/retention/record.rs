//! The kinds of record that a desk holds of people, and the tables they lie in.

macro_rules! records {
    ($($variant:ident $code:literal $chinese:literal $fate:ident $tables:expr;)*) => {
        /// A kind of record with personal data. Each stands in exactly one class of a table of
        /// retention.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Record { $(#[doc = $chinese] $variant,)* }

        impl Record {
            /// All kinds. Purging goes in this order.
            pub const ALL: &'static [Record] = &[$(Record::$variant,)*];

            /// The word in the table of retention: `choices`.
            pub fn code(self) -> &'static str {
                match self { $(Record::$variant => $code,)* }
            }

            /// The office's words.
            pub fn chinese(self) -> &'static str {
                match self { $(Record::$variant => $chinese,)* }
            }

            /// What a table of retention may say of it.
            pub fn fate(self) -> Fate {
                match self { $(Record::$variant => Fate::$fate,)* }
            }

            /// The tables of the database that hold it; none where it lies in files.
            pub fn tables(self) -> &'static [&'static str] {
                match self { $(Record::$variant => &$tables,)* }
            }

            /// The kind with this word.
            pub fn from_code(code: &str) -> Option<Record> {
                match code { $($code => Some(Record::$variant),)* _ => None }
            }
        }
    };
}

/// What a table of retention may say of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Any time, or permanent.
    Free,
    /// No longer than the registration, of which it is a part.
    WithRegistration,
    /// Permanent: results by receipt, and what proves them. The program has no way to delete it.
    Permanent,
}

records! {
    Verdicts "verdicts" "判定变化、核定与停印记录" WithRegistration ["verdict_change", "birth_decision", "stopped"];
    EarlierFacts "earlier-facts" "更改前的登记内容" WithRegistration ["child_before", "fact_returned"];
    Choices "choices" "志愿" Free ["choice"];
    JointReviews "joint-reviews" "联审反馈" Free ["joint_review"];
    SeatRecords "seat-records" "学位使用记录" Free ["seat_record"];
    Registration "registration" "报名登记（儿童、监护人、住址、证件）与判定" Free ["child", "verdict"];
    ImportFiles "import-files" "导入文件的文件名" Free ["import"];
    Papers "papers" "工作台内生成的通知书、花名册、判定说明等文件" Free [];
    Admissions "admissions" "录取去向（只有受理编号）" Permanent ["placement", "placement_withdrawn", "city_result"];
    Draws "draws" "派位名单与结果（只有受理编号）" Permanent ["draw_result", "draw_standing", "ceremony"];
    Ledger "ledger" "印发台账（只有受理编号）" Permanent ["paper"];
    Journal "journal" "日志与经办人" Permanent ["journal", "salt", "person", "person_role", "person_stopped", "closing", "retention", "purge"];
}

/// Tables without personal data of children or guardians: the district's, the program's own.
pub const PLAIN: &[&str] = &[
    "act_done",
    "backup",
    "catchment",
    "district_key",
    "draw_batch",
    "draw_seat",
    "drill",
    "estate_alias",
    "filing",
    "judging",
    "meta",
    "policy_file",
    "policy_pack",
    "primary_zone",
    "register_move",
    "school",
    "switch_setting",
];
