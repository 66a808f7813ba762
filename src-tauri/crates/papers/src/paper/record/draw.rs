//! The pages of the record.

use super::{
    BatchLine, CeremonyState, DrawRecord, Groups, Leftover, Method, Register, SchoolLine, Witness,
    WitnessKind,
};
use crate::kit::flow::{Flow, Paragraph};
use crate::kit::fonts::Style;
use crate::kit::press::{Area, Ink, Type};
use crate::kit::table::{Align, Column, Row, Table, Weight};
use crate::kit::{mm, qr};
use crate::{Imprint, PaperError};

const HEADING: Type = Type::new(Style::Bold, 13.0);
const BODY: Type = Type::new(Style::Serif, 11.0);
const LABEL: Type = Type::new(Style::Serif, 11.0).ink(Ink::Grey);
const LABEL_WIDTH: f32 = 84.0;
const NOTE: Type = Type::new(Style::Sans, 8.5).ink(Ink::Grey);

/// Draws the whole record.
pub(super) fn draw(
    flow: &mut Flow<'_, '_>,
    imprint: &Imprint,
    sheet: &DrawRecord,
) -> Result<(), PaperError> {
    flow.centred(Type::new(Style::Bold, 22.0), "派位过程记录");
    flow.gap(4.0);
    let number = format!("{}　{}", sheet.ceremony, register(sheet.register));
    flow.centred(Type::new(Style::Serif, 13.0), &number);
    flow.gap(6.0);
    ceremony(flow, imprint, sheet);
    digests(flow, sheet);
    code(flow, imprint, sheet)?;
    witnesses(flow, sheet);
    batches(flow, &sheet.batches);
    schools(flow, &sheet.schools);
    if !sheet.verification.is_empty() {
        flow.heading(HEADING, "六、复算核对");
        for line in &sheet.verification {
            flow.paragraph(Paragraph::new(Type::new(Style::Sans, 9.0), 14.0), line);
        }
    }
    signatures(flow, sheet);
    Ok(())
}

fn register(register: Register) -> &'static str {
    match register {
        Register::Formal => "正式派位",
        Register::Rehearsal => "演练",
    }
}

fn ceremony(flow: &mut Flow<'_, '_>, imprint: &Imprint, sheet: &DrawRecord) {
    flow.heading(HEADING, "一、仪式");
    let state = match &sheet.state {
        CeremonyState::Completed => "已完成".to_owned(),
        CeremonyState::Aborted { reason } => format!("中止，未产生结果。原因：{reason}"),
    };
    let software = format!("{} {}", sheet.software, sheet.version);
    let anchor = imprint.anchor.text();
    let pairs = [
        ("派位编号", sheet.ceremony.as_str()),
        ("性质", register(sheet.register)),
        ("状态", state.as_str()),
        ("所用软件", software.as_str()),
        ("日志锚点", anchor.as_str()),
        ("时间", sheet.time.as_str()),
        ("地点", sheet.place.as_str()),
    ];
    for (label, text) in pairs {
        if text.is_empty() {
            flow.blank(LABEL, LABEL_WIDTH, label);
        } else {
            flow.labelled(LABEL, LABEL_WIDTH, BODY, (label, text));
        }
    }
}

fn digests(flow: &mut Flow<'_, '_>, sheet: &DrawRecord) {
    flow.heading(HEADING, "二、文件摘要（SHA-256）");
    let d = &sheet.digests;
    let lines = [
        ("上一场派位", "prev", &d.previous),
        ("政策包", "policy", &d.policy),
        ("批次表", "batches.csv", &d.batches),
        ("计划表", "plan.csv", &d.plan),
        ("名单", "roster.csv", &d.roster),
        ("机器随机数摘要", "nonce", &d.nonce),
        ("机器随机数", "seed.txt 所载", &sheet.nonce),
        ("封存单", "freeze.txt", &d.freeze),
        ("种子", "seed.txt", &d.seed),
        ("结果", "result.csv", &d.result),
        ("结束单", "close.txt", &d.close),
    ];
    let rows: Vec<Row> = lines
        .into_iter()
        .map(|(label, file, digest)| {
            let digest = if digest.is_empty() {
                "（无）"
            } else {
                digest
            };
            plain([label, file, digest])
        })
        .collect();
    let columns = [
        ("项目", 72.0, Align::Left),
        ("文件", 68.0, Align::Left),
        ("摘要", 319.0, Align::Left),
    ];
    let table = table(flow, &columns, 8.0);
    flow.table(&table, &rows);
}

