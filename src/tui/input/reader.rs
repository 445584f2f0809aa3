//! Cuts the bytes of a terminal into whole sequences, whatever the pieces in which the line delivers them.
//!
//! A sequence may stop anywhere and go on later, or never. So the reader has a deadline, which the session waits for
//! together with everything else, and [`Input::expire`] decides what an unfinished sequence was: a lone ESC is the
//! key Esc, ESC and a bracket is Alt and a bracket, the rest is dropped. Nothing that a terminal sends on its own may
//! ever come out as typed text.

use std::time::{Duration, Instant};

use super::decode::decode;
use super::{Code, Event, Key};
use crate::text::clean_text;

/// Bytes of one paste that are kept unless a shop says otherwise; what goes beyond is dropped up to the end of the paste.
pub const PASTE_BYTES_MAX: usize = 256 * 1024;

/// Wait after a lone ESC: longer would be felt, shorter cuts sequences on a slow line.
const WAIT_ESC: Duration = Duration::from_millis(50);
/// Wait after ESC and an opening bracket, which may still be Alt and that key.
const WAIT_ALT: Duration = Duration::from_millis(500);
/// Wait for the rest of a longer sequence.
const WAIT_REST: Duration = Duration::from_secs(1);
/// Wait for the rest of a paste whose end mark seems lost.
const WAIT_PASTE: Duration = Duration::from_secs(5);
/// Bytes of a sequence beyond which it is no key; they are read to the end and not kept.
const SEQUENCE_BYTES_MAX: usize = 64;

const ESC: u8 = 0x1b;
const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Reads the bytes of one terminal.
#[derive(Debug)]
pub struct Input {
    paste_bytes_max: usize,
    /// The bytes of the sequence that is not yet whole.
    pending: Vec<u8>,
    /// Whether that sequence is too long to be a key.
    overlong: bool,
    /// The bytes of the paste that is going on.
    paste: Option<Paste>,
    deadline: Option<Instant>,
}

#[derive(Debug, Default)]
struct Paste {
    kept: Vec<u8>,
    /// How much of the end mark the newest bytes are.
    end_matched: usize,
}

/// What the pending bytes are.
enum Shape {
    /// The beginning of something.
    Unfinished,
    /// A whole sequence.
    Whole,
    /// Nothing, and the newest byte belongs to what comes next.
    Broken,
}

impl Default for Input {
    fn default() -> Input {
        Input::taking(PASTE_BYTES_MAX)
    }
}

impl Input {
    /// Makes a reader that keeps so many bytes of one paste.
    pub fn taking(paste_bytes_max: usize) -> Input {
        Input { paste_bytes_max, pending: Vec::new(), overlong: false, paste: None, deadline: None }
    }

    /// Reads bytes that arrived at `now` and adds what they mean to `events`.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, events: &mut Vec<Event>) {
        for byte in bytes {
            match &mut self.paste {
                Some(paste) => {
                    if paste.push(*byte, self.paste_bytes_max) {
                        self.end_paste(events);
                    }
                }
                None => self.push(*byte, events),
            }
        }
        self.deadline = self.wait().map(|wait| now + wait);
    }

    /// Returns when [`Input::expire`] is due, if anything is unfinished.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Decides what an unfinished sequence was, if its time is over at `now`.
    pub fn expire(&mut self, now: Instant, events: &mut Vec<Event>) {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        self.deadline = None;
        if self.paste.is_some() {
            self.end_paste(events);
        }
        events.extend(key_of_unfinished(&self.pending).map(Event::Key));
        self.drop_pending();
    }

    fn wait(&self) -> Option<Duration> {
        match self.pending.as_slice() {
            _ if self.paste.is_some() => Some(WAIT_PASTE),
            [] => None,
            [ESC] => Some(WAIT_ESC),
            [ESC, _] => Some(WAIT_ALT),
            _ => Some(WAIT_REST),
        }
    }

    fn push(&mut self, byte: u8, events: &mut Vec<Event>) {
        // Two ESC: the first was the key, the second may begin a sequence.
        if byte == ESC && self.pending == [ESC] {
            events.push(Event::Key(Key::plain(Code::Esc)));
            return;
        }
        self.pending.push(byte);
        match shape(&self.pending) {
            Shape::Unfinished => {
                if self.pending.len() > SEQUENCE_BYTES_MAX {
                    // Keep what tells where it ends: how it began, and the newest byte.
                    self.pending.drain(2..self.pending.len() - 1);
                    self.overlong = true;
                }
            }
            Shape::Whole => self.finish(events),
            Shape::Broken => {
                let before = &self.pending[..self.pending.len() - 1];
                events.extend(key_of_unfinished(before).map(Event::Key));
                let esc_first = before.len() > 1 && before.ends_with(&[ESC]);
                self.drop_pending();
                if esc_first {
                    self.pending.push(ESC);
                }
                self.push(byte, events);
            }
        }
    }

    fn drop_pending(&mut self) {
        self.pending.clear();
        self.overlong = false;
    }

    fn finish(&mut self, events: &mut Vec<Event>) {
        if self.pending == PASTE_START {
            self.paste = Some(Paste::default());
        } else if !self.overlong {
            events.extend(decode(&self.pending));
        }
        self.drop_pending();
    }

    fn end_paste(&mut self, events: &mut Vec<Event>) {
        let Some(paste) = self.paste.take() else { return };
        let (text, is_cut) = paste.text(self.paste_bytes_max);
        let text = clean_text(&text);
        if !text.is_empty() {
            events.push(Event::Paste(text));
        }
        if is_cut {
            events.push(Event::PasteCut(self.paste_bytes_max / 1024));
        }
    }
}

