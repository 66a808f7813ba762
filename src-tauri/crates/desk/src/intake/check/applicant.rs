//! What a child's cells say of each other.

use super::{Found, Normal};
use crate::intake::fault::{Fault, Gravity};
use crate::intake::headers::shortened;
use crate::intake::normal::{check_digit_holds, embedded_birth, embedded_sex, looks_like_gb11643};
use crate::intake::template::Template;
use ruxue_rules::{Case, Fact};

/// A warning on a child's data that stays until the data changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The fact that it is about.
    pub fact: Fact,
    /// The sentence.
    pub message: String,
}

/// The warnings that a child's data gives now.
pub fn advice(case: &Case) -> Vec<Advice> {
    let mut found = Vec::new();
    cross_facts(
        |fact| case.get(fact).unwrap_or(""),
        |fact, fault| found.push((fact, fault)),
    );
    let columns = Template::Applicants.columns();
    found
        .into_iter()
        .filter(|(_, fault)| fault.gravity() == Gravity::Warns)
        .filter_map(|(fact, fault)| {
            let message = fault.message(columns.get(fact as usize)?);
            Some(Advice { fact, message })
        })
        .collect()
}

/// Whether the child goes to 初中, and whether it has no identity paper.
pub(super) fn asks(row: Normal<'_>) -> (bool, bool) {
    (
        row.get(Fact::Level as usize) == "初中",
        row.get(Fact::IdKind as usize) == "无",
    )
}

/// Checks a row's cells against each other.
pub(super) fn cross_check(row: Normal<'_>, found: &mut Vec<Found>) {
    cross_facts(
        |fact| row.get(fact as usize),
        |fact, fault| {
            let value = shortened(row.get(fact as usize));
            found.push(Found {
                column: fact as usize,
                value,
                fault,
            });
        },
    );
}

fn cross_facts<'a>(get: impl Fn(Fact) -> &'a str, mut put: impl FnMut(Fact, Fault)) {
    own_number(&get, &mut put);
    for fact in [Fact::Guardian1Id, Fact::Guardian2Id] {
        guardian_number(fact, get(fact), &mut put);
    }
    for fact in [Fact::Name, Fact::Guardian1Name, Fact::Guardian2Name] {
        if get(fact).contains(['?', '？', '□', '■', '〓']) {
            put(fact, Fault::QuestionMark);
        }
    }
    for fact in [Fact::Guardian1Phone, Fact::Guardian2Phone] {
        if odd_phone(get(fact)) {
            put(fact, Fault::OddPhone);
        }
    }
    for (fact, other) in [
        (Fact::Guardian1Id, Fact::IdNumber),
        (Fact::Guardian2Id, Fact::IdNumber),
        (Fact::Guardian2Id, Fact::Guardian1Id),
    ] {
        if !get(fact).is_empty() && get(fact) == get(other) {
            put(fact, Fault::SameNumber(other.header()));
        }
    }
    if get(Fact::Guardian2Name).is_empty() && !get(Fact::Guardian2Id).is_empty() {
        put(
            Fact::Guardian2Id,
            Fault::WithoutGuardian(Fact::Guardian2Name.header()),
        );
    }
    for fact in DISTRICTS {
        if matches!(get(*fact), "朝阳" | "北京市朝阳" | "北京朝阳") {
            put(*fact, Fault::DistrictUnclear);
        }
    }
    let (from, to) = (get(Fact::LeaseFrom), get(Fact::LeaseTo));
    if !from.is_empty() && !to.is_empty() && to < from {
        put(Fact::LeaseTo, Fault::Backwards(Fact::LeaseFrom.header()));
    }
}

const DISTRICTS: &[Fact] = &[
    Fact::HomeDistrict,
    Fact::Job1District,
    Fact::Job1InsuredDistrict,
    Fact::Job2District,
    Fact::Job2InsuredDistrict,
    Fact::Permit1District,
    Fact::Permit2District,
];

/// 居民身份证 and 港澳台居民居住证 follow GB 11643; the number then tells birth and sex.
fn own_number<'a>(get: &impl Fn(Fact) -> &'a str, put: &mut impl FnMut(Fact, Fault)) {
    let (kind, number) = (get(Fact::IdKind), get(Fact::IdNumber));
    if number.is_empty() {
        return;
    }
    if kind == "无" {
        put(Fact::IdNumber, Fault::NumberWithoutKind);
    }
    if !matches!(kind, "居民身份证" | "港澳台居民居住证") {
        return;
    }
    if let Some(fault) = form_of_gb11643(number) {
        put(Fact::IdNumber, fault);
        return;
    }
    if !check_digit_holds(number) {
        put(Fact::IdNumber, Fault::CheckDigit);
    }
    let birth = get(Fact::Birth);
    let inside = embedded_birth(number).map(|day| day.to_string());
    if !birth.is_empty() && inside.as_deref() != Some(birth) {
        let inside = inside.unwrap_or_else(|| number.get(6..14).unwrap_or("").to_owned());
        put(Fact::Birth, Fault::BirthInNumber(inside));
    }
    let sex = get(Fact::Sex);
    if !sex.is_empty() && embedded_sex(number) != Some(sex) {
        put(Fact::Sex, Fault::SexInNumber);
    }
}

/// What keeps a text from being a number of GB 11643, its check digit aside.
fn form_of_gb11643(number: &str) -> Option<Fault> {
    if looks_like_gb11643(number) {
        return None;
    }
    let stray = number
        .chars()
        .enumerate()
        .find(|(place, found)| !(found.is_ascii_digit() || *place == 17 && *found == 'X'));
    match stray {
        Some((_, found)) if number.chars().count() == 18 || found != 'X' => {
            Some(Fault::IdentityCharacter(found))
        }
        _ => Some(Fault::IdentityLength(number.chars().count())),
    }
}

/// A guardian's paper may be of any kind; only what looks like an identity card is measured.
fn guardian_number(fact: Fact, number: &str, put: &mut impl FnMut(Fact, Fault)) {
    if number.is_empty() {
        return;
    }
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if looks_like_gb11643(number) {
        if !check_digit_holds(number) {
            put(fact, Fault::CheckDigit);
        }
    } else if digits && (14..=20).contains(&number.len()) {
        put(fact, Fault::OldIdentity);
    }
}

fn odd_phone(phone: &str) -> bool {
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    let good = phone.chars().all(|found| {
        found.is_ascii_digit()
            || matches!(found, '+' | '-' | ' ' | '(' | ')' | '/' | ',' | '、' | '转')
    });
    let plausible = good && (7..=30).contains(&digits);
    !(phone.is_empty() || plausible)
}
