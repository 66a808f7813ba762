//! The roll of children: what each is, from its index alone.
//!
//! Children go in pairs (2q, 2q + 1), so that twins, two families in one home, and brothers and
//! sisters find each other by arithmetic. The first hundred pairs hold one of everything; later
//! ones are thrown.

use super::dice::{Dice, Purpose};
use super::district::{District, Home, Level};
use super::story::{Category, Defect, Feature, Story};

/// What ties a child to the other of its pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    Alone,
    TwinFirst,
    TwinSecond,
    /// The second twin, with other choices than the first.
    TwinApart,
    /// Two families claim one home.
    Contested,
    /// Brother or sister at the other 学段.
    Sibling,
}

/// A child before its facts are written out.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    pub(super) index: u64,
    /// The family's number: the index of its first child of the season.
    pub(super) family: u64,
    pub(super) bond: Bond,
    pub(super) story: Story,
    pub(super) home: Home,
}

/// How the public schools take a child (`spec/rules.md`, route).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A person decides, or nothing is open.
    None,
    /// A special school, or a school of its own catchment.
    Special(usize),
    Direct(usize),
    Single(usize),
    Multi(usize),
    Pool(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Twins(Level),
    TwinsApart,
    Contested,
    Siblings,
    Singles,
}

/// All children of one seed and size.
#[derive(Clone, Debug)]
pub(super) struct Roll {
    pub(super) seed: u64,
    pub(super) children: u64,
}

const FIRST_PAIRS: u64 = 100;
const SET_PAIRS: u64 = 9;

impl Roll {
    pub(super) fn sketch(&self, district: &District, index: u64) -> Sketch {
        let (pair, second) = (index / 2, index % 2);
        let mut dice = Dice::new(self.seed, Purpose::Pair, pair);
        let place = self.place(pair);
        let kind = if pair * 2 + 1 >= self.children {
            Pair::Singles
        } else {
            match place {
                Some(place) => first_pair(place),
                None => any_pair(&mut dice),
            }
        };
        let (bond, family, story) = match (kind, second) {
            (Pair::Twins(level), 0) => (Bond::TwinFirst, index, twin_story(&mut dice, level)),
            (Pair::Twins(level), _) => (Bond::TwinSecond, index - 1, twin_story(&mut dice, level)),
            (Pair::TwinsApart, 0) => (
                Bond::TwinFirst,
                index,
                twin_story(&mut dice, Level::Primary),
            ),
            (Pair::TwinsApart, _) => (
                Bond::TwinApart,
                index - 1,
                twin_story(&mut dice, Level::Primary),
            ),
            (Pair::Contested, _) => (Bond::Contested, index, plain(Category::P1)),
            (Pair::Siblings, 0) => (
                Bond::Sibling,
                index,
                plain(sibling(&mut dice, Level::Primary)),
            ),
            (Pair::Siblings, _) => (
                Bond::Sibling,
                index - 1,
                plain(sibling(&mut dice, Level::Junior)),
            ),
            (Pair::Singles, _) => (Bond::Alone, index, self.single(place, index)),
        };
        let at = if kind == Pair::Contested {
            pair * 2
        } else {
            family
        };
        let mut home = district.home(at);
        home.listed = story.defect != Defect::AddressUnknown;
        Sketch {
            index,
            family,
            bond,
            story,
            home,
        }
    }

    /// Where a pair stands among the first hundred, scattered.
    fn place(&self, pair: u64) -> Option<u64> {
        let turn = Dice::new(self.seed, Purpose::Spread, 9).below(FIRST_PAIRS);
        (pair < FIRST_PAIRS).then(|| (pair * 37 + turn) % FIRST_PAIRS)
    }

    fn single(&self, place: Option<u64>, index: u64) -> Story {
        let mut dice = Dice::new(self.seed, Purpose::Story, index);
        match place {
            Some(place) if place >= SET_PAIRS => {
                let set = ((place - SET_PAIRS) * 2 + index % 2) as usize;
                Story::of_first_block(set).unwrap_or_else(|| Story::clean(&mut dice))
            }
            _ => Story::any(&mut dice),
        }
    }
}

