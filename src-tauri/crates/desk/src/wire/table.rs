//! The one table of calls between the window and the desk.
//!
//! [`calls!`] expands it to the `match` that answers a call and to the TypeScript that the window
//! is compiled against (`ui/src/wire/wire.ts`), so a call that one side lacks does not compile.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use super::changes::SettleAsk;
use super::children::{ChildFilters, ChildPage, ChildQuery};
use super::draws::{
    AbortAsk, AttendAsk, CeremonyAsk, CeremonyRow, CeremonySheet, Checked, DrawPlan, FreezeAsk,
    Placement, ResultAsk, ResultPage, RunAsk,
};
use super::failure::{Failure, Progress};
use super::founding::{FoundAsk, Founded, FoundingOffer, ProveAsk, RestoreAsk, SecadminAsk};
use super::home::{LookUpAnswer, LookUpAsk};
use super::imports::{
    AcceptAsk, Accepted, Done, ImportAsk, ImportKind, ImportRow, OutputAsk, PickAsk, Picked,
    Preview, PreviewAsk,
};
use super::journal::{JournalAsk, JournalDesk, JournalPage};
use super::journal_acts::{AnchorsGiven, ClosingAsk, VerifyAsk};
use super::overview::Overview;
use super::papers::{Made, PaperAsk, PaperDesk};
use super::people::{
    NewPersonAsk, PasswordAsk, PeopleSheet, PersonAsk, RoleAsk, StopAsk, WeighAsk, Weighed,
};
use super::policy::{PackAsk, PackPreview, PolicySheet, SwitchAsk, TrustAsk};
use super::safekeeping::{BackupAsk, BackupMade, BackupSheet, DrillAsk};
use super::session::{DeskState, PurposeAsk, Session, SignIn, Zoom};
use super::sheet::{ChildAsk, ChildSheet};
use super::window::Turn;
use crate::access::Act;

/// A call as the table declares it.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it does, in Chinese.
    pub title: &'static str,
    /// The acts that it stands under: whoever may do none of them is refused at the door, and which
    /// of them it is may depend on what is asked. Empty for what needs nobody signed in.
    pub acts: &'static [Act],
}

/// The acts of a line of the table; `nobody` for calls that need nobody signed in.
macro_rules! acts {
    (nobody) => { &[] };
    ($($act:ident)|+) => { &[$(Act::$act),+] };
}

macro_rules! calls {
    ($($title:literal $name:ident($ask:ty) -> $answer:ty, by $($act:ident)|+;)*) => {
        /// All calls, in the order of the table.
        pub const CALLS: &[Call] = &[$(Call {
            name: stringify!($name),
            title: $title,
            acts: acts!($($act)|+),
        },)*];

        /// Answers one call; `body` and the answer are JSON. Nothing of a call runs, nor is what it
        /// asks read, before the door has let the person in.
        pub(super) fn dispatch(turn: &Turn<'_>, name: &str, body: &str) -> Result<String, Failure> {
            match name {
                $(stringify!($name) => {
                    turn.admit(acts!($($act)|+))?;
                    let ask: $ask = read(body, $title)?;
                    let answer: $answer = turn.$name(ask)?;
                    serde_json::to_string(&answer).map_err(|error| Failure::fault($title, &error))
                })*
                _ => Err(Failure::not_found(
                    format!("没有名为 {name} 的操作。"),
                    "窗口与程序的版本不一致，请重新安装。",
                )),
            }
        }

        /// Whether `body` reads as what this call asks; `None` where there is no such call.
        #[cfg(feature = "fuzzing")]
        pub(crate) fn reads(name: &str, body: &str) -> Option<bool> {
            match name {
                $(stringify!($name) => Some(read::<$ask>(body, $title).is_ok()),)*
                _ => None,
            }
        }

        /// The TypeScript of the table: every type, and the requests and answers of every call.
        pub fn typescript() -> String {
            let config = Config::new();
            let mut types = Types { config: &config, found: BTreeMap::new() };
            types.visit::<Failure>();
            types.visit::<Progress>();
            $(types.visit::<$ask>(); types.visit::<$answer>();)*
            let mut text = String::from(HEADER);
            for declaration in types.found.values() {
                text.push_str("export ");
                text.push_str(declaration);
                text.push_str("\n\n");
            }
            text.push_str("export interface Calls {\n");
            $(text.push_str(&format!(
                "  /** {} */\n  {}: {{ ask: {}; answer: {} }};\n",
                $title, stringify!($name), <$ask as TS>::name(&config), <$answer as TS>::name(&config),
            ));)*
            text.push_str("}\n");
            text
        }
    };
}

