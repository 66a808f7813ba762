//! What a check found.

use std::fmt;

/// Something wrong in a file, or in data that would become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, for example `roster.csv`.
    pub file: &'static str,
    /// The line in that file, the header (or first line) being 1.
    pub row: Option<usize>,
    /// What is wrong and how to cure it: one Chinese sentence.
    pub message: String,
}

/// As many findings of one list as anyone reads; what follows mostly repeats the cause.
const MOST: usize = 50;

impl Finding {
    pub(crate) fn at(file: &'static str, row: usize, message: impl Into<String>) -> Finding {
        Finding {
            file,
            row: Some(row),
            message: message.into(),
        }
    }

    pub(crate) fn of(file: &'static str, message: impl Into<String>) -> Finding {
        Finding {
            file,
            row: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{} 第 {row} 行：{}", self.file, self.message),
            None => write!(f, "{}：{}", self.file, self.message),
        }
    }
}

/// Findings of one file, gathered up to a readable number.
pub(crate) struct Findings {
    file: &'static str,
    list: Vec<Finding>,
}

impl Findings {
    pub(crate) fn of(file: &'static str) -> Findings {
        Findings {
            file,
            list: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, row: usize, message: impl Into<String>) {
        if self.list.len() < MOST {
            self.list.push(Finding::at(self.file, row, message));
        }
    }

    /// `Ok` when nothing was found.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Vec<Finding>> {
        if self.list.is_empty() {
            Ok(value)
        } else {
            Err(self.list)
        }
    }
}
