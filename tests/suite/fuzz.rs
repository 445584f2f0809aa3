//! Ten million hostile bytes for everything that reads bytes of strangers: the keys of a terminal, the frames of the
//! socket, the lines of a journal. Nothing panics, nothing hangs, and memory stays what it was.
//!
//! Each runs in a process of its own, so that its memory can be told from that of the other tests. The bytes are the
//! same every time; `SHOPDESK_FUZZ_BYTES` asks for more of them and `SHOPDESK_FUZZ_SEED` for others.

use shopdesk::server::frame::{Decoder, Side, Tag, encode};
use shopdesk::store::journal::{Head, Journal, LineDraft, Opening, Reader, SlotDraft, Via, verify};
use shopdesk::tui::input::Input;
use std::process::Command;
use std::time::{Duration, Instant};

/// Set in the process that does the reading.
const READS: &str = "SHOPDESK_FUZZ_READS";
/// By how much memory may grow after the first half of the bytes, in KiB: by then the allocator has all it needs.
const GROWS_KIB_MAX: u64 = 4 * 1024;
/// More than enough for a slow machine; without an end the test would hang with the reader.
const ENDS_WITHIN: Duration = Duration::from_secs(300);

/// Numbers that look random and are the same for the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        Dice(asked("SHOPDESK_FUZZ_SEED", 20_261_127).max(1))
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % most as u64).expect("below a length")
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.roll().to_le_bytes()[3]).collect()
    }
}

fn asked(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the system tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    line.trim().trim_end_matches("kB").trim().parse().expect("a number")
}

/// Feeds `read` until it had all the bytes, in a process of its own.
fn fed(test: &str, mut read: impl FnMut(&mut Dice) -> usize) {
    if std::env::var(READS).as_deref() != Ok(test) {
        return apart(test);
    }
    let (all, mut done, mut dice) = (asked("SHOPDESK_FUZZ_BYTES", 10_000_000), 0_u64, Dice::new());
    let mut first_kib = None;
    while done < all {
        done += read(&mut dice) as u64;
        if done >= all / 2 {
            first_kib.get_or_insert_with(resident_kib);
        }
    }
    let grown = resident_kib().saturating_sub(first_kib.unwrap_or_default());
    println!("{test}: {done} bytes read, memory grew by {grown} KiB after the first half");
    assert!(grown <= GROWS_KIB_MAX, "memory grew by {grown} KiB");
}

