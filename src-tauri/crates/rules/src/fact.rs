//! The facts of a child: one for each column of the `applicants` template
//! (spec/templates.md), under the header that the offices use.
//!
//! This table is the only list of these columns. Intake reads its headers and kinds from it, the
//! store names its columns after it, a policy pack may name no other fact, and explanations print
//! the header.

use std::ops::Range;

use chrono::NaiveDate;

use crate::table::Level;

/// How the text of a fact is written once intake has normalised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text, trimmed.
    Text,
    /// A code or number: trimmed, full-width digits and Latin letters made ASCII.
    Number,
    /// One of a closed list.
    OneOf(&'static [&'static str]),
    /// Any of a closed list, joined by `、`.
    AnyOf(&'static [&'static str]),
    /// A day, `2015-08-31`.
    Date,
    /// 有 or 无.
    Have,
    /// 是 or 否.
    Yes,
    /// Months paid, ascending: single months and ranges joined by commas
    /// (`2020-11..2021-01,2021-03`).
    Months,
    /// One of the 43 offices, by its short name (双井).
    Street,
}

impl Kind {
    /// The closed list of one value or several that `judge` compares by place.
    pub(crate) const fn list(self) -> Option<&'static [&'static str]> {
        match self {
            Kind::OneOf(list) | Kind::AnyOf(list) => Some(list),
            Kind::Have => Some(&["有", "无"]),
            Kind::Yes => Some(&["是", "否"]),
            Kind::Text | Kind::Number | Kind::Date | Kind::Months | Kind::Street => None,
        }
    }
}

macro_rules! facts {
    ($($variant:ident $column:literal $header:literal $kind:expr;)*) => {
        /// A fact of a child, named after its column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // the header beside each name is its documentation
        pub enum Fact { $(#[doc = $header] $variant,)* }

        impl Fact {
            /// All facts, in the order of the template.
            pub const ALL: &'static [Fact] = &[$(Fact::$variant,)*];

            /// The header of the template: 受理编号.
            pub fn header(self) -> &'static str {
                match self { $(Fact::$variant => $header,)* }
            }

            /// The column of the store: `receipt`.
            pub fn column(self) -> &'static str {
                match self { $(Fact::$variant => $column,)* }
            }

            /// How its text is written.
            pub const fn kind(self) -> Kind {
                match self { $(Fact::$variant => $kind,)* }
            }
        }
    };
}

use Kind::{AnyOf, Date, Have, Months, Number, OneOf, Street, Text, Yes};

const RELATIONS: &[&str] = &["父亲", "母亲", "法定监护人"];
const OWNERS: &[&str] = &[
    "父亲",
    "母亲",
    "法定监护人",
    "祖父母",
    "外祖父母",
    "本人",
    "其他",
];
const JOBS: &[&str] = &["受雇", "个体工商户", "法定代表人", "股东合伙人", "无"];

