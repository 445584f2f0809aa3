//! From the bytes of a terminal to keys and pastes.

mod burst;
mod decode;
mod key;
mod reader;

pub use burst::joined;
pub use key::{Code, Key};
pub use reader::{Input, PASTE_BYTES_MAX};

/// What a person did at the terminal. A new size is no part of the bytes; the connection reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; it is clean, and its lines end in `\n`.
    Paste(String),
    /// More was pasted than is taken at once; what came after so many KiB was left out.
    PasteCut(usize),
    /// The terminal window came to the front, or went away from it.
    Focus(bool),
}
