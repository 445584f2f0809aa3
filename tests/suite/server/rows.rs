//! Requests and answers over the socket.

use super::{
    place::{PATIENCE, Place},
    toy::Behaviour,
};
use shopdesk::server::{
    fault::Fault,
    frame::Tag,
    hello::{Hello, Mode, code},
    remote::Remote,
};
use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

fn open(behaviour: &Behaviour) -> (Place, Remote) {
    let place = Place::new(behaviour);
    let li = place.terminal("li");
    super::place::eventually("the server listens", || place.exists("shopdesk.sock"));
    let remote = connect(&place);
    drop(li);
    (place, remote)
}

fn connect(place: &Place) -> Remote {
    let hello = Hello::new(Mode::Rows, "test");
    Remote::connect(place.folder(), &hello).expect("no fault").expect("a server")
}

#[test]
fn answers_come_in_the_order_of_the_requests_whichever_is_ready_first() {
    let (_place, mut remote) = open(&Behaviour::default());
    let start = Instant::now();
    let requests: Vec<_> = (0..200u64).map(|number| format!("wait {}", 40 - number % 40)).collect();
    let mut answers = Vec::new();
    for request in &requests {
        answers.extend(remote.send(request).expect("the server is there"));
    }
    while let Some(answer) = remote.next_answer().expect("the server is there") {
        answers.push(answer);
    }
    assert_eq!(answers, requests);
    assert!(start.elapsed() < Duration::from_millis(200 * 20), "requests wait together, not in turn");
    let log = remote.ask("log").expect("the server is there");
    assert_eq!(log, [requests.join(","), "log".to_owned()].join(","), "they were begun in order too");
}

#[test]
fn requests_wait_while_the_shop_opens() {
    let (place, mut remote) = open(&Behaviour { open_ms: 800, ..Behaviour::default() });
    assert!(!place.exists("opened"));
    assert_eq!(remote.ask("hello").expect("the server is there"), "hello");
    assert!(place.exists("opened"));
}

#[test]
fn a_request_changes_what_the_screens_show() {
    let (place, mut remote) = open(&Behaviour::default());
    let li = place.terminal("wang");
    li.wait_for("count 0.");
    assert_eq!(remote.ask("add").expect("the server is there"), "1");
    li.wait_for("count 1.");
}

#[test]
fn a_request_that_panics_ends_its_own_line_and_no_other() {
    let (place, mut remote) = open(&Behaviour::default());
    let mut other = connect(&place);
    match remote.ask("panic") {
        Err(Fault::Ended { exit }) => assert_eq!(exit.code, code::BROKEN),
        other => panic!("{other:?}"),
    }
    assert_eq!(other.ask("hello").expect("the server is there"), "hello");
    assert!(place.read("log/panic.log").contains("a request panics"));
}

#[test]
fn long_answers_arrive_and_too_long_ones_are_refused() {
    let (_place, mut remote) = open(&Behaviour::default());
    assert_eq!(remote.ask("long 3000000").expect("it fits").len(), 3_000_000);
    match remote.ask("long 30000000") {
        Err(Fault::Ended { exit }) => assert_eq!(exit.code, code::TOO_LONG),
        other => panic!("{:?}", other.map(|answer| answer.len())),
    }
    let most = Tag::Line.most_bytes();
    assert!(matches!(remote.send(&"x".repeat(most + 1)), Err(Fault::TooLong { .. })));
}

#[test]
fn a_caller_that_sends_everything_before_it_reads_does_not_stand_still() {
    let (_place, mut remote) = open(&Behaviour::default());
    let request = format!("echo {}", "x".repeat(200_000));
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        let mut answers = Vec::new();
        for _ in 0..100 {
            answers.extend(remote.send(&request).expect("the server is there"));
        }
        while let Some(answer) = remote.next_answer().expect("the server is there") {
            answers.push(answer);
        }
        done.send(answers.iter().filter(|answer| **answer == request).count()).expect("the test waits");
    });
    assert_eq!(is_done.recv_timeout(PATIENCE), Ok(100));
}

#[test]
fn without_a_server_there_is_no_line() {
    let place = Place::new(&Behaviour::default());
    let hello = Hello::new(Mode::Rows, "test");
    assert!(Remote::connect(place.folder(), &hello).expect("no fault").is_none());
    assert!(Remote::connect(&place.folder().join("nowhere"), &hello).expect("no fault").is_none());
}
