//! 账户: who has an account, with which roles, and the own password.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::failure::Failure;
use super::imports::Done;
use super::session::office_name;
use super::window::Turn;
use crate::access::{Act, Role, Session, permit};
use crate::clock::beijing;
use crate::founding::{self, Lack};
use crate::open::Account;
use crate::store::keys::check_password;

/// The screen 账户.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleSheet {
    /// Everyone with an account, by name.
    pub people: Vec<PersonRow>,
    /// The roles, in order.
    pub roles: Vec<RoleChoice>,
    /// What the desk still lacks of its three administrators, in sentences.
    pub lacks: Vec<String>,
    /// Whether this person makes accounts, stops and unlocks them.
    pub may_add: bool,
    /// Whether this person gives and takes roles.
    pub may_give: bool,
    /// Whether this person may make the first security administrator.
    pub may_give_first: bool,
}

/// A role.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleChoice {
    /// clerk
    pub code: String,
    /// 收件员
    pub title: String,
    /// What it does, in a sentence.
    pub does: String,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// 可用
    Open,
    /// 已锁定: too many wrong passwords.
    Locked,
    /// 已停用
    Stopped,
}

/// Someone with an account.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRow {
    /// The account.
    pub name: String,
    /// The office, by its Chinese name.
    pub office: String,
    /// School code of people of one school; may be empty.
    pub school: String,
    /// The roles held.
    pub roles: Vec<RoleChoice>,
    /// How the account stands.
    pub state: AccountState,
    /// More about it: 再过 12 分钟解除; may be empty.
    pub remark: String,
    /// Whether this is who is signed in.
    pub own: bool,
}

/// A new account.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewPersonAsk {
    /// The account's name.
    pub name: String,
    /// The password, typed by that person; never kept.
    pub password: String,
    /// School code; empty for people of the whole office.
    pub school: String,
}

impl Drop for NewPersonAsk {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// Which account.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonAsk {
    /// Its name.
    pub name: String,
}

/// Which account is stopped, and why.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StopAsk {
    /// The account.
    pub name: String,
    /// Why; it stands in the journal.
    pub reason: String,
}

/// Which role of which account.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleAsk {
    /// The account.
    pub name: String,
    /// clerk
    pub role: String,
    /// Why it is taken; it stands in the journal. Empty where it is given.
    pub reason: String,
}

/// A password that is being typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WeighAsk {
    /// The account it is for.
    pub name: String,
    /// What stands there by now; never kept.
    pub password: String,
}

impl Drop for WeighAsk {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// What the rules say of a password.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Weighed {
    /// Whether it will do.
    pub good: bool,
    /// What is wrong with it; empty where it will do.
    pub sentence: String,
}

/// A new password in place of the old.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasswordAsk {
    /// The password until now.
    pub old: String,
    /// The password from now on; neither is kept.
    pub new: String,
}

impl Drop for PasswordAsk {
    fn drop(&mut self) {
        self.old.zeroize();
        self.new.zeroize();
    }
}

