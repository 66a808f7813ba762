//! Months paid, and the months that a rule asks for.

/// Months from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    first: u32,
    last: u32,
}

impl Months {
    /// `2020-11`, `2021-03`; `None` where one is no month or the first is after the last, or there
    /// are more than 120.
    pub fn new(first: &str, last: &str) -> Option<Months> {
        let (first, last) = (month(first)?, month(last)?);
        (first <= last && last - first < 120).then_some(Months { first, last })
    }

    /// Whether every one of them is in the text of a fact: months and ranges joined by commas.
    pub fn all_in(self, text: &str) -> bool {
        let wanted = u128::MAX >> (127 - (self.last - self.first));
        let mut paid = 0u128;
        for item in text.split([',', '，', '、']) {
            let (from, to) = match item.split_once("..") {
                Some((from, to)) => (month(from), month(to)),
                None => (month(item), month(item)),
            };
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            let (from, to) = (from.max(self.first), to.min(self.last));
            if from <= to {
                let run = u128::MAX >> (127 - (to - from));
                paid |= run << (from - self.first);
            }
        }
        paid & wanted == wanted
    }
}

impl Months {
    /// As a fact has it: `2020-11..2021-03`.
    pub(crate) fn text(self) -> String {
        let part = |month: u32| format!("{}-{:02}", month / 12, month % 12 + 1);
        format!("{}..{}", part(self.first), part(self.last))
    }
}

impl std::fmt::Display for Months {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |month: u32| (month / 12, month % 12 + 1);
        let ((first, from), (last, to)) = (part(self.first), part(self.last));
        write!(f, "{first}-{from:02} 至 {last}-{to:02} 逐月")
    }
}

/// Months since year 0, of `2020-11`.
fn month(text: &str) -> Option<u32> {
    let (year, month) = text.trim().split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    ((1..=12).contains(&month) && year < 10_000).then(|| year * 12 + month - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_must_be_paid() {
        let five = Months::new("2020-11", "2021-03").unwrap();
        for text in [
            "2020-11..2021-03",
            "2018-05..2021-04",
            "2020-11,2020-12,2021-01,2021-02,2021-03",
            "2021-02..2021-03,2020-11..2020-12,2021-01",
        ] {
            assert!(five.all_in(text), "{text}");
        }
        for text in [
            "",
            "2020-11..2021-02",
            "2020-12..2021-03",
            "2020-11,2021-01..2021-03",
            "x",
        ] {
            assert!(!five.all_in(text), "{text}");
        }
        assert_eq!(five.to_string(), "2020-11 至 2021-03 逐月");
    }

    #[test]
    fn spans_are_checked() {
        assert!(Months::new("2021-03", "2020-11").is_none());
        assert!(Months::new("2021-13", "2022-01").is_none());
        assert!(Months::new("2021-01", "2021-01").is_some_and(|one| one.all_in("2021-01")));
    }
}
