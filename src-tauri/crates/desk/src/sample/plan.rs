//! Seats: counts what the children of this district ask for, then sizes the schools.
//!
//! The roll is walked once before anything is written; only counts are kept.

use super::choice::{POOL, SPECIAL, ZONE};
use super::district::{District, Level, SchoolKind, ZONES};
use super::roll::{Destination, Roll};

/// What the clean children ask of each school and zone.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    /// Children with a place of their own at the school: special, direct, single.
    own: Vec<u64>,
    single: Vec<u64>,
    /// Choices of the kinds that are drawn first.
    wishes: Vec<u64>,
    /// Children that their zone takes, by level.
    zones: [[u64; ZONES]; 2],
}

/// The seats of one school row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// 招生计划.
    pub(super) seats: u64,
    /// 志愿计划, a part of it.
    pub(super) wish: Option<u64>,
}

impl Demand {
    /// Walks the roll; `walked` hears of each child.
    pub(super) fn count(roll: &Roll, district: &District, mut walked: impl FnMut()) -> Demand {
        let schools = district.schools.len();
        let mut demand = Demand {
            own: vec![0; schools],
            single: vec![0; schools],
            wishes: vec![0; schools],
            zones: [[0; ZONES]; 2],
        };
        for index in 0..roll.children {
            walked();
            let sketch = roll.sketch(district, index);
            if !sketch.clean() {
                continue;
            }
            match sketch.destination(district) {
                Destination::Special(school) | Destination::Direct(school) => {
                    demand.own[school] += 1;
                }
                Destination::Single(school) => demand.single[school] += 1,
                Destination::Multi(zone) | Destination::Pool(zone) => {
                    demand.zones[sketch.level() as usize][zone] += 1;
                }
                Destination::None => {}
            }
            for (kind, list) in roll.choices(district, &sketch) {
                if !matches!(kind, ZONE | POOL | SPECIAL) {
                    demand.wishes[list[0]] += 1;
                }
            }
        }
        demand
    }

    /// The plan of each school row. Every other school of a kind that is drawn has more
    /// applicants than seats; in each zone the school with the most children of its own is over
    /// plan; most zones have seats for all, every fifth runs short.
    pub(super) fn plans(&self, district: &District) -> Vec<Plan> {
        let mut plans = vec![Plan::default(); district.schools.len()];
        let lists = [&district.private, &district.boarding];
        for list in lists.into_iter().flatten() {
            for (turn, school) in list.iter().enumerate() {
                plans[*school].seats = wish_seats(turn, self.wishes[*school]);
            }
        }
        for list in &district.special {
            for school in list {
                plans[*school].seats = self.own[*school] + 1;
            }
        }
        for list in [&district.wish_all, &district.wish_general] {
            for (turn, school) in list.iter().enumerate() {
                let wish = wish_seats(turn, self.wishes[*school]);
                plans[*school] = Plan {
                    seats: wish,
                    wish: Some(wish),
                };
            }
        }
        for level in [Level::Primary, Level::Junior] {
            let stay = 100 - self.leave(district, level, &plans);
            for zone in 0..ZONES {
                self.seat_zone(district, level, zone, stay, &mut plans);
            }
        }
        plans
    }

    /// About how many in a hundred children of a level find a place in the draws of choices,
    /// before their zone has to seat them.
    fn leave(&self, district: &District, level: Level, plans: &[Plan]) -> u64 {
        let wished = |school: usize| match plans[school].wish {
            Some(wish) => wish,
            None if self.wishes[school] > 0 => plans[school].seats,
            None => 0,
        };
        let (mut left, mut all) = (0, self.zones[level as usize].iter().sum::<u64>());
        for (school, row) in district.schools.iter().enumerate() {
            if row.level == level {
                all += self.single[school] + self.own[school];
                left += self.wishes[school].min(wished(school));
            }
        }
        // Some are counted twice, because they chose twice.
        left * 85 / all.max(1)
    }

    fn seat_zone(
        &self,
        district: &District,
        level: Level,
        zone: usize,
        stay: u64,
        plans: &mut [Plan],
    ) {
        let schools = match level {
            Level::Primary => &district.zone_primary[zone],
            Level::Junior => &district.zone_junior[zone],
        };
        let mut left = self.zones[level as usize][zone];
        let mut roomy = Vec::new();
        let fullest = schools
            .iter()
            .copied()
            .max_by_key(|school| self.single[*school]);
        for school in schools {
            let single = self.single[*school];
            let crowded = Some(*school) == fullest && single > 2;
            let short = if crowded { (single / 8).max(2) } else { 0 };
            plans[*school].seats += self.own[*school] + single - short;
            left += short;
            if short == 0 {
                roomy.push(*school);
            }
        }
        let staying = left * stay / 100;
        let seats = if zone % 5 == 3 {
            staying * 90 / 100
        } else {
            staying * 106 / 100 + 1
        };
        let each = seats / roomy.len().max(1) as u64;
        let mut odd = seats % roomy.len().max(1) as u64;
        for school in roomy {
            plans[school].seats += each + odd.min(1);
            odd = odd.saturating_sub(1);
            if plans[school].seats == 0 && district.schools[school].kind != SchoolKind::NineYear {
                plans[school].seats = 10;
            }
        }
    }
}

fn wish_seats(turn: usize, applied: u64) -> u64 {
    if turn.is_multiple_of(2) {
        (applied * 6 / 10).max(1)
    } else {
        applied * 6 / 5 + 2
    }
}
