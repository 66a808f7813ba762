//! The rows of the catchment table that one 小区 has: which of them serve a home.

use chrono::NaiveDate;

use crate::address::Buildings;
use crate::table::Catchment;

/// The rows of one 小区 and 学段, newest 版本日期 first.
#[derive(Clone, Debug, Default)]
pub(crate) struct EstateRows(Vec<Row>);

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its place in the table.
    pub at: usize,
    /// 版本日期; an absent one is older than any.
    pub version: Option<NaiveDate>,
    /// The buildings that it names; none: the whole 小区.
    pub named: Vec<Buildings>,
}

impl EstateRows {
    pub fn add(&mut self, row: &Catchment, at: usize) {
        self.0.push(Row {
            at,
            version: row.version,
            named: Buildings::parse(&row.buildings),
        });
    }

    pub fn sort(&mut self) {
        self.0
            .sort_by_key(|row| (std::cmp::Reverse(row.version), row.at));
    }

    /// The rows of the newest version.
    pub fn newest(&self) -> &[Row] {
        self.versions().next().unwrap_or_default()
    }

    /// The rows of every version, newest first.
    pub fn versions(&self) -> impl Iterator<Item = &[Row]> {
        self.0.chunk_by(|a, b| a.version == b.version)
    }

    /// Which of one version's rows serve a building, by their place in the table: those that name
    /// it, else those for the whole 小区. No row names an unknown building.
    pub fn serving<'r>(&self, rows: &'r [Row], building: &str) -> impl Iterator<Item = usize> + 'r {
        let names = |row: &Row| row.named.iter().any(|one| one.names(building));
        let some = rows.iter().any(names);
        let building = building.to_owned();
        let serves = move |row: &&Row| match some {
            true => row.named.iter().any(|one| one.names(&building)),
            false => row.named.is_empty(),
        };
        rows.iter().filter(serves).map(|row| row.at)
    }

    /// Whether rows of the newest version name buildings.
    pub fn divides(&self) -> bool {
        self.newest().iter().any(|row| !row.named.is_empty())
    }
}
