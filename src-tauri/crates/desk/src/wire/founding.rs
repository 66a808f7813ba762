//! 首次建台: what the wizard may ask before anyone can sign in.

use std::path::PathBuf;
use std::sync::MutexGuard;

use ruxue_rules::office::{CENTRE, OFFICES};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::failure::Failure;
use super::imports::{Done, PickAsk, PickFor, Picked};
use super::session::office_name;
use super::window::{Sitting, Turn};
use crate::access::Role;
use crate::backup::{self, RestoreOrder};
use crate::clock::beijing;
use crate::district::PublicKey;
use crate::founding::{self, FoundingError, Lack};
use crate::open::{DeskError, NewDesk, Purpose};
use crate::pack;
use crate::store::StoreError;
use crate::store::keys::{KeyError, RecoveryCode};

/// Hex digits of a group of the recovery sheet: what is typed back of each half.
const GROUP: usize = 8;

/// What a new desk may be: its folder, its office, its pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundingOffer {
    /// The folder, for the person to recognise.
    pub folder: String,
    /// Why no desk can be made there, with the cure.
    pub obstacle: Option<String>,
    /// The centre and the street offices.
    pub offices: Vec<OfficeChoice>,
    /// The packs of the program.
    pub packs: Vec<PackChoice>,
}

/// An office that may found a desk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficeChoice {
    /// 110105016
    pub code: String,
    /// 双井街道
    pub name: String,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// First letters as they are spoken: sj.
    pub initials: Vec<String>,
}

/// A pack of the program.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackChoice {
    /// chaoyang-2021
    pub name: String,
    /// What it holds, in words.
    pub title: String,
    /// 朝政办发〔2021〕4号
    pub document: String,
    /// 2021
    pub season: u16,
}

/// A new desk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundAsk {
    /// Code of the office or of the school.
    pub office: String,
    /// A bundled pack's name, or the chosen file's token.
    pub pack: String,
    /// The district key of a chosen file; none of a bundled pack.
    pub signed: Option<SignedBy>,
    /// The first person, who becomes system administrator.
    pub person: String,
    /// That person's password; never kept.
    pub password: String,
}

impl Drop for FoundAsk {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// The district's public key and its fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedBy {
    /// The chosen key file.
    pub token: String,
    /// Typed off the paper.
    pub fingerprint: String,
}

/// The desk stands; its recovery sheet is to be printed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Founded {
    /// Where the sheet lies.
    pub sheet: String,
    /// Of each half, which group of eight is to be typed back, the first being 1.
    pub groups: Vec<u8>,
}

/// What was typed back off the printed sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProveAsk {
    /// A group of the first half.
    pub first: String,
    /// A group of the second half.
    pub second: String,
}

/// The security administrator, a different person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecadminAsk {
    /// The account.
    pub name: String,
    /// The password, typed by that person; never kept.
    pub password: String,
}

impl Drop for SecadminAsk {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// A desk out of a backup.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoreAsk {
    /// The chosen backup.
    pub token: String,
    /// A system administrator, as the backup knows the accounts.
    pub person: String,
    /// What opens it; never kept.
    pub secret: RestoreSecret,
}

/// What opens a backup.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum RestoreSecret {
    /// The person's password at the time of the backup.
    Password {
        /// That password.
        password: String,
    },
    /// The two halves of the recovery code.
    Code {
        /// First half, blanks not counted.
        first: String,
        /// Second half.
        second: String,
        /// The person's password from now on.
        password: String,
    },
}

impl Drop for RestoreSecret {
    fn drop(&mut self) {
        match self {
            RestoreSecret::Password { password } => password.zeroize(),
            RestoreSecret::Code {
                first,
                second,
                password,
            } => {
                first.zeroize();
                second.zeroize();
                password.zeroize();
            }
        }
    }
}

/// The code of the desk just made, until both halves are known to be on paper.
pub(super) struct Unproven {
    code: RecoveryCode,
    groups: [u8; 2],
}

impl Drop for Unproven {
    fn drop(&mut self) {
        self.code.first.zeroize();
        self.code.second.zeroize();
    }
}

