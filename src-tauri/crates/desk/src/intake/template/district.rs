//! The tables of the district and of the bodies around it.

use super::{Column, Needed, Shape};
use Needed::{Always, No};
use Shape::{
    Amount, Buildings, Code, Codes, Date, Identities, Identity, Name, Number, OneOf, Place,
    Receipt, SchoolOrName, Street, Text, Year, Yes,
};

const LEVELS: Shape = OneOf(&["小学", "初中"]);

const fn column(
    header: &'static str,
    field: &'static str,
    shape: Shape,
    needed: Needed,
    example: &'static str,
) -> Column {
    Column {
        header,
        field,
        shape,
        needed,
        example,
    }
}

/// 学校.
pub(super) const SCHOOLS: &[Column] = &[
    column("学校代码", "code", Code, Always, "P001"),
    column("学校名称", "name", Text, Always, "双井样例小学"),
    column("学段", "level", LEVELS, Always, "小学"),
    column(
        "办学性质",
        "ownership",
        OneOf(&["公办", "民办"]),
        Always,
        "公办",
    ),
    column(
        "类型",
        "kind",
        OneOf(&["普通", "寄宿", "九年一贯", "特殊教育"]),
        Always,
        "普通",
    ),
    column("街乡", "street", Street, No, "双井"),
    column("地址", "address", Text, No, "双井样例路1号"),
    column("服务片", "zone", Text, No, "Z05"),
    column("招生计划", "plan", Amount, Always, "160"),
    column("志愿计划", "wish_plan", Amount, No, "20"),
    column("一般公办", "general_choice", Yes, No, "否"),
    column("经费来源", "funding", Text, No, "财政拨款"),
    column("办学规模", "size", Text, No, "24个班"),
    column("收费标准", "fees", Text, No, "免费"),
    column(
        "简章备案号",
        "brochure_filing",
        Text,
        No,
        "朝教简〔2021〕1号",
    ),
    column("报到时间", "report_time", Text, No, "2021年8月28日上午9时"),
    column("报到地点", "report_place", Text, No, "学校南门"),
    column("联系电话", "phone", Number, No, "010-00000000"),
];

/// Headers in use for the columns of 学校.
pub(super) const SCHOOL_ALIASES: &[(&str, &str)] = &[
    ("代码", "学校代码"),
    ("学校", "学校名称"),
    ("校名", "学校名称"),
    ("学校类型", "类型"),
    ("学校性质", "办学性质"),
    ("所在街乡", "街乡"),
    ("学校地址", "地址"),
    ("招生计划数", "招生计划"),
    ("计划数", "招生计划"),
];

/// 服务片对应.
pub(super) const CATCHMENTS: &[Column] = &[
    column("学段", "level", LEVELS, Always, "小学"),
    column("街乡", "street", Street, Always, "双井"),
    column("小区", "estate", Text, Always, "双井样例园"),
    column("楼号", "buildings", Buildings, No, "1-12"),
    column("学校代码", "schools", Codes, Always, "P001、P002"),
    column("版本日期", "version", Date, Always, "2021-05-01"),
];

/// 小区别名.
pub(super) const ALIASES: &[Column] = &[
    column("街乡", "street", Street, Always, "双井"),
    column("别名", "alias", Text, Always, "样例园小区"),
    column("小区", "estate", Text, Always, "双井样例园"),
];

/// 统筹分配服务片.
pub(super) const PRIMARY_ZONES: &[Column] = &[
    column("毕业小学", "primary_school", Code, Always, "P001"),
    column("服务片", "zone", Text, Always, "Z05"),
    column("学校代码", "schools", Codes, Always, "M001、M011"),
];

/// 学位记录.
pub(super) const SEAT_RECORDS: &[Column] = &[
    column("年份", "year", Year, Always, "2019"),
    column("学段", "level", LEVELS, Always, "小学"),
    column("街乡", "street", Street, No, "双井"),
    column("小区", "estate", Text, Always, "双井样例园"),
    column("楼号", "building", Place, No, "3"),
    column("单元", "entrance", Place, No, "2"),
    column("房号", "room", Place, No, "501"),
    column("儿童姓名", "child_name", Name, No, "样例三"),
    column(
        "儿童证件号码",
        "child_id",
        Identity,
        No,
        "110105201201010023",
    ),
    column(
        "监护人证件号码",
        "guardian_ids",
        Identities,
        No,
        "11010519850101001X",
    ),
];

/// 志愿.
pub(super) const CHOICES: &[Column] = &[
    column("受理编号", "receipt", Receipt, Always, "H21000231"),
    column(
        "类别",
        "kind",
        OneOf(&[
            "民办",
            "公办寄宿",
            "特殊教育",
            "全区自愿",
            "一般公办",
            "多校划片",
            "统筹",
        ]),
        Always,
        "多校划片",
    ),
    column("志愿1", "choice1", Code, Always, "M001"),
    column("志愿2", "choice2", Code, No, "M011"),
    column("志愿3", "choice3", Code, No, ""),
    column("志愿4", "choice4", Code, No, ""),
    column("志愿5", "choice5", Code, No, ""),
    column("志愿6", "choice6", Code, No, ""),
    column("志愿7", "choice7", Code, No, ""),
    column("志愿8", "choice8", Code, No, ""),
];

/// 联审反馈.
pub(super) const JOINT_REVIEW: &[Column] = &[
    column("受理编号", "receipt", Receipt, Always, "H21000231"),
    column(
        "部门",
        "bureau",
        OneOf(&["人社", "市场监管", "税务", "规自", "公安", "住建"]),
        Always,
        "人社",
    ),
    column(
        "结果",
        "result",
        OneOf(&["通过", "不通过", "待核"]),
        Always,
        "通过",
    ),
    column("事由", "why", Text, No, ""),
    column("日期", "day", Date, No, "2021-05-20"),
];

/// 备案与公开.
pub(super) const FILINGS: &[Column] = &[
    column("学校代码", "school", SchoolOrName, Always, "P001"),
    column(
        "事项",
        "matter",
        OneOf(&[
            "招生计划备案",
            "简章备案",
            "广告备案",
            "收费公示",
            "学校性质公开",
            "办学规模公开",
            "经费来源公开",
            "服务片公开",
            "招生计划公开",
            "接收结果公开",
        ]),
        Always,
        "招生计划备案",
    ),
    column("文号", "number", Text, No, "朝教招〔2021〕1号"),
    column("日期", "day", Date, No, "2021-04-30"),
];

/// 市级派位结果.
pub(super) const CITY_RESULTS: &[Column] = &[
    column("受理编号", "receipt", Receipt, Always, "H21000232"),
    column("录取学校", "school", Code, Always, "M001"),
    column("志愿序", "choice", Amount, No, "1"),
    column("随机号", "random", Number, No, "0123456789"),
];
