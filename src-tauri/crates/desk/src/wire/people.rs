//! 账户: who has an account, with which roles, and the own password.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::failure::Failure;
use super::imports::Done;
use super::session::office_name;
use super::window::Turn;
use crate::access::{Act, Role, permit};
use crate::founding::{self, Lack};
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

/// Which role of which account.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleAsk {
    /// The account.
    pub name: String,
    /// clerk
    pub role: String,
}

/// A password that is being typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WeighAsk {
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
