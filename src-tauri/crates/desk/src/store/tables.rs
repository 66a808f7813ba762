//! The district's tables: schools, catchments, zones, seat records, choices.
//!
//! Each `put_…` writes a row in place of the one with its key and answers what it did, so that the
//! same file a second time changes nothing.

use super::{Reader, StoreError, Tx};
use chrono::NaiveDate;
use ruxue_rules::table::{
    Catchment, EstateAlias, Level, Ownership, PrimaryZone, School, SchoolKind, SeatRecord, Tables,
};

/// What writing a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// New, or other than before.
    Taken,
    /// The same row stood there.
    Unchanged,
}

/// A child's choices of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The child.
    pub receipt: String,
    /// 类别: 民办, 公办寄宿, 特殊教育, 全区自愿, 一般公办, 多校划片, 统筹.
    pub kind: String,
    /// School codes, first choice first.
    pub schools: Vec<String>,
}

/// A filing or publication (备案与公开).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// School code, or 全区.
    pub school: String,
    /// 事项.
    pub matter: String,
    /// 文号.
    pub number: String,
    /// 日期.
    pub at: String,
}

fn changed(tx: &Tx<'_>, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Put, StoreError> {
    let count = tx.sql().prepare_cached(sql)?.execute(values)?;
    Ok(if count == 0 {
        Put::Unchanged
    } else {
        Put::Taken
    })
}

/// Writes a school.
///
/// # Errors
/// What the disk says.
pub fn put_school(tx: &Tx<'_>, school: &School, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO school (code, level, name, nature, kind, street, address, zone, plan, funding,
            size, fee, prospectus, report_time, report_place, phone, general, wish_plan, import)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (code, level) DO UPDATE SET name = excluded.name, nature = excluded.nature,
            kind = excluded.kind, street = excluded.street, address = excluded.address,
            zone = excluded.zone, plan = excluded.plan, funding = excluded.funding,
            size = excluded.size, fee = excluded.fee, prospectus = excluded.prospectus,
            report_time = excluded.report_time, report_place = excluded.report_place,
            phone = excluded.phone, general = excluded.general, wish_plan = excluded.wish_plan,
            import = excluded.import
         WHERE (name, nature, kind, street, address, zone, plan, funding, size, fee, prospectus,
                report_time, report_place, phone, general, coalesce(wish_plan, -1))
            IS NOT (excluded.name, excluded.nature, excluded.kind, excluded.street,
                excluded.address, excluded.zone, excluded.plan, excluded.funding, excluded.size,
                excluded.fee, excluded.prospectus, excluded.report_time, excluded.report_place,
                excluded.phone, excluded.general, coalesce(excluded.wish_plan, -1))",
        &[
            &school.code, &school.level.text(), &school.name, &school.ownership.text(),
            &school.kind.text(), &school.street, &school.address, &school.zone, &school.plan,
            &school.funding, &school.size, &school.fee, &school.prospectus_number,
            &school.report_time, &school.report_place, &school.phone,
            &(if school.general_choice { "是" } else { "否" }), &school.choice_plan, &import,
        ],
    )
}

/// Writes a line of the catchment table.
///
/// # Errors
/// What the disk says.
pub fn put_catchment(tx: &Tx<'_>, line: &Catchment, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT OR IGNORE INTO catchment (level, street, estate, building, schools, version, import)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            &line.level.text(), &line.street, &line.estate, &line.buildings,
            &line.schools.join("、"),
            &line.version.map_or(String::new(), |day| day.to_string()), &import,
        ],
    )
}

/// Writes a zone of a primary school.
///
/// # Errors
/// What the disk says.
pub fn put_primary_zone(tx: &Tx<'_>, zone: &PrimaryZone, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO primary_zone (primary_school, zone, schools, import) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (primary_school, zone) DO UPDATE SET schools = excluded.schools, import = excluded.import
         WHERE schools <> excluded.schools",
        &[&zone.primary, &zone.zone, &zone.schools.join("、"), &import],
    )
}

