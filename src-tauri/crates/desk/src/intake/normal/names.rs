//! Names of people.

use super::texts::trimmed;
use crate::intake::fault::Fault;

/// Most characters of a name.
const LONGEST: usize = 60;

/// Appends a name: any character of GB18030-2022, the separator of a name in parts as U+00B7, no
/// blanks beside Han characters (王　芳 → 王芳), single spaces in other scripts.
pub(super) fn name(text: &str, out: &mut String) -> Result<(), Fault> {
    let start = out.len();
    if text.chars().all(is_han) {
        out.push_str(text);
    } else {
        piece_by_piece(text, out)?;
    }
    if out.get(start..).unwrap_or("").chars().count() > LONGEST {
        return Err(Fault::TooLong(LONGEST));
    }
    Ok(())
}

fn piece_by_piece(text: &str, out: &mut String) -> Result<(), Fault> {
    let mut last: Option<char> = None;
    let mut gap = false;
    let mut rest = trimmed(text).chars().peekable();
    while let Some(found) = rest.next() {
        if found.is_whitespace() {
            gap = true;
            continue;
        }
        if is_unseen(found) {
            return Err(Fault::Control);
        }
        let next = rest.clone().find(|next| !next.is_whitespace());
        let parts_han = is_separator(found) && last.is_some_and(is_han) && next.is_some_and(is_han);
        let found = if parts_han { '\u{B7}' } else { found };
        let beside_han =
            parts_han || last.is_some_and(|last| is_han(last) || last == '\u{B7}') && is_han(found);
        if gap && !beside_han && last.is_some() {
            out.push(' ');
        }
        gap = false;
        out.push(found);
        last = Some(found);
    }
    Ok(())
}

/// Control characters, and the invisible ones that join, hide or turn the text around them.
fn is_unseen(found: char) -> bool {
    found.is_control()
        || matches!(
            found,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}'
                | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        )
}

/// The dots that people and programs put between the parts of a name.
fn is_separator(found: char) -> bool {
    matches!(
        found,
        '\u{B7}'
            | '\u{2022}'
            | '\u{2027}'
            | '\u{2219}'
            | '\u{22C5}'
            | '\u{30FB}'
            | '\u{FF65}'
            | '\u{FF0E}'
            | '\u{0387}'
            | '.'
    )
}

/// Han characters, those of the supplementary planes and of the private use area (where older
/// systems keep rare ones) among them.
fn is_han(found: char) -> bool {
    matches!(
        found as u32,
        0x3007 | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xE000..=0xF8FF
            | 0xF900..=0xFAFF
            | 0x20000..=0x3FFFF
    )
}
