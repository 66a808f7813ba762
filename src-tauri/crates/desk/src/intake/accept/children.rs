//! Children: known by receipt, or by identity number where the file gives no receipt.

use std::collections::HashMap;

use super::{Outcome, Run, Undone, refuses};
use crate::intake::check::advice;
use crate::intake::fault::Fault;
use crate::intake::headers::shortened;
use crate::intake::rows::Row;
use crate::intake::staged::{Problem, problem_of};
use crate::intake::template::Template;
use crate::store::child::{self, Child, Writer};
use crate::store::{Reader, StoreError, Tx, meta, tables};
use ruxue_rules::{Case, Fact};

/// Where the highest number that an office ever gave is kept, so that none is given twice even
/// after a withdrawal.
const LAST_GIVEN: &str = "receipt.last";

/// The children of the desk, as far as telling them apart needs.
#[derive(Default)]
struct Known {
    receipts: HashMap<Box<str>, ()>,
    /// Receipt by identity number.
    numbers: HashMap<Box<str>, Box<str>>,
    /// Receipt by who it is, of children without an identity number.
    persons: HashMap<String, Box<str>>,
    schools: Vec<String>,
}

/// The receipts that an office gives: a prefix and six digits.
struct Numbers<'p> {
    prefix: &'p str,
    last: u32,
    given: usize,
}

pub(super) fn enter(
    run: &mut Run<'_, '_, '_>,
    prefix: &str,
    outcome: &mut Outcome,
) -> Result<(), Undone> {
    let reader = run.tx.reader();
    let mut known = Known::load(reader, run.staged.rows.iter())?;
    let mut numbers = Numbers::load(reader, prefix, &known, run.staged.rows.iter())?;
    let mut writer = Writer::new(run.tx)?;
    for (done, row) in run.staged.rows.iter().enumerate() {
        run.look(done)?;
        let mut case = case_of(row);
        if case.receipt().is_empty()
            && let Some(receipt) = known.receipt_of(&case)
        {
            case.set(Fact::Receipt, &receipt);
        }
        let old = match known.receipts.contains_key(case.receipt()) {
            true => child::find(reader, case.receipt())?,
            false => None,
        };
        let problems = known.problems(row.row, &case, old.as_ref());
        let refused = refuses(&problems);
        run.tell(problems);
        if refused {
            outcome.refused += 1;
            continue;
        }
        if let Some(old) = &old {
            keep_absent_columns(&mut case, &old.case, &run.staged.present);
            if case == old.case {
                outcome.unchanged += 1;
                continue;
            }
            child::keep_before(run.tx, old, run.import)?;
        }
        if case.receipt().is_empty() {
            case.set(Fact::Receipt, &numbers.give());
        }
        known.replace(&case, old.as_ref());
        writer.put(&Child {
            warnings: sentences(&case),
            case,
            import: run.import,
            version: old.map_or(1, |old| old.version + 1),
        })?;
        outcome.taken += 1;
    }
    outcome.receipts_given = numbers.given;
    numbers.keep(run.tx)?;
    Ok(())
}

fn case_of(row: Row<'_>) -> Case {
    let mut case = Case::new();
    for (column, text) in row.cells() {
        if let Some(fact) = Fact::ALL.get(column) {
            case.set(*fact, text);
        }
    }
    case
}

/// The warnings that stay on the child's page, one a line.
fn sentences(case: &Case) -> String {
    let advice = advice(case);
    let lines: Vec<&str> = advice
        .iter()
        .map(|advice| advice.message.as_str())
        .collect();
    lines.join("\n")
}

/// A column that the file does not have says nothing about the child.
fn keep_absent_columns(case: &mut Case, old: &Case, present: &[bool]) {
    for (fact, present) in Fact::ALL.iter().zip(present) {
        if !present && *fact != Fact::Receipt {
            case.set(*fact, old.get(*fact).unwrap_or(""));
        }
    }
}

/// Tells apart children who have neither receipt nor identity number.
fn person(case: &Case) -> String {
    let parts = [Fact::Name, Fact::Birth, Fact::Guardian1Name];
    parts.map(|fact| case.get(fact).unwrap_or("")).join("\n")
}

