//! The children's rows: one column a fact, in the order of [`Fact::ALL`].

use super::{Reader, StoreError, Tx};
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, OptionalExtension, Row, params, params_from_iter};
use ruxue_rules::{Case, Fact};
use std::sync::LazyLock;

/// A child as the desk holds it.
#[derive(Debug, Clone)]
pub struct Child {
    /// The facts.
    pub case: Case,
    /// The import that brought this version.
    pub import: i64,
    /// From 1.
    pub version: i64,
    /// Sentences of intake, one a line.
    pub warnings: String,
}

static COLUMNS: LazyLock<String> = LazyLock::new(|| {
    Fact::ALL
        .iter()
        .map(|fact| fact.column())
        .collect::<Vec<_>>()
        .join(", ")
});
static SELECT: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {}, import, version, warnings FROM child", *COLUMNS));
static UPSERT: LazyLock<String> = LazyLock::new(|| {
    let marks = vec!["?"; Fact::ALL.len() + 3].join(", ");
    let others = Fact::ALL.iter().filter(|fact| **fact != Fact::Receipt);
    let renewed: String = others
        .map(|fact| format!("{0} = excluded.{0}, ", fact.column()))
        .collect();
    // Not REPLACE, which would take the child's verdict away with the old row.
    format!(
        "INSERT INTO child ({}, import, version, warnings) VALUES ({marks})
         ON CONFLICT (receipt) DO UPDATE SET {renewed}import = excluded.import,
            version = excluded.version, warnings = excluded.warnings",
        *COLUMNS
    )
});

/// Writes children one after another with one prepared statement.
pub struct Writer<'a> {
    statement: CachedStatement<'a>,
}

impl<'a> Writer<'a> {
    /// Prepares the statement.
    ///
    /// # Errors
    /// What the disk says.
    pub fn new(tx: &Tx<'a>) -> Result<Writer<'a>, StoreError> {
        Ok(Writer {
            statement: tx.sql().prepare_cached(&UPSERT)?,
        })
    }

    /// Writes a child, new or in place of the one with its receipt.
    ///
    /// # Errors
    /// What the disk says.
    pub fn put(&mut self, child: &Child) -> Result<(), StoreError> {
        let count = Fact::ALL.len();
        for (index, fact) in (1..).zip(Fact::ALL) {
            self.statement
                .raw_bind_parameter(index, child.case.get(*fact))?;
        }
        self.statement.raw_bind_parameter(count + 1, child.import)?;
        self.statement
            .raw_bind_parameter(count + 2, child.version)?;
        self.statement
            .raw_bind_parameter(count + 3, child.warnings.as_str())?;
        self.statement.raw_execute()?;
        Ok(())
    }
}

/// Keeps a version of a child that an import replaces.
///
/// # Errors
/// What the disk says.
pub fn keep_before(tx: &Tx<'_>, old: &Child, replaced_by: i64) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO child_before (receipt, version, facts, import, replaced_by, warnings)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            old.case.receipt(),
            old.version,
            serde_json::to_string(&facts_json(&old.case))?,
            old.import,
            replaced_by,
            old.warnings
        ],
    )?;
    Ok(())
}

/// The versions of a child that imports replaced, the oldest first.
///
/// # Errors
/// What the disk says.
pub fn versions_before(reader: Reader<'_>, receipt: &str) -> Result<Vec<Child>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT version, facts, import, warnings FROM child_before WHERE receipt = ?1 ORDER BY version",
    )?;
    let kept: Vec<(i64, String, i64, String)> = statement
        .query_map([receipt], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    let child = |(version, facts, import, warnings): (i64, String, i64, String)| {
        Ok(Child {
            case: case_of_json(&serde_json::from_str(&facts)?),
            import,
            version,
            warnings,
        })
    };
    kept.into_iter().map(child).collect()
}

/// What a withdrawal did to children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// New children who went.
    pub gone: usize,
    /// Children who are again what they were, with the headers of the facts that came back, joined by 、.
    pub restored: Vec<(String, String)>,
}

