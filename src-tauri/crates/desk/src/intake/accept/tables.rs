//! The district's tables, choices, and feedback of other bodies.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::aliases::Aliases;
use super::{Outcome, Run, Undone, refuses, remember};
use crate::intake::fault::Fault;
use crate::intake::headers::shortened;
use crate::intake::rows::Row;
use crate::intake::staged::{Problem, problem_of};
use crate::intake::template::Template;
use crate::store::intake::{
    CityResult, JointReview, Table, count_rows, put_city_result, put_joint_review,
};
use crate::store::tables::{self, Choice, Filing, Put};
use crate::store::{Reader, StoreError, child};
use ruxue_rules::{
    Catchment, EstateAlias, Level, Ownership, PrimaryZone, School, SchoolKind, SeatRecord,
};

pub(super) fn enter(run: &mut Run<'_, '_, '_>, outcome: &mut Outcome) -> Result<(), Undone> {
    let reader = run.tx.reader();
    let mut register = Register::load(reader, run.staged.template)?;
    let Some(table) = table(run.staged.template) else {
        return Ok(());
    };
    let before = count_rows(reader, table)?;
    for (done, row) in run.staged.rows.iter().enumerate() {
        run.look(done)?;
        let problems = register.problems(run.staged.template, row);
        let refused = refuses(&problems);
        run.tell(problems);
        if refused {
            outcome.refused += 1;
            continue;
        }
        match put(run, row)? {
            Put::Taken => outcome.taken += 1,
            Put::Unchanged => outcome.unchanged += 1,
        }
    }
    let added = usize::try_from(count_rows(reader, table)? - before).unwrap_or(0);
    if outcome.taken > added {
        remember(run.tx, run.import, "changed", outcome.taken - added)?;
    }
    Ok(())
}

fn table(template: Template) -> Option<Table> {
    Some(match template {
        Template::Applicants => return None,
        Template::Schools => Table::School,
        Template::Catchments => Table::Catchment,
        Template::Aliases => Table::EstateAlias,
        Template::PrimaryZones => Table::PrimaryZone,
        Template::SeatRecords => Table::SeatRecord,
        Template::Choices => Table::Choice,
        Template::JointReview => Table::JointReview,
        Template::Filings => Table::Filing,
        Template::CityResults => Table::CityResult,
    })
}

/// The texts of a row by header.
struct Texts<'a> {
    template: Template,
    row: Row<'a>,
}

impl<'a> Texts<'a> {
    fn get(&self, header: &str) -> &'a str {
        self.template
            .column(header)
            .map_or("", |column| self.row.get(column))
    }

    fn owned(&self, header: &str) -> String {
        self.get(header).to_owned()
    }

    fn list(&self, header: &str) -> Vec<String> {
        let text = self.get(header);
        text.split('、')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn level(&self) -> Level {
        Level::parse(self.get("学段")).unwrap_or(Level::Primary)
    }
}

