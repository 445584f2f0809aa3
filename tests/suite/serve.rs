//! A server, run as a program, and the commands beside it: who is let in, what they are told when it goes.

use crate::cli::{CAR, SET_UP, shop};
use crate::program::Folder;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

#[test]
fn a_server_answers_what_the_store_answers_without_one() {
    let shop = shop();
    let (alone, feed_alone) = (shop.run(&["status", "--json"]), shop.run(&["feed"]));
    let server = shop.serve();
    let (beside, feed_beside) = (shop.run(&["status", "--json"]), shop.run(&["feed"]));
    let (alone, beside) = (alone.lines().remove(0), beside.lines().remove(0));
    for part in ["shop", "seq", "open_orders", "open_complaints", "data"] {
        assert_eq!(alone[part], beside[part], "{part}");
    }
    assert!(alone["server"].is_null() && beside["server"].is_object(), "{beside}");
    assert_eq!(feed_alone.out, feed_beside.out);
    assert_eq!(feed_alone.lines().len(), 1, "{}", feed_alone.out);
    let ran = shop.apply(&CAR.replace("沪A12345", "沪C7K221"));
    assert_eq!((ran.status, ran.lines()[0]["ok"].clone()), (0, json!(true)), "{}", ran.out);
    assert_eq!(shop.run(&["verify"]).status, 0);
    assert_eq!(server.stop(), 0);
    assert_eq!(shop.run(&["status", "--json"]).lines()[0]["open_orders"], json!(2));
}

#[test]
fn commands_through_a_server_keep_their_order_and_answers() {
    let shop = Folder::new();
    let server = shop.serve();
    let cars: Vec<String> = (0..200).map(|n| CAR.replace("沪A12345", &format!("沪B1{n:04}"))).collect();
    let ran = shop.apply(&format!("{SET_UP}\n{}", cars.join("\n")));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let answers = ran.lines();
    assert_eq!(answers.len(), 201);
    for (answer, number) in answers[1..].iter().zip(1..) {
        let id = answer["id"].as_str().expect("an id");
        assert!(id.ends_with(&format!("-{number:03}")), "line {number} got {id}");
    }
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_port_that_another_program_has_is_said_where_the_server_was_started_and_in_status() {
    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJkB4tYk0J5bWq9rVqKJc2xR4w1m0N7f3e8s1u2v3w4x wang@home\n";
    let shop = shop();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = taken.local_addr().expect("an address");
    fs::write(shop.data().join("shop.toml"), format!("[ssh]\nlisten = \"{at}\"\n")).expect("set");
    let key = shop.data().with_file_name("wang.pub");
    fs::write(&key, KEY).expect("written");
    assert_eq!(shop.run(&["staff", "change", "wang", "--key", key.to_str().expect("a path")]).status, 0);
    let mut server = shop.command(&["serve"]).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut said = BufReader::new(server.stderr.take().expect("a pipe")).lines();
    let said = said.find_map(|line| line.ok().filter(|line| line.contains("SSH"))).expect("a line");
    assert!(said.contains(&format!("another program has {at}")) && said.contains("[ssh] in shop.toml"), "{said}");
    // Those at this machine work all the same.
    assert_eq!(shop.apply(&CAR.replace("沪A12345", "沪C7K221")).status, 0);
    let status = shop.run(&["status"]);
    assert!(status.out.contains(&format!("do not get in: another program has {at}")), "{}", status.out);
    server.kill().expect("it runs");
    server.wait().expect("it ends");
}

#[test]
fn one_folder_has_one_server_and_the_second_is_told() {
    let shop = shop();
    let server = shop.serve();
    let second = shop.run(&["serve"]);
    assert_eq!(second.status, 1);
    assert!(second.err.contains("serve") && second.err.contains("[locked]"), "{}", second.err);
    let rebuild = shop.run(&["rebuild"]);
    assert_eq!(rebuild.status, 1);
    assert!(rebuild.err.contains("[running]") && rebuild.err.contains("kill"), "{}", rebuild.err);
    assert_eq!(server.stop(), 0);
}

#[test]
fn others_may_reach_the_socket_in_the_folder_and_read_nothing() {
    fn modes(folder: &Path) -> Vec<(PathBuf, u32, bool)> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let about = |path: PathBuf| {
            let meta = fs::symlink_metadata(&path).expect("it is there");
            let inside = if meta.is_dir() { modes(&path) } else { Vec::new() };
            [vec![(path, meta.mode() & 0o777, meta.is_dir())], inside].concat()
        };
        entries.flat_map(|entry| about(entry.path())).collect()
    }
    let shop = shop();
    let server = shop.serve();
    let data = shop.data();
    assert_eq!(fs::metadata(&data).expect("a folder").mode() & 0o777, 0o700);
    let found = modes(&data);
    for name in ["LOCK", "STATE", "journal", "journal/000001.jsonl", "index", "log", "shopdesk.sock"] {
        assert!(found.iter().any(|(path, ..)| *path == data.join(name)), "{name} is not there: {found:?}");
    }
    for (path, mode, is_folder) in found {
        let wanted = match (is_folder, path == data.join("shopdesk.sock")) {
            (_, true) => 0o666,
            (true, false) => 0o700,
            (false, false) => 0o600,
        };
        // What the index keeps in its folder is behind that folder's door.
        assert!(mode == wanted || path.parent() == Some(&data.join("index")), "{path:?} has {mode:o}");
    }
    assert_eq!(server.stop(), 0);
}

