//! Another pack tried on the desk's children: nothing is changed but the journal.

mod book;

pub use book::trial_book;

use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::register::words;
use crate::store::{Ask, Mark, StoreError, child, tables};
use crate::wire::masking;
use ruxue_rules::pack::Change;
use ruxue_rules::pack::diff::Spot;
use ruxue_rules::trial::{Changed, Dates, Place, Standing, Trial, compare};
use ruxue_rules::{Fact, Pack};
use serde_json::{Value, json};

/// A pack as a trial names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackName {
    /// Its name: `chaoyang-2021`.
    pub id: String,
    /// What it holds, in words.
    pub title: String,
    /// Its digest, lowercase hex.
    pub digest: String,
}

/// What came of a trial.
pub struct Tried {
    /// The pack in force.
    pub old: PackName,
    /// The pack that was tried.
    pub new: PackName,
    /// The comparison.
    pub trial: Trial,
    /// The changed children, as [`Trial::changed`] has them.
    pub children: Vec<Who>,
    /// Where the journal stood after the trial was entered: `SEQ:HEX`, for the workbook.
    pub anchor: String,
}

/// A child as a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// 受理编号.
    pub receipt: String,
    /// The name, masked: 张*三.
    pub name: String,
    /// 小学 or 初中.
    pub level: String,
}

impl PackName {
    fn of(pack: &Pack) -> PackName {
        PackName {
            id: pack.id().to_owned(),
            title: pack.title().to_owned(),
            digest: pack.digest().to_owned(),
        }
    }
}

/// Judges all children of the desk under the pack in force and under another.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn try_policy(desk: &mut Desk, new: &Pack, dates: Dates) -> Result<Tried, DeskError> {
    desk.require(Act::TryPolicy)?;
    let old = desk.pack().clone();
    let mut cases = Vec::new();
    child::each(desk.reader(), |child| {
        cases.push(child.case);
        Ok(())
    })?;
    let tables = tables::all(desk.reader())?;
    let trial = compare(&old, new, &tables, &cases, dates);
    let who = |changed: &Changed| {
        let text = |fact| cases[changed.at].get(fact).unwrap_or_default();
        Who {
            receipt: cases[changed.at].receipt().to_owned(),
            name: masking::name(text(Fact::Name)),
            level: text(Fact::Level).to_owned(),
        }
    };
    let children = trial.changed.iter().map(who).collect();
    let mut tried = Tried {
        old: PackName::of(&old),
        new: PackName::of(new),
        trial,
        children,
        anchor: String::new(),
    };
    let result = format!(
        "{} children, {} would change, days moved by {}",
        tried.trial.children,
        tried.trial.changed.len(),
        tried.trial.years_moved
    );
    desk.transact::<_, StoreError>(Ask::to(Act::TryPolicy), |_| {
        let pack = json!({ "id": tried.new.id, "digest": tried.new.digest });
        Ok((
            (),
            Mark::on("policy", tried.new.digest.as_str())
                .after(pack)
                .result(result),
        ))
    })?;
    tried.anchor = desk.store().head().anchor();
    Ok(tried)
}

/// A verdict, category and route in words: `P1 符合 单校登记`.
pub fn place_words(pack: &Pack, place: &Place) -> String {
    let category = if place.category.is_empty() {
        "无类别"
    } else {
        &place.category
    };
    let route = place.route.map(|route| words::route(pack, route));
    let said = [Some(category), Some(place.outcome.text()), route];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl Tried {
    /// The figures in a sentence.
    pub fn figures(&self) -> String {
        let Trial {
            children,
            years_moved,
            ..
        } = self.trial;
        let (changed, others) = (self.trial.changed.len(), self.trial.other_reasons);
        let moved = match years_moved {
            0 => String::new(),
            years if years > 0 => format!("孩子的日期后移 {years} 年再判；"),
            years => format!("孩子的日期前移 {} 年再判；", -years),
        };
        format!(
            "{moved}共 {children} 名孩子，{changed} 名的判定或去向会变；\
             另有 {others} 名判定和去向不变，只是理由或说明不同。"
        )
    }

    /// One line a changed child, and a last line that sums up (spec/cli.md, `--json`).
    pub fn json_lines(&self) -> Vec<Value> {
        let lines = self.children.iter().zip(&self.trial.changed);
        let mut lines: Vec<Value> = lines
            .map(|(who, changed)| self.child_json(who, changed))
            .collect();
        lines.push(self.summary_json());
        lines
    }

    fn child_json(&self, who: &Who, changed: &Changed) -> Value {
        let causes = changed
            .causes
            .iter()
            .map(|at| change_json(&self.trial.changes[*at]));
        json!({
            "receipt": who.receipt,
            "name": who.name,
            "level": who.level,
            "old": standing_json(&changed.old),
            "new": standing_json(&changed.new),
            "came": changed.came(),
            "went": changed.went(),
            "changes": causes.collect::<Vec<_>>(),
        })
    }

    fn summary_json(&self) -> Value {
        let table = self.trial.table().into_iter().map(|((old, new), count)| {
            json!({ "old": place_json(&old), "new": place_json(&new), "count": count })
        });
        let weights = self.trial.weight().into_iter().zip(&self.trial.changes);
        let changes = weights.map(|(count, change)| {
            let mut line = change_json(change);
            line["count"] = count.into();
            line
        });
        json!({ "summary": {
            "old": { "id": self.old.id, "digest": self.old.digest },
            "new": { "id": self.new.id, "digest": self.new.digest },
            "children": self.trial.children,
            "changed": self.trial.changed.len(),
            "other_reasons": self.trial.other_reasons,
            "years_moved": self.trial.years_moved,
            "table": table.collect::<Vec<_>>(),
            "changes": changes.collect::<Vec<_>>(),
        }})
    }
}

fn standing_json(standing: &Standing) -> Value {
    json!({
        "verdict": standing.outcome.code(),
        "category": standing.category,
        "route": standing.route.map(|route| route.code()),
        "codes": standing.codes,
        "notes": standing.notes,
    })
}

fn place_json(place: &Place) -> Value {
    json!({
        "verdict": place.outcome.code(),
        "category": place.category,
        "route": place.route.map(|route| route.code()),
    })
}

/// A change as `policy diff --json` prints it: `old` and `new` are `null` or file and line.
pub fn change_json(change: &Change) -> Value {
    let spot = |spot: &Option<Spot>| {
        spot.as_ref()
            .map(|spot| json!({ "file": spot.file, "line": spot.line }))
    };
    json!({
        "kind": change.kind.text(),
        "id": change.id,
        "says": change.says,
        "old": spot(&change.old),
        "new": spot(&change.new),
    })
}
