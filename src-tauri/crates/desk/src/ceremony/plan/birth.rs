//! Children of one birth: bound where they stand alike.

use super::{BirthDecision, Child, Level, PlannedRow, Weight, Work};
use ruxue_rules::Fact;
use std::collections::{BTreeMap, HashMap};

/// Who was born together, by the register: the same 出生日期 and a common guardian number.
pub(super) struct Births {
    /// By child: the position of the first child of its birth, where there are several.
    group: Vec<Option<usize>>,
}

impl Births {
    pub fn new(children: &[Child<'_>]) -> Births {
        let mut head: Vec<usize> = (0..children.len()).collect();
        let mut known: HashMap<(Level, &str, &str), usize> = HashMap::new();
        for (at, child) in children.iter().enumerate() {
            let Some(birth) = child.case.get(Fact::Birth) else {
                continue;
            };
            for guardian in guardians(child) {
                let first = *known.entry((child.level, birth, guardian)).or_insert(at);
                let (a, b) = (root(&head, first), root(&head, at));
                head[a.max(b)] = a.min(b);
            }
        }
        let mut size = vec![0; children.len()];
        let roots: Vec<usize> = (0..children.len()).map(|at| root(&head, at)).collect();
        roots.iter().for_each(|at| size[*at] += 1);
        Births {
            group: roots
                .into_iter()
                .map(|at| (size[at] > 1).then_some(at))
                .collect(),
        }
    }
}

fn root(head: &[usize], mut at: usize) -> usize {
    while head[at] != at {
        at = head[at];
    }
    at
}

/// The identity numbers of the guardians who are named; an empty one matches nobody.
fn guardians<'a>(child: &Child<'a>) -> impl Iterator<Item = &'a str> {
    let case = child.case;
    let pairs = [
        (Fact::Guardian1Name, Fact::Guardian1Id),
        (Fact::Guardian2Name, Fact::Guardian2Id),
    ];
    pairs
        .into_iter()
        .filter_map(move |(name, id)| case.get(name).and(case.get(id)))
}

impl Work<'_, '_> {
    /// Says where the hint 多胞胎组 joins children whom the register does not.
    pub(super) fn report_hints(&mut self, level: Level) {
        let mut hints: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, child) in self.s.children.iter().enumerate() {
            if let (true, Some(hint)) = (child.level == level, child.case.get(Fact::BirthGroup)) {
                hints.entry(hint).or_default().push(at);
            }
        }
        for members in hints.into_values().filter(|members| members.len() > 1) {
            let first = self.births.group[members[0]];
            if first.is_none() || members.iter().any(|at| self.births.group[*at] != first) {
                let message = "多胞胎组相同，但出生日期不同或没有共同的监护人证件号码，\
                               不按多胞胎捆绑；请核对。";
                self.find(
                    "BIRTH_NOT_CONFIRMED",
                    Weight::Note,
                    level,
                    message.into(),
                    members,
                );
            }
        }
    }

    /// Binds the children of one birth in a batch: those with the same choices and tier.
    ///
    /// Differing choices leave them unbound, with a finding. A difference of tiers alone needs a
    /// person's decision, and blocks the freeze until there is one.
    pub(super) fn bind(&mut self, level: Level, members: &[usize], rows: &mut [PlannedRow]) {
        let mut births: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, at) in members.iter().enumerate() {
            if let Some(birth) = self.births.group[*at] {
                births.entry(birth).or_default().push(row);
            }
        }
        for born in births.into_values().filter(|born| born.len() > 1) {
            let mut alike: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
            for row in &born {
                alike
                    .entry(rows[*row].choices.clone())
                    .or_default()
                    .push(*row);
            }
            if alike.len() > 1 {
                let message = "同一次出生的孩子志愿不同，不捆绑，各自派位。";
                let apart = born.iter().map(|row| members[*row]);
                self.find("BIRTH_APART", Weight::Note, level, message.into(), apart);
            }
            for alike in alike.into_values().filter(|alike| alike.len() > 1) {
                self.bind_alike(level, members, rows, &alike);
            }
        }
    }

    fn bind_alike(
        &mut self,
        level: Level,
        members: &[usize],
        rows: &mut [PlannedRow],
        alike: &[usize],
    ) {
        let decided = alike
            .iter()
            .find_map(|row| self.s.births.get(&rows[*row].receipt))
            .copied();
        let mixed = alike
            .iter()
            .any(|row| rows[*row].tier != rows[alike[0]].tier);
        match decided {
            _ if !mixed => {}
            Some(BirthDecision::Apart) => return,
            Some(BirthDecision::Together(tier)) => {
                alike.iter().for_each(|row| rows[*row].tier = tier);
            }
            None => {
                let message = "同一次出生的孩子有的有照顾类别、有的没有，不能直接捆绑：\
                               封存之前须由人决定一起派位（哪一层级）还是各自派位。";
                let apart = alike.iter().map(|row| members[*row]);
                self.find("BIRTH_TIERS", Weight::Blocks, level, message.into(), apart);
                return;
            }
        }
        let label = alike.iter().map(|row| rows[*row].receipt.clone()).min();
        alike
            .iter()
            .for_each(|row| rows[*row].unit.clone_from(&label));
    }
}
