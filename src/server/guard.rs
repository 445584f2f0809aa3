//! One panic, one session: what is foreign runs in here.
//!
//! The report of a panic goes to `log/panic.log` in the data folder: when, which thread, what and where, with the way
//! that led there. A panic hook belongs to the whole process, so the server installs it, once, at its start.

use super::log;
use std::{
    backtrace::Backtrace,
    fs::File,
    io::{self, Write},
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// The log of panics, in the data folder's `log`.
const LOG: &str = "panic.log";

/// Says that foreign code panicked. Its report is written already.
#[derive(Debug, thiserror::Error)]
#[error("log/{LOG}")]
pub(super) struct Panicked;

/// Runs foreign code that may panic.
///
/// What it holds is unwind safe in effect: after a panic it is dropped and never looked at again.
pub(super) fn caught<T>(code: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|_| Panicked)
}

/// Runs foreign code that may panic, and may block for some milliseconds.
pub(super) fn guarded<T>(code: impl FnOnce() -> T) -> Result<T, Panicked> {
    caught(|| tokio::task::block_in_place(code))
}

/// Tells the time as the log writes it.
pub type Clock = Arc<dyn Fn() -> String + Send + Sync>;

/// Has every panic of the process reported to `log/panic.log` of the data folder.
pub(super) fn report_panics(folder: &Path, clock: Clock) -> io::Result<()> {
    let file = Mutex::new(log::open(folder, LOG)?);
    std::panic::set_hook(Box::new(move |info| {
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        // Where the disk is full there is nobody left to tell.
        let _ = report(&mut file, &clock(), info);
    }));
    Ok(())
}

fn report(file: &mut File, at: &str, info: &PanicHookInfo<'_>) -> io::Result<()> {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("without a name");
    let text = format!("{at} thread {name}: {info}\n{}\n", Backtrace::force_capture());
    file.write_all(text.as_bytes())
}