calls! {
    "查看工作台" desk_state(()) -> DeskState, by nobody;
    "另选工作台文件夹" choose_desk(()) -> DeskState, by nobody;
    "查看能否建台" founding_offer(()) -> FoundingOffer, by nobody;
    "建台前选择文件" pick_at_founding(PickAsk) -> Option<Picked>, by nobody;
    "看密码合不合规则" weigh_password(WeighAsk) -> Weighed, by nobody;
    "建立工作台" found_desk(FoundAsk) -> Founded, by nobody;
    "由备份恢复工作台" restore_desk(RestoreAsk) -> Done, by nobody;
    "打开恢复单" open_recovery_sheet(()) -> (), by Drill;
    "核对恢复单" prove_recovery(ProveAsk) -> Done, by Drill;
    "建立第一位安全管理员" add_first_secadmin(SecadminAsk) -> Done, by AddPerson;
    "登录" sign_in(SignIn) -> Session, by nobody;
    "锁定" lock(()) -> DeskState, by nobody;
    "有人在操作" stir(()) -> (), by nobody;
    "说明查看用途" state_purpose(PurposeAsk) -> Session, by ShowChild;
    "调整显示比例" zoom(Zoom) -> (), by nobody;
    "查看今日" overview(()) -> Overview, by ReadCounts | Backup;
    "列出筛选项" child_filters(()) -> ChildFilters, by ReadChildren;
    "列出孩子" children(ChildQuery) -> ChildPage, by ReadChildren;
    "打开孩子" child(ChildAsk) -> ChildSheet, by ReadChildren;
    "重新核验全部孩子" check_all(()) -> Done, by Judge;
    "核定判定变化" settle_change(SettleAsk) -> Done, by SettleChange;
    "列出导入种类" import_kinds(()) -> Vec<ImportKind>, by ImportChildren;
    "选择文件" pick(PickAsk) -> Option<Picked>, by ImportChildren | InstallPolicy | TrustDistrict | Backup;
    "预检文件" preview_import(PreviewAsk) -> Preview, by ImportChildren | ImportTables;
    "导入文件" accept_import(AcceptAsk) -> Accepted, by ImportChildren | ImportTables;
    "列出导入记录" imports(()) -> Vec<ImportRow>, by ImportChildren;
    "撤回导入" withdraw_import(ImportAsk) -> Done, by WithdrawImport;
    "生成空模板" make_template(PreviewAsk) -> Accepted, by ImportChildren;
    "查询居住地对应学校" look_up_home(LookUpAsk) -> LookUpAnswer, by LookUpHome;
    "查看派位计划" draw_plan(()) -> DrawPlan, by ReadDraws;
    "列出派位" ceremonies(()) -> Vec<CeremonyRow>, by ReadDraws;
    "打开派位" ceremony(CeremonyAsk) -> CeremonySheet, by ReadDraws;
    "封存派位" freeze(FreezeAsk) -> CeremonySheet, by Freeze | Rehearse;
    "执行派位" run_draw(RunAsk) -> CeremonySheet, by ReadOut | Rehearse;
    "中止派位" abort_draw(AbortAsk) -> CeremonySheet, by AbortDraw | Rehearse;
    "查看派位结果" draw_result(ResultAsk) -> ResultPage, by ReadDraws;
    "派位在屏幕上" attend(AttendAsk) -> (), by Freeze | Rehearse;
    "核对派位" verify_draw(CeremonyAsk) -> Checked, by ReadDraws;
    "安排就读学校" place(()) -> Placement, by Place;
    "查看可打印" paper_desk(()) -> PaperDesk, by PrintNotices | PrintRosters | Report;
    "打印" make_papers(PaperAsk) -> Made, by PrintNotices | PrintRosters | PrintCase | PrintDrawRecord | Report;
    "打开文件" open_output(OutputAsk) -> (), by PrintNotices | PrintRosters | PrintCase | PrintDrawRecord | Report | ImportChildren | ExportJournal | PrintClosing;
    "另存文件" save_output(OutputAsk) -> Option<Done>, by PrintNotices | PrintRosters | PrintCase | PrintDrawRecord | Report | ImportChildren | ExportJournal | PrintClosing;
    "查看政策" policy(()) -> PolicySheet, by ReadPolicy;
    "查验政策包" preview_pack(PackAsk) -> PackPreview, by InstallPolicy;
    "安装政策包" install_pack(PackAsk) -> Done, by InstallPolicy;
    "登记区公钥" trust_district(TrustAsk) -> Done, by TrustDistrict;
    "调整本季开关" set_switch(SwitchAsk) -> Done, by SetSwitch;
    "打开日志" journal_desk(()) -> JournalDesk, by VerifyJournal;
    "查看日志" journal(JournalAsk) -> JournalPage, by ReadJournal | ReadLedger;
    "核对日志" verify_journal(VerifyAsk) -> Checked, by VerifyJournal;
    "选择有锚点的文件" pick_anchors(()) -> Option<AnchorsGiven>, by VerifyJournal;
    "导出日志" export_journal(()) -> Option<Made>, by ExportJournal;
    "打印日终清单" print_closing(ClosingAsk) -> Made, by PrintClosing;
    "查看账户" people(()) -> PeopleSheet, by ListPeople;
    "建立账户" add_person(NewPersonAsk) -> Done, by AddPerson;
    "解除账户锁定" unlock_person(PersonAsk) -> Done, by UnlockPerson;
    "停用账户" stop_person(StopAsk) -> Done, by StopPerson;
    "收回角色" take_role(RoleAsk) -> Done, by TakeRole;
    "授予角色" give_role(RoleAsk) -> Done, by GiveRole;
    "修改本人密码" change_password(PasswordAsk) -> Done, by ChangePassword;
    "查看备份" backups(()) -> BackupSheet, by Backup;
    "立即备份" make_backup(BackupAsk) -> BackupMade, by Backup;
    "核对备份" check_backup(BackupAsk) -> Done, by Backup;
    "恢复演练" drill(DrillAsk) -> Done, by Drill;
}

