//! Addresses: one normal form for estates, buildings, entrances and rooms, and the reading of an
//! address that a family wrote in one line.
//!
//! Nothing here guesses: what cannot be told apart stays unread, and a person decides.

use std::borrow::Cow;

use crate::office::{self, Office};

/// One home, as far as it is known. Parts are in their normal form; an unknown part is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// 街乡, short name.
    pub street: Cow<'a, str>,
    /// 小区.
    pub estate: Cow<'a, str>,
    /// 楼号: 3 for 3号楼, 3楼, 3#, 三号楼; 甲3 stays 甲3.
    pub building: Cow<'a, str>,
    /// 单元.
    pub entrance: Cow<'a, str>,
    /// 房号.
    pub room: Cow<'a, str>,
}

impl Place<'_> {
    /// The canonical address key, for seat records and contested homes. Two homes are one where
    /// their keys are equal, unknown parts included; street, estate and at least one of building
    /// and room must be known, or it is no home.
    pub fn key(&self) -> Option<String> {
        let inside = !self.building.is_empty() || !self.room.is_empty();
        let known = !self.street.is_empty() && !self.estate.is_empty() && inside;
        known.then(|| {
            [
                &*self.street,
                &self.estate,
                &self.building,
                &self.entrance,
                &self.room,
            ]
            .join("|")
        })
    }

    /// Whether every part is known.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_complete() && !self.entrance.is_empty()
    }

    /// Whether the address is known down to the 房号.
    pub fn is_complete(&self) -> bool {
        !self.street.is_empty()
            && !self.estate.is_empty()
            && !self.building.is_empty()
            && !self.room.is_empty()
    }
}

/// Full-width ASCII becomes ASCII, letters capitals, blanks go.
pub fn fold(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !(c.is_whitespace() || c.is_ascii_lowercase() || is_wide(c));
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| narrow(c).to_ascii_uppercase())
        .collect::<String>()
        .into()
}

fn is_wide(c: char) -> bool {
    ('\u{ff01}'..='\u{ff5e}').contains(&c)
}

/// The normal form of a 楼号.
pub fn building(text: &str) -> Cow<'_, str> {
    part(text, &["号楼", "楼", "#", "幢", "栋", "座", "号"])
}

/// The normal form of a 单元.
pub fn entrance(text: &str) -> Cow<'_, str> {
    part(text, &["单元", "门"])
}

/// The normal form of a 房号.
pub fn room(text: &str) -> Cow<'_, str> {
    part(text, &["室", "号", "房"])
}

fn part<'a>(text: &'a str, suffixes: &[&str]) -> Cow<'a, str> {
    match fold(text) {
        Cow::Borrowed(text) => number(without_suffix(text, suffixes)),
        Cow::Owned(text) => Cow::Owned(number(without_suffix(&text, suffixes)).into_owned()),
    }
}

fn without_suffix<'a>(text: &'a str, suffixes: &[&str]) -> &'a str {
    suffixes
        .iter()
        .filter_map(|suffix| text.strip_suffix(suffix))
        .find(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// Writes a numeral in ASCII digits without leading zeros, behind a stem (甲, 乙 …) if it has one.
fn number(text: &str) -> Cow<'_, str> {
    let digits = text.trim_start_matches(is_stem);
    let stem = &text[..text.len() - digits.len()];
    if digits.is_empty() || (digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0'))
    {
        return Cow::Borrowed(text);
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        let short = digits.trim_start_matches('0');
        return format!("{stem}{}", if short.is_empty() { "0" } else { short }).into();
    }
    match han_number(digits) {
        Some(value) => format!("{stem}{value}").into(),
        None => Cow::Borrowed(text),
    }
}

fn is_stem(c: char) -> bool {
    "甲乙丙丁戊己庚辛壬癸".contains(c)
}

fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Reads 三, 十二, 一百零五, and digits in a row as 一〇五.
fn han_number(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    if text.chars().all(|c| han_digit(c).is_some()) {
        return text.chars().try_fold(0u32, |sum, c| {
            sum.checked_mul(10)?.checked_add(han_digit(c)?)
        });
    }
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            other => {
                digit = Some(han_digit(other)?);
                continue;
            }
        };
        total += unit * digit.take().unwrap_or(1);
    }
    Some(total + digit.unwrap_or(0))
}

/// Which buildings a row of `catchments` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Buildings {
    /// From the first to the last, both included.
    Range(u32, u32),
    /// 单.
    Odd,
    /// 双.
    Even,
    /// One building in its normal form.
    One(Box<str>),
}

