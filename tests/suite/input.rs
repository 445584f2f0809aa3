//! From bytes to keys: whatever the pieces in which a line delivers them, the same keys come out.

use std::time::{Duration, Instant};

use shopdesk::tui::input::{Code, Event, Input, Key, PASTE_BYTES_MAX, joined};

fn plain(code: Code) -> Event {
    Event::Key(Key::plain(code))
}

fn typed(text: &str) -> Vec<Event> {
    text.chars().map(|c| Event::Key(Key::char(c))).collect()
}

fn alt(c: char) -> Event {
    Event::Key(Key { alt: true, ..Key::char(c) })
}

fn held(code: Code, ctrl: bool, alt: bool, shift: bool) -> Event {
    Event::Key(Key { code, ctrl, alt, shift })
}

fn paste(text: &str) -> Event {
    Event::Paste(text.to_owned())
}

/// Feeds the pieces at one moment, then lets every deadline pass.
fn read(pieces: &[&[u8]]) -> Vec<Event> {
    let now = Instant::now();
    let mut input = Input::default();
    let mut events = Vec::new();
    for piece in pieces {
        input.feed(piece, now, &mut events);
    }
    input.expire(now + Duration::from_secs(60), &mut events);
    assert_eq!(input.deadline(), None, "nothing may wait after its deadline");
    events
}

