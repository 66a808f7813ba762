//! Standard output: a reader who leaves (`ruxue … | head`) ends the command, without a panic.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Writes a line.
pub fn line(text: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{text}") {
        // The work is done by the time it is told; nobody is left to tell.
        let quiet = error.kind() == ErrorKind::BrokenPipe;
        std::process::exit(if quiet { 0 } else { 1 });
    }
}

/// `println!` that survives a closed pipe.
macro_rules! say {
    ($($text:tt)*) => { $crate::out::line(format_args!($($text)*)) };
}

pub(crate) use say;
