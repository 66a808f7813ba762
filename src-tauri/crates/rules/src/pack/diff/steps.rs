//! Steps have no names: they are paired by what they say, in order.

use super::items::Item;
use super::tell::Teller;
use super::{Change, Pair, whole};

/// Compares the steps: those that say the same in the same order are paired; what lies between is
/// altered, came or went.
pub(super) fn compare(
    teller: &Teller<'_>,
    before: &[Item],
    after: &[Item],
    changes: &mut Vec<Change>,
) {
    let (mut old_at, mut new_at) = (0, 0);
    for (old_end, new_end) in kept(before, after) {
        between(
            teller,
            &before[old_at..old_end],
            &after[new_at..new_end],
            changes,
        );
        (old_at, new_at) = (old_end + 1, new_end + 1);
    }
    between(teller, &before[old_at..], &after[new_at..], changes);
}

/// What differs between two kept steps: pairs first, then what is left over.
fn between(teller: &Teller<'_>, before: &[Item], after: &[Item], changes: &mut Vec<Change>) {
    for (old, new) in before.iter().zip(after) {
        let differing = |one: &Item, two: &Item| {
            let entries = one.body.entries().iter();
            let mut altered = entries.filter(|entry| {
                let twin = two.body.get(&entry.key);
                twin.is_none_or(|twin| !twin.same(&entry.node))
            });
            altered.next().map_or(one.line, |entry| entry.line)
        };
        let lines = [differing(old, new), differing(new, old)];
        let says = teller.step_altered(old, new);
        let field = if only_words(old, new) {
            "clause"
        } else {
            "step"
        };
        changes.push(Pair { old, new }.change(field, lines, says));
    }
    let paired = before.len().min(after.len());
    changes.extend(
        before[paired..]
            .iter()
            .map(|old| whole(old, 0, teller.gone(old))),
    );
    changes.extend(
        after[paired..]
            .iter()
            .map(|new| whole(new, 1, teller.came(new))),
    );
}

/// Whether two steps differ in their clause alone.
fn only_words(old: &Item, new: &Item) -> bool {
    let rest = |one: &Item, two: &Item| {
        let entries = one.body.entries().iter();
        entries
            .filter(|entry| &*entry.key != "clause")
            .all(|entry| {
                two.body
                    .get(&entry.key)
                    .is_some_and(|twin| twin.same(&entry.node))
            })
    };
    rest(old, new) && rest(new, old)
}

/// The longest list of pairs that say the same, in order on both sides.
fn kept(before: &[Item], after: &[Item]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    for old in (0..before.len()).rev() {
        for new in (0..after.len()).rev() {
            longest[old][new] = if before[old].body.same(&after[new].body) {
                longest[old + 1][new + 1] + 1
            } else {
                longest[old + 1][new].max(longest[old][new + 1])
            };
        }
    }
    let (mut old, mut new, mut pairs) = (0, 0, Vec::new());
    while old < before.len() && new < after.len() {
        if before[old].body.same(&after[new].body) {
            pairs.push((old, new));
            (old, new) = (old + 1, new + 1);
        } else if longest[old + 1][new] >= longest[old][new + 1] {
            old += 1;
        } else {
            new += 1;
        }
    }
    pairs
}
