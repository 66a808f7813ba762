//! The pages of the report.

use super::{Check, CheckResult, ComplianceReport, FigureTable};
use crate::kit::flow::{Flow, Paragraph};
use crate::kit::fonts::Style;
use crate::kit::press::{Ink, Type};
use crate::kit::table::{Align, Column, Row, Table, Weight};
use crate::kit::volume::chinese_date;
use crate::kit::{mm, qr};
use crate::{Imprint, PaperError};

const HEADING: Type = Type::new(Style::Bold, 13.0);
const BODY: Type = Type::new(Style::Serif, 11.0);
const LABEL: Type = Type::new(Style::Serif, 11.0).ink(Ink::Grey);
const SMALL: Type = Type::new(Style::Sans, 9.0);
const LABEL_WIDTH: f32 = 66.0;
/// Side of the anchor's code.
const CODE: f32 = mm(20.0);

/// Draws the whole report.
pub(super) fn draw(
    flow: &mut Flow<'_, '_>,
    imprint: &Imprint,
    title: &str,
    sheet: &ComplianceReport,
) -> Result<(), PaperError> {
    flow.centred(Type::new(Style::Bold, 22.0), title);
    flow.gap(10.0);
    let code = (flow.left + flow.width - CODE, flow.y);
    qr::anchor(flow.press, &imprint.anchor, code, CODE)?;
    let width = flow.width;
    flow.width -= CODE + 8.0;
    let anchor = imprint.anchor.text();
    let date = chinese_date(imprint.date);
    let pairs = [
        ("报告期间", sheet.period.as_str()),
        ("出具单位", imprint.office.as_str()),
        ("出具日期", date.as_str()),
        ("政策包", sheet.pack.as_str()),
        ("政策摘要", sheet.pack_digest.as_str()),
        ("日志锚点", anchor.as_str()),
    ];
    for pair in pairs.into_iter().filter(|p| !p.1.is_empty()) {
        flow.labelled(LABEL, LABEL_WIDTH, BODY, pair);
    }
    flow.width = width;
    conclusion(flow, sheet);
    summary(flow, &sheet.checks);
    flow.heading(HEADING, "三、逐项说明");
    for (at, check) in sheet.checks.iter().enumerate() {
        detail(flow, at + 1, check);
    }
    if !sheet.tables.is_empty() {
        flow.heading(HEADING, "四、分项数字");
        for table in &sheet.tables {
            figures(flow, table);
        }
    }
    flow.need(100.0);
    flow.gap(14.0);
    for role in ["制表", "审核", "负责人"] {
        flow.sign(BODY, (role, ""), 28.0);
    }
    Ok(())
}

/// The result as a shape and a word: it must not hang on colour.
fn result(check: &Check) -> &'static str {
    match check.result {
        CheckResult::Conforms => "● 符合",
        CheckResult::Violates => "✕ 不符合",
        CheckResult::NotChecked { .. } => "◇ 未能检查",
    }
}

fn conclusion(flow: &mut Flow<'_, '_>, sheet: &ComplianceReport) {
    flow.heading(HEADING, "一、结论");
    let count = |of: fn(&CheckResult) -> bool| {
        let found = sheet.checks.iter().filter(|c| of(&c.result));
        found.count()
    };
    let good = count(|r| matches!(r, CheckResult::Conforms));
    let bad = count(|r| matches!(r, CheckResult::Violates));
    let open = count(|r| matches!(r, CheckResult::NotChecked { .. }));
    let paragraph = Paragraph {
        indent: 22.0,
        ..Paragraph::new(BODY, 19.0)
    };
    let counts = format!(
        "共检查 {} 项：符合 {good} 项，不符合 {bad} 项，未能检查 {open} 项。",
        sheet.checks.len()
    );
    flow.paragraph(paragraph, &counts);
    let verdict = match (sheet.checks.len(), bad, open, sheet.data_faults.len()) {
        (0, ..) => "没有做任何检查，本报告不能作为合规的依据。".to_owned(),
        (_, 0, 0, 0) => "所检查的各项均符合规定。".to_owned(),
        (_, 0, 0, n) => format!("数据有 {n} 处问题，所列“符合”只对可用的数据成立。"),
        (_, 0, _, _) => "有的项目未能检查，本报告不能作为全部合规的依据。".to_owned(),
        _ => "存在不符合规定的情况，须逐项处理后重新出具报告。".to_owned(),
    };
    let strong = Type::new(Style::Bold, 11.0);
    flow.paragraph(
        Paragraph {
            kind: strong,
            ..paragraph
        },
        &verdict,
    );
    if sheet.data_faults.is_empty() {
        return;
    }
    let head = format!(
        "数据问题（{} 处），影响本报告的结论：",
        sheet.data_faults.len()
    );
    flow.paragraph(
        Paragraph {
            kind: strong,
            ..paragraph
        },
        &head,
    );
    for fault in &sheet.data_faults {
        let mark = Paragraph {
            left: 22.0,
            ..Paragraph::new(BODY, 18.0)
        };
        flow.paragraph(mark, &format!("▲ {fault}"));
    }
}

