//! The tables about the district: schools, catchments, zones, filings.

use super::SampleError;
use super::district::{District, Level, School, SchoolKind, zone_code};
use super::estate::Cover;
use super::plan::Plan;
use super::sheet::Sheet;
use ruxue_rules::OFFICES;

pub(super) const SCHOOLS: [&str; 18] = [
    "学校代码",
    "学校名称",
    "学段",
    "办学性质",
    "类型",
    "街乡",
    "地址",
    "服务片",
    "招生计划",
    "经费来源",
    "办学规模",
    "收费标准",
    "简章备案号",
    "报到时间",
    "报到地点",
    "联系电话",
    "一般公办",
    "志愿计划",
];
pub(super) const CATCHMENTS: [&str; 6] = ["学段", "街乡", "小区", "楼号", "学校代码", "版本日期"];
pub(super) const PRIMARY_ZONES: [&str; 3] = ["毕业小学", "服务片", "学校代码"];
pub(super) const FILINGS: [&str; 4] = ["学校代码", "事项", "文号", "日期"];

pub(super) fn schools(
    sheet: &mut Sheet,
    district: &District,
    plans: &[Plan],
) -> Result<(), SampleError> {
    for (turn, (school, plan)) in district.schools.iter().zip(plans).enumerate() {
        sheet.row(&school_row(turn, school, plan))?;
    }
    Ok(())
}

fn school_row(turn: usize, school: &School, plan: &Plan) -> [String; 18] {
    let private = school.kind == SchoolKind::Private;
    let kind = match school.kind {
        SchoolKind::NineYear => "九年一贯",
        SchoolKind::Boarding => "寄宿",
        SchoolKind::Special => "特殊教育",
        _ => "普通",
    };
    let office = OFFICES[school.office].name;
    let general = if school.kind == SchoolKind::WishGeneral {
        "是"
    } else {
        "否"
    };
    let prospectus = if private {
        format!("朝教备简章2021第{:03}号", turn + 1)
    } else {
        String::new()
    };
    [
        school.code.clone(),
        school.name.clone(),
        school.level.text().to_owned(),
        if private { "民办" } else { "公办" }.to_owned(),
        kind.to_owned(),
        office.to_owned(),
        format!("北京市朝阳区{office}育禾路{}号", turn % 88 + 1),
        school.zone.map(zone_code).unwrap_or_default(),
        plan.seats.to_string(),
        if private { "自筹" } else { "财政拨款" }.to_owned(),
        format!("{}班", plan.seats.div_ceil(40).max(1) * 6),
        if private {
            "每学期28000元"
        } else {
            "免收学费"
        }
        .to_owned(),
        prospectus,
        format!("2021年8月{}日上午{}时", 27 + turn % 4, 8 + turn % 3),
        ["学校正门", "学校东门", "教学楼一层大厅", "学校操场"][turn % 4].to_owned(),
        format!("010-5550{:04}", turn + 1),
        general.to_owned(),
        plan.wish.map(|wish| wish.to_string()).unwrap_or_default(),
    ]
}

pub(super) fn catchments(sheet: &mut Sheet, district: &District) -> Result<(), SampleError> {
    const THIS_YEAR: &str = "2021-05-01";
    const LAST_YEAR: &str = "2020-05-01";
    for (office, own) in district.offices.iter().enumerate() {
        for estate in &own.estates {
            let mut cover = |level: Level, cover: &Cover, version: &str| {
                for (pattern, schools) in &cover.0 {
                    let row = [
                        level.text().to_owned(),
                        OFFICES[office].name.to_owned(),
                        estate.name.clone(),
                        pattern.text(),
                        codes(district, schools),
                        version.to_owned(),
                    ];
                    sheet.row(&row)?;
                }
                Ok::<(), SampleError>(())
            };
            if let Some(earlier) = &estate.earlier {
                cover(Level::Primary, earlier, LAST_YEAR)?;
            }
            cover(Level::Primary, &estate.primary, THIS_YEAR)?;
            cover(Level::Junior, &estate.junior, THIS_YEAR)?;
        }
    }
    Ok(())
}

pub(super) fn primary_zones(sheet: &mut Sheet, district: &District) -> Result<(), SampleError> {
    for (zone, schools) in district.zone_primary.iter().enumerate() {
        let junior = codes(district, &district.zone_junior[zone]);
        for school in schools {
            sheet.row(&[&district.schools[*school].code, &zone_code(zone), &junior])?;
        }
    }
    // Children of 民办 and 寄宿 primary schools go on in the zone of the school's office.
    for school in district.private[0].iter().chain(&district.boarding[0]) {
        let school = &district.schools[*school];
        let zone = super::district::zone_of(school.office);
        let junior = codes(district, &district.zone_junior[zone]);
        sheet.row(&[&school.code, &zone_code(zone), &junior])?;
    }
    Ok(())
}

pub(super) fn codes(district: &District, schools: &[usize]) -> String {
    let codes: Vec<&str> = schools
        .iter()
        .map(|school| district.schools[*school].code.as_str())
        .collect();
    codes.join("、")
}

pub(super) fn filings(sheet: &mut Sheet, district: &District) -> Result<(), SampleError> {
    const OF_ALL: [&str; 3] = ["招生计划备案", "服务片公开", "招生计划公开"];
    const OF_EACH: [&str; 3] = ["学校性质公开", "办学规模公开", "经费来源公开"];
    const OF_PRIVATE: [&str; 3] = ["简章备案", "广告备案", "收费公示"];
    let mut number = 0;
    let mut row = |sheet: &mut Sheet, school: &str, matter: &str| {
        number += 1;
        let file = format!("朝教备2021第{number:04}号");
        sheet.row(&[school, matter, &file, "2021-04-28"])
    };
    for matter in OF_ALL {
        row(sheet, "全区", matter)?;
    }
    let mut last = "";
    for school in &district.schools {
        // The second row of a 九年一贯 school is the same school.
        if school.code == last {
            continue;
        }
        last = &school.code;
        for matter in OF_EACH {
            row(sheet, &school.code, matter)?;
        }
        if school.kind == SchoolKind::Private {
            for matter in OF_PRIVATE {
                row(sheet, &school.code, matter)?;
            }
        }
    }
    Ok(())
}
