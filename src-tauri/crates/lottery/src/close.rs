//! `close.txt`: the end of a ceremony, completed or aborted.

use crate::canon::{Pairs, same};
use crate::freeze::{check_digits, clean_text};
use crate::words::words;
use crate::{Digest, Finding, Freeze, Nonce, Number, file};

words! {
    /// How a ceremony ended.
    State {
        /// It was drawn.
        Completed "completed";
        /// It was given up before the last slot was read out.
        Aborted "aborted";
    }
}

const TITLE: &str = "RUXUE-CLOSE/1";
/// The line of w1 in an aborted ceremony's file.
const FIRST_SLOT_ROW: usize = 9;

/// What a `close.txt` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// The ceremony.
    pub number: Number,
    /// Digest of `freeze.txt`.
    pub freeze: Digest,
    /// Digest of `seed.txt`; zeros when aborted.
    pub seed: Digest,
    /// Digest of `result.csv`; zeros when aborted.
    pub result: Digest,
    /// Why and after which digits it was given up; `None` when it was completed.
    pub abort: Option<Abort>,
}

/// The recorded other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abort {
    /// One line.
    pub reason: String,
    /// The nonce, disclosed.
    pub nonce: Nonce,
    /// The digits of the slots that had been read out, from w1.
    pub digits: Vec<String>,
}

/// Makes `close.txt` of a completed ceremony from the exact bytes of its seed and result.
pub fn close_completed(freeze: &Freeze, seed_txt: &[u8], result_csv: &[u8]) -> Vec<u8> {
    Close {
        number: freeze.number,
        freeze: freeze.digest(),
        seed: Digest::of(seed_txt),
        result: Digest::of(result_csv),
        abort: None,
    }
    .to_bytes()
}

/// Makes `close.txt` of a ceremony that is given up; `digits` are those read out so far.
///
/// # Errors
///
/// Findings: no reason or more than one line of it, a nonce that is not the frozen one, digits that
/// do not fit their slots, or every slot read out already, when only completing is left.
pub fn close_aborted<S: AsRef<str>>(
    freeze: &Freeze,
    reason: &str,
    nonce: &Nonce,
    digits: &[S],
) -> Result<Vec<u8>, Vec<Finding>> {
    let close = Close {
        number: freeze.number,
        freeze: freeze.digest(),
        seed: Digest::ZEROS,
        result: Digest::ZEROS,
        abort: Some(Abort {
            reason: reason.to_owned(),
            nonce: *nonce,
            digits: digits.iter().map(|d| d.as_ref().to_owned()).collect(),
        }),
    };
    close.check_abort(freeze)?;
    Ok(close.to_bytes())
}

impl Close {
    /// How it ended.
    pub fn state(&self) -> State {
        if self.abort.is_some() {
            State::Aborted
        } else {
            State::Completed
        }
    }

    /// The bytes of `close.txt`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!(
            "{TITLE} {}\nceremony={}\n",
            self.number.mode().word(),
            self.number
        );
        for (key, digest) in [
            ("freeze", self.freeze),
            ("seed", self.seed),
            ("result", self.result),
        ] {
            text.push_str(&format!("{key}={digest}\n"));
        }
        text.push_str(&format!("state={}\n", self.state().word()));
        if let Some(abort) = &self.abort {
            text.push_str(&format!(
                "reason={}\nnonce={}\n",
                abort.reason,
                abort.nonce.to_hex()
            ));
            for (digits, i) in abort.digits.iter().zip(1..) {
                text.push_str(&format!("w{i}={digits}\n"));
            }
        }
        text.into_bytes()
    }

    /// Reads `close.txt`, not yet held against the other files.
    ///
    /// # Errors
    ///
    /// A finding with line and cure.
    pub fn parse(bytes: &[u8]) -> Result<Close, Finding> {
        let mut pairs = Pairs::new(file::CLOSE, bytes)?;
        let mode = pairs.first(TITLE)?;
        let number = Number::parse(pairs.value("ceremony")?)
            .filter(|number| number.mode() == mode)
            .ok_or_else(|| pairs.fault("场次编号不合规或与首行不符；请取回原文件"))?;
        let (freeze, seed, result) = (
            pairs.hex("freeze")?,
            pairs.hex("seed")?,
            pairs.hex("result")?,
        );
        let state = State::from_word(pairs.value("state")?)
            .ok_or_else(|| pairs.fault("state 应为 completed 或 aborted；请取回原文件"))?;
        let abort = match state {
            State::Completed => None,
            State::Aborted => Some(Abort::read(&mut pairs)?),
        };
        pairs.end()?;
        let close = Close {
            number,
            freeze,
            seed,
            result,
            abort,
        };
        same(file::CLOSE, bytes, &close.to_bytes())?;
        Ok(close)
    }

    /// Whether an aborted ceremony could end so.
    pub(crate) fn check_abort(&self, freeze: &Freeze) -> Result<(), Vec<Finding>> {
        let Some(abort) = &self.abort else {
            return Ok(());
        };
        let fault = |row, message: String| Err(vec![Finding::at(file::CLOSE, row, message)]);
        if let Err(why) = clean_text(&abort.reason) {
            return fault(7, format!("中止原因{why}；请用一行文字写明"));
        }
        if abort.nonce.digest() != freeze.nonce {
            return fault(
                8,
                "公开的机器随机数与封存单上的摘要不符；请用封存时的随机数".to_owned(),
            );
        }
        if abort.digits.len() >= freeze.slots.len() {
            let row = FIRST_SLOT_ROW + freeze.slots.len();
            return fault(
                row,
                "全部数字已经读出，不能再中止；请用这些数字完成派位".to_owned(),
            );
        }
        check_digits(file::CLOSE, FIRST_SLOT_ROW, &freeze.slots, &abort.digits)
    }
}

impl Abort {
    fn read(pairs: &mut Pairs<'_>) -> Result<Abort, Finding> {
        let reason = pairs.value("reason")?.to_owned();
        let nonce = Nonce::new(pairs.hex("nonce")?.0);
        let mut digits = Vec::new();
        while pairs.has_more() {
            digits.push(pairs.value(&format!("w{}", digits.len() + 1))?.to_owned());
        }
        Ok(Abort {
            reason,
            nonce,
            digits,
        })
    }
}
