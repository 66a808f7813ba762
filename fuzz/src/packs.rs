//! Policy packs: their files, and the switches of a season.

use super::sections::{choice, sections};
use chrono::NaiveDate;
use ruxue_rules::pack::{FILES, diff, sums};
use ruxue_rules::{Case, Fact, Pack, Tables, World};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A day of judging.
pub(super) const DAY: NaiveDate = NaiveDate::from_ymd_opt(2021, 5, 10).expect("a day of May");
const BUNDLED: &str = "chaoyang-2021";

static PACK: LazyLock<Pack> =
    LazyLock::new(|| ruxue_desk::pack::bundled(BUNDLED).expect("the bundled pack loads"));

/// A pack that is good.
pub(super) fn bundled() -> &'static Pack {
    &PACK
}

/// The files of the bundled pack, with the input's sections in place of those that they name.
pub(super) fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let own = PACK.files().iter();
    let mut files: BTreeMap<String, Vec<u8>> = own
        .map(|(name, bytes)| (name.to_string(), bytes.to_vec()))
        .collect();
    for (name, body) in sections(bytes).take(FILES.len() + 2) {
        files.insert(name.to_owned(), body.to_vec());
    }
    files.into_iter().collect()
}

/// A choice, then sections named as files of a pack: alone (0), which is fast and reads each as far as
/// it names nothing of the others, or over the bundled pack (1).
pub fn pack(bytes: &[u8]) {
    let Some((way, rest)) = choice(bytes, 2) else {
        return;
    };
    let alone = || sections(rest).map(|(name, body)| (name.to_owned(), body.to_vec()));
    let files = match way {
        0 => alone().take(FILES.len()).collect(),
        _ => files(rest),
    };
    let loaded = match Pack::load(&files) {
        Ok(loaded) => loaded,
        Err(errors) => {
            assert!(!errors.is_empty(), "what is refused is told");
            assert!(
                errors
                    .iter()
                    .all(|error| error.line > 0 && !error.message.is_empty())
            );
            return;
        }
    };
    // Files without a place in a pack are refused, so the digest is that of all there are.
    assert_eq!(sums(loaded.files()), sums(&files));
    let _ = loaded.run_examples();
    assert!(
        diff(&loaded, &loaded).is_empty(),
        "a pack differs from itself"
    );
    let _ = diff(&PACK, &loaded);
    let case = Case::new()
        .with(Fact::Level, "小学")
        .with(Fact::Name, "甲")
        .with(Fact::Birth, "2015-03-01");
    let world = World::build(&loaded, Tables::default(), std::slice::from_ref(&case));
    let _ = ruxue_rules::judge(&loaded, &case, &world, DAY);
}

/// Three lines: a switch, a kind of draw or nothing, a value.
pub fn switch(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let mut lines = text.splitn(3, '\n');
    let (name, kind, value) = (lines.next(), lines.next(), lines.next());
    let (Some(name), Some(kind), Some(value)) = (name, kind, value) else {
        return;
    };
    let kind = Some(kind).filter(|kind| !kind.is_empty());
    let set = match PACK.with_switch(name, kind, value) {
        Ok(set) => set,
        Err(why) => {
            assert!(!why.to_string().is_empty());
            return;
        }
    };
    assert_eq!(set.digest(), PACK.digest());
    let again = set
        .with_switch(name, kind, value)
        .expect("a value set can be set again");
    assert_eq!(again.switches(), set.switches());
    let own = set.switches().named(name).expect("the switch that was set");
    let _ = own.value_in_words(value);
    assert!(
        kind.is_some() || own.value == value,
        "{:?} is not {value:?}",
        own.value
    );
}
