//! The generator's own numbers: splitmix64, keyed by (seed, purpose, index).
//!
//! A child is made from its index alone, so nothing here is a running stream: any child can be
//! made again at any time, and a change to one purpose leaves the others as they were. These
//! numbers never take part in a draw (that is `ruxue_lottery`).

/// What a sequence of numbers is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Pair = 1,
    Story,
    Child,
    Family,
    Papers,
    Choice,
    School,
    Estate,
    Record,
    Spread,
}

/// A sequence of pseudo-random numbers.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    state: u64,
}

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Dice {
    pub(super) fn new(seed: u64, purpose: Purpose, index: u64) -> Dice {
        let keyed = mix(seed.wrapping_add(GAMMA)) ^ (purpose as u64).wrapping_mul(GAMMA);
        Dice {
            state: mix(mix(keyed) ^ index),
        }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix(self.state)
    }

    /// A number in `0..limit`; 0 where the limit is 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    /// A number in `from..=to`.
    pub(super) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// True `permille` times in a thousand.
    pub(super) fn permille(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// One of a list that is not empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// One of a weighted list whose weights are not all 0.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let total = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (value, weight) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[list.len() - 1].0
    }

    /// Shuffles a short list in place.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// A one-to-one map of `0..size` onto itself that scatters neighbours.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    size: u64,
    bits: u32,
    keys: [u64; 3],
}

impl Spread {
    pub(super) fn new(seed: u64, salt: u64, size: u64) -> Spread {
        let mut dice = Dice::new(seed, Purpose::Spread, salt);
        let bits = (64 - size.saturating_sub(1).leading_zeros()).max(2);
        Spread {
            size,
            bits,
            keys: [dice.next(), dice.next(), dice.next()],
        }
    }

    /// Where an index below the size goes.
    pub(super) fn of(&self, index: u64) -> u64 {
        // Each step is one-to-one on `bits` bits; walking on until the value is in range keeps
        // that for a size that is no power of two, and takes less than two rounds on average.
        let mask = u64::MAX >> (64 - self.bits);
        let mut value = index & mask;
        loop {
            for key in self.keys {
                value = (value ^ key) & mask;
                value = value.wrapping_mul(GAMMA | 1) & mask;
                value ^= value >> (self.bits / 2).max(1);
            }
            if value < self.size {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn a_spread_is_one_to_one() {
        for (seed, size) in [(1, 7), (2, 64), (3, 1000), (4, 60_590)] {
            let spread = Spread::new(seed, 5, size);
            let mut seen = vec![false; size as usize];
            for index in 0..size {
                let place = spread.of(index) as usize;
                assert!(!seen[place]);
                seen[place] = true;
            }
        }
    }
}
