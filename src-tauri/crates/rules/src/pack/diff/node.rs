//! The text of a pack as a tree that knows its lines, for comparing what people wrote.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub line: usize,
    pub value: Value,
}

/// What a pack may hold.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A text, number, day, or yes and no, as the screen shows it.
    Plain(Box<str>),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table, with its line.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: Box<str>,
    pub line: usize,
    pub node: Node,
}

/// The table that a file is; empty where it cannot be read, which a loaded pack rules out.
pub(super) fn parse(text: &str) -> Node {
    let lines = Lines::of(text);
    let value = match DeTable::parse(text) {
        Ok(table) => lines.table(table.get_ref()),
        Err(_) => Value::Table(Vec::new()),
    };
    Node { line: 1, value }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(ends).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let line = self.at(value.span().start);
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Plain((&**text).into()),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                Value::Plain(read.map_or_else(|_| number.as_str().into(), |n| n.to_string().into()))
            }
            DeValue::Float(number) => Value::Plain(number.as_str().into()),
            DeValue::Boolean(yes) => Value::Plain(if *yes { "true" } else { "false" }.into()),
            DeValue::Datetime(day) => Value::Plain(day.to_string().into()),
            DeValue::Array(items) => Value::List(items.iter().map(|one| self.node(one)).collect()),
            DeValue::Table(table) => self.table(table),
        };
        Node { line, value }
    }

    fn table(&self, table: &DeTable<'_>) -> Value {
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        let entry =
            |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
                key: (&**key.get_ref()).into(),
                line: self.at(key.span().start),
                node: self.node(value),
            };
        Value::Table(keys.into_iter().map(entry).collect())
    }
}

impl Node {
    /// The entries of a table.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry with a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| *entry.key == *key)
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        Some(&self.entry(key)?.node)
    }

    /// The text under a key; empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).map_or("", Node::plain)
    }

    /// The text of a plain value; empty where it is none.
    pub fn plain(&self) -> &str {
        match &self.value {
            Value::Plain(text) => text,
            _ => "",
        }
    }

    /// The items of a list; of a single value itself.
    pub fn items(&self) -> Vec<&Node> {
        match &self.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![self],
        }
    }

    /// The items under a key.
    pub fn list(&self, key: &str) -> Vec<&Node> {
        self.get(key).map_or_else(Vec::new, Node::items)
    }

    /// Whether both say the same, wherever they stand: a list of one is its item, the order of
    /// keys is irrelevant.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Plain(one), Value::Plain(two)) => one == two,
            (Value::Table(one), Value::Table(two)) => {
                let twin = |entry: &Entry| other.get(&entry.key);
                one.len() == two.len()
                    && one
                        .iter()
                        .all(|entry| twin(entry).is_some_and(|node| entry.node.same(node)))
            }
            _ => {
                let (one, two) = (self.items(), other.items());
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
            }
        }
    }

    /// Every text under one of the keys, however deep.
    pub fn named<'n>(&'n self, keys: &[&str], found: &mut Vec<&'n str>) {
        for entry in self.entries() {
            if keys.contains(&&*entry.key) {
                found.extend(entry.node.items().iter().map(|item| item.plain()));
            }
            entry.node.named(keys, found);
        }
        if let Value::List(items) = &self.value {
            items.iter().for_each(|item| item.named(keys, found));
        }
    }
}