/// Takes an import's rows back: new children go, changed ones are again what they were.
///
/// # Errors
/// What the disk says.
pub fn withdraw(tx: &Tx<'_>, import: i64) -> Result<TakenBack, StoreError> {
    let mut statement = tx.sql().prepare(
        "SELECT receipt, version, facts, import, warnings FROM child_before WHERE replaced_by = ?1",
    )?;
    let kept: Vec<(String, i64, String, i64, String)> = statement
        .query_map([import], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let gone = tx.sql().execute(
        "DELETE FROM child WHERE import = ?1
            AND receipt NOT IN (SELECT receipt FROM child_before WHERE replaced_by = ?1)",
        [import],
    )?;
    let mut restored = Vec::with_capacity(kept.len());
    let mut cases = Vec::with_capacity(kept.len());
    for (receipt, _, facts, ..) in &kept {
        let case = case_of_json(&serde_json::from_str(facts)?);
        if let Some(now) = find(tx.reader(), receipt)? {
            restored.push((receipt.clone(), differing(&now.case, &case).join("、")));
        }
        cases.push(case);
    }
    // Numbers that went from child to child would meet on their way back.
    tx.sql().execute(
        "UPDATE child SET id_number = NULL WHERE import = ?1",
        [import],
    )?;
    let mut writer = Writer::new(tx)?;
    for ((receipt, version, _, import, warnings), case) in kept.into_iter().zip(cases) {
        writer.put(&Child {
            case,
            import,
            version,
            warnings,
        })?;
        tx.sql().execute(
            "DELETE FROM child_before WHERE receipt = ?1 AND version = ?2",
            params![receipt, version],
        )?;
    }
    Ok(TakenBack { gone, restored })
}

/// Headers of the facts in which two versions of a child differ.
pub fn differing(one: &Case, other: &Case) -> Vec<&'static str> {
    let differ = Fact::ALL
        .iter()
        .filter(|fact| one.get(**fact) != other.get(**fact));
    differ.map(|fact| fact.header()).collect()
}

/// A version of a child, kept as JSON by header.
pub fn case_of_json(facts: &serde_json::Map<String, serde_json::Value>) -> Case {
    let mut case = Case::new();
    for (header, text) in facts {
        if let (Some(fact), Some(text)) = (Fact::from_header(header), text.as_str()) {
            case.set(fact, text);
        }
    }
    case
}

/// A child's facts as JSON by header, without the empty ones.
pub fn facts_json(case: &Case) -> serde_json::Value {
    Fact::ALL
        .iter()
        .filter_map(|fact| {
            case.get(*fact)
                .map(|text| (fact.header().to_owned(), text.into()))
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// One child.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, receipt: &str) -> Result<Option<Child>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached(&format!("{} WHERE receipt = ?1", *SELECT))?;
    Ok(statement.query_row([receipt], from_row).optional()?)
}

/// All children in ascending order of receipt, one at a time.
///
/// # Errors
/// What the disk says, or what `take` says.
pub fn each(
    reader: Reader<'_>,
    mut take: impl FnMut(Child) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached(&format!("{} ORDER BY receipt", *SELECT))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(from_row(row)?)?;
    }
    Ok(())
}

/// How many children there are.
///
/// # Errors
/// What the disk says.
pub fn count(reader: Reader<'_>) -> Result<i64, StoreError> {
    Ok(reader
        .sql()
        .query_row("SELECT count(*) FROM child", [], |row| row.get(0))?)
}

/// Receipts and identity numbers (with level) of all children, for the check of duplicates.
///
/// # Errors
/// What the disk says.
pub fn each_identity(
    reader: Reader<'_>,
    mut take: impl FnMut(&str, &str, Option<&str>),
) -> Result<(), StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT receipt, level, id_number FROM child")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let receipt = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let level = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let number = row
            .get_ref(2)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?;
        take(receipt, level, number);
    }
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Child> {
    let mut case = Case::new();
    for (index, fact) in Fact::ALL.iter().enumerate() {
        match row.get_ref(index)? {
            ValueRef::Null => {}
            text => case.set(*fact, text.as_str()?),
        }
    }
    let count = Fact::ALL.len();
    Ok(Child {
        case,
        import: row.get(count)?,
        version: row.get(count + 1)?,
        warnings: row.get(count + 2)?,
    })
}

