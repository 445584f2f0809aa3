//! What every screen asks for after every change and every minute is read once for all of them.

use std::sync::{Mutex, PoisonError};

/// The newest answer, and the journal line as of which it is.
pub(super) struct Once<T>(Mutex<Option<(u64, T)>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Once(Mutex::new(None))
    }
}

impl<T: Clone> Once<T> {
    /// Returns the answer as of a journal line, which is `made` by whoever asks first.
    ///
    /// # Errors
    /// It cannot be made; whoever asks next tries again.
    pub(super) fn get<E>(&self, as_of: u64, made: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Whoever comes while it is made waits for it, and makes no second one.
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seq, answer)) = newest.as_ref()
            && *seq == as_of
        {
            return Ok(answer.clone());
        }
        let answer = made()?;
        *newest = Some((as_of, answer.clone()));
        Ok(answer)
    }
}
