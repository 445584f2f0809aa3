//! Rows as bytes: what is printed and handed out. It reads no clock and writes no file.

pub mod capa;
pub mod pack;
mod paper;
mod payers;
mod quote;
mod sheet;
mod visit;

pub use sheet::{About, Sheet, sheet};
