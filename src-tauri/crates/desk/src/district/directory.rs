//! The directory of offices: who belongs to the district, and, from enrolment on, with which keys.

use super::{PublicKey, RootKey};
use crate::journal::{canonical, hex};
use chrono::NaiveDate;
use ruxue_rules::OFFICES;
use ruxue_rules::office::CENTRE;
use serde::{Deserialize, Serialize};

/// What the file says it is.
const TYPE: &str = "ruxue-directory/1";

/// `directory.json`, in canonical form (RFC 8785).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// `ruxue-directory/1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// From 1, never going back.
    pub version: u32,
    /// Hex of the root key's 32 public bytes.
    pub root: String,
    /// The day it was made, as 2021-05-06.
    pub made: NaiveDate,
    /// The centre, then the street offices by code.
    pub offices: Vec<Member>,
}

/// An office of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// 110105, 110105016.
    pub code: String,
    /// 双井街道.
    pub name: String,
    /// Public keys of its desks; none before enrolment.
    pub keys: Vec<String>,
}

impl Directory {
    /// The first directory: the centre and the street offices, no desk enrolled.
    pub fn first(root: &PublicKey, made: NaiveDate) -> Directory {
        let member = |code: &str, name: String| Member {
            code: code.to_owned(),
            name,
            keys: Vec::new(),
        };
        let centre = member(CENTRE, "朝阳区招考中心".into());
        let streets = OFFICES
            .iter()
            .map(|one| member(one.code, one.full.to_owned()));
        Directory {
            kind: TYPE.into(),
            version: 1,
            root: hex(root.bytes()),
            made,
            offices: std::iter::once(centre).chain(streets).collect(),
        }
    }

    /// The exact bytes that are signed, and the signature.
    ///
    /// # Errors
    /// Where it cannot be written as JSON, which no directory is.
    pub fn signed(&self, root: &RootKey) -> Result<(Vec<u8>, [u8; 64]), serde_json::Error> {
        let text = canonical(&serde_json::to_value(self)?)?.into_bytes();
        let signature = root.sign(&text);
        Ok((text, signature))
    }
}
