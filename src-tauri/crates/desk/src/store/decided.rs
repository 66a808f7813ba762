//! Which children's cases are decided, and by what: a change of the verdict is then for a person.

use super::{Reader, StoreError};
use rusqlite::params;
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

/// The grounds of every decided child, or of one. A further ground is a further line here and in
/// [`Ground`].
const GROUNDS: &str =
    "SELECT s.receipt, CASE c.state WHEN 'completed' THEN 'drawn' ELSE 'frozen' END, c.number
     FROM draw_standing s JOIN ceremony c ON c.number = s.ceremony
     WHERE c.mode = 'FORMAL' AND c.state IN ('frozen', 'seeded', 'completed') AND (?1 IS NULL OR s.receipt = ?1)
     UNION ALL
     SELECT receipt, 'placed', school FROM placement WHERE ?1 IS NULL OR receipt = ?1
     UNION ALL
     SELECT receipt, 'notice', number FROM paper
     WHERE kind = 'notice' AND state = 'printed' AND receipt IS NOT NULL AND (?1 IS NULL OR receipt = ?1)";

/// By what a child's case is decided; empty where it is not.
///
/// # Errors
/// What the disk says.
pub fn is_decided(reader: Reader<'_>, receipt: &str) -> Result<Vec<Ground>, StoreError> {
    Ok(read(reader, Some(receipt))?
        .remove(receipt)
        .unwrap_or_default())
}

/// The grounds of all decided children, by receipt.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<HashMap<String, Vec<Ground>>, StoreError> {
    read(reader, None)
}

fn read(
    reader: Reader<'_>,
    receipt: Option<&str>,
) -> Result<HashMap<String, Vec<Ground>>, StoreError> {
    let mut statement = reader.sql().prepare_cached(GROUNDS)?;
    let mut rows = statement.query(params![receipt])?;
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