const HEADER: &str = "// Made by `desk::wire` from its table of calls; a test of that crate says when it is stale.\n// Do not edit: change the table, then `RUXUE_WRITE_WIRE=1 cargo test -p ruxue-desk wire`.\n\n";

fn read<T: serde::de::DeserializeOwned>(body: &str, title: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|error| Failure::fault(title, &error))
}

/// Collects the declarations of types and of all they name, by TypeScript name.
struct Types<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only derived types have a file of their own; the others (numbers, lists) are inline.
        if T::output_path().is_some() {
            let name = T::ident(self.config);
            if self.found.contains_key(&name) {
                return;
            }
            self.found.insert(name, T::decl(self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMITTED: &str = "../../../ui/src/wire/wire.ts";

    #[test]
    fn the_committed_types_are_those_of_the_table() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
        let made = typescript();
        if std::env::var_os("RUXUE_WRITE_WIRE").is_some() {
            std::fs::write(&path, &made).expect("ui/src/wire/wire.ts can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == made,
            "ui/src/wire/wire.ts is stale: RUXUE_WRITE_WIRE=1 cargo test -p ruxue-desk wire"
        );
    }

    /// What can be asked with nobody signed in tells nothing of any child and changes no desk that
    /// is there.
    #[test]
    fn only_these_need_nobody_signed_in() {
        let open = CALLS.iter().filter(|call| call.acts.is_empty());
        let names: Vec<_> = open.map(|call| call.name).collect();
        let known = [
            "desk_state",
            "choose_desk",
            "founding_offer",
            "pick_at_founding",
            "weigh_password",
            "found_desk",
            "restore_desk",
            "sign_in",
            "lock",
            "stir",
            "zoom",
        ];
        assert_eq!(names, known);
    }

    #[test]
    fn no_call_stands_twice() {
        let mut names: Vec<_> = CALLS.iter().map(|call| call.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CALLS.len());
    }
}
