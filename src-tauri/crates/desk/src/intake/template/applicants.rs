//! 报名: one column for each fact that the rules know.

use super::{Column, Needed, Shape};
use ruxue_rules::{Fact, Kind};

/// The columns, in the order of `Fact::ALL`: column `n` is the fact with number `n`.
pub(super) fn columns() -> Vec<Column> {
    Fact::ALL
        .iter()
        .map(|fact| Column {
            header: fact.header(),
            field: fact.column(),
            shape: shape(*fact),
            needed: needed(*fact),
            example: example(*fact),
        })
        .collect()
}

fn shape(fact: Fact) -> Shape {
    match (fact, fact.kind()) {
        (Fact::Receipt, _) => Shape::Receipt,
        (Fact::Name | Fact::Guardian1Name | Fact::Guardian2Name, _) => Shape::Name,
        (Fact::IdNumber | Fact::Guardian1Id | Fact::Guardian2Id, _) => Shape::Identity,
        (Fact::HomeBuilding | Fact::HomeEntrance | Fact::HomeRoom, _) => Shape::Place,
        (Fact::PrimarySchool, _) => Shape::SchoolOrName,
        (
            Fact::HomeDistrict
            | Fact::Job1District
            | Fact::Job1InsuredDistrict
            | Fact::Job2District
            | Fact::Job2InsuredDistrict
            | Fact::Permit1District
            | Fact::Permit2District,
            _,
        ) => Shape::District,
        (_, Kind::Text) => Shape::Text,
        (_, Kind::Number) => Shape::Number,
        (_, Kind::OneOf(list)) => Shape::OneOf(list),
        (_, Kind::AnyOf(list)) => Shape::AnyOf(list),
        (_, Kind::Date) => Shape::Date,
        (_, Kind::Have) => Shape::Have,
        (_, Kind::Yes) => Shape::Yes,
        (_, Kind::Months) => Shape::Months,
        (_, Kind::Street) => Shape::Street,
    }
}

fn needed(fact: Fact) -> Needed {
    match fact {
        Fact::Level
        | Fact::Name
        | Fact::Sex
        | Fact::IdKind
        | Fact::Birth
        | Fact::Hukou
        | Fact::Guardian1Name => Needed::Always,
        Fact::IdNumber => Needed::UnlessNone,
        Fact::PrimarySchool | Fact::EnrolledAt | Fact::Grade => Needed::Junior,
        _ => Needed::No,
    }
}

