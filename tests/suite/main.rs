//! Everything the whole program promises, in one binary.

mod form_widget;
mod house;
mod index;
mod input;
mod journal;
mod keymap;
mod locale;
mod lock;
mod picture;
mod replay;
mod server;
#[allow(dead_code)]
mod shop;
mod widgets;