impl Paste {
    /// Takes a byte and tells whether the paste ends with it.
    fn push(&mut self, byte: u8, most: usize) -> bool {
        if byte == PASTE_END[self.end_matched] {
            self.end_matched += 1;
        } else {
            // The end mark has its first byte once, so a match that fails can only begin again here.
            self.end_matched = usize::from(byte == PASTE_END[0]);
        }
        // The end mark has its room besides.
        if self.kept.len() < most + PASTE_END.len() {
            self.kept.push(byte);
        }
        self.end_matched == PASTE_END.len()
    }

    /// Returns the text without the end mark and without a character that the limit cut, and whether it cut anything.
    fn text(&self, most: usize) -> (String, bool) {
        let bytes = self.kept.strip_suffix(PASTE_END).unwrap_or(&self.kept);
        let is_cut = bytes.len() > most;
        let bytes = &bytes[..bytes.len().min(most)];
        let cut = match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Ok(_) | Err(_) => bytes.len(),
        };
        (String::from_utf8_lossy(&bytes[..cut]).into_owned(), is_cut)
    }
}

/// Tells which key was pressed if nothing more of a sequence comes.
fn key_of_unfinished(pending: &[u8]) -> Option<Key> {
    match pending {
        [ESC] => Some(Key::plain(Code::Esc)),
        [ESC, byte] if byte.is_ascii_graphic() => Some(Key { alt: true, ..Key::char(char::from(*byte)) }),
        _ => None,
    }
}

/// Tells how far a sequence has come, judging by its newest byte; all before it were judged already.
fn shape(pending: &[u8]) -> Shape {
    match pending {
        [] | [ESC] => Shape::Unfinished,
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b'O', rest @ ..] => match rest {
            [] => Shape::Unfinished,
            [0x20..=0x7e, ..] => Shape::Whole,
            _ => Shape::Broken,
        },
        [ESC, b']' | b'P' | b'_' | b'^' | b'X', rest @ ..] => string(rest),
        [ESC, character @ ..] => character_of(character),
        character => character_of(character),
    }
}

/// `ESC [`, parameters, a final byte; and the two old forms that do not keep to that.
fn control_sequence(rest: &[u8]) -> Shape {
    match rest {
        [] => Shape::Unfinished,
        // The function keys of the Linux console.
        [b'['] => Shape::Unfinished,
        [b'[', b'A'..=b'E'] => Shape::Whole,
        // The oldest mouse report: three bytes follow.
        [b'M', coordinates @ ..] => {
            if coordinates.len() < 3 {
                Shape::Unfinished
            } else {
                Shape::Whole
            }
        }
        [.., b'@'..=b'~'] => Shape::Whole,
        [.., b' '..=b'?'] => Shape::Unfinished,
        [..] => Shape::Broken,
    }
}

/// A string that the terminal sends: a number or a mark first, then up to BEL or ESC and backslash.
fn string(rest: &[u8]) -> Shape {
    match rest {
        // A letter follows: somebody pressed Alt and a bracket, and typed on.
        [b'@'..=b'~' | 0x80..=0xff] => Shape::Broken,
        [.., 0x07] | [.., ESC, b'\\'] => Shape::Whole,
        // Another sequence begins in the middle: the string was none.
        [.., ESC, _] => Shape::Broken,
        _ => Shape::Unfinished,
    }
}

/// A control byte, an ASCII character, or the bytes of one in UTF-8.
fn character_of(bytes: &[u8]) -> Shape {
    let length = match bytes.first() {
        Some(0x00..=0x7f) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        // No character begins like this. It is dropped with whatever the parser makes of it: nothing.
        Some(0x80..=0xc1 | 0xf5..=0xff) | None => return Shape::Whole,
    };
    let goes_on = bytes.len() == 1 || matches!(bytes.last(), Some(0x80..=0xbf));
    if !goes_on {
        Shape::Broken
    } else if bytes.len() < length {
        Shape::Unfinished
    } else {
        Shape::Whole
    }
}
