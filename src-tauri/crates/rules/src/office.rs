//! The 43 street and area offices of the district (24 街道, 19 地区), read once from the data file
//! `assets/district/110105/offices.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// One office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Nine digits: 110105 and three of its own.
    pub code: &'static str,
    /// The short name that every table uses: 双井.
    pub name: &'static str,
    /// The full name: 双井街道, 管庄地区.
    pub full: &'static str,
    /// Whether it is a 街道 or a 地区 (with a 乡 government).
    pub kind: OfficeKind,
    /// Other names in use, without 街道, 地区 or 乡: 建国门外.
    pub aliases: &'static [&'static str],
    /// The first letters of the short name and of each alias as they are spoken: sj; for whoever
    /// types them to find an office.
    pub initials: &'static [&'static str],
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

const DATA: &str = include_str!("../../../../assets/district/110105/offices.toml");

/// All offices, by code. A test of this module rules out that the bundled file is broken.
pub static OFFICES: LazyLock<Vec<Office>> = LazyLock::new(|| read(DATA).unwrap_or_default());

/// Reads the data file. Its names live as long as the program, which reads it once.
fn read(text: &str) -> Result<Vec<Office>, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error| format!("offices.toml: {error}"))?;
    let list = table.get("office").and_then(toml::Value::as_array);
    let rows = list.ok_or("没有 [[office]]")?.iter();
    let offices = rows.map(read_office).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    for office in &offices {
        let names = [office.code, office.name, office.full].into_iter();
        for name in names.chain(office.aliases.iter().copied()) {
            if !seen.insert(name) {
                return Err(format!("名称「{name}」出现了两次"));
            }
        }
    }
    Ok(offices)
}

fn read_office(row: &toml::Value) -> Result<Office, String> {
    let row = row.as_table().ok_or("[[office]] 应当是一个表")?;
    let text = |key: &str| {
        let text = row.get(key).and_then(toml::Value::as_str);
        let text = text.filter(|text| !text.is_empty());
        text.ok_or_else(|| format!("{key} 应当是不空的文字：{row}"))
    };
    if let Some(key) = row.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("不认识的「{key}」"));
    }
    let (code, name, full) = (text("code")?, text("name")?, text("full")?);
    if code.len() != 9 || !code.starts_with(CENTRE) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("代码 {code} 应当是 110105 加三位数字"));
    }
    let kind = match text("kind")? {
        "街道" => OfficeKind::Street,
        "地区" => OfficeKind::Area,
        other => return Err(format!("{name}：kind 是街道或地区，不是「{other}」")),
    };
    let aliases = list(row, name, "aliases")?;
    let initials = list(row, name, "initials")?;
    let lower = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    if initials.len() != aliases.len() + 1 || !initials.iter().all(lower) {
        return Err(format!(
            "{name}：initials 依次是简称与各别名的拼音首字母，小写"
        ));
    }
    Ok(Office {
        code: kept(code),
        name: kept(name),
        full: kept(full),
        kind,
        aliases: aliases.leak(),
        initials: initials.leak(),
    })
}

const KEYS: [&str; 6] = ["code", "name", "full", "kind", "aliases", "initials"];

/// A list of texts, none of them empty.
fn list(row: &toml::Table, name: &str, key: &str) -> Result<Vec<&'static str>, String> {
    let list = row.get(key).and_then(toml::Value::as_array);
    list.ok_or_else(|| format!("{name}：{key} 应当是一个列表"))?
        .iter()
        .map(|text| text.as_str().filter(|text| !text.is_empty()).map(kept))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| format!("{name}：{key} 里应当都是不空的文字"))
}

fn kept(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// What may follow a short name in an office's full name, longest first.
pub(crate) const SUFFIXES: &[&str] = &[
    "街道办事处",
    "地区办事处",
    "乡人民政府",
    "乡政府",
    "街道办",
    "地区办",
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
        let mut offices = OFFICES.iter();
        offices.find(|office| office.short_names().any(|name| name == text))
    }

    /// The short name and the other names in use, without 街道, 地区 or 乡.
    pub fn short_names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_is_whole() {
        assert_eq!(read(DATA).as_ref().map(Vec::len), Ok(43));
    }

    #[test]
    fn a_broken_data_file_is_refused() {
        let row =
            "[[office]]\ncode = \"110105001\"\nname = \"甲\"\nfull = \"甲街道\"\nkind = \"街道\"\n";
        let with = |rest: &str| read(&format!("{row}initials = [\"j\"]\n{rest}\n"));
        assert!(with("aliases = []").is_ok());
        assert!(with("aliases = [\"乙\"]").is_err(), "no initials for 乙");
        let upper = "initials = [\"J\"]\naliases = []";
        assert!(read(&format!("{row}{upper}")).is_err());
        assert!(with("").is_err(), "aliases are stated, if empty");
        assert!(with("aliases = [\"甲\"]").is_err(), "a name twice");
        assert!(with("aliases = [1]").is_err());
        assert!(with("aliases = []\nother = 1").is_err());
        let whole = format!("{row}initials = [\"j\"]\naliases = []");
        assert!(read(&whole.replace("110105001", "110108001")).is_err());
        assert!(read(&whole.replace("\"街道\"", "\"镇\"")).is_err());
        assert!(read("").is_err());
    }

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
