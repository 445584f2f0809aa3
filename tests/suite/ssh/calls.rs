//! A caller's session: it is theirs, it survives its line, and it goes on elsewhere only when they say so.

use super::house::House;
use rustix::process::Signal;
use std::time::Instant;

#[test]
fn a_caller_works_under_their_own_name_and_leaves_with_the_terminal_as_it_was() {
    let house = House::open();
    let call = house.call("wang");
    call.sees("沪A 12345").sees("王强").types("\x11");
    let (status, _) = call.ends();
    assert_eq!(status, Some(0));
    assert!(call.is_restored());
}

#[test]
fn half_a_word_is_there_again_at_its_field_after_the_line_was_cut() {
    let house = House::open();
    let first = house.call("li");
    first.sees("沪A 12345").types("n").sees("New order").types("沪C7K2");
    first.sees("沪C7K2");
    first.cut();
    let again = house.call("li");
    // Whether the server has noticed yet or asks: the form is theirs.
    let start = Instant::now();
    while !again.text().contains("沪C7K2") && start.elapsed() < crate::server::place::PATIENCE {
        if again.text().contains("another terminal") {
            again.types("t");
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    again.sees("沪C7K2").types("21").sees("沪C7K221");
}

#[test]
fn a_second_terminal_asks_before_it_takes_the_first_ones_session_over() {
    let house = House::open();
    let first = house.call("li");
    first.sees("沪A 12345").types("n").sees("New order").types("沪C7K2").sees("沪C7K2");
    let second = house.call("li");
    second.sees("another terminal");
    assert!(first.text().contains("沪C7K2"), "nothing was taken from it:\n{}", first.text());
    second.types("t").sees("沪C7K2");
    let (status, _) = first.ends();
    assert_eq!(status, Some(0));
    assert!(first.is_restored() && first.text().contains("goes on at your other terminal"), "{}", first.text());
}

#[test]
fn of_several_terminals_the_one_that_was_chosen_is_taken_over() {
    let house = House::open();
    let first = house.call("li");
    first.sees("沪A 12345").types("n").sees("New order").types("沪C7K2").sees("沪C7K2");
    let second = house.call("li");
    second.sees("another terminal").sees("from 127.0.0.1, for 0:00 hours").types("n").sees("沪A 12345");
    let third = house.call("li");
    third.sees("2 other terminals").sees("1  from 127.0.0.1, for 0:00 hours").sees("2  from 127.0.0.1");
    // There is no third one.
    third.types("3").types("2").sees("沪C7K2");
    assert_eq!(first.ends().0, Some(0), "the older one was chosen");
    assert!(first.is_restored() && first.text().contains("goes on at your other terminal"), "{}", first.text());
    second.types("n").sees("New order");
    let fourth = house.call("li");
    fourth.sees("2 other terminals");
    second.types("\x11");
    assert_eq!(second.ends().0, Some(0));
    fourth.sees("another terminal").types("t").sees("沪C7K2");
    assert_eq!(third.ends().0, Some(0), "the list follows who comes and goes");
}

#[test]
fn whoever_came_by_key_goes_back_to_their_own_name_without_a_pin() {
    let house = House::open();
    assert_eq!(house.shop.feed(&["staff", "pin", "wang"], b"4711\n").status, 0);
    let call = house.call("li");
    call.sees("沪A 12345").types("\x1b[20~").sees("Who works here now?").types("王强\r").sees("PIN").types("4711\r");
    call.sees("王强").types("\x1b[20~").sees("came by key, no PIN").types("李敏\r").sees("李敏").types("n");
    call.sees("New order").sees("李敏");
}

#[test]
fn a_second_session_beside_the_first_is_one_of_its_own_up_to_the_limit() {
    let house = House::with("sessions_per_person = 2\n");
    let first = house.call("li");
    first.sees("沪A 12345").types("n").sees("New order");
    let second = house.call("li");
    second.sees("another terminal").types("n").sees("沪A 12345");
    assert!(first.text().contains("New order"));
    let third = house.call("li");
    third.sees("2 other terminals").types("n");
    let (status, _) = third.ends();
    assert_eq!(status, Some(1));
    assert!(third.text().contains("as many sessions as one person may have"), "{}", third.text());
}

#[test]
fn a_window_that_changes_its_size_is_drawn_anew_and_one_without_a_size_as_80_by_24() {
    let house = House::open();
    let call = house.call_sized("li", 0, 0);
    call.sees("沪A 12345").resizes(120, 36).sees("王建国").resizes(40, 10).resizes(0xffff, 1).resizes(100, 30);
    call.sees("王建国").types("\x11");
    assert_eq!(call.ends().0, Some(0));
}

#[test]
fn a_key_added_lets_in_at_once_and_one_taken_away_keeps_out() {
    let mut house = House::open();
    assert!(house.log_in("shop", House::key("zhao")).is_err());
    let file = house.key_file("zhao").with_extension("pub");
    let file = file.to_str().expect("a path");
    let added = house.shop.run(&["staff", "change", "zhao", "--key", file]);
    assert_eq!(added.status, 0, "{}", added.err);
    let call = house.call("zhao");
    call.sees("赵刚");
    let print = House::key("zhao").public_key().fingerprint(russh::keys::HashAlg::Sha256).to_string();
    let listed = house.shop.run(&["staff", "list"]);
    assert!(listed.out.contains(&print), "{}", listed.out);
    assert_eq!(house.shop.run(&["staff", "drop-key", "zhao", &print[..16]]).status, 0);
    assert!(house.log_in("shop", House::key("zhao")).is_err());
    let (status, _) = call.ends();
    assert!(status == Some(1) && call.text().contains("was taken away"), "who is logged in goes too: {}", call.text());
    drop(call);
    assert_eq!(house.server().stop(), 0);
    house.serve();
    assert!(house.log_in("shop", House::key("zhao")).is_err(), "the index forgot it too");
    house.call("li").sees("李敏");
}

#[test]
fn a_key_of_somebody_else_adds_nobody() {
    let house = House::open();
    let file = house.key_file("li").with_extension("pub");
    let file = file.to_str().expect("a path");
    let refused = house.shop.run(&["staff", "add", "new", "--name", "New", "--role", "admin", "--key", file]);
    assert!(refused.status == 1 && refused.err.contains("li"), "{}", refused.err);
    assert!(!house.shop.run(&["staff", "list"]).out.contains("New"));
}

#[test]
fn a_server_that_stops_tells_its_callers_and_has_the_same_host_key_when_it_is_back() {
    let mut house = House::open();
    let host_key = std::fs::read(house.shop.data().join("ssh_host_ed25519_key")).expect("a host key");
    let server = house.server();
    {
        let call = house.call("li");
        call.sees("沪A 12345");
        server.send(Signal::TERM);
        let (status, _) = call.ends();
        assert_eq!(status, Some(1));
        assert!(call.is_restored() && call.text().contains("stop"), "{}", call.text());
    }
    // A second one would end it at once; this one changes nothing.
    assert_eq!(server.end_by(Signal::CONT), 0);
    house.serve();
    assert_eq!(std::fs::read(house.shop.data().join("ssh_host_ed25519_key")).expect("a host key"), host_key);
    house.call("li").sees("沪A 12345");
}
