//! Signing in: who sits here, and what this person sees.

use std::path::Path;

use ruxue_rules::Office;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::children::Choice;
use super::failure::Failure;
use super::imports::PickFor;
use super::window::Turn;
use crate::access::{Act, PurposeKind, Role, StatedPurpose, permit};
use crate::open::{Desk, Leave, demonstration};

/// The desk of this window, before anyone has signed in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeskState {
    /// The folder, for the person to recognise.
    pub folder: String,
    /// Whether a desk is in that folder.
    pub found: bool,
    /// Why it cannot be opened now (another program holds it, or none is there), with the cure.
    pub obstacle: Option<String>,
}

/// Name and password of who sits down.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The account.
    pub name: String,
    /// The password; never kept.
    pub password: String,
}

/// A screen of the window; a role sees its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    /// 今日
    Today,
    /// 孩子
    Children,
    /// 查学校
    Lookup,
    /// 导入
    Import,
    /// 派位
    Draws,
    /// 打印
    Papers,
    /// 政策
    Policy,
    /// 账户
    People,
    /// 备份
    Safekeeping,
    /// 日志
    Journal,
}

/// Who is signed in, where.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The account.
    pub name: String,
    /// 区招考中心, 初审员 …
    pub role: String,
    /// The office, by its Chinese name.
    pub office: String,
    /// The season, as 2021.
    pub season: u16,
    /// A demonstration desk: said on every screen.
    pub demo: bool,
    /// The desk's day, as 2021-05-06.
    pub today: String,
    /// The screens of this role, in order.
    pub screens: Vec<Screen>,
    /// What children's full data may be looked at for; empty for who may not look.
    pub purposes: Vec<Choice>,
    /// The purpose stated in this sitting, as it stands in the journal; empty before.
    pub purpose: String,
}

/// Why children's full data are looked at, for as long as this person sits here.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PurposeAsk {
    /// The code of one of [`Session::purposes`].
    pub kind: String,
    /// Words beside it, at most 60 letters; `other` needs them.
    pub words: String,
}

impl Drop for SignIn {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// The window's scale in percent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Zoom {
    /// 100, 125, 150 or 200.
    pub percent: u16,
}

impl Turn<'_> {
    pub(super) fn desk_state(&self, (): ()) -> Result<DeskState, Failure> {
        let folder = self.folder();
        let found = demonstration(&folder).is_some();
        let obstacle = (!found).then(|| obstacle(&folder));
        Ok(DeskState {
            folder: folder.display().to_string(),
            found,
            obstacle,
        })
    }

    pub(super) fn choose_desk(&self, (): ()) -> Result<DeskState, Failure> {
        if self.sitting().desk.is_some() {
            return Err(Failure::refused(
                "有人正在这个工作台上。",
                "请先锁定，再另选文件夹。",
            ));
        }
        if let Some(folder) = self.host().pick(PickFor::Desk) {
            self.set_folder(folder);
        }
        self.desk_state(())
    }

    pub(super) fn sign_in(&self, ask: SignIn) -> Result<Session, Failure> {
        let mut sitting = self.sitting();
        let folder = self.folder();
        let demo =
            demonstration(&folder).ok_or_else(|| Failure::not_found(obstacle(&folder), ""))?;
        // A desk admits one process; the former sitting goes before the next comes.
        self.leave(&mut sitting, Leave::Replaced);
        let today = self.today().filter(|_| demo);
        let desk = Desk::open(&folder, &ask.name, &ask.password, today)?;
        let session = session_of(&desk);
        sitting.desk = Some(Box::new(desk));
        Ok(session)
    }

    pub(super) fn lock(&self, (): ()) -> Result<DeskState, Failure> {
        self.leave(&mut self.sitting(), Leave::Asked);
        self.desk_state(())
    }

    /// The person at the screen did something that asks nothing of the desk: typing, scrolling. The
    /// idle time begins anew, as with every call.
    pub(super) fn stir(&self, (): ()) -> Result<(), Failure> {
        Ok(())
    }

    pub(super) fn state_purpose(&self, ask: PurposeAsk) -> Result<Session, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let kind = PurposeKind::from_code(&ask.kind).ok_or_else(|| {
            Failure::invalid("没有选择用途。", "请选一项；都不合适就选“其他”并写明。")
        })?;
        let purpose = StatedPurpose::new(kind, &ask.words)
            .map_err(|error| Failure::invalid(error.to_string(), ""))?;
        desk.state_purpose(purpose)?;
        Ok(session_of(desk))
    }

    pub(super) fn zoom(&self, ask: Zoom) -> Result<(), Failure> {
        self.host().zoom(ask.percent.clamp(50, 300));
        Ok(())
    }
}

fn obstacle(folder: &Path) -> String {
    if folder.join("keys.json").exists() {
        return "这个工作台的密钥文件 keys.json 已损坏。请用备份中的 keys.json 恢复，再打开。"
            .into();
    }
    "这个文件夹里没有工作台。请另选工作台所在的文件夹；还没有工作台时，可在这里首次建台，或由备份恢复。".into()
}

fn session_of(desk: &Desk) -> Session {
    let who = desk.session();
    let roles: Vec<_> = who.roles.iter().map(|role| role.chinese()).collect();
    Session {
        name: who.name.clone(),
        role: roles.join("、"),
        office: office_name(&who.office),
        season: super::words::season(desk.pack()),
        demo: desk.is_demo(),
        today: desk.clock().today().to_string(),
        screens: screens(who),
        purposes: purposes(who),
        purpose: desk
            .purpose()
            .map_or_else(String::new, |one| one.as_str().to_owned()),
    }
}

pub(super) fn office_name(code: &str) -> String {
    match Office::find(code) {
        _ if code == ruxue_rules::office::CENTRE => "朝阳区招考中心".into(),
        Some(office) => office.full.to_owned(),
        None => format!("学校 {code}"),
    }
}

fn purposes(who: &crate::access::Session) -> Vec<Choice> {
    if permit(who, Act::ShowChild).is_err() {
        return Vec::new();
    }
    let choice = |kind: &PurposeKind| Choice {
        code: kind.code().into(),
        title: kind.chinese().into(),
    };
    PurposeKind::ALL.iter().map(choice).collect()
}

/// The rows of the left side that this person sees.
fn screens(who: &crate::access::Session) -> Vec<Screen> {
    let may = |act| permit(who, act).is_ok();
    let rows = [
        (Screen::Today, may(Act::ReadCounts) || may(Act::Backup)),
        (
            Screen::Children,
            may(Act::ReadChildren) && !who.is(Role::Auditor),
        ),
        (Screen::Lookup, may(Act::LookUpHome)),
        (Screen::Import, may(Act::ImportChildren)),
        (Screen::Draws, may(Act::Freeze)),
        (Screen::Papers, may(Act::PrintNotices) || may(Act::Report)),
        (Screen::Policy, may(Act::ReadPolicy)),
        (Screen::People, may(Act::ListPeople)),
        (Screen::Safekeeping, may(Act::Backup)),
        (
            Screen::Journal,
            [Act::ReadJournal, Act::ReadLedger, Act::PrintClosing]
                .into_iter()
                .any(may)
                || who.is(Role::Secadmin),
        ),
    ];
    rows.into_iter()
        .filter(|(_, shown)| *shown)
        .map(|(screen, _)| screen)
        .collect()
}
