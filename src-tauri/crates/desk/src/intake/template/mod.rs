//! The templates as one table of columns each (spec/templates.md). Reading, checking, the template
//! workbook and the problem workbook all go by it; nothing else lists a header.

mod applicants;
mod district;

use std::sync::LazyLock;

/// A kind of table that an office imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Template {
    /// 报名.
    Applicants,
    /// 学校.
    Schools,
    /// 服务片对应.
    Catchments,
    /// 小区别名.
    Aliases,
    /// 统筹分配服务片.
    PrimaryZones,
    /// 学位记录.
    SeatRecords,
    /// 志愿.
    Choices,
    /// 联审反馈.
    JointReview,
    /// 备案与公开.
    Filings,
    /// 市级派位结果.
    CityResults,
}

/// What a column holds, and so its normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Free text.
    Text,
    /// Free text that Excel likes to turn into a date (楼号 1-2), which is refused.
    Place,
    /// A 区县; the own one is 朝阳区 and nothing longer.
    District,
    /// A person's name: 1 to 60 characters.
    Name,
    /// A number or code of free form: 电话, 居住证号码.
    Number,
    /// An identity number.
    Identity,
    /// Several identity numbers, joined by 、.
    Identities,
    /// 受理编号: ASCII capitals and digits, at most 20.
    Receipt,
    /// A code of a school or a zone.
    Code,
    /// Several school codes, joined by 、.
    Codes,
    /// A school's code, or a name.
    SchoolOrName,
    /// Buildings of a catchment row.
    Buildings,
    /// One of a closed list.
    OneOf(&'static [&'static str]),
    /// Any of a closed list, joined by 、.
    AnyOf(&'static [&'static str]),
    /// 是 or 否.
    Yes,
    /// 有 or 无.
    Have,
    /// A day, `2015-08-31`.
    Date,
    /// Months, `2020-11..2021-03`.
    Months,
    /// One of the 43 offices, by its short name.
    Street,
    /// A whole number from 0.
    Amount,
    /// A year of four digits.
    Year,
}

impl Shape {
    /// Whether a spreadsheet must hold the column as text, or lose digits and zeros.
    pub fn is_text_column(self) -> bool {
        !matches!(self, Shape::Amount)
    }
}

/// When a column must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// In every row; a file without the column is refused.
    Always,
    /// In the rows of 初中.
    Junior,
    /// 证件号码: unless 证件类型 is 无. The column itself must be there.
    UnlessNone,
    /// Never.
    No,
}

/// One column of a template.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The header: 受理编号.
    pub header: &'static str,
    /// The column of the store: `receipt`.
    pub field: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// When it must be filled.
    pub needed: Needed,
    /// A value as it could stand there, for the template workbook.
    pub example: &'static str,
}

impl Template {
    /// All templates in the order in which a season needs them: a later one names what an earlier
    /// one brought.
    pub const ALL: [Template; 10] = [
        Template::Schools,
        Template::Catchments,
        Template::Aliases,
        Template::PrimaryZones,
        Template::SeatRecords,
        Template::Applicants,
        Template::Choices,
        Template::JointReview,
        Template::Filings,
        Template::CityResults,
    ];

    /// The name on the command line and of the file: `primary-zones`.
    pub fn name(self) -> &'static str {
        match self {
            Template::Applicants => "applicants",
            Template::Schools => "schools",
            Template::Catchments => "catchments",
            Template::Aliases => "aliases",
            Template::PrimaryZones => "primary-zones",
            Template::SeatRecords => "seat-records",
            Template::Choices => "choices",
            Template::JointReview => "joint-review",
            Template::Filings => "filings",
            Template::CityResults => "city-results",
        }
    }

    /// The template of this name.
    pub fn from_name(name: &str) -> Option<Template> {
        Template::ALL
            .into_iter()
            .find(|template| template.name() == name)
    }

    /// Whether judging reads the table.
    pub fn bears_on_verdicts(self) -> bool {
        !matches!(
            self,
            Template::Choices | Template::JointReview | Template::Filings | Template::CityResults
        )
    }

    /// The name on screen: 报名表.
    pub fn title(self) -> &'static str {
        match self {
            Template::Applicants => "报名表",
            Template::Schools => "学校表",
            Template::Catchments => "服务片对应表",
            Template::Aliases => "小区别名表",
            Template::PrimaryZones => "统筹分配服务片表",
            Template::SeatRecords => "学位记录表",
            Template::Choices => "志愿表",
            Template::JointReview => "联审反馈表",
            Template::Filings => "备案与公开表",
            Template::CityResults => "市级派位结果表",
        }
    }

    /// Its columns, in the order of the template.
    pub fn columns(self) -> &'static [Column] {
        static APPLICANTS: LazyLock<Vec<Column>> = LazyLock::new(applicants::columns);
        match self {
            Template::Applicants => &APPLICANTS,
            Template::Schools => district::SCHOOLS,
            Template::Catchments => district::CATCHMENTS,
            Template::Aliases => district::ALIASES,
            Template::PrimaryZones => district::PRIMARY_ZONES,
            Template::SeatRecords => district::SEAT_RECORDS,
            Template::Choices => district::CHOICES,
            Template::JointReview => district::JOINT_REVIEW,
            Template::Filings => district::FILINGS,
            Template::CityResults => district::CITY_RESULTS,
        }
    }

    /// Where the column of this header stands.
    pub fn column(self, header: &str) -> Option<usize> {
        self.columns()
            .iter()
            .position(|column| column.header == header)
    }
}

/// Headers that offices use for a column, beside the template's own.
pub(super) fn alias(template: Template, header: &str) -> Option<&'static str> {
    let list = match template {
        Template::Applicants => applicants::ALIASES,
        Template::Schools => district::SCHOOL_ALIASES,
        _ => &[],
    };
    list.iter()
        .find(|(alias, _)| *alias == header)
        .map(|(_, header)| *header)
}

/// Words that no column may carry (document 六-4; the ministry's notice of 2022).
pub const PROHIBITED_WORDS: [&str; 9] = [
    "成绩", "竞赛", "获奖", "考级", "面试", "测评", "简历", "职务", "收入",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_fields_stand_once() {
        for template in Template::ALL {
            let columns = template.columns();
            assert!(columns.len() < 256);
            for (index, column) in columns.iter().enumerate() {
                assert_eq!(
                    template.column(column.header),
                    Some(index),
                    "{}",
                    column.header
                );
                let fields = columns.iter().filter(|other| other.field == column.field);
                assert_eq!(fields.count(), 1, "{}", column.field);
                assert!(alias(template, column.header).is_none());
            }
            assert_eq!(Template::from_name(template.name()), Some(template));
        }
    }

    #[test]
    fn aliases_lead_to_columns() {
        for (_, header) in applicants::ALIASES {
            assert!(Template::Applicants.column(header).is_some(), "{header}");
        }
        for (_, header) in district::SCHOOL_ALIASES {
            assert!(Template::Schools.column(header).is_some(), "{header}");
        }
    }
}