fn apart(test: &str) {
    let program = std::env::current_exe().expect("this test binary has a path");
    let mut child =
        Command::new(program).args([test, "--exact", "--nocapture"]).env(READS, test).spawn().expect("it starts");
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            assert!(status.success(), "{test} failed; it says why above");
            return;
        }
        if start.elapsed() > ENDS_WITHIN {
            child.kill().expect("it can be killed");
            panic!("{test} hangs");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What terminals and those who play one send: whole and broken sequences, pastes with and without an end.
const TERMINAL: [&[u8]; 18] = [
    b"\x1b[A",
    b"\x1b[",
    b"\x1bO",
    b"\x1b]0;title\x07",
    b"\x1b]52;c;",
    b"\x1bP",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[<0;1;1M",
    b"\x1b[M\xff\xff\xff",
    b"\x1b[999999999999;1u",
    "修".as_bytes(),
    &[0xe4, 0xbf],
    &[0xff, 0xfe],
    b"\x1b\x1b",
    b"a",
    b"\r",
    b"\x00",
];

#[test]
fn no_bytes_of_a_terminal_stop_its_reader_or_grow_it() {
    let (mut input, mut now, mut events) = (Input::default(), Instant::now(), Vec::new());
    fed("fuzz::no_bytes_of_a_terminal_stop_its_reader_or_grow_it", |dice| {
        let count = 1 + dice.below(400);
        let piece = match dice.below(3) {
            0 => dice.bytes(count),
            _ => (0..count / 4).flat_map(|_| TERMINAL[dice.below(TERMINAL.len())].to_vec()).collect(),
        };
        input.feed(&piece, now, &mut events);
        if dice.below(8) == 0 {
            now += Duration::from_secs(dice.roll() % 7);
            input.expire(now, &mut events);
        }
        events.clear();
        piece.len()
    });
}

#[test]
fn no_bytes_on_the_socket_stop_its_decoder_or_grow_it() {
    let most_held = Tag::Line.most_bytes() + 64 * 1024;
    let mut decoder = Decoder::new(Side::Client);
    fed("fuzz::no_bytes_on_the_socket_stop_its_decoder_or_grow_it", |dice| {
        let count = 1 + dice.below(2_000);
        let piece = match dice.below(3) {
            0 => dice.bytes(count),
            1 => encode(Tag::Input, &dice.bytes(count)).expect("a frame"),
            // A frame with a wrong byte somewhere.
            _ => {
                let mut frame = encode(Tag::Line, &dice.bytes(count)).expect("a frame");
                let at = dice.below(frame.len());
                frame[at] = dice.roll().to_le_bytes()[0];
                frame
            }
        };
        decoder.push(&piece);
        loop {
            match decoder.next_frame() {
                Ok(Some(_)) => {}
                Ok(None) => break,
                // The line is of no use any more; the next caller has a new one.
                Err(_) => break decoder = Decoder::new(Side::Client),
            }
        }
        assert!(decoder.held_bytes() <= most_held, "{} bytes are held", decoder.held_bytes());
        piece.len()
    });
}

/// A journal of some lines with everything in them.
fn journal(dir: &std::path::Path) {
    let how = Opening::default();
    let (mut journal, _) = Journal::open(dir, &how, &mut |_, _| Ok(()), &mut |_| ()).expect("opens");
    let slot = |n: u32| SlotDraft { name: "p1".into(), value: format!("孙丽 {n}"), of: format!("C{n}") };
    let drafts: Vec<LineDraft> = (0..200)
        .map(|n| LineDraft {
            at: "2026-11-23T14:32:00.120+08:00".into(),
            by: "li".into(),
            via: Via::Screen,
            key: Some(format!("key-{n}")),
            answer: None,
            asked: None,
            events: vec![format!(
                "{{\"kind\":\"order.received\",\"v\":1,\"order\":\"R{n}\",\"by\":{{\"slot\":\"p1\"}}}}"
            )],
            personal: vec![slot(n)],
        })
        .collect();
    let mut salt = 0_u8;
    journal
        .append(&drafts, &mut |bytes: &mut [u8]| {
            salt = salt.wrapping_add(1);
            bytes.fill(salt);
        })
        .expect("appended");
}

#[test]
fn no_bytes_in_a_journal_stop_its_reader_or_grow_it() {
    let dir = tempfile::tempdir().expect("a folder");
    journal(dir.path());
    let file = dir.path().join("000001.jsonl");
    let whole = std::fs::read(&file).expect("a journal");
    fed("fuzz::no_bytes_in_a_journal_stop_its_reader_or_grow_it", |dice| {
        let mut bytes = whole.clone();
        for _ in 0..1 + dice.below(6) {
            let at = dice.below(bytes.len());
            match dice.below(5) {
                0 => bytes[at] = dice.roll().to_le_bytes()[0],
                1 => bytes.truncate(at),
                2 => drop(bytes.splice(at..at, dice.bytes(40))),
                3 => drop(bytes.drain(at..(at + 300).min(bytes.len()))),
                // Depth and length without an end.
                _ => drop(bytes.splice(at..at, b"[{\"a\":".repeat(1 + at % 3_000))),
            }
            if bytes.is_empty() {
                break;
            }
        }
        std::fs::write(&file, &bytes).expect("written");
        // Damage is found or not; it is never a panic, and reading ends.
        let _ = verify(dir.path(), None, &mut |_| Ok(()), &mut |_| ());
        if let Ok(mut reader) = Reader::after(dir.path(), Head::START) {
            while let Ok(Some(_)) = reader.next_line() {}
        }
        let _ = Journal::open(dir.path(), &Opening::default(), &mut |_, _| Ok(()), &mut |_| ());
        bytes.len()
    });
}
