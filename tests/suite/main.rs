//! Everything the whole program promises, in one binary.

mod calls;
mod demo;
mod form_widget;
mod forms;
mod house;
mod index;
mod input;
mod journal;
mod keymap;
mod locale;
mod lock;
mod picture;
mod replay;
mod scores;
mod screens;
mod server;
mod shop;
mod stories;
mod widgets;
