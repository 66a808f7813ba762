//! The choices of many rows.

/// Lists of choices one after the other, as positions in a plan; a million lists in two pieces of
/// memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choices {
    schools: Vec<u32>,
    /// Where each list ends; one more in front, where the first begins.
    ends: Vec<usize>,
}

impl Choices {
    /// None yet, with room for so many lists of so many choices in all.
    pub(crate) fn with_capacity(lists: usize, choices: usize) -> Choices {
        let mut ends = Vec::with_capacity(lists + 1);
        ends.push(0);
        Choices {
            schools: Vec::with_capacity(choices),
            ends,
        }
    }

    /// How many a list has on average, rounded up.
    pub(crate) fn average(&self) -> usize {
        self.schools.len().div_ceil((self.ends.len() - 1).max(1))
    }

    /// Adds a choice to the list that is not ended.
    pub(crate) fn push(&mut self, school: u32) {
        self.schools.push(school);
    }

    /// Ends a list.
    pub(crate) fn end(&mut self) {
        self.ends.push(self.schools.len());
    }

    /// Adds a whole list.
    pub(crate) fn add(&mut self, list: &[u32]) {
        self.schools.extend_from_slice(list);
        self.end();
    }

    /// The list at this place.
    pub(crate) fn of(&self, place: usize) -> &[u32] {
        &self.schools[self.ends[place]..self.ends[place + 1]]
    }
}
