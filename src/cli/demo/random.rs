//! Chance for the demo shop: a small generator with a fixed seed, so that the same year comes out every time.

/// A source of chance: splitmix64.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A source that always gives the same row of numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but not including `end`; 0 if that leaves none.
    pub fn below(&mut self, end: usize) -> usize {
        // The slight preference for small numbers is of no account for ends this far below 2^64.
        if end == 0 { 0 } else { (self.bits() % end as u64) as usize }
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least).max(0) as usize + 1) as i64
    }

    /// True `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `things`, which must not be empty.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }

    /// The place of one of several weights, the heavy ones more often.
    pub fn weighted(&mut self, weights: impl Iterator<Item = usize> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_row() {
        let row = |seed| {
            (0..8)
                .map({
                    let mut dice = Dice::new(seed);
                    move |_| dice.bits()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
    }

    #[test]
    fn chances_come_out_as_often_as_they_should() {
        let mut dice = Dice::new(1);
        let hits = (0..10_000).filter(|_| dice.chance(120)).count();
        assert!((1_100..1_300).contains(&hits), "{hits} of 10,000 at 120 in a thousand");
        assert_eq!((0..100).map(|_| dice.weighted([0, 3, 0].into_iter())).max(), Some(1));
    }
}
