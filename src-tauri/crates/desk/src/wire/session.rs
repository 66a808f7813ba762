//! Signing in: who sits here, and what this person sees.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// 导入
    Import,
    /// 派位
    Draws,
    /// 打印
    Papers,
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
}

/// The window's scale in percent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Zoom {
    /// 100, 125, 150 or 200.
    pub percent: u16,
}
