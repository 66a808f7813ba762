//! 清除证明: what was deleted when its time was over, and what people must still destroy.

use crate::kit::flow::{Flow, Paragraph};
use crate::kit::fonts::Style;
use crate::kit::mm;
use crate::kit::press::{Ink, Press, Type};
use crate::kit::table::{Align, Column, Row, Table, Weight};
use crate::kit::volume::{Cover, StoppedPage, chinese_date};
use crate::{Fonts, Imprint, PaperError, Volume};

/// One kind of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeLine {
    /// Name of the class.
    pub class: String,
    /// What the records are.
    pub record: String,
    /// How long they are kept, as printed: `6 年`, `永久`.
    pub keep: String,
    /// Year of the last season that was due; empty where none was.
    pub season: String,
    /// How many were deleted.
    pub count: i64,
}

/// A copy that still holds what was deleted, and that the program cannot reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Name of its file.
    pub file: String,
    /// Where it was written to.
    pub place: String,
    /// When, as printed.
    pub made: String,
    /// The day by which it is gone of itself; empty where a person must destroy it.
    pub gone_by: String,
}

/// The certificate of one purge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeCertificate {
    /// Number of the purge.
    pub number: u64,
    /// When the records were deleted, as printed.
    pub time: String,
    /// The day on which the terms were reckoned.
    pub day: chrono::NaiveDate,
    /// Title of the table of retention.
    pub terms: String,
    /// SHA-256 of its file, hex.
    pub digest: String,
    /// All kinds of record, those that stayed too.
    pub lines: Vec<PurgeLine>,
    /// Children concerned.
    pub children: usize,
    /// Children kept because their case is open.
    pub held: i64,
    /// Salts deleted.
    pub salts: i64,
    /// Key of `list`, hex.
    pub salt: String,
    /// HMAC-SHA-256 of the list of receipts, hex.
    pub list: String,
    /// Number of the journal entry of the deletion.
    pub entry: i64,
    /// Backups in the desk's own folder that were removed.
    pub own_backups: Vec<String>,
    /// Copies elsewhere.
    pub elsewhere: Vec<Copy>,
    /// Who purged.
    pub operator: String,
    /// The second person.
    pub second: String,
}

const HEADING: Type = Type::new(Style::Bold, 13.0);
const BODY: Type = Type::new(Style::Serif, 11.0);
const LABEL: Type = Type::new(Style::Serif, 11.0).ink(Ink::Grey);
const CODE: Type = Type::new(Style::Sans, 9.0);
const LABEL_WIDTH: f32 = 66.0;

