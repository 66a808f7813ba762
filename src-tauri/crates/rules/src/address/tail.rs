//! What follows the estate in an address: 3号楼2单元5层501室, 3-2-501, 甲3#501.

use std::borrow::Cow;

use super::number::{is_stem, number};

/// 楼号, 单元 and 房号 in their normal form; an unknown one is empty.
pub(crate) type Parts = [Cow<'static, str>; 3];

/// What a tail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// One reading.
    Read(Parts),
    /// More than one: 3-2 is a 单元 or a room.
    TwoWays,
    /// None.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// 号楼, 幢, 栋, 座, #.
    Building,
    /// 楼: a building, or a floor behind one.
    Lou,
    /// 号: a building, or a room behind one.
    Hao,
    /// 单元, 门.
    Entrance,
    /// 层.
    Floor,
    /// 室, 房, 户.
    Room,
    /// Nothing but a dash or the end.
    Bare,
}

#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    number: &'t str,
    mark: Mark,
}

/// What stands behind a number, longest first.
const MARKS: &[(&str, Mark)] = &[
    ("号楼", Mark::Building),
    ("#楼", Mark::Building),
    ("号幢", Mark::Building),
    ("号栋", Mark::Building),
    ("号座", Mark::Building),
    ("单元", Mark::Entrance),
    ("号房", Mark::Room),
    ("号室", Mark::Room),
    ("房间", Mark::Room),
    ("楼", Mark::Lou),
    ("幢", Mark::Building),
    ("栋", Mark::Building),
    ("座", Mark::Building),
    ("#", Mark::Building),
    ("号", Mark::Hao),
    ("门", Mark::Entrance),
    ("层", Mark::Floor),
    ("室", Mark::Room),
    ("房", Mark::Room),
    ("户", Mark::Room),
];

/// Where a part stands in a home, and the floor, which only says again what the room says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Building,
    Entrance,
    Floor,
    Room,
}

/// The orders in which the parts are written: the floor before or behind the 单元.
const ORDERS: [[Role; 4]; 2] = [
    [Role::Building, Role::Entrance, Role::Floor, Role::Room],
    [Role::Building, Role::Floor, Role::Entrance, Role::Room],
];

/// Reads a tail, plain (see [`super::line`]).
pub(super) fn tail(text: &str) -> Tail {
    let text = text.strip_prefix('-').unwrap_or(text);
    if text.is_empty() {
        return Tail::Read(Parts::default());
    }
    let Some(words) = words(text).filter(|words| words.len() <= 4) else {
        return Tail::None;
    };
    if let [
        Word {
            mark: Mark::Bare, ..
        },
    ] = words[..]
    {
        return Tail::TwoWays;
    }
    let mut found: Vec<Parts> = Vec::new();
    for order in &ORDERS {
        assign(&words, order, &mut Vec::new(), &mut found);
    }
    found.dedup();
    match found.len() {
        0 => Tail::None,
        1 => found.pop().map_or(Tail::None, Tail::Read),
        _ => Tail::TwoWays,
    }
}

/// Whether a tail begins as a road's number would: 6号 with more behind it.
pub(super) fn begins_with_house_number(text: &str) -> bool {
    match words(text) {
        Some(words) => words.len() > 1 && words[0].mark == Mark::Hao,
        None => true,
    }
}

fn words(text: &str) -> Option<Vec<Word<'_>>> {
    let (mut words, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let counted = rest.strip_prefix('第').unwrap_or(rest);
        let end = number_end(counted)?;
        let (number, after) = counted.split_at(end);
        let mark = MARKS.iter().find(|(mark, _)| after.starts_with(mark));
        let (mark, after) = mark.map_or((Mark::Bare, after), |(text, mark)| {
            (*mark, &after[text.len()..])
        });
        words.push(Word { number, mark });
        rest = match (mark, after.strip_prefix('-')) {
            (_, Some("")) => return None,
            (_, Some(after)) => after,
            // Two numbers that nothing parts are one number, misread.
            (Mark::Bare, None) if !after.is_empty() => return None,
            (_, None) => after,
        };
    }
    Some(words)
}

/// Where a number ends: 501, 甲3, 3A, B2, A, 乙.
fn number_end(text: &str) -> Option<usize> {
    let stem = text
        .chars()
        .next()
        .filter(|c| is_stem(*c))
        .map_or(0, char::len_utf8);
    let body = &text[stem..];
    let end = body
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let body = &body[..end];
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    let letters = body.len() - digits;
    let together = body.trim_start_matches(|c: char| c.is_ascii_digit()).len() == letters
        || body.trim_end_matches(|c: char| c.is_ascii_digit()).len() == letters;
    (stem + end > 0 && digits <= 5 && letters <= 2 && together).then_some(stem + end)
}

