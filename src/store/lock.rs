//! `LOCK`: one process at a time has the data folder.
//!
//! The lock is the system's (`flock`) and goes with the process, so a file left behind by a kill is no obstacle. What
//! stands in the file only says who holds it, for the message that refuses the next one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::error::{Action, StoreError};

/// How long to wait for a holder that is just leaving.
pub const WAIT: Duration = Duration::from_secs(5);

const NAME: &str = "LOCK";
const POLL: Duration = Duration::from_millis(50);

/// The data folder, held until this is dropped or the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Who holds the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// What it is: `serve`, `apply`, `rebuild`.
    pub what: String,
    /// When it started, for a person to read.
    pub since: String,
}

impl Lock {
    /// Takes the data folder, waiting for a holder that leaves within `wait`.
    pub fn take(data: &Path, holder: &Holder, wait: Duration) -> Result<Self, StoreError> {
        let path = data.join(NAME);
        let failed = |action, e: &std::io::Error| StoreError::io(&path, action, e);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(|e| failed(Action::Open, &e))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begun.elapsed() < wait => thread::sleep(POLL),
                Err(TryLockError::WouldBlock) => return Err(refusal(&mut file)),
                Err(TryLockError::Error(e)) => return Err(failed(Action::Lock, &e)),
            }
        }
        // The lock holds whether or not this is written: on a full disk the shop must still open.
        let _unwritten = write_holder(&mut file, holder);
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // So that nobody reads the name of one who has left. The lock itself goes with the file.
        let _kept = self.file.set_len(0);
    }
}

fn refusal(file: &mut File) -> StoreError {
    match read_holder(file) {
        Some(Holder { pid, what, since }) => StoreError::Held { pid: Some(pid), what, since },
        None => StoreError::Held { pid: None, what: String::new(), since: String::new() },
    }
}

fn write_holder(file: &mut File, holder: &Holder) -> std::io::Result<()> {
    let mut text = serde_json::to_string(holder)?;
    text.push('\n');
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}
