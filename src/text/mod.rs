//! Every word that a person reads, in Chinese and in English, and what makes text safe to keep and to show.
//!
//! This module knows no screen and no rule of the shop: it turns a key and its values into a sentence.

pub mod capa;
mod clean;
pub mod format;
mod heard;
mod lang;
pub mod say;
pub mod scored;
pub mod symptoms;
pub mod term;
pub mod visit;
mod words;

pub use clean::{clean_line, clean_text, narrow, narrow_key};
pub use lang::Lang;
pub use words::{Catalogue, LocaleError, Words};