impl Turn<'_> {
    pub(super) fn people(&self, (): ()) -> Result<PeopleSheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let people = desk.accounts()?;
        let lacks = founding::lacks(desk)?;
        let may = |act| permit(desk.session(), act).is_ok();
        Ok(PeopleSheet {
            roles: Role::ALL.iter().copied().map(choice).collect(),
            may_add: may(Act::AddPerson),
            may_give: may(Act::GiveRole),
            may_give_first: may(Act::AddPerson) && lacks.contains(&Lack::Secadmin),
            lacks: lacks.into_iter().map(sentence).collect(),
            people: people.iter().map(|one| row(one, desk.session())).collect(),
        })
    }

    pub(super) fn add_person(&self, ask: NewPersonAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let (name, school) = (ask.name.trim(), ask.school.trim());
        let school = (!school.is_empty()).then_some(school);
        desk.add_person(name, &ask.password, None, school)?;
        Ok(Done {
            sentence: format!("账户「{name}」已建立，还没有角色；请安全管理员授予"),
        })
    }

    pub(super) fn unlock_person(&self, ask: PersonAsk) -> Result<Done, Failure> {
        self.sitting().desk()?.unlock_person(&ask.name)?;
        Ok(Done {
            sentence: format!("账户「{}」已解除锁定", ask.name),
        })
    }

    pub(super) fn stop_person(&self, ask: StopAsk) -> Result<Done, Failure> {
        self.sitting().desk()?.stop_person(&ask.name, &ask.reason)?;
        Ok(Done {
            sentence: format!("账户「{}」已停用", ask.name),
        })
    }

    pub(super) fn take_role(&self, ask: RoleAsk) -> Result<Done, Failure> {
        let role = role_of(&ask.role)?;
        let mut sitting = self.sitting();
        sitting.desk()?.take_role(&ask.name, role, &ask.reason)?;
        Ok(Done {
            sentence: format!("已收回「{}」的{}", ask.name, role.chinese()),
        })
    }

    pub(super) fn give_role(&self, ask: RoleAsk) -> Result<Done, Failure> {
        let role = role_of(&ask.role)?;
        self.sitting().desk()?.give_role(&ask.name, role)?;
        Ok(Done {
            sentence: format!("已授予「{}」{}", ask.name, role.chinese()),
        })
    }

    pub(super) fn weigh_password(&self, ask: WeighAsk) -> Result<Weighed, Failure> {
        let sentence = check_password(ask.name.trim(), &ask.password).err();
        let sentence = sentence.map_or_else(String::new, |error| error.to_string());
        Ok(Weighed {
            good: sentence.is_empty(),
            sentence,
        })
    }

    pub(super) fn change_password(&self, ask: PasswordAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        // Whoever comes to a desk left open does not know the old one; a guess counts as at sign-in.
        let name = desk.session().name.clone();
        desk.switch_to(&name, &ask.old)?;
        desk.change_password(&ask.new)?;
        Ok(Done {
            sentence: "密码已修改，下次登录用新密码".into(),
        })
    }
}

fn role_of(code: &str) -> Result<Role, Failure> {
    Role::from_code(code)
        .ok_or_else(|| Failure::invalid(format!("没有角色 {code}。"), "请从列表中选择。"))
}

fn row(account: &Account, own: &Session) -> PersonRow {
    let who = &account.who;
    let (state, remark) = match (&account.stopped, account.locked, account.failures) {
        (Some(stopped), _, _) => (
            AccountState::Stopped,
            format!("{} 停用：{}", beijing(&stopped.at), stopped.reason),
        ),
        (None, true, _) => (
            AccountState::Locked,
            "连续输错密码，15 分钟后自动解除".to_owned(),
        ),
        (None, false, 0) => (AccountState::Open, String::new()),
        (None, false, failures) => (
            AccountState::Open,
            format!("上次登录后输错密码 {failures} 次"),
        ),
    };
    PersonRow {
        office: office_name(&who.office),
        school: who.school.clone().unwrap_or_default(),
        roles: who.roles.iter().copied().map(choice).collect(),
        state,
        remark,
        own: who.name == own.name,
        name: who.name.clone(),
    }
}

fn choice(role: Role) -> RoleChoice {
    RoleChoice {
        code: role.code().into(),
        title: role.chinese().into(),
        does: does(role).into(),
    }
}

/// What a role is for, in the words of records.md.
fn does(role: Role) -> &'static str {
    match role {
        Role::Clerk => "收件、录入、导入本单位的报名表、出补正通知",
        Role::Reviewer => "初审、走访记录",
        Role::Lead => "复核、申诉、特例；不办本人录入或初审过的孩子",
        Role::Centre => "全区导入、计划与服务片、联审、派位、安排入学、报告",
        Role::Principal => "本校录取的孩子：通知书、花名册、报告",
        Role::Auditor => "查看日志与报告，不能改动任何内容",
        Role::Sysadmin => "账户、备份、恢复；看不到孩子的信息",
        Role::Secadmin => "角色、政策包、密钥、到期清除；看不到孩子的信息",
    }
}

/// What the desk lacks, with the cure.
pub(super) fn sentence(lack: Lack) -> String {
    match lack {
        Lack::Secadmin => {
            "还没有安全管理员，没有人能授予角色：请在“账户”里为另一位同事建立安全管理员账户。"
        }
        Lack::Auditor => "还没有审计员：请系统管理员建立账户，再由安全管理员授予审计员角色。",
        Lack::SheetPutAway => {
            "恢复单的文件还在工作台文件夹里，谁拷走文件夹谁就能打开工作台：请打印、分装两个信封，再在“备份”里做一次恢复演练，文件即删去。"
        }
    }
    .into()
}
