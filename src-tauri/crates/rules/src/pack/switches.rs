//! What the text leaves open, and how this year reads it.

mod setting;

pub use setting::SwitchError;

use crate::table::words;

use super::cite::Cite;
use super::reader::Section;
use super::{Category, whole};

words! {
    /// A kind of draw that switches speak of.
    DrawKind {
        /// 民办学校.
        Private "民办",
        /// 公办寄宿学校.
        Boarding "公办寄宿",
        /// 全区自愿, junior schools.
        WishAll "全区自愿",
        /// 一般公办, junior schools.
        WishGeneral "一般公办",
        /// A single school over plan.
        Overflow "单校超额",
        /// 多校划片.
        Multi "多校划片",
        /// 统筹派位.
        Pool "统筹",
        /// 补录.
        Late "补录",
    }
}

words! {
    /// `single_overflow`: who yields when a single school is over plan.
    SingleOverflow {
        /// All draw.
        DrawAll "draw_all",
        /// The latest registrations yield.
        ByRegistrationDate "by_registration_date",
    }
}

words! {
    /// `applications_equal_plan`: as many applicants as seats.
    EqualPlan {
        /// All are admitted directly.
        Direct "direct",
        /// They draw.
        Draw "draw",
    }
}

words! {
    /// `other_address_same_lease`: a lease chain over several addresses of the district.
    OtherAddress {
        /// Counts as one chain.
        Allowed "allowed",
        /// Does not.
        Refused "refused",
    }
}

words! {
    /// `title_transfer`: 换证, 加名, 继承 of an earlier right.
    TitleTransfer {
        /// A person decides.
        Refer "refer",
        /// The first date counts.
        KeepFirstDate "keep_first_date",
    }
}

words! {
    /// `tiers`: who is seated first in a kind of draw.
    Tiers {
        /// All alike.
        None "none",
        /// Tier 0 for any 照顾类别, 1 for the rest.
        CareFirst "care_first",
    }
}

words! {
    /// `multiples`: children of one birth who no longer fit together.
    Multiples {
        /// The school takes the unit over its plan.
        Extend "extend",
        /// The unit tries its next choice.
        Skip "skip",
    }
}

words! {
    /// `choices_method`: how choices are served.
    ChoicesMethod {
        /// 志愿优先.
        Rounds "rounds",
        /// 随机号优先.
        Serial "serial",
    }
}

words! {
    /// `leftover`: what becomes of those whom no choice seats.
    Leftover {
        /// They join the pool.
        Pool "pool",
        /// They keep their route.
        None "none",
    }
}

words! {
    /// `exception_allowed`: refusals of J3 and J4, 「原则上」.
    Exception {
        /// With an approver and a reason.
        WithApproverAndReason "with_approver_and_reason",
        /// None.
        None "none",
    }
}

/// One switch as the case sheet prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Its name: `lease_gap_days`.
    pub name: Box<str>,
    /// What it decides, in words.
    pub says: Box<str>,
    /// Document number and place.
    pub clause: Box<str>,
    /// This year's value; of a switch by kind of draw all its values.
    pub value: String,
    /// The values it could have.
    pub others: Vec<Box<str>>,
    /// The categories whose case sheet prints it.
    pub categories: Vec<Box<str>>,
}

/// All switches of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    all: Vec<Switch>,
    values: Values,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Values {
    single_overflow: Option<SingleOverflow>,
    equal_plan: Option<EqualPlan>,
    lease_gap_days: Option<u32>,
    other_address: Option<OtherAddress>,
    back_payment_counts: Option<bool>,
    title_transfer: Option<TitleTransfer>,
    tiers: Option<Vec<Tiers>>,
    multiples: Option<Multiples>,
    choices_method: Option<ChoicesMethod>,
    leftover: Option<Vec<Leftover>>,
    exception: Option<Exception>,
}

