//! The life of a server: who starts it, what is seen while it opens, when it goes.

use super::{
    place::{Place, eventually},
    toy::Behaviour,
};
use rustix::process::Signal;
use shopdesk::server::{
    frame::{Decoder, Side, Tag, encode},
    hello::{About, Exit, Hello, Mode, PROTOCOL, code},
    remote,
};
use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    thread,
};

#[test]
fn several_clients_at_once_start_one_server() {
    let place = Place::new(&Behaviour { open_ms: 200, ..Behaviour::default() });
    let terminals: Vec<_> = (0..6).map(|number| place.terminal(&format!("seat{number}"))).collect();
    for terminal in &terminals {
        terminal.wait_for("count 0.");
    }
    assert_eq!(place.status().expect("a server runs")["sessions"], 6);
    assert_eq!(place.read("opened"), place.server().as_raw_nonzero().to_string());
}

#[test]
fn a_slow_opening_shows_its_progress_and_keeps_what_is_typed_ahead() {
    let place = Place::new(&Behaviour { open_ms: 3000, ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("Opening the toy");
    li.wait_for("Counting bricks");
    li.press("early");
    let zhao = place.terminal_with(&[("TERM", "zhao"), ("TOY_LANG", "zh")]);
    zhao.wait_for("正在打开玩具");
    li.wait_for("50 %");
    li.wait_for("since 0:0");
    assert_eq!(place.status().expect("a server runs")["state"], "opening");
    li.wait_for("text early.");
    zhao.wait_for("count 0.");
}

#[test]
fn a_slow_opening_can_be_left() {
    let place = Place::new(&Behaviour { open_ms: 3000, ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("Opening the toy");
    li.press("\x11");
    assert_eq!(li.end(), 0);
    li.assert_restored();
}

#[test]
fn a_refusal_reaches_everyone_who_waits() {
    for open_ms in [0, 1000] {
        let place = Place::new(&Behaviour { open_ms, refuses: true, ..Behaviour::default() });
        let mut terminals = ["li", "wang"].map(|seat| place.terminal(seat));
        for terminal in &mut terminals {
            assert_eq!(terminal.end(), 1);
            terminal.wait_for("The toy is broken.");
            terminal.wait_for("damaged");
            terminal.assert_restored();
        }
        eventually("the server is gone", || !place.exists("shopdesk.sock"));
        eventually("the log says why", || place.read("log/server.log").contains("The toy is broken."));
    }
}

#[test]
fn another_program_that_holds_the_folder_is_named() {
    let place = Place::new(&Behaviour::default());
    let lock = std::fs::File::create(place.folder().join("LOCK")).expect("the folder can be written");
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).expect("nobody holds it");
    let mut li = place.terminal("li");
    assert_eq!(li.end(), 1);
    li.wait_for("Somebody else plays.");
}

#[test]
fn a_signal_ends_an_opening_that_takes_long() {
    let place = Place::new(&Behaviour { open_ms: 60_000, ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("Opening the toy");
    rustix::process::kill_process(place.server(), Signal::TERM).expect("the server runs");
    li.wait_for("The toy stops.");
    assert_eq!(li.end(), 1);
    eventually("the server is gone", || !place.is_locked());
}

#[test]
fn a_server_that_loses_its_terminal_stops_cleanly_however_often_it_is_told() {
    let place = Place::new(&Behaviour { close_ms: 500, ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    let server = place.server();
    rustix::process::kill_process(server, Signal::HUP).expect("the server runs");
    li.wait_for("The toy stops.");
    assert_eq!(li.end(), 1);
    assert!(place.is_locked(), "it is still closing the shop");
    rustix::process::kill_process(server, Signal::HUP).expect("the server runs");
    eventually("the server is gone", || !place.is_locked());
    assert!(place.exists("closed"));
}

#[test]
fn a_second_signal_ends_a_server_at_once() {
    let place = Place::new(&Behaviour { close_ms: 60_000, ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    let server = place.server();
    rustix::process::kill_process(server, Signal::TERM).expect("the server runs");
    li.wait_for("The toy stops.");
    assert_eq!(li.end(), 1);
    assert!(place.is_locked(), "it is still closing the shop");
    rustix::process::kill_process(server, Signal::TERM).expect("the server runs");
    eventually("the server is gone", || !place.is_locked());
    assert!(!place.exists("closed"));
}

#[test]
fn a_server_that_nobody_uses_stops_cleanly() {
    let place = Place::new(&Behaviour { idle_ms: Some(300), ..Behaviour::default() });
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    thread::sleep(std::time::Duration::from_millis(600));
    li.press("+");
    li.wait_for("count 1.");
    li.press("\x11");
    assert_eq!(li.end(), 0);
    eventually("the server is gone", || place.exists("closed") && !place.exists("shopdesk.sock"));
}

#[test]
fn a_server_stops_when_its_owner_asks_and_not_before_it_is_idle_if_so_asked() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    let hello = Hello::new(Mode::Stop, "test");
    let careful = Hello { only_if_idle: true, protocol: PROTOCOL + 1, ..hello.clone() };
    let exit = remote::stop(place.folder(), &careful).expect("an answer").expect("a server");
    assert_eq!((exit.code.as_str(), exit.status), (code::IN_USE, 1));
    let exit = remote::stop(place.folder(), &hello).expect("an answer").expect("a server");
    assert_eq!((exit.code.as_str(), exit.status), (code::STOPPED, 0));
    assert!(place.exists("closed"), "the line closes only when all is done");
    assert_eq!(li.end(), 1);
    assert_eq!(remote::stop(place.folder(), &hello).expect("an answer"), None);
}

#[test]
fn a_client_of_another_age_learns_who_it_is_talking_to() {
    let place = Place::new(&Behaviour::default());
    place.terminal("li").wait_for("count 0.");
    for mode in ["\"screen\"", "\"rows\"", "\"hologram\""] {
        let mut raw = place.raw();
        raw.send(Tag::Hello, format!("{{\"protocol\":99,\"mode\":{mode},\"mood\":3}}").as_bytes());
        let frame = raw.next().expect("a last word");
        let exit = Exit::from_json(&frame.payload).expect("a last word");
        assert_eq!(exit.code, code::PROTOCOL);
        assert_eq!(exit.about.expect("numbers").protocol, PROTOCOL);
        assert_eq!(raw.next(), None);
    }
}

#[test]
fn an_older_server_that_nobody_uses_is_replaced() {
    let place = Place::new(&Behaviour::default());
    let older = older_server(&place, 0);
    place.terminal("li").wait_for("count 0.");
    older.join().expect("the older server is told to stop");
}

#[test]
fn an_older_server_in_use_stays() {
    let place = Place::new(&Behaviour::default());
    let older = older_server(&place, 2);
    let mut li = place.terminal("li");
    assert_eq!(li.end(), 1);
    li.wait_for("OlderServer { sessions: 2 }");
    drop(UnixStream::connect(place.folder().join("shopdesk.sock")));
    older.join().expect("it ends with the next line");
    std::fs::remove_file(place.folder().join("shopdesk.sock")).expect("its socket");
}

/// Plays a server of an older protocol, until it is told to stop or hears nothing.
fn older_server(place: &Place, sessions: usize) -> thread::JoinHandle<()> {
    let socket = place.folder().join("shopdesk.sock");
    let listener = UnixListener::bind(&socket).expect("a socket");
    thread::spawn(move || {
        loop {
            let (mut stream, _) = listener.accept().expect("a client");
            let Some(hello) = first_word(&mut stream) else { return };
            let about = Some(About { protocol: PROTOCOL - 1, sessions });
            let stops = hello.mode == Mode::Stop && hello.only_if_idle;
            let (code, status) = if stops { (code::STOPPED, 0) } else { (code::PROTOCOL, 1) };
            let (message, remedy) = (String::new(), String::new());
            let exit = Exit { code: code.to_owned(), message, remedy, status, about };
            let wire = encode(Tag::Exit, &exit.to_json()).expect("a short word");
            stream.write_all(&wire).expect("the client reads");
            if stops {
                std::fs::remove_file(&socket).expect("its socket");
                return;
            }
        }
    })
}

fn first_word(stream: &mut UnixStream) -> Option<Hello> {
    let (mut decoder, mut chunk) = (Decoder::new(Side::Client), [0; 1024]);
    loop {
        if let Some(frame) = decoder.next_frame().expect("the client sends frames") {
            return Hello::from_json(&frame.payload);
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(count) => decoder.push(&chunk[..count]),
        }
    }
}
