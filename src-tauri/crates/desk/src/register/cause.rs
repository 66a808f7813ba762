//! A change of a verdict in words: what moved, and from what to what.

use super::words;
use crate::intake::Template;
use crate::store::change::{self, Change, Judging, Move, Standing, Way};
use crate::store::verdict::Ruling;
use crate::store::{Reader, StoreError};
use ruxue_rules::{Outcome, Pack};

/// A change as a sentence of the child's history.
///
/// # Errors
/// What the disk says.
pub fn sentence(reader: Reader<'_>, pack: &Pack, one: &Change) -> Result<String, StoreError> {
    let (cause, what) = (
        cause(reader, one)?,
        change_in_words(pack, &one.old, &one.new),
    );
    Ok(match one.standing {
        Standing::Taken => format!("{cause}，{what}。"),
        Standing::Open => format!("{cause}，按新的情况{what}；已定案，待人核定，原判定未改。"),
        Standing::Kept | Standing::Followed => {
            format!("{cause}，按新的情况{what}；已定案，转人核定。")
        }
        Standing::Lapsed => format!("{cause}，按新的情况{what}；核定之前情况又有变化，此条作罢。"),
    })
}

/// What moved, as `第 12 号导入改了 租赁起`.
///
/// # Errors
/// What the disk says.
pub fn cause(reader: Reader<'_>, one: &Change) -> Result<String, StoreError> {
    let judging = change::judging(reader, one.judging)?;
    let moves = change::moves(reader, Some(one.judging))?;
    let mut said: Vec<String> = Vec::new();
    for own in &one.facts {
        let headers = own.headers.join("、");
        said.push(match own.way {
            Way::Imported => format!("第 {} 号导入改了 {headers}", own.import),
            Way::Withdrawn => format!("撤回第 {} 号导入，恢复了 {headers}", own.import),
        });
    }
    let own = !said.is_empty();
    let bears = |one: &&Move| !(own && one.detail == Template::Applicants.name());
    said.extend(moves.iter().filter(bears).map(move_in_words));
    let told = moves
        .iter()
        .any(|one| matches!(one.kind.as_str(), "pack" | "switch"));
    if let Some(judging) = judging.filter(|_| !told) {
        said.extend(policy_in_words(&judging));
    }
    if said.is_empty() {
        said.push("情况有变".to_owned());
    }
    Ok(said.join("；"))
}

fn move_in_words(one: &Move) -> String {
    let number = one.number.unwrap_or_default();
    let title = Template::ALL
        .iter()
        .find(|template| template.name() == one.detail)
        .map_or(one.detail.as_str(), |template| template.title());
    let others = one.detail == Template::Applicants.name();
    match (one.kind.as_str(), others) {
        ("import", true) => format!("第 {number} 号导入改了别的孩子的报名"),
        ("import", false) => format!("第 {number} 号导入改了{title}"),
        ("withdrawal", true) => format!("撤回第 {number} 号导入，改了别的孩子的报名"),
        ("withdrawal", false) => format!("撤回第 {number} 号导入（{title}）"),
        ("abort", _) => format!("场次 {} 中止", one.detail),
        ("purge", _) => "到期的记录已经清除".to_owned(),
        ("pack", _) => format!("换用政策包（{}）", short(&one.detail)),
        ("switch", _) => match one.detail.split_once('=') {
            Some((name, value)) => format!("政策开关 {name} 改为 {value}"),
            None => format!("政策开关 {} 有改动", one.detail),
        },
        _ => "情况有变".to_owned(),
    }
}