fn first_pair(place: u64) -> Pair {
    match place {
        0..=2 => Pair::Twins(Level::Primary),
        3 => Pair::TwinsApart,
        4 => Pair::Twins(Level::Junior),
        5 | 6 => Pair::Contested,
        7 | 8 => Pair::Siblings,
        _ => Pair::Singles,
    }
}

fn any_pair(dice: &mut Dice) -> Pair {
    dice.weighted(&[
        (Pair::Twins(Level::Primary), 90),
        (Pair::Twins(Level::Junior), 50),
        (Pair::TwinsApart, 15),
        (Pair::Contested, 10),
        (Pair::Siblings, 250),
        (Pair::Singles, 9585),
    ])
}

fn plain(category: Category) -> Story {
    Story {
        category,
        feature: Feature::Plain,
        defect: Defect::None,
    }
}

fn twin_story(dice: &mut Dice, level: Level) -> Story {
    match (level, dice.below(5)) {
        (Level::Primary, 0) => plain(Category::P5),
        (Level::Primary, 1) => Story {
            feature: Feature::Care(4),
            ..plain(Category::P1)
        },
        (Level::Primary, _) => plain(Category::P1),
        (Level::Junior, _) => plain(Category::J1),
    }
}

fn sibling(dice: &mut Dice, level: Level) -> Category {
    match (level, dice.below(4)) {
        (Level::Primary, 0) => Category::P5,
        (Level::Primary, _) => Category::P1,
        (Level::Junior, 0) => Category::J3,
        (Level::Junior, _) => Category::J1,
    }
}

impl Sketch {
    pub(super) fn level(&self) -> Level {
        self.story.category.level()
    }

    /// Whether nothing stands against the child, as this generator made it.
    pub(super) fn clean(&self) -> bool {
        self.story.defect == Defect::None && self.bond != Bond::Contested
    }

    pub(super) fn zone(&self) -> usize {
        super::district::zone_of(self.home.office)
    }

    /// Whether the home is owned, here, by a parent.
    pub(super) fn good_title(&self) -> bool {
        use Category::{J1, J2, J3, J4, P1, P2, P4};
        use Feature::*;
        let asked = match self.story.category {
            P1 | P2 | J1 | J2 => true,
            P4 => self.story.defect != Defect::TreatedRenting,
            J3 | J4 => self.story.feature == OwnHome,
            _ => false,
        };
        asked
            && !matches!(
                self.story.feature,
                Rented | GrandparentsHome | OtherDwelling | HomeElsewhere
            )
    }

    /// Where the public schools would take the child if nothing stood against it.
    pub(super) fn destination(&self, district: &District) -> Destination {
        let (story, level, zone) = (self.story, self.level(), self.zone());
        let schools = district.schools_of(&self.home, level);
        match story.feature {
            Feature::Disabled => return Destination::Special(self.special_school(district)),
            Feature::DisabledNear => {
                return schools
                    .first()
                    .map_or(Destination::None, |s| Destination::Special(*s));
            }
            Feature::NineYear => {
                if let Some((_, upper)) = district.nine_year_of(zone) {
                    return Destination::Direct(upper);
                }
            }
            _ => {}
        }
        if matches!(story.category, Category::P9 | Category::J9) {
            return Destination::None;
        }
        let spent = matches!(story.feature, Feature::TitleLate | Feature::SeatUsed);
        match (level, schools) {
            (_, [only]) if self.good_title() && !spent => Destination::Single(*only),
            (Level::Primary, [_, ..]) if self.good_title() && !spent => Destination::Multi(zone),
            (Level::Primary, []) if self.good_title() && !spent => Destination::None,
            (Level::Primary, _) => Destination::Pool(zone),
            (Level::Junior, _) => Destination::Multi(zone),
        }
    }

    fn special_school(&self, district: &District) -> usize {
        let schools = &district.special[self.level() as usize];
        schools[self.index as usize % schools.len()]
    }
}