/// Writes a seat record.
///
/// # Errors
/// What the disk says.
pub fn put_seat_record(tx: &Tx<'_>, record: &SeatRecord, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO seat_record (year, level, street, estate, building, entrance, room, child_name, child_id, guardian_ids, import)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT DO UPDATE SET guardian_ids = excluded.guardian_ids, import = excluded.import
         WHERE guardian_ids <> excluded.guardian_ids",
        &[
            &record.year, &record.level.text(), &record.street, &record.estate, &record.building,
            &record.entrance, &record.room, &record.child_name, &record.child_id,
            &record.guardian_ids.join("、"), &import,
        ],
    )
}

/// Writes another name of an estate.
///
/// # Errors
/// What the disk says.
pub fn put_alias(tx: &Tx<'_>, alias: &EstateAlias, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO estate_alias (street, alias, estate, import) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (street, alias) DO UPDATE SET estate = excluded.estate, import = excluded.import
         WHERE estate <> excluded.estate",
        &[&alias.street, &alias.alias, &alias.estate, &import],
    )
}

/// Writes a child's choices of one kind.
///
/// # Errors
/// What the disk says.
pub fn put_choice(tx: &Tx<'_>, choice: &Choice, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO choice (receipt, kind, schools, import) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (receipt, kind) DO UPDATE SET schools = excluded.schools, import = excluded.import
         WHERE schools <> excluded.schools",
        &[&choice.receipt, &choice.kind, &choice.schools.join(">"), &import],
    )
}

/// Writes a filing.
///
/// # Errors
/// What the disk says.
pub fn put_filing(tx: &Tx<'_>, filing: &Filing, import: i64) -> Result<Put, StoreError> {
    changed(
        tx,
        "INSERT INTO filing (school, matter, number, at, import) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (school, matter) DO UPDATE SET number = excluded.number, at = excluded.at, import = excluded.import
         WHERE (number, at) IS NOT (excluded.number, excluded.at)",
        &[&filing.school, &filing.matter, &filing.number, &filing.at, &import],
    )
}

/// Takes back the rows of an import that is not of children. Rows that the import had changed go
/// too: what they were is in the earlier import's file. Answers how many went.
///
/// # Errors
/// What the disk says.
pub fn withdraw(tx: &Tx<'_>, import: i64) -> Result<usize, StoreError> {
    let mut gone = 0;
    for table in [
        "school",
        "catchment",
        "estate_alias",
        "primary_zone",
        "seat_record",
        "choice",
        "filing",
        "joint_review",
        "city_result",
    ] {
        gone += tx
            .sql()
            .execute(&format!("DELETE FROM {table} WHERE import = ?1"), [import])?;
    }
    Ok(gone)
}

/// All tables that judging and placement read.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Tables, StoreError> {
    Ok(Tables {
        schools: schools(reader)?,
        catchments: catchments(reader)?,
        primary_zones: primary_zones(reader)?,
        seat_records: seat_records(reader)?,
        aliases: aliases(reader)?,
    })
}

