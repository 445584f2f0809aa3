//! What every screen asks for after every change and every minute is read once for all of them.

use std::sync::{Mutex, PoisonError};

/// The newest answer, and what it was made of: the journal line as of which it is, and settings that it follows.
pub(super) struct Once<K, T>(Mutex<Option<(K, T)>>);

impl<K, T> Default for Once<K, T> {
    fn default() -> Self {
        Once(Mutex::new(None))
    }
}

impl<K: PartialEq, T: Clone> Once<K, T> {
    /// Returns the answer that is made of `of`, which is `made` by whoever asks first.
    ///
    /// # Errors
    /// It cannot be made; whoever asks next tries again.
    pub(super) fn get<E>(&self, of: K, made: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Whoever comes while it is made waits for it, and makes no second one.
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, answer)) = newest.as_ref()
            && *known == of
        {
            return Ok(answer.clone());
        }
        let answer = made()?;
        *newest = Some((of, answer.clone()));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::Once;
    use std::cell::Cell;

    #[test]
    fn an_answer_is_made_once_and_again_when_what_it_is_made_of_changed() {
        let (once, times) = (Once::default(), Cell::new(0));
        let ask = |of: (u64, bool)| {
            once.get(of, || {
                times.set(times.get() + 1);
                Ok::<_, ()>(times.get())
            })
        };
        assert_eq!([ask((7, false)), ask((7, false))], [Ok(1), Ok(1)], "asked twice, made once");
        assert_eq!(ask((8, false)), Ok(2), "the journal went on");
        assert_eq!(ask((8, true)), Ok(3), "a setting changed");
    }

    #[test]
    fn what_could_not_be_made_is_made_for_whoever_asks_next() {
        let once = Once::default();
        assert_eq!(once.get(1, || Err("the disk")), Err("the disk"));
        assert_eq!(once.get(1, || Ok::<_, &str>("the board")), Ok("the board"));
    }
}
