//! Everything the whole program promises, in one binary.

mod apply;
mod cli;
mod form_widget;
mod house;
mod index;
mod input;
mod journal;
mod keymap;
mod locale;
mod lock;
mod picture;
mod program;
mod replay;
mod server;
mod shop;
mod stories;
mod widgets;
