//! The table of retention: its file, and what makes it wrong.

use super::{Fate, Record};
use crate::journal::hex;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most years that a class may say; more is `permanent`.
const MOST_YEARS: u32 = 100;

/// How long a class is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// So many years after the season's last day.
    Years(u32),
    /// For ever.
    Permanent,
}

impl Keep {
    /// 6 年, 永久.
    pub fn says(self) -> String {
        match self {
            Keep::Years(years) => format!("{years} 年"),
            Keep::Permanent => "永久".into(),
        }
    }
}

/// One class of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its word: `registration`.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// The kinds in it.
    pub records: Vec<Record>,
    /// How long.
    pub keep: Keep,
    /// The legal ground, or that it waits for one.
    pub ground: String,
}

/// A table of retention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its title.
    pub title: String,
    /// Code of the district whose it is.
    pub district: String,
    /// Its classes.
    pub classes: Vec<Class>,
    /// SHA-256 of the file, hex.
    pub digest: String,
}

/// Why a file is no table of retention.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("保存期限表不合规则：{0}")]
pub struct TermsError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    district: String,
    class: Vec<FileClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileClass {
    code: String,
    name: String,
    records: Vec<String>,
    years: Option<u32>,
    permanent: Option<bool>,
    ground: String,
}

impl Terms {
    /// Reads a table and checks all of it.
    ///
    /// # Errors
    /// A sentence that says which class or record is off, and how to put it right.
    pub fn read(text: &str) -> Result<Terms, TermsError> {
        let file: File =
            toml::from_str(text).map_err(|error| TermsError(where_in(text, &error)))?;
        let classes = file
            .class
            .into_iter()
            .map(class)
            .collect::<Result<Vec<_>, _>>()?;
        let terms = Terms {
            title: file.title,
            district: file.district,
            classes,
            digest: hex(&Sha256::digest(text.as_bytes())),
        };
        terms.check()?;
        Ok(terms)
    }

    /// The class that a kind of record is in.
    pub fn class_of(&self, record: Record) -> Option<&Class> {
        self.classes
            .iter()
            .find(|class| class.records.contains(&record))
    }

    /// How long a kind of record is kept.
    pub fn keep(&self, record: Record) -> Keep {
        self.class_of(record)
            .map_or(Keep::Permanent, |class| class.keep)
    }

    fn check(&self) -> Result<(), TermsError> {
        for (what, text) in [("title", &self.title), ("district", &self.district)] {
            if text.trim().is_empty() {
                return Err(TermsError(format!("{what} 是空的，请写上。")));
            }
        }
        let mut place: BTreeMap<Record, &str> = BTreeMap::new();
        let mut codes: Vec<&str> = Vec::new();
        for class in &self.classes {
            if codes.contains(&class.code.as_str()) {
                return Err(TermsError(format!("类 {} 写了两次，请合并。", class.code)));
            }
            codes.push(&class.code);
            for record in &class.records {
                if let Some(other) = place.insert(*record, &class.code) {
                    return Err(TermsError(format!(
                        "{}（{}）同时在类 {other} 和类 {} 里，只能在一类里。",
                        record.code(),
                        record.chinese(),
                        class.code
                    )));
                }
            }
        }
        for record in Record::ALL {
            if !place.contains_key(record) {
                return Err(TermsError(format!(
                    "{}（{}）不在任何一类里，请写明它保存多久。",
                    record.code(),
                    record.chinese()
                )));
            }
            self.check_fate(*record)?;
        }
        Ok(())
    }

    fn check_fate(&self, record: Record) -> Result<(), TermsError> {
        let (keep, registration) = (self.keep(record), self.keep(Record::Registration));
        let longer = match (keep, registration) {
            (_, Keep::Permanent) => false,
            (Keep::Permanent, Keep::Years(_)) => true,
            (Keep::Years(own), Keep::Years(all)) => own > all,
        };
        match record.fate() {
            Fate::Permanent if keep != Keep::Permanent => Err(TermsError(format!(
                "{}（{}）只能永久保存（permanent = true）：它证明录取的结果，里面没有姓名和证件号码。",
                record.code(),
                record.chinese()
            ))),
            Fate::WithRegistration if longer => Err(TermsError(format!(
                "{}（{}）是报名登记的一部分，不能比 registration 保存得更久。",
                record.code(),
                record.chinese()
            ))),
            _ => Ok(()),
        }
    }
}

