//! The estates that the tables know, and the reading of a line against them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::fold;
use super::line::{Plain, is_doubtful, plain, plain_name};
use super::number::is_stem;
use super::prefix::{Start, bases, said_streets, starts, streets_at, without_street};
use super::tail::{Parts, Tail, begins_with_house_number, tail};
use crate::office::OFFICES;

/// Estates by street and by every way in which their names are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Estates {
    list: Vec<Estate>,
    names: HashMap<Box<str>, Vec<u32>>,
}

/// One estate.
#[derive(Clone, Debug)]
pub(crate) struct Estate {
    /// 街乡, short name.
    pub street: Box<str>,
    /// Its name as the tables write it first, folded.
    pub name: Box<str>,
}

/// A home that a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading<'e> {
    /// 街乡, short name.
    pub street: Cow<'e, str>,
    /// 小区: the tables' name where they know it.
    pub estate: Cow<'e, str>,
    /// 楼号, 单元, 房号.
    pub parts: Parts,
    /// Whether the tables know the estate.
    pub known: bool,
    /// Whether the line itself begins with the street.
    pub says_street: bool,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<'e> {
    /// One home in each street that has such an estate; one where the street is known.
    Homes(Vec<Reading<'e>>),
    /// The estate is known, what follows can be read in two ways.
    TwoWays,
    /// Nothing for sure; the line names this street where it names one.
    Nothing(Option<&'static str>),
}

#[derive(Debug)]
struct Fit<'e> {
    estate: Cow<'e, str>,
    street: Cow<'e, str>,
    weight: (usize, bool),
    tail: Tail,
}

/// The longest name of an estate that is looked for, in characters.
const LONGEST: usize = 32;

impl Estates {
    /// The estate of this name, entered where it is new.
    pub fn enter(&mut self, street: &str, name: &str) -> usize {
        let (folded, key) = (fold(name), plain_name(name));
        let at = match self.own(street, &key) {
            Some(at) => at,
            None => {
                self.list.push(Estate {
                    street: street.into(),
                    name: folded.as_ref().into(),
                });
                self.list.len() - 1
            }
        };
        self.name(&folded, at);
        self.name(&key, at);
        at
    }

    /// Another name of an estate in its street.
    pub fn alias(&mut self, street: &str, alias: &str, name: &str) {
        let own = self.own(street, &plain_name(alias));
        // The name of an estate stays that estate's.
        if own.is_some_and(|at| plain_name(&self.list[at].name) == plain_name(alias)) {
            return;
        }
        if let Some(at) = self.find(street, name) {
            self.name(&fold(alias), at);
            self.name(&plain_name(alias), at);
        }
    }

    fn name(&mut self, key: &str, at: usize) {
        let places = self.names.entry(key.into()).or_default();
        if let Ok(at) = u32::try_from(at)
            && !places.contains(&at)
        {
            places.push(at);
        }
    }

    /// All estates.
    pub fn all(&self) -> &[Estate] {
        &self.list
    }

    /// The name that the tables use for an estate of this street.
    pub fn resolve(&self, street: &str, name: &str) -> Option<&str> {
        let at = match self.own(street, &fold(name)) {
            Some(at) => Some(at),
            None => self.find(street, &plain_name(name)),
        };
        at.map(|at| &*self.list[at].name)
    }

    /// The one estate with exactly this name in the street.
    fn own(&self, street: &str, key: &str) -> Option<usize> {
        let mut found = self.at(key).filter(|at| &*self.list[*at].street == street);
        found.next().filter(|_| found.next().is_none())
    }

    fn at(&self, key: &str) -> impl Iterator<Item = usize> {
        let places = self.names.get(key).map_or(&[][..], Vec::as_slice);
        places.iter().map(|at| *at as usize)
    }

    /// The one estate with this name, or with the name that 小区 or 院 behind it leaves alone.
    fn find(&self, street: &str, key: &str) -> Option<usize> {
        self.own(street, key)
            .or_else(|| loosely(key).and_then(|key| self.own(street, &key)))
    }

