//! The front desk of a car repair shop, in a terminal.
//!
//! One rule holds the house together: **a module names only modules to its left.**
//!
//! ```text
//! scoring → domain → store → desk → text → report → tui → server → cli        (main.rs calls cli)
//! ```

/// The scoring engine: schemes, facts, indices, triggers and explanations, pure and exact.
pub mod scoring;