fn class(file: FileClass) -> Result<Class, TermsError> {
    let code = file.code.trim().to_owned();
    let off = |why: &str| TermsError(format!("类 {code}：{why}"));
    if code.is_empty() || file.name.trim().is_empty() || file.ground.trim().is_empty() {
        return Err(off(
            "code、name、ground 都要写。没有查到依据的，ground 写「待核定」。",
        ));
    }
    let keep = match (file.years, file.permanent) {
        (Some(years), None) if (1..=MOST_YEARS).contains(&years) => Keep::Years(years),
        (Some(_), None) => {
            return Err(off(
                "years 应为 1 至 100 的整数；更久的写 permanent = true。",
            ));
        }
        (None, Some(true)) => Keep::Permanent,
        _ => return Err(off("years 与 permanent = true 写且只写一个。")),
    };
    let records = file.records.iter().map(|word| {
        Record::from_code(word).ok_or_else(|| {
            let known: Vec<_> = Record::ALL.iter().map(|record| record.code()).collect();
            off(&format!(
                "不认识的记录「{word}」。可用：{}。",
                known.join("、")
            ))
        })
    });
    let records = records.collect::<Result<Vec<_>, _>>()?;
    Ok(Class {
        code: code.clone(),
        name: file.name.trim().to_owned(),
        records,
        keep,
        ground: file.ground.trim().to_owned(),
    })
}

/// The parser's English says less than the line.
fn where_in(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| {
        let before = text.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    });
    match line {
        Some(line) => format!("第 {line} 行写法不对（{}）。", error.message()),
        None => format!("文件写法不对（{}）。", error.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    fn wrong(from: &str, to: &str) -> String {
        let text = EXAMPLE.replacen(from, to, 1);
        assert_ne!(text, EXAMPLE, "the example has no {from}");
        Terms::read(&text).unwrap_err().to_string()
    }

    #[test]
    fn the_example_is_whole_and_says_that_it_is_one() {
        let terms = Terms::read(EXAMPLE).unwrap();
        assert_eq!(terms.keep(Record::Registration), Keep::Years(6));
        assert_eq!(terms.keep(Record::Draws), Keep::Permanent);
        assert_eq!(terms.digest.len(), 64);
        for class in &terms.classes {
            assert!(
                class.ground.starts_with("示例，待区教委核定"),
                "{}",
                class.code
            );
        }
    }

    #[test]
    fn a_table_that_is_off_says_where() {
        let check = |from: &str, to: &str, says: &str| {
            let sentence = wrong(from, to);
            assert!(sentence.contains(says), "{from} → {to}: {sentence}");
        };
        check(", \"choices\"", "", "choices（志愿）不在任何一类里");
        check(
            "\"seat-records\"",
            "\"seat-records\", \"choices\"",
            "同时在类",
        );
        check("\"seat-records\"", "\"seats\"", "不认识的记录「seats」");
        check("years = 7", "years = 0", "1 至 100");
        check("years = 7", "years = 7\npermanent = true", "写且只写一个");
        check("years = 7", "", "写且只写一个");
        check("permanent = true\n", "years = 30\n", "只能永久保存");
        check("years = 3", "years = 8", "不能比 registration 保存得更久");
        check("code = \"seats\"", "code = \"copies\"", "写了两次");
        check("years = 7", "years = 7\nyear = 3", "第 ");
        check("years = 7", "years = \"七\"", "第 ");
        check("title = \"朝阳区", "title = \"\"\n# ", "title 是空的");
        check(
            "ground = \"示例，待区教委核定（学位核验须追溯六年）\"",
            "ground = \" \"",
            "ground",
        );
    }
}
