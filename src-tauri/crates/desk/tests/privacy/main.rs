//! Privacy on real desks: retention and purge, what lists show, what stays in memory after a desk is
//! closed (spec/records.md; domain.md part 5).

mod lists;
mod memory;
mod purge;

#[path = "../ceremony/desk.rs"]
#[allow(dead_code)]
mod desk;

use std::alloc::System;
use zeroizing_alloc::ZeroAlloc;

/// As in both programs.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);
