//! The migrator: numbered files, `user_version`, one exclusive transaction.

use super::StoreError;
use rusqlite::{Connection, TransactionBehavior};

const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_season.sql"),
    include_str!("schema/0002_rejudging.sql"),
    include_str!("schema/0003_packs.sql"),
    include_str!("schema/0004_homes.sql"),
    include_str!("schema/0005_backups.sql"),
    include_str!("schema/0006_people.sql"),
    include_str!("schema/0007_journal.sql"),
    include_str!("schema/0008_retention.sql"),
];

/// The newest schema that this program knows.
pub(super) fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The schema of the file.
pub(super) fn schema(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Whether an older program wrote the file.
pub(super) fn is_behind(connection: &Connection) -> Result<bool, StoreError> {
    Ok(schema(connection)? < newest())
}

/// Refuses a file of a later program.
pub(super) fn refuse_future(connection: &Connection) -> Result<(), StoreError> {
    let (known, found) = (newest(), schema(connection)?);
    if found > known {
        return Err(StoreError::FromTheFuture { found, known });
    }
    Ok(())
}

/// Brings the file to the newest schema: all the way, or not at all.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    refuse_future(connection)?;
    let found = schema(connection)?;
    if found == newest() {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for sql in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "user_version", newest())?;
    Ok(tx.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruxue_rules::Fact;

    #[test]
    fn the_child_table_has_a_column_for_every_fact_and_in_that_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        let mut statement = connection
            .prepare("SELECT name FROM pragma_table_info('child')")
            .unwrap();
        let columns: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let facts: Vec<&str> = Fact::ALL.iter().map(|fact| fact.column()).collect();
        assert_eq!(columns[..facts.len()], facts[..]);
        assert_eq!(columns[facts.len()..], ["import", "version", "warnings"]);
    }

    #[test]
    fn a_file_of_a_later_program_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            run(&mut connection),
            Err(StoreError::FromTheFuture { found: 99, .. })
        ));
    }
}
