//! Counts of a stretch of the journal: by act, by person, refusals apart.

use crate::access::Role;
use crate::clock::beijing_day;
use crate::journal::told::act_word;
use crate::store::keys::RECOVERY;
use crate::store::{Reader, StoreError, audit};
use chrono::NaiveDate;
use ruxue_papers::ClosingCount;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The counts, the most frequent first.
pub(super) struct Tally {
    pub acts: Vec<ClosingCount>,
    pub people: Vec<ClosingCount>,
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

impl Tally {
    /// The days of the entries, where they are not all of `day`.
    pub fn days(&self, day: NaiveDate) -> String {
        match (self.first_day, self.last_day) {
            (Some(first), Some(last)) if first == last && first != day => first.to_string(),
            (Some(first), Some(last)) if first != last => format!("{first} 至 {last}"),
            _ => String::new(),
        }
    }
}

#[derive(Default, Clone, Copy)]
struct Count {
    done: u64,
    refused: u64,
}

/// Counts the entries from `first` to `last`.
pub(super) fn tally(reader: Reader<'_>, first: i64, last: i64) -> Result<Tally, StoreError> {
    let mut acts: BTreeMap<String, Count> = BTreeMap::new();
    let mut people: BTreeMap<(String, String), Count> = BTreeMap::new();
    let (mut first_day, mut last_day) = (None, None);
    audit::each(reader, first, |line| {
        if line.seq > last {
            return ControlFlow::Break(());
        }
        let day = beijing_day(line.at);
        first_day = first_day.or(day);
        last_day = day.or(last_day);
        let who = (line.actor.to_string(), line.role.to_owned());
        for count in [
            acts.entry(line.act.to_string()).or_default(),
            people.entry(who).or_default(),
        ] {
            match line.is_refusal() {
                true => count.refused += 1,
                false => count.done += 1,
            }
        }
        ControlFlow::Continue(())
    })?;
    let acts = acts.iter().map(|(code, count)| (act_word(code), *count));
    let people = people
        .iter()
        .map(|((name, role), count)| (person(name, role), *count));
    Ok(Tally {
        acts: ranked(acts.collect()),
        people: ranked(people.collect()),
        first_day,
        last_day,
    })
}

fn person(name: &str, role: &str) -> String {
    let role = Role::from_code(role).map_or(role, |role| role.chinese());
    match name {
        "desk" => "工作台自动".to_owned(),
        RECOVERY => format!("恢复码持有人（{role}）"),
        name if role.is_empty() => name.to_owned(),
        name => format!("{name}（{role}）"),
    }
}

fn ranked(counts: Vec<(String, Count)>) -> Vec<ClosingCount> {
    let mut rows: Vec<ClosingCount> = counts
        .into_iter()
        .map(|(label, count)| ClosingCount {
            label,
            done: count.done,
            refused: count.refused,
        })
        .collect();
    // What was refused must be among the rows that the page has room for.
    rows.sort_by_key(|row| std::cmp::Reverse((row.refused > 0, row.done + row.refused)));
    rows
}