const NAMES: &[&str] = &[
    "single_overflow",
    "applications_equal_plan",
    "lease_gap_days",
    "other_address_same_lease",
    "back_payment_counts",
    "title_transfer",
    "tiers",
    "multiples",
    "choices_method",
    "leftover",
    "exception_allowed",
];

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $default:expr;)*) => {
        $($(#[$doc])* pub fn $name(&self) -> $type { self.values.$name.unwrap_or($default) })*
    };
}

impl Switches {
    /// All switches, in the pack's order.
    pub fn all(&self) -> &[Switch] {
        &self.all
    }

    /// The switches that the case sheet of a category prints.
    pub fn of_category<'s>(&'s self, category: &'s str) -> impl Iterator<Item = &'s Switch> {
        self.all
            .iter()
            .filter(move |one| one.categories.iter().any(|code| **code == *category))
    }

    // A pack that lacks a switch does not load, so the defaults are never seen.
    getters! {
        /// Who yields when a single school is over plan.
        single_overflow: SingleOverflow = SingleOverflow::DrawAll;
        /// Whether as many applicants as seats draw.
        equal_plan: EqualPlan = EqualPlan::Direct;
        /// How many days a lease chain may gap. No template has the column: takes effect in review.
        lease_gap_days: u32 = 0;
        /// Whether a lease chain may span addresses. Takes effect in review.
        other_address: OtherAddress = OtherAddress::Allowed;
        /// Whether insurance paid afterwards counts. Takes effect in review.
        back_payment_counts: bool = false;
        /// Which date counts after a title was renewed or inherited. Takes effect in review.
        title_transfer: TitleTransfer = TitleTransfer::Refer;
        /// What becomes of a birth unit that does not fit.
        multiples: Multiples = Multiples::Extend;
        /// How choices are served.
        choices_method: ChoicesMethod = ChoicesMethod::Rounds;
        /// Whether a refusal of J3 or J4 may be lifted. Takes effect in review.
        exception: Exception = Exception::None;
    }

    /// Who is seated first in this kind of draw.
    pub fn tiers(&self, kind: DrawKind) -> Tiers {
        let all = self.values.tiers.as_deref().unwrap_or_default();
        all.get(kind as usize).copied().unwrap_or(Tiers::None)
    }

    /// What becomes of those whom no choice seats in this kind of draw.
    pub fn leftover(&self, kind: DrawKind) -> Leftover {
        let all = self.values.leftover.as_deref().unwrap_or_default();
        all.get(kind as usize).copied().unwrap_or(Leftover::None)
    }

    /// Reads `[[switch]]`.
    pub(super) fn read(root: &Section<'_>, categories: &[Category], cite: &Cite) -> Switches {
        let mut switches = Switches::default();
        for section in root.sections("switch") {
            switches.read_one(section, categories, cite);
        }
        for name in NAMES {
            if !switches.all.iter().any(|one| &*one.name == *name) {
                root.say("switch", format!("缺少开关 {name}，请写明本年取值"));
            }
        }
        switches
    }

    fn read_one(&mut self, section: Section<'_>, categories: &[Category], cite: &Cite) {
        let known: Vec<_> = self.all.iter().map(|one| &one.name).collect();
        let name = section.name("name", "开关", &known);
        if !name.is_empty() && !NAMES.contains(&&*name) {
            section.say("name", format!("不认识的开关「{name}」"));
        }
        let v = &mut self.values;
        let value = match &*name {
            "single_overflow" => pick(&section, SingleOverflow::parse, &mut v.single_overflow),
            "applications_equal_plan" => pick(&section, EqualPlan::parse, &mut v.equal_plan),
            "other_address_same_lease" => pick(&section, OtherAddress::parse, &mut v.other_address),
            "title_transfer" => pick(&section, TitleTransfer::parse, &mut v.title_transfer),
            "multiples" => pick(&section, Multiples::parse, &mut v.multiples),
            "choices_method" => pick(&section, ChoicesMethod::parse, &mut v.choices_method),
            "exception_allowed" => pick(&section, Exception::parse, &mut v.exception),
            "tiers" => by_kind(&section, Tiers::parse, &mut v.tiers),
            "leftover" => by_kind(&section, Leftover::parse, &mut v.leftover),
            "lease_gap_days" => {
                let days = section.integer("value");
                v.lease_gap_days = u32::try_from(days).ok();
                if v.lease_gap_days.is_none() {
                    section.say("value", "天数不能是负数");
                }
                days.to_string()
            }
            "back_payment_counts" => {
                let counts = section.flag("value");
                v.back_payment_counts = Some(counts);
                counts.to_string()
            }
            _ => {
                section.give_up(&["value"]);
                String::new()
            }
        };
        self.all.push(Switch {
            says: section.text("says"),
            clause: cite.clause(&section),
            others: section.texts("others"),
            categories: whole::read_codes(&section, categories),
            value,
            name,
        });
        section.close();
    }
}

fn pick<T>(section: &Section<'_>, parse: fn(&str) -> Option<T>, into: &mut Option<T>) -> String {
    let text = section.text("value");
    *into = parse(&text);
    if into.is_none() && !text.is_empty() {
        section.say("value", format!("开关没有「{text}」这个取值"));
    }
    text.into()
}

fn by_kind<T: Copy>(
    section: &Section<'_>,
    parse: fn(&str) -> Option<T>,
    into: &mut Option<Vec<T>>,
) -> String {
    let mut values: Vec<Option<T>> = vec![None; DrawKind::ALL.len()];
    let mut shown = Vec::new();
    let table = section.section("value");
    let entries = table.as_ref().map(Section::entries).unwrap_or_default();
    for (kind, texts, spot) in entries {
        let text = texts.join("、");
        let say = |message: String| section.report().say(&spot, message);
        match (DrawKind::parse(kind), parse(&text)) {
            (None, _) => say(format!("不认识的派位种类「{kind}」")),
            (_, None) => say(format!("开关没有「{text}」这个取值")),
            (Some(kind), value) => values[kind as usize] = value,
        }
        shown.push(format!("{kind} {text}"));
    }
    for kind in DrawKind::ALL {
        if values[*kind as usize].is_none() {
            section.say("value", format!("没有写「{}」取什么值", kind.text()));
        }
    }
    *into = values.into_iter().collect();
    shown.join("；")
}
