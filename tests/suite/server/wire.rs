//! What comes over the wire may be anything.

use super::{
    place::{PATIENCE, Place, emulator, eventually},
    toy::Behaviour,
};
use proptest::prelude::*;
use shopdesk::server::{
    frame::{Decoder, Frame, FrameFault, Side, Tag, encode},
    hello::{Exit, Hello, Mode, code},
};
use std::{
    io::Write,
    time::{Duration, Instant},
};

proptest! {
    #[test]
    fn any_bytes_are_frames_or_a_fault_and_cost_little(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 0..20),
        starts in prop::collection::vec(prop::sample::select(b"HIRLOAX\0".to_vec()), 0..20),
    ) {
        let mut decoder = Decoder::new(Side::Client);
        let mut pushed = 0;
        'all: for (at, mut chunk) in chunks.into_iter().enumerate() {
            if let (Some(byte), Some(start)) = (chunk.first_mut(), starts.get(at)) {
                *byte = *start;
            }
            pushed += chunk.len();
            decoder.push(&chunk);
            loop {
                match decoder.next_frame() {
                    Ok(Some(frame)) => prop_assert!(frame.payload.len() <= frame.tag.most_bytes()),
                    Ok(None) => break,
                    Err(_) => break 'all,
                }
            }
            prop_assert!(decoder.held_bytes() <= pushed);
        }
    }

    #[test]
    fn frames_survive_being_cut_anywhere(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 1..6),
        cut in 1usize..700,
    ) {
        let wire: Vec<u8> = payloads.iter().flat_map(|bytes| encode(Tag::Input, bytes).expect("a stream")).collect();
        let mut decoder = Decoder::new(Side::Client);
        let mut got = Vec::new();
        for chunk in wire.chunks(cut) {
            decoder.push(chunk);
            while let Some(frame) = decoder.next_frame().expect("whole frames") {
                got.push(frame.payload);
            }
        }
        prop_assert_eq!(got, payloads);
        prop_assert_eq!(decoder.held_bytes(), 0);
    }
}

#[test]
fn a_length_that_no_frame_has_is_refused_on_the_header() {
    let mut decoder = Decoder::new(Side::Client);
    decoder.push(&[b'I', 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(decoder.next_frame(), Err(FrameFault::Long { length: u32::MAX as usize, most: 64 * 1024 }));
    let mut decoder = Decoder::new(Side::Client);
    decoder.push(b"O");
    assert_eq!(decoder.next_frame(), Err(FrameFault::Tag(b'O')), "a client sends no output");
}

#[test]
fn a_long_stream_becomes_several_frames() {
    let bytes = vec![7; 150_000];
    let mut decoder = Decoder::new(Side::Server);
    decoder.push(&encode(Tag::Output, &bytes).expect("a stream"));
    let mut got = Vec::new();
    while let Some(Frame { payload, .. }) = decoder.next_frame().expect("whole frames") {
        got.extend(payload);
    }
    assert_eq!(got, bytes);
    assert!(encode(Tag::Exit, &bytes).is_err());
}

fn screen() -> Hello {
    Hello { term: "xterm".to_owned(), columns: 80, rows: 24, ..Hello::new(Mode::Screen, "test") }
}

#[test]
fn nonsense_closes_its_own_line_and_troubles_nobody() {
    let place = Place::new(&Behaviour::default());
    let mut li = place.terminal("li");
    li.wait_for("count 0.");
    for nonsense in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"H\xff\xff\xff\xff", b"H\x02\0\0\0{}", b"I\x01\0\0\0x"] {
        let mut raw = place.raw();
        raw.stream.write_all(nonsense).expect("the server takes it");
        assert_eq!(raw.next(), None);
    }
    let mut raw = place.raw();
    raw.send(Tag::Hello, &screen().to_json());
    raw.send(Tag::Input, &[0xff; 60_000]);
    raw.send(Tag::Resize, &[0; 4]);
    raw.send(Tag::Resize, &[0xff; 4]);
    assert!(raw.next().is_some_and(|frame| frame.tag == Tag::Output));
    raw.stream.write_all(b"I\xff\xff\xff\xff").expect("the server takes it");
    while raw.next().is_some() {}
    li.press("+");
    li.wait_for("count 1.");
}

#[test]
fn who_does_not_say_who_they_are_is_sent_away_and_blocks_nobody() {
    let place = Place::new(&Behaviour { handshake_ms: Some(300), ..Behaviour::default() });
    place.terminal("li").wait_for("count 0.");
    let start = Instant::now();
    let mut silent: Vec<_> = (0..20).map(|_| place.raw()).collect();
    place.terminal("wang").wait_for("count 0.");
    for raw in &mut silent {
        assert_eq!(raw.next(), None);
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn there_are_only_so_many_connections() {
    let place = Place::new(&Behaviour { connections: Some(2), ..Behaviour::default() });
    let li = place.terminal("li");
    li.wait_for("count 0.");
    let mut wang = place.terminal("wang");
    wang.wait_for("count 0.");
    let mut raw = place.raw();
    let frame = raw.next().expect("a last word");
    assert_eq!(Exit::from_json(&frame.payload).expect("a last word").code, code::FULL);
    wang.press("\x11");
    wang.end();
    eventually("there is room again", || place.status().is_some());
}

#[test]
fn who_never_reads_costs_no_memory_and_holds_up_nobody() {
    let place = Place::new(&Behaviour::default());
    let li = place.terminal("li");
    li.wait_for("count 0.");
    let mut deaf = place.raw();
    deaf.send(Tag::Hello, &Hello { columns: 200, rows: 100, ..screen() }.to_json());
    let mut count = 0;
    let mut change = |times: u32| {
        for _ in 0..times {
            count += 1;
            // Its own keys: what they bring is owed to it at once and each time.
            deaf.send(Tag::Input, b"+");
            li.wait_for(&format!("count {count}."));
        }
    };
    change(250);
    let before = resident_kib(&place);
    // A picture of 200×100 changes in nearly every cell each time: a queue of them would be 8 MB. What the allocator
    // takes for itself on a busy machine is half of that at most, and once.
    change(400);
    let after = resident_kib(&place);
    assert!(after < before + 6144, "{before} KiB, then {after} KiB");

    // When it does read, it soon has the newest picture.
    let mut parser = emulator(200, 100);
    let start = Instant::now();
    while !parser.screen().contents().contains(&format!("count {count}.")) {
        assert!(start.elapsed() < Duration::from_secs(10));
        parser.process(&deaf.next().expect("output").payload);
    }
}

fn resident_kib(place: &Place) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", place.server().as_raw_nonzero())).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a resident size");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("a number")
}
