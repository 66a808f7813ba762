//! What changes from one pack to another, in words and by line.

mod items;
mod node;
mod steps;
mod tell;

use std::collections::BTreeSet;

pub(crate) use items::Part;
use items::{Item, items};
use node::{Entry, Node, Value};
use tell::Teller;

pub use super::reader::Spot;
use crate::Pack;

/// What sort of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A day that rules compare with.
    Date,
    /// Months that rules ask for.
    Months,
    /// A condition.
    Condition,
    /// A reason: its code, weight, words.
    Reason,
    /// A category: whom it claims, what it asks for.
    Category,
    /// The way to a route, seats and good titles included.
    Route,
    /// A switch.
    Switch,
    /// A paper that families show.
    Paper,
    /// The timetable.
    Timetable,
    /// A prohibited word.
    Word,
    /// The pack itself: season, document, examples.
    File,
}

impl Kind {
    /// The word on screen.
    pub fn text(self) -> &'static str {
        match self {
            Kind::Date => "日期",
            Kind::Months => "月份",
            Kind::Condition => "条件",
            Kind::Reason => "理由",
            Kind::Category => "类别",
            Kind::Route => "去向",
            Kind::Switch => "开关",
            Kind::Paper => "材料",
            Kind::Timetable => "时间表",
            Kind::Word => "词语",
            Kind::File => "文件",
        }
    }
}

/// One thing that two packs state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What sort of thing.
    pub kind: Kind,
    /// The pack's name of it: `birth-latest`, `P1`, `step-3`.
    pub id: Box<str>,
    /// A Chinese sentence: what was so and what is so.
    pub says: String,
    /// Where the former pack has it; `None` where it is new.
    pub old: Option<Spot>,
    /// Where the later pack has it; `None` where it is gone.
    pub new: Option<Spot>,
    pub(crate) part: Part,
    /// Its name in the former and in the later pack: steps are numbered.
    pub(crate) ids: [Option<Box<str>>; 2],
    /// The key that differs; empty where the whole thing came or went.
    pub(crate) field: Box<str>,
}

impl Change {
    /// Where both packs have it, in one word: `原 pack.toml:24，新 pack.toml:25`.
    pub fn place(&self) -> String {
        let sides = [("原", &self.old), ("新", &self.new)].into_iter();
        let spots = sides.filter_map(|(side, spot)| Some(format!("{side} {}", spot.as_ref()?)));
        spots.collect::<Vec<_>>().join("，")
    }

    /// Whether it can alter a verdict: words, clauses and examples cannot.
    pub(crate) fn bears(&self) -> bool {
        const WORDS: &[&str] = &["says", "clause", "title", "cure", "by_person"];
        let silent = matches!(
            self.part,
            Part::Route
                | Part::Note
                | Part::Switch
                | Part::Paper
                | Part::Event
                | Part::Word
                | Part::Examples
        );
        !silent && !WORDS.contains(&&*self.field)
    }
}

/// What changes from one pack to another, in the order of the later pack's parts. Two packs with
/// the same content have none, however they are written.
pub fn diff(old: &Pack, new: &Pack) -> Vec<Change> {
    let (before, after) = (items(old), items(new));
    let differ = Differ {
        teller: Teller::new([old, new], [&before, &after]),
    };
    let mut changes = Vec::new();
    let parts: BTreeSet<Part> = before.iter().chain(&after).map(|item| item.part).collect();
    for part in parts {
        let (one, two) = (of(&before, part), of(&after, part));
        match part {
            Part::Step => steps::compare(&differ.teller, one, two, &mut changes),
            Part::Examples => differ.examples(one, two, &mut changes),
            _ => differ.by_name(one, two, &mut changes),
        }
    }
    differ.rule_examples(&before, &after, &mut changes);
    changes
}

/// The items of a part; all stand in the order of parts.
fn of(items: &[Item], part: Part) -> &[Item] {
    let from = items.partition_point(|item| item.part < part);
    let to = items.partition_point(|item| item.part <= part);
    &items[from..to]
}

struct Differ<'d> {
    teller: Teller<'d>,
}

/// What a pair of items that are the same thing has in the two packs.
struct Pair<'p> {
    old: &'p Item,
    new: &'p Item,
}

impl Pair<'_> {
    fn change(&self, field: &str, lines: [usize; 2], says: String) -> Change {
        Change {
            kind: self.new.part.kind(),
            id: self.new.id.clone(),
            says,
            old: Some(self.old.spot_at(lines[0])),
            new: Some(self.new.spot_at(lines[1])),
            part: self.new.part,
            ids: [Some(self.old.id.clone()), Some(self.new.id.clone())],
            field: field.into(),
        }
    }
}

