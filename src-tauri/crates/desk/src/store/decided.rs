//! Which children's cases are decided, and by what: a change of the verdict is then for a person.

use super::{Reader, StoreError};
use rusqlite::ToSql;
use std::collections::HashMap;

/// What makes a case decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// The child stands in this formal ceremony, frozen and not yet closed.
    Frozen(String),
    /// The child stood in this completed formal ceremony.
    Drawn(String),
    /// The child is admitted to this school.
    Placed(String),
    /// This notice of the child is printed.
    Notice(String),
}

/// The grounds of the children `whose`, a condition that the indexes of receipts can serve. A further
/// ground is a further line here and in [`Ground`].
fn grounds(whose: &str) -> String {
    format!(
        "SELECT receipt, CASE c.state WHEN 'completed' THEN 'drawn' ELSE 'frozen' END, c.number
         FROM draw_standing s JOIN ceremony c ON c.number = s.ceremony
         WHERE c.mode = 'FORMAL' AND c.state IN ('frozen', 'seeded', 'completed') AND {whose}
         UNION ALL
         SELECT receipt, 'placed', school FROM placement WHERE {whose}
         UNION ALL
         SELECT receipt, 'notice', number FROM paper
         WHERE kind = 'notice' AND state = 'printed' AND {whose}"
    )
}

/// By what a child's case is decided; empty where it is not.
///
/// # Errors
/// What the disk says.
pub fn is_decided(reader: Reader<'_>, receipt: &str) -> Result<Vec<Ground>, StoreError> {
    let mut decided = read(reader, "receipt = ?1", &[&receipt])?;
    Ok(decided.remove(receipt).unwrap_or_default())
}

/// The grounds of all decided children, by receipt.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<HashMap<String, Vec<Ground>>, StoreError> {
    read(reader, "receipt IS NOT NULL", &[])
}

fn read(
    reader: Reader<'_>,
    whose: &str,
    values: &[&dyn ToSql],
) -> Result<HashMap<String, Vec<Ground>>, StoreError> {
    let mut statement = reader.sql().prepare_cached(&grounds(whose))?;
    let mut rows = statement.query(values)?;
    let mut decided: HashMap<String, Vec<Ground>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let by: String = row.get(2)?;
        let kind = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let ground = match kind {
            "frozen" => Ground::Frozen(by),
            "drawn" => Ground::Drawn(by),
            "placed" => Ground::Placed(by),
            _ => Ground::Notice(by),
        };
        decided.entry(row.get(0)?).or_default().push(ground);
    }
    Ok(decided)
}
