//! The front desk of a car repair shop, in a terminal.
//!
//! One rule holds the house together: **a module names only modules to its left.**
//!
//! ```text
//! scoring → domain → store → desk → text → report → tui → server → cli        (main.rs calls cli)
//! ```

pub mod scoring;

#[cfg(feature = "desk")]
pub mod cli;
#[cfg(feature = "desk")]
pub mod desk;
#[cfg(feature = "desk")]
pub mod domain;
#[cfg(feature = "desk")]
pub mod report;
#[cfg(feature = "desk")]
pub mod server;
#[cfg(feature = "desk")]
pub mod store;
#[cfg(feature = "desk")]
pub mod text;
#[cfg(feature = "desk")]
pub mod tui;

/// Commands and rebuilds are many small pieces of memory; this allocator is a third faster at them than glibc's.
#[cfg(feature = "desk")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
