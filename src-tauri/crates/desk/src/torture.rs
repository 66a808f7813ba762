//! Desks for `tests/torture`: their keys are derived cheaply, so that a thousand runs of the command
//! are a matter of minutes. The parameters stand in each slot of `keys.json`, so that any build opens them;
//! only a test build can make them.

use crate::open::{Desk, NewDesk};
use crate::stage::new_desk;
use crate::store::as_an_older_program_left_it;
use std::path::Path;

/// As tests/torture/desk.py has it.
const PASSWORD: &str = "入学-考验-密码-2021";

fn demonstration(dir: &Path) -> crate::store::keys::DeskKey {
    let (desk, _) = Desk::create(&NewDesk {
        password: PASSWORD.into(),
        ..new_desk(dir)
    })
    .unwrap();
    desk.key().clone()
}

#[test]
#[ignore = "makes desks for tests/torture in the folder RUXUE_TORTURE_DESKS"]
fn desks_for_the_tortures() {
    let folder =
        std::env::var_os("RUXUE_TORTURE_DESKS").expect("RUXUE_TORTURE_DESKS names no folder");
    let folder = Path::new(&folder);
    demonstration(&folder.join("new"));
    let older = folder.join("older");
    let key = demonstration(&older);
    as_an_older_program_left_it(&older, &key);
}
