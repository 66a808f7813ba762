//! A switch set for the season: another of the values that the pack offers, laid over the pack's own.

use super::{
    ChoicesMethod, DrawKind, EqualPlan, Exception, Leftover, Multiples, OtherAddress,
    SingleOverflow, Switch, Switches, Tiers, TitleTransfer,
};
use crate::Pack;

/// The most days that a lease chain may be let gap: a year.
const MOST_GAP_DAYS: u32 = 366;
/// The switches that no column of a template feeds: a person states the fact in review.
const IN_REVIEW: &[&str] = &[
    "lease_gap_days",
    "other_address_same_lease",
    "back_payment_counts",
    "title_transfer",
    "exception_allowed",
];

/// Why a switch cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SwitchError {
    /// The pack has no switch of this name.
    #[error("政策包没有名为「{0}」的开关。现有的开关：{1}。")]
    Unknown(String, String),
    /// The switch has a value by kind of draw, and none was named.
    #[error("开关「{0}」按派位种类分别取值，请说明是哪一种：{1}。")]
    NeedsKind(String, String),
    /// The switch has one value for all kinds.
    #[error("开关「{0}」不按派位种类取值，请不要写种类「{1}」。")]
    HasNoKinds(String, String),
    /// No such kind of draw.
    #[error("没有名为「{0}」的派位种类。现有的种类：{1}。")]
    UnknownKind(String, String),
    /// The pack does not offer the value.
    #[error("开关「{name}」不能取「{value}」：政策包给出的取值是 {offered}。")]
    NotOffered {
        /// The switch.
        name: String,
        /// What was asked.
        value: String,
        /// What can be had.
        offered: String,
    },
}

impl Switch {
    /// Whether it takes effect in review alone, where a person states the fact.
    pub fn in_review(&self) -> bool {
        IN_REVIEW.contains(&&*self.name)
    }

    /// Whether it has one value for each kind of draw.
    pub fn is_by_kind(&self) -> bool {
        matches!(&*self.name, "tiers" | "leftover")
    }

    /// The value for this kind of draw, of a switch that has one for each.
    pub fn value_for(&self, kind: DrawKind) -> Option<&str> {
        self.value
            .split('；')
            .find_map(|part| part.strip_prefix(kind.text())?.strip_prefix(' '))
    }

    /// The values that the pack offers, its own first; empty where any whole number of days is.
    pub fn offered(&self) -> Vec<&str> {
        if &*self.name == "lease_gap_days" {
            return Vec::new();
        }
        let own = (!self.is_by_kind()).then_some(self.value.as_str());
        let mut offered: Vec<&str> = own.into_iter().collect();
        for other in &self.others {
            if !offered.contains(&&**other) {
                offered.push(other);
            }
        }
        offered
    }

    /// A value in the words of an office: `draw_all` is 全部登记的孩子都参加派位.
    pub fn value_in_words(&self, value: &str) -> String {
        let known = match (&*self.name, value) {
            ("single_overflow", "draw_all") => "全部登记的孩子都参加派位",
            ("single_overflow", "by_registration_date") => "按产权登记先后录取，同一天登记的派位",
            ("applications_equal_plan", "direct") => "全部直接录取",
            ("applications_equal_plan", "draw") => "也要派位",
            ("other_address_same_lease", "allowed") => "可以连续计算",
            ("other_address_same_lease", "refused") => "不连续计算",
            ("back_payment_counts", "true") => "算",
            ("back_payment_counts", "false") => "不算",
            ("title_transfer", "refer") => "由人核定",
            ("title_transfer", "keep_first_date") => "按最早取得的日期",
            ("tiers", "none") => "不分先后",
            ("tiers", "care_first") => "照顾类别优先",
            ("multiples", "extend") => "学校增加学位，一并接收",
            ("multiples", "skip") => "转下一志愿",
            ("choices_method", "rounds") => "志愿优先",
            ("choices_method", "serial") => "随机号优先",
            ("leftover", "pool") => "转入统筹派位",
            ("leftover", "none") => "回到原来的去向",
            ("exception_allowed", "with_approver_and_reason") => "可以，须有批准人和理由",
            ("exception_allowed", "none") => "不可以",
            ("lease_gap_days", days) => return format!("{days} 天"),
            _ if self.is_by_kind() && value == self.value => return self.all_in_words(),
            _ => value,
        };
        known.to_owned()
    }

    fn all_in_words(&self) -> String {
        let words = DrawKind::ALL.iter().filter_map(|kind| {
            let value = self.value_for(*kind)?;
            Some(format!("{}：{}", kind.text(), self.value_in_words(value)))
        });
        words.collect::<Vec<_>>().join("；")
    }

    fn offers(&self, value: &str) -> bool {
        self.value == value || self.others.iter().any(|other| **other == *value)
    }
}

impl Switches {
    /// The switch of this name.
    pub fn named(&self, name: &str) -> Option<&Switch> {
        self.all.iter().find(|one| &*one.name == name)
    }

