//! Addresses: one normal form for estates, buildings, entrances and rooms, and the reading of an
//! address that a family wrote in one line.
//!
//! Nothing here guesses: what cannot be told apart stays unread, and a person decides.

mod buildings;
mod estates;
mod line;
mod near;
mod number;
mod prefix;
mod tail;

use std::borrow::Cow;

pub use buildings::Buildings;
pub(crate) use estates::{Estates, Found, Reading};
pub(crate) use near::Near;
pub use number::{building, entrance, room};

/// One home, as far as it is known. Parts are in their normal form; an unknown part is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// 街乡, short name.
    pub street: Cow<'a, str>,
    /// 小区.
    pub estate: Cow<'a, str>,
    /// 楼号: 3 for 3号楼, 3楼, 3#, 三号楼; 甲3 stays 甲3.
    pub building: Cow<'a, str>,
    /// 单元.
    pub entrance: Cow<'a, str>,
    /// 房号.
    pub room: Cow<'a, str>,
}

impl Place<'_> {
    /// The canonical address key, for seat records and contested homes. Two homes are one where
    /// their keys are equal, unknown parts included; street, estate and at least one of building
    /// and room must be known, or it is no home.
    pub fn key(&self) -> Option<String> {
        let inside = !self.building.is_empty() || !self.room.is_empty();
        let known = !self.street.is_empty() && !self.estate.is_empty() && inside;
        known.then(|| {
            [
                &*self.street,
                &self.estate,
                &self.building,
                &self.entrance,
                &self.room,
            ]
            .join("|")
        })
    }

    /// Whether every part is known.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_complete() && !self.entrance.is_empty()
    }

    /// Whether the address is known down to the 房号.
    pub fn is_complete(&self) -> bool {
        !self.street.is_empty()
            && !self.estate.is_empty()
            && !self.building.is_empty()
            && !self.room.is_empty()
    }
}

/// The names of the estates that a table has, however they are written.
#[derive(Clone, Debug, Default)]
pub struct EstateNames(Estates);

impl EstateNames {
    /// Adds an estate of a street.
    pub fn add(&mut self, street: &str, name: &str) {
        self.0.enter(street, name);
    }

    /// The estate that this name means in the street, as it was added first.
    pub fn find(&self, street: &str, name: &str) -> Option<&str> {
        self.0.resolve(street, name)
    }

    /// A name in the form in which lines are searched for it: two writings of one name are equal.
    pub fn plain(name: &str) -> String {
        line::plain_name(name)
    }
}

/// The name of an estate that no table knows, in one form of writing; the street's own name in
/// front of it is as often written as not.
pub(crate) fn estate<'n>(street: &str, name: &'n str) -> Cow<'n, str> {
    let folded = fold(name);
    let plain = line::plain_name(&folded);
    let bare = prefix::without_street(&plain, street);
    match folded {
        Cow::Borrowed(folded) if folded == bare => Cow::Borrowed(folded),
        _ => Cow::Owned(bare.to_owned()),
    }
}

/// Full-width ASCII becomes ASCII, letters capitals, blanks go.
pub fn fold(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !(c.is_whitespace() || c.is_ascii_lowercase() || narrow(c) != c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| narrow(c).to_ascii_uppercase())
        .collect::<String>()
        .into()
}

/// ASCII for a full-width ASCII character; every other one as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}
