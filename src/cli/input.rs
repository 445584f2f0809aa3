//! Lines of a file or of standard input, read in a thread of their own, however long or broken they are.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// The longest line that is kept, in bytes.
pub const LINE_BYTES_MAX: usize = 256 * 1024;
/// What stands before the first character of a file that some editors save as UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// Lines that may be read ahead.
const AHEAD: usize = 128;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes without the line end, or how many there are where they are too many.
    pub bytes: Result<Vec<u8>, u64>,
}

/// Reads the lines of a file, or of standard input.
pub fn lines(file: Option<&Path>) -> io::Result<Receiver<Line>> {
    let source: Box<dyn Read + Send> = match file {
        Some(path) if path.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin()),
    };
    let (sender, receiver) = sync_channel(AHEAD);
    thread::spawn(move || send_all(BufReader::new(source), &sender));
    Ok(receiver)
}

/// Reads a short text of a file; what comes after [`LINE_BYTES_MAX`] is left out.
pub fn small_text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LINE_BYTES_MAX as u64).read_to_end(&mut bytes)?;
    skip_mark(&mut bytes);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn send_all(mut source: impl BufRead, to: &SyncSender<Line>) {
    for number in 1.. {
        // The end, or a source that fails: what was read before counts.
        let Ok(Some(mut bytes)) = next(&mut source) else { return };
        if let (1, Ok(bytes)) = (number, &mut bytes) {
            skip_mark(bytes);
        }
        if to.send(Line { number, bytes }).is_err() {
            return;
        }
    }
}

/// Drops the mark that some editors put at the beginning of a text in UTF-8.
fn skip_mark(first_line: &mut Vec<u8>) {
    if first_line.starts_with(MARK) {
        first_line.drain(..MARK.len());
    }
}

/// The next line; one that is too long is passed over and counted.
fn next(source: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, u64>>> {
    let mut bytes = Vec::new();
    let (mut length, mut ended) = (0_u64, false);
    while !ended {
        let chunk = match source.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        length += part.len() as u64;
        if bytes.len() <= LINE_BYTES_MAX {
            bytes.extend_from_slice(&part[..part.len().min(LINE_BYTES_MAX + 1 - bytes.len())]);
        }
        ended = end.is_some();
        let used = end.map_or(chunk.len(), |end| end + 1);
        source.consume(used);
    }
    if length == 0 && !ended {
        return Ok(None);
    }
    Ok(Some(if bytes.len() > LINE_BYTES_MAX { Err(length) } else { Ok(bytes) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_ten_megabytes_is_counted_and_the_next_one_read() {
        let mut text = vec![b'x'; 10_000_000];
        text.extend_from_slice(b"\n\nlast");
        let mut source = BufReader::new(text.as_slice());
        assert_eq!(next(&mut source).expect("memory"), Some(Err(10_000_000)));
        assert_eq!(next(&mut source).expect("memory"), Some(Ok(Vec::new())));
        assert_eq!(next(&mut source).expect("memory"), Some(Ok(b"last".to_vec())));
        assert_eq!(next(&mut source).expect("memory"), None);
    }
}
