//! What of a person's data a list may show.

use ruxue_rules::Fact;

/// A name as lists show it: 张*三, 张*, 欧**明; a name with · keeps its first syllable.
pub(crate) fn name(full: &str) -> String {
    let letters: Vec<char> = full.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [first, ..] if full.contains('·') || full.is_ascii() => format!("{first}***"),
        [_] => "*".into(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// How a fact may be shown where the data are not asked for in full.
pub(super) enum Cover {
    /// As it is.
    None,
    /// As a name.
    Name,
    /// Not at all, no fragment either: fragments of different lists can be put together.
    Whole,
}

/// The cover of a fact.
pub(super) fn cover(fact: Fact) -> Cover {
    match fact {
        Fact::Name | Fact::Guardian1Name | Fact::Guardian2Name | Fact::Owner => Cover::Name,
        Fact::IdNumber
        | Fact::Guardian1Id
        | Fact::Guardian2Id
        | Fact::Guardian1Phone
        | Fact::Guardian2Phone
        | Fact::Permit1Number
        | Fact::Permit2Number
        | Fact::TitleNumber
        | Fact::LeaseNumber
        | Fact::StudentNumber
        | Fact::HomeRoom
        | Fact::HomeAddress
        | Fact::HukouAddress => Cover::Whole,
        _ => Cover::None,
    }
}

/// A fact's text as it is shown where the data were not asked for in full.
pub fn covered(fact: Fact, text: &str) -> String {
    match cover(fact) {
        Cover::None => text.to_owned(),
        Cover::Name => name(text),
        Cover::Whole => "已填（遮盖）".to_owned(),
    }
}

/// An identity number as it is shown whole: 6-8-4.
pub(super) fn grouped(number: &str) -> String {
    match (number.get(..6), number.get(6..14), number.get(14..)) {
        (Some(area), Some(birth), Some(rest)) if number.len() == 18 => {
            format!("{area} {birth} {rest}")
        }
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_as_the_offices_do() {
        let check = |full, masked: &str| assert_eq!(name(full), masked);
        check("张小三", "张*三");
        check("张三", "张*");
        check("欧阳小明", "欧**明");
        check("𬎆", "*");
        check("𬎆𫖯", "𬎆*");
        check("阿卜杜拉·艾力", "阿***");
        check("John Smith", "J***");
        check("", "");
    }

    #[test]
    fn identity_numbers_are_grouped() {
        assert_eq!(grouped("810000199408230021"), "810000 19940823 0021");
        assert_eq!(grouped("E12345678"), "E12345678");
        assert_eq!(grouped("护照护照护照"), "护照护照护照");
    }
}
