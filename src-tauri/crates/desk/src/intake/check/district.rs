//! What the cells of the district's tables say of each other.

use super::{Found, Normal};
use crate::intake::fault::Fault;
use crate::intake::headers::shortened;
use crate::intake::template::Template;

/// Checks a row's cells against each other.
pub(super) fn cross_check(template: Template, row: Normal<'_>, found: &mut Vec<Found>) {
    let mut put = |column: usize, fault: Fault| {
        found.push(Found {
            column,
            value: shortened(row.get(column)),
            fault,
        });
    };
    match template {
        Template::Schools => {
            let at = |header| template.column(header).unwrap_or(0);
            let (plan, wish) = (at("招生计划"), at("志愿计划"));
            let number = |column| row.get(column).parse::<u32>().unwrap_or(0);
            if number(wish) > number(plan) {
                put(wish, Fault::OverAmount("招生计划"));
            }
        }
        Template::Choices => choices(row, &mut put),
        _ => {}
    }
}

/// Columns 志愿1 to 志愿8.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=9;

fn choices(row: Normal<'_>, put: &mut impl FnMut(usize, Fault)) {
    let kind = row.get(1);
    let several = matches!(kind, "多校划片" | "统筹" | "");
    for column in CHOICES {
        let code = row.get(column);
        if code.is_empty() {
            continue;
        }
        if !several && column > *CHOICES.start() {
            put(column, Fault::OneChoiceOnly(kind.to_owned()));
        }
        if (*CHOICES.start()..column).any(|earlier| row.get(earlier) == code) {
            put(column, Fault::ChoiceTwice(code.to_owned()));
        }
        if column > *CHOICES.start() && row.get(column - 1).is_empty() {
            put(column, Fault::ChoiceGap);
        }
    }
}
