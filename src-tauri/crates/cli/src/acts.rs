//! The closed table of commands and the acts they stand under; `docs/roles.md` is made of it and of
//! the window's table of calls.

use ruxue_desk::access::Act;

/// A command as the table declares it.
pub struct Stands {
    /// Its words: `draw freeze`.
    pub command: &'static str,
    /// The acts that it stands under: whoever may do none of them is refused when the desk is
    /// opened. Empty for commands that open no desk for a person signed in.
    pub acts: &'static [Act],
}

macro_rules! acts {
    (nobody) => { &[] };
    ($($act:ident)|+) => { &[$(Act::$act),+] };
}

macro_rules! commands {
    ($($command:literal by $($act:ident)|+;)*) => {
        /// All commands, in the order of `ruxue help`.
        pub const COMMANDS: &[Stands] = &[$(Stands {
            command: $command,
            acts: acts!($($act)|+),
        },)*];
    };
}

commands! {
    "desk create" by nobody;
    "desk check" by CheckDesk;
    "user add" by AddPerson;
    "user role" by GiveRole | AddPerson;
    "user take" by TakeRole;
    "user stop" by StopPerson;
    "user passwd" by ChangePassword;
    "user unlock" by UnlockPerson;
    "user list" by ListPeople;
    "import" by ImportChildren | ImportTables;
    "import list" by ImportChildren;
    "import withdraw" by WithdrawImport;
    "template" by nobody;
    "check" by Judge;
    "home" by LookUpHome;
    "review changes" by SettleChange;
    "review settle" by SettleChange;
    "policy show" by ReadPolicy;
    "policy check" by nobody;
    "policy diff" by nobody;
    "policy try" by TryPolicy;
    "policy sign" by nobody;
    "policy install" by InstallPolicy;
    "policy switch" by SetSwitch;
    "district init" by nobody;
    "district trust" by TrustDistrict;
    "draw plan" by ReadDraws;
    "draw freeze" by Freeze | Rehearse;
    "draw run" by ReadOut | Rehearse;
    "draw abort" by AbortDraw | Rehearse;
    "draw season" by CloseSeason;
    "draw verify" by nobody;
    "draw ticket" by nobody;
    "place" by Place;
    "print" by PrintNotices | PrintRosters | PrintDrawRecord | PrintCase | PrintClosing;
    "report" by Report;
    "audit list" by ReadJournal;
    "audit verify" by VerifyJournal;
    "audit export" by ExportJournal;
    "backup" by Backup;
    "restore" by nobody;
    "recover" by nobody;
    "purge terms" by PlanPurge;
    "purge set" by SetRetention;
    "purge plan" by PlanPurge;
    "purge run" by Purge;
    "sample" by nobody;
    "season" by nobody;
    "help" by nobody;
}

/// The acts of a command; `None` for one that the table lacks, which opens no desk.
pub fn of(command: &str) -> Option<&'static [Act]> {
    COMMANDS
        .iter()
        .find(|one| one.command == command)
        .map(|one| one.acts)
}

#[cfg(test)]
mod tests;