#[test]
fn who_follows_the_feed_is_told_why_it_ends() {
    let shop = shop();
    for signal in [Signal::TERM, Signal::KILL] {
        let server = shop.serve();
        let mut follow = shop.command(&["feed", "--follow"]);
        let mut follow = follow.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut facts = BufReader::new(follow.stdout.take().expect("a pipe"));
        let mut fact = String::new();
        facts.read_line(&mut fact).expect("the first fact");
        server.end_by(signal);
        let ended = follow.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{signal:?}");
        assert!(said.contains("[gone]") && said.contains("--since"), "{signal:?} {said}");
    }
}

#[test]
fn only_a_command_that_was_under_way_may_have_been_done_when_the_server_dies() {
    let shop = shop();
    let server = shop.serve();
    let mut apply = shop.command(&["apply"]);
    let mut apply = apply.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut input = apply.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(apply.stdout.take().expect("a pipe")).lines();
    let mut say = |plate: &str| writeln!(input, "{}", CAR.replace("沪A12345", plate)).expect("it reads");
    let mut answer =
        || -> Value { serde_json::from_str(&answers.next().expect("an answer").expect("text")).expect("JSON") };
    say("沪B00001");
    assert_eq!(answer()["ok"], json!(true));
    server.hold();
    say("沪B00002");
    // It is on its way once the pipe is empty again, and nobody can tell how far it got.
    std::thread::sleep(std::time::Duration::from_millis(500));
    server.end_by(Signal::KILL);
    let under_way = answer();
    assert_eq!(under_way["error"]["code"], json!("gone"), "{under_way}");
    assert!(under_way["error"]["message"].to_string().contains("not known"), "{under_way}");
    for plate in ["沪B00003", "沪B00004"] {
        say(plate);
        let later = answer();
        assert_eq!(later["error"]["code"], json!("not-sent"), "{later}");
        assert!(later["error"]["message"].to_string().contains("not done"), "{later}");
    }
    drop(input);
    assert_eq!(apply.wait().expect("it ends").code(), Some(1));
}

#[test]
fn a_server_that_loses_its_terminal_closes_the_shop_unless_it_was_to_outlive_it() {
    let shop = shop();
    assert_eq!(shop.serve().end_by(Signal::HUP), 0);
    let state = fs::read_to_string(shop.data().join("STATE")).expect("a STATE");
    assert!(state.contains("\"clean\""), "{state}");
    let server = shop.serve_under("trap '' HUP; exec \"$0\" \"$@\"");
    server.send(Signal::HUP);
    assert!(!shop.run(&["status", "--json"]).lines()[0]["server"].is_null(), "it was started by nohup");
    assert_eq!(server.stop(), 0);
}
