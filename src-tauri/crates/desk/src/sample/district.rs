//! The district: offices, zones, schools, and which school each 小区 belongs to.

use super::dice::{Dice, Purpose, Spread};
use super::estate::{Cover, Estate, Pattern, UNLISTED, WORDS};
use ruxue_rules::OFFICES;

/// 小学 or 初中.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Primary,
    Junior,
}

impl Level {
    pub(super) fn text(self) -> &'static str {
        match self {
            Level::Primary => "小学",
            Level::Junior => "初中",
        }
    }
}

/// What a school is for the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchoolKind {
    Ordinary,
    /// 公办普通初中 with seats for 全区自愿.
    WishAll,
    /// 一般公办 with seats for that choice.
    WishGeneral,
    NineYear,
    Boarding,
    Special,
    Private,
}

/// One row of the schools table.
#[derive(Clone, Debug)]
pub(super) struct School {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) kind: SchoolKind,
    pub(super) office: usize,
    /// `None` where the school takes children of the whole district.
    pub(super) zone: Option<usize>,
}

/// One office with its schools (indices into [`District::schools`]) and 小区.
#[derive(Clone, Debug, Default)]
pub(super) struct Office {
    pub(super) primary: Vec<usize>,
    pub(super) junior: Vec<usize>,
    pub(super) nine_year: Option<(usize, usize)>,
    pub(super) estates: Vec<Estate>,
}

/// Where a child lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) office: usize,
    pub(super) estate: usize,
    /// False for the 公寓 beside the 小区, for which the catchments have no row.
    pub(super) listed: bool,
    pub(super) building: u32,
    pub(super) entrance: u32,
    pub(super) room: u32,
}

const BUILDINGS: u64 = 30;
const ENTRANCES: u64 = 5;
const FLOORS: u64 = 24;
const SLOTS: u64 = BUILDINGS * ENTRANCES * FLOORS * 4;
pub(super) const ZONES: usize = 15;

const SCHOOL_WORDS: [&str; 18] = [
    "砚舟",
    "禾光",
    "岚桥",
    "澜溪",
    "桐序",
    "星禾",
    "榆畔",
    "苇杭",
    "鹤汀",
    "槐序",
    "萤窗",
    "桑榆里",
    "栾树",
    "芸编",
    "竹简",
    "云麓",
    "朝露",
    "松针",
];

/// The whole district of one seed and size.
#[derive(Clone, Debug)]
pub(super) struct District {
    pub(super) offices: Vec<Office>,
    pub(super) schools: Vec<School>,
    pub(super) private: [Vec<usize>; 2],
    pub(super) boarding: [Vec<usize>; 2],
    pub(super) special: [Vec<usize>; 2],
    pub(super) wish_all: Vec<usize>,
    pub(super) wish_general: Vec<usize>,
    /// Junior schools of each zone, by code.
    pub(super) zone_junior: Vec<Vec<usize>>,
    /// Primary schools of each zone, by code.
    pub(super) zone_primary: Vec<Vec<usize>>,
    active: usize,
    homes: Spread,
}

impl District {
    pub(super) fn new(seed: u64, children: u64) -> District {
        let active = (children / 150).clamp(3, 43) as usize;
        let estates = estates_of(children);
        let mut district = District {
            offices: vec![Office::default(); OFFICES.len()],
            schools: Vec::new(),
            private: [Vec::new(), Vec::new()],
            boarding: [Vec::new(), Vec::new()],
            special: [Vec::new(), Vec::new()],
            wish_all: Vec::new(),
            wish_general: Vec::new(),
            zone_junior: vec![Vec::new(); ZONES],
            zone_primary: vec![Vec::new(); ZONES],
            active,
            homes: Spread::new(seed, 3, active as u64 * estates as u64 * SLOTS),
        };
        for office in 0..OFFICES.len() {
            district.open_schools(seed, office, children);
        }
        district.open_district_schools(seed, children);
        for office in 0..OFFICES.len() {
            district.lay_out(seed, office, estates);
        }
        district
    }

