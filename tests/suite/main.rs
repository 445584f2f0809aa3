//! Everything the whole program promises, in one binary.

mod index;
mod journal;
mod keymap;
mod lock;
mod server;