/// An item that only one pack has.
fn whole(item: &Item, side: usize, says: String) -> Change {
    let mut spots = [None, None];
    let mut ids = [None, None];
    spots[side] = Some(item.spot());
    ids[side] = Some(item.id.clone());
    let [old, new] = spots;
    Change {
        kind: item.part.kind(),
        id: item.id.clone(),
        says,
        old,
        new,
        part: item.part,
        ids,
        field: Box::default(),
    }
}

impl Differ<'_> {
    fn by_name(&self, before: &[Item], after: &[Item], changes: &mut Vec<Change>) {
        for old in before {
            match after.iter().find(|new| new.id == old.id) {
                Some(new) => self.pair(&Pair { old, new }, changes),
                None => changes.push(whole(old, 0, self.teller.gone(old))),
            }
        }
        for new in after {
            if !before.iter().any(|old| old.id == new.id) {
                changes.push(whole(new, 1, self.teller.came(new)));
            }
        }
    }

    /// The keys of one thing.
    fn pair(&self, pair: &Pair<'_>, changes: &mut Vec<Change>) {
        let (old, new) = (&pair.old.body, &pair.new.body);
        if matches!(
            pair.old.part,
            Part::Head | Part::Unclaimed | Part::GoodTitle
        ) {
            self.value(pair, "", [Some(old), Some(new)], changes);
            return;
        }
        for key in keys(old, new) {
            let at = [old.entry(&key), new.entry(&key)];
            match (pair.old.part, &*key) {
                (Part::Condition, "example") => {}
                (Part::Set | Part::Category, "conditions") => self.asked(pair, changes),
                (Part::Seat, "years") | (Part::Switch, "value") => {
                    self.inner(pair, &key, at, changes)
                }
                _ => self.entry(pair, &key, at, changes),
            }
        }
    }

    /// A table of free keys inside a thing: each key speaks for itself.
    fn inner(
        &self,
        pair: &Pair<'_>,
        field: &str,
        [one, two]: [Option<&Entry>; 2],
        changes: &mut Vec<Change>,
    ) {
        let tables = one.zip(two).filter(|(one, two)| {
            let table = |entry: &Entry| matches!(entry.node.value, Value::Table(_));
            table(one) && table(two)
        });
        let Some((one, two)) = tables else {
            return self.entry(pair, field, [one, two], changes);
        };
        for key in keys(&one.node, &two.node) {
            let at = [one.node.entry(&key), two.node.entry(&key)];
            self.entry(pair, &format!("{field}/{key}"), at, changes);
        }
    }

    fn entry(
        &self,
        pair: &Pair<'_>,
        field: &str,
        at: [Option<&Entry>; 2],
        changes: &mut Vec<Change>,
    ) {
        self.value(
            pair,
            field,
            at.map(|entry| entry.map(|entry| &entry.node)),
            changes,
        );
    }

    fn value(
        &self,
        pair: &Pair<'_>,
        field: &str,
        nodes: [Option<&Node>; 2],
        changes: &mut Vec<Change>,
    ) {
        if let [Some(one), Some(two)] = nodes
            && one.same(two)
        {
            return;
        }
        let lines = [
            nodes[0].map_or(pair.old.line, |node| node.line),
            nodes[1].map_or(pair.new.line, |node| node.line),
        ];
        let lines = if field.is_empty() {
            [pair.old.line, pair.new.line]
        } else {
            lines
        };
        let says = self.teller.altered([pair.old, pair.new], field, nodes);
        if let Some(says) = says {
            changes.push(pair.change(field, lines, says));
        }
    }

    /// The conditions that a category or a set asks for, one by one.
    fn asked(&self, pair: &Pair<'_>, changes: &mut Vec<Change>) {
        let (before, after) = (uses(&pair.old.body), uses(&pair.new.body));
        for one in &before {
            let field = format!("conditions/{}", one.id);
            let Some(two) = after.iter().find(|two| two.name == one.name) else {
                let says = self.teller.no_longer(pair.old, one.id);
                let mut change = pair.change(&field, [one.line, pair.new.line], says);
                change.new = Some(pair.new.spot_at(list_line(pair.new)));
                changes.push(change);
                continue;
            };
            let same = match (one.when, two.when) {
                (Some(one), Some(two)) => one.same(two),
                (one, two) => one.is_none() && two.is_none(),
            };
            if !same {
                let says = self.teller.narrowed(pair.new, one.id, [one.when, two.when]);
                changes.push(pair.change(&field, [one.line, two.line], says));
            }
        }
        for two in &after {
            if !before.iter().any(|one| one.name == two.name) {
                let says = self.teller.now_asked(pair.new, two.id);
                let field = format!("conditions/{}", two.id);
                changes.push(pair.change(&field, [list_line(pair.old), two.line], says));
            }
        }
    }

    fn examples(&self, before: &[Item], after: &[Item], changes: &mut Vec<Change>) {
        for (old, new) in before.iter().zip(after) {
            if !old.body.same(&new.body) {
                let count = |item: &Item| item.body.list("child").len();
                let says = format!(
                    "例子有改动：原有 {} 个孩子，现有 {} 个",
                    count(old),
                    count(new)
                );
                changes.push(Pair { old, new }.change("", [1, 1], says));
            }
        }
    }

    /// The examples that conditions carry; they go with what they show, so one line is enough.
    fn rule_examples(&self, before: &[Item], after: &[Item], changes: &mut Vec<Change>) {
        let (before, after) = (of(before, Part::Condition), of(after, Part::Condition));
        let differ = |old: &&Item| {
            let new = after.iter().find(|new| new.id == old.id);
            new.is_some_and(|new| {
                let (one, two) = (old.body.list("example"), new.body.list("example"));
                one.len() != two.len() || one.iter().zip(two).any(|(one, two)| !one.same(two))
            })
        };
        let named: Vec<&Item> = before.iter().filter(differ).collect();
        let Some(first) = named.first() else { return };
        let Some(new) = after.iter().find(|new| new.id == first.id) else {
            return;
        };
        let names: Vec<&str> = named.iter().map(|item| &*item.id).collect();
        let says = format!("条件自带的例子有改动：{}", names.join("、"));
        let mut change = Pair { old: first, new }.change("example", [first.line, new.line], says);
        (change.kind, change.part) = (Kind::File, Part::Examples);
        change.id = "conditions.toml".into();
        changes.push(change);
    }
}