    /// Reads a line. `street` is the column 街乡, empty where it is; `given` the column 小区 in
    /// its plain form, where no table knows it.
    pub fn read<'e>(&'e self, line: &str, street: &str, given: &str) -> Found<'e> {
        let Plain {
            text,
            inside,
            torn,
            remarks,
        } = plain(line);
        let with_brackets = inside
            .as_deref()
            .map(|text| self.read_plain(text, street, given));
        if let Some(found @ (Found::Homes(_) | Found::TwoWays)) = with_brackets
            && !matches!(&found, Found::Homes(homes) if homes.iter().any(|home| !home.known))
        {
            return found;
        }
        let found = self.read_plain(&text, street, given);
        match found {
            Found::Homes(homes) if torn || self.speak_against(&homes, &remarks) => Found::Nothing(
                homes
                    .into_iter()
                    .next()
                    .and_then(|home| short(&home.street)),
            ),
            found => found,
        }
    }

    /// Whether a remark names another estate, or leaves it in doubt which home is meant. One that
    /// only says the estate's other name does not.
    fn speak_against(&self, homes: &[Reading<'_>], remarks: &[String]) -> bool {
        remarks.iter().any(|remark| {
            let against = |home: &Reading<'_>| match self.find(&home.street, remark) {
                Some(at) => *self.list[at].name != *home.estate,
                None => is_doubtful(remark),
            };
            homes.iter().any(against)
        })
    }

    fn read_plain<'e>(&'e self, text: &str, street: &str, given: &str) -> Found<'e> {
        let bases = bases(text);
        let said = said_streets(text, &bases);
        let elsewhere = !street.is_empty() && !said.is_empty() && !said.contains(&street);
        let starts = starts(text, &bases);
        let mut fits: Vec<Fit<'e>> = Vec::new();
        for start in &starts {
            let other = start
                .street
                .is_some_and(|said| !street.is_empty() && said != street);
            if other || (elsewhere && start.passed.is_some()) {
                continue;
            }
            self.fit(text, *start, street, &mut fits);
            let at = start.street.unwrap_or(street);
            if self.find(at, given).is_none() {
                fits.extend(fit_given(&text[start.at..], at, given));
            }
        }
        if street.is_empty() && !said.is_empty() {
            fits.retain(|fit| said.contains(&&*fit.street));
        }
        match best(fits) {
            Some(Found::Homes(mut homes)) => {
                for home in &mut homes {
                    let begins = |base: &usize| {
                        streets_at(&text[*base..]).any(|(street, _)| street == home.street)
                    };
                    home.says_street = bases.iter().any(begins);
                }
                Found::Homes(homes)
            }
            Some(found) => found,
            None if elsewhere || street.is_empty() => Found::Nothing(said.first().copied()),
            None => unknown(text, &starts, street).map_or(Found::Nothing(short(street)), |home| {
                Found::Homes(vec![home])
            }),
        }
    }

    /// The estates whose name begins at a start, with what follows read.
    fn fit<'e>(&'e self, text: &str, start: Start, street: &str, fits: &mut Vec<Fit<'e>>) {
        let from = &text[start.at..];
        let wanted = start.street.or((!street.is_empty()).then_some(street));
        let ends = from
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take(LONGEST);
        for end in ends {
            let (key, rest) = from.split_at(end);
            if is_torn(key, rest) {
                continue;
            }
            let exact = self.at(key).map(|at| (at, true));
            let loose = loosely(key);
            let loose = loose
                .iter()
                .flat_map(|key| self.at(key))
                .map(|at| (at, false));
            for (at, exact) in exact.chain(loose) {
                let estate = &self.list[at];
                if wanted.is_some_and(|street| *estate.street != *street)
                    || start
                        .passed
                        .is_some_and(|from| self.is_other(estate, &text[from..start.at]))
                {
                    continue;
                }
                let rest = rest
                    .strip_prefix('内')
                    .filter(|_| key.ends_with('院'))
                    .unwrap_or(rest);
                match tail(rest) {
                    Tail::None => {}
                    tail => fits.push(Fit {
                        estate: Cow::Borrowed(&*estate.name),
                        street: Cow::Borrowed(&*estate.street),
                        weight: (end, exact),
                        tail,
                    }),
                }
            }
        }
    }

    /// Whether a road's number before an estate's name is that of another estate.
    fn is_other(&self, estate: &Estate, road: &str) -> bool {
        match self.find(&estate.street, road) {
            Some(at) => self.list[at].name != estate.name,
            None => estate.name.ends_with('号') || estate.name.ends_with("号院"),
        }
    }
}

