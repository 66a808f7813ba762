//! What breaks a condition, in whatever language an engine has its conditions.

/// Breaches by what they give; several conditions add up.
#[derive(Clone, Debug)]
pub struct Breaches<T> {
    /// A stated fact breaks the condition.
    pub ineligible: Vec<T>,
    /// A person decides.
    pub refer: Vec<T>,
    /// Something is missing.
    pub supplement: Vec<T>,
}

impl<T> Default for Breaches<T> {
    fn default() -> Breaches<T> {
        Breaches {
            ineligible: Vec::new(),
            refer: Vec::new(),
            supplement: Vec::new(),
        }
    }
}

impl<T> Breaches<T> {
    /// Adds another condition's.
    pub fn and(mut self, other: Breaches<T>) -> Breaches<T> {
        self.ineligible.extend(other.ineligible);
        self.refer.extend(other.refer);
        self.supplement.extend(other.supplement);
        self
    }

    /// The verdicts that something gives, the gravest first, each with its breaches.
    pub fn by_verdict(self) -> impl Iterator<Item = (&'static str, Vec<T>)> {
        let all = [
            ("ineligible", self.ineligible),
            ("refer", self.refer),
            ("supplement", self.supplement),
        ];
        all.into_iter().filter(|(_, breaches)| !breaches.is_empty())
    }
}
