//! How a record lies in sled: a frame with a checksum, in pieces of at most 4 KiB.
//!
//! ```text
//! sled key                   sled value
//! 00 "format"                frame of the layout number
//! 00 "applied"               frame of the head that the index has applied
//! 01 key                     frame of the record, or of length and count if it is a long one
//! 02 key number(u16)         frame of one chunk of a long record
//! 03 key                     frame of the number of chunks: the list of long records, read on opening
//!
//! frame:  kind(u8)  crc32(u32, little-endian, over kind ‖ sled key ‖ body)  body
//! ```
//!
//! - The checksum comes before any decoding: bincode takes five of six flipped bits for a valid record. It covers
//!   the key too, so a record under a wrong key shows.
//! - sled keeps up to 17 entries in a page, and a page beyond 128 KiB goes into a file that is never synced. Hence at
//!   most 4 KiB a piece and 256 bytes a key.
//! - The first byte keeps chunks out of scans over records. Chunk keys cannot be mistaken for each other: two that
//!   are equally long have keys that are equally long.

use crate::store::error::StoreError;

/// The longest sled value, frame and all, in bytes.
pub const PIECE_BYTES_MAX: usize = 4096;
/// The longest record key, in bytes.
pub const KEY_BYTES_MAX: usize = 256;
/// The longest body of a frame, in bytes.
pub const BODY_BYTES_MAX: usize = PIECE_BYTES_MAX - FRAME_BYTES;
/// What comes before the body, in bytes.
const FRAME_BYTES: usize = 5;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole record.
    Whole = 1,
    /// The length of a record that lies in chunks, and their number.
    Long = 2,
    /// A chunk.
    Chunk = 3,
    /// Something about the index itself.
    About = 4,
}

/// A record that lies in chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Long {
    /// Its length in bytes.
    pub length: u32,
    /// How many chunks it lies in.
    pub chunks: u16,
}

/// A change of one sled key: a value, or its removal.
pub type Change = (Vec<u8>, Option<Vec<u8>>);

/// The sled key of something about the index itself.
pub fn about_key(name: &str) -> Vec<u8> {
    [&[0], name.as_bytes()].concat()
}

/// The sled key of a record.
pub fn record_key(key: &[u8]) -> Vec<u8> {
    [&[1], key].concat()
}

/// The sled key of a chunk.
pub fn chunk_key(key: &[u8], number: u16) -> Vec<u8> {
    [&[2], key, &number.to_be_bytes()].concat()
}

/// The sled key under which a long record is listed.
pub fn long_key(key: &[u8]) -> Vec<u8> {
    [&[3], key].concat()
}

/// Frames a body for the sled key it will lie under.
pub fn frame(kind: Kind, sled_key: &[u8], body: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(FRAME_BYTES + body.len());
    framed.push(kind as u8);
    framed.extend_from_slice(&checksum(kind as u8, sled_key, body).to_le_bytes());
    framed.extend_from_slice(body);
    framed
}

/// Checks a frame and gives its kind; the body starts at [`body`].
pub fn check(sled_key: &[u8], framed: &[u8]) -> Result<Kind, StoreError> {
    let broken = |why: &str| StoreError::IndexBroken(format!("record {}: {why}", sled_key.escape_ascii()));
    let (head, body) = framed.split_at_checked(FRAME_BYTES).ok_or_else(|| broken("too short"))?;
    if head[1..] != checksum(head[0], sled_key, body).to_le_bytes() {
        return Err(broken("wrong checksum"));
    }
    [Kind::Whole, Kind::Long, Kind::Chunk, Kind::About]
        .into_iter()
        .find(|kind| *kind as u8 == head[0])
        .ok_or_else(|| broken("unknown kind"))
}

/// The body of a checked frame.
pub fn body(framed: &[u8]) -> &[u8] {
    &framed[body_starts()..]
}

/// Where the body of a frame starts.
pub const fn body_starts() -> usize {
    FRAME_BYTES
}

/// Writes out a record: the pieces it lies in, and the removal of chunks that an older, longer one had.
///
/// `before` is the number of chunks that lie under the key so far.
pub fn pieces(key: &[u8], value: Option<&[u8]>, before: u16) -> Result<Vec<Change>, StoreError> {
    if key.len() > KEY_BYTES_MAX {
        return Err(StoreError::LongKey { bytes: key.len(), most: KEY_BYTES_MAX });
    }
    let mut changes = Vec::with_capacity(1);
    let record = record_key(key);
    let mut chunks = 0;
    match value {
        Some(value) if value.len() <= BODY_BYTES_MAX => {
            let framed = frame(Kind::Whole, &record, value);
            changes.push((record, Some(framed)));
        }
        Some(value) => {
            chunks = cut(key, value, &mut changes)?;
            let about = [&(value.len() as u32).to_le_bytes()[..], &chunks.to_le_bytes()].concat();
            let framed = frame(Kind::Long, &record, &about);
            changes.push((record, Some(framed)));
            let listed = long_key(key);
            let framed = frame(Kind::About, &listed, &chunks.to_le_bytes());
            changes.push((listed, Some(framed)));
        }
        None => changes.push((record, None)),
    }
    changes.extend((chunks..before).map(|number| (chunk_key(key, number), None)));
    if chunks == 0 && before > 0 {
        changes.push((long_key(key), None));
    }
    Ok(changes)
}

/// Reads what a long record's frame says about it.
pub fn long(body: &[u8]) -> Option<Long> {
    let (length, chunks) = body.split_at_checked(4)?;
    let length = u32::from_le_bytes(length.try_into().ok()?);
    Some(Long { length, chunks: u16::from_le_bytes(chunks.try_into().ok()?) })
}

fn cut(key: &[u8], value: &[u8], changes: &mut Vec<Change>) -> Result<u16, StoreError> {
    let parts = value.chunks(BODY_BYTES_MAX);
    let count = u16::try_from(parts.len())
        .map_err(|_| StoreError::IndexBroken(format!("a record of {} bytes is too long", value.len())))?;
    for (number, part) in (0..count).zip(parts) {
        let sled_key = chunk_key(key, number);
        let framed = frame(Kind::Chunk, &sled_key, part);
        changes.push((sled_key, Some(framed)));
    }
    Ok(count)
}

fn checksum(kind: u8, sled_key: &[u8], body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[kind]);
    crc.update(sled_key);
    crc.update(body);
    crc.finalize()
}