/// The name without a 小区 behind it; with the 院 that a number lacks, or without it.
fn loosely(key: &str) -> Option<Cow<'_, str>> {
    if let Some(bare) = key.strip_suffix("小区") {
        return Some(bare.into()).filter(|bare: &Cow<'_, str>| bare.chars().count() > 1);
    }
    let bare = key.strip_suffix('院').unwrap_or(key);
    let number = bare.strip_suffix('号')?;
    number
        .ends_with(|c: char| c.is_ascii_digit())
        .then(|| match key.len() == bare.len() {
            true => format!("{bare}院").into(),
            false => bare.into(),
        })
}

/// Whether a cut between key and rest goes through a number.
fn is_torn(key: &str, rest: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    (key.ends_with(digit) && rest.starts_with(digit))
        || key.ends_with(is_stem) && rest.starts_with(digit)
}

fn fit_given<'e>(from: &str, street: &str, given: &str) -> Option<Fit<'e>> {
    let rest = from
        .strip_prefix(given)
        .filter(|rest| !given.is_empty() && !is_torn(given, rest))?;
    let tail = Some(tail(rest)).filter(|tail| *tail != Tail::None)?;
    Some(Fit {
        estate: Cow::Owned(given.to_owned()),
        street: Cow::Owned(street.to_owned()),
        weight: (given.len(), true),
        tail,
    })
}

/// In each street the fit with the longest name, an exact one before a loose one; where two of
/// them differ, none. `None` where nothing fits at all.
fn best<'e>(mut fits: Vec<Fit<'e>>) -> Option<Found<'e>> {
    if fits.is_empty() {
        return None;
    }
    fits.sort_by(|a, b| (&a.street, b.weight).cmp(&(&b.street, a.weight)));
    let mut homes = Vec::new();
    for street in fits.chunk_by(|a, b| a.street == b.street) {
        let top = street
            .iter()
            .take_while(|fit| fit.weight == street[0].weight);
        let differ = top
            .clone()
            .any(|fit| (&fit.estate, &fit.tail) != (&street[0].estate, &street[0].tail));
        if let Tail::Read(parts) = &street[0].tail
            && !differ
        {
            homes.push(Reading {
                street: street[0].street.clone(),
                estate: street[0].estate.clone(),
                parts: parts.clone(),
                known: true,
                says_street: false,
            });
        }
    }
    Some(match homes.is_empty() {
        false => Found::Homes(homes),
        true => Found::TwoWays,
    })
}

/// A home whose estate no table knows: the estate ends where a building's number begins.
fn unknown<'e>(text: &str, starts: &[Start], street: &str) -> Option<Reading<'e>> {
    let named = starts
        .iter()
        .filter(|start| start.street == Some(street) && start.passed.is_none());
    let behind = named.map(|start| start.at).max();
    let base = starts
        .iter()
        .find(|start| start.street.is_none())
        .map_or(0, |start| start.at);
    let from = without_street(&text[behind.unwrap_or(base)..], street);
    let mut before = None;
    for (at, c) in from.char_indices() {
        let is_number = |c: char| c.is_ascii_alphanumeric() || is_stem(c);
        let begins = at > 0 && is_number(c) && !before.is_some_and(is_number);
        before = Some(c);
        if !begins || begins_with_house_number(&from[at..]) {
            continue;
        }
        if let Tail::Read(parts) = tail(&from[at..])
            && !parts[0].is_empty()
            && !is_more_than_a_name(&from[..at])
        {
            return Some(Reading {
                street: Cow::Owned(street.to_owned()),
                estate: Cow::Owned(from[..at].trim_end_matches('-').to_owned()),
                parts,
                known: false,
                says_street: true,
            });
        }
    }
    None
}

/// Whether a text goes on behind the estate's name: a building's number, or what is no dwelling.
fn is_more_than_a_name(text: &str) -> bool {
    const MARKS: [&str; 8] = ["号楼", "楼", "#", "幢", "栋", "座", "单元", "层"];
    const OTHER: [&str; 6] = ["底商", "平房", "地下", "车库", "商铺", "门脸"];
    let numbered = MARKS.iter().any(|mark| {
        let mut found = text.match_indices(mark);
        found.any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit()))
    });
    numbered || OTHER.iter().any(|word| text.ends_with(word))
}

fn short(street: &str) -> Option<&'static str> {
    let mut offices = OFFICES.iter();
    offices
        .find(|office| office.name == street)
        .map(|office| office.name)
}
