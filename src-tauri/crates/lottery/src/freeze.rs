//! The freeze: four files that hold everything decided before any entropy exists.

use crate::canon::{Pairs, integer, same, unclean};
use crate::finding::Findings;
use crate::words::words;
use crate::{Digest, Finding, Folder, Lists, Mode, Nonce, Number, file};

words! {
    /// Where a witness's digits come from.
    SlotKind {
        /// Written down and sealed before anyone's are shown.
        Sealed "sealed";
        /// Ten-sided dice thrown in public.
        Dice "dice";
        /// Digits of a publication that lies after the freeze and is named in the label.
        Public "public";
    }
}

/// A witness slot of the freeze sheet: who gives how many digits, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Who, or which publication; not empty, no colon.
    pub label: String,
    /// How the digits come about.
    pub kind: SlotKind,
    /// How many decimal digits, at least 1.
    pub count: u32,
}

/// The freeze sheet (封存单), `freeze.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// The ceremony; its kind is the mode of the first line.
    pub number: Number,
    /// Digest of the previous ceremony's `close.txt`; for the first, of last season's `season.txt`,
    /// or zeros.
    pub prev: Digest,
    /// Digest of the policy pack.
    pub policy: Digest,
    /// Digest of `batches.csv`.
    pub batches: Digest,
    /// Digest of `plan.csv`.
    pub plan: Digest,
    /// Digest of `roster.csv`.
    pub roster: Digest,
    /// Digest of the machine nonce's 64 characters.
    pub nonce: Digest,
    /// The witness slots, w1 first.
    pub slots: Vec<Slot>,
}

/// A frozen ceremony: its sheet, and its folder with the four files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The sheet.
    pub freeze: Freeze,
    /// `batches.csv`, `plan.csv`, `roster.csv`, `freeze.txt`.
    pub folder: Folder,
}

/// Freezes a ceremony.
///
/// # Errors
///
/// Findings on `freeze.txt`: slots that the specification does not allow, or a first rehearsal that
/// names a predecessor, or a later ceremony that names none.
pub fn freeze(
    number: Number,
    prev: Digest,
    policy: Digest,
    slots: &[Slot],
    lists: &Lists,
    nonce: &Nonce,
) -> Result<Frozen, Vec<Finding>> {
    let (batches, plan, roster) = (lists.batches_csv(), lists.plan_csv(), lists.roster_csv());
    let freeze = Freeze {
        number,
        prev,
        policy,
        batches: Digest::of(&batches),
        plan: Digest::of(&plan),
        roster: Digest::of(&roster),
        nonce: nonce.digest(),
        slots: slots.to_vec(),
    };
    freeze.check()?;
    let mut folder = Folder {
        name: number.to_string(),
        ..Folder::default()
    };
    folder.put(file::BATCHES, batches);
    folder.put(file::PLAN, plan);
    folder.put(file::ROSTER, roster);
    folder.put(file::FREEZE, freeze.to_bytes());
    Ok(Frozen { freeze, folder })
}

const TITLE: &str = "RUXUE-FREEZE/1";
/// The line of w1.
const FIRST_SLOT_ROW: usize = 9;
const FORMAL_SLOTS: usize = 3;
const FORMAL_DIGITS: u32 = 20;

impl Freeze {
    /// Formal or rehearsal.
    pub fn mode(&self) -> Mode {
        self.number.mode()
    }

