//! Erasing a customer's personal data from the journal: the only change ever made to what was written.
//!
//! The order, walked crash by crash. First the clerk appends the `person.erased` line, as any other command; then it
//! calls [`Journal::erase`], which replaces file after file: written aside, synced, renamed, folder synced.
//!
//! - A crash before the line is durable: nothing happened.
//! - A crash after it: some files are blanked, some not, each of them whole. The journal verifies either way, as a
//!   slot that is kept needs no record. Erasing again does the rest; it does nothing where nothing is left to do.
//! - The leftover written aside is removed on the next opening.
//!
//! A reader that has the old file open goes on in it undisturbed: length, positions and hashes are the same.
//!
//! Not reached from here: bytes kept aside from torn writes (`torn-*.bytes`), and copies in backups.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use super::{Journal, files, write};
use crate::store::error::{Action, StoreError};
use crate::store::file;

impl Journal {
    /// Blanks every personal slot of a customer and tells how many lines changed.
    ///
    /// The `person.erased` line of that customer must be in the journal before. A failure leaves every file whole;
    /// if it strikes while the newest file is replaced, nothing can be appended until a restart.
    pub fn erase(&mut self, of: &str) -> Result<u64, StoreError> {
        self.sync_all()?;
        let mut changed = 0;
        for number in 1..=self.newest_file() {
            let path = files::path(self.dir(), number);
            if !mentions(&path, of)? {
                continue;
            }
            let newest = number == self.newest_file();
            changed += rewrite(&path, of).inspect_err(|_| self.fail_if(newest))?;
            if newest {
                self.reopen()?;
            }
        }
        Ok(changed)
    }
}

/// Tells whether a file has a slot of the customer with its data still there.
fn mentions(path: &Path, of: &str) -> Result<bool, StoreError> {
    let mut found = false;
    each_line(path, &mut |line| {
        found = found || write::blanked(line, of).is_some();
        Ok(())
    })?;
    Ok(found)
}

fn rewrite(path: &Path, of: &str) -> Result<u64, StoreError> {
    let aside = file::aside(path);
    let failed = |e: &std::io::Error| StoreError::io(&aside, Action::Write, e);
    let mut out = BufWriter::with_capacity(256 * 1024, file::create_aside(&aside)?);
    let mut changed = 0;
    each_line(path, &mut |line| {
        let blanked = write::blanked(line, of);
        changed += u64::from(blanked.is_some());
        out.write_all(blanked.as_deref().unwrap_or(line)).and_then(|()| out.write_all(b"\n")).map_err(|e| failed(&e))
    })?;
    let written = out.into_inner().map_err(|e| failed(e.error()))?;
    file::put_in_place(&written, &aside, path)?;
    Ok(changed)
}

/// Goes through the lines of a file of an open journal, where every line has its newline.
fn each_line(path: &Path, each: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let input = File::open(path).map_err(|e| StoreError::io(path, Action::Open, &e))?;
    for line in BufReader::with_capacity(256 * 1024, input).split(b'\n') {
        each(&line.map_err(|e| StoreError::io(path, Action::Read, &e))?)?;
    }
    Ok(())
}
