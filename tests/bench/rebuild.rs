//! The demo year, and its index made again: run with `cargo bench --bench rebuild [-- ORDERS…]`.
//!
//! - Filling: how long until a demo shop is ready, closed and reopened.
//! - Rebuilding: the index is deleted and the desk opened: journal lines a second.

mod shop;

use std::sync::Arc;
use std::time::Instant;

fn main() {
    for orders in shop::sizes(&[1_000, 10_000]) {
        measure(orders);
    }
}

fn measure(orders: usize) {
    let folder = tempfile::tempdir().expect("a folder to work in");
    let begun = Instant::now();
    let (desk, summary) = shop::demo(folder.path(), orders);
    let filled = begun.elapsed();
    let lines = shop::seq(&desk);
    desk.close().expect("closed");
    let closed = begun.elapsed();
    drop(desk);
    println!("{summary:?}");
    println!(
        "  fill    {orders:>9} orders, {lines:>9} lines: {:>6.2} s, with closing {:>6.2} s, {:>8.0} commands/s",
        filled.as_secs_f64(),
        closed.as_secs_f64(),
        summary.commands as f64 / filled.as_secs_f64()
    );
    reopen(folder.path(), "open", lines);
    std::fs::remove_dir_all(folder.path().join("index")).expect("deleted");
    reopen(folder.path(), "rebuild", lines);
}

fn reopen(folder: &std::path::Path, what: &str, lines: u64) {
    let begun = Instant::now();
    let desk = shop::open(folder, Arc::new(shop::noon), true);
    let took = begun.elapsed().as_secs_f64();
    assert_eq!(shop::seq(&desk), lines);
    println!("  {what:<7} {lines:>9} lines: {took:>6.2} s, {:>8.0} lines/s", lines as f64 / took);
    desk.close().expect("closed");
}
