//! `seed.txt`: the entropy of a draw and nothing else.

use crate::canon::Pairs;
use crate::freeze::check_digits;
use crate::{Digest, Finding, Freeze, Mode, Nonce, file};

const TITLE: &str = "RUXUE-SEED/1";
/// The line of w1.
const FIRST_SLOT_ROW: usize = 4;

/// Makes `seed.txt`; `digits` are those of w1, w2 … as read out.
///
/// # Errors
///
/// Findings: not one string of digits a slot, not as many digits as the slot says, or a nonce whose
/// hash does not stand on the freeze sheet.
pub fn seed_text<S: AsRef<str>>(
    freeze: &Freeze,
    nonce: &Nonce,
    digits: &[S],
) -> Result<Vec<u8>, Vec<Finding>> {
    if nonce.digest() != freeze.nonce {
        let message = "机器随机数与封存单上的摘要不符；请用封存时的随机数";
        return Err(vec![Finding::at(file::SEED, 3, message)]);
    }
    let (must, has) = (freeze.slots.len(), digits.len());
    if must != has {
        let row = FIRST_SLOT_ROW + must.min(has);
        let message = format!("应有 {must} 份见证数字，实有 {has} 份；请核对读数");
        return Err(vec![Finding::at(file::SEED, row, message)]);
    }
    check_digits(file::SEED, FIRST_SLOT_ROW, &freeze.slots, digits)?;
    let mut text = format!(
        "{TITLE} {}\nfreeze={}\nnonce={}\n",
        freeze.mode().word(),
        freeze.digest(),
        nonce.to_hex()
    );
    for (digits, i) in digits.iter().zip(1..) {
        text.push_str(&format!("w{i}={}\n", digits.as_ref()));
    }
    Ok(text.into_bytes())
}

/// What a `seed.txt` says, not yet held against its freeze sheet.
pub(crate) struct SeedText {
    pub(crate) mode: Mode,
    pub(crate) freeze: Digest,
    pub(crate) nonce: Nonce,
    pub(crate) digits: Vec<String>,
}

impl SeedText {
    pub(crate) fn parse(bytes: &[u8]) -> Result<SeedText, Finding> {
        let mut pairs = Pairs::new(file::SEED, bytes)?;
        let mode = pairs.first(TITLE)?;
        let freeze = pairs.hex("freeze")?;
        let nonce = Nonce::new(pairs.hex("nonce")?.0);
        let mut digits = Vec::new();
        while pairs.has_more() {
            digits.push(pairs.value(&format!("w{}", digits.len() + 1))?.to_owned());
        }
        Ok(SeedText {
            mode,
            freeze,
            nonce,
            digits,
        })
    }
}
