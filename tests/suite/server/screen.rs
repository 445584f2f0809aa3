//! Sessions at terminals: what everybody sees, what survives, what one failure leaves alone.

use super::{
    place::{Place, eventually},
    toy::Behaviour,
};
use rustix::process::Signal;
use std::time::{Duration, Instant};

const F5: &str = "\x1b[15~";
const F6: &str = "\x1b[17~";
const CTRL_Q: &str = "\x11";

#[test]
fn a_change_in_one_session_is_seen_in_all() {
    let place = Place::new(&Behaviour::default());
    let [mut li, wang, zhao] = ["li", "wang", "zhao"].map(|seat| place.terminal(seat));
    for terminal in [&li, &wang, &zhao] {
        terminal.wait_for("count 0.");
    }
    li.press("+");
    for terminal in [&li, &wang, &zhao] {
        terminal.wait_for("count 1.");
    }
}

#[test]
fn leaving_gives_the_terminal_back_with_the_last_words() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    li.press(CTRL_Q);
    assert_eq!(li.end(), 0);
    li.assert_restored();
    li.wait_for("Goodbye.");
}

#[test]
fn whom_the_shop_does_not_know_is_told_so_and_gets_the_terminal_back() {
    let place = Place::new(&Behaviour::default());
    let li = place.terminal("li");
    let mut stranger = place.terminal("stranger");
    assert_eq!(stranger.end(), 1);
    stranger.wait_for("The toy does not know you.");
    stranger.assert_restored();
    li.wait_for("count 0.");
}

#[test]
fn a_new_size_reaches_the_session() {
    let place = Place::new(&Behaviour::default());
    let li = place.terminal("li");
    li.wait_for("80x24");
    li.resize(100, 30);
    li.wait_for("100x30");
}

#[test]
fn a_panic_ends_its_own_session_and_no_other() {
    let place = Place::new(&Behaviour::default());
    let mut wang = place.terminal("wang");
    wang.wait_for("count 0.");
    for (key, report) in [(F5, "a key panics"), (F6, "a picture panics")] {
        let mut li = place.terminal("li");
        li.wait_for("count 0.");
        li.press(key);
        assert_eq!(li.end(), 1);
        li.assert_restored();
        li.wait_for("This session broke.");
        assert!(place.read("log/panic.log").contains(report));
    }
    wang.press("+");
    wang.wait_for("count 1.");
    place.terminal("li").wait_for("resumed 0."); // What panicked is not parked.
}

#[test]
fn a_killed_client_finds_its_session_again() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    li.press("half typed");
    li.wait_for("text half typed.");
    li.signal(Signal::KILL);
    li.end();
    eventually("the session is parked", || place.status().is_some_and(|status| status["parked"] == 1));

    let mut other = place.terminal("wang");
    other.wait_for("text .");
    let mut li = place.terminal("li");
    li.wait_for("text half typed.");
    li.wait_for("resumed 1.");
    li.press("!");
    li.wait_for("text half typed!.");
    other.press("x");
    other.wait_for("text x.");
}

#[test]
fn a_second_terminal_at_a_seat_takes_nothing_away() {
    let place = Place::new(&Behaviour::default());
    let mut first = place.terminal("li");
    first.wait_for("count 0.");
    first.press("mine");
    first.wait_for("text mine.");
    let second = place.terminal("li");
    second.wait_for("text .");
    second.wait_for("resumed 0.");
    first.press("!");
    first.wait_for("text mine!.");
}

#[test]
fn what_is_typed_is_kept_soon_after_the_last_key() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    let start = Instant::now();
    li.press("draft");
    eventually("the draft is kept", || place.read("kept-li") == "draft");
    // A second after the last key; who types without a pause waits up to five.
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_signal_to_the_client_restores_the_terminal_and_parks_the_session() {
    let place = Place::new(&Behaviour::default());
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut li = place.terminal("li");
        li.wait_for("count 0.");
        li.signal(signal);
        assert_eq!(li.end(), status);
        li.assert_restored();
        eventually("the session is parked", || place.status().is_some_and(|status| status["parked"] == 1));
    }
}

#[test]
fn a_client_that_stands_still_gives_the_terminal_back_and_draws_anew_when_it_goes_on() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    let mut wang = place.terminal("wang");
    for count in 1..4 {
        wang.press("+");
        li.wait_for(&format!("count {count}."));
        li.signal(Signal::TSTP);
        li.assert_restored();
        // What others do meanwhile must not be drawn over whatever has the terminal now.
        wang.press("x");
        wang.wait_for("x.");
        li.assert_restored();
        li.signal(Signal::CONT);
        li.assert_taken();
        li.wait_for(&format!("count {count}."));
    }
    li.press("still here");
    li.wait_for("text still here.");
    li.signal(Signal::TERM);
    assert_eq!(li.end(), 143);
    li.assert_restored();
}

#[test]
fn a_signal_ends_a_client_whose_terminal_takes_no_more() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    let mut stuck = place.stuck_terminal("wang");
    eventually("it has a session", || place.status().is_some_and(|status| status["sessions"] == 2));
    for count in 1..300 {
        li.press("+");
        li.wait_for(&format!("count {count}."));
    }
    stuck.signal(Signal::TERM);
    assert_eq!(stuck.end(), 143);
}

#[test]
fn after_a_killed_server_another_one_goes_on_at_the_same_terminals() {
    let place = Place::new(&Behaviour::default());
    let mut terminals = ["li", "wang"].map(|seat| place.terminal(seat));
    for terminal in &mut terminals {
        terminal.wait_for("count 0.");
    }
    let first = place.server();
    rustix::process::kill_process(first, Signal::KILL).expect("the server runs");
    eventually("another server runs", || place.status().is_some_and(|status| status["sessions"] == 2));
    assert_ne!(place.server(), first);
    for terminal in &mut terminals {
        terminal.press("typed");
        terminal.wait_for("text typed.");
        terminal.press("\x11");
        assert_eq!(terminal.end(), 0);
        terminal.assert_restored();
    }
}

#[test]
fn a_stopping_server_tells_everybody_and_closes_the_shop() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    li.press("typed");
    li.wait_for("text typed.");
    rustix::process::kill_process(place.server(), Signal::TERM).expect("the server runs");
    assert_eq!(li.end(), 1);
    li.assert_restored();
    li.wait_for("The toy stops.");
    eventually("the shop is closed", || place.exists("closed") && !place.exists("shopdesk.sock"));
    assert_eq!(place.read("kept-li"), "typed");
}

#[test]
fn a_client_without_a_terminal_says_so() {
    let place = Place::new(&Behaviour::default());
    let output = std::process::Command::new(std::env::current_exe().expect("this test binary has a path"))
        .args([super::toy::CLIENT, "--exact", "--nocapture"])
        .env(super::toy::FOLDER, place.folder())
        .stdin(std::process::Stdio::null())
        .output()
        .expect("a client");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("NotATerminal"));
    assert!(!place.exists("shopdesk.sock"), "it starts no server either");
}
