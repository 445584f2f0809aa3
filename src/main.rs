//! The program `shopdesk`.

fn main() {}
