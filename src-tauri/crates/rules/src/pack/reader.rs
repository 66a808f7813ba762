//! Reading a pack's TOML with the line of everything that is wrong.
//!
//! A reader never stops at the first mistake: it reports, goes on with an empty value, and the
//! pack is refused at the end with all its mistakes.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{PackError, syntax};

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
    /// Things that are written, but wrong: who names them is not at fault.
    broken: RefCell<Vec<Box<str>>>,
    /// How many errors were told before the tables were looked at.
    first: Cell<usize>,
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

    /// Notes that a thing is there, though what is written of it is wrong.
    pub fn is_wrong(&self, id: &str) {
        self.broken.borrow_mut().push(id.into());
    }

    /// Whether a thing of this name is there, though wrong.
    pub fn knows_wrong(&self, id: &str) -> bool {
        self.broken.borrow().iter().any(|known| **known == *id)
    }

    /// Whether anything is there, though wrong.
    pub fn has_wrong(&self) -> bool {
        !self.broken.borrow().is_empty()
    }

    /// The files of which something has been told.
    pub fn files(&self) -> Vec<Box<str>> {
        let errors = self.errors.borrow();
        let mut files: Vec<Box<str>> = errors.iter().map(|error| (*error.file).into()).collect();
        files.dedup();
        self.first.set(errors.len());
        files
    }

    /// All that is wrong, by file and line. Of files that could not be read, what was told of them
    /// first is enough.
    pub fn into_errors(self, unread: &[Box<str>]) -> Vec<PackError> {
        let first = self.first.get();
        let told = self.errors.into_inner().into_iter().enumerate();
        let mut errors: Vec<PackError> = told
            .filter(|(at, error)| *at < first || !unread.iter().any(|file| **file == *error.file))
            .map(|(_, error)| error)
            .collect();
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

    /// Parses the file; syntax errors are reported, the first of each line.
    pub fn parse<'t>(&'t self, report: &Report) -> Option<Spanned<DeTable<'t>>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        let mut lines = Vec::new();
        for error in &errors {
            let spot = self.spot(error.span().map_or(0, |span| span.start));
            if !lines.contains(&spot.line) {
                lines.push(spot.line);
                report.say(&spot, syntax::say(error.message()));
            }
        }
        errors.is_empty().then_some(table)
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
        let text = self.opt_text(key);
        if text.as_deref() == Some("") {
            self.say(key, format!("{key} 不能为空"));
        }
        text.unwrap_or_default()
    }

    /// A name by which others know this table: a second one of its kind is a mistake.
    pub fn name(&self, key: &'static str, what: &str, known: &[impl AsRef<str>]) -> Box<str> {
        let name = self.text(key);
        if !name.is_empty() && known.iter().any(|known| known.as_ref() == &*name) {
            self.say(key, format!("{what}「{name}」写了两次"));
        }
        name
    }

    /// Texts of which there must be one at least.
    pub fn some_texts(&self, key: &'static str) -> Vec<Box<str>> {
        self.need(key);
        let texts = self.texts(key);
        let empty = self
            .table
            .get(key)
            .and_then(|value| value.as_ref().as_array());
        if empty.is_some_and(|items| items.is_empty()) {
            self.say(key, format!("{key} 至少要写一个"));
        }
        texts
    }

    /// A whole number between two, both allowed.
    pub fn integer_in(&self, key: &'static str, (least, most): (i32, i32)) -> i32 {
        let number = self.integer(key);
        let inside = i32::try_from(number)
            .ok()
            .filter(|n| (least..=most).contains(n));
        // A value that is no number has been told already.
        let read = self
            .table
            .get(key)
            .is_some_and(|value| value.as_ref().as_integer().is_some());
        if inside.is_none() && read {
            self.say(key, format!("{key} 应当在 {least} 到 {most} 之间"));
        }
        inside.unwrap_or(least)
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

    /// Gives up on keys of a table that is wrong anyway, so that they are not told to be unknown.
    pub fn give_up(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
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
