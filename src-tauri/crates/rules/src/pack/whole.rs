//! What a pack must have as a whole: every child a category, every name a thing.

use crate::{Fact, Level, Route};

use super::reader::{Report, Section, Spot};
use super::routes::Then;
use super::{Category, Pack};

/// The lines of the timetable that the program goes by.
pub const EVENTS: &[&str] = &[
    "platform-open",
    "collection",
    "non-local-review",
    "private-boarding-choices",
    "first-draw-primary",
    "first-draw-junior",
    "zone-draw-primary",
    "city-draw",
    "notices",
];

/// A table that a file must have at least once.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("categories.toml", &["category"]),
    ("conditions.toml", &["condition"]),
    ("examples.toml", &["child"]),
    ("pack.toml", &["date"]),
    ("papers.toml", &["paper"]),
    ("reasons.toml", &["reason"]),
    ("routes.toml", &["route", "step"]),
    ("switches.toml", &["switch"]),
    ("timetable.toml", &["event"]),
    ("words.toml", &["words"]),
];

/// How many kinds of children without category are named.
const MOST: usize = 5;
/// Beyond so many kinds of children the question is left alone.
const TOO_MANY: usize = 200_000;

/// Reports files that lack what they are for.
pub(super) fn check_tables(root: &Section<'_>, file: &str) {
    let tables = TABLES.iter().find(|(name, _)| *name == file);
    for table in tables.map_or(&[][..], |(_, tables)| tables) {
        if !root.has(table) {
            root.say(table, format!("一个 [[{table}]] 也没有写"));
        }
    }
}

/// The codes of categories that a thing names under `categories`.
pub(super) fn read_codes(section: &Section<'_>, categories: &[Category]) -> Vec<Box<str>> {
    let codes = section.texts("categories");
    for code in &codes {
        if !categories.is_empty() && !categories.iter().any(|category| category.code == *code) {
            section.say("categories", format!("没有叫「{code}」的类别"));
        }
    }
    codes
}

impl Pack {
    /// Everything that no part can see alone.
    pub(super) fn check<'s, 't: 's>(
        &self,
        root: &impl Fn(&str) -> &'s Section<'t>,
        report: &Report,
    ) {
        let ways = root("routes.toml");
        self.check_names(&ways.spot_of("step"), root("timetable.toml"), report);
        if report.has_wrong() {
            // What hangs together with a wrong thing would be told twice.
            return;
        }
        self.check_everyone(&root("categories.toml").spot_of("category"), report);
        self.check_whole(report);
    }

    /// Routes that steps give and nobody named; lines of the timetable that the program needs.
    pub(super) fn check_names(&self, steps: &Spot, events: &Section<'_>, report: &Report) {
        for route in Route::ALL {
            let given = |step: &super::routes::Step| matches!(step.then, Then::Route(one, _) if one == *route);
            if self.steps.iter().any(given) && self.route(*route).is_none() {
                let code = route.code();
                report.say(
                    steps,
                    format!("去向「{code}」没有写名称，请补一个 [[route]]"),
                );
            }
        }
        for id in EVENTS {
            if self.event(id).is_none() {
                events.say("event", format!("时间表缺少「{id}」这一行，程序要用"));
            }
        }
    }

    /// Every child of whom the facts that tell categories apart are given is some category's. A
    /// fact may be left empty where some category says so itself.
    pub(super) fn check_everyone(&self, spot: &Spot, report: &Report) {
        for level in [Level::Primary, Level::Junior] {
            let own: Vec<&Category> = self
                .categories
                .iter()
                .filter(|category| category.level == level)
                .collect();
            let left = unclaimed(&own);
            for child in left.iter().take(MOST) {
                let message = format!(
                    "{}：{child}的孩子不属于任何类别，请改 who 或补一个类别",
                    level.text()
                );
                report.say(spot, message);
            }
            if left.len() > MOST {
                let more = left.len() - MOST;
                report.say(
                    spot,
                    format!("{}：另有 {more} 种孩子不属于任何类别", level.text()),
                );
            }
        }
    }
}

/// A fact and the texts that stand for all it may be.
type Choice = (Fact, Vec<Box<str>>);

/// The kinds of children that none of the categories claims, in words.
fn unclaimed(categories: &[&Category]) -> Vec<String> {
    let mut choices: Vec<Choice> = Vec::new();
    for category in categories {
        for (fact, texts) in category.who.choices() {
            match choices.iter_mut().find(|(known, _)| *known == fact) {
                Some((_, known)) => known.extend(texts),
                None => choices.push((fact, texts)),
            }
        }
    }
    for (fact, texts) in &mut choices {
        // One value that nobody names stands for all of them.
        let all = fact.kind().list().unwrap_or(&["其他"]);
        let other = all
            .iter()
            .find(|one| !texts.iter().any(|text| **text == ***one));
        texts.extend(other.map(|one| Box::from(*one)));
        texts.retain(|text| &**text != "*");
        texts.sort_unstable();
        texts.dedup();
    }
    let kinds: usize = choices.iter().map(|(_, texts)| texts.len()).product();
    if kinds > TOO_MANY {
        return Vec::new();
    }
    let mut left = Vec::new();
    for number in 0..kinds {
        let mut rest = number;
        let mut case = crate::Case::new();
        let mut words = Vec::new();
        for (fact, texts) in &choices {
            let text = &texts[rest % texts.len()];
            rest /= texts.len();
            case.set(*fact, text);
            let said = if text.is_empty() { "没有填" } else { text };
            words.push(format!("{}{}", fact.header(), said));
        }
        if !categories.iter().any(|category| category.who.holds(&case)) {
            left.push(words.join("、"));
        }
    }
    left
}
