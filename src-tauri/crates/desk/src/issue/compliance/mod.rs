//! 合规报告: the checks C1 to C14, as far as this season's data can answer. What could not be
//! checked says so and is never a pass.

mod conduct;
mod outcome;

use super::figures::Figures;
use super::{IssueError, imprint};
use crate::access::Act;
use crate::open::Desk;
use crate::store::file::write_file;
use crate::store::{Ask, Mark, StoreError};
use ruxue_papers::{Check, CheckResult, ComplianceReport, Figure, Fonts, Stopped};
use ruxue_rules::Pack;
use std::path::Path;

/// Writes the compliance report to a PDF; gives what was stopped in it.
///
/// # Errors
/// Where the person may not, or what fonts and disk say.
pub fn compliance(desk: &mut Desk, fonts: &Fonts, out: &Path) -> Result<Vec<Stopped>, IssueError> {
    desk.require(Act::Report)?;
    desk.require_clock()?;
    let figures = Figures::load(desk)?;
    let sheet = report(&figures, desk.pack());
    let failed = sheet
        .checks
        .iter()
        .filter(|check| check.result == CheckResult::Violates)
        .count();
    desk.transact::<_, IssueError>(Ask::to(Act::Report), |_| {
        Ok((
            (),
            Mark::on("report", "compliance").result(format!("{failed} violated")),
        ))
    })?;
    let volume = ruxue_papers::compliance(fonts, &imprint(desk), &sheet)?;
    if let Some(parent) = out.parent() {
        std::fs::create_dir_all(parent).map_err(|e| StoreError::File(parent.to_owned(), e))?;
    }
    write_file(out, &volume.pdf)?;
    Ok(volume.stopped)
}

fn report(figures: &Figures, pack: &Pack) -> ComplianceReport {
    let mut faults = Vec::new();
    if figures.season.register.cases.is_empty() {
        faults.push("还没有报名数据，各项人数为零，结论只说明系统内没有违规记录。".to_owned());
    }
    if figures
        .plan
        .findings
        .iter()
        .any(|finding| finding.code == "CEREMONY_OPEN")
    {
        faults.push("有派位场次尚未结束，录取与未安排人数还会变动。".to_owned());
    }
    ComplianceReport {
        title: String::new(),
        period: format!("{} 年入学季", pack.season()),
        pack: pack.title().to_owned(),
        pack_digest: pack.digest().to_owned(),
        data_faults: faults,
        checks: vec![
            conduct::columns(
                figures,
                "C1 不得以考试成绩、竞赛证书、培训竞赛成绩、考级证明作为招生依据",
                "六4",
                &["成绩", "竞赛", "获奖", "考级"],
            ),
            conduct::columns(
                figures,
                "C2 不得以面试、测评、接收简历等方式选拔学生",
                "六4",
                &["面试", "测评", "简历"],
            ),
            conduct::early(figures, pack),
            conduct::graduating(figures),
            conduct::class_words(figures),
            conduct::boarding(figures),
            conduct::timetable(figures, pack),
            outcome::plans(figures),
            outcome::everyone(figures),
            outcome::private(figures),
            outcome::published(figures),
            outcome::filed(figures),
            outcome::chain(figures),
            conduct::columns(
                figures,
                "C14 不收集父母职务、收入等与入学无关的信息",
                "教育部2022年招生入学通知",
                &["职务", "收入"],
            ),
        ],
        tables: vec![figures.by_school()],
    }
}

fn check(rule: &str, clause: &str, method: &str) -> Check {
    Check {
        rule: rule.into(),
        clause: clause.into(),
        method: method.into(),
        figures: Vec::new(),
        receipts: Vec::new(),
        result: CheckResult::Conforms,
        remark: String::new(),
    }
}

/// Building a check in one expression.
trait Count {
    fn count(self, label: &str, value: impl ToString) -> Check;
    fn violated_if(self, broken: bool, remark: String) -> Check;
    fn unchecked(self, why: &str) -> Check;
}

impl Count for Check {
    fn count(mut self, label: &str, value: impl ToString) -> Check {
        self.figures.push(Figure {
            label: label.into(),
            value: value.to_string(),
        });
        self
    }

    fn violated_if(mut self, broken: bool, remark: String) -> Check {
        if broken {
            self.result = CheckResult::Violates;
            self.remark = remark;
        }
        self
    }

    fn unchecked(mut self, why: &str) -> Check {
        self.result = CheckResult::NotChecked { why: why.into() };
        self
    }
}
