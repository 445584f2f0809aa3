//! Everything the whole program promises, in one binary.

mod app;
mod apply;
mod calls;
mod cli;
mod crash;
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
mod program;
mod replay;
mod scores;
mod screens;
mod server;
mod sheets;
mod shop;
mod stories;
mod visit;
mod widgets;
