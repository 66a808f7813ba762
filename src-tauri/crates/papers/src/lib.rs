//! Sheets of data in, PDF bytes out.
//!
//! Every paper of the workstation is made here: the admission notice (入学通知书), the draw record
//! (派位过程记录), the roster (新生花名册), the case sheet (判定说明), the compliance report
//! (合规报告) and the daily closing sheet (日终清单). The crate reads no
//! file, no clock and no random source: fonts come as bytes, dates and numbers as plain data, and
//! the same input gives the same bytes.
//!
//! A character that no font of [`Fonts`] can draw never becomes a blank box: the page that holds
//! it is not printed and is named in [`Volume::stopped`].

mod kit;
mod paper;

pub use kit::fonts::{FONT_FILES, FontError, Fonts};
pub use paper::case::{CaseCondition, CaseFact, CaseMark, CaseSection, CaseSheet, cases};
pub use paper::closing::{ClosingBefore, ClosingCount, ClosingSheet, closing};
pub use paper::compliance::{
    Check, CheckResult, ComplianceReport, Figure, FigureTable, compliance,
};
pub use paper::notice::{Graduate, Notice, Stage, notices};
pub use paper::purge::{Copy, PurgeCertificate, PurgeLine, purge_certificate};
pub use paper::record::{
    BatchLine, CeremonyDigests, CeremonyState, DrawRecord, Groups, Leftover, Method, OverPlan,
    Register, SchoolLine, Witness, WitnessKind, draw_record,
};
pub use paper::recovery::{RecoverySheet, recovery};
pub use paper::roster::{Masking, Roster, RosterRow, roster};

/// What every page of a volume carries besides its own matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// Head of the journal when the paper was made; stands in the foot of every page.
    pub anchor: Anchor,
    /// Whether the paper is real or made by a demonstration desk.
    pub edition: Edition,
    /// Who made the paper, as the foot names it, for example `区招考中心`; may be empty.
    pub office: String,
    /// The paper's date.
    pub date: chrono::NaiveDate,
    /// Who made a list that leaves the desk, and when: faintly across every page. `None` on papers
    /// for families and the public.
    pub watermark: Option<String>,
}

/// A point of the journal (`spec/records.md`): sequence number and the first 16 hex digits of
/// the entry's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Sequence number of the entry.
    pub seq: u64,
    /// First 16 lowercase hex digits of its hash.
    pub hash: String,
}

impl Anchor {
    /// Writes the anchor as papers and `audit verify --anchor` do: `SEQ:HEX`.
    pub fn text(&self) -> String {
        format!("{}:{}", self.seq, self.hash)
    }
}

/// Real paper, or paper of a demonstration desk, which says 演示 on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// A paper in force.
    Real,
    /// Made by a demonstration desk: every page is marked 演示.
    Demonstration,
}

/// A finished PDF and what could not be printed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// The PDF; empty when no page was printed.
    pub pdf: Vec<u8>,
    /// Number of pages in `pdf`.
    pub pages: usize,
    /// What was stopped, in the order of the sheets.
    pub stopped: Vec<Stopped>,
}

/// Something that was not printed because no font has one of its characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Receipt (受理编号) of the child; empty where the characters belong to no child.
    pub receipt: String,
    /// The characters, each as `U+XXXX`, in order of first appearance.
    pub characters: Vec<String>,
    /// What happened and how to cure it: a sentence for the person at the desk.
    pub message: String,
}

/// Why a volume could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A font could not be reduced to the characters used.
    #[error("字体 {face} 取子集失败：{why}。请重新运行字体安装步骤（scripts/fonts.sh）。")]
    Subset {
        /// Name of the face.
        face: String,
        /// What the font library said.
        why: String,
    },
    /// A QR code's content is too long.
    #[error("二维码内容太长（{bytes} 字节），请缩短后重印。")]
    Qr {
        /// Length of the content in bytes.
        bytes: usize,
    },
    /// A notice does not go on one page in readable type.
    #[error("通知书 {number} 的内容太多，一页放不下。请缩短报到地点或携带材料的文字后重印。")]
    TooLong {
        /// Number of the notice.
        number: String,
    },
    /// A case sheet does not go on one page in readable type.
    #[error(
        "受理编号 {receipt} 的判定说明内容太多，一页放不下。请核对登记的内容里过长的文字后重印。"
    )]
    CaseTooLong {
        /// Receipt of the child.
        receipt: String,
    },
    /// The PDF could not be written.
    #[error("PDF 写出失败：{0}。")]
    Write(String),
}
