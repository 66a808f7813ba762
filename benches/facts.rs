//! A child's facts as other rules engines like them, and what Ruxue says of it.
//!
//! One flat object with a key for each fact that the conditions look at, under the name of its
//! column; days as numbers (20150831), paid months already counted, and a list of the guardians who
//! are named. What is not given has no key.

use ruxue_rules::{Case, Fact, Outcome, Verdict};
use serde_json::{Map, Value, json};

/// Facts that stay text.
const TEXTS: &[Fact] = &[
    Fact::Level,
    Fact::Hukou,
    Fact::HukouBook,
    Fact::TreatedAs,
    Fact::TreatedScope,
    Fact::RecognitionNumber,
    Fact::Care,
    Fact::CareNumber,
    Fact::HomeKind,
    Fact::HomeDistrict,
    Fact::TitleKind,
    Fact::TitleNumber,
    Fact::OwnerRelation,
    Fact::HomeUse,
    Fact::LeaseSole,
    Fact::LeaseNumber,
    Fact::EnrolledAt,
    Fact::Grade,
    Fact::ReturnDone,
];
const DAYS: &[Fact] = &[Fact::Birth, Fact::TitleDate, Fact::LeaseFrom, Fact::LeaseTo];

/// A fact of both guardians, and its key in the guardian's object.
type Shared = (&'static str, [Fact; 2]);

const NAMES: [Fact; 2] = [Fact::Guardian1Name, Fact::Guardian2Name];
const GUARDIAN_TEXTS: &[Shared] = &[
    ("id", [Fact::Guardian1Id, Fact::Guardian2Id]),
    ("job", [Fact::Job1Kind, Fact::Job2Kind]),
    ("district", [Fact::Job1District, Fact::Job2District]),
    ("employer", [Fact::Job1Employer, Fact::Job2Employer]),
    ("license", [Fact::Job1License, Fact::Job2License]),
    ("insurer", [Fact::Job1Insurer, Fact::Job2Insurer]),
    (
        "insured_district",
        [Fact::Job1InsuredDistrict, Fact::Job2InsuredDistrict],
    ),
    ("permit", [Fact::Permit1Number, Fact::Permit2Number]),
    (
        "permit_district",
        [Fact::Permit1District, Fact::Permit2District],
    ),
];
const GUARDIAN_DAYS: &[Shared] = &[
    ("since", [Fact::Job1From, Fact::Job2From]),
    ("permit_until", [Fact::Permit1Until, Fact::Permit2Until]),
];
const MONTHS: [Fact; 2] = [Fact::Job1Months, Fact::Job2Months];

/// The codes that only a route raises: the other engines are not asked for routes, and a child who
/// has no other reason meets all conditions.
const OF_ROUTES: [&str; 4] = [
    "ADDRESS_UNKNOWN",
    "HUKOU_HOME_DIFFER",
    "SEAT_CONTESTED",
    "ZONE_UNKNOWN",
];

/// A child for the other engines: receipt, facts, and the category and verdict that they must give.
pub fn child(case: &Case, verdict: &Verdict<'_>) -> Value {
    let mut reasons = verdict.reasons.iter();
    let outcome = if reasons.all(|reason| OF_ROUTES.contains(&reason.code)) {
        Outcome::Eligible
    } else {
        verdict.outcome
    };
    json!({
        "receipt": case.receipt(),
        "category": verdict.category,
        "verdict": outcome.code(),
        "facts": facts(case),
    })
}

/// The facts of a child.
fn facts(case: &Case) -> Value {
    let mut all = Map::new();
    for fact in TEXTS {
        put(&mut all, fact.column(), text(case, *fact));
    }
    for fact in DAYS {
        put(&mut all, fact.column(), day(case, *fact));
    }
    let named = (0..NAMES.len()).filter(|one| case.get(NAMES[*one]).is_some());
    let guardians: Vec<Value> = named.map(|one| guardian(case, one)).collect();
    all.insert("guardians".to_owned(), guardians.into());
    all.into()
}

fn guardian(case: &Case, one: usize) -> Value {
    let mut all = Map::new();
    for (key, fact) in GUARDIAN_TEXTS {
        put(&mut all, key, text(case, fact[one]));
    }
    for (key, fact) in GUARDIAN_DAYS {
        put(&mut all, key, day(case, fact[one]));
    }
    if let Some(months) = case.get(MONTHS[one]) {
        let recent = paid(months, (2020, 11), (2021, 3));
        let three_years = paid(months, (2018, 5), (2021, 4));
        all.insert("recent_months".to_owned(), json!(recent));
        all.insert("three_years_months".to_owned(), json!(three_years));
    }
    all.into()
}

fn put(all: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        all.insert(key.to_owned(), value);
    }
}

fn text(case: &Case, fact: Fact) -> Option<Value> {
    case.get(fact).map(Value::from)
}

fn day(case: &Case, fact: Fact) -> Option<Value> {
    let digits: String = case.get(fact)?.split('-').collect();
    digits.parse::<u32>().ok().map(Value::from)
}

type Month = (u32, u32);

/// How many months from the first to the last are paid; `text` is in the form of
/// [`ruxue_rules::Kind::Months`].
fn paid(text: &str, first: Month, last: Month) -> usize {
    let count = |(year, month): Month| year * 12 + month - 1;
    let read = |month: &str| {
        let (year, month) = month.trim().split_once('-')?;
        Some(count((year.parse().ok()?, month.parse().ok()?)))
    };
    let spans: Vec<(u32, u32)> = text
        .split(',')
        .filter_map(|span| {
            let (from, to) = span.split_once("..").unwrap_or((span, span));
            Some((read(from)?, read(to)?))
        })
        .collect();
    (count(first)..=count(last))
        .filter(|month| spans.iter().any(|(from, to)| (from..=to).contains(&month)))
        .count()
}
