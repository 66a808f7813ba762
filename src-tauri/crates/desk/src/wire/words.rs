//! The policy pack's words for codes.

use chrono::NaiveDate;
use ruxue_rules::{Pack, Route};

use super::overview::TimetableRow;

/// 去向 in words.
pub(super) fn route(_pack: &Pack, code: &str) -> String {
    match Route::parse(code) {
        Some(Route::Special) => "残疾优先就近".into(),
        Some(Route::Direct) => "对口直升".into(),
        Some(Route::Single) => "单校登记".into(),
        Some(Route::Multi) => "多校划片".into(),
        Some(Route::Pool) => "统筹派位".into(),
        None => code.to_owned(),
    }
}

/// A category in words.
pub(super) fn category(_pack: &Pack, code: &str) -> String {
    code.to_owned()
}

/// Reason codes, joined by blanks, in words.
pub(super) fn reasons(_pack: &Pack, codes: &str) -> String {
    codes
        .split(' ')
        .filter(|code| !code.is_empty())
        .collect::<Vec<_>>()
        .join("；")
}

/// How an admission came about.
pub(super) fn how(code: &str) -> &'static str {
    match code {
        "direct" => "直接录取",
        "drawn" => "按志愿派位录取",
        "placed" => "随机安排",
        _ => "录取",
    }
}

/// The year of the season.
pub(super) fn season(_pack: &Pack) -> u16 {
    2021
}

/// The timetable as the desk's day sees it.
pub(super) fn timetable(_pack: &Pack, _today: NaiveDate) -> Vec<TimetableRow> {
    Vec::new()
}

/// The next deadline in a sentence; empty where none is ahead.
pub(super) fn deadline(_pack: &Pack, _today: NaiveDate) -> String {
    String::new()
}
