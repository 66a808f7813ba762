//! Why a child is shown in full: a short closed list, and words beside it.

macro_rules! purposes {
    ($($variant:ident $code:literal $chinese:literal;)*) => {
        /// What a person looks at children's full data for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PurposeKind { $(#[doc = $chinese] $variant,)* }

        impl PurposeKind {
            /// All kinds, in the order in which they are offered.
            pub const ALL: &'static [PurposeKind] = &[$(PurposeKind::$variant,)*];

            /// The code on the wire: `review`.
            pub fn code(self) -> &'static str {
                match self { $(PurposeKind::$variant => $code,)* }
            }

            /// What is read: 审核报名材料.
            pub fn chinese(self) -> &'static str {
                match self { $(PurposeKind::$variant => $chinese,)* }
            }

            /// The kind of this code.
            pub fn from_code(code: &str) -> Option<PurposeKind> {
                match code { $($code => Some(PurposeKind::$variant),)* _ => None }
            }
        }
    };
}

purposes! {
    Review "review" "审核报名材料";
    Contact "contact" "联系家长补齐材料";
    Correct "correct" "核对、更正登记信息";
    Appeal "appeal" "办理复核申请";
    Enrol "enrol" "办理录取与入学";
    Other "other" "其他";
}

/// Letters that the words of a purpose hold at most.
const LONGEST: usize = 60;
/// Digits in a row that are no date or clause any more, but somebody's number.
const DIGITS_OF_A_NUMBER: usize = 7;

/// A purpose as it was stated: one line, for the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPurpose(String);

/// A purpose that the journal cannot take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PurposeError {
    /// 其他 alone says nothing.
    #[error("选了“其他”，请写明用途，至少两个字。")]
    Unsaid,
    /// Too long, or more than one line.
    #[error("用途请写成一行，不超过 {LONGEST} 个字。")]
    Long,
    /// It holds somebody's number.
    #[error("用途里不要写证件号码、电话等个人信息：它会记入日志，不能删除。")]
    Number,
}

impl StatedPurpose {
    /// A purpose of this kind with these words, which only 其他 needs.
    ///
    /// # Errors
    /// [`PurposeError`]: 其他 without words, too many words, or a person's number among them.
    pub fn new(kind: PurposeKind, words: &str) -> Result<StatedPurpose, PurposeError> {
        let words = words.trim();
        let length = words.chars().count();
        if kind == PurposeKind::Other && length < 2 {
            return Err(PurposeError::Unsaid);
        }
        if length > LONGEST || words.chars().any(char::is_control) {
            return Err(PurposeError::Long);
        }
        let mut run = 0;
        for letter in words.chars() {
            run = if letter.is_numeric() { run + 1 } else { 0 };
            if run >= DIGITS_OF_A_NUMBER {
                return Err(PurposeError::Number);
            }
        }
        Ok(StatedPurpose(match (kind, words) {
            (PurposeKind::Other, words) => words.to_owned(),
            (kind, "") => kind.chinese().to_owned(),
            (kind, words) => format!("{}：{words}", kind.chinese()),
        }))
    }

    /// The line that stands in the journal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_one_line_without_anybodys_number() {
        let of = |kind, words: &str| StatedPurpose::new(kind, words).map(|one| one.0);
        assert_eq!(of(PurposeKind::Review, " ").unwrap(), "审核报名材料");
        let said = of(PurposeKind::Appeal, "2021 年第 12 号").unwrap();
        assert_eq!(said, "办理复核申请：2021 年第 12 号");
        assert_eq!(of(PurposeKind::Other, "上级抽查").unwrap(), "上级抽查");
        assert_eq!(of(PurposeKind::Other, "看"), Err(PurposeError::Unsaid));
        assert_eq!(of(PurposeKind::Review, "甲\n乙"), Err(PurposeError::Long));
        let long = "长".repeat(LONGEST + 1);
        assert_eq!(of(PurposeKind::Review, &long), Err(PurposeError::Long));
        for number in ["电话 13800000000", "１１０１０５２０１４０１０１"] {
            assert_eq!(of(PurposeKind::Other, number), Err(PurposeError::Number));
        }
    }
}
