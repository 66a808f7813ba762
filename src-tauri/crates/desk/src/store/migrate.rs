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
    let found = usize::try_from(schema(connection)?).unwrap_or(0);
    match MIGRATIONS.get(found..) {
        None | Some([]) => Ok(()),
        Some(steps) => take(connection, steps, newest()),
    }
}

fn take(connection: &mut Connection, steps: &[&str], to: i64) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for sql in steps {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "user_version", to)?;
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

    /// Tables, indexes and the number, as text.
    fn shape(connection: &Connection) -> String {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
            .unwrap();
        let parts: Vec<String> = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .map(|sql| sql.unwrap() + ";\n")
            .collect();
        format!(
            "-- The sum of the migrations, for reading. Written by `RUXUE_WRITE_SCHEMA=1 cargo test \
             -p ruxue-desk --lib migrate`.\nPRAGMA user_version = {};\n\n{}",
            schema(connection).unwrap(),
            parts.join("\n")
        )
    }

    #[test]
    fn the_schema_file_is_the_sum_of_the_migrations() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/schema/sum.sql");
        if std::env::var_os("RUXUE_WRITE_SCHEMA").is_some() {
            std::fs::write(&path, shape(&connection)).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(
            kept == shape(&connection),
            "schema/sum.sql is not the sum of the migrations"
        );
        // And it makes the same database.
        let whole = Connection::open_in_memory().unwrap();
        whole.execute_batch(&kept).unwrap();
        assert!(shape(&whole) == kept);
    }

    #[test]
    fn a_migration_that_breaks_off_leaves_the_old_file() {
        let mut connection = Connection::open_in_memory().unwrap();
        take(&mut connection, &MIGRATIONS[..4], 4).unwrap();
        let old = shape(&connection);
        let steps = [
            MIGRATIONS[4],
            "CREATE TABLE late (x); CREATE TABLE late (x);",
        ];
        assert!(take(&mut connection, &steps, 6).is_err());
        assert!(shape(&connection) == old);
        run(&mut connection).unwrap();
        assert_eq!(schema(&connection).unwrap(), newest());
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
