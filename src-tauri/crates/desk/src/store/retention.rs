//! The tables of retention that the district has set.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, params};

/// Enters a table; time and person are those of the act.
///
/// # Errors
/// What the disk says.
pub(crate) fn add(tx: &Tx<'_>, text: &str, digest: &str, reason: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO retention (text, digest, at, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![text, digest, tx.at, tx.actor, reason],
    )?;
    Ok(())
}

/// The text of the last one.
///
/// # Errors
/// What the disk says.
pub(crate) fn last(reader: Reader<'_>) -> Result<Option<String>, StoreError> {
    Ok(reader
        .sql()
        .query_row(
            "SELECT text FROM retention ORDER BY number DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?)
}

#[cfg(test)]
mod tests {
    use crate::retention::{PLAIN, Record};
    use crate::store::migrate;
    use rusqlite::Connection;
    use std::collections::BTreeMap;

    /// The tables of a new desk with their columns.
    fn schema() -> BTreeMap<String, Vec<String>> {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::run(&mut connection).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
            )
            .unwrap();
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        for row in rows.unwrap() {
            let (table, column): (String, String) = row.unwrap();
            tables.entry(table).or_default().push(column);
        }
        tables
    }

    /// What is wrong with how the tables are sorted.
    fn faults(schema: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        let of_people = [
            "receipt",
            "child_name",
            "child_id",
            "guardian_ids",
            "id_number",
        ];
        let mut faults = Vec::new();
        for (table, columns) in schema {
            let kinds = Record::ALL
                .iter()
                .filter(|record| record.tables().contains(&table.as_str()))
                .count();
            let plain = PLAIN.contains(&table.as_str());
            if kinds + usize::from(plain) != 1 {
                faults.push(format!("{table} stands in {kinds} kinds, plain: {plain}"));
            }
            if plain
                && columns
                    .iter()
                    .any(|column| of_people.contains(&column.as_str()))
            {
                faults.push(format!("{table} is of people and plain"));
            }
        }
        faults
    }

    #[test]
    fn every_table_is_one_kind_of_record_or_holds_nothing_of_people() {
        let found = schema();
        assert_eq!(faults(&found), Vec::<String>::new());
        // A new table that nobody has sorted is noticed.
        let mut more = found.clone();
        more.insert("visit".into(), vec!["receipt".into()]);
        assert_eq!(faults(&more).len(), 1);
        more.remove("visit");
        more.get_mut("school").unwrap().push("receipt".into());
        assert_eq!(faults(&more).len(), 1);
    }
}