/// An example family that exists nowhere: the numbers have the form and no issuing office.
fn example(fact: Fact) -> &'static str {
    match fact {
        Fact::Receipt => "H21000231",
        Fact::Level => "小学",
        Fact::Name => "古丽·样例",
        Fact::Sex => "女",
        Fact::IdKind => "居民身份证",
        Fact::IdNumber => "110105201503120028",
        Fact::Birth => "2015-03-12",
        Fact::Hukou => "外省市",
        Fact::HukouAddress => "某省某市某街1号",
        Fact::HukouBook => "有",
        Fact::TreatedAs => "工作居住证",
        Fact::TreatedScope => "朝阳区户籍",
        Fact::RecognitionNumber => "RD0001",
        Fact::Care => "残疾、现役军人子女",
        Fact::CareNumber => "ZG0001",
        Fact::BirthGroup => "D1",
        Fact::Guardian1Name => "样例一",
        Fact::Guardian1Relation => "父亲",
        Fact::Guardian1Id => "11010519850101001X",
        Fact::Guardian1Phone | Fact::Guardian2Phone => "13900000000",
        Fact::Guardian2Name => "样例二",
        Fact::Guardian2Relation => "母亲",
        Fact::Guardian2Id => "110105198601010021",
        Fact::HomeKind => "租住",
        Fact::HukouStreet | Fact::HomeStreet => "双井",
        Fact::HomeAddress => "双井样例园3号楼2单元501",
        Fact::HomeEstate => "双井样例园",
        Fact::HomeBuilding => "3",
        Fact::HomeEntrance => "2",
        Fact::HomeRoom => "501",
        Fact::TitleKind => "不动产权证书",
        Fact::TitleNumber => "京（2016）朝阳区不动产权第0000001号",
        Fact::Owner => "样例一",
        Fact::OwnerRelation => "父亲",
        Fact::TitleDate => "2016-05-01",
        Fact::HomeUse => "住宅",
        Fact::LeaseFrom => "2018-03-01",
        Fact::LeaseTo => "2022-02-28",
        Fact::LeaseSole => "是",
        Fact::LeaseNumber => "BA00000001",
        Fact::Job1Kind | Fact::Job2Kind => "受雇",
        Fact::Job1Employer | Fact::Job1Insurer | Fact::Job2Employer | Fact::Job2Insurer => {
            "某某有限公司"
        }
        Fact::Job1From | Fact::Job2From => "2017-06-01",
        Fact::Job1License | Fact::Job2License => "921100000001",
        Fact::Job1Months | Fact::Job2Months => "2020-11..2021-03",
        Fact::Permit1Number | Fact::Permit2Number => "JZ00000001",
        Fact::Permit1Until | Fact::Permit2Until => "2021-12-31",
        Fact::HomeDistrict
        | Fact::Job1District
        | Fact::Job1InsuredDistrict
        | Fact::Job2District
        | Fact::Job2InsuredDistrict
        | Fact::Permit1District
        | Fact::Permit2District => "朝阳区",
        Fact::PrimarySchool => "P001",
        Fact::StudentNumber => "G110105200903120024",
        Fact::EnrolledAt => "朝阳区",
        Fact::Grade => "六年级",
        Fact::ReturnDone => "已办理",
    }
}

/// Headers in use for the columns of 报名.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("报名号", "受理编号"),
    ("报名编号", "受理编号"),
    ("学生姓名", "姓名"),
    ("儿童姓名", "姓名"),
    ("孩子姓名", "姓名"),
    ("学生性别", "性别"),
    ("身份证件类型", "证件类型"),
    ("学生证件类型", "证件类型"),
    ("身份证号", "证件号码"),
    ("身份证号码", "证件号码"),
    ("公民身份号码", "证件号码"),
    ("身份证件号", "证件号码"),
    ("证件号", "证件号码"),
    ("学生身份证号", "证件号码"),
    ("出生年月日", "出生日期"),
    ("户籍性质", "户籍类别"),
    ("户口类别", "户籍类别"),
    ("户口所在地", "户籍地址"),
    ("户籍所在地", "户籍地址"),
    ("户籍所在街乡", "户籍街乡"),
    ("监护人1姓名", "监护人一姓名"),
    ("监护人1关系", "监护人一关系"),
    ("监护人1证件号码", "监护人一证件号码"),
    ("监护人1电话", "监护人一电话"),
    ("监护人2姓名", "监护人二姓名"),
    ("监护人2关系", "监护人二关系"),
    ("监护人2证件号码", "监护人二证件号码"),
    ("监护人2电话", "监护人二电话"),
    ("居住地街乡", "居住街乡"),
    ("现住址", "居住地址"),
    ("小区名称", "小区"),
    ("门牌号", "房号"),
    ("不动产权证书号", "产权证号"),
    ("不动产权证号", "产权证号"),
    ("房产证号", "产权证号"),
    ("房屋产权证号", "产权证号"),
    ("产权人", "权利人"),
    ("产权人关系", "权利人关系"),
    ("不动产登记日期", "产权登记日期"),
    ("租赁开始日期", "租赁起"),
    ("租赁结束日期", "租赁止"),
    ("租赁合同备案编号", "租赁备案编号"),
    ("毕业学校", "毕业小学"),
    ("全国学籍号", "学籍号"),
];
