//! The policy pack's words for codes and days.

use chrono::NaiveDate;
use ruxue_rules::Pack;
use ruxue_rules::pack::Event;

use crate::ceremony::Kind;

pub(super) use crate::register::words::reasons;

use super::overview::{TimetableRow, WindowState};

/// 去向 in words.
pub(super) fn route(pack: &Pack, code: &str) -> String {
    crate::register::words::route_of(pack, code).to_owned()
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

/// A ceremony in words: 小学 民办、公办寄宿.
pub(super) fn ceremony(level: &str, kinds: &str) -> String {
    let word = |code| match Kind::from_code(code) {
        Some(kind) => kind.text(),
        None => code,
    };
    let kinds: Vec<_> = kinds.split(',').map(word).collect();
    format!("{level} {}", kinds.join("、"))
}

/// The year of the season.
pub(super) fn season(pack: &Pack) -> u16 {
    u16::try_from(pack.season()).unwrap_or_default()
}

/// The timetable as the desk's day sees it.
pub(super) fn timetable(pack: &Pack, today: NaiveDate) -> Vec<TimetableRow> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |event: &Event| TimetableRow {
        work: event.title.to_string(),
        from: day(event.from),
        until: day(event.to),
        state: state(event, today),
    };
    pack.timetable().iter().map(row).collect()
}

fn state(event: &Event, today: NaiveDate) -> WindowState {
    if event.holds(today) {
        WindowState::Open
    } else if event.from.is_some_and(|from| today < from) {
        WindowState::Ahead
    } else {
        WindowState::Past
    }
}

/// The next deadline in a sentence; empty where none is ahead.
pub(super) fn deadline(pack: &Pack, today: NaiveDate) -> String {
    let ahead = pack
        .timetable()
        .iter()
        .filter_map(|event| Some((event.to?, event)));
    let next = ahead
        .filter(|(last, _)| *last >= today)
        .min_by_key(|(last, _)| *last);
    let Some((last, event)) = next else {
        return String::new();
    };
    let left = match (last - today).num_days() {
        0 => "就在今天".to_owned(),
        1 => "还有 1 天，明天截止".to_owned(),
        days => format!("还有 {days} 天"),
    };
    format!(
        "下一期限：{} {}（{left}）",
        last.format("%-m月%-d日"),
        event.title
    )
}