    fn set(&mut self, name: &str, kind: Option<&str>, value: &str) -> Result<(), SwitchError> {
        let Some(at) = self.all.iter().position(|one| &*one.name == name) else {
            let known: Vec<&str> = self.all.iter().map(|one| &*one.name).collect();
            return Err(SwitchError::Unknown(name.into(), known.join("、")));
        };
        let kind = kind_of(&self.all[at], kind)?;
        if !self.take(name, kind, value, at) {
            let offered = self.all[at].offered();
            return Err(SwitchError::NotOffered {
                name: name.into(),
                value: value.into(),
                offered: if offered.is_empty() {
                    format!("0 至 {MOST_GAP_DAYS} 天")
                } else {
                    offered.join("、")
                },
            });
        }
        let shown = match kind {
            None => value.to_owned(),
            Some(kind) => self.with_kind(at, kind, value),
        };
        self.all[at].value = shown;
        Ok(())
    }

    /// Puts the value where draws read it; answers whether the pack offers it.
    fn take(&mut self, name: &str, kind: Option<DrawKind>, value: &str, at: usize) -> bool {
        let one = &self.all[at];
        if name == "lease_gap_days" {
            let days = value.parse().ok().filter(|days| *days <= MOST_GAP_DAYS);
            let open = !one.others.is_empty() || one.value == value;
            return match days.filter(|_| open) {
                Some(days) => {
                    self.values.lease_gap_days = Some(days);
                    true
                }
                None => false,
            };
        }
        if !one.offers(value) {
            return false;
        }
        let v = &mut self.values;
        match (name, kind) {
            ("single_overflow", _) => put(SingleOverflow::parse(value), &mut v.single_overflow),
            ("applications_equal_plan", _) => put(EqualPlan::parse(value), &mut v.equal_plan),
            ("other_address_same_lease", _) => {
                put(OtherAddress::parse(value), &mut v.other_address)
            }
            ("title_transfer", _) => put(TitleTransfer::parse(value), &mut v.title_transfer),
            ("multiples", _) => put(Multiples::parse(value), &mut v.multiples),
            ("choices_method", _) => put(ChoicesMethod::parse(value), &mut v.choices_method),
            ("exception_allowed", _) => put(Exception::parse(value), &mut v.exception),
            ("back_payment_counts", _) => put(value.parse().ok(), &mut v.back_payment_counts),
            ("tiers", Some(kind)) => put_for(kind, Tiers::parse(value), &mut v.tiers),
            ("leftover", Some(kind)) => put_for(kind, Leftover::parse(value), &mut v.leftover),
            _ => false,
        }
    }

    fn with_kind(&self, at: usize, kind: DrawKind, value: &str) -> String {
        let one = &self.all[at];
        let parts = DrawKind::ALL.iter().map(|each| {
            let now = if *each == kind {
                value
            } else {
                one.value_for(*each).unwrap_or_default()
            };
            format!("{} {now}", each.text())
        });
        parts.collect::<Vec<_>>().join("；")
    }
}

impl Pack {
    /// The pack with one switch set for the season to another value that it offers; `kind` is the
    /// kind of draw (单校超额) of a switch that has a value for each. The digest stays: it names the
    /// pack's files, and who set the switch is kept beside it.
    ///
    /// # Errors
    /// [`SwitchError`] where the pack has no such switch or does not offer the value.
    pub fn with_switch(
        &self,
        name: &str,
        kind: Option<&str>,
        value: &str,
    ) -> Result<Pack, SwitchError> {
        let mut pack = self.clone();
        pack.switches.set(name, kind, value)?;
        Ok(pack)
    }
}

/// The kind of draw that is meant, where the switch has a value for each.
fn kind_of(switch: &Switch, kind: Option<&str>) -> Result<Option<DrawKind>, SwitchError> {
    let all = || {
        let words: Vec<&str> = DrawKind::ALL.iter().map(|kind| kind.text()).collect();
        words.join("、")
    };
    let name = switch.name.to_string();
    match (switch.is_by_kind(), kind) {
        (false, None) => Ok(None),
        (false, Some(kind)) => Err(SwitchError::HasNoKinds(name, kind.into())),
        (true, None) => Err(SwitchError::NeedsKind(name, all())),
        (true, Some(kind)) => match DrawKind::parse(kind) {
            Some(kind) => Ok(Some(kind)),
            None => Err(SwitchError::UnknownKind(kind.into(), all())),
        },
    }
}

fn put<T>(value: Option<T>, into: &mut Option<T>) -> bool {
    let known = value.is_some();
    if known {
        *into = value;
    }
    known
}

fn put_for<T>(kind: DrawKind, value: Option<T>, into: &mut Option<Vec<T>>) -> bool {
    match (
        value,
        into.as_mut().and_then(|all| all.get_mut(kind as usize)),
    ) {
        (Some(value), Some(place)) => {
            *place = value;
            true
        }
        _ => false,
    }
}
