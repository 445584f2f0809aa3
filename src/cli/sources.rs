//! Files of facts: opened once, read as often as it takes. What comes through a pipe is laid aside first.

use super::trouble::Trouble;
use crate::text::Words;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// What some editors put before the first character of a text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

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

    /// Hands all lines to `take`, from the first on.
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
        let mut lines = Lines { source: BufReader::new(file), begun: false }
            .map_while(|line| line.map_err(|error| failure = Some(error)).ok());
        let taken = take(&mut lines);
        drop(lines);
        match failure {
            Some(error) => Err(failed(error)),
            None => Ok(taken),
        }
    }
}

/// Lines that need not be text. One that is none is given as something that no fact can be, and is refused by number.
struct Lines<R> {
    source: R,
    begun: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<io::Result<String>> {
        let mut bytes = Vec::new();
        match self.source.read_until(b'\n', &mut bytes) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => return Some(Err(error)),
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        if !std::mem::replace(&mut self.begun, true) && bytes.starts_with(MARK) {
            bytes.drain(..MARK.len());
        }
        let broken = |error: std::string::FromUtf8Error| {
            format!("{}{}", char::REPLACEMENT_CHARACTER, String::from_utf8_lossy(error.as_bytes()))
        };
        Some(Ok(String::from_utf8(bytes).unwrap_or_else(broken)))
    }
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
