//! A ceremony's folder in memory.

use std::collections::BTreeMap;

/// The files of a ceremony by name.
pub mod file {
    /// `batch,title,method,groups,leftover`.
    pub const BATCHES: &str = "batches.csv";
    /// `batch,school,seats`.
    pub const PLAN: &str = "plan.csv";
    /// `batch,index,receipt,tier,unit,choices`.
    pub const ROSTER: &str = "roster.csv";
    /// 封存单: all that is decided before any entropy exists.
    pub const FREEZE: &str = "freeze.txt";
    /// The entropy, nothing else.
    pub const SEED: &str = "seed.txt";
    /// `batch,index,receipt,ticket,rank,outcome,school,choice,reason`.
    pub const RESULT: &str = "result.csv";
    /// Digests of all the above and the end state.
    pub const CLOSE: &str = "close.txt";
    /// The desk's own sealed nonce of a ceremony that is not over; no file of the ceremony.
    pub const SEALED: &str = "nonce.sealed";
    /// The closing list of a season; beside the folders, not in them.
    pub const SEASON: &str = "season.txt";
    /// What stands in a folder, in the order in which it is written.
    pub const ALL: [&str; 7] = [BATCHES, PLAN, ROSTER, FREEZE, SEED, RESULT, CLOSE];
}

/// A ceremony's folder: its name and the exact bytes of every file in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// The folder's own name, without path: `2021-0003`.
    pub name: String,
    /// Every file in it by name, also those that do not belong there.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// The bytes of a file, if it is there.
    pub fn get(&self, file: &str) -> Option<&[u8]> {
        self.files.get(file).map(Vec::as_slice)
    }

    /// Puts a file in.
    pub fn put(&mut self, file: &str, bytes: Vec<u8>) {
        self.files.insert(file.to_owned(), bytes);
    }
}