fn code(flow: &mut Flow<'_, '_>, imprint: &Imprint, sheet: &DrawRecord) -> Result<(), PaperError> {
    let or_none = |digest: &str| match digest {
        "" => "-".to_owned(),
        digest => digest.to_owned(),
    };
    let content = format!(
        "RUXUE-DRAW/1 {} freeze={} result={} anchor={}",
        sheet.ceremony,
        or_none(&sheet.digests.freeze),
        or_none(&sheet.digests.result),
        imprint.anchor.text()
    );
    let side = mm(36.0);
    flow.need(side + 8.0);
    flow.gap(6.0);
    let area = Area {
        x: flow.left,
        y: flow.y,
        width: side,
        height: side,
    };
    flow.press.image(area, qr::image(&content)?);
    let x = flow.left + side + 10.0;
    let notes = [
        "左侧二维码载有派位编号、封存单摘要、结果摘要和日志锚点。",
        "任何人取得公布的文件后，用 sha256sum 即可逐一核对上表；",
        "按公布的规则用种子重算，可得到逐字节相同的结果。",
    ];
    for (at, note) in notes.into_iter().enumerate() {
        let y = flow.y + side / 2.0 - 10.0 + at as f32 * 14.0;
        flow.press.text(x, y, NOTE, note);
    }
    flow.gap(side);
    Ok(())
}

fn witnesses(flow: &mut Flow<'_, '_>, sheet: &DrawRecord) {
    flow.heading(HEADING, "三、见证数字");
    let row = |(at, w): (usize, &Witness)| {
        let kind = match w.kind {
            WitnessKind::Sealed => "事先密封",
            WitnessKind::Dice => "现场掷骰",
            WitnessKind::Public => "公开发布",
        };
        let digits = if w.digits.is_empty() {
            "（未读出）"
        } else {
            &w.digits
        };
        let (slot, count) = (format!("w{}", at + 1), w.count.to_string());
        plain([slot.as_str(), &w.label, kind, &count, digits])
    };
    let rows: Vec<Row> = sheet.witnesses.iter().enumerate().map(row).collect();
    let columns = [
        ("席位", 32.0, Align::Centre),
        ("见证方", 118.0, Align::Left),
        ("方式", 58.0, Align::Centre),
        ("位数", 34.0, Align::Right),
        ("读出的数字", 217.0, Align::Left),
    ];
    let table = table(flow, &columns, 9.0);
    flow.table(&table, &rows);
}

fn batches(flow: &mut Flow<'_, '_>, batches: &[BatchLine]) {
    flow.heading(HEADING, "四、批次与人数");
    let over = |b: &BatchLine| b.over_plan.iter().map(|o| o.seats).sum::<u32>();
    let mut rows: Vec<Row> = batches
        .iter()
        .map(|b| {
            let counts = [
                b.applied,
                b.seats,
                b.admitted,
                b.placed,
                b.waiting,
                b.elsewhere,
                over(b),
            ];
            let mut row = plain([b.number.to_string().as_str(), &b.title, &rules(b)]);
            row.cells.extend(counts.map(|n| n.to_string()));
            row
        })
        .collect();
    let sum = |of: fn(&BatchLine) -> u32| batches.iter().map(of).sum::<u32>();
    let totals = [
        sum(|b| b.applied),
        sum(|b| b.seats),
        sum(|b| b.admitted),
        sum(|b| b.placed),
        sum(|b| b.waiting),
        sum(|b| b.elsewhere),
        batches.iter().map(over).sum(),
    ];
    let mut total = plain(["", "合计", ""]);
    total.weight = Weight::Total;
    total.cells.extend(totals.map(|n| n.to_string()));
    rows.push(total);
    let columns = [
        ("批次", 30.0, Align::Centre),
        ("名称", 96.0, Align::Left),
        ("规则", 102.0, Align::Left),
        ("报名", 33.0, Align::Right),
        ("学位", 33.0, Align::Right),
        ("录取", 33.0, Align::Right),
        ("派入", 33.0, Align::Right),
        ("未录取", 33.0, Align::Right),
        ("前批", 33.0, Align::Right),
        ("超计划", 33.0, Align::Right),
    ];
    let table = table(flow, &columns, 8.5);
    flow.table(&table, &rows);
    flow.gap(4.0);
    let terms =
        "录取：按志愿录取；派入：随机派入剩余学位；前批：已由前面的批次录取，不再参加本批。";
    flow.paragraph(Paragraph::new(NOTE, 14.0), terms);
    for batch in batches {
        for over in &batch.over_plan {
            let line = format!(
                "超计划：批次 {}，{}，因多胞胎整组录取多用学位 {} 个。",
                batch.number, over.school, over.seats
            );
            flow.paragraph(Paragraph::new(Type::new(Style::Sans, 9.0), 14.0), &line);
        }
    }
}

