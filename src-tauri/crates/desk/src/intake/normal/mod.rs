//! The normal form of a cell: one function, by the shape of its column.
//!
//! Applying it twice changes nothing; a test holds it to that.

mod dates;
mod identity;
mod lists;
mod names;
mod texts;

pub(crate) use identity::{check_digit_holds, embedded_birth, embedded_sex, looks_like_gb11643};
pub(crate) use texts::fold_header;

use super::cells::{Cell, CellKind};
use super::fault::Fault;
use super::template::Shape;

/// Longest free text, in characters.
const LONGEST: usize = 1000;

/// Appends the normal form of `cell` to `out`; on a fault `out` is left as it was.
pub(crate) fn normalise(shape: Shape, cell: Cell<'_>, out: &mut String) -> Result<(), Fault> {
    let start = out.len();
    let done = write_normal(shape, cell, out);
    if done.is_err() {
        out.truncate(start);
    }
    done
}

fn write_normal(shape: Shape, cell: Cell<'_>, out: &mut String) -> Result<(), Fault> {
    if cell.kind == CellKind::Broken {
        return Err(Fault::Broken);
    }
    let text = texts::trimmed(cell.text);
    if text.is_empty() {
        return Ok(());
    }
    if !text.is_ascii() && text.contains('\u{FFFD}') {
        return Err(Fault::CharacterLost);
    }
    match shape {
        Shape::Text => texts::free(text, LONGEST, out),
        Shape::District => {
            let own = matches!(text, "北京市朝阳区" | "北京朝阳区");
            texts::free(if own { "朝阳区" } else { text }, LONGEST, out)
        }
        Shape::Place => {
            not_a_day(cell)?;
            texts::free(text, LONGEST, out)
        }
        Shape::Name => names::name(text, out),
        Shape::Number => {
            whole_digits(cell)?;
            let start = out.len();
            texts::number(text, out)?;
            let wide = is_exponent(out.get(start..).unwrap_or(""));
            if wide { Err(Fault::DigitsLost) } else { Ok(()) }
        }
        Shape::Identity => {
            not_a_number(cell)?;
            identity::identity(text, out)
        }
        Shape::Identities => {
            not_a_number(cell)?;
            lists::identities(text, out)
        }
        Shape::Receipt => {
            whole_digits(cell)?;
            texts::receipt(text, out)
        }
        Shape::Code => {
            whole_digits(cell)?;
            texts::code(text, out)
        }
        Shape::Codes => lists::codes(text, out),
        Shape::SchoolOrName => texts::school_or_name(text, LONGEST, out),
        Shape::Buildings => {
            not_a_day(cell)?;
            lists::buildings(text, out)
        }
        Shape::OneOf(list) => one_of(list, text, out),
        Shape::AnyOf(list) => lists::any_of(list, text, out),
        Shape::Yes => yes(text, ["是", "否"], out),
        Shape::Have => yes(text, ["有", "无"], out),
        Shape::Date => dates::date(cell.kind, text, out),
        Shape::Months => dates::months(cell.kind, text, out),
        Shape::Street => {
            let short = super::street::short_name(&texts::folded(text)).ok_or(Fault::Street)?;
            out.push_str(short);
            Ok(())
        }
        Shape::Amount => texts::amount(text, out),
        Shape::Year => dates::year(cell.kind, text, out),
    }
}

/// A number that a spreadsheet kept exactly, or no number at all.
fn whole_digits(cell: Cell<'_>) -> Result<(), Fault> {
    let digits = cell.text.len();
    let lost = (cell.kind == CellKind::Number && digits > 15) || is_exponent(cell.text);
    if lost {
        Err(Fault::DigitsLost)
    } else {
        not_a_day(cell)
    }
}

/// An identity number must be text: as a number its tail is lost.
fn not_a_number(cell: Cell<'_>) -> Result<(), Fault> {
    if cell.kind == CellKind::Number {
        return Err(Fault::NumberAsIdentity);
    }
    not_a_day(cell)
}

fn not_a_day(cell: Cell<'_>) -> Result<(), Fault> {
    if cell.kind == CellKind::Day {
        Err(Fault::ExcelMadeDate)
    } else {
        Ok(())
    }
}

/// 1.10105E+17, as Excel saves a long number to .csv.
fn is_exponent(text: &str) -> bool {
    let text = text.trim();
    let Some(at) = text.bytes().position(|byte| byte == b'E' || byte == b'e') else {
        return false;
    };
    let (head, tail) = text.split_at(at);
    head.contains('.') && tail.len() > 2 && text.parse::<f64>().is_ok()
}

fn one_of(list: &'static [&'static str], text: &str, out: &mut String) -> Result<(), Fault> {
    let found = list.iter().find(|value| **value == text);
    let found = found.or_else(|| {
        // 男 女 as typed with a space between, or wide.
        let bare: String = text
            .chars()
            .filter(|found| !found.is_whitespace())
            .collect();
        list.iter().find(|value| **value == bare)
    });
    out.push_str(found.ok_or(Fault::NotListed)?);
    Ok(())
}

fn yes(text: &str, words: [&'static str; 2], out: &mut String) -> Result<(), Fault> {
    let word = match text {
        "是" | "有" => words[0],
        "否" | "无" => words[1],
        _ => return Err(Fault::NotListed),
    };
    out.push_str(word);
    Ok(())
}

#[cfg(test)]
mod tests;
