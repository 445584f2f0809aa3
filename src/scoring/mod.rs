//! The scoring engine: from what customers answered and what the shop measured to one satisfaction score, exactly.
//!
//! The engine is pure. It reads texts that others give it (a [`Scheme`], and [`Fact`]s collected in a [`Book`]) and
//! gives a [`Report`] back. It opens no file, reads no clock and takes no verdict on a floating-point number: sums and
//! counts are whole numbers, and what is divided is divided once, at the end, as fractions of unbounded integers.
//! Every number can be taken apart again down to the answers behind it, see [`explain`].
//!
//! ```
//! use shopdesk::scoring::{score, Book, Request, Scheme};
//!
//! let (file, text) = shopdesk::scoring::scheme::SHIPPED[0];
//! let scheme = Scheme::parse(file, text)?;
//! let book = Book::read("facts.jsonl", [
//!     r#"{"fact":"response","id":"V1","at":"2026-03-02T10:00:00+08:00","scheme":"visit","answers":{"reception":5,
//!         "diagnosis":4,"on-time":4,"repair-quality":5,"parts":4,"explanation":4,"price":2,"return-intent":4}}"#,
//! ])?;
//! let report = score(&scheme, &book, &Request::default())?;
//!
//! assert_eq!(report.external.as_deref(), Some("78.75"));
//! assert_eq!(report.external_band.as_deref(), Some("dissatisfied"));
//! // Nothing was measured, so there is no total: never one part under the name of the whole.
//! assert_eq!(report.total, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where a number of answers is summed again and again, as on a dashboard, a [`Tally`] is the unit: tallies of days or
//! people are merged, and [`Report::of`] makes of the merged one what [`score`] makes of the facts. Where counts are kept
//! for years, across versions of schemes, a [`Bucket`] is kept and gives the tally.
//!
//! [`Scheme`]: crate::scoring::Scheme
//! [`Fact`]: crate::scoring::Fact
//! [`Book`]: crate::scoring::Book
//! [`Bucket`]: crate::scoring::Bucket
//! [`Report`]: crate::scoring::Report
//! [`Report::of`]: crate::scoring::Report::of
//! [`Tally`]: crate::scoring::Tally
//! [`score`]: crate::scoring::score()
//! [`explain`]: crate::scoring::explain()

pub mod fact;
pub mod number;
pub mod scheme;

mod book;
mod bucket;
mod day;
mod fault;

mod figures;
mod measure;
mod select;
mod sheet;
mod tally;

pub mod interval;
mod quantile;

pub mod behind;
mod engine;
pub mod explain;
pub mod report;
pub mod sampling;
pub mod stream;
pub mod study;
mod verdict;
mod what;

pub use book::Book;
pub use bucket::{Bucket, Complaints};
pub use day::{Day, DayError, Moment};
pub use engine::{Listing, Request, ScoreError, score};
pub use explain::explain;
pub use fact::{Fact, FactError, Kind, Opinion, Outcome, Respondent, Word};
pub use fault::{Cause, Fault, Faults, Place};
pub use figures::{Component, Figures, InternalFigures, ItemFigures};
pub use measure::{Count, Totals};
pub use report::Report;
pub use scheme::Scheme;
pub use select::{By, Period};
pub use sheet::{FormScore, Sheet};
pub use tally::Tally;
pub use what::What;
