//! Numbers of buildings, entrances and rooms, and numerals inside names.

use std::borrow::Cow;

use super::fold;

/// The normal form of a 楼号.
pub fn building(text: &str) -> Cow<'_, str> {
    part(
        text,
        &[
            "号楼", "#楼", "号幢", "号栋", "号座", "楼", "#", "幢", "栋", "座", "号",
        ],
    )
}

/// The normal form of a 单元.
pub fn entrance(text: &str) -> Cow<'_, str> {
    part(text, &["单元", "门"])
}

/// The normal form of a 房号.
pub fn room(text: &str) -> Cow<'_, str> {
    part(text, &["号房", "号室", "室", "号", "房", "户"])
}

fn part<'a>(text: &'a str, suffixes: &[&str]) -> Cow<'a, str> {
    match fold(text) {
        Cow::Borrowed(text) => number(bare(text, suffixes)),
        Cow::Owned(text) => Cow::Owned(number(bare(&text, suffixes)).into_owned()),
    }
}

/// Without 第 before and the mark behind, where something stays.
fn bare<'a>(text: &'a str, suffixes: &[&str]) -> &'a str {
    let rest = suffixes
        .iter()
        .filter_map(|suffix| text.strip_suffix(suffix))
        .find(|rest| !rest.is_empty())
        .unwrap_or(text);
    let counted = rest
        .strip_prefix('第')
        .filter(|rest| rest.starts_with(is_numeral));
    counted.unwrap_or(rest)
}

/// Writes a numeral in ASCII digits without leading zeros, behind a stem (甲, 乙 …) if it has one.
pub(super) fn number(text: &str) -> Cow<'_, str> {
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

pub(super) fn is_stem(c: char) -> bool {
    "甲乙丙丁戊己庚辛壬癸".contains(c)
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || is_stem(c) || is_han_numeral(c)
}

fn is_han_numeral(c: char) -> bool {
    han_digit(c).is_some() || han_unit(c).is_some() || matches!(c, '廿' | '卅')
}

fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn han_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// Reads 三, 十二, 廿三, 一百零五, and digits in a row as 一〇五. What can be read in two ways
/// (一百一: 101 or 110) or in none (十二十) is no number.
pub(super) fn han_number(text: &str) -> Option<u32> {
    let text = text.replace('廿', "二十").replace('卅', "三十");
    if text.is_empty() || text.chars().count() > 8 {
        return None;
    }
    if text.chars().all(|c| han_digit(c).is_some()) {
        return text.chars().try_fold(0u32, |sum, c| {
            sum.checked_mul(10)?.checked_add(han_digit(c)?)
        });
    }
    let (mut total, mut digit, mut gap, mut above) = (0, None, false, 10_000);
    for c in text.chars() {
        if let Some(unit) = han_unit(c) {
            let count = match digit.take() {
                Some(count) => count,
                None if unit == 10 => 1,
                None => return None,
            };
            if unit >= above {
                return None;
            }
            (total, above, gap) = (total + count * unit, unit, false);
        } else {
            let read = han_digit(c)?;
            if digit.is_some() || (read == 0 && (gap || above == 10_000)) {
                return None;
            }
            (gap, digit) = (gap || read == 0, (read > 0).then_some(read));
        }
    }
    match digit {
        Some(_) if above > 10 && !gap => None,
        None if gap => None,
        last => Some(total + last.unwrap_or(0)),
    }
}

/// Writes every run of Chinese numerals that is a number in ASCII digits: 三里屯 and 3里屯, 十一区
/// and 11区 are one name then.
pub(super) fn digits_for_han(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_han_numeral) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_han_numeral) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|c| !is_han_numeral(c)).unwrap_or(from.len()));
        // Beside ASCII digits (十2) a reading would be a guess.
        let mixed = before.ends_with(|c: char| c.is_ascii_digit())
            || after.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(before);
        match han_number(run).filter(|_| !mixed) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
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
            "3#楼",
            "第3栋",
            "叁号楼",
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
        assert_eq!(
            (entrance("二门"), room("五〇一户")),
            ("2".into(), "501".into())
        );
    }

    #[test]
    fn chinese_numbers_are_read_in_one_way_or_not_at_all() {
        for (text, want) in [
            ("十", 10),
            ("廿三", 23),
            ("卅", 30),
            ("一百二十", 120),
            ("一百十二", 112),
            ("四百零一", 401),
            ("一千二百零三", 1203),
            ("一千零二十", 1020),
            ("零零三", 3),
        ] {
            assert_eq!(han_number(text), Some(want), "{text}");
        }
        for text in [
            "一百一",
            "十二十",
            "百",
            "一百零",
            "二百零零五",
            "三四十",
            "十百",
            "",
        ] {
            assert_eq!(han_number(text), None, "{text}");
        }
    }

    #[test]
    fn names_with_numerals_meet() {
        assert_eq!(digits_for_han("三里屯十一区"), "3里屯11区");
        assert_eq!(digits_for_han("百子湾"), "百子湾");
        assert_eq!(digits_for_han("十2号楼"), "十2号楼");
    }
}