impl Buildings {
    /// Reads `1-12`, `3,5,7`, `单`, `双`, or any of them joined by commas.
    pub fn parse(text: &str) -> Vec<Buildings> {
        let text = fold(text);
        let pieces = text
            .split([',', '、', '，', ';'])
            .filter(|piece| !piece.is_empty());
        pieces.map(Buildings::piece).collect()
    }

    fn piece(piece: &str) -> Buildings {
        match piece {
            "单" | "单号" => return Buildings::Odd,
            "双" | "双号" => return Buildings::Even,
            _ => {}
        }
        let range = piece
            .split_once(['-', '~', '—', '–', '至'])
            .and_then(|(first, last)| {
                Some((building(first).parse().ok()?, building(last).parse().ok()?))
            });
        match range {
            Some((first, last)) => Buildings::Range(first, last),
            None => Buildings::One(building(piece).into()),
        }
    }

    /// Whether a building, in its normal form, is among them.
    pub fn names(&self, building: &str) -> bool {
        if building.is_empty() {
            return false;
        }
        let number = || building.parse::<u32>().ok();
        match self {
            Buildings::Range(first, last) => {
                number().is_some_and(|n| (*first..=*last).contains(&n))
            }
            Buildings::Odd => number().is_some_and(|n| n % 2 == 1),
            Buildings::Even => number().is_some_and(|n| n % 2 == 0),
            Buildings::One(one) => **one == *building,
        }
    }
}

/// Reads an address written in one line, of a street that is known.
///
/// `estates` are the names that the tables know in that street. `sure` says that the estate is
/// one of them; otherwise it is what stands before the building's number.
pub fn read<'e>(
    text: &str,
    street: &str,
    estates: impl Iterator<Item = &'e str>,
) -> Option<(Line<'e>, Sure)> {
    let text = fold(text);
    let whole = office_free(&text);
    let behind = street_free(whole, street);
    let fit = |estate: &'e str| {
        let rest = [whole, behind]
            .into_iter()
            .find_map(|from| from.strip_prefix(estate))?;
        Some((estate, tail(rest)?))
    };
    let known = estates
        .filter_map(fit)
        .max_by_key(|(estate, _)| estate.len());
    let (estate, parts, sure) = match known {
        Some((estate, parts)) => (Cow::Borrowed(estate), parts, Sure::Yes),
        None => {
            let (estate, parts) = split(behind)?;
            (Cow::Owned(estate.to_owned()), parts, Sure::No)
        }
    };
    let [building, entrance, room] = parts;
    Some((
        Line {
            estate,
            building,
            entrance,
            room,
        },
        sure,
    ))
}

/// What an address in one line says behind its street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'e> {
    /// 小区.
    pub estate: Cow<'e, str>,
    /// 楼号.
    pub building: Cow<'static, str>,
    /// 单元.
    pub entrance: Cow<'static, str>,
    /// 房号.
    pub room: Cow<'static, str>,
}

/// Whether the tables know the estate that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// Whether an address begins with the name of a street, behind city and district.
pub(crate) fn begins_with(text: &str, street: &str) -> bool {
    office_free(&fold(text)).starts_with(street)
}

fn office_free(mut text: &str) -> &str {
    for prefix in ["北京市", "北京", "朝阳区"] {
        text = text.strip_prefix(prefix).unwrap_or(text);
    }
    text
}

fn street_free<'t>(text: &'t str, street: &str) -> &'t str {
    let Some(rest) = text.strip_prefix(street).filter(|_| !street.is_empty()) else {
        return text;
    };
    let suffix = office::SUFFIXES
        .iter()
        .find_map(|suffix| rest.strip_prefix(suffix));
    suffix
        .filter(|_| Office::find(street).is_some())
        .unwrap_or(rest)
}

type Parts = [Cow<'static, str>; 3];

/// Splits an address whose estate no table knows: the estate ends where a building's number
/// begins.
fn split(text: &str) -> Option<(&str, Parts)> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let starts = at > 0 && is_number_char(c) && !before.is_some_and(is_number_char);
        before = Some(c);
        if !starts {
            continue;
        }
        if let Some(parts) = tail(&text[at..]).filter(|parts| !parts[0].is_empty()) {
            return Some((&text[..at], parts));
        }
    }
    None
}

fn is_number_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_stem(c) || han_digit(c).is_some() || "十百".contains(c)
}