impl Unproven {
    /// Which groups are asked for is not known before the sheet is there.
    fn new(code: RecoveryCode) -> Unproven {
        let drawn = uuid::Uuid::new_v4();
        let group = |byte: usize| drawn.as_bytes()[byte] % 4 + 1;
        Unproven {
            code,
            groups: [group(0), group(15)],
        }
    }

    fn agrees(&self, at: usize, typed: &str) -> bool {
        let half = [&self.code.first, &self.code.second][at];
        let from = (usize::from(self.groups[at]) - 1) * GROUP;
        let typed: String = typed.split_whitespace().collect();
        half.get(from..from + GROUP)
            .is_some_and(|group| group.eq_ignore_ascii_case(&typed))
    }
}

impl Turn<'_> {
    pub(super) fn founding_offer(&self, (): ()) -> Result<FoundingOffer, Failure> {
        let folder = self.folder();
        Ok(FoundingOffer {
            obstacle: founding::obstacle(&folder)?,
            folder: folder.display().to_string(),
            offices: offices(),
            packs: packs()?,
        })
    }

    /// Chooses a file before anyone has signed in.
    pub(super) fn pick_at_founding(&self, ask: PickAsk) -> Result<Option<Picked>, Failure> {
        drop(self.require_nobody()?);
        match ask.purpose {
            PickFor::Pack | PickFor::DistrictKey | PickFor::Backup => self.pick_any(ask.purpose),
            PickFor::Table | PickFor::Desk | PickFor::BackupFolder | PickFor::Anchors => {
                Err(Failure::signed_out())
            }
        }
    }

    pub(super) fn found_desk(&self, ask: FoundAsk) -> Result<Founded, Failure> {
        let mut sitting = self.require_nobody()?;
        let new = NewDesk {
            dir: self.folder(),
            office: ask.office.trim().to_owned(),
            policy: self.policy_of(&ask)?,
            person: ask.person.trim().to_owned(),
            password: ask.password.clone(),
            purpose: Purpose::Work,
        };
        let key = match &ask.signed {
            None => None,
            Some(by) => {
                let path = self.path_of(&by.token)?;
                Some(PublicKey::read(&path).map_err(DeskError::from)?)
            }
        };
        let compared = key.as_ref().zip(ask.signed.as_ref());
        let compared = compared.map(|(key, by)| (key, by.fingerprint.as_str()));
        let made = founding::found(&new, compared);
        let made = made.map_err(failure_of)?;
        let unproven = Unproven::new(made.code);
        let founded = Founded {
            sheet: made.sheet.display().to_string(),
            groups: unproven.groups.to_vec(),
        };
        *sitting = Sitting {
            desk: Some(Box::new(made.desk)),
            unproven: Some(unproven),
            ..Sitting::default()
        };
        Ok(founded)
    }

    /// Opens the recovery sheet, to be printed.
    pub(super) fn open_recovery_sheet(&self, (): ()) -> Result<(), Failure> {
        let path = self.lying_sheet()?;
        self.host().open(&path).map_err(|error| {
            Failure::refused(
                format!("打不开 {}：{error}。", path.display()),
                "请用本机看 PDF 的程序打开这个文件并打印。",
            )
        })
    }

    /// What was typed back shows that both halves are on paper; then the file goes.
    pub(super) fn prove_recovery(&self, ask: ProveAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let Some(unproven) = &sitting.unproven else {
            return Err(Failure::invalid(
                "建台中断过，不能再用几位核对。",
                "请在“备份”里做一次恢复演练：输入完整的两半，相符后恢复单的文件即删去。",
            ));
        };
        for (at, (half, typed)) in [("第一半", &ask.first), ("第二半", &ask.second)]
            .into_iter()
            .enumerate()
        {
            if !unproven.agrees(at, typed) {
                return Err(Failure::invalid(
                    format!("{half}的第 {} 组与恢复单不符。", unproven.groups[at]),
                    "请对照打印出来的纸再输一遍：每组 8 位，只有 0 至 9 和 a 至 f。",
                ));
            }
        }
        founding::put_sheet_away(&self.folder())?;
        sitting.unproven = None;
        Ok(Done {
            sentence: "两半都已核对，恢复单的文件已删去".into(),
        })
    }

    pub(super) fn add_first_secadmin(&self, ask: SecadminAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let name = ask.name.trim();
        // Before the account is made: one without a role would be left.
        if !founding::lacks(desk)?.contains(&Lack::Secadmin) {
            return Err(Failure::refused(
                "已有安全管理员，没有改动。",
                "请先建立账户，再请安全管理员授予角色。",
            ));
        }
        match desk.add_person(name, &ask.password, None, None) {
            Ok(()) => {}
            // An earlier attempt that was broken off between account and role.
            Err(DeskError::Store(StoreError::Keys(KeyError::Exists(_))))
                if desk
                    .people()?
                    .iter()
                    .any(|one| one.name == name && one.roles.is_empty()) => {}
            Err(error) => return Err(error.into()),
        }
        desk.give_role(name, Role::Secadmin)?;
        Ok(Done {
            sentence: format!("安全管理员「{name}」已建立"),
        })
    }

    pub(super) fn restore_desk(&self, ask: RestoreAsk) -> Result<Done, Failure> {
        let _nobody = self.require_nobody()?;
        let file = self.path_of(&ask.token)?;
        let folder = self.folder();
        let order = |password| RestoreOrder {
            file: &file,
            dir: &folder,
            person: ask.person.trim(),
            password,
            today: None,
        };
        let mut watch = |_: &str, done, total| self.tell_bytes(done, total);
        let restored = match &ask.secret {
            RestoreSecret::Password { password } => backup::restore(&order(password), &mut watch),
            RestoreSecret::Code {
                first,
                second,
                password,
            } => backup::restore_with_code(&order(password), [first, second], &mut watch),
        };
        let restored = restored.map_err(DeskError::from)?;
        Ok(Done {
            sentence: format!(
                "工作台已恢复：{} 的状态，日志锚点 {}。账户与密码是备份时的（用恢复码重设的除外），此后办理的须补做；旧工作台不要再用。",
                beijing(&restored.manifest.at),
                restored.anchor
            ),
        })
    }

    /// The sitting, with nobody signed in.
    fn require_nobody(&self) -> Result<MutexGuard<'_, Sitting>, Failure> {
        let sitting = self.sitting();
        match sitting.desk {
            None => Ok(sitting),
            Some(_) => Err(Failure::refused(
                "有人正在这个工作台上。",
                "请先锁定，再建立或恢复另一个工作台。",
            )),
        }
    }

    /// The recovery sheet that lies in the desk's folder.
    fn lying_sheet(&self) -> Result<PathBuf, Failure> {
        crate::issue::lying_sheet(&self.folder()).ok_or_else(|| {
            Failure::not_found("恢复单的文件已不在工作台文件夹里。", "请用已打印的纸。")
        })
    }

    fn policy_of(&self, ask: &FoundAsk) -> Result<String, Failure> {
        Ok(match &ask.signed {
            None => ask.pack.clone(),
            Some(_) => self.path_of(&ask.pack)?.to_string_lossy().into_owned(),
        })
    }
}

fn failure_of(error: FoundingError) -> Failure {
    match error {
        FoundingError::Desk(error) => error.into(),
        FoundingError::Sheet(error) => error.into(),
        FoundingError::Occupied(sentence) => Failure::invalid(sentence, ""),
    }
}

fn offices() -> Vec<OfficeChoice> {
    let centre = OfficeChoice {
        code: CENTRE.into(),
        name: office_name(CENTRE),
        aliases: vec!["中心".into(), "招考中心".into()],
        initials: vec!["zx".into(), "zkzx".into(), "qzkzx".into()],
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let streets = OFFICES.iter().map(|office| OfficeChoice {
        code: office.code.into(),
        name: office.full.into(),
        aliases: texts(office.aliases),
        initials: texts(office.initials),
    });
    std::iter::once(centre).chain(streets).collect()
}

fn packs() -> Result<Vec<PackChoice>, Failure> {
    let choice = |name: String| -> Result<PackChoice, Failure> {
        let pack = pack::bundled(&name).map_err(DeskError::from)?;
        Ok(PackChoice {
            title: pack.title().to_owned(),
            document: pack.document().to_owned(),
            season: super::words::season(&pack),
            name,
        })
    };
    pack::names().into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests;
