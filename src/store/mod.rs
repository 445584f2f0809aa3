//! The store: what the shop knows, kept so that nothing acknowledged is ever lost.
//!
//! Two stores, one truth. The **journal** is the truth: plain lines in append-only files, chained by hashes, one sync
//! per group. The **index** (sled) is what the journal amounts to, ready to be searched; it is thrown away and rebuilt
//! whenever there is the slightest doubt. sled alone would not do: in 60 of 62 simulated power cuts it lost what it
//! had acknowledged, or panicked on opening.
//!
//! ```text
//! <data>/
//!   LOCK          one process at a time                          lock
//!   STATE         may the index be believed, what is synced      state
//!   journal/      000001.jsonl 000002.jsonl …                    journal
//!   index/        sled                                           index
//! ```
//!
//! # Every crash, all files together
//!
//! A group of commands goes: journal written → journal synced → index changed → answered. From time to time, and on
//! closing: index flushed and synced → `STATE` written.
//!
//! | crash | journal | index | `STATE` | on opening |
//! |---|---|---|---|---|
//! | killed before the sync | whole lines, then perhaps a torn one | before | dirty, this boot | tail cut, rest replayed |
//! | killed after the sync | the group | before, or with it | dirty, this boot | replayed from the index's head |
//! | power lost before the sync | any pages of the group | anything | dirty, other boot | tail cut, index rebuilt |
//! | power lost after the sync | the group | anything | dirty, other boot | index rebuilt |
//! | closed in good order | all | all | clean | read from the applied head on: nothing |
//! | while `STATE` is written | all | all | the old one or the new one | as that one says |
//! | `STATE` lost or unreadable | all | unknown | none | index rebuilt |
//! | another journal put in place | another | of the old one | of the old one | refused if it is shorter than what was synced; else index rebuilt |
//!
//! What cannot be explained by a crash is damage, and nothing is opened until a person has decided.
//!
//! This module is the only one that names sled. It holds no rule of the shop.

mod answered;
mod audit;
pub mod buckets;
pub mod called;
pub mod changes;
pub mod clerk;
pub mod codec;
pub mod error;
pub mod facts;
mod file;
pub mod given_back;
pub mod heard;
pub mod index;
pub mod journal;
pub mod keys;
pub mod live;
pub mod lock;
pub mod opening;
pub mod reading;
mod replay;
mod room;
pub mod rows;
pub mod shelf;
pub mod state;
pub mod upcast;

pub use error::StoreError;
pub use opening::{Store, With};
