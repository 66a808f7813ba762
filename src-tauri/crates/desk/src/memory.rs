//! What the system may do with the program's memory.
//!
//! Four things together keep children's data out of a dump: this module (no core file, no reading by
//! other programs of the same account), the programs' allocator, which overwrites what is freed,
//! SQLCipher's `cipher_memory_security` (`store::connect`), and the overwriting of the stack after each
//! call of the window. What a running page of the window shows
//! lies in a process of the web view, which the program does not govern.

/// Forbids core dumps of this process, and other programs of the same account to read its memory.
/// Programs that it starts have the account's own settings for the second, not for the first.
///
/// A system that does not know the settings goes on without them: they are a second line, and an
/// office must not stand before a closed desk for them. On Windows there is no such setting; error
/// reports are the administrator's to switch off.
pub fn keep_private() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Overwrites what returned functions have left below the caller's frame. Values that are moved, keys
/// among them, stay behind on the stack as copies which no destructor sees.
#[inline(never)]
pub fn scrub_stack() {
    let mut room = [0_u8; DEEP];
    std::hint::black_box(&mut room);
}

/// Deeper than anything that a call of the table does; a thread's stack has 2 MB.
const DEEP: usize = 256 * 1024;

/// The database key of an open desk with every bit turned, for tests that look for the key in memory
/// and must not put it there themselves.
#[cfg(feature = "cheap-kdf")]
pub fn turned_key(desk: &crate::Desk) -> Vec<u8> {
    desk.key().iter().map(|byte| !byte).collect()
}
