//! A fault in the screen of one caller: it ends that call, with a sentence and the terminal as it was, and no other.
//!
//! A shop of which a key makes the program fail exists nowhere else, so the shop behind this server is the toy of the
//! server's own tests. Everything before it is the real thing: keys, terminals, sessions and lines over SSH.

use super::house::{Call, House, screen};
use crate::server::place::{PATIENCE, Place, eventually};
use crate::server::toy::Behaviour;
use russh::keys::PublicKeyBase64;
use std::time::Instant;
use tokio::runtime::Runtime;

const F5: &str = "\x1b[15~";
const F6: &str = "\x1b[17~";

/// The public key of somebody, as the shop writes it.
fn key(who: &str) -> (String, String) {
    let key = House::key(who);
    let public = key.public_key();
    (format!("{} {}", public.algorithm(), public.public_key_base64()), who.to_owned())
}

fn port(place: &Place) -> u16 {
    let start = Instant::now();
    loop {
        let status = place.status().unwrap_or_default();
        let at = status["ssh"]["at"].as_str().unwrap_or_default().to_owned();
        if let Some(port) = at.rsplit(':').next().and_then(|port| port.parse().ok()) {
            return port;
        }
        assert!(start.elapsed() < PATIENCE, "nobody gets in: {status}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_fault_in_one_call_ends_it_with_a_sentence_and_a_report_and_the_others_go_on() {
    let place = Place::new(&Behaviour { callers: vec![key("li"), key("wang")], ..Behaviour::default() });
    // Whoever sits at the counter starts the server.
    let counter = place.terminal("counter");
    counter.wait_for("count 0.");
    let (port, runtime) = (port(&place), Runtime::new().expect("a runtime"));
    let call = |who: &str| -> Call<'_> { screen(&runtime, port, who, (80, 24)).expect("a screen") };
    let wang = call("wang");
    wang.sees("count 0.").types("half a wor").sees("text half a wor.");
    for (key, panic) in [(F5, "a key panics"), (F6, "a picture panics")] {
        let li = call("li");
        li.sees("count 0.").types("typed").sees("text typed.").types(key);
        let (status, _) = li.ends();
        assert_eq!(status, Some(1), "{}", li.text());
        assert!(li.is_restored() && li.text().contains("This session broke."), "{}", li.text());
        eventually("the report is written", || place.read("log/panic.log").contains(panic));
    }
    wang.types("d and ").sees("text half a word and .").types("+").sees("count 1.");
    counter.wait_for("count 1.");
    // Whoever was thrown out begins anew: what failed is not taken up again.
    call("li").sees("count 1.").sees("text .").sees("resumed 0.");
    wang.types("more").sees("text half a word and more.").types("\x11");
    assert_eq!(wang.ends().0, Some(0));
}
