//! Streets by every form that offices write.

use ruxue_rules::office::{OFFICES, Office};

/// The short names of all offices, for drop-downs.
pub(crate) fn short_names() -> Vec<&'static str> {
    OFFICES.iter().map(|office| office.name).collect()
}

/// The short name of an office from its code (016, 110105016, 110105016000, or 16 as Excel
/// leaves it) or its name (双井, 双井街道, 双井街道办, 朝阳区双井街道办事处).
pub(crate) fn short_name(text: &str) -> Option<&'static str> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let office = match text.len() {
        1 | 2 if digits => Office::find(&format!("{text:0>3}")),
        12 if digits => Office::find(text.strip_suffix("000")?),
        _ => Office::find(text).or_else(|| Office::find(text.strip_suffix('办')?)),
    };
    office.map(|office| office.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_by_every_name_in_use() {
        for text in [
            "双井",
            "双井街道",
            "双井街道办事处",
            "双井街道办",
            "朝阳区双井街道",
            "016",
            "16",
            "110105016",
            "110105016000",
        ] {
            assert_eq!(short_name(text), Some("双井"), "{text}");
        }
        assert_eq!(short_name("和平街"), Some("和平街"));
        assert_eq!(short_name("将台乡"), Some("将台"));
        assert_eq!(short_name("建国门外街道办事处"), Some("建外"));
    }

    #[test]
    fn what_is_no_office() {
        for text in [
            "",
            "街道",
            "海淀",
            "044",
            "0",
            "110105016001",
            "110108016",
            "双井双井",
        ] {
            assert_eq!(short_name(text), None, "{text}");
        }
    }
}
