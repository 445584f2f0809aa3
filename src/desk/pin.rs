//! PINs at the desk: hashing, checking, and making whoever guesses wait. What was tried is kept in memory with the time
//! passed in; a hash takes some ten milliseconds by design, and one is made at a time.

use super::{Desk, DeskError, Envelope, Receipt, Session};
use crate::domain::refusal::Why;
use crate::domain::staff::pin::{self, SetPin};
use crate::domain::staff::role::Right;
use crate::domain::{Command, Refusal, StaffId, Stamp};
use crate::store::clerk::Random;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Memory of one hash in KiB, passes and lanes: the least that OWASP names for argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Bytes of a salt.
const SALT_BYTES: usize = 16;
/// Wrong PINs in a row after which one waits.
const FREE_TRIES: u32 = 5;
/// The first wait, which doubles with each further wrong PIN, and the longest, in milliseconds.
const WAIT_MS: (i64, i64) = (30_000, 15 * 60_000);

/// What was tried, and by what hashes are made.
pub(super) struct Pins {
    tries: Mutex<HashMap<StaffId, Tries>>,
    random: Arc<Mutex<Random>>,
    /// Held while a hash is made: as many as there are terminals would take memory and processors from everybody.
    hashing: Mutex<()>,
}

/// Wrong PINs of one person in a row.
#[derive(Clone, Copy, Default)]
struct Tries {
    wrong: u32,
    /// When the next one may be tried, in milliseconds since 1970.
    until: Option<i64>,
}

impl Pins {
    pub(super) fn new(random: Arc<Mutex<Random>>) -> Self {
        Self { tries: Mutex::default(), random, hashing: Mutex::default() }
    }

    /// Counts a try before it is checked, so that many at once are no way around the wait.
    fn begin(&self, who: &StaffId, now: Stamp) -> Result<(), DeskError> {
        let mut all = lock(&self.tries);
        let tries = all.entry(who.clone()).or_default();
        if let Some(left) = tries.until.map(|until| until - now.ms()).filter(|left| *left > 0) {
            return Err(DeskError::PinWait { who: who.clone(), seconds: (left + 999) / 1000 });
        }
        tries.wrong += 1;
        let over = tries.wrong.checked_sub(FREE_TRIES);
        let wait = over.map(|over| (WAIT_MS.0 << over.min(10)).min(WAIT_MS.1));
        tries.until = wait.map(|ms| now.ms() + ms);
        Ok(())
    }

    fn succeed(&self, who: &StaffId) {
        lock(&self.tries).remove(who);
    }

    /// Tells whether `pin` is the one of this hash. Without a hash it takes as long, and is not.
    fn is(&self, pin: &str, hash: Option<&str>) -> bool {
        let _one_at_a_time = lock(&self.hashing);
        match hash.and_then(|hash| PasswordHash::new(hash).ok()) {
            Some(hash) => argon2().verify_password(pin.as_bytes(), &hash).is_ok(),
            None => {
                let _as_long = hashed(pin, &[0; SALT_BYTES]);
                false
            }
        }
    }

    fn make(&self, pin: &str) -> Result<String, DeskError> {
        let mut salt = [0; SALT_BYTES];
        (lock(&self.random))(&mut salt);
        let _one_at_a_time = lock(&self.hashing);
        hash(pin, &salt)
    }
}

/// The hash of a PIN, for [`SetPin`].
///
/// # Errors
/// It is no PIN, or the system has not the memory.
pub fn hash(pin: &str, salt: &[u8; SALT_BYTES]) -> Result<String, DeskError> {
    pin::check(pin).map_err(|why| Refusal::invalid("pin", "", why))?;
    hashed(pin, salt).map_err(|what| DeskError::Fault { what: what.to_string() })
}

fn hashed(pin: &str, salt: &[u8]) -> Result<String, argon2::password_hash::Error> {
    Ok(argon2().hash_password_with_salt(pin.as_bytes(), salt)?.to_string())
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("the constants are within the bounds of argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Desk {
    /// Lets a session go on as `to`: another person at this terminal, or the same one behind a locked screen. Whoever
    /// has a PIN gives it. Who came over SSH proved by their key to be one person, and goes back to being that one
    /// without more; for another one they need a PIN in any case, and learn nothing of who has one.
    pub(super) fn let_in(&self, session: &Session, to: &StaffId, pin: Option<&str>) -> Result<(), DeskError> {
        let hash = {
            let live = self.store.shelf().live();
            let person = live.person(to).filter(|person| !person.gone);
            let person = person.ok_or_else(|| DeskError::NotAllowed { right: Right::Read, who: to.clone() })?;
            person.pin.as_ref().and_then(|pin| pin.text()).map(str::to_owned)
        };
        let by_key = session.caller.as_ref() == Some(to);
        let goes_back = by_key && *to != session.who;
        let asks = hash.is_some() || (session.caller.is_some() && !by_key && *to != session.who);
        match pin {
            _ if !asks || goes_back => Ok(()),
            None => Err(DeskError::PinNeeded { who: to.clone() }),
            Some(pin) => self.check_pin(to, pin, hash.as_deref()),
        }
    }

    fn check_pin(&self, who: &StaffId, pin: &str, hash: Option<&str>) -> Result<(), DeskError> {
        self.pins.begin(who, self.now())?;
        if !self.pins.is(pin, hash) {
            return Err(DeskError::WrongPin { who: who.clone() });
        }
        self.pins.succeed(who);
        Ok(())
    }

    /// Gives the person of a session another PIN, against the one until now; an empty new one takes it away.
    pub(super) fn change_own_pin(&self, session: &Session, old: &str, new: &str) -> Result<Receipt, DeskError> {
        self.require(session, Right::Read)?;
        let who = session.who.clone();
        let hash = {
            let live = self.store.shelf().live();
            let person = live.person(&who);
            person.and_then(|person| person.pin.as_ref()).and_then(|pin| pin.text()).map(str::to_owned)
        };
        if !new.is_empty() {
            pin::check(new).map_err(|why: Why| Refusal::invalid("pin", "", why))?;
        }
        if hash.is_some() {
            self.check_pin(&who, old, hash.as_deref())?;
        }
        let hash = if new.is_empty() { None } else { Some(self.pins.make(new)?) };
        self.send(session, Envelope::new(Command::SetPin(SetPin { staff: who, hash })), None).wait()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
