//! The policy pack's words for codes; a code that the pack does not name stands for itself.

use ruxue_rules::{Pack, Route};

/// A route's title.
pub(crate) fn route(pack: &Pack, route: Route) -> &str {
    pack.route(route).map_or(route.code(), |name| &name.title)
}

/// The title of the route with this code.
pub(crate) fn route_of<'p>(pack: &'p Pack, code: &'p str) -> &'p str {
    Route::parse(code).map_or(code, |own| route(pack, own))
}

/// What a reason says.
pub(crate) fn reason<'p>(pack: &'p Pack, code: &'p str) -> &'p str {
    let found = pack.reasons().iter().find(|reason| *reason.code == *code);
    found.map_or(code, |reason| &reason.says)
}

/// What a note says.
pub(crate) fn note<'p>(pack: &'p Pack, code: &'p str) -> &'p str {
    let found = pack.notes().iter().find(|note| *note.code == *code);
    found.map_or(code, |note| &note.says)
}

/// What several reasons say, their codes joined by blanks; empty where there is none.
pub(crate) fn reasons(pack: &Pack, codes: &str) -> String {
    joined(codes, |code| reason(pack, code))
}

/// What several notes say, their codes joined by blanks; empty where there is none.
pub(crate) fn notes(pack: &Pack, codes: &str) -> String {
    joined(codes, |code| note(pack, code))
}

fn joined<'c>(codes: &'c str, says: impl Fn(&'c str) -> &'c str) -> String {
    let codes = codes.split(' ').filter(|code| !code.is_empty());
    let said: Vec<&str> = codes
        .map(|code| says(code).trim_end_matches('。'))
        .collect();
    said.join("；")
}
