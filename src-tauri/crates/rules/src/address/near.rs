//! Estates whose names look like what was written: candidates for a person, never an answer.

use std::collections::HashMap;

use super::estates::Estate;
use super::line::{plain, plain_name};

/// Estates by the pairs of characters in their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Near {
    pairs: HashMap<[char; 2], Vec<u32>>,
    /// How many pairs a name has.
    sizes: Vec<u32>,
}

/// As many candidates as a person looks through.
const MOST: usize = 6;

impl Near {
    pub fn build(estates: &[Estate]) -> Near {
        let mut near = Near::default();
        for (at, estate) in (0..).zip(estates) {
            let pairs = pairs(&plain_name(&estate.name));
            near.sizes
                .push(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
            for pair in pairs {
                near.pairs.entry(pair).or_default().push(at);
            }
        }
        near
    }

    /// The estates at least half of whose name stands in the text, the likest first.
    pub fn like(&self, text: &str) -> Vec<usize> {
        let mut common = vec![0u32; self.sizes.len()];
        for pair in pairs(&plain(text).text) {
            for at in self.pairs.get(&pair).into_iter().flatten() {
                common[*at as usize] += 1;
            }
        }
        let whole = common.iter().zip(&self.sizes).enumerate();
        let mut like: Vec<(usize, u32, u32)> = whole
            .filter(|(_, (common, size))| **common > 0 && **common * 2 >= **size)
            .map(|(at, (common, size))| (at, *common, *size))
            .collect();
        let likest = |(at, common, size): &(usize, u32, u32)| {
            (std::cmp::Reverse((common * 1000 / size, *common)), *at)
        };
        if like.len() > MOST {
            like.select_nth_unstable_by_key(MOST, likest);
            like.truncate(MOST);
        }
        like.sort_by_key(likest);
        like.into_iter().map(|(at, ..)| at).collect()
    }
}

fn pairs(text: &str) -> Vec<[char; 2]> {
    let mut pairs: Vec<_> = text
        .chars()
        .zip(text.chars().skip(1))
        .map(|(a, b)| [a, b])
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
