//! The wire: a tag byte, a length (u32, little-endian), a payload.
//!
//! ```text
//! H hello    JSON, once, first                 client → server
//! I input    what was typed, as it came        client → server
//! R resize   columns, rows (u16 each)          client → server
//! L line     one request as JSON               client → server
//! O output   bytes for the terminal            server → client
//! A answer   one answer as JSON                server → client
//! X exit     JSON, once, last                  server → client
//! ```
//!
//! Every tag has a limit, checked on the header, before a byte of the payload is kept: a peer that lies about a length
//! costs no memory. The tags, `H` and `X` in particular, never change their meaning: programs of different ages must
//! be able to tell each other that they do not fit.

use std::io::{self, Read};

const HEADER_BYTES: usize = 5;
/// What one read brings at most. A decoder never holds more than one frame and one chunk.
pub(super) const CHUNK_BYTES: usize = 16 * 1024;

/// Names what a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Who calls and what for.
    Hello,
    /// Bytes from the terminal.
    Input,
    /// The terminal's new size.
    Resize,
    /// A request.
    Line,
    /// Bytes for the terminal.
    Output,
    /// The answer to a request.
    Answer,
    /// The last word.
    Exit,
}

/// Names the end of the line that sends a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The thin client or a subcommand.
    Client,
    /// The server.
    Server,
}

struct Kind {
    tag: Tag,
    byte: u8,
    from: Side,
    most_bytes: usize,
}

const KINDS: [Kind; 7] = [
    Kind { tag: Tag::Hello, byte: b'H', from: Side::Client, most_bytes: 8 * 1024 },
    Kind { tag: Tag::Input, byte: b'I', from: Side::Client, most_bytes: 64 * 1024 },
    Kind { tag: Tag::Resize, byte: b'R', from: Side::Client, most_bytes: 4 },
    Kind { tag: Tag::Line, byte: b'L', from: Side::Client, most_bytes: 256 * 1024 },
    Kind { tag: Tag::Output, byte: b'O', from: Side::Server, most_bytes: 64 * 1024 },
    Kind { tag: Tag::Answer, byte: b'A', from: Side::Server, most_bytes: 16 * 1024 * 1024 },
    Kind { tag: Tag::Exit, byte: b'X', from: Side::Server, most_bytes: 16 * 1024 },
];

impl Tag {
    fn kind(self) -> &'static Kind {
        KINDS.iter().find(|kind| kind.tag == self).expect("every tag has its row in KINDS")
    }

    /// Returns the longest payload of this tag, in bytes.
    pub fn most_bytes(self) -> usize {
        self.kind().most_bytes
    }
}

/// One whole frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it carries.
    pub tag: Tag,
    /// The bytes carried, within the tag's limit.
    pub payload: Vec<u8>,
}

/// Why bytes are not a frame. The line is of no use after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// No frame that this side may send begins with this byte.
    #[error("no frame begins with byte {0}")]
    Tag(u8),
    /// The header promises more than the tag allows.
    #[error("a frame of {length} bytes is longer than {most}")]
    Long {
        /// What the header says, or what was to be sent.
        length: usize,
        /// What the tag allows.
        most: usize,
    },
}

/// Encodes a payload. Input and output are streams and become several frames where one would be too long.
pub fn encode(tag: Tag, payload: &[u8]) -> Result<Vec<u8>, FrameFault> {
    let Kind { byte, most_bytes, .. } = *tag.kind();
    let is_stream = matches!(tag, Tag::Input | Tag::Output);
    if payload.len() > most_bytes && !is_stream {
        return Err(FrameFault::Long { length: payload.len(), most: most_bytes });
    }
    let mut wire = Vec::with_capacity(payload.len() + HEADER_BYTES);
    let mut rest = payload;
    loop {
        let (part, after) = rest.split_at(rest.len().min(most_bytes));
        wire.push(byte);
        wire.extend_from_slice(&(part.len() as u32).to_le_bytes());
        wire.extend_from_slice(part);
        rest = after;
        if rest.is_empty() {
            return Ok(wire);
        }
    }
}

/// Cuts a stream of bytes into frames.
pub struct Decoder {
    from: Side,
    held: Vec<u8>,
}

impl Decoder {
    /// Makes a decoder for what `from` sends.
    pub fn new(from: Side) -> Decoder {
        Decoder { from, held: Vec::new() }
    }

    /// Takes what arrived. Call [`Decoder::next_frame`] until it has no more, then push again.
    pub fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    /// Returns the next whole frame, if there is one.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameFault> {
        let Some(&byte) = self.held.first() else { return Ok(None) };
        let kind = KINDS.iter().find(|kind| kind.byte == byte && kind.from == self.from);
        let Some(kind) = kind else { return Err(FrameFault::Tag(byte)) };
        let Some(header) = self.held.first_chunk::<HEADER_BYTES>() else { return Ok(None) };
        let [_, length @ ..] = *header;
        let length = u32::from_le_bytes(length) as usize;
        if length > kind.most_bytes {
            return Err(FrameFault::Long { length, most: kind.most_bytes });
        }
        if self.held.len() < HEADER_BYTES + length {
            return Ok(None);
        }
        let payload = self.held[HEADER_BYTES..HEADER_BYTES + length].to_vec();
        self.held.drain(..HEADER_BYTES + length);
        // One paste must not cost a quiet session its memory for the rest of the day.
        if self.held.len() < CHUNK_BYTES && self.held.capacity() > 4 * CHUNK_BYTES {
            self.held.shrink_to(CHUNK_BYTES);
        }
        Ok(Some(Frame { tag: kind.tag, payload }))
    }

    /// Returns how many bytes wait for the rest of their frame.
    pub fn held_bytes(&self) -> usize {
        self.held.len()
    }
}

/// Reads frames from a blocking stream.
pub(super) struct Frames<R> {
    stream: R,
    decoder: Decoder,
    chunk: Box<[u8]>,
}

impl<R: Read> Frames<R> {
    pub(super) fn new(stream: R, from: Side) -> Frames<R> {
        Frames { stream, decoder: Decoder::new(from), chunk: vec![0; CHUNK_BYTES].into() }
    }

    /// Waits for the next frame; `None` when the other end has closed the line.
    pub(super) fn next(&mut self) -> io::Result<Option<Frame>> {
        loop {
            if let Some(frame) = self.decoder.next_frame().map_err(io::Error::other)? {
                return Ok(Some(frame));
            }
            match self.stream.read(&mut self.chunk) {
                Ok(0) => return Ok(None),
                Ok(count) => self.decoder.push(&self.chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Encodes a terminal size for [`Tag::Resize`].
pub(super) fn encode_size(columns: u16, rows: u16) -> [u8; 4] {
    let ([a, b], [c, d]) = (columns.to_le_bytes(), rows.to_le_bytes());
    [a, b, c, d]
}

/// Decodes a terminal size; `None` if it is not four bytes.
pub(super) fn decode_size(payload: &[u8]) -> Option<(u16, u16)> {
    let &[a, b, c, d] = payload else { return None };
    Some((u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])))
}