impl Known {
    fn load<'a>(
        reader: Reader<'_>,
        mut rows: impl Iterator<Item = Row<'a>>,
    ) -> Result<Known, StoreError> {
        let mut known = Known::default();
        child::each_identity(reader, |receipt, _, number| {
            known.receipts.insert(receipt.into(), ());
            if let Some(number) = number {
                known.numbers.insert(number.into(), receipt.into());
            }
        })?;
        // Persons are looked up only for rows with neither receipt nor number, which are few.
        let nameless = |row: &Row<'_>| {
            row.get(Fact::Receipt as usize).is_empty()
                && row.get(Fact::IdNumber as usize).is_empty()
        };
        if !known.receipts.is_empty() && rows.any(|row| nameless(&row)) {
            child::each(reader, |child| {
                if child.case.get(Fact::IdNumber).is_none() {
                    known
                        .persons
                        .insert(person(&child.case), child.case.receipt().into());
                }
                Ok(())
            })?;
        }
        let schools = tables::schools(reader)?;
        known.schools = schools.into_iter().map(|school| school.code).collect();
        known.schools.sort();
        Ok(known)
    }

    /// The receipt of a child whose row gives none.
    fn receipt_of(&self, case: &Case) -> Option<Box<str>> {
        match case.get(Fact::IdNumber) {
            Some(number) => self.numbers.get(number).cloned(),
            None => self.persons.get(&person(case)).cloned(),
        }
    }

    fn problems(&self, row: u32, case: &Case, old: Option<&Child>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut put = |fact: Fact, fault: Fault| {
            let value = shortened(case.get(fact).unwrap_or(""));
            let column = fact as usize;
            problems.push(problem_of(Template::Applicants, row, column, value, &fault));
        };
        if let Some(old) = old
            && is_another(case, &old.case)
        {
            put(Fact::Receipt, Fault::ReceiptOfAnother);
        }
        if let Some(number) = case.get(Fact::IdNumber)
            && let Some(holder) = self.numbers.get(number)
            && **holder != *case.receipt()
        {
            put(Fact::IdNumber, Fault::IdentityHeldBy(holder.to_string()));
        }
        if let Some(school) = case.get(Fact::PrimarySchool)
            && !self.schools.is_empty()
            && school.bytes().any(|byte| byte.is_ascii_digit())
            && school.is_ascii()
            && !self.has_school(school)
        {
            put(Fact::PrimarySchool, Fault::UnknownPrimary);
        }
        problems
    }

    fn has_school(&self, code: &str) -> bool {
        self.schools
            .binary_search_by(|school| school.as_str().cmp(code))
            .is_ok()
    }

    /// Takes note of a child that was written.
    fn replace(&mut self, case: &Case, old: Option<&Child>) {
        match old {
            None => {
                // Rows of one file have receipts of their own, so only a number given by the
                // office could be met again, and it never is.
                self.receipts.insert(case.receipt().into(), ());
            }
            Some(old) => {
                if let Some(number) = old.case.get(Fact::IdNumber) {
                    self.numbers.remove(number);
                }
            }
        }
        if let Some(number) = case.get(Fact::IdNumber) {
            self.numbers.insert(number.into(), case.receipt().into());
        }
    }
}

/// A receipt whose child has another name *and* another number (or, without numbers, another birth
/// date) names another child: that is a slip, not a correction.
fn is_another(case: &Case, old: &Case) -> bool {
    let differs = |fact| case.get(fact) != old.get(fact);
    let numbers = [case, old].map(|case| case.get(Fact::IdNumber));
    match numbers {
        [None, None] => differs(Fact::Name) && differs(Fact::Birth),
        _ => differs(Fact::Name) && differs(Fact::IdNumber),
    }
}

impl<'p> Numbers<'p> {
    fn load<'a>(
        reader: Reader<'_>,
        prefix: &'p str,
        known: &Known,
        rows: impl Iterator<Item = Row<'a>>,
    ) -> Result<Numbers<'p>, StoreError> {
        let number = |receipt: &str| -> Option<u32> {
            let digits = receipt.strip_prefix(prefix)?;
            let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        let given = meta::get(reader, LAST_GIVEN)?.and_then(|text| text.parse().ok());
        let held = known
            .receipts
            .keys()
            .filter_map(|receipt| number(receipt))
            .max();
        let stated = rows
            .filter_map(|row| number(row.get(Fact::Receipt as usize)))
            .max();
        let last = [given, held, stated]
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(0);
        Ok(Numbers {
            prefix,
            last,
            given: 0,
        })
    }

    /// The next free receipt. Beyond six digits it grows longer and stays free.
    fn give(&mut self) -> String {
        self.last += 1;
        self.given += 1;
        format!("{}{:06}", self.prefix, self.last)
    }

    fn keep(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        if self.given == 0 {
            return Ok(());
        }
        meta::set(tx, LAST_GIVEN, &self.last.to_string())
    }
}
