//! `ruxue policy`: the pack in force, and what is wrong with a pack.

use crate::args::{Args, PolicyCommand};
use crate::failure::Failure;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::pack;

pub fn run(args: &Args, what: &PolicyCommand) -> Result<(), Failure> {
    match what {
        PolicyCommand::Show => {
            let mut desk = signin::open(args, Role::Centre)?;
            desk.require(Act::ReadPolicy)?;
            println!("政策包 {}", desk.policy_name());
            println!("摘要 {}", desk.pack().digest());
            Ok(())
        }
        PolicyCommand::Check { dir } => {
            let checked = pack::from_folder(dir)?;
            println!("{}：没有错误，全部示例通过。摘要 {}", dir.display(), checked.digest());
            Ok(())
        }
    }
}