/// A condition that a category or a set names.
struct Use<'u> {
    id: &'u str,
    /// The name, with a number where it stands more than once.
    name: String,
    when: Option<&'u Node>,
    line: usize,
}

fn uses(body: &Node) -> Vec<Use<'_>> {
    let mut uses: Vec<Use<'_>> = Vec::new();
    for node in body.list("conditions") {
        let id = match node.plain() {
            "" => node.text("use"),
            id => id,
        };
        let again = uses.iter().filter(|one| one.id == id).count();
        uses.push(Use {
            id,
            name: format!("{id}#{again}"),
            when: node.get("when"),
            line: node.line,
        });
    }
    uses
}

fn list_line(item: &Item) -> usize {
    let entry = item.body.entry("conditions");
    entry.map_or(item.line, |entry| entry.line)
}

/// The keys of both, in the order of the first and then of the second.
fn keys(one: &Node, two: &Node) -> Vec<Box<str>> {
    let mut keys: Vec<Box<str>> = Vec::new();
    for entry in one.entries().iter().chain(two.entries()) {
        if !keys.contains(&entry.key) {
            keys.push(entry.key.clone());
        }
    }
    keys
}

/// What the items of a pack name: of [`crate::trial`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// By part, name, and the names that its text holds.
    refs: Vec<(Part, Box<str>, Part, Box<str>)>,
}

impl Names {
    /// Reads what conditions, dates, sets, categories and steps of a pack name.
    pub fn of(pack: &Pack) -> Names {
        const KEYS: &[(Part, &[&str], Part)] = &[
            (Part::Condition, &["not_after", "not_before"], Part::Day),
            (Part::Condition, &["months"], Part::Span),
            (Part::Day, &["before"], Part::Day),
            (Part::Step, &["date"], Part::Day),
            (Part::Set, &["conditions", "use"], Part::Set),
            (Part::Category, &["conditions", "use"], Part::Set),
        ];
        let mut refs = Vec::new();
        for item in items(pack) {
            for (_, keys, to) in KEYS.iter().filter(|(part, _, _)| *part == item.part) {
                let mut found = Vec::new();
                item.body.named(keys, &mut found);
                refs.extend(
                    found
                        .into_iter()
                        .map(|name| (item.part, item.id.clone(), *to, name.into())),
                );
            }
        }
        Names { refs }
    }

    /// What a thing names, and what that names in turn.
    pub fn reach(&self, part: Part, id: &str) -> Vec<(Part, &str)> {
        let mut reached: Vec<(Part, &str)> = Vec::new();
        let mut next = vec![(part, id)];
        while let Some((part, id)) = next.pop() {
            for (from, name, to, found) in &self.refs {
                let step = (*to, &**found);
                if (*from, &**name) == (part, id) && !reached.contains(&step) {
                    reached.push(step);
                    next.push(step);
                }
            }
        }
        reached
    }
}
