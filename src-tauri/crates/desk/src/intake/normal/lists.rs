//! Lists in one cell: care groups, school codes, identity numbers, buildings.

use super::{identity, texts};
use crate::intake::fault::Fault;

/// The members of a list, however they are parted.
fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split([
        '、', '，', ',', ';', '；', '/', '／', '\n', '\r', '\t', ' ', '\u{3000}',
    ])
    .map(texts::trimmed)
    .filter(|member| !member.is_empty())
}

/// Members of a closed list in the list's own order, joined by 、.
pub(super) fn any_of(
    list: &'static [&'static str],
    text: &str,
    out: &mut String,
) -> Result<(), Fault> {
    let mut chosen = vec![false; list.len()];
    for member in members(text) {
        let at = list.iter().position(|value| *value == member);
        match at.and_then(|at| chosen.get_mut(at)) {
            Some(found) => *found = true,
            None => return Err(Fault::PartNotListed(member.to_owned())),
        }
    }
    let chosen = list
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| *chosen)
        .map(|(value, _)| *value);
    push_joined(chosen, "、", out);
    Ok(())
}

/// School codes in the order given, each once, joined by 、.
pub(super) fn codes(text: &str, out: &mut String) -> Result<(), Fault> {
    let mut codes: Vec<String> = Vec::new();
    for member in members(text) {
        let mut code = String::new();
        texts::code(member, &mut code)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    push_joined(codes.iter().map(String::as_str), "、", out);
    Ok(())
}

/// Identity numbers in the order given, joined by 、.
pub(super) fn identities(text: &str, out: &mut String) -> Result<(), Fault> {
    let mut numbers: Vec<String> = Vec::new();
    for member in members(text) {
        let mut number = String::new();
        identity::identity(member, &mut number)?;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    push_joined(numbers.iter().map(String::as_str), "、", out);
    Ok(())
}

/// Buildings of a catchment row: `1-12`, `3,5,7`, `单`, `双`, or names as they are. Width and
/// commas are made one; what a building is called is the register's business.
pub(super) fn buildings(text: &str, out: &mut String) -> Result<(), Fault> {
    let start = out.len();
    let folded: String = text
        .chars()
        .map(texts::fold)
        .map(|found| match found {
            '、' => ',',
            '—' | '–' | '－' | '~' | '至' => '-',
            _ => found,
        })
        .filter(|found| !found.is_whitespace())
        .collect();
    push_joined(
        folded
            .split(',')
            .map(texts::trimmed)
            .filter(|part| !part.is_empty()),
        ",",
        out,
    );
    let length = out.get(start..).unwrap_or("").chars().count();
    if out.get(start..).unwrap_or("").chars().any(char::is_control) {
        return Err(Fault::Control);
    }
    if length > 500 {
        Err(Fault::TooLong(500))
    } else {
        Ok(())
    }
}

fn push_joined<'a>(parts: impl Iterator<Item = &'a str>, by: &str, out: &mut String) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.push_str(by);
        }
        out.push_str(part);
    }
}
