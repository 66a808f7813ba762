//! Which buildings a row of the table names.

use super::{building, fold};

/// Which buildings a row of `catchments` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Buildings {
    /// From the first to the last, both included.
    Range(u32, u32),
    /// 单.
    Odd,
    /// 双.
    Even,
    /// One building in its normal form.
    One(Box<str>),
}

impl Buildings {
    /// Reads `1-12`, `3,5,7`, `单`, `双`, or any of them joined by commas.
    pub fn parse(text: &str) -> Vec<Buildings> {
        let text = fold(text);
        let pieces = text
            .split([',', '、', '，', ';'])
            .filter(|piece| !piece.is_empty());
        pieces.map(Buildings::piece).collect()
    }

    fn piece(piece: &str) -> Buildings {
        match piece {
            "单" | "单号" => return Buildings::Odd,
            "双" | "双号" => return Buildings::Even,
            _ => {}
        }
        let range = piece
            .split_once(['-', '~', '—', '–', '至'])
            .and_then(|(first, last)| {
                Some((building(first).parse().ok()?, building(last).parse().ok()?))
            });
        match range {
            Some((first, last)) => Buildings::Range(first, last),
            None => Buildings::One(building(piece).into()),
        }
    }

    /// Whether a building, in its normal form, is among them.
    pub fn names(&self, building: &str) -> bool {
        if building.is_empty() {
            return false;
        }
        let number = || building.parse::<u32>().ok();
        match self {
            Buildings::Range(first, last) => {
                number().is_some_and(|n| (*first..=*last).contains(&n))
            }
            Buildings::Odd => number().is_some_and(|n| n % 2 == 1),
            Buildings::Even => number().is_some_and(|n| n % 2 == 0),
            Buildings::One(one) => **one == *building,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_name_buildings() {
        let names = |row: &str, one: &str| {
            Buildings::parse(row)
                .iter()
                .any(|item| item.names(&building(one)))
        };
        assert!(names("1-12", "12号楼") && names("1-12", "1") && !names("1-12", "13"));
        assert!(names("3,5,7", "五号楼") && !names("3,5,7", "4"));
        assert!(names("单", "11") && !names("单", "甲3") && names("双", "12"));
        assert!(names("1-3,甲3", "甲3号楼") && !names("1-3", "甲3"));
        assert!(names("1号楼-12号楼", "7") && names("3、5", "5"));
    }
}
