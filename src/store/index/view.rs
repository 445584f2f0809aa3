//! Reading the index: one consistent picture per query.

use std::fmt;
use std::ops::{Bound, Deref};
use std::sync::RwLockReadGuard;
use std::sync::atomic::Ordering;

use sled::IVec;

use super::frame::{self, Kind};
use super::{Index, LongRecords};
use crate::store::error::StoreError;
use crate::store::journal::Head;

/// The index as it stands: while this is held nothing is applied to it, so everything read belongs together.
///
/// Take one per query and let go of it soon, as the clerk waits for it. Never take one while holding another on the
/// same thread: with the clerk waiting in between, neither goes on.
pub struct View<'i> {
    pub(super) index: &'i Index,
    pub(super) _nothing_is_applied: RwLockReadGuard<'i, LongRecords>,
}

/// Bytes read from the index, without a copy where they lie in one piece.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes {
    held: IVec,
    from: usize,
}

/// A stretch of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    low: Bound<Vec<u8>>,
    high: Bound<Vec<u8>>,
}

/// The direction of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// From the lowest key up.
    Up,
    /// From the highest key down.
    Down,
}

/// A scan in progress: records one by one, whole, however they lie in sled. Dropping it stops it.
pub struct Scan<'v> {
    view: &'v View<'v>,
    inner: sled::Iter,
    order: Order,
    over: bool,
}

impl View<'_> {
    /// Gets the record under a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        let sled_key = frame::record_key(key);
        match self.index.sled_get(&sled_key)? {
            Some(framed) => self.whole(&sled_key, framed).map(Some),
            None => Ok(None),
        }
    }

    /// Goes through the records of a span.
    pub fn scan(&self, span: &Span, order: Order) -> Scan<'_> {
        Scan { view: self, inner: self.index.sled_range(span.sled_bounds()), order, over: false }
    }

    /// Tells up to where the journal is applied; `None` if a rebuild was not finished.
    pub fn applied(&self) -> Result<Option<Head>, StoreError> {
        self.index.read_applied()
    }

    /// Checks a frame and gives the record, put together from its chunks if need be.
    fn whole(&self, sled_key: &[u8], framed: IVec) -> Result<Bytes, StoreError> {
        self.index.read.fetch_add(1, Ordering::Relaxed);
        match self.index.noted(frame::check(sled_key, &framed))? {
            Kind::Whole => Ok(Bytes { held: framed, from: frame::body_starts() }),
            Kind::Long => self.index.noted(self.joined(&sled_key[1..], frame::body(&framed))),
            Kind::Chunk | Kind::About => self.index.noted(Err(misplaced(sled_key))),
        }
    }

    fn joined(&self, key: &[u8], about: &[u8]) -> Result<Bytes, StoreError> {
        let long = frame::long(about).ok_or_else(|| misplaced(key))?;
        let mut value = Vec::with_capacity(usize::from(long.chunks) * frame::BODY_BYTES_MAX);
        for number in 0..long.chunks {
            let sled_key = frame::chunk_key(key, number);
            let framed = self.index.sled_get(&sled_key)?.ok_or_else(|| misplaced(&sled_key))?;
            if frame::check(&sled_key, &framed)? != Kind::Chunk {
                return Err(misplaced(&sled_key));
            }
            value.extend_from_slice(frame::body(&framed));
        }
        if value.len() != long.length as usize {
            return Err(misplaced(key));
        }
        Ok(Bytes { held: IVec::from(value), from: 0 })
    }
}

impl Span {
    /// All keys that begin so.
    pub fn prefix(prefix: &[u8]) -> Self {
        let high = match successor(prefix) {
            Some(next) => Bound::Excluded(next),
            None => Bound::Unbounded,
        };
        Self { low: Bound::Included(prefix.to_vec()), high }
    }

    /// All keys from `low` on, up to but not including `high`.
    pub fn between(low: &[u8], high: &[u8]) -> Self {
        Self { low: Bound::Included(low.to_vec()), high: Bound::Excluded(high.to_vec()) }
    }

    /// Leaves out everything up to this key and the key itself: to go on upwards after it.
    #[must_use]
    pub fn after(mut self, key: &[u8]) -> Self {
        self.low = Bound::Excluded(key.to_vec());
        self
    }

    /// Leaves out this key and everything after it: to go on downwards after it.
    #[must_use]
    pub fn before(mut self, key: &[u8]) -> Self {
        self.high = Bound::Excluded(key.to_vec());
        self
    }

    fn sled_bounds(&self) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
        let sled_key = |bound: &Bound<Vec<u8>>| match bound {
            Bound::Included(key) => Bound::Included(frame::record_key(key)),
            Bound::Excluded(key) => Bound::Excluded(frame::record_key(key)),
            Bound::Unbounded => Bound::Unbounded,
        };
        // Records end where chunks begin.
        let high = match &self.high {
            Bound::Unbounded => Bound::Excluded(vec![2]),
            bounded => sled_key(bounded),
        };
        (sled_key(&self.low), high)
    }
}

/// The first key after all that begin so; `None` if they are the last of all.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let end = prefix.iter().rposition(|&b| b < 0xFF)?;
    let mut next = prefix[..=end].to_vec();
    next[end] += 1;
    Some(next)
}

impl Scan<'_> {
    fn step(&mut self) -> Result<Option<(Bytes, Bytes)>, StoreError> {
        let Some((key, framed)) = self.view.index.sled_step(&mut self.inner, self.order)? else { return Ok(None) };
        let value = self.view.whole(&key, framed)?;
        Ok(Some((Bytes { held: key, from: 1 }, value)))
    }
}

impl Iterator for Scan<'_> {
    type Item = Result<(Bytes, Bytes), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let step = self.step();
        self.over = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.held[self.from..]
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.escape_ascii())
    }
}

fn misplaced(sled_key: &[u8]) -> StoreError {
    StoreError::IndexBroken(format!("record {}: its pieces do not fit together", sled_key.escape_ascii()))
}
