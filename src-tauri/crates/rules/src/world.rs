//! The district around a child: which schools serve an address, what was used there before, who
//! else claims it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::address::{self, Estates, Found, Near, Place, Reading};
use crate::catchment::EstateRows;
use crate::table::{Level, PrimaryZone, School, SchoolKind, SeatRecord, Tables};
use crate::{Case, Fact, Pack};

/// The tables of a season, indexed, with all children of the season in view.
#[derive(Clone, Debug, Default)]
pub struct World {
    tables: Tables,
    directory: Estates,
    near: OnceLock<Near>,
    estates: [Streets<EstateRows>; 2],
    schools: HashMap<(Level, Box<str>), usize>,
    nine_year: HashSet<Box<str>>,
    primary_zones: HashMap<Box<str>, usize>,
    street_zones: HashMap<(Level, Box<str>), usize>,
    records: [HashMap<Box<str>, Vec<usize>>; 2],
    claims: [HashMap<Box<str>, Vec<Claim>>; 2],
}

type Streets<T> = HashMap<Box<str>, HashMap<Box<str>, T>>;

/// A child of the season that has a good title at a complete address.
#[derive(Clone, Debug)]
struct Claim {
    receipt: Box<str>,
    child: Box<str>,
    guardians: Vec<Box<str>>,
}

impl World {
    /// Indexes the tables, and the homes that children of the season claim.
    ///
    /// `cases` are all children of the season: a home is contested between any two of them.
    pub fn build(pack: &Pack, tables: Tables, cases: &[Case]) -> World {
        let mut world = World {
            tables,
            ..World::default()
        };
        world.index_schools();
        world.index_catchments();
        world.index_records();
        world.index_claims(pack, cases);
        world
    }

    /// The tables as they were given.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The school's row of this 学段.
    pub fn school(&self, level: Level, code: &str) -> Option<&School> {
        // A tuple key with a borrowed text would need an allocation; schools are few.
        let at = self.schools.get(&(level, code.into()))?;
        self.tables.schools.get(*at)
    }

    /// Whether this is the code of a 九年一贯 school.
    pub fn is_nine_year(&self, code: &str) -> bool {
        self.nine_year.contains(code)
    }

    /// The row of `primary-zones` of this primary school.
    pub fn primary_zone(&self, primary: &str) -> Option<&PrimaryZone> {
        self.primary_zones
            .get(primary)
            .and_then(|at| self.tables.primary_zones.get(*at))
    }

    /// The home that the child lives in: 小区 to 房号 where given, else as 居住地址 has it; 街乡 too,
    /// where the line says it for sure.
    pub fn residence<'c>(&'c self, case: &'c Case) -> Place<'c> {
        let get = |fact| case.get(fact).unwrap_or("");
        let mut place = Place {
            street: Cow::Borrowed(get(Fact::HomeStreet)),
            estate: self.estate_name(get(Fact::HomeStreet), get(Fact::HomeEstate)),
            building: address::building(get(Fact::HomeBuilding)),
            entrance: address::entrance(get(Fact::HomeEntrance)),
            room: address::room(get(Fact::HomeRoom)),
        };
        let line = get(Fact::HomeAddress);
        if line.is_empty() || place.is_whole() {
            return place;
        }
        let Some(read) = self.read_line(line, get(Fact::HomeStreet), &place.estate) else {
            return place;
        };
        if place.estate.is_empty() {
            place.estate = read.estate;
        } else if place.estate != self.estate_name(&read.street, &read.estate)
            && self.estate_name(&read.street, &place.estate) != read.estate
        {
            // The line speaks of another estate: its numbers are not this home's.
            return place;
        } else {
            place.estate = read.estate;
        }
        if place.street.is_empty() {
            place.street = read.street;
        }
        let [building, entrance, room] = read.parts;
        fill(&mut place.building, building);
        fill(&mut place.entrance, entrance);
        fill(&mut place.room, room);
        place
    }

    /// The home of the household register, where 户籍地址 is given and read for sure.
    pub fn registered_home<'c>(&'c self, case: &'c Case) -> Option<Place<'c>> {
        let street = case.get(Fact::HukouStreet).unwrap_or("");
        let read = self.read_line(case.get(Fact::HukouAddress)?, street, "")?;
        read.known.then(|| place_of(read))
    }

