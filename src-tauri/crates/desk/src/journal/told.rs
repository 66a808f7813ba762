//! An entry in words that an auditor who is no programmer understands.

use super::{GENESIS, Line};
use crate::access::{Act, Role};
use crate::clock::beijing;
use crate::store::keys::RECOVERY;

/// One entry in words. Nothing in it comes from a child's record but the number of its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When, in Beijing: 2021-05-06 10:42.
    pub at: String,
    /// Who: the account, or 工作台 for what the desk does by itself.
    pub who: String,
    /// In which role: 收件员.
    pub role: String,
    /// What: 导入报名数据.
    pub act: String,
    /// To what: 第 3 号导入; empty where the act says it.
    pub subject: String,
    /// How it ended: 读 120 行，收 118 行….
    pub result: String,
    /// Why, where a reason was asked.
    pub reason: String,
}

impl Told {
    /// Puts an entry in words.
    pub fn of(line: &Line<'_>) -> Told {
        let act = Act::ALL.iter().find(|act| act.code() == line.act);
        let role = Role::from_code(line.role);
        Told {
            at: beijing(line.at),
            who: match &*line.actor {
                "desk" => "工作台".into(),
                RECOVERY => "恢复码持有人".into(),
                name => name.into(),
            },
            role: role.map_or(line.role.to_owned(), |role| role.chinese().to_owned()),
            act: act.map_or_else(|| unlisted(line), |act| act.chinese().to_owned()),
            subject: subject(&line.kind, &line.id),
            result: result(line),
            reason: line.reason.to_string(),
        }
    }

    /// The whole of it as one sentence: 张一（收件员）导入报名数据，第 3 号导入：收 118 行。
    pub fn sentence(&self) -> String {
        let of = match self.subject.as_str() {
            "" => String::new(),
            subject => format!("，{subject}"),
        };
        let why = match self.reason.as_str() {
            "" => String::new(),
            reason => format!("事由：{reason}。"),
        };
        format!(
            "{}（{}）{}{of}：{}。{why}",
            self.who, self.role, self.act, self.result
        )
    }
}

/// The word for an act's code, as the filters and the closing sheet have it.
pub fn act_word(code: &str) -> String {
    match Act::ALL.iter().find(|act| act.code() == code) {
        Some(act) => act.chinese().to_owned(),
        None if code == GENESIS => "建台或恢复后续记".to_owned(),
        None => code.to_owned(),
    }
}

fn unlisted(line: &Line<'_>) -> String {
    match line.seq {
        1 => "建立工作台".into(),
        _ if line.is_genesis() => "恢复后续记日志".into(),
        _ => line.act.to_string(),
    }
}

fn subject(kind: &str, id: &str) -> String {
    let short = || -> String { id.chars().take(16).collect() };
    let word = match kind {
        "refusal" => return String::new(),
        "desk" => "工作台",
        "person" => "账户",
        "child" if id == "all" => return "全部孩子".into(),
        "child" => "孩子",
        "import" if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) => {
            return format!("第 {id} 号导入");
        }
        "import" => "导入",
        "ceremony" => "派位",
        "verdict" => "孩子",
        "verdicts" => return "全部孩子".into(),
        "birth" => "多胞胎",
        "placement" if id == "season" => return String::new(),
        "placement" => "孩子",
        "notices" if id == "numbers" => return "编号".into(),
        "notices" => return "印制".into(),
        "cases" => return "全部孩子".into(),
        "roster" if id == "all" => return "全部学校".into(),
        "roster" | "school" => "学校",
        "report" => return "合规报告".into(),
        "season" => return String::new(),
        "policy" if id.len() == 64 => return format!("政策包 {}…", short()),
        "policy" => "政策包",
        "switch" => "开关",
        "district" => return format!("区公钥 {}…", short()),
        "backup" => "备份",
        "journal" => "日志",
        "closing" => "日终清单",
        "purge" => "清除",
        "retention" => return format!("保存期限表 {}…", short()),
        "export" => return exported(id).to_owned(),
        other => other,
    };
    format!("{word} {id}").trim_end().to_owned()
}

/// What left the desk.
fn exported(what: &str) -> &str {
    match what {
        "problems" => "导入退回的行",
        "trial" => "政策试用名单",
        "notices" => "入学通知书",
        "roster" => "新生花名册",
        "cases" => "判定说明",
        other => other,
    }
}