fn rules(batch: &BatchLine) -> String {
    let method = match batch.method {
        Method::Serial => "随机号优先",
        Method::Rounds => "志愿优先",
    };
    let groups = match batch.groups {
        Groups::Skip => "多胞胎学位不足则跳过",
        Groups::Extend => "多胞胎整组录取",
    };
    let leftover = match batch.leftover {
        Leftover::None => "余下等待",
        Leftover::Pool => "余下随机派入剩余学位",
    };
    format!("{method}；{groups}；{leftover}")
}

fn schools(flow: &mut Flow<'_, '_>, schools: &[SchoolLine]) {
    flow.heading(HEADING, "五、各校人数");
    let rows: Vec<Row> = schools
        .iter()
        .map(|s| {
            let taken = s.admitted + s.placed;
            let counts = [
                s.seats,
                s.admitted,
                s.placed,
                s.seats.saturating_sub(taken),
                taken.saturating_sub(s.seats),
            ];
            let mut row = plain([s.batch.to_string().as_str(), &s.code, &s.name]);
            row.cells.extend(counts.map(|n| n.to_string()));
            row
        })
        .collect();
    let columns = [
        ("批次", 32.0, Align::Centre),
        ("学校代码", 66.0, Align::Left),
        ("学校", 151.0, Align::Left),
        ("计划", 42.0, Align::Right),
        ("录取", 42.0, Align::Right),
        ("派入", 42.0, Align::Right),
        ("剩余", 42.0, Align::Right),
        ("超计划", 42.0, Align::Right),
    ];
    let table = table(flow, &columns, 8.5);
    flow.table(&table, &rows);
}

fn signatures(flow: &mut Flow<'_, '_>, sheet: &DrawRecord) {
    let lines = [
        ("操作员", sheet.operator.as_str()),
        ("第二人", sheet.second.as_str()),
        ("公证员（一）", ""),
        ("公证员（二）", ""),
        ("监督代表", ""),
        ("监督代表", ""),
    ];
    let height = 30.0;
    flow.need(lines.len() as f32 * height + 106.0);
    let number = match sheet.verification.is_empty() {
        true => "六、签名",
        false => "七、签名",
    };
    flow.heading(HEADING, number);
    let words = "以下各方在场见证，本记录所载与现场一致。";
    flow.paragraph(Paragraph::new(BODY, 18.0), words);
    for (role, name) in lines {
        flow.sign(BODY, (role, name), height);
    }
    flow.gap(8.0);
    flow.blank(BODY, LABEL_WIDTH, "签署地点");
    flow.blank(BODY, LABEL_WIDTH, "签署时间");
}

fn plain<const N: usize>(cells: [&str; N]) -> Row {
    Row {
        cells: cells.map(str::to_owned).to_vec(),
        ..Row::default()
    }
}

fn table(flow: &Flow<'_, '_>, columns: &[(&str, f32, Align)], size: f32) -> Table {
    Table {
        x: flow.left,
        columns: columns
            .iter()
            .map(|(head, width, align)| Column::new(head, *width, *align))
            .collect(),
        size,
        least_height: size * 2.0,
    }
}