    /// The bytes of `freeze.txt`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{TITLE} {}\nceremony={}\n", self.mode().word(), self.number);
        for (key, digest) in [
            ("prev", self.prev),
            ("policy", self.policy),
            ("batches", self.batches),
            ("plan", self.plan),
            ("roster", self.roster),
            ("nonce", self.nonce),
        ] {
            text.push_str(&format!("{key}={digest}\n"));
        }
        for (slot, i) in self.slots.iter().zip(1..) {
            text.push_str(&format!(
                "w{i}={}:{}:{}\n",
                slot.label,
                slot.kind.word(),
                slot.count
            ));
        }
        text.into_bytes()
    }

    /// The digest of `freeze.txt`.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_bytes())
    }

    /// Reads `freeze.txt` and checks everything that its own text can show.
    ///
    /// # Errors
    ///
    /// Findings with line and cure.
    pub fn parse(bytes: &[u8]) -> Result<Freeze, Vec<Finding>> {
        let freeze = read(bytes).map_err(|finding| vec![finding])?;
        same(file::FREEZE, bytes, &freeze.to_bytes()).map_err(|finding| vec![finding])?;
        freeze.check()?;
        Ok(freeze)
    }

    fn check(&self) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::of(file::FREEZE);
        let (first, linked) = (self.number.order() == 1, self.prev != Digest::ZEROS);
        if !first && !linked {
            findings.push(
                3,
                "不是第一场，prev 应为上一场 close.txt 的摘要，不应为 64 个零",
            );
        }
        if first && linked && self.mode() == Mode::Rehearsal {
            findings.push(3, "第一场演练的 prev 应为 64 个零");
        }
        for (slot, row) in self.slots.iter().zip(FIRST_SLOT_ROW..) {
            if slot.label.trim().is_empty() || slot.label.contains(':') {
                findings.push(row, "见证人名称不能为空，也不能含半角冒号；请改名");
            }
            if slot.label.chars().any(char::is_control) {
                findings.push(row, "见证人名称含有控制字符；请删去");
            }
            if slot.count == 0 {
                findings.push(row, "数字位数至少为 1；请改正");
            }
        }
        if self.mode() == Mode::Formal {
            self.check_formal(&mut findings);
        }
        findings.or(())
    }

    fn check_formal(&self, findings: &mut Findings) {
        for (slot, row) in self.slots.iter().zip(FIRST_SLOT_ROW..) {
            if slot.count < FORMAL_DIGITS {
                findings.push(row, "正式派位每份见证数字至少 20 位；请增加位数");
            }
        }
        let row = FIRST_SLOT_ROW - 1 + self.slots.len();
        if self.slots.len() < FORMAL_SLOTS {
            findings.push(row, "正式派位至少要有 3 份见证数字；请增加见证人");
        }
        if self
            .slots
            .last()
            .is_some_and(|last| last.kind == SlotKind::Sealed)
        {
            let message =
                "最后一份数字须当众产生，应为 dice（掷骰）或 public（公开数字）；请调整次序或种类";
            findings.push(row, message);
        }
    }
}

fn read(bytes: &[u8]) -> Result<Freeze, Finding> {
    let mut pairs = Pairs::new(file::FREEZE, bytes)?;
    let mode = pairs.first(TITLE)?;
    let number = Number::parse(pairs.value("ceremony")?)
        .ok_or_else(|| pairs.fault("场次编号应形如 2021-0003，演练形如 R-0001；请取回原文件"))?;
    if number.mode() != mode {
        return Err(
            pairs.fault("首行的正式（FORMAL）或演练（REHEARSAL）与场次编号不符；请取回原文件")
        );
    }
    let mut freeze = Freeze {
        number,
        prev: pairs.hex("prev")?,
        policy: pairs.hex("policy")?,
        batches: pairs.hex("batches")?,
        plan: pairs.hex("plan")?,
        roster: pairs.hex("roster")?,
        nonce: pairs.hex("nonce")?,
        slots: Vec::new(),
    };
    while pairs.has_more() {
        let slot = pairs.value(&format!("w{}", freeze.slots.len() + 1))?;
        let slot = slot_of(slot).ok_or_else(|| {
            pairs.fault("见证数字应写作「名称:sealed、dice 或 public:位数」；请取回原文件")
        })?;
        freeze.slots.push(slot);
    }
    Ok(freeze)
}

fn slot_of(text: &str) -> Option<Slot> {
    let mut parts = text.split(':');
    let (label, kind, count) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (kind, count) = (SlotKind::from_word(kind)?, integer(count)?);
    Some(Slot {
        label: label.to_owned(),
        kind,
        count,
    })
}

/// Whether digits read out fit the slots they were read for, `w1` at this row of the file.
pub(crate) fn check_digits<S: AsRef<str>>(
    name: &'static str,
    first_row: usize,
    slots: &[Slot],
    digits: &[S],
) -> Result<(), Vec<Finding>> {
    let mut findings = Findings::of(name);
    for (((slot, digits), row), i) in slots.iter().zip(digits).zip(first_row..).zip(1..) {
        let digits = digits.as_ref();
        let (label, count) = (&slot.label, slot.count);
        if digits.bytes().any(|b| !b.is_ascii_digit()) {
            let message = format!("w{i}（{label}）只能是数字 0 至 9；请核对读数");
            findings.push(row, message);
        } else if digits.len() != count as usize {
            let has = digits.len();
            let message = format!("w{i}（{label}）应为 {count} 位数字，实为 {has} 位；请核对读数");
            findings.push(row, message);
        }
    }
    findings.or(())
}

/// Whether free text may stand at the end of a line.
pub(crate) fn clean_text(text: &str) -> Result<(), &'static str> {
    if text.trim().is_empty() {
        Err("不能为空")
    } else {
        unclean(text).map_or(Ok(()), Err)
    }
}