facts! {
    Receipt "receipt" "受理编号" Number;
    Level "level" "学段" OneOf(&["小学", "初中"]);
    Name "name" "姓名" Text;
    Sex "sex" "性别" OneOf(&["男", "女"]);
    IdKind "id_kind" "证件类型" OneOf(&["居民身份证", "港澳台居民居住证", "护照", "其他", "无"]);
    IdNumber "id_number" "证件号码" Number;
    Birth "birth" "出生日期" Date;
    Hukou "hukou" "户籍类别" OneOf(&["朝阳区", "本市外区", "外省市", "港澳台", "外国籍"]);
    HukouAddress "hukou_address" "户籍地址" Text;
    HukouStreet "hukou_street" "户籍街乡" Street;
    HukouBook "hukou_book" "全家户口簿" Have;
    TreatedAs "treated_as" "按京籍对待"
        OneOf(&["台胞子女", "华侨子女", "在站博士后子女", "随军子女", "父母一方京籍", "工作居住证"]);
    TreatedScope "treated_scope" "对待口径" OneOf(&["朝阳区户籍", "外区户籍"]);
    RecognitionNumber "recognition_number" "认定文件编号" Text;
    Care "care" "照顾类别"
        AnyOf(&["残疾", "烈士子女", "台籍学生", "华侨子女", "现役军人子女", "全国劳模子女", "引进人才子女"]);
    CareNumber "care_number" "照顾依据编号" Text;
    BirthGroup "birth_group" "多胞胎组" Text;
    Guardian1Name "guardian1_name" "监护人一姓名" Text;
    Guardian1Relation "guardian1_relation" "监护人一关系" OneOf(RELATIONS);
    Guardian1Id "guardian1_id" "监护人一证件号码" Number;
    Guardian1Phone "guardian1_phone" "监护人一电话" Number;
    Guardian2Name "guardian2_name" "监护人二姓名" Text;
    Guardian2Relation "guardian2_relation" "监护人二关系" OneOf(RELATIONS);
    Guardian2Id "guardian2_id" "监护人二证件号码" Number;
    Guardian2Phone "guardian2_phone" "监护人二电话" Number;
    HomeKind "home_kind" "居住方式" OneOf(&["自有房产", "租住", "其他"]);
    HomeDistrict "home_district" "居住区县" Text;
    HomeStreet "home_street" "居住街乡" Street;
    HomeAddress "home_address" "居住地址" Text;
    HomeEstate "home_estate" "小区" Text;
    HomeBuilding "home_building" "楼号" Text;
    HomeEntrance "home_entrance" "单元" Text;
    HomeRoom "home_room" "房号" Text;
    TitleKind "title_kind" "产权证类型" OneOf(&["房屋所有权证", "不动产权证书"]);
    TitleNumber "title_number" "产权证号" Text;
    Owner "owner" "权利人" Text;
    OwnerRelation "owner_relation" "权利人关系" OneOf(OWNERS);
    TitleDate "title_date" "产权登记日期" Date;
    HomeUse "home_use" "房屋用途" Text;
    LeaseFrom "lease_from" "租赁起" Date;
    LeaseTo "lease_to" "租赁止" Date;
    LeaseSole "lease_sole" "单独承租" Yes;
    LeaseNumber "lease_number" "租赁备案编号" Text;
    Job1Kind "job1_kind" "就业一方式" OneOf(JOBS);
    Job1District "job1_district" "就业一区县" Text;
    Job1Employer "job1_employer" "就业一单位" Text;
    Job1From "job1_from" "就业一合同起" Date;
    Job1License "job1_license" "就业一执照编号" Text;
    Job1Insurer "job1_insurer" "就业一社保单位" Text;
    Job1InsuredDistrict "job1_insured_district" "就业一社保区县" Text;
    Job1Months "job1_months" "就业一社保月份" Months;
    Job2Kind "job2_kind" "就业二方式" OneOf(JOBS);
    Job2District "job2_district" "就业二区县" Text;
    Job2Employer "job2_employer" "就业二单位" Text;
    Job2From "job2_from" "就业二合同起" Date;
    Job2License "job2_license" "就业二执照编号" Text;
    Job2Insurer "job2_insurer" "就业二社保单位" Text;
    Job2InsuredDistrict "job2_insured_district" "就业二社保区县" Text;
    Job2Months "job2_months" "就业二社保月份" Months;
    Permit1Number "permit1_number" "居住证一号码" Number;
    Permit1District "permit1_district" "居住证一区县" Text;
    Permit1Until "permit1_until" "居住证一有效期至" Date;
    Permit2Number "permit2_number" "居住证二号码" Number;
    Permit2District "permit2_district" "居住证二区县" Text;
    Permit2Until "permit2_until" "居住证二有效期至" Date;
    PrimarySchool "primary_school" "毕业小学" Text;
    StudentNumber "student_number" "学籍号" Number;
    EnrolledAt "enrolled_at" "学籍所在地" OneOf(&["朝阳区", "外区", "外省市"]);
    Grade "grade" "年级" Text;
    ReturnDone "return_done" "回区手续" OneOf(&["已办理", "未办理"]);
}

