//! The 43 street and area offices of the district (24 街道, 19 地区).

/// One office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Nine digits: 110105 and three of its own.
    pub code: &'static str,
    /// The short name that every table uses: 双井.
    pub name: &'static str,
    /// Whether it is a 街道 or a 地区 (with a 乡 government).
    pub kind: OfficeKind,
}

/// The two kinds of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeKind {
    /// 街道办事处.
    Street,
    /// 地区办事处, also 乡人民政府.
    Area,
}

/// The code of the district's admission centre.
pub const CENTRE: &str = "110105";

macro_rules! offices {
    ($($kind:ident $code:literal $name:literal,)*) => {
        &[$(Office { code: concat!("110105", $code), name: $name, kind: OfficeKind::$kind },)*]
    };
}

/// All offices, by code.
pub const OFFICES: &[Office] = offices! {
    Street "001" "建外",
    Street "002" "朝外",
    Street "003" "呼家楼",
    Street "004" "三里屯",
    Street "005" "左家庄",
    Street "006" "香河园",
    Street "007" "和平街",
    Street "008" "安贞",
    Street "009" "亚运村",
    Street "010" "小关",
    Street "011" "酒仙桥",
    Street "012" "麦子店",
    Street "013" "团结湖",
    Street "014" "六里屯",
    Street "015" "八里庄",
    Street "016" "双井",
    Street "017" "劲松",
    Street "018" "潘家园",
    Street "019" "垡头",
    Street "020" "首都机场",
    Area "021" "南磨房",
    Area "022" "高碑店",
    Area "023" "将台",
    Area "024" "太阳宫",
    Street "025" "大屯",
    Street "026" "望京",
    Area "027" "小红门",
    Area "028" "十八里店",
    Area "029" "平房",
    Area "030" "东风",
    Street "031" "奥运村",
    Area "032" "来广营",
    Area "033" "常营",
    Area "034" "三间房",
    Area "035" "管庄",
    Area "036" "金盏",
    Area "037" "孙河",
    Area "038" "崔各庄",
    Area "039" "东坝",
    Area "040" "黑庄户",
    Area "041" "豆各庄",
    Area "042" "王四营",
    Street "043" "东湖",
};

/// What may follow a short name in an office's full name, longest first.
pub(crate) const SUFFIXES: &[&str] = &[
    "街道办事处",
    "地区办事处",
    "乡人民政府",
    "乡政府",
    "办事处",
    "街道",
    "地区",
    "乡",
];

/// What may stand before an office's name, longest first.
const PREFIXES: &[&str] = &["北京市朝阳区", "朝阳区", "北京市", "北京"];

impl Office {
    /// Finds an office by any form of its name (双井, 双井街道, 双井街道办事处, 管庄地区,
    /// 管庄乡, 建国门外街道, 朝阳门外街道) or by its code (110105016, or the last three digits).
    pub fn find(text: &str) -> Option<&'static Office> {
        let mut text = text.trim();
        for prefix in PREFIXES {
            text = text.strip_prefix(prefix).unwrap_or(text);
        }
        let by_code = OFFICES
            .iter()
            .find(|office| office.code == text || (text.len() == 3 && office.code.ends_with(text)));
        by_code.or_else(|| Office::named(text)).or_else(|| {
            SUFFIXES
                .iter()
                .filter_map(|suffix| text.strip_suffix(suffix))
                .find_map(Office::named)
        })
    }

    fn named(text: &str) -> Option<&'static Office> {
        let text = match text {
            "建国门外" => "建外",
            "朝阳门外" => "朝外",
            "和平" => "和平街",
            other => other,
        };
        OFFICES.iter().find(|office| office.name == text)
    }

    /// The full name: 双井街道, 管庄地区.
    pub fn full_name(&self) -> String {
        let suffix = match self.kind {
            OfficeKind::Street => "街道",
            OfficeKind::Area => "地区",
        };
        // 和平街 is itself 和平街街道 in full.
        format!("{}{suffix}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_four_streets_and_nineteen_areas() {
        let streets = OFFICES
            .iter()
            .filter(|office| office.kind == OfficeKind::Street)
            .count();
        assert_eq!((streets, OFFICES.len() - streets), (24, 19));
        assert!(OFFICES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn every_form_of_a_name_finds_its_office() {
        for text in [
            "双井",
            "双井街道",
            "双井街道办事处",
            "北京市朝阳区双井街道",
            "110105016",
            "016",
        ] {
            assert_eq!(
                Office::find(text).map(|office| office.name),
                Some("双井"),
                "{text}"
            );
        }
        for text in ["管庄", "管庄地区", "管庄乡", "管庄地区办事处", "110105035"] {
            assert_eq!(
                Office::find(text).map(|office| office.name),
                Some("管庄"),
                "{text}"
            );
        }
        assert_eq!(
            Office::find("和平街街道").map(|office| office.code),
            Some("110105007")
        );
        assert_eq!(
            Office::find("和平街").map(|office| office.code),
            Some("110105007")
        );
        assert_eq!(
            Office::find("建国门外街道").map(|office| office.name),
            Some("建外")
        );
        assert_eq!(Office::find("中关村"), None);
        assert_eq!(Office::find(""), None);
    }
}
