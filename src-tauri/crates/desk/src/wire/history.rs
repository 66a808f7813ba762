//! What happened to a child, in sentences.

use std::collections::HashMap;

use super::failure::Failure;
use super::sheet::Event;
use super::words;
use crate::clock::beijing;
use crate::open::Desk;
use crate::register;
use crate::store::change::{self, Change, Standing};
use crate::store::child::Child;
use crate::store::import;
use crate::store::placement::{self, Placement};

/// The latest first; `schools` are the names of schools by code.
pub(super) fn of_child(
    desk: &Desk,
    child: &Child,
    place: Option<&Placement>,
    schools: &HashMap<String, String>,
    papers: &[(String, String, String, String)],
) -> Result<Vec<Event>, Failure> {
    let mut events = Vec::new();
    if let Some(brought) = import::find(desk.reader(), child.import)? {
        let what = if child.version > 1 {
            "改了报名内容"
        } else {
            "导入了报名"
        };
        let sentence = format!(
            "{} {what}（第 {} 号导入，{}）。",
            brought.actor, brought.number, brought.file_name
        );
        events.push((brought.at, sentence));
    }
    if let Some(place) = place {
        let by = match &place.ceremony {
            Some(number) => format!("派位 {number}"),
            None => "安排就读学校".to_owned(),
        };
        let school = schools.get(&place.school).unwrap_or(&place.school);
        let why = place.why.trim_end_matches('。');
        events.push((
            place.at.clone(),
            format!("{by}：{}到{school}。{why}。", words::how(&place.how)),
        ));
    }
    for (number, at, actor, state) in papers {
        let void = match state.as_str() {
            "void" => "，后已作废",
            _ => "",
        };
        events.push((at.clone(), format!("{actor} 打印了通知书 {number}{void}。")));
    }
    changes(desk, child.case.receipt(), schools, &mut events)?;
    events.sort_by(|a, b| b.0.cmp(&a.0));
    Ok(events
        .into_iter()
        .map(|(at, sentence)| Event {
            at: beijing(&at),
            sentence,
        })
        .collect())
}

/// What changed in the verdict, what a person settled, and what was taken back with it.
fn changes(
    desk: &Desk,
    receipt: &str,
    schools: &HashMap<String, String>,
    events: &mut Vec<(String, String)>,
) -> Result<(), Failure> {
    for one in change::of_child(desk.reader(), receipt)? {
        let sentence = register::sentence(desk.reader(), desk.pack(), &one)?;
        events.push((one.at.clone(), sentence));
        events.extend(settled(desk, &one));
    }
    for (school, at, actor) in placement::withdrawn_of(desk.reader(), receipt)? {
        let name = schools.get(&school).unwrap_or(&school);
        events.push((at, format!("{actor} 随之撤回了到{name}的录取。")));
    }
    Ok(())
}

fn settled(desk: &Desk, one: &Change) -> Option<(String, String)> {
    let person = &one.settled_by;
    let reason = one.reason.trim_end_matches('。');
    let sentence = match one.standing {
        Standing::Kept => {
            let was = register::ruling_in_words(desk.pack(), &one.old);
            format!("{person} 核定维持原判定 {was}，理由：{reason}。")
        }
        Standing::Followed => {
            let now = register::ruling_in_words(desk.pack(), &one.new);
            format!("{person} 核定采用新判定 {now}，理由：{reason}。")
        }
        Standing::Taken | Standing::Open | Standing::Lapsed => return None,
    };
    Some((one.settled_at.clone(), sentence))
}