fn put(run: &Run<'_, '_, '_>, row: Row<'_>) -> Result<Put, StoreError> {
    let (tx, import) = (run.tx, run.import);
    let texts = Texts {
        template: run.staged.template,
        row,
    };
    match run.staged.template {
        Template::Schools => tables::put_school(tx, &school(&texts), import),
        Template::Catchments => tables::put_catchment(tx, &catchment(&texts), import),
        Template::Aliases => {
            let alias = EstateAlias {
                street: texts.owned("街乡"),
                alias: texts.owned("别名"),
                estate: texts.owned("小区"),
            };
            tables::put_alias(tx, &alias, import)
        }
        Template::PrimaryZones => {
            let zone = PrimaryZone {
                primary: texts.owned("毕业小学"),
                zone: texts.owned("服务片"),
                schools: texts.list("学校代码"),
            };
            tables::put_primary_zone(tx, &zone, import)
        }
        Template::SeatRecords => tables::put_seat_record(tx, &seat_record(&texts), import),
        Template::Choices => {
            let schools = choice_headers().map(|header| texts.owned(&header));
            let schools = schools.filter(|code| !code.is_empty()).collect();
            let choice = Choice {
                receipt: texts.owned("受理编号"),
                kind: texts.owned("类别"),
                schools,
            };
            tables::put_choice(tx, &choice, import)
        }
        Template::JointReview => {
            let review = JointReview {
                receipt: texts.owned("受理编号"),
                bureau: texts.owned("部门"),
                result: texts.owned("结果"),
                cause: texts.owned("事由"),
                at: texts.owned("日期"),
            };
            put_joint_review(tx, &review, import)
        }
        Template::Filings => {
            let filing = Filing {
                school: texts.owned("学校代码"),
                matter: texts.owned("事项"),
                number: texts.owned("文号"),
                at: texts.owned("日期"),
            };
            tables::put_filing(tx, &filing, import)
        }
        Template::CityResults => {
            let result = CityResult {
                receipt: texts.owned("受理编号"),
                school: texts.owned("录取学校"),
                choice: texts.owned("志愿序"),
                number: texts.owned("随机号"),
            };
            put_city_result(tx, &result, import)
        }
        Template::Applicants => Ok(Put::Unchanged),
    }
}

fn choice_headers() -> impl Iterator<Item = String> {
    (1..=8).map(|place| format!("志愿{place}"))
}

fn school(texts: &Texts<'_>) -> School {
    School {
        code: texts.owned("学校代码"),
        name: texts.owned("学校名称"),
        level: texts.level(),
        ownership: Ownership::parse(texts.get("办学性质")).unwrap_or(Ownership::Public),
        kind: SchoolKind::parse(texts.get("类型")).unwrap_or(SchoolKind::Regular),
        street: texts.owned("街乡"),
        address: texts.owned("地址"),
        zone: texts.owned("服务片"),
        plan: texts.get("招生计划").parse().unwrap_or(0),
        funding: texts.owned("经费来源"),
        size: texts.owned("办学规模"),
        fee: texts.owned("收费标准"),
        prospectus_number: texts.owned("简章备案号"),
        report_time: texts.owned("报到时间"),
        report_place: texts.owned("报到地点"),
        phone: texts.owned("联系电话"),
        general_choice: texts.get("一般公办") == "是",
        choice_plan: texts.get("志愿计划").parse().ok(),
    }
}

fn catchment(texts: &Texts<'_>) -> Catchment {
    Catchment {
        level: texts.level(),
        street: texts.owned("街乡"),
        estate: texts.owned("小区"),
        buildings: texts.owned("楼号"),
        schools: texts.list("学校代码"),
        version: texts.get("版本日期").parse::<NaiveDate>().ok(),
    }
}

fn seat_record(texts: &Texts<'_>) -> SeatRecord {
    SeatRecord {
        year: texts.get("年份").parse().unwrap_or(0),
        level: texts.level(),
        street: texts.owned("街乡"),
        estate: texts.owned("小区"),
        building: texts.owned("楼号"),
        entrance: texts.owned("单元"),
        room: texts.owned("房号"),
        child_name: texts.owned("儿童姓名"),
        child_id: texts.owned("儿童证件号码"),
        guardian_ids: texts.list("监护人证件号码"),
    }
}

/// What the desk knows that rows refer to.
#[derive(Default)]
struct Register {
    schools: HashMap<String, Vec<School>>,
    /// 学段 by receipt.
    children: HashMap<Box<str>, Option<Level>>,
    aliases: Aliases,
}

impl Register {
    fn load(reader: Reader<'_>, template: Template) -> Result<Register, StoreError> {
        let mut register = Register::default();
        for school in tables::schools(reader)? {
            register
                .schools
                .entry(school.code.clone())
                .or_default()
                .push(school);
        }
        if template == Template::Aliases {
            register.aliases = Aliases::load(reader)?;
        }
        if names_children(template) {
            child::each_identity(reader, |receipt, level, _| {
                register
                    .children
                    .insert(receipt.into(), Level::parse(level));
            })?;
        }
        Ok(register)
    }