    /// Reads an address in one line. Without a street, the line must begin with an office's name
    /// and go on with an estate that is known there.
    fn read_line<'s>(&'s self, line: &str, street: &str, given: &str) -> Option<Reading<'s>> {
        let Found::Homes(homes) = self.directory.read(line, street, given) else {
            return None;
        };
        let mut sure = homes
            .into_iter()
            .filter(|home| !street.is_empty() || home.says_street);
        sure.next().filter(|_| sure.next().is_none())
    }

    /// The name under which the tables know an estate of the street, aliases included; else its own
    /// name in one form of writing.
    fn estate_name<'n>(&'n self, street: &str, name: &'n str) -> Cow<'n, str> {
        if name.is_empty() {
            return Cow::Borrowed(name);
        }
        match self.directory.resolve(street, name) {
            Some(known) => Cow::Borrowed(known),
            None => address::estate(street, name),
        }
    }

    /// The estates of the tables.
    pub(crate) fn directory(&self) -> &Estates {
        &self.directory
    }

    /// Estates whose names look like a text, as street and name, the likest first.
    pub(crate) fn near(&self, text: &str) -> Vec<(&str, &str)> {
        let estates = self.directory.all();
        let near = self.near.get_or_init(|| Near::build(estates));
        let like = near.like(text).into_iter();
        like.map(|at| (&*estates[at].street, &*estates[at].name))
            .collect()
    }

    /// The schools of an address by catchment, by ascending code.
    ///
    /// The rows of the 小区 with the newest 版本日期 count; rows that name the 楼号 beat rows for the
    /// whole 小区; rows of equal standing unite. No row names an unknown 楼号: see
    /// [`World::building_matters`].
    pub fn schools_at(&self, level: Level, place: &Place) -> Vec<&str> {
        let Some(estate) = self.estate(level, place) else {
            return Vec::new();
        };
        self.codes(estate.serving(estate.newest(), &place.building))
    }

    /// Whether the 楼号 is not known although rows of the 小区 name buildings: the schools that
    /// [`World::schools_at`] gives are then those of the whole 小区, and a person should ask.
    pub fn building_matters(&self, level: Level, place: &Place) -> bool {
        let estate = self.estate(level, place);
        place.building.is_empty() && estate.is_some_and(EstateRows::divides)
    }

    pub(crate) fn estate(&self, level: Level, place: &Place) -> Option<&EstateRows> {
        self.estates[level as usize]
            .get(&*place.street)?
            .get(&*place.estate)
    }

    pub(crate) fn codes(&self, rows: impl IntoIterator<Item = usize>) -> Vec<&str> {
        let rows = rows
            .into_iter()
            .filter_map(|row| self.tables.catchments.get(row));
        let mut codes: Vec<&str> = rows
            .flat_map(|row| row.schools.iter().map(String::as_str))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The schools of the child's own 学段 by catchment of the residence, by ascending code.
    pub fn schools_of(&self, case: &Case) -> Vec<&str> {
        match case.level() {
            Some(level) => self.schools_at(level, &self.residence(case)),
            None => Vec::new(),
        }
    }

    /// The school of the child's own catchment, for 随班就读: the first by code.
    pub fn own_school(&self, case: &Case) -> Option<&str> {
        self.schools_of(case).first().copied()
    }

    /// The 服务片 of the residence: that of its schools by catchment, the first by code where they
    /// differ; without any, that of the schools in its 居住街乡, the first by code.
    pub fn zone_of(&self, case: &Case) -> Option<&str> {
        let level = case.level()?;
        let zone = |code: &str| {
            self.school(level, code)
                .map(|school| &*school.zone)
                .filter(|zone| !zone.is_empty())
        };
        self.schools_of(case)
            .into_iter()
            .find_map(zone)
            .or_else(|| {
                let street = case.get(Fact::HomeStreet)?;
                let at = self.street_zones.get(&(level, street.into()))?;
                Some(&*self.tables.schools[*at].zone)
            })
    }

    /// The seat records of a 学段 at an address.
    pub fn records_at(&self, level: Level, place: &Place) -> impl Iterator<Item = &SeatRecord> {
        let all = &self.records[level as usize];
        // Few districts have a record for every home: most children need no key.
        let key = (!all.is_empty()).then(|| place.key()).flatten();
        let rows = key
            .and_then(|key| all.get(&*key))
            .map(Vec::as_slice)
            .unwrap_or_default();
        rows.iter()
            .filter_map(|row| self.tables.seat_records.get(*row))
    }

    /// Whether another child of the season and 学段, without a common guardian, has a good title at
    /// the address where this child lives, complete to 房号. `case` may be a supposed one: a child of
    /// the season with other facts.
    pub fn is_contested(&self, case: &Case, home: &Place) -> bool {
        let Some(level) = case.level() else {
            return false;
        };
        let mut others = self.others_at(level, case, home);
        others.any(|claim| !claim.shares_guardian(case))
    }

    /// Whether another child of the season and 学段 has a good title at an address.
    pub(crate) fn is_claimed(&self, level: Level, case: &Case, home: &Place) -> bool {
        self.others_at(level, case, home).next().is_some()
    }

    fn others_at(&self, level: Level, case: &Case, home: &Place) -> impl Iterator<Item = &Claim> {
        let all = &self.claims[level as usize];
        let asks = !all.is_empty() && home.is_complete();
        let key = asks.then(|| home.key()).flatten();
        let claims = key.and_then(|key| all.get(&*key)).map(Vec::as_slice);
        let claims = claims.unwrap_or_default().iter();
        claims.filter(|claim| !claim.is_of(case))
    }

    fn index_schools(&mut self) {
        for (at, school) in self.tables.schools.iter().enumerate() {
            self.schools
                .entry((school.level, school.code.as_str().into()))
                .or_insert(at);
            if school.kind == SchoolKind::NineYear {
                self.nine_year.insert(school.code.as_str().into());
            }
            if school.zone.is_empty() || school.street.is_empty() {
                continue;
            }
            let first = self
                .street_zones
                .entry((school.level, school.street.as_str().into()))
                .or_insert(at);
            if self.tables.schools[*first].code > school.code {
                *first = at;
            }
        }
        for (at, row) in self.tables.primary_zones.iter().enumerate() {
            self.primary_zones
                .entry(row.primary.as_str().into())
                .or_insert(at);
        }
    }

    fn index_catchments(&mut self) {
        for row in &self.tables.catchments {
            self.directory.enter(&row.street, &row.estate);
        }
        for row in &self.tables.aliases {
            self.directory.alias(&row.street, &row.alias, &row.estate);
        }
        for (at, row) in self.tables.catchments.iter().enumerate() {
            let name = self.directory.resolve(&row.street, &row.estate);
            let name: Box<str> = name.unwrap_or(&row.estate).into();
            let streets = &mut self.estates[row.level as usize];
            let estates = streets.entry(row.street.as_str().into()).or_default();
            estates.entry(name).or_default().add(row, at);
        }
        for estate in self
            .estates
            .iter_mut()
            .flat_map(|streets| streets.values_mut())
        {
            estate.values_mut().for_each(EstateRows::sort);
        }
    }

    fn index_records(&mut self) {
        for row in &self.tables.seat_records {
            if self.directory.resolve(&row.street, &row.estate).is_none() {
                self.directory.enter(&row.street, &row.estate);
            }
        }
        for (at, row) in self.tables.seat_records.iter().enumerate() {
            let place = Place {
                street: Cow::Borrowed(&*row.street),
                estate: self.estate_name(&row.street, &row.estate),
                building: address::building(&row.building),
                entrance: address::entrance(&row.entrance),
                room: address::room(&row.room),
            };
            if let Some(key) = place.key() {
                self.records[row.level as usize]
                    .entry(key.into())
                    .or_default()
                    .push(at);
            }
        }
    }

    /// A home that a single child claims stands here too: a remedy may make another one's title good.
    fn index_claims(&mut self, pack: &Pack, cases: &[Case]) {
        let mut claims: [HashMap<Box<str>, Vec<Claim>>; 2] = Default::default();
        for case in cases.iter().filter(|case| pack.has_good_title(case)) {
            let home = self.residence(case);
            if let (Some(level), true, Some(key)) = (case.level(), home.is_complete(), home.key()) {
                claims[level as usize]
                    .entry(key.into())
                    .or_default()
                    .push(Claim::of(case));
            }
        }
        self.claims = claims;
    }
}