/// A page of the list, with what a filter asks.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of a name or receipt, or the whole of an identity or telephone number.
    pub search: String,
    /// 学段.
    pub level: Option<String>,
    /// Verdict code.
    pub outcome: Option<String>,
    /// Route code.
    pub route: Option<String>,
    /// Code of the school where the child is placed.
    pub school: Option<String>,
    /// A reason code that the verdict carries.
    pub code: Option<String>,
    /// Whether a change of the verdict waits for a person.
    pub change: Option<Waits>,
    /// Short name of the street where the child lives or has its hukou.
    pub street: Option<String>,
}

/// Only children of whom a change of the verdict waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits;

/// One line of the list. Names are as stored; masking is the wire's work.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the columns of the tables, under their names
pub struct Line {
    pub receipt: String,
    pub level: String,
    pub name: String,
    pub hukou: Option<String>,
    pub street: Option<String>,
    pub outcome: Option<String>,
    pub category: Option<String>,
    pub route: Option<String>,
    pub codes: Option<String>,
    pub school: Option<String>,
    pub how: Option<String>,
    /// Number of the change that waits for a person.
    pub change: Option<i64>,
}

const LIST_FROM: &str = " FROM child c LEFT JOIN verdict v ON v.receipt = c.receipt
 LEFT JOIN placement p ON p.receipt = c.receipt
 LEFT JOIN verdict_change x ON x.receipt = c.receipt AND x.state = 'open'
 WHERE (?1 = '' OR instr(c.name, ?1) OR instr(c.receipt, upper(?1)) OR c.id_number = upper(?1)
        OR c.guardian1_phone = ?1 OR c.guardian2_phone = ?1)
   AND (?2 IS NULL OR c.level = ?2) AND (?3 IS NULL OR v.outcome = ?3)
   AND (?4 IS NULL OR v.route = ?4) AND (?5 IS NULL OR p.school = ?5)
   AND (?6 IS NULL OR instr(' ' || v.codes || ' ', ' ' || ?6 || ' '))
   AND (?7 IS NULL OR x.id IS NOT NULL)
   AND (?8 IS NULL OR c.home_street = ?8 OR c.hukou_street = ?8)";

/// A page of the list in ascending order of receipt, and how many lines the filter finds in all.
///
/// # Errors
/// What the disk says.
pub fn list(
    reader: Reader<'_>,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<(i64, Vec<Line>), StoreError> {
    let asked = [
        Some(filter.search.trim()),
        filter.level.as_deref(),
        filter.outcome.as_deref(),
        filter.route.as_deref(),
        filter.school.as_deref(),
        filter.code.as_deref(),
        filter.change.map(|Waits| "open"),
        filter.street.as_deref(),
    ];
    let total = reader
        .sql()
        .prepare_cached(&format!("SELECT count(*){LIST_FROM}"))?
        .query_row(params_from_iter(asked), |row| row.get(0))?;
    let mut statement = reader.sql().prepare_cached(&format!(
        "SELECT c.receipt, c.level, c.name, c.hukou, c.home_street, v.outcome, v.category, v.route,
                v.codes, p.school, p.how, x.id{LIST_FROM}
         ORDER BY c.receipt LIMIT {limit} OFFSET {offset}"
    ))?;
    let lines = statement
        .query_map(params_from_iter(asked), |row| {
            Ok(Line {
                receipt: row.get(0)?,
                level: row.get(1)?,
                name: row.get(2)?,
                hukou: row.get(3)?,
                street: row.get(4)?,
                outcome: row.get(5)?,
                category: row.get(6)?,
                route: row.get(7)?,
                codes: row.get(8)?,
                school: row.get(9)?,
                how: row.get(10)?,
                change: row.get(11)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok((total, lines))
}
