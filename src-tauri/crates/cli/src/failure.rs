//! What ends a command early, and with which exit status.

use std::fmt;

/// A sentence for standard error and what it means for the exit status.
#[derive(Debug)]
pub enum Failure {
    /// Refused, or a check failed: exit status 1.
    Refused(String),
    /// The command line is off: exit status 2.
    Usage(String),
}

impl Failure {
    /// The exit status (spec/cli.md).
    pub fn status(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(sentence) | Failure::Usage(sentence) => f.write_str(sentence),
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Refused(error.to_string())
    }
}