/// Prints the certificate.
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn purge_certificate(
    fonts: &Fonts,
    imprint: &Imprint,
    sheet: &PurgeCertificate,
) -> Result<Volume, PaperError> {
    let title = "到期数据清除证明".to_owned();
    let cover = Cover {
        imprint,
        title: title.clone(),
        paper: "清除证明",
        mark: None,
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    let running = format!("{title}　第 {} 号", sheet.number);
    let mut flow = Flow::new(&mut press, &cover, running);
    flow.centred(Type::new(Style::Bold, 22.0), &title);
    flow.gap(10.0);
    about(&mut flow, imprint, sheet);
    went(&mut flow, sheet);
    how(&mut flow, sheet);
    still(&mut flow, sheet);
    flow.need(110.0);
    flow.gap(10.0);
    let words = "我们共同办理了本次清除，并核对了以上内容。";
    flow.paragraph(paragraph(), words);
    for (role, name) in [
        ("经办人", sheet.operator.as_str()),
        ("第二人", sheet.second.as_str()),
    ] {
        flow.sign(BODY, (role, name), 30.0);
    }
    cover.finish(press)
}

fn paragraph() -> Paragraph {
    Paragraph {
        indent: 22.0,
        ..Paragraph::new(BODY, 18.0)
    }
}

fn about(flow: &mut Flow<'_, '_>, imprint: &Imprint, sheet: &PurgeCertificate) {
    let number = format!("第 {} 号", sheet.number);
    let day = chinese_date(sheet.day);
    let entry = format!("第 {} 条（删除），页脚为制作本证明时的锚点", sheet.entry);
    let pairs = [
        ("单位", imprint.office.as_str()),
        ("编号", number.as_str()),
        ("清除时间", sheet.time.as_str()),
        ("计算日期", day.as_str()),
        ("期限依据", sheet.terms.as_str()),
        ("日志", entry.as_str()),
    ];
    for pair in pairs {
        flow.labelled(LABEL, LABEL_WIDTH, BODY, pair);
    }
    flow.labelled(LABEL, LABEL_WIDTH, CODE, ("依据摘要", &sheet.digest));
}

fn went(flow: &mut Flow<'_, '_>, sheet: &PurgeCertificate) {
    flow.heading(HEADING, "一、清除了什么");
    let kept = match sheet.held {
        0 => "没有因未办结而保留的儿童。".to_owned(),
        held => format!("另有 {held} 名儿童尚在派位或待核定，其记录未清除。"),
    };
    let text = format!("涉及儿童 {} 名。{kept}各类记录如下：", sheet.children);
    flow.paragraph(paragraph(), &text);
    flow.gap(4.0);
    let columns = [
        ("类别", 40.0, Align::Left),
        ("记录", 66.0, Align::Left),
        ("保存期限", 18.0, Align::Centre),
        ("到期至", 18.0, Align::Centre),
        ("清除数", 20.0, Align::Right),
    ];
    let row = |line: &PurgeLine| {
        let season = match line.season.as_str() {
            "" => "—".to_owned(),
            year => format!("{year}年"),
        };
        [
            line.class.clone(),
            line.record.clone(),
            line.keep.clone(),
            season,
            line.count.to_string(),
        ]
    };
    draw(flow, &columns, sheet.lines.iter().map(row));
}

fn draw<const N: usize>(
    flow: &mut Flow<'_, '_>,
    columns: &[(&str, f32, Align); N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let table = Table {
        x: flow.left,
        columns: columns
            .iter()
            .map(|(head, width, align)| Column::new(head, mm(*width), *align))
            .collect(),
        size: 9.0,
        least_height: 17.0,
    };
    let rows: Vec<Row> = rows
        .map(|cells| Row {
            receipt: String::new(),
            cells: cells.into_iter().collect(),
            weight: Weight::Plain,
        })
        .collect();
    flow.table(&table, &rows);
}

fn how(flow: &mut Flow<'_, '_>, sheet: &PurgeCertificate) {
    flow.heading(HEADING, "二、怎样清除");
    let text = format!(
        "记录所在的数据页先被覆盖，再整份重写数据库、清空预写日志，旧页不再存在；工作台内的纸件文件先覆盖再删除；\
         删除了 {} 个记录盐，日志中的摘要从此不能与这些儿童对应，日志本身没有改动，仍可核验。\
         录取去向、派位结果、印发台账和日志按规定永久保存，其中只有受理编号。",
        sheet.salts
    );
    flow.paragraph(paragraph(), &text);
    flow.paragraph(
        paragraph(),
        "涉及的受理编号升序排列、每行一个，用下面的盐（32 字节）作密钥求 HMAC-SHA-256，得到名单摘要，可据以核对某份名单是否就是本次清除的名单：",
    );
    flow.labelled(LABEL, LABEL_WIDTH, CODE, ("盐", &sheet.salt));
    flow.labelled(LABEL, LABEL_WIDTH, CODE, ("名单摘要", &sheet.list));
    let own = match sheet.own_backups.len() {
        0 => "工作台自己的备份文件夹里没有更早的备份。清除之后另做了一份新备份。".to_owned(),
        count => format!(
            "工作台自己的备份文件夹里更早的 {count} 份备份（包括办理前自动留存的）含有已清除的记录，已一并删除；清除之后另做了一份新备份。"
        ),
    };
    flow.paragraph(paragraph(), &own);
}

fn still(flow: &mut Flow<'_, '_>, sheet: &PurgeCertificate) {
    flow.heading(HEADING, "三、还须由人销毁");
    flow.paragraph(
        paragraph(),
        "程序够不到的副本须由保管人销毁：打印出的纸件，导出或另存到别处的文件，交给学校和其他部门的名单，\
         以及下列存放在移动介质等处、制作于本次清除之前的备份。由这些备份恢复的工作台会重新带有已清除的记录，恢复之后应立即再办一次到期清除。",
    );
    flow.gap(4.0);
    if sheet.elsewhere.is_empty() {
        flow.paragraph(paragraph(), "台账上没有存放在别处的备份。");
    } else {
        let columns = [
            ("备份文件", 54.0, Align::Left),
            ("位置", 30.0, Align::Left),
            ("制作时间", 26.0, Align::Centre),
            ("处理", 30.0, Align::Left),
            ("销毁人、日期", 22.0, Align::Left),
        ];
        let row = |copy: &Copy| {
            let fate = match copy.gone_by.as_str() {
                "" => "不会轮换，必须销毁".to_owned(),
                day => format!("按月备份的，至迟 {day} 轮换删去；不再备份的，必须销毁"),
            };
            [
                copy.file.clone(),
                copy.place.clone(),
                copy.made.clone(),
                fate,
                String::new(),
            ]
        };
        draw(flow, &columns, sheet.elsewhere.iter().map(row));
    }
    flow.gap(6.0);
    flow.paragraph(
        paragraph(),
        "磁盘底层（固态盘的备用块、文件系统的快照）可能留有被覆盖内容的旧副本，程序不能保证其消失；数据库与备份的旧副本都是加密的，纸件文件的旧副本不是，报废磁盘时应按介质销毁规定办理。",
    );
}
