//! Reading: one consistent pair of live memory and index per query.

use super::answered::Answered;
use super::codec::unpack;
use super::error::StoreError;
use super::index::{Bytes, Order as Direction, Span, View};
use super::keys;
use super::live::Live;
use super::shelf::FactMonths;
use crate::domain::records::Unreadable;
use crate::domain::{Key, Record, Records};
use crate::scoring::{Bucket, By};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The shop as of one journal line. Hold it for one query and let go.
pub struct Reading<'i> {
    /// What moves.
    pub live: Arc<Live>,
    pub(super) fact_months: Arc<FactMonths>,
    pub(super) index: View<'i>,
}

impl Reading<'_> {
    /// The rows whose keys begin with `prefix`, at most `limit` of them.
    ///
    /// # Errors
    /// The index is broken.
    pub fn rows<T: DeserializeOwned>(&self, prefix: &[u8], way: Way, limit: usize) -> Result<Vec<T>, StoreError> {
        let scan = self.index.scan(&Span::prefix(prefix), way.into());
        scan.take(limit).map(|row| row.and_then(|(_, bytes)| unpack(&bytes))).collect()
    }

    /// The rows whose keys begin with `prefix` and stand before `key`, the last one first, at most `limit` of them.
    ///
    /// # Errors
    /// The index is broken.
    pub fn rows_before<T: DeserializeOwned>(
        &self,
        prefix: &[u8],
        key: &[u8],
        limit: usize,
    ) -> Result<Vec<T>, StoreError> {
        let scan = self.index.scan(&Span::prefix(prefix).before(key), Direction::Down);
        scan.take(limit).map(|row| row.and_then(|(_, bytes)| unpack(&bytes))).collect()
    }

    /// The rows whose keys stand from `low` up to but not including `high`, in order.
    ///
    /// # Errors
    /// The index is broken.
    pub fn rows_between<T: DeserializeOwned>(&self, low: &[u8], high: &[u8]) -> Result<Vec<T>, StoreError> {
        let scan = self.index.scan(&Span::between(low, high), Direction::Up);
        scan.map(|row| row.and_then(|(_, bytes)| unpack(&bytes))).collect()
    }

    /// The first rows whose keys stand from `low` up to but not including `high`, in order, at most `limit` of them.
    ///
    /// # Errors
    /// The index is broken.
    pub fn first_between<T: DeserializeOwned>(
        &self,
        low: &[u8],
        high: &[u8],
        limit: usize,
    ) -> Result<Vec<T>, StoreError> {
        let scan = self.index.scan(&Span::between(low, high), Direction::Up);
        scan.take(limit).map(|row| row.and_then(|(_, bytes)| unpack(&bytes))).collect()
    }

    /// The counts of a month: one bucket of all its facts, or one by each advisor and so on, with their names, nobody
    /// last. There are buckets by the fields of [`buckets::KEPT`](super::buckets::KEPT) and no others.
    ///
    /// # Errors
    /// The index is broken.
    pub fn counted(&self, on: NaiveDate, by: Option<By>) -> Result<Vec<(Option<String>, Bucket)>, StoreError> {
        let scan = self.index.scan(&Span::prefix(&keys::buckets(keys::month(on), by)), Direction::Up);
        let one = |(key, bytes): (Bytes, Bytes)| Ok((keys::name_of_bucket(&key), unpack(&bytes)?));
        scan.map(|row| row.and_then(one)).collect()
    }

    /// The journal line that changed facts of a month last, since this program opened the shop; 0 if none did. What was
    /// worked out of the month's facts holds as long as this number stays.
    pub fn facts_changed_in(&self, year: i32, month: u32) -> u64 {
        self.fact_months.get(&(year, month)).copied().unwrap_or(0)
    }

    /// The texts kept under keys from `low` up to but not including `high`, at most `limit` of them.
    ///
    /// # Errors
    /// The index is broken.
    pub fn texts(&self, low: &[u8], high: &[u8], limit: usize) -> Result<Vec<String>, StoreError> {
        let scan = self.index.scan(&Span::between(low, high), Direction::Up);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        scan.take(limit).map(|row| row.map(|(_, bytes)| text(&bytes))).collect()
    }

    /// What was answered to the command with this idempotency key.
    pub(super) fn answer(&self, key: &str) -> Result<Option<Answered>, StoreError> {
        self.index.get(&keys::answer(key))?.map(|bytes| unpack(&bytes)).transpose()
    }

    /// A record, wherever it is.
    ///
    /// # Errors
    /// The index is broken.
    pub fn record(&self, key: &Key) -> Result<Option<Arc<Record>>, StoreError> {
        if let Some(record) = self.live.get(key) {
            return Ok(Some(record.clone()));
        }
        self.index.get(&keys::record(key))?.map(|bytes| unpack(&bytes).map(Arc::new)).transpose()
    }
}

impl Records for Reading<'_> {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        self.record(key).map_err(|error| Unreadable(error.to_string()))
    }
}

/// Which way a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Oldest or smallest first.
    Up,
    /// Newest or largest first.
    Down,
}

impl From<Way> for Direction {
    fn from(way: Way) -> Self {
        match way {
            Way::Up => Self::Up,
            Way::Down => Self::Down,
        }
    }
}