/// What a terminal sends, and what it means.
fn cases() -> Vec<(&'static [u8], Vec<Event>)> {
    let then_q = |first: Vec<Event>| first.into_iter().chain(typed("q")).collect::<Vec<_>>();
    vec![
        (b"n1!", typed("n1!")),
        ("客户𠮷é".as_bytes(), typed("客户𠮷é")),
        ("Ａ！".as_bytes(), typed("Ａ！")),
        (b"\r\t\x7f\x08", vec![plain(Code::Enter), plain(Code::Tab), plain(Code::Backspace), plain(Code::Backspace)]),
        (b"\x10\x11\n", vec![Event::Key(Key::ctrl('p')), Event::Key(Key::ctrl('q')), Event::Key(Key::ctrl('j'))]),
        (b"\x1b", vec![plain(Code::Esc)]),
        (b"\x1b\x1b", vec![plain(Code::Esc), plain(Code::Esc)]),
        (b"\x1bx", vec![alt('x')]),
        ("\x1b修".as_bytes(), vec![alt('修')]),
        (b"\x1b\r", vec![held(Code::Enter, false, true, false)]),
        (b"\x1b[", vec![alt('[')]),
        (b"\x1bO", vec![alt('O')]),
        (b"\x1b]", vec![alt(']')]),
        (b"\x1b]q", then_q(vec![alt(']')])),
        (b"\x1b\x1b[A", vec![plain(Code::Esc), plain(Code::Up)]),
        (b"\x1b\x1bOP", vec![plain(Code::Esc), plain(Code::F(1))]),
        (b"\x1b[A\x1bOB\x1b[C\x1b[D", [Code::Up, Code::Down, Code::Right, Code::Left].map(plain).into()),
        (b"\x1b[H\x1bOH\x1b[1~\x1b[7~", vec![plain(Code::Home); 4]),
        (b"\x1b[F\x1bOF\x1b[4~\x1b[8~", vec![plain(Code::End); 4]),
        (b"\x1b[5~\x1b[6~\x1b[2~\x1b[3~", [Code::PageUp, Code::PageDown, Code::Insert, Code::Delete].map(plain).into()),
        (b"\x1bOP\x1b[11~\x1b[[A", vec![plain(Code::F(1)); 3]),
        (b"\x1b[15~\x1b[17~\x1b[21~\x1b[24~", [Code::F(5), Code::F(6), Code::F(10), Code::F(12)].map(plain).into()),
        (b"\x1b[Z", vec![held(Code::Tab, false, false, true)]),
        (b"\x1b[1;5C\x1b[1;3A", vec![held(Code::Right, true, false, false), held(Code::Up, false, true, false)]),
        (
            b"\x1b[112;5u\x1b[97;2u\x1b[13u",
            vec![Event::Key(Key::ctrl('p')), Event::Key(Key::char('A')), plain(Code::Enter)],
        ),
        (b"\x1b[97;1:3uq", typed("q")),
        (b"\x1b[I\x1b[O", vec![Event::Focus(true), Event::Focus(false)]),
        // What a terminal says by itself never becomes text.
        (b"\x1b[?62;1;6cq", typed("q")),
        (b"\x1b[>0;276;0cq", typed("q")),
        (b"\x1b[12;40Rq", typed("q")),
        (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07q", typed("q")),
        (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\q", typed("q")),
        (b"\x1bP>|XTerm(370)\x1b\\q", typed("q")),
        (b"\x1b[<0;10;5M\x1b[<0;10;5mq", typed("q")),
        (b"\x1b[M !!q", typed("q")),
        (b"\x1b[?2026;2$yq", typed("q")),
        // Garbage costs itself and nothing after it.
        (b"\xe5\xaeq", typed("q")),
        (b"\xff\xfe\x80q", typed("q")),
        (b"\xed\xa0\x80q", typed("q")),
        (b"\x1b[12\x1b[Aq", then_q(vec![plain(Code::Up)])),
        (b"\x1b[12\rq", then_q(vec![plain(Code::Enter)])),
        (b"\x1b]11;half\x1b[Aq", then_q(vec![plain(Code::Up)])),
        (b"\x1b[9999999999~q", typed("q")),
        (b"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;5~q", typed("q")),
        (b"\x1b[200", vec![]),
        // Pastes.
        ("\x1b[200~客户\r\n反映\x1b[201~q".as_bytes(), then_q(vec![paste("客户\n反映")])),
        (b"\x1b[200~a\x1b[31mred\x1b[0m\x1b]0;t\x07b\x1b[201~q", then_q(vec![paste("aredb")])),
        (b"\x1b[200~n1!\x1b[20x\x1b[201~", vec![paste("n1!")]),
        (b"\x1b[200~\x1b\x1b[201~q", typed("q")),
        (b"\x1b[200~\x1b[201~\x1b[200~x\x1b[201~", vec![paste("x")]),
        (b"\x1b[201~q", typed("q")),
        // A string of a kind that nobody uses: no part of it is a key, and the next key is whole.
        (b"\x1bX\0\0\0\x07q", typed("q")),
        (b"\x1b[200~never ended", vec![paste("never ended")]),
    ]
}

#[test]
fn each_case_means_the_same_however_it_is_split() {
    for (bytes, expected) in cases() {
        let shown = String::from_utf8_lossy(bytes).replace('\x1b', "ESC ");
        assert_eq!(read(&[bytes]), expected, "whole: {shown}");
        for at in 0..=bytes.len() {
            assert_eq!(read(&[&bytes[..at], &bytes[at..]]), expected, "split at {at}: {shown}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&single), expected, "byte by byte: {shown}");
    }
}

#[test]
fn a_paste_beyond_the_limit_is_cut_and_never_becomes_keys() {
    let text = "修".repeat(PASTE_BYTES_MAX);
    let bytes = format!("\x1b[200~{text}\x1b[201~n");
    let events = read(&[bytes.as_bytes()]);
    let [Event::Paste(pasted), Event::PasteCut(256), Event::Key(key)] = events.as_slice() else {
        panic!("{} events", events.len())
    };
    assert_eq!(pasted.len(), PASTE_BYTES_MAX / 3 * 3);
    assert!(pasted.chars().all(|c| c == '修'));
    assert_eq!(*key, Key::char('n'));
    let text = "a".repeat(PASTE_BYTES_MAX);
    assert_eq!(read(&[format!("\x1b[200~{text}\x1b[201~").as_bytes()]), [paste(&text)], "just as much as there may be");
}

#[test]
fn what_an_input_method_hands_over_at_once_is_one_text() {
    let joined = |text: &str| joined(typed(text));
    assert_eq!(joined("明天9点"), vec![paste("明天9点")]);
    assert_eq!(joined("明"), typed("明"), "one character is a key like any other");
    assert_eq!(joined("nj17"), typed("nj17"), "fast fingers, or a slow line");
    assert_eq!(joined("１７：３０"), typed("１７：３０"), "wide forms of what keys type");
    let enter = plain(Code::Enter);
    let events = [typed("明天"), vec![enter.clone()], typed("9")].concat();
    assert_eq!(shopdesk::tui::input::joined(events), vec![paste("明天"), enter, Event::Key(Key::char('9'))]);
}

#[test]
fn waits_are_short_for_escape_and_longer_for_what_is_on_its_way() {
    let waits = |bytes: &[u8]| {
        let now = Instant::now();
        let mut input = Input::default();
        input.feed(bytes, now, &mut Vec::new());
        input.deadline().map(|deadline| (deadline - now).as_millis())
    };
    assert_eq!(waits(b"a"), None);
    assert_eq!(waits(b"\x1b"), Some(50));
    assert_eq!(waits(b"\x1b["), Some(500));
    assert_eq!(waits(b"\x1b[1;"), Some(1000));
    assert_eq!(waits(b"\x1b[200~text"), Some(5000));
}

#[test]
fn nothing_is_decided_before_its_time() {
    let now = Instant::now();
    let mut input = Input::default();
    let mut events = Vec::new();
    input.feed(b"\x1b", now, &mut events);
    input.expire(now + Duration::from_millis(49), &mut events);
    assert_eq!(events, []);
    input.feed(b"[A", now + Duration::from_millis(49), &mut events);
    assert_eq!(events, [plain(Code::Up)]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_can_stop_the_reader(pieces in proptest::collection::vec(proptest::collection::vec(proptest::num::u8::ANY, 0..40), 0..8)) {
        let now = Instant::now();
        let mut input = Input::default();
        let mut events = Vec::new();
        for piece in &pieces {
            input.feed(piece, now, &mut events);
        }
        input.feed(b"\x1b[201~", now, &mut events);
        input.expire(now + Duration::from_secs(60), &mut events);
        events.clear();
        input.feed(b"q", now + Duration::from_secs(61), &mut events);
        proptest::prop_assert_eq!(events, typed("q"));
    }
}
