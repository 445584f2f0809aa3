//! The command line: the composition root.

pub mod demo;
