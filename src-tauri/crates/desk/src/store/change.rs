//! What moved the register, what each judging changed, and which changes wait for a person.

use super::verdict::Ruling;
use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Something on which verdicts rest and that has moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// `import`, `withdrawal`, `abort`, `pack`, `switch`, `purge`.
    pub kind: String,
    /// Of the import.
    pub number: Option<i64>,
    /// Template, ceremony, digest, or `switch=value`.
    pub detail: String,
    /// Who moved it.
    pub actor: String,
}

/// Keeps a move under its revision of the register.
///
/// # Errors
/// What the disk says.
pub fn add_move(
    tx: &Tx<'_>,
    revision: i64,
    kind: &str,
    number: Option<i64>,
    detail: &str,
) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO register_move (revision, kind, number, detail, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![revision, kind, number, detail, tx.at, tx.actor],
    )?;
    Ok(())
}

/// Keeps which facts of which children a withdrawal put back; headers joined by 、.
///
/// # Errors
/// What the disk says.
pub fn put_returned(
    tx: &Tx<'_>,
    revision: i64,
    returned: &[(String, String)],
) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO fact_returned (receipt, revision, headers) VALUES (?1, ?2, ?3)",
    )?;
    for (receipt, headers) in returned {
        statement.execute(params![receipt, revision, headers])?;
    }
    Ok(())
}

/// The moves that a judging took up; `None`: those that wait for one.
///
/// # Errors
/// What the disk says.
pub fn moves(reader: Reader<'_>, judging: Option<i64>) -> Result<Vec<Move>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT kind, number, detail, actor FROM register_move WHERE judging IS ?1 ORDER BY revision",
    )?;
    let rows = statement.query_map([judging], |row| {
        Ok(Move {
            kind: row.get(0)?,
            number: row.get(1)?,
            detail: row.get(2)?,
            actor: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The import that replaced a version of a child, and its facts as JSON by header.
pub type FactsBefore = (i64, serde_json::Map<String, serde_json::Value>);

/// What a child's row was before this import and later ones, oldest first.
///
/// # Errors
/// What the disk says.
pub fn facts_before(
    reader: Reader<'_>,
    receipt: &str,
    from_import: i64,
) -> Result<Vec<FactsBefore>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT replaced_by, facts FROM child_before WHERE receipt = ?1 AND replaced_by >= ?2 ORDER BY version",
    )?;
    let mut rows = statement.query(params![receipt, from_import])?;
    let mut before = Vec::new();
    while let Some(row) = rows.next()? {
        let facts = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        before.push((row.get(0)?, serde_json::from_str(facts)?));
    }
    Ok(before)
}

/// The withdrawals that wait for a judging and put facts of this child back: the import withdrawn,
/// and the headers.
///
/// # Errors
/// What the disk says.
pub fn returned(reader: Reader<'_>, receipt: &str) -> Result<Vec<FactChange>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT m.number, r.headers FROM fact_returned r JOIN register_move m USING (revision)
         WHERE r.receipt = ?1 AND m.judging IS NULL ORDER BY revision",
    )?;
    let rows = statement.query_map([receipt], |row| {
        let headers: String = row.get(1)?;
        Ok(FactChange {
            import: row.get(0)?,
            way: Way::Withdrawn,
            headers: headers.split('、').map(str::to_owned).collect(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One judging of all children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    /// Number of its journal entry.
    pub seq: i64,
    /// When; filled from the act.
    pub at: String,
    /// State of the policy at the judging before; `None` at the first.
    pub policy_before: Option<String>,
    /// State of the policy.
    pub policy: String,
    /// Children judged.
    pub children: i64,
    /// Children whose verdict came out otherwise than before.
    pub changed: i64,
    /// Of these, decided ones whose change waits for a person.
    pub flagged: i64,
}

impl Judging {
    /// Whether there was nothing to hold it against. A desk that an earlier program judged has
    /// verdicts and no judging.
    pub fn is_first(&self) -> bool {
        self.policy_before.is_none() && self.changed == 0
    }
}

/// Keeps a judging; the moves that waited are its grounds.
///
/// # Errors
/// What the disk says.
pub fn add_judging(tx: &Tx<'_>, j: &Judging) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO judging (seq, at, policy_before, policy, children, changed, flagged)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            j.seq,
            tx.at,
            j.policy_before,
            j.policy,
            j.children,
            j.changed,
            j.flagged
        ],
    )?;
    tx.sql().execute(
        "UPDATE register_move SET judging = ?1 WHERE judging IS NULL",
        [j.seq],
    )?;
    Ok(())
}

/// One judging.
///
/// # Errors
/// What the disk says.
pub fn judging(reader: Reader<'_>, seq: i64) -> Result<Option<Judging>, StoreError> {
    judging_where(reader, "seq = ?1", params![seq])
}

/// The last judging.
///
/// # Errors
/// What the disk says.
pub fn last_judging(reader: Reader<'_>) -> Result<Option<Judging>, StoreError> {
    judging_where(reader, "seq = (SELECT max(seq) FROM judging)", params![])
}

fn judging_where(
    reader: Reader<'_>,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Option<Judging>, StoreError> {
    let mut statement = reader.sql().prepare_cached(&format!(
        "SELECT seq, at, policy_before, policy, children, changed, flagged FROM judging WHERE {which}"
    ))?;
    let found = statement.query_row(values, |row| {
        Ok(Judging {
            seq: row.get(0)?,
            at: row.get(1)?,
            policy_before: row.get(2)?,
            policy: row.get(3)?,
            children: row.get(4)?,
            changed: row.get(5)?,
            flagged: row.get(6)?,
        })
    });
    Ok(found.optional()?)
}

/// How an import bore on a child's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// It changed them.
    Imported,
    /// Its withdrawal put them back.
    Withdrawn,
}

/// Facts of a child that an import or its withdrawal changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactChange {
    /// Number of the import.
    pub import: i64,
    /// How.
    pub way: Way,
    /// Headers of the facts.
    pub headers: Vec<String>,
}

/// How a change of a verdict stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The new verdict is the child's.
    Taken,
    /// The case is decided: the change waits for a person.
    Open,
    /// A person let the decided verdict stand.
    Kept,
    /// A person took the new verdict.
    Followed,
    /// It went away, or another change came in its place, before anyone settled it.
    Lapsed,
}

impl Standing {
    const ALL: [Standing; 5] = [
        Standing::Taken,
        Standing::Open,
        Standing::Kept,
        Standing::Followed,
        Standing::Lapsed,
    ];

    fn word(self) -> &'static str {
        match self {
            Standing::Taken => "taken",
            Standing::Open => "open",
            Standing::Kept => "kept",
            Standing::Followed => "followed",
            Standing::Lapsed => "lapsed",
        }
    }
}

