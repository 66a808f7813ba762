//! A person settles a change that would flip a decided case.

use super::rejudge::refresh;
use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::change::{self, Change, Standing};
use crate::store::decided::{self, Ground};
use crate::store::placement::{self, Placement};
use crate::store::verdict::{self, Ruling};
use crate::store::{Ask, Mark, Reader, StoreError, child, import, paper};
use ruxue_rules::{Case, Route};
use serde_json::{Value, json};

/// Why the page of a child is stopped whose decided verdict has changed.
pub const STOPS: &str = "判定有变，待人核定";

/// What a person decides of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settle {
    /// The decided verdict stands, until the child's facts change again.
    Keep,
    /// The new verdict is taken.
    Follow,
}

/// What settling did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// The admission that was taken back with it.
    pub withdrawn: Option<Placement>,
    /// Printed notices that are void now.
    pub void: Vec<String>,
}

/// A change that waits for a person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The change.
    pub change: Change,
    /// The child's facts.
    pub case: Case,
    /// By what the case is decided.
    pub decided: Vec<Ground>,
    /// What moved, in words.
    pub cause: String,
}

/// The changes that wait for a person, by receipt.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn waiting(desk: &mut Desk) -> Result<Vec<Waiting>, DeskError> {
    desk.require(Act::SettleChange)?;
    refresh(desk)?;
    let reader = desk.reader();
    let mut decided = decided::all(reader)?;
    let mut waiting = Vec::new();
    for change in change::open(reader)? {
        let Some(child) = child::find(reader, &change.receipt)? else {
            continue;
        };
        waiting.push(Waiting {
            decided: decided.remove(&change.receipt).unwrap_or_default(),
            cause: super::cause(reader, &change)?,
            case: child.case,
            change,
        });
    }
    Ok(waiting)
}

/// Whether following the new verdict takes the admission back: the child is not eligible any more,
/// or was placed by a route that is not its own any more. A school that it won by choice stays.
pub fn takes_back(placement: &Placement, new: &Ruling) -> bool {
    let by_route = Route::parse(&placement.route).is_some();
    !new.is_eligible() || (by_route && new.route.as_deref() != Some(placement.route.as_str()))
}

/// Settles the change of a child, with a reason. Following takes back, in the same act, an
/// admission that does not hold under the new verdict (the ceremony's records stay as they are),
/// and makes its printed notice void.
///
/// # Errors
/// Where the person may not or had a hand in the change, there is no change or no reason, a
/// ceremony in which the child stands is still open, or what the disk says.
pub fn settle(
    desk: &mut Desk,
    receipt: &str,
    how: Settle,
    reason: &str,
) -> Result<Settled, DeskError> {
    desk.require(Act::SettleChange)?;
    desk.require_clock()?;
    refresh(desk)?;
    let refuse = |sentence: String| Err(DeskError::Invalid(sentence));
    let reason = reason.trim();
    if reason.is_empty() {
        return refuse("核定判定变化须写明理由。".into());
    }
    let Some(change) = change::open_of(desk.reader(), receipt)? else {
        return refuse(format!(
            "受理编号 {receipt} 没有待核定的判定变化。可用 ruxue review changes 查看全部待核定的。"
        ));
    };
    if let Some(hand) = own_hand(desk.reader(), &change, &desk.session().name)? {
        return refuse(format!(
            "{hand}是您本人办理的，由它引起的判定变化须另一人核定。请另一位复核员或区招考中心人员办理。"
        ));
    }
    let frozen = decided::is_decided(desk.reader(), receipt)?
        .into_iter()
        .find_map(|ground| match ground {
            Ground::Frozen(number) => Some(number),
            _ => None,
        });
    if let (Settle::Follow, Some(number)) = (how, frozen) {
        return refuse(format!(
            "受理编号 {receipt} 已列入封存的场次 {number}，名单不能改动。请在该场次完成或中止之后，再采用新判定。"
        ));
    }
    let placement = placement::find(desk.reader(), receipt)?
        .filter(|placed| how == Settle::Follow && takes_back(placed, &change.new));
    let word = match how {
        Settle::Keep => "kept",
        Settle::Follow => "followed",
    };
    desk.transact::<_, StoreError>(Ask::to(Act::SettleChange).because(reason), |tx| {
        let mut settled = Settled::default();
        let mut result = word.to_owned();
        match how {
            Settle::Keep => change::close(tx, change.id, Standing::Kept, reason)?,
            Settle::Follow => {
                change::close(tx, change.id, Standing::Followed, reason)?;
                verdict::put(tx, [(receipt, &change.new)])?;
                if let Some(placed) = &placement {
                    placement::withdraw(tx, receipt, reason)?;
                    settled.void = paper::void_of(tx, receipt, "notice")?;
                    paper::clear_stopped(tx, receipt)?;
                    result = format!("followed, {} withdrawn", placed.school);
                }
            }
        }
        settled.withdrawn = placement;
        let mark = Mark::on("verdict", receipt)
            .before(record(&change.old))
            .after(record(match how {
                Settle::Keep => &change.old,
                Settle::Follow => &change.new,
            }))
            .result(result);
        Ok((settled, mark))
    })
    .map_err(DeskError::from)
}

fn record(ruling: &Ruling) -> Value {
    json!({
        "outcome": ruling.outcome,
        "category": ruling.category,
        "route": ruling.route,
        "codes": ruling.codes,
        "notes": ruling.notes,
    })
}

/// What this person did of what caused the change, in words: four eyes.
fn own_hand(
    reader: Reader<'_>,
    change: &Change,
    person: &str,
) -> Result<Option<String>, StoreError> {
    for own in &change.facts {
        let found = import::find(reader, own.import)?;
        if found.is_some_and(|import| import.actor == person) {
            return Ok(Some(format!("第 {} 号导入", own.import)));
        }
    }
    let of_children = |detail: &str| detail == crate::intake::Template::Applicants.name();
    let own = change
        .facts
        .iter()
        .map(|own| own.import)
        .collect::<Vec<_>>();
    let moves = change::moves(reader, Some(change.judging))?;
    let by_this_person = moves.iter().find(|one| {
        let elsewhere = !own.is_empty()
            && of_children(&one.detail)
            && one.number.is_none_or(|number| !own.contains(&number));
        one.actor == person && !elsewhere
    });
    Ok(
        by_this_person.map(|one| match (one.kind.as_str(), one.number) {
            ("withdrawal", Some(number)) => format!("撤回第 {number} 号导入"),
            (_, Some(number)) => format!("第 {number} 号导入"),
            ("abort", None) => format!("场次 {} 的中止", one.detail),
            _ => "政策的改动".to_owned(),
        }),
    )
}
