//! Numbers of people: GB 11643 with check digit, other documents, telephones.
//!
//! Uniqueness comes from arithmetic, not from a list of what was given out: each index owns one
//! cell (area, day, sequence), and a cell holds six sequence numbers, three for each sex.

use chrono::{Days, NaiveDate};

use super::dice::Spread;

/// Where a number was first given, by its six-digit area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    Chaoyang,
    OtherDistrict,
    OtherProvince,
    /// 港澳台居民居住证.
    HongKongMacaoTaiwan,
}

/// 男 or 女.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
}

/// Which of the children of one birth; all that share an index share the birth date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Birth {
    First,
    Second,
}

const BEIJING: [&str; 18] = [
    "110105", "110101", "110102", "110106", "110107", "110108", "110109", "110111", "110112",
    "110113", "110114", "110115", "110116", "110117", "110118", "110119", "110103", "110104",
];
const PROVINCES: [&str; 18] = [
    "130102", "130682", "140105", "150102", "210102", "220102", "230103", "320106", "330106",
    "340104", "350102", "370102", "410105", "420106", "430102", "510104", "610113", "620102",
];
const RESIDENTS: [&str; 3] = ["810000", "820000", "830000"];
const DAYS: u64 = 365;
const CELLS_A_DAY: u64 = 166;
const GUARDIAN_DAYS: u64 = 5479;

/// Gives each child and guardian of a season its own number.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    children: Spread,
    guardians: Spread,
}

impl Numbers {
    /// For up to 1,000,000 children.
    pub(super) fn new(seed: u64, children: u64) -> Numbers {
        let areas = children.div_ceil(DAYS * CELLS_A_DAY).max(1);
        Numbers {
            children: Spread::new(seed, 1, areas * DAYS * CELLS_A_DAY),
            guardians: Spread::new(seed, 2, 16 * GUARDIAN_DAYS * CELLS_A_DAY),
        }
    }

    /// The birth date in the year that begins on `cohort`, and the number; `None` where the
    /// areas of the kind are used up (港澳台 in the largest districts).
    pub(super) fn child(
        &self,
        index: u64,
        cohort: NaiveDate,
        area: Area,
        sex: Sex,
        birth: Birth,
    ) -> (NaiveDate, Option<String>) {
        let cell = self.children.of(index);
        let day = cell % DAYS;
        let slot = cell / DAYS % CELLS_A_DAY;
        let turn = (day * 7 + slot * 5) % 18;
        let block = cell / (DAYS * CELLS_A_DAY);
        let born = cohort.checked_add_days(Days::new(day)).unwrap_or(cohort);
        // 外区 keeps its own sequence numbers, because it shares its areas with 朝阳区.
        let (code, offset) = match (area, birth) {
            (Area::Chaoyang, Birth::First) => (Some(BEIJING[block as usize % 18]), 0),
            (Area::Chaoyang, Birth::Second) => (Some(BEIJING[block as usize % 18]), 2),
            (Area::OtherDistrict, _) => (Some(BEIJING[1 + (block + turn) as usize % 17]), 4),
            (Area::OtherProvince, Birth::First) => {
                (Some(PROVINCES[(block + turn) as usize % 18]), 0)
            }
            (Area::OtherProvince, Birth::Second) => {
                (Some(PROVINCES[(block + turn) as usize % 18]), 2)
            }
            (Area::HongKongMacaoTaiwan, _) => (
                (block < 3).then(|| RESIDENTS[(block + turn) as usize % 3]),
                0,
            ),
        };
        (
            born,
            code.map(|code| number(code, born, sequence(slot, offset, sex))),
        )
    }

    /// The number of guardian `person` (two a family), born 1978 to 1992.
    pub(super) fn guardian(&self, person: u64, area: Area, sex: Sex) -> String {
        let cell = self.guardians.of(person);
        let day = cell % GUARDIAN_DAYS;
        let slot = cell / GUARDIAN_DAYS % CELLS_A_DAY;
        let block = (cell / (GUARDIAN_DAYS * CELLS_A_DAY)) as usize;
        let first = NaiveDate::from_ymd_opt(1978, 1, 1).unwrap_or_default();
        let born = first.checked_add_days(Days::new(day)).unwrap_or(first);
        let (code, offset) = match area {
            Area::OtherProvince => (PROVINCES[block % 18], 0),
            Area::OtherDistrict => (BEIJING[1 + block % 17], 4),
            _ => (BEIJING[block % 18], 0),
        };
        number(code, born, sequence(slot, offset, sex))
    }
}

fn sequence(slot: u64, offset: u64, sex: Sex) -> u64 {
    slot * 6 + offset + if sex == Sex::Male { 1 } else { 2 }
}

/// An 18-digit number: area, birth date, sequence, check digit.
pub(super) fn number(area: &str, born: NaiveDate, sequence: u64) -> String {
    let mut text = format!("{area}{}{sequence:03}", born.format("%Y%m%d"));
    text.push(check_digit(&text));
    text
}

/// The check digit of the first 17 digits (MOD 11-2).
pub(super) fn check_digit(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const MAP: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = digits
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight)
        .sum();
    MAP[sum as usize % 11]
}

/// A well-formed mobile number from a range kept for the sample: 1990 and seven digits.
pub(super) fn phone(person: u64) -> String {
    format!("1990{:07}", person % 10_000_000)
}

#[cfg(test)]
mod tests {
    use super::check_digit;

    #[test]
    fn check_digits_of_published_specimens() {
        assert_eq!(check_digit("81000019940823002"), '1');
        assert_eq!(check_digit("83000019920130002"), '2');
    }
}
