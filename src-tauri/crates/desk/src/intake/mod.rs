//! Intake: a foreign spreadsheet becomes rows of the desk.
//!
//! [`read`] opens a file, normalises and checks it without a desk; what comes out is [`Staged`]:
//! compact rows that passed, problems of the others, a preview.

mod accept;
mod book;
mod cells;
mod check;
mod fault;
mod guard;
mod headers;
mod normal;
mod refusal;
mod rows;
mod source;
mod staged;
mod street;
mod table;
mod template;
mod xlsx;

pub use accept::{
    Choice, Entered, Intent, Outcome, Watch, Withdrawn, accept, accept_watched, withdraw,
};
pub use book::{BookError, problem_book, problem_path, template_book};
pub(crate) use book::{properties, save as save_book, set_trace};
#[cfg(feature = "fuzzing")]
pub(crate) use cells::{Cell, CellKind};
pub use check::{Advice, advice};
pub use fault::Gravity;
pub use headers::MappedColumn;
#[cfg(feature = "fuzzing")]
pub(crate) use normal::normalise;
pub use refusal::FileRefused;
pub use rows::{Row, Rows};
pub use source::Source;
pub use staged::{Format, PreviewRow, Problem, Staged, read, read_watched};
pub(crate) use street::short_name;
pub use table::Encoding;
pub use template::{Column, Needed, PROHIBITED_WORDS, Shape, Template};

#[cfg(test)]
mod tests;
