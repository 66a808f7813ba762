//! Texts that satisfy a test of a fact, made ready for the small numbers that a [`Case`] keeps.

use std::ops::Deref;

use crate::{Case, Fact, Kind};

/// Texts of which one must be a fact's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Values {
    texts: Vec<Box<str>>,
    by: By,
}

/// How a fact is compared with them. A text that a closed list lacks is in neither set of bits: the
/// pack is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// A bit for each place in the list, see [`Case::mark`].
    Place(u64),
    /// The bits themselves of a fact that may have several.
    Several(u8),
    Text,
}

impl Values {
    /// The fact's whole text must be one of these.
    pub fn whole(fact: Fact, texts: Vec<Box<str>>) -> Values {
        let by = match fact.kind() {
            Kind::AnyOf(_) => By::Text,
            _ => By::of(fact, &texts),
        };
        Values { texts, by }
    }

    /// The fact's text must be one of these or, for a fact that may have several, hold one.
    pub fn held(fact: Fact, texts: Vec<Box<str>>) -> Values {
        let by = By::of(fact, &texts);
        Values { texts, by }
    }

    /// Whether the fact has one of them; no where nothing is given.
    pub fn fit(&self, case: &Case, fact: Fact) -> bool {
        match self.by {
            By::Place(places) => places >> case.mark(fact) & 1 == 1,
            By::Several(bits) => case.mark(fact) & bits != 0,
            By::Text => {
                let text = case.get(fact);
                text.is_some_and(|text| self.fit_text(text))
            }
        }
    }

    /// Whether a whole text is one of them.
    pub fn fit_text(&self, text: &str) -> bool {
        self.texts.iter().any(|want| **want == *text)
    }
}

impl By {
    fn of(fact: Fact, texts: &[Box<str>]) -> By {
        let several = matches!(fact.kind(), Kind::AnyOf(_));
        let Some(list) = fact.kind().list() else {
            return By::Text;
        };
        let places = texts
            .iter()
            .filter_map(|text| list.iter().position(|one| **one == **text));
        match several {
            true => By::Several(places.fold(0, |bits, at| bits | 1 << at)),
            false => By::Place(places.fold(0, |bits, at| bits | 1 << (at + 1))),
        }
    }
}

impl Deref for Values {
    type Target = [Box<str>];

    fn deref(&self) -> &[Box<str>] {
        &self.texts
    }
}