/// All schools, by code, primary first.
///
/// # Errors
/// What the disk says.
pub fn schools(reader: Reader<'_>) -> Result<Vec<School>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT code, name, level, nature, kind, street, address, zone, plan, funding, size, fee,
                prospectus, report_time, report_place, phone, general, wish_plan
         FROM school ORDER BY code, level DESC",
    )?;
    let text = |row: &rusqlite::Row<'_>, index| {
        row.get::<_, Option<String>>(index)
            .map(Option::unwrap_or_default)
    };
    let rows = statement.query_map([], |row| {
        Ok(School {
            code: row.get(0)?,
            name: row.get(1)?,
            level: level(&text(row, 2)?),
            ownership: Ownership::parse(&text(row, 3)?).unwrap_or(Ownership::Public),
            kind: SchoolKind::parse(&text(row, 4)?).unwrap_or(SchoolKind::Regular),
            street: text(row, 5)?,
            address: text(row, 6)?,
            zone: text(row, 7)?,
            plan: row.get(8)?,
            funding: text(row, 9)?,
            size: text(row, 10)?,
            fee: text(row, 11)?,
            prospectus_number: text(row, 12)?,
            report_time: text(row, 13)?,
            report_place: text(row, 14)?,
            phone: text(row, 15)?,
            general_choice: text(row, 16)? == "是",
            choice_plan: row.get(17)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn level(text: &str) -> Level {
    Level::parse(text).unwrap_or(Level::Primary)
}

fn codes(text: &str, separator: char) -> Vec<String> {
    text.split(separator)
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// All lines of the catchment table, in one fixed order.
///
/// # Errors
/// What the disk says.
pub fn catchments(reader: Reader<'_>) -> Result<Vec<Catchment>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT level, street, estate, building, schools, version FROM catchment
         ORDER BY level, street, estate, building, schools, version",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Catchment {
            level: level(&row.get::<_, String>(0)?),
            street: row.get(1)?,
            estate: row.get(2)?,
            buildings: row.get(3)?,
            schools: codes(&row.get::<_, String>(4)?, '、'),
            version: row.get::<_, String>(5)?.parse::<NaiveDate>().ok(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a line of a table came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The number of the import.
    pub import: i64,
    /// Its file.
    pub file: String,
}

/// Where the lines of [`catchments`] came from, in the same order.
///
/// # Errors
/// What the disk says.
pub fn catchment_origins(reader: Reader<'_>) -> Result<Vec<Origin>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT number, file_name FROM catchment JOIN import ON number = import
         ORDER BY level, street, estate, building, schools, version",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Origin {
            import: row.get(0)?,
            file: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All other names of estates, by street.
///
/// # Errors
/// What the disk says.
pub fn aliases(reader: Reader<'_>) -> Result<Vec<EstateAlias>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT street, alias, estate FROM estate_alias ORDER BY street, alias")?;
    let rows = statement.query_map([], |row| {
        Ok(EstateAlias {
            street: row.get(0)?,
            alias: row.get(1)?,
            estate: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn primary_zones(reader: Reader<'_>) -> Result<Vec<PrimaryZone>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT primary_school, zone, schools FROM primary_zone ORDER BY primary_school, zone",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(PrimaryZone {
            primary: row.get(0)?,
            zone: row.get(1)?,
            schools: codes(&row.get::<_, String>(2)?, '、'),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn seat_records(reader: Reader<'_>) -> Result<Vec<SeatRecord>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT year, level, street, estate, building, entrance, room, child_name, child_id, guardian_ids
         FROM seat_record ORDER BY year, level, street, estate, building, entrance, room, child_name, child_id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(SeatRecord {
            year: row.get(0)?,
            level: level(&row.get::<_, String>(1)?),
            street: row.get(2)?,
            estate: row.get(3)?,
            building: row.get(4)?,
            entrance: row.get(5)?,
            room: row.get(6)?,
            child_name: row.get(7)?,
            child_id: row.get(8)?,
            guardian_ids: codes(&row.get::<_, String>(9)?, '、'),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All choices, by receipt and kind.
///
/// # Errors
/// What the disk says.
pub fn choices(reader: Reader<'_>) -> Result<Vec<Choice>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT receipt, kind, schools FROM choice ORDER BY receipt, kind")?;
    let rows = statement.query_map([], |row| {
        Ok(Choice {
            receipt: row.get(0)?,
            kind: row.get(1)?,
            schools: codes(&row.get::<_, String>(2)?, '>'),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All filings, by school and matter.
///
/// # Errors
/// What the disk says.
pub fn filings(reader: Reader<'_>) -> Result<Vec<Filing>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT school, matter, number, at FROM filing ORDER BY school, matter")?;
    let rows = statement.query_map([], |row| {
        Ok(Filing {
            school: row.get(0)?,
            matter: row.get(1)?,
            number: row.get(2)?,
            at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The city's draw results: school by receipt.
///
/// # Errors
/// What the disk says.
pub fn city_results(reader: Reader<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT receipt, school FROM city_result ORDER BY receipt")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
