//! The names of journal files: `000001.jsonl`, `000002.jsonl`, … without a gap.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::error::{Action, Damage, StoreError, Why};
use crate::store::file;

const ENDING: &str = "jsonl";

/// Names a journal file.
pub fn path(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("{number:06}.{ENDING}"))
}

/// Names the newest journal file by its number, 0 if there is none; a gap in the numbers is damage.
pub fn newest(dir: &Path) -> Result<u32, StoreError> {
    let mut numbers: Vec<u32> = names(dir)?.iter().filter_map(|name| number(name)).collect();
    numbers.sort_unstable();
    for (expected, found) in (1..).zip(&numbers) {
        if expected != *found {
            let file = path(dir, expected);
            return Err(StoreError::Damaged(Box::new(Damage {
                file,
                line: 1,
                offset: 0,
                seq: 0,
                why: Why::MissingFile,
            })));
        }
    }
    Ok(numbers.last().copied().unwrap_or(0))
}

/// Tells whether there is any journal file in a folder, which need not exist.
pub fn has_files(dir: &Path) -> io::Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.any(|entry| {
            entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(|name| number(name).is_some()))
        })),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(e) => Err(e),
    }
}

/// Tells whether a journal file is there.
pub fn exists(dir: &Path, number: u32) -> bool {
    path(dir, number).exists()
}

/// Removes what a crash left behind while a journal file was being rewritten (it may hold data that was to go).
pub fn remove_leftovers(dir: &Path) -> Result<(), StoreError> {
    let ending = format!(".{ENDING}.{}", file::ASIDE);
    for name in names(dir)?.iter().filter(|name| name.ends_with(&ending)) {
        let path = dir.join(name);
        fs::remove_file(&path).map_err(|e| StoreError::io(&path, Action::Remove, &e))?;
    }
    Ok(())
}

/// Finds a free name to keep bytes under that are cut from the journal.
pub fn aside_for_torn(dir: &Path, seq: u64) -> PathBuf {
    let name = |n: u64| dir.join(format!("torn-{seq}-{n}.bytes"));
    let free = (1..).find(|&n| !name(n).exists()).expect("a folder does not hold every number");
    name(free)
}

/// Adds up the sizes of all journal files from a number on, in bytes.
pub fn total_bytes(dir: &Path, from: u32) -> u64 {
    let sizes = (from..).map_while(|number| fs::metadata(path(dir, number)).ok());
    sizes.map(|about| about.len()).sum()
}

fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |e: &std::io::Error| StoreError::io(dir, Action::Open, e);
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(|e| failed(&e))? {
        names.extend(entry.map_err(|e| failed(&e))?.file_name().into_string());
    }
    Ok(names)
}

fn number(name: &str) -> Option<u32> {
    let stem = name.strip_suffix(ENDING)?.strip_suffix('.')?;
    let plain = stem.len() >= 6 && stem.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| stem.parse().ok())?
}
