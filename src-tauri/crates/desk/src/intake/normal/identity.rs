//! Identity numbers, and what a number of GB 11643 says about itself.

use super::is_exponent;
use super::texts::{fold, trimmed};
use crate::intake::fault::Fault;
use chrono::NaiveDate;

/// Longest number of any paper, in characters.
const LONGEST: usize = 40;

/// Appends an identity number: folded, without blanks, letters as capitals.
pub(super) fn identity(text: &str, out: &mut String) -> Result<(), Fault> {
    let (start, mut length) = (out.len(), 0);
    for found in trimmed(text)
        .chars()
        .map(fold)
        .filter(|found| !found.is_whitespace())
    {
        if found.is_control() {
            return Err(Fault::Control);
        }
        length += 1;
        if length > LONGEST {
            return Err(Fault::TooLong(LONGEST));
        }
        out.push(found.to_ascii_uppercase());
    }
    // Also where it was wide, parted by blanks, or one of several.
    if is_exponent(out.get(start..).unwrap_or("")) {
        return Err(Fault::NumberAsIdentity);
    }
    Ok(())
}

/// Seventeen digits, then a digit or X.
pub(crate) fn looks_like_gb11643(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() == 18
        && bytes.iter().take(17).all(u8::is_ascii_digit)
        && bytes
            .last()
            .is_some_and(|last| last.is_ascii_digit() || *last == b'X')
}

/// Whether the check digit of GB 11643 (MOD 11-2) holds.
pub(crate) fn check_digit_holds(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: &[u8; 11] = b"10X98765432";
    let sum: u32 = number
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    looks_like_gb11643(number) && number.bytes().last() == Some(DIGITS[(sum % 11) as usize])
}

/// The birth date inside the number; `None` where the number has no such form or day.
pub(crate) fn embedded_birth(number: &str) -> Option<NaiveDate> {
    if !looks_like_gb11643(number) {
        return None;
    }
    let year = number.get(6..10)?.parse().ok()?;
    NaiveDate::from_ymd_opt(
        year,
        number.get(10..12)?.parse().ok()?,
        number.get(12..14)?.parse().ok()?,
    )
}

/// 男 or 女 by the seventeenth digit.
pub(crate) fn embedded_sex(number: &str) -> Option<&'static str> {
    if !looks_like_gb11643(number) {
        return None;
    }
    let odd = number.as_bytes().get(16)? % 2 == 1;
    Some(if odd { "男" } else { "女" })
}
