//! The district key that a desk trusts.

use super::{DistrictError, PublicKey};
use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::pack::{one_line, require_no_open_draw};
use crate::store::policy::{self, KeyRow};
use crate::store::{Ask, Mark, Reader, StoreError};
use serde_json::json;

/// A trusted key, and who compared its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// The key.
    pub key: PublicKey,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who compared its fingerprint with the paper.
    pub actor: String,
}

/// The key that counts now.
///
/// # Errors
/// What the disk says, or a kept key that is none.
pub fn trusted(reader: Reader<'_>) -> Result<Option<Trusted>, DeskError> {
    let last: Option<KeyRow> = policy::keys(reader)?.pop();
    let read = |row: KeyRow| -> Result<Trusted, DistrictError> {
        Ok(Trusted {
            key: PublicKey::from_bytes(&row.public)?,
            at: row.at,
            actor: row.actor,
        })
    };
    Ok(last.map(read).transpose()?)
}

/// Trusts a key whose fingerprint was typed off a paper; the answer is a Chinese sentence. Another
/// key in place of a trusted one needs a reason.
///
/// # Errors
/// Where the person may not, the fingerprint is another, a reason is wanting, or a formal ceremony
/// is frozen and not closed.
pub fn trust(
    desk: &mut Desk,
    key: &PublicKey,
    typed: &str,
    reason: &str,
) -> Result<String, DeskError> {
    desk.require(Act::TrustDistrict)?;
    let reason = one_line(reason)?;
    let fingerprint = key.fingerprint();
    fingerprint.agrees(typed)?;
    let former = trusted(desk.reader())?;
    if former.as_ref().is_some_and(|former| former.key == *key) {
        return Ok(format!("这把区公钥早已登记，没有改动。指纹：{fingerprint}"));
    }
    if let Some(former) = &former {
        require_no_open_draw(desk, "更换区公钥")?;
        if reason.is_empty() {
            return Err(DeskError::Invalid(format!(
                "工作台已登记另一把区公钥（指纹 {}），更换要写明理由，如：区密钥遗失，按某号通知更换。请补上理由。",
                former.key.fingerprint().short()
            )));
        }
    }
    let former_print = former.map(|former| former.key.fingerprint().to_hex());
    desk.transact::<_, StoreError>(Ask::to(Act::TrustDistrict).because(&reason), |tx| {
        policy::add_key(tx, key.bytes(), &reason)?;
        let mut mark = Mark::on("district", fingerprint.to_hex())
            .after(json!({ "fingerprint": fingerprint.to_hex() }));
        if let Some(former) = &former_print {
            mark = mark.before(json!({ "fingerprint": former }));
        }
        Ok(((), mark))
    })?;
    Ok(match former_print {
        None => format!("区公钥已登记。指纹：{fingerprint}"),
        Some(_) => format!(
            "区公钥已更换。指纹：{fingerprint}\n用原密钥签的政策包继续有效，但请尽快安装用新密钥签的同一政策包。"
        ),
    })
}