impl Fact {
    /// The fact with this header, if the template has one.
    pub fn from_header(header: &str) -> Option<Fact> {
        Fact::ALL
            .iter()
            .copied()
            .find(|fact| fact.header() == header)
    }
}

/// How many facts there are.
const FACTS: usize = Fact::ALL.len();

/// The mark of a given text that has no place in a list.
const OTHER: u8 = 63;

/// The mark of a fact with several values: that it is given; the bits below are its values.
const SEVERAL: u8 = 1 << 7;

/// Where each day stands among the days of a case; beyond them for what is no day.
const DAY_AT: [usize; FACTS] = {
    let (mut at, mut fact, mut next) = ([usize::MAX; FACTS], 0, 0);
    while fact < FACTS {
        if matches!(Fact::ALL[fact].kind(), Kind::Date) {
            at[fact] = next;
            next += 1;
        }
        fact += 1;
    }
    at
};

/// How many of the facts are days.
const DAYS: usize = 8;

/// One child's facts of one season. An absent fact is unknown, never false.
///
/// Texts are in the normal form of their [`Kind`]; intake makes it, and nothing here repeats it.
/// What judging compares over and over is read once, when it is set: days, and places in closed
/// lists.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// All texts, one behind the other in the template's order.
    text: String,
    /// Where each begins in it; the next one's beginning is its end.
    begins: [u32; FACTS],
    marks: [u8; FACTS],
    days: [Option<NaiveDate>; DAYS],
}

impl Default for Case {
    fn default() -> Case {
        Case {
            text: String::new(),
            begins: [0; FACTS],
            marks: [0; FACTS],
            days: [None; DAYS],
        }
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = Fact::ALL
            .iter()
            .filter_map(|fact| Some((fact, self.get(*fact)?)));
        f.debug_map().entries(given).finish()
    }
}

impl Case {
    /// A child of whom nothing is known yet.
    pub fn new() -> Case {
        Case::default()
    }

    /// The text of a fact; `None` where nothing is given.
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.text
            .get(self.span(fact))
            .filter(|text| !text.is_empty())
    }

    fn span(&self, fact: Fact) -> Range<usize> {
        let next = self.begins.get(fact as usize + 1);
        let end = next.map_or(self.text.len(), |end| *end as usize);
        self.begins[fact as usize] as usize..end
    }

    /// Whether the fact is given.
    pub(crate) fn has(&self, fact: Fact) -> bool {
        self.mark(fact) != 0
    }

    /// Zero where nothing is given. Of a [`Kind::AnyOf`] a bit for each value, by its place in the
    /// list; else the place in the closed list, counted from one, or [`OTHER`].
    pub(crate) fn mark(&self, fact: Fact) -> u8 {
        self.marks[fact as usize]
    }

    /// Sets a fact; an empty text makes it unknown.
    pub fn set(&mut self, fact: Fact, text: &str) {
        let span = self.span(fact);
        let longer = text.len().wrapping_sub(span.len());
        self.text.replace_range(span, text);
        for begin in &mut self.begins[fact as usize + 1..] {
            // No record of a child comes near 4 GiB.
            *begin = begin.wrapping_add(longer as u32);
        }
        self.marks[fact as usize] = mark(fact.kind(), text);
        if let Some(day) = self.days.get_mut(DAY_AT[fact as usize]) {
            *day = text.parse().ok();
        }
    }

    /// The same, for building a case in one expression.
    pub fn with(mut self, fact: Fact, text: &str) -> Case {
        self.set(fact, text);
        self
    }

    /// The day of a [`Kind::Date`] fact.
    pub fn date(&self, fact: Fact) -> Option<NaiveDate> {
        self.days.get(DAY_AT[fact as usize]).copied().flatten()
    }

    /// The 学段.
    pub fn level(&self) -> Option<Level> {
        // The closed list of the fact has the two in this order.
        match self.mark(Fact::Level) {
            1 => Some(Level::Primary),
            2 => Some(Level::Junior),
            _ => None,
        }
    }

    /// The receipt; empty where the office has not given one yet.
    pub fn receipt(&self) -> &str {
        self.get(Fact::Receipt).unwrap_or("")
    }
}