/// A change of a child's verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// The child.
    pub receipt: String,
    /// The judging that found it.
    pub judging: i64,
    /// When.
    pub at: String,
    /// The child's own facts that had changed.
    pub facts: Vec<FactChange>,
    /// The verdict before.
    pub old: Ruling,
    /// The verdict that was found.
    pub new: Ruling,
    /// How it stands.
    pub standing: Standing,
    /// When a person settled it.
    pub settled_at: String,
    /// Who.
    pub settled_by: String,
    /// Why.
    pub reason: String,
}

/// A change that a judging has found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The child.
    pub receipt: &'a str,
    /// Its own facts that had changed.
    pub facts: Vec<FactChange>,
    /// The verdict before.
    pub old: Ruling,
    /// The verdict now.
    pub new: &'a Ruling,
    /// [`Standing::Taken`] or [`Standing::Open`].
    pub standing: Standing,
}

/// Keeps the changes of a judging that is kept already.
///
/// # Errors
/// What the disk says.
pub fn add(tx: &Tx<'_>, judging: i64, found: &[Found<'_>]) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO verdict_change (receipt, judging, facts, old_outcome, old_category, old_route,
            old_codes, old_notes, new_outcome, new_category, new_route, new_codes, new_notes, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for f in found {
        let facts = match f.facts.is_empty() {
            true => String::from("[]"),
            false => serde_json::to_string(&f.facts)?,
        };
        statement.execute(params![
            f.receipt,
            judging,
            facts,
            f.old.outcome,
            f.old.category,
            f.old.route,
            f.old.codes,
            f.old.notes,
            f.new.outcome,
            f.new.category,
            f.new.route,
            f.new.codes,
            f.new.notes,
            f.standing.word()
        ])?;
    }
    Ok(())
}

