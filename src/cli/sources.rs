//! Files of facts: opened once, read as often as it takes, in blocks of whole lines. What comes through a pipe is laid
//! aside first.

use super::trouble::Trouble;
use crate::text::Words;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// What some editors put before the first character of a text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// A block is so long, and on to the end of its last line: what is read of it stays in the caches.
const BLOCK_BYTES: u64 = 64 * 1024;
/// Lines are rarely longer.
const LINE_BYTES_USUAL: usize = 4 * 1024;

/// A file of facts.
pub struct Source {
    /// Its name in messages.
    pub name: String,
    path: PathBuf,
    file: File,
}

/// Opens the files, `-` for standard input.
///
/// # Errors
/// One that cannot be read.
pub fn open(words: &Words, files: &[PathBuf]) -> Result<Vec<Source>, Trouble> {
    let source = |path: &PathBuf| {
        let (name, file) = match path.as_os_str() == "-" {
            true => ("-".to_string(), laid_aside(io::stdin())),
            false => (path.display().to_string(), File::open(path).and_then(readable_again)),
        };
        let file = file.map_err(|error| Trouble::file(words, path, &error))?;
        Ok(Source { name, path: path.clone(), file })
    };
    files.iter().map(source).collect()
}

impl Source {
    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.file.metadata().map_or(0, |of| of.len())
    }

    /// Hands all lines to `take`, from the first on, in blocks that end where a line ends.
    ///
    /// # Errors
    /// The file cannot be read to its end.
    pub fn read<T>(
        &self,
        words: &Words,
        take: impl FnOnce(&mut dyn Iterator<Item = String>) -> T,
    ) -> Result<T, Trouble> {
        let failed = |error: io::Error| Trouble::file(words, &self.path, &error);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut failure = None;
        let mut blocks = Blocks { source: BufReader::new(file), begun: false }
            .map_while(|block| block.map_err(|error| failure = Some(error)).ok());
        let taken = take(&mut blocks);
        drop(blocks);
        match failure {
            Some(error) => Err(failed(error)),
            None => Ok(taken),
        }
    }
}

/// Gives the lines of blocks one by one.
pub fn lines(blocks: &mut dyn Iterator<Item = String>) -> impl Iterator<Item = String> {
    blocks.flat_map(|block| block.split_terminator('\n').map(str::to_owned).collect::<Vec<_>>())
}

/// Blocks of lines that need not be text.
struct Blocks<R> {
    source: R,
    begun: bool,
}

impl<R: BufRead> Blocks<R> {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(BLOCK_BYTES as usize + LINE_BYTES_USUAL);
        self.source.by_ref().take(BLOCK_BYTES).read_to_end(&mut bytes)?;
        if bytes.last().is_some_and(|last| *last != b'\n') {
            self.source.read_until(b'\n', &mut bytes)?;
        }
        Ok(bytes)
    }
}

impl<R: BufRead> Iterator for Blocks<R> {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<io::Result<String>> {
        let mut bytes = match self.read() {
            Ok(bytes) if bytes.is_empty() => return None,
            Ok(bytes) => bytes,
            Err(error) => return Some(Err(error)),
        };
        if !std::mem::replace(&mut self.begun, true) && bytes.starts_with(MARK) {
            bytes.drain(..MARK.len());
        }
        Some(Ok(String::from_utf8(bytes).unwrap_or_else(|error| mended(error.as_bytes()))))
    }
}

/// Gives each line that is no text as something that no fact can be, so that it is refused by number.
fn mended(block: &[u8]) -> String {
    let line = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("{}{}", char::REPLACEMENT_CHARACTER, String::from_utf8_lossy(bytes)),
    };
    block.split(|byte| *byte == b'\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A file as it is, or a copy of what can be read only once.
fn readable_again(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { laid_aside(file) }
}

fn laid_aside(mut source: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut source, &mut file)?;
    file.flush()?;
    Ok(file)
}
