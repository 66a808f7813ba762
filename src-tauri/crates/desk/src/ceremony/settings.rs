//! The policy's switches that a draw is laid out by.

use ruxue_lottery::{Groups, Leftover, Method};
use ruxue_rules::pack::switches::{
    self, ChoicesMethod, DrawKind, EqualPlan, Multiples, SingleOverflow, Switches, Tiers,
};

/// What the pack says of draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Who yields when a single school is over plan.
    pub overflow: SingleOverflow,
    /// Whether as many applicants as seats draw.
    pub equal_plan: EqualPlan,
    /// How turns are taken.
    pub method: Method,
    /// What becomes of children of one birth who no longer fit together.
    pub groups: Groups,
    /// Kinds that seat the care groups first.
    pub care_first: Vec<DrawKind>,
    /// Kinds whose unseated children join the pool.
    pub pooled: Vec<DrawKind>,
}

impl Settings {
    /// Reads the switches.
    pub fn of(switches: &Switches) -> Settings {
        let kinds = |holds: &dyn Fn(DrawKind) -> bool| {
            DrawKind::ALL
                .iter()
                .copied()
                .filter(|kind| holds(*kind))
                .collect()
        };
        Settings {
            overflow: switches.single_overflow(),
            equal_plan: switches.equal_plan(),
            method: match switches.choices_method() {
                ChoicesMethod::Rounds => Method::Rounds,
                ChoicesMethod::Serial => Method::Serial,
            },
            groups: match switches.multiples() {
                Multiples::Extend => Groups::Extend,
                Multiples::Skip => Groups::Skip,
            },
            care_first: kinds(&|kind| switches.tiers(kind) == Tiers::CareFirst),
            pooled: kinds(&|kind| switches.leftover(kind) == switches::Leftover::Pool),
        }
    }

    /// Whether so many applicants for so many seats draw.
    pub fn draws(&self, applicants: usize, seats: u32) -> bool {
        let seats = seats as usize;
        match self.equal_plan {
            EqualPlan::Direct => applicants > seats,
            EqualPlan::Draw => applicants > 0 && applicants >= seats,
        }
    }

    /// The tier of a child: 0 for any 照顾类别 in kinds that have tiers, 1 for the rest there.
    pub fn tier(&self, kind: DrawKind, care: bool) -> u32 {
        u32::from(self.care_first.contains(&kind) && !care)
    }

    /// What becomes of those whom no choice seats.
    pub fn leftover(&self, kind: DrawKind) -> Leftover {
        if self.pooled.contains(&kind) {
            Leftover::Pool
        } else {
            Leftover::None
        }
    }
}
