//! The settings of the door for callers over SSH.

use crate::server::ssh;
use serde::Deserialize;
use std::net::SocketAddr;
use std::time::Duration;

/// How people get in over SSH; `config/shop.toml` says what each setting means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Calling {
    listen: String,
    user: String,
    classic: bool,
    attempts_max: usize,
    grace_seconds: u64,
    keepalive_seconds: u64,
    /// Sessions that one person may have at a time.
    pub sessions_per_person: usize,
}

impl Calling {
    /// What the server needs to know of it; `None` if nobody is let in.
    pub fn setup(&self) -> Option<ssh::Setup> {
        Some(ssh::Setup {
            listen: address(&self.listen)??,
            user: self.user.clone(),
            classic: self.classic,
            attempts: self.attempts_max,
            grace: Duration::from_secs(self.grace_seconds),
            keepalive: Duration::from_secs(self.keepalive_seconds),
        })
    }
}

/// Reads where to listen; the inner `None` for nowhere, the outer one if the text says neither.
pub fn address(text: &str) -> Option<Option<SocketAddr>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Tells whether a text can be the user name of a log-in.
pub fn is_user(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
    (1..=32).contains(&text.len()) && text.bytes().all(fits)
}
