//! The closed list of what a person can do at a desk.

use super::Role;
use Role::{Auditor, Centre, Clerk, Lead, Principal, Reviewer, Secadmin, Sysadmin};

macro_rules! acts {
    ($($variant:ident $code:literal $chinese:literal $roles:expr;)*) => {
        /// One thing that can be done. Every journal entry names one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Act { $(#[doc = $chinese] $variant,)* }

        impl Act {
            /// All acts.
            pub const ALL: &'static [Act] = &[$(Act::$variant,)*];

            /// The word in the journal: `IMPORT`.
            pub fn code(self) -> &'static str {
                match self { $(Act::$variant => $code,)* }
            }

            /// The same in Chinese.
            pub fn chinese(self) -> &'static str {
                match self { $(Act::$variant => $chinese,)* }
            }

            /// The roles that may, first the one it belongs to.
            pub fn roles(self) -> &'static [Role] {
                match self { $(Act::$variant => $roles,)* }
            }
        }
    };
}

/// Who works on applications.
const REVIEWERS: &[Role] = &[Clerk, Reviewer, Lead, Centre];
/// Who sees children at all; a principal those admitted to the own school.
const OFFICE: &[Role] = &[Clerk, Reviewer, Lead, Centre, Principal];
const EVERYONE: &[Role] = &[
    Clerk, Reviewer, Lead, Centre, Principal, Auditor, Sysadmin, Secadmin,
];

acts! {
    AddPerson "PERSON_ADD" "建立账户" &[Sysadmin];
    GiveRole "PERSON_ROLE" "授予角色" &[Secadmin];
    StopPerson "PERSON_STOP" "停用账户" &[Sysadmin];
    TakeRole "PERSON_UNROLE" "收回角色" &[Secadmin];
    UnlockPerson "PERSON_UNLOCK" "解除账户锁定" &[Sysadmin];
    ChangePassword "PASSWORD" "修改本人密码" EVERYONE;
    ListPeople "PEOPLE_LIST" "查看账户" &[Sysadmin, Secadmin, Auditor];
    SignIn "SIGN_IN" "登录" EVERYONE;
    Lock "LOCK" "锁定工作台" EVERYONE;
    ImportChildren "IMPORT_CHILDREN" "导入报名数据" &[Clerk, Centre];
    ImportTables "IMPORT_TABLES" "导入学校、服务片、学位等全区数据" &[Centre];
    WithdrawImport "IMPORT_WITHDRAW" "撤回导入" &[Clerk, Centre];
    Judge "JUDGE" "按政策判定" REVIEWERS;
    ReadCounts "COUNTS" "查看今日进度" &[Centre, Clerk, Reviewer, Lead, Auditor];
    ReadChildren "READ" "查看孩子名单（脱敏）" OFFICE;
    ShowChild "SHOW_FULL" "查看孩子完整信息" OFFICE;
    ReadPolicy "POLICY_READ" "查看政策包" EVERYONE;
    TryPolicy "POLICY_TRY" "试用政策包" &[Centre];
    InstallPolicy "POLICY_INSTALL" "安装政策包" &[Secadmin];
    SetSwitch "SWITCH_SET" "调整本季开关" &[Centre];
    TrustDistrict "DISTRICT_TRUST" "登记区公钥" &[Secadmin];
    LookUpHome "HOME_LOOKUP" "查询居住地对应学校" REVIEWERS;
    PrintCase "PRINT_CASE" "打印判定说明" REVIEWERS;
    SettleChange "CHANGE_SETTLE" "处理判定变化" &[Lead, Centre];
    ReadDraws "DRAWS_READ" "查看派位" &[Centre, Auditor];
    Freeze "FREEZE" "封存派位名单" &[Centre];
    Rehearse "REHEARSE" "派位演练" &[Centre];
    ReadOut "SEED" "录入读数并派位" &[Centre];
    Adopt "ADOPT" "采用派位结果" &[Centre];
    AbortDraw "ABORT" "中止派位" &[Centre];
    CloseSeason "SEASON" "制作派位季终清单" &[Centre];
    Place "PLACE" "安排入学" &[Centre];
    PrintNotices "PRINT_NOTICES" "打印入学通知书" &[Principal, Centre];
    PrintRosters "PRINT_ROSTERS" "打印新生花名册" &[Principal, Centre];
    PrintDrawRecord "PRINT_RECORD" "打印派位过程记录" &[Centre];
    Report "REPORT" "出具报告" &[Centre, Auditor];
    ReadJournal "JOURNAL_READ" "查看日志" &[Auditor];
    VerifyJournal "JOURNAL_VERIFY" "核验日志" EVERYONE;
    ExportJournal "JOURNAL_EXPORT" "导出日志" &[Auditor];
    PrintClosing "PRINT_CLOSING" "打印日终清单" &[Auditor, Centre, Lead, Sysadmin];
    ReadLedger "LEDGER_READ" "查看印发与导出台账" &[Auditor, Centre, Lead];
    ExportList "EXPORT_LIST" "导出名单" OFFICE;
    SetRetention "RETENTION_SET" "登记保存期限" &[Secadmin];
    PlanPurge "PURGE_PLAN" "查看到期清除清单" &[Secadmin, Lead, Centre];
    Purge "PURGE" "到期清除" &[Secadmin, Lead, Centre];
    CheckDesk "CHECK_DESK" "检查工作台" EVERYONE;
    Backup "BACKUP" "备份" &[Sysadmin];
    Restore "RESTORE" "由备份恢复" &[Sysadmin];
    Recover "RECOVER" "用恢复码重设密码" &[Sysadmin];
    Drill "RECOVERY_DRILL" "恢复演练" &[Sysadmin];
}
