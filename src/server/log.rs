//! Log files in the data folder's `log`: what the server did (`server.log`), and reports of faults (`panic.log`).
//!
//! A log is for the shop's administrator: who called from where and was refused, what could not be opened. It holds no
//! names of customers and nothing that was typed.

use super::guard::Clock;
use std::{
    fmt,
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tracing_subscriber::fmt::{MakeWriter, format::Writer, time::FormatTime};

/// A log longer than this is put aside; one older log is kept.
const BYTES_MOST: u64 = 1024 * 1024;

/// Opens a log for appending, for the owner's eyes only, and makes the folders for it where they are missing.
pub(super) fn open(folder: &Path, name: &str) -> io::Result<File> {
    let logs = folder.join("log");
    DirBuilder::new().recursive(true).mode(0o700).create(&logs)?;
    let path = logs.join(name);
    if path.metadata().is_ok_and(|metadata| metadata.len() > BYTES_MOST) {
        std::fs::rename(&path, path.with_extension("old"))?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

/// Writes what the server does to `server.log` from here on. A process has one such log: a second call changes nothing.
pub(super) fn begin(folder: &Path, clock: Clock) -> io::Result<()> {
    let log = Log { folder: folder.to_owned(), file: Mutex::new(open(folder, NAME)?) };
    let subscriber =
        tracing_subscriber::fmt().with_writer(log).with_timer(Now(clock)).with_ansi(false).with_target(false);
    // The only reason to fail is that there is one already.
    let _ = subscriber.try_init();
    Ok(())
}

const NAME: &str = "server.log";

/// The log of a running server: it is put aside while the server runs, too.
struct Log {
    folder: PathBuf,
    file: Mutex<File>,
}

impl Log {
    fn file(&self) -> MutexGuard<'_, File> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata().is_ok_and(|metadata| metadata.len() > BYTES_MOST) {
            // What cannot be put aside grows on: a log that is too long is better than none.
            if let Ok(anew) = open(&self.folder, NAME) {
                *file = anew;
            }
        }
        file
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Held<'a>;

    fn make_writer(&'a self) -> Held<'a> {
        Held(self.file())
    }
}

/// The log while one line is written.
struct Held<'a>(MutexGuard<'a, File>);

impl Write for Held<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The server's clock, for the log.
struct Now(Clock);

impl FormatTime for Now {
    fn format_time(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.write_str(&(self.0)())
    }
}
