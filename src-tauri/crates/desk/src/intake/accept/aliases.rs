//! Whether another name of an estate says clearly which estate it means.

use std::collections::HashMap;

use crate::intake::fault::Fault;
use crate::store::{Reader, StoreError, tables};
use ruxue_rules::address::EstateNames;

/// The estates and aliases that the desk holds, with those of the rows before.
#[derive(Default)]
pub(super) struct Aliases {
    estates: EstateNames,
    /// 小区 by street and alias.
    held: HashMap<(String, String), String>,
}

impl Aliases {
    pub(super) fn load(reader: Reader<'_>) -> Result<Aliases, StoreError> {
        let mut aliases = Aliases::default();
        for row in tables::catchments(reader)? {
            aliases.estates.add(&row.street, &row.estate);
        }
        for row in tables::aliases(reader)? {
            aliases.keep(&row.street, &row.alias, &row.estate);
        }
        Ok(aliases)
    }

    /// What speaks against a row, with the header of the cell; a row without a problem is kept.
    pub(super) fn problem(
        &mut self,
        street: &str,
        alias: &str,
        estate: &str,
    ) -> Option<(&'static str, Fault)> {
        let known = self.estates.find(street, estate);
        if known.is_none() {
            return Some(("小区", Fault::UnknownEstate(street.to_owned())));
        }
        let same = EstateNames::plain(alias) == EstateNames::plain(estate);
        if same
            || self
                .estates
                .find(street, alias)
                .is_some_and(|other| Some(other) != known)
        {
            return Some(("别名", Fault::AliasIsEstate(street.to_owned())));
        }
        let key = (street.to_owned(), EstateNames::plain(alias));
        if let Some(other) = self.held.get(&key)
            && self.estates.find(street, other) != known
        {
            return Some(("别名", Fault::AliasOfAnother(other.clone())));
        }
        self.keep(street, alias, estate);
        None
    }

    fn keep(&mut self, street: &str, alias: &str, estate: &str) {
        let key = (street.to_owned(), EstateNames::plain(alias));
        self.held.insert(key, estate.to_owned());
    }
}