    fn open_schools(&mut self, seed: u64, office: usize, children: u64) {
        let quiet = office >= self.active;
        let primary = if quiet { 1 } else { primary_schools(children) };
        let junior = if quiet {
            1
        } else {
            (children / 43 / 450).clamp(2, 5) as usize
        };
        let zone = Some(zone_of(office));
        let opens_zone = office == 0 || zone_of(office - 1) != zone_of(office);
        let (code, short) = (&OFFICES[office].code[6..], OFFICES[office].name);
        let mut words = SCHOOL_WORDS;
        Dice::new(seed, Purpose::School, office as u64).shuffle(&mut words);
        let mut word = words.into_iter().cycle();
        let mut name = |suffix: &str| format!("{short}{}{suffix}", word.next().unwrap_or("禾光"));
        for n in 1..=primary {
            let (code, name) = (format!("P{code}{n:02}"), name("小学"));
            let added = self.add(
                code,
                name,
                Level::Primary,
                SchoolKind::Ordinary,
                office,
                zone,
            );
            self.offices[office].primary.push(added);
        }
        for n in 1..=junior {
            // In the zone's first office one school of each wish, so that both always arise.
            let kind = match (quiet, n, opens_zone, office % 3) {
                (true, ..) => SchoolKind::Ordinary,
                (_, 1, true, _) => SchoolKind::WishAll,
                (_, 2, true, _) => SchoolKind::WishGeneral,
                (_, 2, _, 0) => SchoolKind::WishAll,
                (_, 2, _, 1) => SchoolKind::WishGeneral,
                _ => SchoolKind::Ordinary,
            };
            let (code, name) = (format!("M{code}{n:02}"), name("中学"));
            let added = self.add(code, name, Level::Junior, kind, office, zone);
            self.offices[office].junior.push(added);
        }
        if opens_zone && !quiet {
            let (code, name) = (format!("N{code}01"), name("学校"));
            let kind = SchoolKind::NineYear;
            let lower = self.add(
                code.clone(),
                name.clone(),
                Level::Primary,
                kind,
                office,
                zone,
            );
            let upper = self.add(code, name, Level::Junior, kind, office, zone);
            self.offices[office].nine_year = Some((lower, upper));
        }
    }

    fn open_district_schools(&mut self, seed: u64, children: u64) {
        let private = (children / 2500).clamp(2, 17);
        let plans = [
            (
                'V',
                SchoolKind::Private,
                Level::Primary,
                private,
                "实验小学",
            ),
            ('X', SchoolKind::Private, Level::Junior, private, "实验中学"),
            ('W', SchoolKind::Boarding, Level::Primary, 2, "寄宿小学"),
            ('Y', SchoolKind::Boarding, Level::Junior, 3, "寄宿中学"),
            ('T', SchoolKind::Special, Level::Primary, 2, "特殊教育学校"),
            ('U', SchoolKind::Special, Level::Junior, 2, "特殊教育中学"),
        ];
        for (turn, (prefix, kind, level, count, suffix)) in plans.into_iter().enumerate() {
            let mut words = SCHOOL_WORDS;
            Dice::new(seed, Purpose::School, 1000 + turn as u64).shuffle(&mut words);
            for n in 1..=count as usize {
                let office = (n * 5 + turn * 3) % self.active;
                let name = format!("{}{suffix}", words[n % words.len()]);
                self.add(format!("{prefix}{n:04}"), name, level, kind, office, None);
            }
        }
    }

    fn add(
        &mut self,
        code: String,
        name: String,
        level: Level,
        kind: SchoolKind,
        office: usize,
        zone: Option<usize>,
    ) -> usize {
        let added = self.schools.len();
        match kind {
            SchoolKind::Private => self.private[level as usize].push(added),
            SchoolKind::Boarding => self.boarding[level as usize].push(added),
            SchoolKind::Special => self.special[level as usize].push(added),
            SchoolKind::WishAll => self.wish_all.push(added),
            SchoolKind::WishGeneral => self.wish_general.push(added),
            SchoolKind::Ordinary | SchoolKind::NineYear => {}
        }
        match (zone, level) {
            (Some(zone), Level::Primary) => self.zone_primary[zone].push(added),
            (Some(zone), Level::Junior) => self.zone_junior[zone].push(added),
            (None, _) => {}
        }
        self.schools.push(School {
            code,
            name,
            level,
            kind,
            office,
            zone,
        });
        added
    }

    fn lay_out(&mut self, seed: u64, office: usize, estates: usize) {
        let mut dice = Dice::new(seed, Purpose::Estate, office as u64);
        let mut words = WORDS;
        dice.shuffle(&mut words);
        let estates = if office < self.active { estates } else { 2 };
        let (own, upper) = (&self.offices[office], &self.zone_junior[zone_of(office)]);
        let laid = (0..estates)
            .map(|e| Estate {
                name: format!("{}{}", OFFICES[office].name, words[e % words.len()]),
                unlisted: format!(
                    "{}{}公寓",
                    OFFICES[office].name,
                    UNLISTED[e % UNLISTED.len()]
                ),
                primary: primary_cover(own, e),
                earlier: (e == 6).then(|| Cover::whole(vec![own.primary[0]])),
                junior: junior_cover(own, upper, e, &mut dice),
            })
            .collect();
        self.offices[office].estates = laid;
    }

