//! Screens in a terminal: from the bytes that come in to the bytes that go out.
//!
//! What is absent: no file, no socket, no clock and no global. Bytes, sizes and times are passed in, bytes come out;
//! the server carries them.
//!
//! - [`input`] turns bytes into keys, [`keymap`] turns keys into [`action`]s.
//! - [`widget`]s know colours ([`theme`]) and no word of the trade; screens know the trade and no colour.
//! - [`terminal`] turns a drawn buffer into the fewest bytes that show it.

pub mod action;
pub mod app;
pub mod cx;
pub mod effect;
pub mod input;
pub mod keymap;
pub mod screen;
pub mod terminal;
pub mod theme;
pub mod widget;
