//! Everything the whole program promises, in one binary.

mod keymap;
mod server;
