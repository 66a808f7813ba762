//! Reading a pack's TOML with the line of everything that is wrong.
//!
//! A reader never stops at the first mistake: it reports, goes on with an empty value, and the
//! pack is refused at the end with all its mistakes.

use std::cell::RefCell;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::PackError;

/// One file of a pack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'i> {
    pub name: &'i str,
    pub text: &'i str,
}

/// Where something stands in a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file's name.
    pub file: Box<str>,
    /// The line, from 1.
    pub line: usize,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Report {
    errors: RefCell<Vec<PackError>>,
}

impl Report {
    pub fn say(&self, spot: &Spot, message: impl Into<String>) {
        let (file, line) = (spot.file.to_string(), spot.line);
        self.errors.borrow_mut().push(PackError {
            file,
            line,
            message: message.into(),
        });
    }

    pub fn into_errors(self) -> Vec<PackError> {
        let mut errors = self.errors.into_inner();
        errors.sort();
        errors.dedup();
        errors
    }
}

impl Source<'_> {
    fn spot(&self, at: usize) -> Spot {
        let before = self.text.get(..at).unwrap_or(self.text);
        Spot {
            file: self.name.into(),
            line: before.matches('\n').count() + 1,
        }
    }

    /// Parses the file; a syntax error is reported.
    pub fn parse<'t>(&'t self, report: &Report) -> Option<Spanned<DeTable<'t>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let message = format!("不是合格的 TOML（{}），请改正这一行", error.message());
                report.say(&self.spot(at), message);
                None
            }
        }
    }
}

