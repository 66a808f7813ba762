//! The days, months and windows of a year, each with its clause.

use chrono::{Months as Shift, NaiveDate};

use crate::Level;
use crate::months::Months;

use super::Cite;
use super::reader::{Report, Section, Spot};

/// A day that rules compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its name in the pack: `title-cut`.
    pub id: Box<str>,
    /// The day.
    pub day: NaiveDate,
    /// Document number and place.
    pub clause: Box<str>,
    /// What it is, in words.
    pub says: Box<str>,
}

/// Months that rules ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its name in the pack: `insurance`.
    pub id: Box<str>,
    /// The months.
    pub months: Months,
    /// Document number and place.
    pub clause: Box<str>,
    /// What they are, in words.
    pub says: Box<str>,
}

/// A line of the timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name in the pack: `collection`.
    pub id: Box<str>,
    /// What is done, in words.
    pub title: Box<str>,
    /// 学段 it concerns; empty for both.
    pub level: Option<Level>,
    /// Its first day; `None` where only the last is set.
    pub from: Option<NaiveDate>,
    /// Its last day; `None` where it stays open.
    pub to: Option<NaiveDate>,
    /// Document number and place.
    pub clause: Box<str>,
}

impl Event {
    /// Whether a day lies inside.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Reads `[[date]]`: a day, or so many years before another; `after` states an order.
pub(super) fn read_days(root: &Section<'_>, cite: &Cite) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for section in root.sections("date") {
        let known: Vec<_> = days.iter().map(|day| &day.id).collect();
        let id = section.name("id", "日期", &known);
        let find = |key: &'static str| {
            let other = section.opt_text(key)?;
            let found = days.iter().find(|day| day.id == other).map(|day| day.day);
            if found.is_none() && !section.report().knows_wrong(&other) {
                section.say(key, format!("前面没有叫「{other}」的日期"));
            }
            found
        };
        let day = match (section.opt_day("day"), find("before")) {
            (Some(day), None) => Some(day),
            (None, Some(other)) => {
                let years = section.integer_in("years", (1, 30)).unsigned_abs();
                other.checked_sub_months(Shift::new(years.saturating_mul(12)))
            }
            _ => None,
        };
        if section.has("day") == section.has("before") {
            section.say(
                "day",
                format!("日期「{id}」要么写 day，要么写 before 和 years"),
            );
        }
        let earlier = find("after");
        if let Some((earlier, day)) = earlier.zip(day).filter(|(earlier, day)| earlier >= day) {
            section.say("day", format!("日期倒置：「{id}」{day} 应当晚于 {earlier}"));
        }
        let (clause, says) = (cite.clause(&section), section.text("says"));
        let Some(day) = day else {
            section.report().is_wrong(&id);
            section.give_up(&["years"]);
            section.close();
            continue;
        };
        section.close();
        days.push(Day {
            id,
            day,
            clause,
            says,
        });
    }
    days
}

/// Reads `[[months]]`.
pub(super) fn read_spans(root: &Section<'_>, cite: &Cite) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for section in root.sections("months") {
        let known: Vec<_> = spans.iter().map(|span| &span.id).collect();
        let id = section.name("id", "月份", &known);
        let (first, last) = (section.text("first"), section.text("last"));
        let months = Months::new(&first, &last);
        if months.is_none() && !first.is_empty() && !last.is_empty() {
            section.say(
                "first",
                format!("月份倒置或写错：{first} 至 {last}，应写作 \"2020-11\"，首月不晚于末月"),
            );
        }
        let (clause, says) = (cite.clause(&section), section.text("says"));
        section.close();
        match months {
            Some(months) => spans.push(Span {
                id,
                months,
                clause,
                says,
            }),
            None => root.report().is_wrong(&id),
        }
    }
    spans
}

/// Reads `[[event]]`.
pub(super) fn read_events(root: &Section<'_>, cite: &Cite) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for section in root.sections("event") {
        let (from, to) = (section.opt_day("from"), section.opt_day("to"));
        if !section.has("from") && !section.has("to") {
            section.say("from", "时间表的一行至少要有 from 或 to");
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            section.say("to", "日期倒置：from 晚于 to");
        }
        let known: Vec<_> = events.iter().map(|event| &event.id).collect();
        let event = Event {
            id: section.name("id", "时间表", &known),
            title: section.text("title"),
            level: opt_level(&section),
            from,
            to,
            clause: cite.clause(&section),
        };
        section.close();
        events.push(event);
    }
    events
}

/// Reads `level` where it may be absent.
pub(super) fn opt_level(section: &Section<'_>) -> Option<Level> {
    let text = section.opt_text("level")?;
    let level = Level::parse(&text);
    if level.is_none() {
        section.say(
            "level",
            format!("没有「{text}」这个学段，应写 小学 或 初中"),
        );
    }
    level
}

/// The position of a thing named in a pack; an unknown name is a mistake. Where nothing of the sort
/// is written at all, or what bears the name is wrong itself, that has been told.
pub(super) fn find<T>(
    things: &[T],
    id_of: impl Fn(&T) -> &str,
    id: &str,
    what: &str,
    (report, spot): (&Report, &Spot),
) -> Option<usize> {
    let at = things.iter().position(|thing| id_of(thing) == id);
    if at.is_none() && !things.is_empty() && !id.is_empty() && !report.knows_wrong(id) {
        report.say(spot, format!("没有叫「{id}」的{what}"));
    }
    at
}