/// Closes a change: who and why are those of the act.
///
/// # Errors
/// What the disk says.
pub fn close(tx: &Tx<'_>, id: i64, standing: Standing, reason: &str) -> Result<(), StoreError> {
    tx.sql()
        .prepare_cached(
            "UPDATE verdict_change SET state = ?2, settled_at = ?3, settled_by = ?4, reason = ?5 WHERE id = ?1",
        )?
        .execute(params![id, standing.word(), tx.at, tx.actor, reason])?;
    Ok(())
}

const SELECT: &str =
    "SELECT c.id, c.receipt, c.judging, j.at, c.facts, c.old_outcome, c.old_category, c.old_route,
        c.old_codes, c.old_notes, c.new_outcome, c.new_category, c.new_route, c.new_codes,
        c.new_notes, c.state, coalesce(c.settled_at, ''), coalesce(c.settled_by, ''),
        coalesce(c.reason, '')
     FROM verdict_change c JOIN judging j ON j.seq = c.judging";

/// A child's changes, the oldest first.
///
/// # Errors
/// What the disk says.
pub fn of_child(reader: Reader<'_>, receipt: &str) -> Result<Vec<Change>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached(&format!("{SELECT} WHERE c.receipt = ?1 ORDER BY c.id"))?;
    let rows = statement.query_map([receipt], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A child's change that waits for a person.
///
/// # Errors
/// What the disk says.
pub fn open_of(reader: Reader<'_>, receipt: &str) -> Result<Option<Change>, StoreError> {
    let mut statement = reader.sql().prepare_cached(&format!(
        "{SELECT} WHERE c.receipt = ?1 AND c.state = 'open'"
    ))?;
    Ok(statement.query_row([receipt], from_row).optional()?)
}

/// The changes that wait for a person, by receipt.
///
/// # Errors
/// What the disk says.
pub fn open(reader: Reader<'_>) -> Result<Vec<Change>, StoreError> {
    let mut statement = reader.sql().prepare_cached(&format!(
        "{SELECT} JOIN child USING (receipt) WHERE c.state = 'open' ORDER BY c.receipt"
    ))?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many changes wait for a person.
///
/// # Errors
/// What the disk says.
pub fn count_open(reader: Reader<'_>) -> Result<u32, StoreError> {
    Ok(reader.sql().query_row(
        "SELECT count(*) FROM verdict_change c JOIN child USING (receipt) WHERE c.state = 'open'",
        [],
        |row| row.get(0),
    )?)
}

/// By child, the last change where it waits for a person or a person let the decided verdict stand.
///
/// # Errors
/// What the disk says.
pub fn held(reader: Reader<'_>) -> Result<HashMap<String, Change>, StoreError> {
    let mut statement = reader.sql().prepare_cached(&format!(
        "{SELECT} WHERE c.state IN ('open', 'kept')
            AND c.id = (SELECT max(id) FROM verdict_change x WHERE x.receipt = c.receipt)"
    ))?;
    let rows = statement.query_map([], from_row)?;
    let mut held = HashMap::new();
    for change in rows {
        let change = change?;
        held.insert(change.receipt.clone(), change);
    }
    Ok(held)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Change> {
    let facts: String = row.get(4)?;
    let standing: String = row.get(15)?;
    Ok(Change {
        id: row.get(0)?,
        receipt: row.get(1)?,
        judging: row.get(2)?,
        at: row.get(3)?,
        facts: serde_json::from_str(&facts).unwrap_or_default(),
        old: Ruling::from_row(row, 5)?,
        new: Ruling::from_row(row, 10)?,
        standing: Standing::ALL
            .into_iter()
            .find(|one| one.word() == standing)
            .unwrap_or(Standing::Lapsed),
        settled_at: row.get(16)?,
        settled_by: row.get(17)?,
        reason: row.get(18)?,
    })
}
