//! Keeping sled's panics and hangs away from the shop.
//!
//! sled 0.34 panics in places where it should return an error, on opening a damaged store above all, and can wait
//! for ever on a thread of its own that has panicked. The index holds no truth, so each of these is one and the same
//! thing here: `IndexBroken`, throw it away and rebuild. But where the disk is full a rebuild fails just the same, so
//! that is told apart, out of the words of a panic too.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::store::error::{Action, StoreError};

/// Calls into sled on this thread.
pub fn caught<T>(path: &Path, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    // Nothing of ours is seen half-changed after an unwinding: the caller drops what it had or marks it broken.
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(translate(path, &error)),
        Err(panic) => Err(broken(path, panic.as_ref())),
    }
}

/// Calls into sled on a thread of its own and waits for it, at most so long. A thread that hangs is left behind.
pub fn in_thread<T: Send + 'static>(
    path: &Path,
    name: &str,
    limit: Duration,
    call: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, answered) = mpsc::sync_channel(1);
    let owned = path.to_path_buf();
    let run = move || {
        let result = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(broken(&owned, panic.as_ref())));
        // Nobody listens any more if the limit has passed.
        let _unheard = answer.send(result);
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
    let thread = thread.map_err(|e| StoreError::IndexBroken(format!("no thread for it: {e}")))?;
    match answered.recv_timeout(limit) {
        Ok(result) => {
            // It has answered, so all that is left of it is to end.
            let _ended = thread.join();
            result
        }
        Err(RecvTimeoutError::Timeout) => Err(StoreError::IndexBroken(format!("{name}: no answer within {limit:?}"))),
        Err(RecvTimeoutError::Disconnected) => Err(StoreError::IndexBroken(format!("{name}: ended without an answer"))),
    }
}

/// What an error of sled means here.
pub fn translate(path: &Path, error: &sled::Error) -> StoreError {
    match error {
        sled::Error::Io(source) => match StoreError::io(path, Action::Write, source) {
            StoreError::Io { source_text, .. } => failed(path, source_text),
            full_or_forbidden => full_or_forbidden,
        },
        other => failed(path, other.to_string()),
    }
}

fn broken(path: &Path, panic: &(dyn Any + Send)) -> StoreError {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    failed(path, format!("panicked: {}", text.unwrap_or("without a word")))
}

/// sled hands its errors on as text in places, and unwraps some: what is left of a full disk then is how it is spelt.
fn failed(path: &Path, text: String) -> StoreError {
    const FULL: [&str; 5] = ["StorageFull", "QuotaExceeded", "FileTooLarge", "os error 28", "No space left on device"];
    if FULL.iter().any(|word| text.contains(word)) {
        return StoreError::FullDisk { path: path.to_path_buf(), action: Action::Write };
    }
    StoreError::IndexBroken(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hanging_call_is_given_up() {
        let hang = || {
            thread::sleep(Duration::from_secs(2));
            Ok(())
        };
        let error =
            in_thread(Path::new("/shop/index"), "test-hang", Duration::from_millis(20), hang).expect_err("given up");
        assert_eq!(error.code(), "index-broken");
    }

    #[test]
    fn a_full_disk_is_not_taken_for_a_broken_index() {
        let full = || Err(sled::Error::Io(std::io::ErrorKind::StorageFull.into()));
        let error = caught::<()>(Path::new("/shop/index"), full).expect_err("full");
        assert_eq!(error.code(), "full-disk");
    }

    #[test]
    fn a_full_disk_is_known_by_its_words_where_sled_panics() {
        let full: std::io::Error = std::io::Error::from_raw_os_error(28);
        for text in [format!("{full:?}"), full.to_string(), format!("{:?}", std::io::ErrorKind::StorageFull)] {
            let error = caught::<()>(Path::new("/shop/index"), || panic!("called `unwrap()` on an Err: {text}"));
            assert_eq!(error.expect_err("full").code(), "full-disk", "{text}");
        }
        let error = caught::<()>(Path::new("/shop/index"), || panic!("something else")).expect_err("broken");
        assert_eq!(error.code(), "index-broken");
    }
}
