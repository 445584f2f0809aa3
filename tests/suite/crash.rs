//! Killed at any moment, the shop loses nothing that it acknowledged and keeps nothing in half.
//!
//! `apply` streams commands into a store; the process is killed with SIGKILL; the store is opened again. Every line
//! that was answered must be there, with all its events; the index must equal one made anew from the journal.
//! `SHOPDESK_KILLS` sets how often; the run of the issue is 500.

use shopdesk::store::index::{self, Index, Span};
use shopdesk::store::shelf::LAYOUT;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const BINARY: &str = env!("CARGO_BIN_EXE_shopdesk");

fn shopdesk(data: &Path) -> Command {
    let mut command = Command::new(BINARY);
    command.arg("--data").arg(data).env_remove("SHOPDESK_DATA");
    command
}

fn run(data: &Path, args: &[&str], input: &str) -> (bool, String) {
    let mut child = shopdesk(data)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (mut stdin, input) = (child.stdin.take().expect("piped"), input.to_owned());
    // Answers are read meanwhile: a pipe holds only so many of them.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("no panic").expect("written");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

/// A pause of up to some milliseconds that differs from round to round without a clock or chance.
fn pause(round: u64) -> Duration {
    let mixed = round.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    Duration::from_micros((mixed >> 40) % 60_000)
}

fn serve(data: &Path) -> Child {
    let mut server =
        shopdesk(data).arg("serve").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the server starts");
    for _ in 0..2_000 {
        if std::os::unix::net::UnixStream::connect(data.join("shopdesk.sock")).is_ok() {
            return server;
        }
        if server.try_wait().expect("asked").is_some() {
            let output = server.wait_with_output().expect("ended");
            panic!("the server ended: {}", String::from_utf8_lossy(&output.stderr));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the server did not listen");
}

/// Streams orders into the store until the server dies; returns what was acknowledged: key → order.
///
/// # Panics
/// Nothing was acknowledged: every round needs something to lose.
fn stream(data: &Path, round: u64, server: &mut Child) -> Vec<((u64, u64), String)> {
    let mut apply = shopdesk(data)
        .args(["apply", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("apply starts");
    let mut input = apply.stdin.take().expect("piped");
    let over = Arc::new(AtomicBool::new(false));
    let writer = std::thread::spawn({
        let over = over.clone();
        move || {
            // Beyond what the server can take before it dies; a line after that could only be refused.
            for number in 0..100_000 {
                if over.load(Ordering::Relaxed) || input.write_all(car(round, number).as_bytes()).is_err() {
                    return;
                }
            }
        }
    });
    let mut output = BufReader::new(apply.stdout.take().expect("piped"));
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    // At least one answer, so that every round has something to lose.
    output.read_line(&mut line).expect("an answer");
    note(&line, round, &mut acknowledged);
    assert!(!acknowledged.is_empty(), "round {round} had nothing to lose: {line}");
    std::thread::sleep(pause(round));
    server.kill().expect("killed");
    server.wait().expect("gone");
    over.store(true, Ordering::Relaxed);
    loop {
        line.clear();
        match output.read_line(&mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => note(&line, round, &mut acknowledged),
        }
    }
    let _ended = apply.wait();
    let _stopped = writer.join();
    acknowledged
}

fn note(answer: &str, round: u64, acknowledged: &mut Vec<((u64, u64), String)>) {
    let Ok(answer) = serde_json::from_str::<serde_json::Value>(answer) else { return };
    if answer["ok"] == true {
        let number = answer["line"].as_u64().expect("a line number") - 1;
        acknowledged.push(((round, number), answer["id"].as_str().expect("an id").to_string()));
    }
}

/// Everything in an index.
fn dump(data: &Path) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let index = Index::open(&data.join("index"), LAYOUT, 16 << 20).expect("the index opens");
    let view = index.view();
    view.scan(&Span::prefix(b""), index::Order::Up)
        .map(|row| row.map(|(k, v)| (k.to_vec(), v.to_vec())).expect("read"))
        .collect()
}

#[test]
fn what_was_acknowledged_survives_every_kill() {
    let kills: u64 = std::env::var("SHOPDESK_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let (ok, said) = run(
        data,
        &["apply", "-"],
        "{\"do\":\"set_up_shop\",\"with\":{\"shop\":\"Test\",\"you\":\"Li\",\"technician\":\"Wang\",\"inspector\":\"Zhao\"}}\n",
    );
    assert!(ok, "{said}");
    let mut all = BTreeMap::new();
    for round in 0..kills {
        let mut server = serve(data);
        let acknowledged = stream(data, round, &mut server);
        for (key, id) in acknowledged {
            assert_eq!(all.insert(key, id), None, "a key was acknowledged twice");
        }
    }
    let (ok, said) = run(data, &["verify"], "");
    assert!(ok, "{said}");

    // A repeat gets the first answer: the order is there, under the number that was acknowledged.
    let repeats: String = all.keys().map(|(round, number)| car(*round, *number)).collect();
    let (_, answers) = run(data, &["apply", "-"], &repeats);
    let mut got = answers.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    for (key, id) in &all {
        let answer = got.next().expect("an answer to each repeat");
        assert_eq!(answer["id"].as_str(), Some(id.as_str()), "{key:?} was acknowledged as {id}, now {answer}");
    }

    let before = dump(data);
    std::fs::remove_dir_all(data.join("index")).expect("removed");
    let (ok, said) = run(data, &["status"], "");
    assert!(ok, "{said}");
    let after = dump(data);
    assert!(before == after, "the index differs from one made anew: {} and {} rows", before.len(), after.len());
    println!("{kills} kills, {} acknowledged orders, {} index rows", all.len(), after.len());
}

/// One command of a round, with a key of its own. A car that is here cannot come again: every round brings cars of its
/// own. Given again, the plate would be refused; so the key must answer first.
fn car(round: u64, number: u64) -> String {
    let province = ['沪', '苏', '浙', '皖', '京'][(round / 100 % 5) as usize];
    let letter = char::from(b'A' + (number / 1_000 % 8) as u8);
    format!(
        "{{\"do\":\"open_order\",\"key\":\"k{round}-{number}\",\"with\":{{\"plate\":\"{province}{letter}{:02}{:03}\",\
         \"says\":\"异响 {number}\",\"name\":\"王{round}{number}\",\"phone\":\"1380000{:04}\",\"mileage\":{number}}}}}\n",
        round % 100,
        number % 1_000,
        number % 10_000
    )
}