/// Words of results and what they mean; `#` stands for a number.
const RESULTS: &[(&str, &str)] = &[
    ("ok", "完成"),
    ("ok after # failures", "完成，此前密码错 # 次"),
    ("unlocked after # failures", "已解锁，此前密码错 # 次"),
    ("new password", "已换新密码"),
    (
        "read # taken # unchanged # refused #",
        "读 # 行，收 # 行，未变 # 行，退回 # 行",
    ),
    ("gone # restored #", "取出 # 行，复原 # 行"),
    (
        "# children, # changed, # flagged",
        "判定 # 人，变化 # 人，待核定 # 人",
    ),
    (
        "# children, # would change, days moved by #",
        "试算 # 人，会变 # 人，日期按 # 年推算",
    ),
    ("# children", "# 人"),
    ("# numbered, # stopped", "新编 # 号，停印 # 份"),
    ("# printed, # stopped", "印出 # 份，停印 # 份"),
    ("# sheets", "# 份"),
    ("# schools", "# 所学校"),
    ("# schools, # children", "# 所学校，# 人"),
    ("# rows, xlsx", "# 行，写成表格"),
    ("# rows, copy", "另存副本"),
    ("# rows, #", "# 行，#"),
    (
        "deleted # records of # children, second #, list #",
        "清除 # 条记录，涉及 # 人，第二人 #，清单 #",
    ),
    ("done, certificate #", "已清除完毕，证明摘要 #"),
    ("# violated", "不符合 # 项"),
    ("# entries", "# 条"),
    ("record", "已制作过程记录"),
    ("completed, # adopted", "已完成，采用结果 # 人"),
    ("aborted", "已中止"),
    ("thinned #", "按留存规则删去旧备份 # 份"),
    ("together in tier #", "同在第 # 层派位"),
    ("apart", "各自派位"),
    ("kept", "维持原判定"),
    ("followed", "采用新判定"),
    ("followed, # withdrawn", "采用新判定，撤回在 # 校的录取"),
];

fn result(line: &Line<'_>) -> String {
    if line.is_refusal() {
        return "未获准许".into();
    }
    match line.result.rsplit_once(" second ") {
        Some((done, second)) if !second.contains(' ') => {
            format!("{}，第二人 {second}", worded(done))
        }
        _ => worded(&line.result),
    }
}

fn worded(said: &str) -> String {
    if let Some(role) = Role::from_code(said) {
        return role.chinese().to_owned();
    }
    let known = RESULTS
        .iter()
        .find_map(|(form, words)| Some((*words, numbers(form, said)?)));
    if let Some((words, numbers)) = known {
        return fill(words, &numbers);
    }
    if let Some(backup) = said.strip_prefix("ok, backup ") {
        return format!("完成，一并核对了备份，其锚点 {backup}");
    }
    if let Some((anchor, manifest)) = said.split_once(" manifest ") {
        let from = anchor.strip_prefix("from ");
        let word = if from.is_some() {
            "接在备份之后，备份的锚点"
        } else {
            "锚点"
        };
        return format!("{word} {}，清单摘要 {manifest}", from.unwrap_or(anchor));
    }
    if let Some(freeze) = said.strip_suffix(" taken up from its folder") {
        return format!("由场次文件夹接续，封存单摘要 {freeze}");
    }
    if said.len() == 64 && said.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!("摘要 {said}");
    }
    said.to_owned()
}

/// The words of `said` where `form` has `#`; `None` where it has another form.
fn numbers<'s>(form: &str, said: &'s str) -> Option<Vec<&'s str>> {
    let mut numbers = Vec::new();
    let mut rest = said;
    for (at, part) in form.split('#').enumerate() {
        if at > 0 {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '·'))
                .unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            numbers.push(&rest[..end]);
            rest = &rest[end..];
        }
        rest = rest.strip_prefix(part)?;
    }
    rest.is_empty().then_some(numbers)
}

fn fill(words: &str, numbers: &[&str]) -> String {
    let mut numbers = numbers.iter();
    let mut text = String::with_capacity(words.len() + 16);
    for (at, part) in words.split('#').enumerate() {
        if at > 0 {
            text.push_str(numbers.next().copied().unwrap_or_default());
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(act: &str, kind: &str, id: &str, result: &str) -> String {
        let text = format!(
            "{{\"act\":\"{act}\",\"actor\":\"张一\",\"after\":null,\"at\":\"2021-05-06T01:00:00.000Z\",\
             \"before\":null,\"epoch\":\"0a1b2c3d\",\"id\":\"{id}\",\"kind\":\"{kind}\",\"reason\":\"\",\
             \"result\":\"{result}\",\"role\":\"clerk\",\"seq\":2,\"v\":1}}"
        );
        Told::of(&Line::read(&text).unwrap()).sentence()
    }

    #[test]
    fn entries_read_as_sentences() {
        for (act, kind, id, result, sentence) in [
            (
                "SIGN_IN",
                "person",
                "张一",
                "ok after 2 failures",
                "登录，账户 张一：完成，此前密码错 2 次。",
            ),
            (
                "IMPORT_CHILDREN",
                "import",
                "3",
                "read 120 taken 118 unchanged 0 refused 2",
                "导入报名数据，第 3 号导入：读 120 行，收 118 行，未变 0 行，退回 2 行。",
            ),
            (
                "FREEZE",
                "refusal",
                "",
                "refused",
                "封存派位名单：未获准许。",
            ),
            (
                "ADOPT",
                "ceremony",
                "2021-0001",
                "completed, 40 adopted second 李二",
                "采用派位结果，派位 2021-0001：已完成，采用结果 40 人，第二人 李二。",
            ),
            (
                "CHANGE_SETTLE",
                "verdict",
                "H21000001",
                "followed, 1101050001 withdrawn",
                "处理判定变化，孩子 H21000001：采用新判定，撤回在 1101050001 校的录取。",
            ),
        ] {
            assert_eq!(
                told(act, kind, id, result),
                format!("张一（收件员）{sentence}")
            );
        }
    }
}