/// What differs between two states of the policy: the digest, then `switch=value`.
fn policy_in_words(judging: &Judging) -> Vec<String> {
    let Some(before) = &judging.policy_before else {
        return Vec::new();
    };
    let parts = |state: &str| -> Vec<String> { state.split(';').map(str::to_owned).collect() };
    let (old, new) = (parts(before), parts(&judging.policy));
    let mut said = Vec::new();
    if let Some(digest) = new.first()
        && old.first() != Some(digest)
    {
        said.push(format!("换用政策包（{}）", short(digest)));
    }
    let switches = new.iter().skip(1).filter(|part| !old.contains(part));
    said.extend(switches.filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some(format!("政策开关 {name} 改为 {value}"))
    }));
    let names = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
    let gone = old.iter().skip(1).map(|part| names(part));
    let gone = gone.filter(|name| !new.iter().skip(1).any(|part| names(part) == *name));
    said.extend(gone.map(|name| format!("政策开关 {name} 恢复为政策包的值")));
    said
}

fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}

/// A verdict in words: 符合（单校登记）.
pub fn ruling_in_words(pack: &Pack, ruling: &Ruling) -> String {
    let all = [
        Outcome::Eligible,
        Outcome::Supplement,
        Outcome::Refer,
        Outcome::Ineligible,
    ];
    let outcome = all
        .iter()
        .find(|one| one.code() == ruling.outcome)
        .map_or(ruling.outcome.as_str(), |one| one.text());
    match &ruling.route {
        None => outcome.to_owned(),
        Some(code) => format!("{outcome}（{}）", words::route_of(pack, code)),
    }
}

/// From what to what: 判定由 待补正 变为 符合（单校登记）.
pub fn change_in_words(pack: &Pack, old: &Ruling, new: &Ruling) -> String {
    let (was, is) = (ruling_in_words(pack, old), ruling_in_words(pack, new));
    if was != is {
        return format!("判定由 {was} 变为 {is}");
    }
    if old.category != new.category {
        let title = |code: &str| match pack.category(code) {
            Some(category) => format!("{code} {}", category.title),
            None => "未定类别".to_owned(),
        };
        let (from, to) = (title(&old.category), title(&new.category));
        return format!("判定仍为 {is}，类别由 {from} 变为 {to}");
    }
    let or_none = |said: String| match said.is_empty() {
        true => "无".to_owned(),
        false => said,
    };
    if old.codes != new.codes {
        let [from, to] = [old, new].map(|one| or_none(words::reasons(pack, &one.codes)));
        return format!("判定仍为 {is}，原因由「{from}」变为「{to}」");
    }
    let [from, to] = [old, new].map(|one| or_none(words::notes(pack, &one.notes)));
    format!("判定仍为 {is}，去向的说明由「{from}」变为「{to}」")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, now: &str) -> Vec<String> {
        policy_in_words(&Judging {
            seq: 1,
            at: String::new(),
            policy_before: Some(before.into()),
            policy: now.into(),
            children: 0,
            changed: 0,
            flagged: 0,
        })
    }

    #[test]
    fn a_policy_that_differs_says_in_what() {
        assert!(told("abc;x=1", "abc;x=1").is_empty());
        assert_eq!(
            told("abc", "0123456789abcdef01"),
            ["换用政策包（0123456789abcdef）"]
        );
        assert_eq!(told("abc;x=1", "abc;x=2"), ["政策开关 x 改为 2"]);
        assert_eq!(told("abc;x=1", "abc"), ["政策开关 x 恢复为政策包的值"]);
    }

    #[test]
    fn a_change_of_reasons_alone_is_told_as_one() {
        let pack = crate::pack::bundled("chaoyang-2021").unwrap();
        let ruling = |codes: &str| Ruling {
            outcome: "supplement".into(),
            category: "P1".into(),
            codes: codes.into(),
            ..Ruling::default()
        };
        let said = change_in_words(
            &pack,
            &ruling("NO_TITLE NO_HUKOU_BOOK"),
            &ruling("NO_TITLE"),
        );
        assert!(said.starts_with("判定仍为 待补正，原因由「"), "{said}");
        let same = change_in_words(
            &pack,
            &ruling("NO_TITLE"),
            &Ruling {
                category: "P2".into(),
                ..ruling("NO_TITLE")
            },
        );
        assert!(same.contains("类别由 P1"), "{same}");
    }
}
