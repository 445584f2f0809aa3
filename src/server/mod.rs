//! Connections, and the sessions behind them.
//!
//! One process owns the data folder and draws every session; what is at the other end of a line is thin. The transports
//! (the local socket, SSH) carry the same two things both ways: bytes and sizes in, bytes and a last word
//! out.
//!
//! ```text
//! client ── socket ── connection ── session ── app        one task and one app per terminal
//! caller ── ssh ────────────────── session ── app
//! remote ── socket ── connection ── rows ───── shop       requests and answers, a JSON line each
//!                     listen: LOCK, socket, opening, stopping
//! ```
//!
//! What is absent: anything about repair, any word meant for a person ([`phrase`] holds those handed in), any `unsafe`.
//!
//! A session that loses its line is parked under its *seat* and is found there, at the same field, when somebody sits
//! down again. Who sits down at a seat whose session is still attached gets a session of their own and takes nothing
//! away; a caller over SSH is asked first whether to take over the session that they have elsewhere.

pub mod app;
pub mod client;
mod connection;
mod elsewhere;
mod face;
pub mod fault;
pub mod frame;
mod guard;
pub mod hello;
mod hub;
mod listen;
mod log;
mod park;
pub mod phrase;
pub mod remote;
mod rows;
mod seated;
mod session;
mod socket;
pub mod ssh;
mod starter;
mod wait;
mod wake;

pub use guard::Clock;
pub use hub::Limits;
pub use listen::{Ending, Setup, serve};
