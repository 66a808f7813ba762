//! A pack as the list of things that it states: this date, that condition, the seventh step.

use super::node::{self, Entry, Node, Value};
use super::{Kind, Spot};
use crate::Pack;

/// What sort of thing an item is; the order is that of a list of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Head,
    Day,
    Span,
    Seat,
    Unclaimed,
    Set,
    Category,
    Condition,
    Reason,
    GoodTitle,
    Step,
    Route,
    Note,
    Switch,
    Paper,
    Event,
    Word,
    Examples,
}

/// One thing that a pack states.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub part: Part,
    pub id: Box<str>,
    pub file: &'static str,
    pub line: usize,
    pub body: Node,
}

/// Files whose tables are items, the table's key, and the key of an item's name; without one the
/// items are numbered.
const TABLES: &[(&str, &str, Part, &str)] = &[
    ("pack.toml", "date", Part::Day, "id"),
    ("pack.toml", "months", Part::Span, "id"),
    ("categories.toml", "set", Part::Set, "id"),
    ("categories.toml", "category", Part::Category, "code"),
    ("conditions.toml", "condition", Part::Condition, "id"),
    ("reasons.toml", "reason", Part::Reason, "code"),
    ("routes.toml", "step", Part::Step, ""),
    ("routes.toml", "route", Part::Route, "code"),
    ("routes.toml", "note", Part::Note, "code"),
    ("switches.toml", "switch", Part::Switch, "name"),
    ("papers.toml", "paper", Part::Paper, "name"),
    ("timetable.toml", "event", Part::Event, "id"),
];

impl Part {
    /// The word for it in a list of changes.
    pub fn kind(self) -> Kind {
        match self {
            Part::Head | Part::Examples => Kind::File,
            Part::Day => Kind::Date,
            Part::Span => Kind::Months,
            Part::Condition => Kind::Condition,
            Part::Reason => Kind::Reason,
            Part::Set | Part::Category | Part::Unclaimed => Kind::Category,
            Part::Seat | Part::GoodTitle | Part::Step | Part::Route | Part::Note => Kind::Route,
            Part::Switch => Kind::Switch,
            Part::Paper => Kind::Paper,
            Part::Event => Kind::Timetable,
            Part::Word => Kind::Word,
        }
    }
}

impl Item {
    pub fn spot(&self) -> Spot {
        self.spot_at(self.line)
    }

    pub fn spot_at(&self, line: usize) -> Spot {
        Spot {
            file: self.file.into(),
            line,
        }
    }
}

/// All items of a pack, by part and then as written.
pub(super) fn items(pack: &Pack) -> Vec<Item> {
    let mut items = Vec::new();
    let file = |name: &str| node::parse(pack.text_of(name));
    let (main, kinds, ways) = (
        file("pack.toml"),
        file("categories.toml"),
        file("routes.toml"),
    );
    for entry in main.entries() {
        match (&*entry.key, &entry.node.value) {
            ("seat", _) => items.push(single(Part::Seat, "seat", "pack.toml", entry)),
            (_, Value::Plain(_)) => items.push(single(Part::Head, &entry.key, "pack.toml", entry)),
            _ => {}
        }
    }
    let roots = [("unclaimed", Part::Unclaimed, "categories.toml", &kinds)];
    let title = [("good_title", Part::GoodTitle, "routes.toml", &ways)];
    for (key, part, name, root) in roots.into_iter().chain(title) {
        let found = root.entry(key);
        items.extend(found.map(|entry| single(part, key, name, entry)));
    }
    for (name, table, part, id) in TABLES {
        let root = file(name);
        for (at, body) in root.list(table).into_iter().enumerate() {
            items.push(Item {
                part: *part,
                id: match body.text(id) {
                    "" => format!("{table}-{}", at + 1).into(),
                    id => id.into(),
                },
                file: name,
                line: body.line,
                body: body.clone(),
            });
        }
    }
    for group in file("words.toml").list("words") {
        for word in group.list("words") {
            items.push(Item {
                part: Part::Word,
                id: word.plain().into(),
                file: "words.toml",
                line: word.line,
                body: clause_of(group),
            });
        }
    }
    items.push(Item {
        part: Part::Examples,
        id: "examples".into(),
        file: "examples.toml",
        line: 1,
        body: file("examples.toml"),
    });
    items.sort_by_key(|item| item.part);
    items
}

fn single(part: Part, id: &str, file: &'static str, entry: &Entry) -> Item {
    Item {
        part,
        id: id.into(),
        file,
        line: entry.line,
        body: entry.node.clone(),
    }
}

/// Of a group of words only the clause belongs to each word.
fn clause_of(group: &Node) -> Node {
    let clause = group
        .entries()
        .iter()
        .filter(|entry| &*entry.key == "clause");
    Node {
        line: group.line,
        value: Value::Table(clause.cloned().collect()),
    }
}