    /// The home that belongs to an index; no two indices share one.
    pub(super) fn home(&self, index: u64) -> Home {
        let place = self.homes.of(index);
        let (estate, slot) = ((place / SLOTS) as usize, place % SLOTS);
        let estates = self.offices[0].estates.len();
        let (building, rest) = (slot % BUILDINGS, slot / BUILDINGS);
        let (entrance, rest) = (rest % ENTRANCES, rest / ENTRANCES);
        Home {
            office: estate / estates,
            estate: estate % estates,
            listed: true,
            building: building as u32 + 1,
            entrance: entrance as u32 + 1,
            room: (rest / 4 + 1) as u32 * 100 + (rest % 4) as u32 + 1,
        }
    }

    /// The name of the home's 小区.
    pub(super) fn estate_name(&self, home: &Home) -> &str {
        let estate = &self.offices[home.office].estates[home.estate];
        if home.listed {
            &estate.name
        } else {
            &estate.unlisted
        }
    }

    /// The schools of a home by catchment.
    pub(super) fn schools_of(&self, home: &Home, level: Level) -> &[usize] {
        let estate = &self.offices[home.office].estates[home.estate];
        match level {
            _ if !home.listed => &[],
            Level::Primary => estate.primary.schools(home.building),
            Level::Junior => estate.junior.schools(home.building),
        }
    }

    /// The 九年一贯 school of a zone, both its rows.
    pub(super) fn nine_year_of(&self, zone: usize) -> Option<(usize, usize)> {
        self.offices
            .iter()
            .enumerate()
            .find_map(|(office, own)| own.nine_year.filter(|_| zone_of(office) == zone))
    }
}

/// The 服务片 of an office.
pub(super) fn zone_of(office: usize) -> usize {
    office * ZONES / OFFICES.len()
}

/// The code of a 服务片.
pub(super) fn zone_code(zone: usize) -> String {
    format!("Z{:02}", zone + 1)
}

fn primary_schools(children: u64) -> usize {
    (children / 43 / 260).clamp(3, 9) as usize
}

fn estates_of(children: u64) -> usize {
    8 + 2 * (primary_schools(children) - 3)
}

fn primary_cover(office: &Office, estate: usize) -> Cover {
    let own = &office.primary;
    let school = |n: usize| own[n % own.len()];
    let several = |list: &[usize]| {
        let mut schools: Vec<usize> = list.iter().map(|n| school(*n)).collect();
        schools.sort_unstable();
        schools.dedup();
        schools
    };
    match (estate, office.nine_year) {
        (0 | 1, _) => Cover::whole(several(&[0])),
        (2, _) => Cover::whole(several(&[1])),
        (3, _) => Cover(vec![
            (Pattern::Range(1, 12), several(&[1])),
            (Pattern::Range(13, 30), several(&[2])),
        ]),
        (4, _) => Cover(vec![
            (Pattern::Odd, several(&[0])),
            (Pattern::Even, several(&[2])),
        ]),
        (5, _) => Cover::whole(several(&[0, 1, 2])),
        (6, _) => Cover::whole(several(&[1, 2])),
        (7, Some((lower, _))) => Cover(vec![
            (Pattern::All, several(&[2])),
            (Pattern::List(&[3, 5, 7, 9, 21, 23]), vec![lower]),
        ]),
        (7, None) => Cover::whole(several(&[2])),
        (extra, _) if extra.is_multiple_of(2) => Cover::whole(several(&[3 + (extra - 8) / 2])),
        (extra, _) => Cover::whole(several(&[3 + (extra - 8) / 2, 0])),
    }
}

fn junior_cover(office: &Office, zone: &[usize], estate: usize, dice: &mut Dice) -> Cover {
    let own = |n: usize| vec![office.junior[n % office.junior.len()]];
    let mut several = zone.to_vec();
    dice.shuffle(&mut several);
    several.truncate(4);
    several.sort_unstable();
    match estate {
        0 => Cover::whole(own(0)),
        2 => Cover(vec![
            (Pattern::Range(1, 15), own(0)),
            (Pattern::Range(16, 30), several),
        ]),
        5 => Cover::whole(own(1)),
        8 => Cover::whole(own(2)),
        _ => Cover::whole(several),
    }
}