impl Claim {
    fn of(case: &Case) -> Claim {
        Claim {
            receipt: case.receipt().into(),
            child: case.get(Fact::IdNumber).unwrap_or("").into(),
            guardians: guardian_ids(case).map(Into::into).collect(),
        }
    }

    /// The receipt tells children apart; before the office gave one, the identity number does.
    fn is_of(&self, case: &Case) -> bool {
        *self.receipt == *case.receipt()
            && (!self.receipt.is_empty() || *self.child == *case.get(Fact::IdNumber).unwrap_or(""))
    }

    fn shares_guardian(&self, case: &Case) -> bool {
        guardian_ids(case).any(|id| {
            let mut all = self.guardians.iter();
            all.any(|own| own.eq_ignore_ascii_case(id))
        })
    }
}

/// The identity numbers of the guardians who are named; an empty one matches nobody.
pub(crate) fn guardian_ids(case: &Case) -> impl Iterator<Item = &str> {
    [
        (Fact::Guardian1Name, Fact::Guardian1Id),
        (Fact::Guardian2Name, Fact::Guardian2Id),
    ]
    .into_iter()
    .filter_map(|(name, id)| case.get(name).and(case.get(id)))
}

/// The home of a reading.
pub(crate) fn place_of(read: Reading<'_>) -> Place<'_> {
    let [building, entrance, room] = read.parts;
    Place {
        street: read.street,
        estate: read.estate,
        building,
        entrance,
        room,
    }
}

fn fill<'a>(part: &mut Cow<'a, str>, read: Cow<'static, str>) {
    if part.is_empty() {
        *part = read;
    }
}