fn assign(words: &[Word<'_>], order: &[Role], done: &mut Vec<Role>, found: &mut Vec<Parts>) {
    let Some(word) = words.get(done.len()) else {
        if is_home(words, done) {
            found.push(parts(words, done));
        }
        return;
    };
    for (at, role) in order.iter().enumerate() {
        if may_be(*word, *role, done) {
            done.push(*role);
            assign(words, &order[at + 1..], done, found);
            done.pop();
        }
    }
}

fn may_be(word: Word<'_>, role: Role, before: &[Role]) -> bool {
    let digits = word.number.bytes().all(|b| b.is_ascii_digit());
    match (role, word.mark) {
        (Role::Building, Mark::Building | Mark::Lou | Mark::Hao | Mark::Bare) => true,
        (Role::Entrance, Mark::Entrance) => true,
        // A 单元 of three digits is a room; B1 is a basement.
        (Role::Entrance, Mark::Bare) => {
            before.contains(&Role::Building)
                && match digits {
                    true => word.number.len() <= 2,
                    false => word.number.chars().count() == 1,
                }
        }
        (Role::Floor, Mark::Floor) => true,
        // 5楼 alone in front may be the floor, where the room agrees.
        (Role::Floor, Mark::Lou) => true,
        (Role::Floor, Mark::Bare) => before.contains(&Role::Entrance),
        (Role::Room, Mark::Room) => true,
        (Role::Room, Mark::Hao | Mark::Bare) => !before.is_empty(),
        _ => false,
    }
}

/// Whether the roles make a home: the floor is the room's.
fn is_home(words: &[Word<'_>], roles: &[Role]) -> bool {
    let at = |role| {
        roles
            .iter()
            .position(|one| *one == role)
            .map(|at| words[at].number)
    };
    let Some(floor) = at(Role::Floor) else {
        return true;
    };
    let room = at(Role::Room).filter(|room| room.len() >= 3);
    let room_floor = room.and_then(|room| room.get(..room.len() - 2)?.parse::<u32>().ok());
    room_floor.is_some() && room_floor == floor.parse().ok()
}

fn parts(words: &[Word<'_>], roles: &[Role]) -> Parts {
    [Role::Building, Role::Entrance, Role::Room].map(|role| {
        let at = roles.iter().position(|one| *one == role);
        at.map_or(Cow::Borrowed(""), |at| {
            number(words[at].number).into_owned().into()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match tail(text) {
            Tail::Read(parts) => parts.join(" "),
            Tail::TwoWays => "两种".into(),
            Tail::None => "无".into(),
        }
    }

    #[test]
    fn homes_are_read() {
        for (text, want) in [
            ("", "  "),
            ("3号楼2单元501室", "3 2 501"),
            ("3-2-501", "3 2 501"),
            ("3-2-5", "3 2 5"),
            ("3-501", "3  501"),
            ("3号楼501", "3  501"),
            ("3#2-501", "3 2 501"),
            ("甲3号楼2门501号", "甲3 2 501"),
            ("9号1单元12", "9 1 12"),
            ("9号", "9  "),
            ("3号楼5层2单元501室", "3 2 501"),
            ("3号楼2单元5楼0501", "3 2 501"),
            ("3-2-5-501", "3 2 501"),
            ("D座1901", "D  1901"),
            ("第3栋1门102户", "3 1 102"),
            ("2单元501室", " 2 501"),
            ("3楼12单元1203A", "3 12 1203A"),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn what_has_two_readings_or_none_is_not_read() {
        for text in ["3-2", "3号楼12", "5楼501室", "501"] {
            assert_eq!(read(text), "两种", "{text}");
        }
        for text in [
            "3号楼2单元6层501",
            "3号楼底商2号",
            "平房3号",
            "3号楼地下1层101",
            "3-B1-101",
            "3号楼2单元501-502",
            "3号楼2单元501-2室",
            "3号楼2单元501甲室",
            "3号楼5号楼",
            "501室对面",
            "3号楼2单元5层1号",
            "1-2号楼",
            "3号楼-",
            "3-4-5-6-7",
        ] {
            assert_eq!(read(text), "无", "{text}");
        }
    }
}
