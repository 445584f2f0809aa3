//! How long until someone sees the board: run with `cargo bench --bench first_frame [-- ORDERS…]`.
//!
//! The real program is started in a pseudo-terminal, over a demo year closed in good order, and watched until the board
//! stands there. Cold: it has to start the server, which opens the store. Warm: the server is up. The bare program
//! (`shopdesk --version`) shows how much of it is starting a process. Files are in the system's cache.

mod shop;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    println!("time to first frame, {ROUNDS} rounds in turns (medians)");
    for orders in shop::sizes(&[1_000, 10_000, 100_000]) {
        measure(orders);
    }
}

fn measure(orders: usize) {
    let folder = tempfile::tempdir().expect("a folder to work in");
    let (desk, _) = shop::demo(folder.path(), orders);
    let lines = shop::seq(&desk);
    desk.close().expect("closed");
    drop(desk);
    let (mut cold, mut warm, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(version());
        cold.push(sit_down(folder.path()));
        warm.push(sit_down(folder.path()));
        stop(folder.path());
    }
    let (cold, warm, bare) = (median(&mut cold), median(&mut warm), median(&mut bare));
    println!(
        "  {orders:>7} orders, {lines:>8} lines: cold {:>6.1} ms, server up {:>5.1} ms, bare program {:>4.1} ms",
        ms(cold),
        ms(warm),
        ms(bare)
    );
}

/// Opens the desk, waits for the board, and leaves again.
fn sit_down(data: &Path) -> Duration {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_shopdesk"));
    command.args(["--lang", "en", "--data"]);
    command.arg(data);
    command.env("TERM", "xterm-256color");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("started");
    drop(pair.slave);
    let (mut bytes, mut drawn) = ([0; 65_536], Vec::new());
    // A heading of the board.
    while !String::from_utf8_lossy(&drawn).contains("promised") {
        assert!(begun.elapsed() < PATIENCE, "no board: {}", String::from_utf8_lossy(&drawn));
        let read = reader.read(&mut bytes).expect("the program draws");
        assert!(read > 0, "the program ended: {}", String::from_utf8_lossy(&drawn));
        drawn.extend_from_slice(&bytes[..read]);
    }
    let took = begun.elapsed();
    writer.write_all(b"\x11").expect("asked to leave");
    std::thread::spawn(move || while reader.read(&mut bytes).is_ok_and(|read| read > 0) {});
    assert!(child.wait().expect("left").success());
    took
}

/// Stops the server in good order.
fn stop(data: &Path) {
    let status = run(&["status", "--json"], data);
    let status: serde_json::Value = serde_json::from_slice(&status).expect("status is JSON");
    let pid = status["server"]["pid"].as_u64().expect("a server");
    assert!(Command::new("kill").arg(pid.to_string()).status().expect("kill runs").success());
    while Path::new(&format!("/proc/{pid}")).exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn run(args: &[&str], data: &Path) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shopdesk"));
    command.args(args).arg("--data").arg(data).stdin(Stdio::null());
    command.output().expect("runs").stdout
}

fn version() -> Duration {
    let begun = Instant::now();
    assert!(!run(&["--version"], Path::new("/")).is_empty());
    begun.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
