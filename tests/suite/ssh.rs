//! Callers over SSH: who gets in, what they find, what they are refused, and that real clients of the trade work.

mod calls;
mod clients;
mod eight;
mod house;
mod panic;
mod refused;
