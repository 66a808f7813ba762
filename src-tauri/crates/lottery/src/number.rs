//! Numbers of ceremonies.

use std::fmt;

use crate::words::words;

words! {
    /// Whether a ceremony counts.
    Mode {
        /// A formal draw (正式派位).
        Formal "FORMAL";
        /// A rehearsal (演练): never gives a seat, never shares a seed with a formal draw.
        Rehearsal "REHEARSAL";
    }
}

/// The number of a ceremony and the name of its folder: `2021-0003`, or `R-0001` for a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// The `order`-th formal ceremony (from 1) of a season, which is a year of four digits.
    Formal {
        /// The season, 0 to 9999.
        season: u16,
        /// 1 to 9999.
        order: u16,
    },
    /// The `order`-th rehearsal (from 1).
    Rehearsal {
        /// 1 to 9999.
        order: u16,
    },
}

impl Number {
    /// The number of a formal ceremony; `None` beyond four digits or for order 0.
    pub fn formal(season: u16, order: u16) -> Option<Number> {
        let fits = season <= 9999 && (1..=9999).contains(&order);
        fits.then_some(Number::Formal { season, order })
    }

    /// The number of a rehearsal; `None` beyond four digits or for order 0.
    pub fn rehearsal(order: u16) -> Option<Number> {
        (1..=9999)
            .contains(&order)
            .then_some(Number::Rehearsal { order })
    }

    /// Reads `2021-0003` or `R-0001`.
    pub fn parse(text: &str) -> Option<Number> {
        let (season, order) = text.split_once('-')?;
        let order = four_digits(order)?;
        match season {
            "R" => Number::rehearsal(order),
            _ => Number::formal(four_digits(season)?, order),
        }
    }

    /// What the first lines of its files say.
    pub fn mode(self) -> Mode {
        match self {
            Number::Formal { .. } => Mode::Formal,
            Number::Rehearsal { .. } => Mode::Rehearsal,
        }
    }

    /// Its place in its chain, from 1.
    pub fn order(self) -> u16 {
        match self {
            Number::Formal { order, .. } | Number::Rehearsal { order } => order,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Formal { season, order } => write!(f, "{season:04}-{order:04}"),
            Number::Rehearsal { order } => write!(f, "R-{order:04}"),
        }
    }
}

/// Reads exactly four decimal digits.
pub(crate) fn four_digits(text: &str) -> Option<u16> {
    let four = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    if four { text.parse().ok() } else { None }
}
