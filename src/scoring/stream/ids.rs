//! A table of ids that costs at most 32 bytes an id: fingerprints in place of names.
//!
//! A fingerprint has 64 bits in the entry and 12 more in the choice of the shard, so that among ten million ids two
//! share one with a chance of one in a billion. That holds whoever chose the ids: fingerprints are drawn by SipHash under
//! keys that are drawn anew each time, so that nobody can look for two ids that share one.
//!
//! Each shard is a table of open addressing that grows by an eighth at a time: the standard map doubles, and stands half
//! empty afterwards.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::scoring::Kind;

/// How many shards there are.
const SHARDS: usize = 1 << 12;
/// A shard is at most this full, in eighths.
const FULL_EIGHTHS: usize = 7;
/// The places that a shard begins with.
const PLACES_MIN: usize = 2;

/// The fingerprint of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint {
    shard: u16,
    bits: u64,
}

/// What is known of an id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// 0 where the place is free.
    bits: u64,
    /// The sequence number that holds, where there is one.
    pub(super) seq: u64,
    /// What else is known, as its owner reads it.
    pub(super) mark: u64,
}

/// The table.
#[derive(Debug)]
pub(super) struct Ids {
    shards: Vec<Shard>,
}

#[derive(Debug, Clone, Default)]
struct Shard {
    places: Box<[Entry]>,
    taken: usize,
}

/// Draws fingerprints; only those of the same mint and its copies can be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Mint {
    shard: RandomState,
    bits: RandomState,
    content: foldhash::quality::RandomState,
}

impl Mint {
    pub(super) fn fingerprint(&self, id: &impl Hash) -> Fingerprint {
        let shard = u16::try_from(self.shard.hash_one(id) % SHARDS as u64).unwrap_or_default();
        Fingerprint { shard, bits: self.bits.hash_one(id).max(1) }
    }

    /// Gives the fingerprint of an earlier version of a fact, in the same shard.
    pub(super) fn of_version(&self, fact: Fingerprint, seq: u64) -> Fingerprint {
        Fingerprint { bits: self.bits.hash_one((fact.bits, seq)).max(1), ..fact }
    }

    /// Gives a number by which the contents of versions of the same fact are compared. Contents are long: this hash is
    /// faster, and its keys are drawn anew too.
    pub(super) fn content(&self, of: &impl Hash) -> u64 {
        self.content.hash_one(of)
    }
}

impl Fingerprint {
    /// Gives the fingerprint of a fact of this kind under the name, in the same shard; done twice it undoes itself.
    pub(super) fn of_kind(self, kind: Kind) -> Fingerprint {
        let pattern = match kind {
            Kind::Response => 0x9e37_79b9_7f4a_7c15,
            Kind::Delivery => 0xc2b2_ae3d_27d4_eb4f,
            Kind::Complaint => 0x1656_67b1_9e37_79f9,
            Kind::Issued => 0xff51_afd7_ed55_8ccd,
            Kind::Attempt => 0x27d4_eb2f_1656_67c5,
        };
        Fingerprint { bits: (self.bits ^ pattern).max(1), ..self }
    }
}

impl Default for Ids {
    fn default() -> Ids {
        Ids { shards: vec![Shard::default(); SHARDS] }
    }
}

impl Ids {
    /// Gives the entry of an id, a new one where it was not known, and says whether it was.
    pub(super) fn enter(&mut self, id: Fingerprint) -> (&mut Entry, bool) {
        let shard = &mut self.shards[usize::from(id.shard)];
        if (shard.taken + 1) * 8 > shard.places.len() * FULL_EIGHTHS {
            shard.grow();
        }
        let place = shard.place(id.bits);
        let known = shard.places[place].bits == id.bits;
        if !known {
            shard.taken += 1;
            shard.places[place] = Entry { bits: id.bits, seq: 0, mark: 0 };
        }
        (&mut shard.places[place], known)
    }

    /// Gives the entry of an id that is known.
    pub(super) fn find(&self, id: Fingerprint) -> Option<&Entry> {
        let shard = &self.shards[usize::from(id.shard)];
        if shard.places.is_empty() {
            return None;
        }
        let entry = &shard.places[shard.place(id.bits)];
        (entry.bits == id.bits).then_some(entry)
    }

    /// Gives every id with its entry.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Fingerprint, &Entry)> {
        let numbered = (0_u16..).zip(&self.shards);
        let entries = numbered.flat_map(|(shard, of)| of.places.iter().map(move |entry| (shard, entry)));
        let taken = entries.filter(|(_, entry)| entry.bits != 0);
        taken.map(|(shard, entry)| (Fingerprint { shard, bits: entry.bits }, entry))
    }

    /// Counts the ids.
    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.taken).sum()
    }

    /// Counts the bytes that the entries take.
    pub(super) fn bytes(&self) -> usize {
        self.shards.iter().map(|shard| size_of_val(&*shard.places)).sum()
    }
}

impl Shard {
    /// Finds the place of an entry, or the free one that it would take. There is always a free one.
    fn place(&self, bits: u64) -> usize {
        let length = self.places.len();
        // Spread over the places by a product, which is much faster than a remainder.
        let spread = (u128::from(bits) * length as u128) >> u64::BITS;
        let mut place = usize::try_from(spread).unwrap_or_default();
        while self.places[place].bits != 0 && self.places[place].bits != bits {
            place = if place + 1 == length { 0 } else { place + 1 };
        }
        place
    }

    fn grow(&mut self) {
        let length = (self.places.len() + self.places.len() / 8 + 1).max(PLACES_MIN);
        let old = std::mem::replace(&mut self.places, vec![Entry::default(); length].into_boxed_slice());
        for entry in old.into_iter().filter(|entry| entry.bits != 0) {
            let place = self.place(entry.bits);
            self.places[place] = entry;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_costs_at_most_32_bytes() {
        let (mint, mut ids) = (Mint::default(), Ids::default());
        for number in 0..200_000_u64 {
            let (_, known) = ids.enter(mint.fingerprint(&number));
            assert!(!known, "two ids share a fingerprint");
            // From here on the shards themselves weigh little.
            if number >= 100_000 && number % 1_000 == 0 {
                let per_id = ids.bytes() / ids.len();
                assert!(per_id <= 32, "{per_id} bytes an id at {number}");
            }
        }
        assert_eq!((ids.len(), ids.iter().count()), (200_000, 200_000));
    }

    #[test]
    fn what_was_entered_is_found_and_nothing_else() {
        let (mint, mut ids) = (Mint::default(), Ids::default());
        for number in 0..1_000_u64 {
            ids.enter(mint.fingerprint(&number)).0.mark = number;
        }
        for number in 0..1_000_u64 {
            assert_eq!(ids.find(mint.fingerprint(&number)).map(|entry| entry.mark), Some(number));
            assert!(ids.enter(mint.fingerprint(&number)).1, "known");
        }
        assert_eq!(ids.find(mint.fingerprint(&1_000_u64)), None);
    }
}
