//! What is told of a child: category, what sets it apart, and what is wrong.

use super::dice::Dice;
use super::district::Level;

/// The categories of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Category {
    P1,
    P2,
    P3,
    P4,
    P5,
    P9,
    J1,
    J2,
    J3,
    J4,
    J9,
}

impl Category {
    pub(super) fn level(self) -> Level {
        use Category::{P1, P2, P3, P4, P5, P9};
        match self {
            P1 | P2 | P3 | P4 | P5 | P9 => Level::Primary,
            _ => Level::Junior,
        }
    }

    /// Whether the four papers are asked for.
    pub(super) fn four_papers(self) -> bool {
        matches!(self, Category::P5 | Category::J3 | Category::J4)
    }
}

/// What sets a child apart, all in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feature {
    Plain,
    /// 不动产权证书 registered after 2017-06-30.
    TitleLate,
    /// Another family used a seat at this home.
    SeatUsed,
    /// An elder brother or sister used it.
    SeatKin,
    /// A record so old that it no longer counts.
    SeatFree,
    Rented,
    GrandparentsHome,
    /// 居住方式 其他.
    OtherDwelling,
    /// Owns a home in another district.
    HomeElsewhere,
    /// A family from outside that owns its home here.
    OwnHome,
    SelfEmployed,
    Care(usize),
    TwoCares,
    Disabled,
    /// Disabled, and no special school chosen: 随班就读.
    DisabledNear,
    Treated(usize),
    /// The last school was a 九年一贯 school.
    NineYear,
    RareName,
    DottedName,
    NoDocument,
}

/// What is wrong or open, by the code it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    None,
    AgeTooYoung,
    AgeOver,
    NoDwelling,
    NoHukouBook,
    NoTitle,
    OwnerNotParent,
    NotResidential,
    NotLivingHere,
    LeaseTooShort,
    LeaseExpired,
    NoLease,
    LeaseShared,
    LeaseNotRegistered,
    NoJobProof,
    JobTooShort,
    NoRecognition,
    TreatedRenting,
    EmployerMismatch,
    SiMonthsMissing,
    NoLocalJob,
    NoPermit,
    PermitElsewhere,
    PermitExpired,
    NoCareProof,
    AddressUnknown,
    HukouHomeDiffer,
    NotGraduating,
    NoReturn,
    NoReturnProof,
    ZoneUnknown,
    /// 外省市 with 学籍 in another district (J9).
    EnrolledElsewhere,
    /// 港澳台 or 外国籍 without 按京籍对待 (P9, J9).
    OtherStatus,
}

/// One child's story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Story {
    pub(super) category: Category,
    pub(super) feature: Feature,
    pub(super) defect: Defect,
}

use Category::{J1, J2, J3, J4, J9, P1, P2, P3, P4, P5, P9};
use Feature::Plain;

/// Every defect with its share of the defective children; the first block has one of each.
pub(super) const DEFECTS: [(Category, Defect, u64); 45] = [
    (P1, Defect::AgeTooYoung, 20),
    (P1, Defect::AgeOver, 25),
    (P1, Defect::NoDwelling, 20),
    (P1, Defect::NoHukouBook, 60),
    (P1, Defect::NoTitle, 60),
    (P1, Defect::NoCareProof, 12),
    (P1, Defect::AddressUnknown, 45),
    (P1, Defect::HukouHomeDiffer, 40),
    (P2, Defect::NotLivingHere, 12),
    (P2, Defect::OwnerNotParent, 35),
    (P2, Defect::NotResidential, 15),
    (P3, Defect::LeaseTooShort, 20),
    (P3, Defect::LeaseExpired, 15),
    (P3, Defect::NoLease, 15),
    (P3, Defect::LeaseShared, 12),
    (P3, Defect::LeaseNotRegistered, 30),
    (P3, Defect::NoJobProof, 18),
    (P3, Defect::JobTooShort, 20),
    (P4, Defect::NoRecognition, 18),
    (P4, Defect::TreatedRenting, 12),
    (P5, Defect::EmployerMismatch, 70),
    (P5, Defect::SiMonthsMissing, 90),
    (P5, Defect::NoLocalJob, 50),
    (P5, Defect::NoPermit, 70),
    (P5, Defect::PermitElsewhere, 40),
    (P5, Defect::PermitExpired, 55),
    (J1, Defect::NotGraduating, 6),
    (J1, Defect::ZoneUnknown, 18),
    (J2, Defect::NoReturn, 22),
    (J2, Defect::NoReturnProof, 22),
    (J2, Defect::ZoneUnknown, 15),
    (J3, Defect::SiMonthsMissing, 30),
    (J4, Defect::NoLocalJob, 20),
    (P9, Defect::OtherStatus, 40),
    (J9, Defect::OtherStatus, 25),
    (J9, Defect::EnrolledElsewhere, 35),
    // Not needed once in the first block; the rest of the codes' appearances.
    (P2, Defect::NoTitle, 20),
    (P5, Defect::NoHukouBook, 30),
    (P5, Defect::NoJobProof, 25),
    (P5, Defect::AgeTooYoung, 8),
    (P5, Defect::NotLivingHere, 18),
    (J1, Defect::NoRecognition, 8),
    (J3, Defect::NoPermit, 20),
    (J3, Defect::EmployerMismatch, 18),
    (J4, Defect::PermitExpired, 12),
];

/// How many of [`DEFECTS`] the first block has, from the start.
const FIRST_DEFECTS: usize = 36;

