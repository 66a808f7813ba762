//! Free texts, numbers and codes.

use crate::intake::fault::Fault;

/// Without white space (the ideographic space too) and zero-width marks at both ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|found: char| {
        found.is_whitespace() || matches!(found, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
    })
}

/// Full-width ASCII (U+FF01 … U+FF5E) and the ideographic space as their ASCII counterparts.
pub(super) fn fold(found: char) -> char {
    match found {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(found as u32 - 0xFF01 + 0x21).unwrap_or(found),
        '\u{3000}' => ' ',
        _ => found,
    }
}

/// The text with every character folded.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// A free text: line breaks and tabs become one space, other control characters are refused.
pub(super) fn free(text: &str, most: usize, out: &mut String) -> Result<(), Fault> {
    if text.len() > most && text.chars().count() > most {
        return Err(Fault::TooLong(most));
    }
    if !text.chars().any(char::is_control) {
        out.push_str(text);
        return Ok(());
    }
    let mut gap = false;
    for found in text.chars() {
        match found {
            '\r' | '\n' | '\t' => gap = true,
            _ if found.is_control() => return Err(Fault::Control),
            _ => {
                if gap {
                    out.push(' ');
                    gap = false;
                }
                out.push(found);
            }
        }
    }
    Ok(())
}

/// A number or code of free form: folded, without spaces inside a run of ASCII.
pub(super) fn number(text: &str, out: &mut String) -> Result<(), Fault> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.len() <= 60 {
        out.push_str(text);
        return Ok(());
    }
    let folded = folded(text);
    free(trimmed(&folded), 60, out)
}

/// A receipt: ASCII capitals and digits, at most 20.
pub(super) fn receipt(text: &str, out: &mut String) -> Result<(), Fault> {
    push_code(text, out, |found| {
        found.is_ascii_uppercase() || found.is_ascii_digit()
    })
    .map_err(|()| Fault::ReceiptForm)
}

/// A code of a school or zone: ASCII letters as capitals, digits, hyphens, at most 20.
pub(super) fn code(text: &str, out: &mut String) -> Result<(), Fault> {
    push_code(text, out, |found| {
        found.is_ascii_alphanumeric() || found == '-'
    })
    .map_err(|()| Fault::CodeForm)
}

fn push_code(text: &str, out: &mut String, good: impl Fn(char) -> bool) -> Result<(), ()> {
    let mut length = 0;
    for found in text.chars().map(fold).filter(|found| *found != ' ') {
        let found = found.to_ascii_uppercase();
        length += 1;
        if !good(found) || length > 20 {
            return Err(());
        }
        out.push(found);
    }
    Ok(())
}

/// A school's code, or its name where it is no code.
pub(super) fn school_or_name(text: &str, most: usize, out: &mut String) -> Result<(), Fault> {
    let (start, mut plain) = (out.len(), String::new());
    // A line break inside a code is a blank as any other.
    free(text, most, &mut plain)?;
    if code(&plain, out).is_err() {
        out.truncate(start);
        out.push_str(&plain);
    }
    Ok(())
}

/// A whole number from 0, without leading zeros.
pub(super) fn amount(text: &str, out: &mut String) -> Result<(), Fault> {
    let folded = folded(text);
    let text = trimmed(&folded);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    if !all || text.is_empty() || text.len() > 7 {
        return Err(Fault::Amount);
    }
    let number: u32 = text.parse().map_err(|_| Fault::Amount)?;
    out.push_str(&number.to_string());
    Ok(())
}

/// A header as it is looked up: folded, without white space, without a mark of need behind it.
pub(crate) fn fold_header(header: &str) -> String {
    let bare: String = header
        .chars()
        .map(fold)
        .filter(|found| !found.is_whitespace() && !found.is_control())
        .collect();
    let bare = trimmed(&bare);
    let bare = ["(必填)", "(选填)", "*"].iter().fold(bare, |bare, mark| {
        let bare = bare.strip_suffix(mark).unwrap_or(bare);
        bare.strip_prefix(mark).unwrap_or(bare)
    });
    bare.to_owned()
}
