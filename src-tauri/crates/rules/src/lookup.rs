//! 居住地对应学校查询: which schools an address has, and what the table says of it. What the table
//! does not say is not answered; near names are candidates for a person.

use chrono::NaiveDate;

use crate::address::{Buildings, Found, Place};
use crate::catchment::{EstateRows, Row};
use crate::judge::judge;
use crate::world::{World, place_of};
use crate::{Case, Fact, Level, Office, Pack, Route};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The address as it was said or written.
    pub text: &'q str,
    /// 街乡, short name; empty where it is not known.
    pub street: &'q str,
    /// The 学段 asked for.
    pub levels: &'q [Level],
    /// The day whose table counts: the newest version not after it. `None`: the newest.
    pub on: Option<NaiveDate>,
}

/// What the tables answer. It is settled where there is one home, and for each 学段 see
/// [`Served::standing`].
#[derive(Clone, Debug)]
pub struct Answer<'w> {
    /// The homes that the text may mean, one a street.
    pub homes: Vec<Home<'w>>,
    /// Why there is none.
    pub unread: Option<Unread>,
    /// Estates with such a name, where no home was read: street and name.
    pub near: Vec<(&'w str, &'w str)>,
}

/// Why no home was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The estate is known, what follows can be read in two ways.
    TwoWays,
    /// No estate of the tables, or numbers behind it that are none of a home. The street that was
    /// given or named.
    NotKnown(Option<&'static str>),
}

/// A home as it was read.
#[derive(Clone, Debug)]
pub struct Home<'w> {
    /// Street to room.
    pub place: Place<'w>,
    /// What the table says, by 学段 asked.
    pub levels: Vec<Served<'w>>,
}

/// What the table says of a home for one 学段.
#[derive(Clone, Debug)]
pub struct Served<'w> {
    /// 学段.
    pub level: Level,
    /// Why these rows count.
    pub standing: Standing,
    /// The rows that count, by their place in the table; where the building must be asked, the
    /// rows that may.
    pub rows: Vec<usize>,
    /// 学校代码, ascending; empty where nothing is settled.
    pub schools: Vec<&'w str>,
    /// The other versions of the table for this estate, newest first.
    pub others: Vec<Version<'w>>,
    /// Whether the version that counts is the newest.
    pub is_newest: bool,
    /// What follows for a title, where one home is settled under the newest version.
    pub follows: Vec<Follows<'w>>,
    /// The seat records at this very home.
    pub seats: Vec<Seat>,
}

/// Why rows count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They name the building.
    Building,
    /// The building lies in their range.
    Range,
    /// 单.
    Odd,
    /// 双.
    Even,
    /// They are for the whole 小区, and none names the building.
    Whole,
    /// Rows name buildings, and the building is not known.
    BuildingAsked,
    /// No row of the version serves the home.
    NoRow,
}

/// Another version of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<'w> {
    /// 版本日期.
    pub day: Option<NaiveDate>,
    /// What it says of the home: 学校代码, ascending.
    pub schools: Vec<&'w str>,
}

/// What follows for a title registered on a day, all else given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows<'w> {
    /// 产权登记日期.
    pub registered: NaiveDate,
    /// The route; `None` where a person decides.
    pub route: Option<Route>,
    /// Code and words of the notes, or of the reasons where there is no route.
    pub because: Vec<(&'w str, &'w str)>,
}

/// A seat record, without whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// 年份.
    pub year: i32,
    /// The first season in which another family may use the home again.
    pub free_from: i32,
    /// Whether the pack counts it this season.
    pub counts: bool,
}