/// In order, but apart: the first block has one of each.
const APART: [(Category, Feature); 40] = [
    (P1, Feature::TitleLate),
    (P1, Feature::SeatUsed),
    (P1, Feature::SeatKin),
    (P1, Feature::Rented),
    (P1, Feature::GrandparentsHome),
    (P1, Feature::OtherDwelling),
    (P1, Feature::HomeElsewhere),
    (P1, Feature::Care(1)),
    (P1, Feature::Care(4)),
    (P1, Feature::TwoCares),
    (P1, Feature::Disabled),
    (P1, Feature::DisabledNear),
    (P1, Feature::RareName),
    (P1, Feature::DottedName),
    (P2, Plain),
    (P2, Feature::TitleLate),
    (P2, Feature::Care(6)),
    (P3, Plain),
    (P3, Feature::OtherDwelling),
    (P4, Feature::Treated(0)),
    (P4, Feature::Treated(1)),
    (P4, Feature::Treated(2)),
    (P4, Feature::Treated(3)),
    (P4, Feature::Treated(4)),
    (P4, Feature::Treated(5)),
    (P5, Plain),
    (P5, Feature::SelfEmployed),
    (P5, Feature::OwnHome),
    (P5, Feature::DottedName),
    (P5, Feature::NoDocument),
    (J1, Feature::TitleLate),
    (J1, Feature::SeatUsed),
    (J1, Feature::SeatFree),
    (J1, Feature::Rented),
    (J1, Feature::NineYear),
    (J1, Feature::Disabled),
    (J1, Feature::Care(5)),
    (J1, Feature::Treated(4)),
    (J2, Feature::Rented),
    (J4, Plain),
];

impl Story {
    /// The `place`-th single child of the first block; `None` once its set pieces are told.
    pub(super) fn of_first_block(place: usize) -> Option<Story> {
        if let Some((category, defect, _)) = DEFECTS[..FIRST_DEFECTS].get(place) {
            return Some(Story::with(*category, *defect));
        }
        let (category, feature) = APART.get(place - FIRST_DEFECTS)?;
        Some(Story {
            category: *category,
            feature: *feature,
            defect: Defect::None,
        })
    }

    /// Any story; about one child in six has a defect.
    pub(super) fn any(dice: &mut Dice) -> Story {
        if dice.permille(835) {
            Story::clean(dice)
        } else {
            Story::defective(dice)
        }
    }

    fn defective(dice: &mut Dice) -> Story {
        let weights = DEFECTS.map(|(category, defect, weight)| ((category, defect), weight));
        let (category, defect) = dice.weighted(&weights);
        Story::with(category, defect)
    }

    fn with(category: Category, defect: Defect) -> Story {
        // A home of its own could be served by one school, and the zone would not matter.
        let rented = category == J1 && defect == Defect::ZoneUnknown;
        Story {
            category,
            feature: if rented { Feature::Rented } else { Plain },
            defect,
        }
    }

    /// A story without a defect.
    pub(super) fn clean(dice: &mut Dice) -> Story {
        let category = dice.weighted(&[
            (P1, 365),
            (P2, 50),
            (P3, 35),
            (P4, 20),
            (P5, 110),
            (J1, 285),
            (J2, 50),
            (J3, 60),
            (J4, 25),
        ]);
        Story {
            category,
            feature: feature(dice, category),
            defect: Defect::None,
        }
    }
}

fn feature(dice: &mut Dice, category: Category) -> Feature {
    use Feature::*;
    let care = Care(dice.weighted(&[(1, 5), (4, 60), (5, 10), (6, 25)]));
    let treated = Treated(dice.weighted(&[(0, 10), (1, 10), (2, 15), (3, 15), (4, 20), (5, 30)]));
    match category {
        P1 => dice.weighted(&[
            (Plain, 650),
            (TitleLate, 75),
            (SeatUsed, 15),
            (SeatKin, 12),
            (Rented, 80),
            (GrandparentsHome, 75),
            (OtherDwelling, 30),
            (HomeElsewhere, 20),
            (care, 20),
            (TwoCares, 1),
            (Disabled, 4),
            (DisabledNear, 3),
            (RareName, 8),
            (DottedName, 4),
        ]),
        P2 => dice.weighted(&[(Plain, 820), (TitleLate, 130), (care, 30), (RareName, 10)]),
        P3 => dice.weighted(&[
            (Plain, 850),
            (OtherDwelling, 100),
            (care, 20),
            (RareName, 10),
        ]),
        P4 => treated,
        P5 => dice.weighted(&[
            (Plain, 600),
            (SelfEmployed, 220),
            (OwnHome, 150),
            (RareName, 8),
            (DottedName, 12),
            (NoDocument, 3),
        ]),
        J1 => dice.weighted(&[
            (Plain, 560),
            (TitleLate, 90),
            (SeatUsed, 12),
            (SeatFree, 12),
            (Rented, 130),
            (OtherDwelling, 40),
            (NineYear, 45),
            (care, 20),
            (treated, 30),
            (Disabled, 4),
            (RareName, 8),
            (DottedName, 4),
        ]),
        J2 => dice.weighted(&[(Plain, 700), (Rented, 200), (TitleLate, 60), (RareName, 8)]),
        J3 => dice.weighted(&[
            (Plain, 640),
            (SelfEmployed, 230),
            (NineYear, 30),
            (OwnHome, 80),
            (DottedName, 8),
        ]),
        _ => dice.weighted(&[(Plain, 720), (SelfEmployed, 200), (OwnHome, 80)]),
    }
}