/// A table of a pack, asked key by key. Keys that nobody asked for are mistakes.
pub(super) struct Section<'t> {
    source: Source<'t>,
    report: &'t Report,
    table: &'t DeTable<'t>,
    at: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Section<'t> {
    pub fn new(
        source: Source<'t>,
        report: &'t Report,
        table: &'t DeTable<'t>,
        at: Range<usize>,
    ) -> Section<'t> {
        Section {
            source,
            report,
            table,
            at,
            asked: RefCell::default(),
        }
    }

    /// Where the table begins.
    pub fn spot(&self) -> Spot {
        self.source.spot(self.at.start)
    }

    /// Where a key's value stands, or the table where it lacks the key.
    pub fn spot_of(&self, key: &str) -> Spot {
        self.table
            .get(key)
            .map_or_else(|| self.spot(), |value| self.source.spot(value.span().start))
    }

    pub fn say(&self, key: &str, message: impl Into<String>) {
        self.report.say(&self.spot_of(key), message);
    }

    fn ask(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn need(&self, key: &'static str) {
        if !self.table.contains_key(key) {
            self.say(key, format!("缺少 {key}，请补上"));
        }
    }

    /// A text that may be absent.
    pub fn opt_text(&self, key: &'static str) -> Option<Box<str>> {
        let value = self.ask(key)?;
        match value.as_ref().as_str() {
            Some(text) => Some(text.into()),
            None => {
                self.say(key, format!("{key} 应当是一段文字（加引号）"));
                None
            }
        }
    }

    /// A text that must be there and say something.
    pub fn text(&self, key: &'static str) -> Box<str> {
        self.need(key);
        let text = self.opt_text(key).unwrap_or_default();
        if text.is_empty() && self.table.contains_key(key) {
            self.say(key, format!("{key} 不能为空"));
        }
        text
    }

    /// A text or a list of texts; absent is empty.
    pub fn texts(&self, key: &'static str) -> Vec<Box<str>> {
        self.ask(key)
            .map_or_else(Vec::new, |value| self.texts_of(key, value))
    }

    fn texts_of(&self, key: &str, value: &Spanned<DeValue<'t>>) -> Vec<Box<str>> {
        let all = match value.as_ref() {
            DeValue::String(text) => Some(vec![text.as_ref().into()]),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.as_ref().as_str().map(Into::into))
                .collect(),
            _ => None,
        };
        all.unwrap_or_else(|| {
            let spot = self.source.spot(value.span().start);
            self.report
                .say(&spot, format!("{key} 应当是文字，或用方括号括起的若干文字"));
            Vec::new()
        })
    }

    /// A whole number.
    pub fn integer(&self, key: &'static str) -> i64 {
        self.need(key);
        let Some(value) = self.ask(key) else { return 0 };
        self.integer_of(key, value)
    }

    fn integer_of(&self, key: &str, value: &Spanned<DeValue<'t>>) -> i64 {
        let number = value.as_ref().as_integer();
        let number = number.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        number.unwrap_or_else(|| {
            let spot = self.source.spot(value.span().start);
            self.report.say(&spot, format!("{key} 应当是一个整数"));
            0
        })
    }

    /// A day that may be absent, written 2015-08-31 without quotes.
    pub fn opt_day(&self, key: &'static str) -> Option<NaiveDate> {
        let value = self.ask(key)?;
        let day = value
            .as_ref()
            .as_datetime()
            .filter(|day| day.time.is_none());
        let day = day.and_then(|day| {
            let date = day.date?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        if day.is_none() {
            self.say(
                key,
                format!("{key} 应当是一个日期，写作 2015-08-31，不加引号"),
            );
        }
        day
    }

    /// Yes or no.
    pub fn flag(&self, key: &'static str) -> bool {
        self.need(key);
        let Some(value) = self.ask(key) else {
            return false;
        };
        value.as_ref().as_bool().unwrap_or_else(|| {
            self.say(key, format!("{key} 应当是 true 或 false"));
            false
        })
    }

    /// A table inside this one, that may be absent.
    pub fn section(&self, key: &'static str) -> Option<Section<'t>> {
        let value = self.ask(key)?;
        self.open(key, value)
    }

    fn open(&self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Option<Section<'t>> {
        let at = value.span();
        match value.as_ref().as_table() {
            Some(table) => Some(Section::new(self.source, self.report, table, at)),
            None => {
                self.report
                    .say(&self.source.spot(at.start), format!("{key} 应当是一个表"));
                None
            }
        }
    }

    /// A table, or a list of tables; absent is empty.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'t>> {
        let Some(value) = self.ask(key) else {
            return Vec::new();
        };
        match value.as_ref().as_array() {
            Some(items) => items
                .iter()
                .filter_map(|item| self.open(key, item))
                .collect(),
            None => self.open(key, value).into_iter().collect(),
        }
    }

    /// The items of a list that may be texts or tables.
    pub fn items(&self, key: &'static str) -> Vec<Item<'t>> {
        let Some(value) = self.ask(key) else {
            return Vec::new();
        };
        let Some(items) = value.as_ref().as_array() else {
            self.say(key, format!("{key} 应当是一个列表（方括号）"));
            return Vec::new();
        };
        let read = |item: &'t Spanned<DeValue<'t>>| match item.as_ref().as_str() {
            Some(text) => Some(Item::Text(text.into(), self.source.spot(item.span().start))),
            None => self.open(key, item).map(Item::Section),
        };
        items.iter().filter_map(read).collect()
    }

    /// Every key of a table whose keys are free, with its texts and its place.
    pub fn entries(&self) -> Vec<(&'t str, Vec<Box<str>>, Spot)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let read = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
            let name: &'t std::borrow::Cow<'t, str> = key.as_ref();
            (
                &**name,
                self.texts_of(name, value),
                self.source.spot(key.span().start),
            )
        };
        entries.into_iter().map(read).collect()
    }

    /// Every key of a table whose keys are free, with its whole number.
    pub fn numbers(&self) -> Vec<(&'t str, i64)> {
        let read = |(key, value): (&'t Spanned<std::borrow::Cow<'t, str>>, _)| {
            (&**key.as_ref(), self.integer_of(key.as_ref(), value))
        };
        self.table.iter().map(read).collect()
    }

    /// Whether the table has the key.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Ends the reading: keys that nobody asked for are mistakes.
    pub fn close(self) -> Spot {
        self.finish();
        self.spot()
    }

    /// The same, of a table that is still looked at.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name: &str = key.as_ref();
            if !asked.contains(&name) {
                let spot = self.source.spot(key.span().start);
                self.report
                    .say(&spot, format!("不认识的键 {name}，请删去或改正拼写"));
            }
        }
    }

    pub fn report(&self) -> &'t Report {
        self.report
    }
}

/// An item of a mixed list.
pub(super) enum Item<'t> {
    Text(Box<str>, Spot),
    Section(Section<'t>),
}