/// See [`Case::mark`].
fn mark(kind: Kind, text: &str) -> u8 {
    if text.is_empty() {
        return 0;
    }
    let list = kind.list().unwrap_or_default();
    let place = |text: &str| list.iter().position(|one| *one == text);
    match kind {
        Kind::AnyOf(_) => {
            let places = text.split('、').filter_map(place);
            places.fold(SEVERAL, |bits, at| bits | 1 << at)
        }
        _ => place(text).map_or(OTHER, |at| at as u8 + 1),
    }
}

// Places and values fit their marks.
const _: () = {
    let (mut fact, mut days) = (0, 0);
    while fact < FACTS {
        match Fact::ALL[fact].kind() {
            Kind::AnyOf(list) => assert!(list.len() <= 7),
            Kind::OneOf(list) => assert!(list.len() < OTHER as usize),
            Kind::Date => days += 1,
            _ => {}
        }
        fact += 1;
    }
    assert!(days == DAYS);
};

/// A set of facts, in the template's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FactSet(u128);

// One bit a fact.
const _: () = assert!(Fact::ALL.len() <= 128);

impl FactSet {
    pub const fn of(facts: &[Fact]) -> FactSet {
        let (mut set, mut at) = (0, 0);
        while at < facts.len() {
            set |= 1 << facts[at] as u32;
            at += 1;
        }
        FactSet(set)
    }

    pub fn add(&mut self, fact: Fact) {
        self.0 |= 1 << fact as u32;
    }

    /// Adds a fact; answers whether it is new.
    pub fn insert(&mut self, fact: Fact) -> bool {
        let new = !self.has(fact);
        self.add(fact);
        new
    }

    pub fn has(self, fact: Fact) -> bool {
        self.0 & (1 << fact as u32) != 0
    }

    /// Adds all of another set.
    pub fn join(&mut self, other: FactSet) {
        self.0 |= other.0;
    }

    /// Whether some fact is in both.
    pub fn meets(self, other: FactSet) -> bool {
        self.0 & other.0 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Fact> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            Fact::ALL.get(at as usize).copied()
        })
    }

    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl Extend<Fact> for FactSet {
    fn extend<T: IntoIterator<Item = Fact>>(&mut self, facts: T) {
        facts.into_iter().for_each(|fact| self.add(fact));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever was set before, and in whatever order, a case is its facts.
    #[test]
    fn texts_come_back_in_whatever_order_they_are_set() {
        let text = |fact: &Fact| fact.header().repeat(*fact as usize % 3);
        let (mut there, mut back) = (Case::new(), Case::new());
        for fact in Fact::ALL {
            there.set(*fact, &text(fact));
        }
        for fact in Fact::ALL.iter().rev() {
            back.set(*fact, "先前的文字");
            back.set(*fact, &text(fact));
        }
        assert_eq!(there, back);
        for fact in Fact::ALL {
            assert_eq!(there.get(*fact).unwrap_or(""), text(fact), "{fact:?}");
            assert_eq!(there.has(*fact), there.get(*fact).is_some(), "{fact:?}");
            there.set(*fact, "");
        }
        assert_eq!(there, Case::new());
    }

    #[test]
    fn what_is_read_when_set_follows_the_text() {
        let mut case = Case::new().with(Fact::Birth, "2015-08-31");
        assert_eq!(case.date(Fact::Birth), NaiveDate::from_ymd_opt(2015, 8, 31));
        case.set(Fact::Birth, "不详");
        assert_eq!(
            (case.date(Fact::Birth), case.has(Fact::Birth)),
            (None, true)
        );
        for level in Level::ALL {
            assert_eq!(
                case.clone().with(Fact::Level, level.text()).level(),
                Some(*level)
            );
        }
        assert_eq!(case.with(Fact::Level, "大学").level(), None);
        let care = |text| Case::new().with(Fact::Care, text).mark(Fact::Care);
        assert_eq!(care("残疾、台籍学生"), care("残疾") | care("台籍学生"));
        assert_eq!((care("某类"), care("")), (SEVERAL, 0));
    }
}
