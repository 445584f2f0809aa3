//! Everything the whole program promises, in one binary.

mod demo;
mod index;
mod input;
mod journal;
mod keymap;
mod locale;
mod lock;
mod picture;
mod replay;
mod server;
mod widgets;
