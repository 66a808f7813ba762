//! How the route of a child is found: steps in order, from a closed vocabulary.

use crate::{Fact, Kind, Level, Route};

use super::conditions::ReasonId;
use super::guard::Guard;
use super::reader::{Section, Spot};
use super::{Category, Names, calendar, conditions, whole};

/// A route as this year names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteName {
    /// The route.
    pub route: Route,
    /// Its name on screen: 统筹派位.
    pub title: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
    pub(crate) spot: Spot,
}

/// A note that explains a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteName {
    /// `HOME_NOT_OWNED` and the like.
    pub code: Box<str>,
    /// A Chinese sentence.
    pub says: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
    pub(crate) spot: Spot,
}

/// One step: where it applies, it gives a route or leaves the child to a person.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// `None` for both 学段.
    pub level: Option<Level>,
    pub clause: Box<str>,
    /// Empty for every category.
    pub categories: Vec<Box<str>>,
    pub when: Guard,
    /// All of these hold,
    pub all: Vec<Look>,
    /// none of these,
    pub none: Vec<Look>,
    /// and of these, where there are any, at least one.
    pub any: Vec<Look>,
    pub then: Then,
}

/// What a step leads to.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// The end: this route, with the notes of all `any` that hold and this one.
    Route(Route, Option<usize>),
    /// The end: a person decides.
    Refer(ReasonId),
    /// A person decides; later steps are still looked at for more reasons.
    ReferAndGoOn(ReasonId),
}

/// Something to look at, with the note that it gives (position in [`super::Pack::notes`]).
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub at: LookAt,
    pub note: Option<usize>,
}

/// The closed vocabulary of what a step may look at.
#[derive(Clone, Debug)]
pub(crate) enum LookAt {
    /// The home is proved by a good title.
    GoodTitle,
    /// A seat was used at the address, by another family, within the years.
    SeatUsed,
    /// Another child of the season, of another family, has a good title at the address.
    Contested,
    /// The fact's day is after a day.
    After {
        fact: Fact,
        day: chrono::NaiveDate,
        when: Guard,
    },
    /// So many schools serve the residence.
    Schools(Count),
    /// The registered address resolves, and other schools serve it.
    RegisteredSchoolsDiffer,
    /// 毕业小学 is the code of a 九年一贯 school.
    NineYear,
    /// A zone is listed for 毕业小学.
    PrimaryZone,
}

/// How many schools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    None,
    One,
    Some,
}

impl Step {
    /// Reads `[[step]]`.
    pub(super) fn read_all(
        root: &Section<'_>,
        categories: &[Category],
        notes: &[NoteName],
        names: &Names<'_>,
    ) -> Vec<Step> {
        let read = |section: Section<'_>| {
            let looks = |key| {
                let looks = section.sections(key).into_iter();
                looks
                    .filter_map(|look| Look::read(&look, notes, names))
                    .collect()
            };
            let (level, clause) = (calendar::opt_level(&section), names.cite.clause(&section));
            let codes = whole::read_codes(&section, categories);
            let when = Guard::read(&section, "when");
            let (all, none, any) = (looks("all"), looks("none"), looks("any"));
            let then = read_then(&section, notes, names);
            if then.is_none() {
                section.give_up(&["route", "note"]);
            }
            section.close();
            Some(Step {
                level,
                clause,
                categories: codes,
                when,
                all,
                none,
                any,
                then: then?,
            })
        };
        root.sections("step").into_iter().filter_map(read).collect()
    }
}

impl Step {
    /// All that it looks at.
    pub(crate) fn looks(&self) -> impl Iterator<Item = &Look> {
        self.all.iter().chain(&self.none).chain(&self.any)
    }

    /// Whether it speaks to the children of a category.
    pub(crate) fn concerns(&self, level: Level, category: &str) -> bool {
        let named = self.categories.is_empty() || self.categories.iter().any(|c| **c == *category);
        named && self.level.is_none_or(|own| own == level)
    }

