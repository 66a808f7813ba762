//! The end of a sitting.

use super::Desk;
use crate::access::Act;
use crate::store::{Ask, Mark, StoreError};

/// Why a sitting ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// The person locked the desk.
    Asked,
    /// Nobody did anything for ten minutes.
    Idle,
    /// Another person signs in.
    Replaced,
}

impl Leave {
    fn result(self) -> &'static str {
        match self {
            Leave::Asked => "ok",
            Leave::Idle => "idle 10 minutes",
            Leave::Replaced => "another signs in",
        }
    }
}

impl Desk {
    /// Locks the desk: the journal gets its entry, then the connection is closed and the key wiped.
    /// A desk whose disk takes no entry any more is locked all the same.
    pub fn leave(mut self: Box<Self>, why: Leave) {
        let person = self.session.name.clone();
        let entered = self.transact::<_, StoreError>(Ask::to(Act::Lock), |_| {
            Ok(((), Mark::on("person", person).result(why.result())))
        });
        if let Err(error) = entered {
            eprintln!("工作台已锁定，但锁定没有记入日志：{error}");
        }
    }
}
