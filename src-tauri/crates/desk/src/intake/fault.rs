//! What can be wrong with a cell or a row, and the sentence that says so.

use super::template::{Column, Shape};

/// Whether a row with this problem may enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Gravity {
    /// The row is refused.
    Refuses,
    /// The row enters, and a person should look.
    Warns,
}

/// One kind of problem. The sentence is made when it is shown, from the column and the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Needed,
    NeededIn(&'static str),
    NotListed,
    /// One member of a list is not allowed.
    PartNotListed(String),
    DateForm,
    NoSuchDay,
    ExcelSerial,
    ExcelMadeDate,
    NumberAsIdentity,
    DigitsLost,
    IdentityLength(usize),
    IdentityCharacter(char),
    ReceiptForm,
    CodeForm,
    TooLong(usize),
    Control,
    CharacterLost,
    Broken,
    MonthsForm(String),
    Street,
    Amount,
    Year,
    ShiftedRow(usize),
    // Between cells of one row.
    OverAmount(&'static str),
    OneChoiceOnly(String),
    ChoiceTwice(String),
    ChoiceGap,
    // Between rows, and against the desk.
    SameReceipt(u32),
    SameIdentity(u32),
    SameRow(u32),
    IdentityHeldBy(String),
    ReceiptOfAnother,
    UnknownReceipt,
    UnknownSchool(String),
    SchoolOfOtherLevel(String),
    UnknownEstate(String),
    AliasIsEstate(String),
    AliasOfAnother(String),
    // Warnings.
    CheckDigit,
    OldIdentity,
    BirthInNumber(String),
    SexInNumber,
    NumberWithoutKind,
    SameNumber(&'static str),
    WithoutGuardian(&'static str),
    QuestionMark,
    OddPhone,
    DistrictUnclear,
    Backwards(&'static str),
    SchoolNotOfKind(String),
    UnknownPrimary,
}

impl Fault {
    pub fn gravity(&self) -> Gravity {
        match self {
            Fault::CheckDigit
            | Fault::OldIdentity
            | Fault::BirthInNumber(_)
            | Fault::SexInNumber
            | Fault::NumberWithoutKind
            | Fault::SameNumber(_)
            | Fault::WithoutGuardian(_)
            | Fault::QuestionMark
            | Fault::OddPhone
            | Fault::DistrictUnclear
            | Fault::Backwards(_)
            | Fault::SchoolNotOfKind(_)
            | Fault::ChoiceGap
            | Fault::UnknownPrimary => Gravity::Warns,
            _ => Gravity::Refuses,
        }
    }

    /// The sentence: what is wrong and how to cure it.
    pub fn message(&self, column: &Column) -> String {
        let header = column.header;
        match self {
            Fault::Needed => format!("“{header}”不能为空，请补填"),
            Fault::NeededIn(when) => format!("{when}必须填写“{header}”，请补填"),
            Fault::NotListed => format!("“{header}”只能填写：{}", allowed(column)),
            Fault::PartNotListed(part) => {
                format!(
                    "“{header}”中的“{part}”不在可填范围内；可填：{}，多项用、隔开",
                    allowed(column)
                )
            }
            Fault::DateForm => {
                format!("“{header}”不是日期，请写成 2015-08-31 这样的形式")
            }
            Fault::NoSuchDay => format!("“{header}”写的这一天不存在，请核对年月日"),
            Fault::ExcelSerial => {
                format!("“{header}”是一个数字而不是日期，请把这一列设为日期格式，或写成 2015-08-31")
            }
            Fault::ExcelMadeDate => {
                format!("“{header}”被 Excel 自动改成了日期，请把这一列设为文本格式后重新填写")
            }
            Fault::NumberAsIdentity => format!(
                "“{header}”是数字格式，Excel 只保留前 15 位，后几位可能已变成 0；请把这一列设为文本格式（设置单元格格式→数字→文本），再按证件重新填写"
            ),
            Fault::DigitsLost => format!(
                "“{header}”是数字格式且超过 15 位，后几位已丢失；请把这一列设为文本格式后重新填写"
            ),
            Fault::IdentityLength(length) => {
                format!("“{header}”应为 18 位，现有 {length} 位，请按证件核对")
            }
            Fault::IdentityCharacter(found) => {
                format!("“{header}”含有不该有的字符“{found}”，请按证件核对")
            }
            Fault::ReceiptForm => {
                format!("“{header}”只能用大写英文字母和数字，最多 20 位；不填则由本单位编号")
            }
            Fault::CodeForm => format!("“{header}”只能用英文字母、数字和连字符，最多 20 位"),
            Fault::TooLong(most) => format!("“{header}”太长，最多 {most} 个字"),
            Fault::Control => format!("“{header}”含有看不见的控制字符，请删去后重新填写"),
            Fault::CharacterLost => {
                format!("“{header}”含有替代符，原来的字在别的程序里已丢失，请按证件重新填写")
            }
            Fault::Broken => format!("“{header}”的公式没有得出结果，请改填数值或文字"),
            Fault::MonthsForm(part) => format!(
                "“{header}”中的“{part}”不是月份，请写成 2020-11..2021-03 或 2020-11,2020-12"
            ),
            Fault::Street => format!(
                "“{header}”不是本区 43 个街乡之一，请填名称（如双井）或代码（如 110105016）"
            ),
            Fault::Amount => format!("“{header}”应为不小于 0 的整数"),
            Fault::Year => format!("“{header}”应为四位年份，如 2019"),
            Fault::ShiftedRow(extra) => {
                format!("这一行比表头多出 {extra} 格，内容可能错位；请检查是否有未加引号的逗号")
            }
            Fault::OverAmount(other) => format!("“{header}”不能大于“{other}”，请核对"),
            Fault::OneChoiceOnly(kind) => format!("“{kind}”只能填一个志愿，请删去“{header}”"),
            Fault::ChoiceTwice(code) => format!("学校 {code} 在同一行填了两次，请删去一个"),
            Fault::ChoiceGap => format!("“{header}”前面的志愿是空的，按所填先后顺序计"),
            Fault::SameReceipt(row) => format!("受理编号与第 {row} 行重复，请核对是哪一名儿童"),
            Fault::SameIdentity(row) => format!("证件号码与第 {row} 行重复，请核对是哪一名儿童"),
            Fault::SameRow(row) => format!("与第 {row} 行说的是同一项，请只保留一行"),
            Fault::IdentityHeldBy(receipt) => {
                format!("证件号码已属于受理编号 {receipt} 的儿童，请核对是否重复报名")
            }
            Fault::ReceiptOfAnother => {
                "这个受理编号属于另一名儿童（姓名和证件号码都不同），请核对编号".to_owned()
            }
            Fault::UnknownReceipt => "本单位没有这个受理编号，请核对，或先导入报名表".to_owned(),
            Fault::UnknownSchool(code) => {
                format!("“{header}”中的学校代码 {code} 不在学校表中，请核对，或先导入学校表")
            }
            Fault::SchoolOfOtherLevel(code) => {
                format!("“{header}”中的学校 {code} 不招收这一学段，请核对")
            }
            Fault::UnknownEstate(street) => format!(
                "服务片对应表在{street}没有这个小区，请核对“{header}”与街乡，或先导入服务片对应表"
            ),
            Fault::AliasIsEstate(street) => format!(
                "这个名称本身就是{street}的一个小区（或它的另一种写法），不能作别名，请删去这一行"
            ),
            Fault::AliasOfAnother(estate) => {
                format!("这个别名已指向小区“{estate}”，一个别名只能指一个小区，请核对")
            }
            Fault::CheckDigit => {
                format!("“{header}”的校验码不符，请对照证件原件核对；核对无误可保留")
            }
            Fault::OldIdentity => format!("“{header}”的位数不像居民身份证，请核对"),
            Fault::BirthInNumber(day) => {
                format!("“{header}”与证件号码中的出生日期 {day} 不一致，请核对")
            }
            Fault::SexInNumber => format!("“{header}”与证件号码所示性别不一致，请核对"),
            Fault::NumberWithoutKind => "证件类型为“无”，却填了证件号码，请核对".to_owned(),
            Fault::SameNumber(other) => format!("“{header}”与“{other}”相同，请核对"),
            Fault::WithoutGuardian(name) => {
                format!("填了“{header}”而“{name}”为空，判定时不会使用，请核对")
            }
            Fault::QuestionMark => {
                format!("“{header}”含有问号或方框，可能是生僻字丢失，请按证件核对")
            }
            Fault::OddPhone => format!("“{header}”不像电话号码，请核对"),
            Fault::DistrictUnclear => {
                format!("“{header}”如指北京市朝阳区，请写成“朝阳区”")
            }
            Fault::Backwards(other) => format!("“{header}”早于“{other}”，请核对"),
            Fault::SchoolNotOfKind(code) => {
                format!("“{header}”中的学校 {code} 不属于这一类别，请核对")
            }
            Fault::UnknownPrimary => {
                format!("“{header}”像学校代码，但不在学校表中，请核对")
            }
        }
    }
}

/// What a closed list allows, for a message.
fn allowed(column: &Column) -> String {
    match column.shape {
        Shape::OneOf(list) | Shape::AnyOf(list) => list.join("、"),
        Shape::Yes => "是、否".to_owned(),
        Shape::Have => "有、无".to_owned(),
        _ => String::new(),
    }
}
