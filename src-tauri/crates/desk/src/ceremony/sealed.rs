//! `nonce.sealed`: what the desk alone knows of a frozen ceremony, sealed under its key beside the
//! ceremony's files, so that a desk restored from an older backup can still finish it
//! (spec/records.md, "Backups").

use super::files::{ceremonies_dir, frozen, read_folder};
use super::freeze::{act_of, enter, next_number, previous, require_none_open};
use super::plan::plan;
use super::season::Season;
use super::{DrawError, place};
use crate::access::Act;
use crate::open::Desk;
use crate::store::ceremony::{self, Batch, Ceremony};
use crate::store::seal::{self, Sealed};
use crate::store::{Ask, Mark, StoreError, placement};
use ruxue_lottery::{Folder, Mode, Nonce, Number, file};
use ruxue_rules::Level;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Secret {
    /// The journal's epoch of the freeze.
    epoch: String,
    ceremony: Ceremony,
    batches: Vec<Batch>,
}

/// The file: a JSON object and a newline.
#[derive(Serialize, Deserialize)]
struct Envelope {
    v: u32,
    nonce: String,
    sealed: String,
}

/// The key to seal with, and the epoch that it is done in.
pub(super) struct Sealing {
    key: Zeroizing<Vec<u8>>,
    epoch: String,
}

impl Sealing {
    pub(super) fn of(desk: &Desk) -> Sealing {
        Sealing {
            key: desk.derived_key("nonce.sealed"),
            epoch: desk.store().epoch().to_owned(),
        }
    }

    /// The bytes of the file.
    pub(super) fn seal(&self, row: &Ceremony, batches: &[Batch]) -> Result<Vec<u8>, StoreError> {
        let secret = serde_json::to_vec(&Secret {
            epoch: self.epoch.clone(),
            ceremony: row.clone(),
            batches: batches.to_vec(),
        })?;
        let sealed = seal::seal(&self.key, &place_of(&row.number), &secret)?
            .ok_or_else(|| StoreError::Damaged("密封随机数失败".into()))?;
        let mut bytes = serde_json::to_vec(&Envelope {
            v: 1,
            nonce: sealed.nonce,
            sealed: sealed.sealed,
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn open(&self, folder: &Folder) -> Option<Secret> {
        let envelope: Envelope = serde_json::from_slice(folder.get(file::SEALED)?).ok()?;
        let sealed = Sealed {
            nonce: envelope.nonce,
            sealed: envelope.sealed,
        };
        let secret = seal::open(&self.key, &place_of(&folder.name), &sealed)?;
        serde_json::from_slice(&secret).ok()
    }
}

fn place_of(number: &str) -> String {
    format!("ruxue-nonce/1:{number}")
}

/// The secret of a ceremony that this desk froze in a former epoch and has no row of: the desk was
/// restored from an older backup. In the same epoch such a folder is a freeze that was broken off
/// before it was acknowledged.
fn former(desk: &Desk, number: &str) -> Result<Option<Secret>, StoreError> {
    let path = ceremonies_dir(desk.dir()).join(number);
    if !path.join(file::SEALED).is_file() || ceremony::find(desk.reader(), number)?.is_some() {
        return Ok(None);
    }
    let sealing = Sealing::of(desk);
    let folder = read_folder(&path)?;
    let secret = sealing.open(&folder);
    Ok(secret.filter(|secret| secret.epoch != sealing.epoch && secret.ceremony.number == number))
}

/// Numbers of the ceremonies that were frozen before the desk was restored from an older backup and
/// wait to be taken up again.
///
/// # Errors
/// What the disk says.
pub fn waiting(desk: &Desk) -> Result<Vec<String>, StoreError> {
    let parent = ceremonies_dir(desk.dir());
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(&parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if Number::parse(&name).is_some() && former(desk, &name)?.is_some() {
            numbers.push(name);
        }
    }
    numbers.sort();
    Ok(numbers)
}

/// A ceremony that was frozen before the restore is finished, never frozen anew.
pub(super) fn refuse_former(desk: &Desk, number: Number) -> Result<(), DrawError> {
    match former(desk, &number.to_string())? {
        None => Ok(()),
        Some(_) => Err(DrawError::Refused(format!(
            "场次 {number} 在恢复之前已经封存，文件夹还在，不能另行封存。\
             请用当时读出的数字完成它（draw run {number}），或记录中止（draw abort {number}）。"
        ))),
    }
}

/// Takes a ceremony up again that was frozen after the backup of which this desk was made: its row
/// and batches out of the seal, the admissions that its freeze entered by the plan as it stands.
///
/// # Errors
/// Where there is no such folder, its seal is not of this desk, its files are not those that were
/// frozen, or it is not the next of the chain.
pub(super) fn take_up(desk: &mut Desk, number: Number) -> Result<Ceremony, DrawError> {
    let name = number.to_string();
    let unknown = || {
        DrawError::Refused(format!(
            "没有场次 {number}。请核对编号，或先封存（draw freeze）。"
        ))
    };
    let secret = former(desk, &name)?.ok_or_else(unknown)?;
    let Secret {
        ceremony: mut row,
        batches,
        ..
    } = secret;
    (row.state, row.seed, row.close, row.closed_at) = ("frozen".into(), None, None, None);
    // The frozen files are held against the seal's own digest of the sheet.
    let stage = frozen(desk.dir(), &row)?;
    let nonce = Nonce::from_hex(&row.nonce).map(|nonce| nonce.digest());
    if nonce != Some(stage.freeze.nonce) {
        return Err(DrawError::Refused(format!(
            "场次 {number} 的密封随机数与封存单不符。请取回原文件夹。"
        )));
    }
    let mode = number.mode();
    let rows = ceremony::all(desk.reader())?;
    if next_number(desk, &rows, mode)? != number || previous(&rows, mode)? != stage.freeze.prev {
        return Err(DrawError::Refused(format!(
            "场次 {number} 之前还有场次没有接上：请先把前面各场的文件夹放回 ceremonies，依次完成（draw run）。"
        )));
    }
    let admissions = match (mode, Level::parse(&row.level)) {
        (Mode::Formal, Some(level)) => {
            require_none_open(desk)?;
            place::rows(&plan(&Season::load(desk)?.situation()), level)
        }
        _ => Vec::new(),
    };
    desk.transact::<_, DrawError>(Ask::to(act_of(mode, Act::Freeze)), |tx| {
        enter(tx, &row, &batches, &stage.lists)?;
        placement::add_all(tx, &admissions)?;
        let result = format!("{} taken up from its folder", row.freeze);
        Ok(((), Mark::on("ceremony", name).result(result)))
    })?;
    Ok(row)
}