    fn problems(&mut self, template: Template, row: Row<'_>) -> Vec<Problem> {
        let texts = Texts { template, row };
        let mut problems = Vec::new();
        let mut put = |header: &str, value: &str, fault: Fault| {
            let column = template.column(header).unwrap_or(0);
            problems.push(problem_of(
                template,
                row.row,
                column,
                shortened(value),
                &fault,
            ));
        };
        match template {
            Template::Aliases => {
                let [street, alias, estate] = ["街乡", "别名", "小区"].map(|one| texts.get(one));
                if let Some((header, fault)) = self.aliases.problem(street, alias, estate) {
                    put(header, texts.get(header), fault);
                }
            }
            Template::Catchments => self.list(&texts, Some(texts.level()), &mut put),
            Template::PrimaryZones => {
                let primary = texts.get("毕业小学");
                if !self.schools.contains_key(primary) {
                    put(
                        "毕业小学",
                        primary,
                        Fault::UnknownSchool(primary.to_owned()),
                    );
                }
                self.list(&texts, Some(Level::Junior), &mut put);
            }
            Template::CityResults => {
                self.school(
                    texts.get("录取学校"),
                    Some(Level::Junior),
                    "录取学校",
                    &mut put,
                );
            }
            Template::Filings if texts.get("学校代码") != "全区" => {
                self.school(texts.get("学校代码"), None, "学校代码", &mut put);
            }
            Template::Choices => self.choices(&texts, &mut put),
            _ => {}
        }
        if names_children(template) && !self.children.contains_key(texts.get("受理编号")) {
            put("受理编号", texts.get("受理编号"), Fault::UnknownReceipt);
        }
        problems
    }

    /// 学校代码, where it is a list.
    fn list(
        &self,
        texts: &Texts<'_>,
        level: Option<Level>,
        put: &mut impl FnMut(&str, &str, Fault),
    ) {
        for code in texts.get("学校代码").split('、') {
            self.school(code, level, "学校代码", put);
        }
    }

    fn school(
        &self,
        code: &str,
        level: Option<Level>,
        header: &str,
        put: &mut impl FnMut(&str, &str, Fault),
    ) {
        match self.schools.get(code) {
            None => put(header, code, Fault::UnknownSchool(code.to_owned())),
            Some(rows) if level.is_some_and(|level| rows.iter().all(|row| row.level != level)) => {
                put(header, code, Fault::SchoolOfOtherLevel(code.to_owned()));
            }
            Some(_) => {}
        }
    }

    fn choices(&self, texts: &Texts<'_>, put: &mut impl FnMut(&str, &str, Fault)) {
        let level = self.children.get(texts.get("受理编号")).copied().flatten();
        let kind = texts.get("类别");
        for header in choice_headers() {
            let code = texts.get(&header);
            if code.is_empty() {
                continue;
            }
            self.school(code, level, &header, put);
            let rows = self.schools.get(code).map_or(&[][..], Vec::as_slice);
            if !rows.is_empty() && !rows.iter().any(|school| is_of_kind(school, kind)) {
                put(&header, code, Fault::SchoolNotOfKind(code.to_owned()));
            }
        }
    }
}

/// Whether rows of the template belong to children of the desk.
fn names_children(template: Template) -> bool {
    matches!(
        template,
        Template::Choices | Template::JointReview | Template::CityResults
    )
}

/// Whether a school can be chosen under a 类别.
fn is_of_kind(school: &School, kind: &str) -> bool {
    match kind {
        "民办" => school.ownership == Ownership::Private,
        "公办寄宿" => {
            school.ownership == Ownership::Public && school.kind == SchoolKind::Boarding
        }
        "特殊教育" => school.kind == SchoolKind::Special,
        "一般公办" => school.general_choice,
        _ => true,
    }
}