fn summary(flow: &mut Flow<'_, '_>, checks: &[Check]) {
    flow.heading(HEADING, "二、检查结果一览");
    let rows: Vec<Row> = checks
        .iter()
        .enumerate()
        .map(|(at, check)| Row {
            cells: vec![
                (at + 1).to_string(),
                check.rule.clone(),
                check.clause.clone(),
                count_receipts(check),
                result(check).to_owned(),
            ],
            ..Row::default()
        })
        .collect();
    let columns = [
        ("序号", 32.0, Align::Centre),
        ("规定", 226.0, Align::Left),
        ("条款", 86.0, Align::Left),
        ("涉及人数", 44.0, Align::Right),
        ("结果", 71.0, Align::Left),
    ];
    let table = Table {
        x: flow.left,
        columns: columns
            .into_iter()
            .map(|(head, width, align)| Column::new(head, width, align))
            .collect(),
        size: 9.0,
        least_height: 19.0,
    };
    flow.table(&table, &rows);
}

fn count_receipts(check: &Check) -> String {
    match check.result {
        CheckResult::NotChecked { .. } => "—".to_owned(),
        _ => check.receipts.len().to_string(),
    }
}

fn detail(flow: &mut Flow<'_, '_>, number: usize, check: &Check) {
    flow.need(70.0);
    flow.gap(6.0);
    let head = format!("{number}. {}　{}", check.rule, result(check));
    flow.paragraph(Paragraph::new(Type::new(Style::Bold, 11.0), 18.0), &head);
    let figures = check.figures.iter();
    let figures: Vec<String> = figures
        .map(|f| format!("{} {}", f.label, f.value))
        .collect();
    let figures = figures.join("；");
    let why = match &check.result {
        CheckResult::NotChecked { why } => why.as_str(),
        _ => "",
    };
    let pairs = [
        ("条款", check.clause.as_str()),
        ("方法", check.method.as_str()),
        ("数字", figures.as_str()),
        ("未检查原因", why),
        ("说明", check.remark.as_str()),
    ];
    for pair in pairs.into_iter().filter(|p| !p.1.is_empty()) {
        let label = Type::new(Style::Serif, 10.5).ink(Ink::Grey);
        flow.labelled(label, LABEL_WIDTH, label.ink(Ink::Black), pair);
    }
    if !check.receipts.is_empty() {
        let head = format!("涉及的受理编号（{} 个）：", check.receipts.len());
        flow.paragraph(Paragraph::new(LABEL, 17.0), &head);
        let list = Paragraph {
            left: 22.0,
            ..Paragraph::new(SMALL, 13.5)
        };
        flow.paragraph(list, &check.receipts.join("、"));
    }
}

fn figures(flow: &mut Flow<'_, '_>, sheet: &FigureTable) {
    flow.need(80.0);
    flow.gap(8.0);
    flow.centred(Type::new(Style::Bold, 11.0), &sheet.title);
    flow.gap(3.0);
    let others = sheet.columns.len().saturating_sub(1);
    // The first column names the row and is wider; never less than a fifth of the width.
    let first = (flow.width - others as f32 * 48.0).max(flow.width * 0.2);
    let other = match others {
        0 => 0.0,
        n => (flow.width - first) / n as f32,
    };
    let columns = sheet.columns.iter().enumerate().map(|(at, head)| match at {
        0 => Column::new(
            head,
            if others == 0 { flow.width } else { first },
            Align::Left,
        ),
        _ => Column::new(head, other, Align::Right),
    });
    let table = Table {
        x: flow.left,
        columns: columns.collect(),
        size: if others > 8 { 7.5 } else { 9.0 },
        least_height: 17.0,
    };
    let plain = sheet.rows.iter().map(|cells| Row {
        cells: cells.clone(),
        ..Row::default()
    });
    let total = (!sheet.total.is_empty()).then(|| Row {
        cells: sheet.total.clone(),
        weight: Weight::Total,
        ..Row::default()
    });
    let rows: Vec<Row> = plain.chain(total).collect();
    flow.table(&table, &rows);
}
