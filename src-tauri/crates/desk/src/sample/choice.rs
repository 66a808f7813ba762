//! 志愿: which schools a family names.

use super::dice::{Dice, Purpose};
use super::district::{District, Level};
use super::roll::{Bond, Destination, Roll, Sketch};

/// One row of the choices table: 类别 and schools, first choice first.
pub(super) type Choice = (&'static str, Vec<usize>);

pub(super) const PRIVATE: &str = "民办";
pub(super) const BOARDING: &str = "公办寄宿";
pub(super) const SPECIAL: &str = "特殊教育";
pub(super) const WISH_ALL: &str = "全区自愿";
pub(super) const WISH_GENERAL: &str = "一般公办";
pub(super) const ZONE: &str = "多校划片";
pub(super) const POOL: &str = "统筹";

/// The first children choose more, so that the smallest district has every draw.
const FIRST: u64 = 200;

impl Roll {
    /// All choices of a child. Children of one birth agree, except where their bond says not.
    pub(super) fn choices(&self, district: &District, sketch: &Sketch) -> Vec<Choice> {
        let level = sketch.level();
        let key = sketch.family * 2 + level as u64;
        let mut dice = Dice::new(self.seed, Purpose::Choice, key);
        let mut choices = Vec::new();
        let destination = sketch.destination(district);
        if let Destination::Special(school) = destination {
            if district.special[level as usize].contains(&school) {
                choices.push((SPECIAL, vec![school]));
            }
            return choices;
        }
        match level {
            Level::Primary => primary_wishes(&mut dice, district, sketch, &mut choices),
            Level::Junior => junior_wishes(&mut dice, district, sketch, &mut choices),
        }
        match destination {
            Destination::Multi(zone) if !dice.permille(30) => {
                choices.push((ZONE, zone_choice(&mut dice, district, sketch, zone)));
            }
            Destination::Pool(zone) if dice.permille(150) => {
                let mut schools = district.zone_primary[zone].clone();
                dice.shuffle(&mut schools);
                schools.truncate(dice.between(1, 4) as usize);
                choices.push((POOL, schools));
            }
            _ => {}
        }
        choices
    }
}

fn rate(sketch: &Sketch, usual: u64, first: u64) -> u64 {
    if sketch.index < FIRST { first } else { usual }
}

/// The smaller of two throws: the first schools of a list are the sought-after ones.
fn popular(dice: &mut Dice, sketch: &Sketch, schools: &[usize]) -> Vec<usize> {
    let count = schools.len() as u64;
    let mut place = dice.below(count).min(dice.below(count));
    if dice.permille(rate(sketch, 0, 600)) {
        place = 0;
    }
    vec![schools[place as usize]]
}

fn primary_wishes(d: &mut Dice, district: &District, sketch: &Sketch, out: &mut Vec<Choice>) {
    let private = popular(d, sketch, &district.private[0]);
    let boarding = popular(d, sketch, &district.boarding[0]);
    // A toss for the private school that the second of two twins of different mind turns round.
    let wants_private = d.permille(rate(sketch, 45, 110));
    let wants_boarding = d.permille(rate(sketch, 18, 100));
    if wants_private != (sketch.bond == Bond::TwinApart) {
        out.push((PRIVATE, private));
    }
    if wants_boarding {
        out.push((BOARDING, boarding));
    }
}

fn junior_wishes(d: &mut Dice, district: &District, sketch: &Sketch, out: &mut Vec<Choice>) {
    let kinds: [(&'static str, &[usize], u64, u64); 4] = [
        (WISH_ALL, &district.wish_all, 120, 200),
        (WISH_GENERAL, &district.wish_general, 100, 200),
        (BOARDING, &district.boarding[1], 35, 200),
        (PRIVATE, &district.private[1], 60, 160),
    ];
    for (kind, schools, usual, first) in kinds {
        let school = popular(d, sketch, schools);
        if d.permille(rate(sketch, usual, first)) {
            out.push((kind, school));
        }
    }
}

/// Choices among the catchment's schools (小学) or the zone's (初中).
fn zone_choice(d: &mut Dice, district: &District, sketch: &Sketch, zone: usize) -> Vec<usize> {
    let mut schools = match sketch.level() {
        Level::Primary => district.schools_of(&sketch.home, Level::Primary).to_vec(),
        Level::Junior if sketch.enrolled_here() => district.zone_junior[zone].clone(),
        Level::Junior => district.schools_of(&sketch.home, Level::Junior).to_vec(),
    };
    d.shuffle(&mut schools);
    schools.truncate(d.between(2, 8) as usize);
    schools
}