impl World {
    /// Looks an address up.
    pub fn look_up<'w>(&'w self, pack: &'w Pack, asked: &Question<'_>) -> Answer<'w> {
        let mut answer = Answer {
            homes: Vec::new(),
            unread: None,
            near: Vec::new(),
        };
        match self.directory().read(asked.text, asked.street, "") {
            Found::Homes(read) => {
                let street = read.first().and_then(|home| Office::find(&home.street));
                let known = read.into_iter().filter(|home| home.known);
                let places: Vec<_> = known.map(place_of).collect();
                let alone = places.len() == 1;
                let home = |place| self.home(pack, asked, place, alone);
                answer.homes = places.into_iter().map(home).collect();
                if answer.homes.is_empty() {
                    answer.unread = Some(Unread::NotKnown(street.map(|office| office.name)));
                }
            }
            Found::TwoWays => answer.unread = Some(Unread::TwoWays),
            Found::Nothing(street) => answer.unread = Some(Unread::NotKnown(street)),
        }
        if answer.homes.is_empty() {
            answer.near = self.near(asked.text);
        }
        answer
    }

    fn home<'w>(
        &'w self,
        pack: &'w Pack,
        asked: &Question<'_>,
        place: Place<'w>,
        alone: bool,
    ) -> Home<'w> {
        let levels = asked.levels.iter();
        let levels = levels
            .map(|level| {
                let mut served = self.served(*level, &place, asked.on);
                if alone {
                    served.seats = self.seats(pack, *level, &place);
                    if served.is_newest && served.is_settled() {
                        served.follows = self.follows(pack, *level, &place);
                    }
                }
                served
            })
            .collect();
        Home { place, levels }
    }

    fn served<'w>(&'w self, level: Level, place: &Place<'_>, on: Option<NaiveDate>) -> Served<'w> {
        let mut served = Served {
            level,
            standing: Standing::NoRow,
            rows: Vec::new(),
            schools: Vec::new(),
            others: Vec::new(),
            is_newest: true,
            follows: Vec::new(),
            seats: Vec::new(),
        };
        let Some(estate) = self.estate(level, place) else {
            return served;
        };
        let counts = |rows: &[Row]| on.is_none_or(|on| rows[0].version.is_none_or(|day| day <= on));
        let mut versions = estate.versions().enumerate();
        let Some((at, rows)) = versions.find(|(_, rows)| counts(rows)) else {
            served.is_newest = false;
            served.others = self.others(estate, place, usize::MAX);
            return served;
        };
        (served.standing, served.rows) = standing(estate, rows, &place.building);
        if served.is_settled() {
            served.schools = self.codes(served.rows.iter().copied());
        }
        served.is_newest = at == 0;
        served.others = self.others(estate, place, at);
        served
    }

    fn others<'w>(
        &'w self,
        estate: &EstateRows,
        place: &Place<'_>,
        but: usize,
    ) -> Vec<Version<'w>> {
        let versions = estate.versions().enumerate().filter(|(at, _)| *at != but);
        versions
            .map(|(_, rows)| Version {
                day: rows[0].version,
                schools: self.codes(estate.serving(rows, &place.building)),
            })
            .collect()
    }

    fn seats(&self, pack: &Pack, level: Level, place: &Place<'_>) -> Vec<Seat> {
        let years = pack.seat_years();
        let seat = |year: i32| {
            let free_from = year + years.years[level as usize];
            Seat {
                year,
                free_from,
                counts: year >= years.recorded_from && pack.season() < free_from,
            }
        };
        let mut seats: Vec<_> = self
            .records_at(level, place)
            .map(|row| seat(row.year))
            .collect();
        seats.sort_by_key(|seat| std::cmp::Reverse(seat.year));
        seats.dedup();
        seats
    }

    /// What the rules say of a child that owns this home and lacks nothing: judged with a title of
    /// the pack's last day, and of the day after.
    fn follows<'w>(&'w self, pack: &'w Pack, level: Level, place: &Place<'_>) -> Vec<Follows<'w>> {
        let Some(cut) = pack.days().iter().find(|day| &*day.id == TITLE_CUT) else {
            return Vec::new();
        };
        let days = [Some(cut.day), cut.day.succ_opt()].into_iter().flatten();
        days.map(|registered| {
            let case = owner(pack, level, place).with(Fact::TitleDate, &registered.to_string());
            let verdict = judge(pack, &case, self, registered);
            let notes = pack.notes().iter().map(|note| (&*note.code, &*note.says));
            let reasons = pack
                .reasons()
                .iter()
                .map(|reason| (&*reason.code, &*reason.says));
            let noted = |code: &str| verdict.notes.iter().any(|note| note.code == code);
            let given = |code: &str| verdict.reasons.iter().any(|reason| reason.code == code);
            Follows {
                registered,
                route: verdict.route,
                because: match verdict.route {
                    Some(_) => notes.filter(|(code, _)| noted(code)).collect(),
                    None => reasons.filter(|(code, _)| given(code)).collect(),
                },
            }
        })
        .collect()
    }
}

/// The pack's day after which a title no longer gives a place at a single school.
const TITLE_CUT: &str = "title-cut";

impl Served<'_> {
    /// Whether rows serve the home, and no more need be asked.
    pub fn is_settled(&self) -> bool {
        !matches!(self.standing, Standing::BuildingAsked | Standing::NoRow)
    }
}

fn standing(estate: &EstateRows, rows: &[Row], building: &str) -> (Standing, Vec<usize>) {
    if building.is_empty() && rows.iter().any(|row| !row.named.is_empty()) {
        return (
            Standing::BuildingAsked,
            rows.iter().map(|row| row.at).collect(),
        );
    }
    let serving: Vec<usize> = estate.serving(rows, building).collect();
    let mut counting = rows.iter().filter(|row| serving.contains(&row.at));
    let standing = counting.next().map_or(Standing::NoRow, |row| {
        match row.named.iter().find(|one| one.names(building)) {
            None => Standing::Whole,
            Some(Buildings::One(_)) => Standing::Building,
            Some(Buildings::Range(..)) => Standing::Range,
            Some(Buildings::Odd) => Standing::Odd,
            Some(Buildings::Even) => Standing::Even,
        }
    });
    (standing, serving)
}

/// A child whose parents own the home and who lacks nothing: 户籍 in the district, and, for 初中,
/// 学籍 too, without a 毕业小学 whose zone would speak.
fn owner(pack: &Pack, level: Level, place: &Place<'_>) -> Case {
    let birth = pack.days().iter().find(|day| &*day.id == "birth-latest");
    let birth = birth.map_or(String::new(), |day| day.day.to_string());
    [
        (Fact::Level, level.text()),
        (Fact::Birth, &*birth),
        (Fact::Hukou, "朝阳区"),
        (Fact::HukouBook, "有"),
        (Fact::HomeKind, "自有房产"),
        (Fact::HomeDistrict, "朝阳区"),
        (Fact::HomeStreet, &*place.street),
        (Fact::HomeEstate, &*place.estate),
        (Fact::HomeBuilding, &*place.building),
        (Fact::HomeEntrance, &*place.entrance),
        (Fact::HomeRoom, &*place.room),
        (Fact::TitleKind, "不动产权证书"),
        (Fact::TitleNumber, "1"),
        (Fact::OwnerRelation, "父亲"),
        (Fact::HomeUse, "住宅"),
        (Fact::EnrolledAt, "朝阳区"),
        (Fact::Grade, "六年级"),
    ]
    .into_iter()
    .fold(Case::new(), |case, (fact, text)| case.with(fact, text))
}