/// Reads what follows the estate: 3号楼2单元501室, 3-2-501, 3号楼501, or nothing.
fn tail(text: &str) -> Option<Parts> {
    let owned = |text: Cow<'_, str>| Cow::<'static, str>::Owned(text.into_owned());
    if text.is_empty() {
        return Some(Parts::default());
    }
    let dashed: Vec<&str> = text.split('-').collect();
    if dashed.len() > 1 {
        let last = without_suffix(dashed[dashed.len() - 1], &["室", "号"]);
        let first = without_suffix(dashed[0], &["号楼", "楼", "#"]);
        let all = [first, last]
            .into_iter()
            .chain(dashed[1..dashed.len() - 1].iter().copied());
        return (all.into_iter().all(is_number) && dashed.len() <= 3).then(|| {
            let middle = if dashed.len() == 3 {
                owned(entrance(dashed[1]))
            } else {
                Cow::default()
            };
            [owned(building(first)), middle, owned(room(last))]
        });
    }
    let (number, rest) = ["号楼", "楼", "#", "幢", "栋", "座"]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .min_by_key(|(number, _)| number.len())
        .or_else(|| text.strip_suffix('号').map(|number| (number, "")))?;
    if !is_number(number) {
        return None;
    }
    let (gate, rest) = match rest.split_once("单元").or_else(|| rest.split_once('门')) {
        Some((gate, rest)) if is_number(gate) => (owned(entrance(gate)), rest),
        Some(_) => return None,
        None => (Cow::default(), rest),
    };
    let flat = without_suffix(rest, &["室", "号", "房"]);
    (flat.is_empty() || is_number(flat)).then(|| [owned(building(number)), gate, owned(room(flat))])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 8 && text.chars().all(is_number_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buildings_compare_after_normalising() {
        for text in [
            "3号楼",
            "3楼",
            "3#",
            "三号楼",
            "３号楼",
            "3",
            "03",
            "3 号楼",
            "3幢",
            "三",
        ] {
            assert_eq!(building(text), "3", "{text}");
        }
        for (text, want) in [
            ("甲3", "甲3"),
            ("甲三号楼", "甲3"),
            ("十二号楼", "12"),
            ("A座", "A"),
        ] {
            assert_eq!(building(text), want, "{text}");
        }
        assert_eq!(building("二十号楼"), "20");
        assert_eq!(building("一百零五"), "105");
        assert_eq!(building("一〇五"), "105");
        assert_eq!(building("楼"), "楼");
        assert_eq!(
            (entrance("二单元"), room("501室")),
            ("2".into(), "501".into())
        );
    }

    #[test]
    fn rows_name_buildings() {
        let names = |row: &str, one: &str| {
            Buildings::parse(row)
                .iter()
                .any(|item| item.names(&building(one)))
        };
        assert!(names("1-12", "12号楼") && names("1-12", "1") && !names("1-12", "13"));
        assert!(names("3,5,7", "五号楼") && !names("3,5,7", "4"));
        assert!(names("单", "11") && !names("单", "甲3") && names("双", "12"));
        assert!(names("1-3,甲3", "甲3号楼") && !names("1-3", "甲3"));
        assert!(names("1号楼-12号楼", "7") && names("3、5", "5"));
    }

    fn line(text: &str) -> Option<String> {
        let known = ["双井甲园", "双井家园", "双井家园北区"];
        read(text, "双井", known.into_iter()).map(|(place, sure)| {
            format!(
                "{} {} {} {} {:?}",
                place.estate, place.building, place.entrance, place.room, sure
            )
        })
    }

    #[test]
    fn addresses_in_one_line_are_read() {
        let cases = [
            ("双井双井甲园9号楼1单元12室", "双井甲园 9 1 12 Yes"),
            ("双井甲园9号楼1单元12室", "双井甲园 9 1 12 Yes"),
            (
                "北京市朝阳区双井街道双井甲园九号楼1201",
                "双井甲园 9  1201 Yes",
            ),
            ("双井家园北区甲3号楼2门501号", "双井家园北区 甲3 2 501 Yes"),
            ("双井家园3-2-501", "双井家园 3 2 501 Yes"),
            ("双井未登记小区4号楼1单元4室", "未登记小区 4 1 4 No"),
            ("百子湾路32号院5号楼1单元301室", "百子湾路32号院 5 1 301 No"),
        ];
        for (text, want) in cases {
            assert_eq!(line(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(line("双井某处"), None);
        assert_eq!(line(""), None);
    }
}
