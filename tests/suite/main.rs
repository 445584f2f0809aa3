//! Everything the whole program promises, in one binary.

mod picture;

mod forms;
mod input;
mod keymap;
mod locale;
mod replay;
mod server;
mod widgets;
