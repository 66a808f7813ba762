//! Sample sheets for tests and for looking at. All people and schools are made up.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use ruxue_papers::{
    Anchor, Edition, Fonts, Graduate, Imprint, Notice, PaperError, Register, Stage, Volume, cases,
    closing, compliance, draw_record, notices, roster,
};

pub mod case;
pub mod papers;
pub use case::{case_sample, case_worst};
pub use papers::{closing_sample, record_sample, report_sample, roster_sample};

/// Where Debian's packages put the fonts.
const SYSTEM: [&str; 2] = [
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/hanazono",
];

/// Finds a font file in a folder or where the system keeps it.
pub fn find_font(folder: &Path, name: &str) -> PathBuf {
    std::iter::once(folder.to_path_buf())
        .chain(SYSTEM.map(PathBuf::from))
        .map(|f| f.join(name))
        .find(|p| p.exists())
        .unwrap_or_else(|| folder.join(name))
}

pub fn imprint() -> Imprint {
    Imprint {
        anchor: Anchor {
            seq: 88_123,
            hash: "0123456789abcdef".to_owned(),
        },
        edition: Edition::Real,
        office: "北京市朝阳区招考中心".to_owned(),
        watermark: None,
        date: NaiveDate::from_ymd_opt(2021, 7, 6).unwrap_or_default(),
    }
}

pub fn notice(number: usize, name: &str) -> Notice {
    let number_text = format!("朝教入〔2021〕S001-{number:04}");
    Notice {
        receipt: format!("H21{number:06}"),
        qr: format!("RUXUE/1 {number_text} 3F9A61C0 88123:0123456789abcdef"),
        number: number_text,
        name: name.to_owned(),
        stage: Stage::Primary,
        year: 2021,
        school: "北京市朝阳区双井第一实验小学".to_owned(),
        district: "朝阳区".to_owned(),
        graduate: None,
        report_time: "2021年8月28日（星期六）上午9:00—11:00".to_owned(),
        report_place: "北京市朝阳区双井街道广和里中街18号院本校东门（地铁7号线双井站B口步行300米）"
            .to_owned(),
        bring: [
            "本通知书",
            "全家户口簿原件及复印件",
            "儿童预防接种证",
            "近期一寸免冠照片两张",
        ]
        .map(str::to_owned)
        .to_vec(),
        phone: "010-6770 0000".to_owned(),
    }
}

pub const LONG_NAME: &str = "阿卜杜热合曼·买买提吐尔逊·艾力江·努尔艾合买提·古丽巴哈尔·阿不都热依木·吐尔洪·玉素甫江·麦麦提敏·伊斯马伊力汗";

pub fn notice_samples() -> Vec<Notice> {
    let mut blank = notice(6, "赵一");
    blank.report_time.clear();
    blank.report_place.clear();
    blank.bring.clear();
    blank.phone.clear();
    let mut junior = notice(7, "欧阳䶮𬎆");
    junior.stage = Stage::Junior;
    junior.graduate = Some(Graduate {
        school: "北京市朝阳区团结湖第二小学".to_owned(),
        education_id: "28113040".to_owned(),
    });
    junior.school = "首都外国语大学附属北京市朝阳区未来科学城实验学校（初中部南湖校区）".to_owned();
    let mut full = notice(8, "钱小满");
    full.bring = (0..14)
        .map(|n| format!("第{n}类证明材料原件及复印件一份（复印件须加盖公章）"))
        .collect();
    vec![
        notice(1, "王小明"),
        notice(2, "䶮𬎆𫖯"),
        notice(3, LONG_NAME),
        notice(4, "Anna-Maria Müller Fernández de la Cruz y Å. Ørsted"),
        notice(5, "孙\u{2EBF0}\u{E863}"),
        blank,
        junior,
        full,
        notice(9, "阿卜杜拉·买买提"),
    ]
}

/// Many notices with names over some two thousand characters.
pub fn many_notices(many: usize) -> Vec<Notice> {
    let han = |n: usize| char::from_u32(0x4E00 + (n * 7919 % 2500) as u32).unwrap_or('王');
    (0..many)
        .map(|n| {
            let name: String = [han(n), han(n * 3 + 1), han(n * 5 + 2)].iter().collect();
            notice(n + 1, &name)
        })
        .collect()
}

pub fn all(fonts: &Fonts) -> Result<Vec<(&'static str, Volume)>, PaperError> {
    let demonstration = Imprint {
        edition: Edition::Demonstration,
        ..imprint()
    };
    let rehearsal = record_sample(Register::Rehearsal);
    let mut stopped = roster_sample(20);
    stopped.rows[2].name = "李\u{2EBF0}".to_owned();
    Ok(vec![
        ("notices", notices(fonts, &imprint(), &notice_samples())?),
        (
            "notice-demo",
            notices(fonts, &demonstration, &[notice(1, "王小明")])?,
        ),
        ("closing", closing(fonts, &imprint(), &closing_sample())?),
        ("roster", roster(fonts, &imprint(), &roster_sample(60))?),
        (
            "roster-empty",
            roster(fonts, &imprint(), &roster_sample(0))?,
        ),
        ("roster-stopped", roster(fonts, &imprint(), &stopped)?),
        (
            "record",
            draw_record(fonts, &imprint(), &record_sample(Register::Formal))?,
        ),
        ("rehearsal", draw_record(fonts, &demonstration, &rehearsal)?),
        (
            "cases",
            cases(
                fonts,
                &demonstration,
                &[case_sample("王小明"), case_worst()],
            )?,
        ),
        (
            "compliance",
            compliance(fonts, &imprint(), &report_sample())?,
        ),
    ])
}