    /// Whether it ends the way of every child to whom it speaks.
    pub(super) fn takes_all(&self) -> bool {
        let free = self.when.is_for_all()
            && self.all.is_empty()
            && self.none.is_empty()
            && self.any.is_empty();
        free && !matches!(self.then, Then::ReferAndGoOn(_))
    }
}

fn read_then(section: &Section<'_>, notes: &[NoteName], names: &Names<'_>) -> Option<Then> {
    if section.has("refer") {
        return names.reason(section, "refer").map(Then::Refer);
    }
    if section.has("refer_and_go_on") {
        return names
            .reason(section, "refer_and_go_on")
            .map(Then::ReferAndGoOn);
    }
    if !section.has("route") {
        section.say("route", "这一步要写 route、refer 或 refer_and_go_on");
        return None;
    }
    let code = section.text("route");
    let route = Route::parse(&code);
    if route.is_none() && !code.is_empty() {
        section.say("route", format!("没有「{code}」这个去向"));
    }
    Some(Then::Route(route?, note(section, notes)))
}

fn note(section: &Section<'_>, notes: &[NoteName]) -> Option<usize> {
    let code = section.opt_text("note")?;
    let at = (section.report(), &section.spot_of("note"));
    calendar::find(notes, |note| &note.code, &code, "说明", at)
}

impl Look {
    /// Whether only a child with a good title shows it.
    pub(super) fn needs_good_title(&self) -> bool {
        matches!(self.at, LookAt::GoodTitle | LookAt::Contested)
    }

    fn read(section: &Section<'_>, notes: &[NoteName], names: &Names<'_>) -> Option<Look> {
        let at = match &*section.text("look") {
            "good-title" => LookAt::GoodTitle,
            "seat-used" => LookAt::SeatUsed,
            "contested" => LookAt::Contested,
            "after" => LookAt::After {
                fact: conditions::one_fact_of(section, Kind::Date)?,
                day: names.day(section, "date")?,
                when: Guard::read(section, "when"),
            },
            "no-school" => LookAt::Schools(Count::None),
            "one-school" => LookAt::Schools(Count::One),
            "some-school" => LookAt::Schools(Count::Some),
            "registered-schools-differ" => LookAt::RegisteredSchoolsDiffer,
            "nine-year-school" => LookAt::NineYear,
            "primary-zone" => LookAt::PrimaryZone,
            other => {
                if !other.is_empty() {
                    section.say("look", format!("去向步骤里不认识的看点「{other}」"));
                }
                section.give_up(&["fact", "date", "when", "note"]);
                section.finish();
                return None;
            }
        };
        let look = Look {
            at,
            note: note(section, notes),
        };
        section.finish();
        Some(look)
    }
}

/// Reads `[[route]]`.
pub(super) fn read_routes(root: &Section<'_>, names: &Names<'_>) -> Vec<RouteName> {
    let mut routes: Vec<RouteName> = Vec::new();
    for section in root.sections("route") {
        let known: Vec<_> = routes.iter().map(|known| known.route.code()).collect();
        let code = section.name("code", "去向", &known);
        let route = Route::parse(&code);
        if route.is_none() && !code.is_empty() {
            section.say("code", format!("没有「{code}」这个去向"));
        }
        let (title, clause) = (section.text("title"), names.cite.clause(&section));
        let spot = section.close();
        routes.extend(route.map(|route| RouteName {
            route,
            title,
            clause,
            spot,
        }));
    }
    routes
}

/// Reads `[[note]]`.
pub(super) fn read_notes(root: &Section<'_>, names: &Names<'_>) -> Vec<NoteName> {
    let mut notes: Vec<NoteName> = Vec::new();
    for section in root.sections("note") {
        let known: Vec<_> = notes.iter().map(|note| &note.code).collect();
        let note = NoteName {
            code: section.name("code", "说明", &known),
            says: section.text("says"),
            clause: names.cite.clause(&section),
            spot: section.spot(),
        };
        section.close();
        notes.push(note);
    }
    notes
}
