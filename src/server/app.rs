//! What the server knows of the shop behind it: nothing but these traits.
//!
//! The server carries bytes, keeps sessions and decides when to draw. What is drawn, what a key means and who someone
//! is belong to the shop, which the composition root builds and hands over as an [`Opener`].

use super::hello::Hello;
use crate::tui::input::Event;
use ratatui::Frame;
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::sync::watch;

/// What a session does after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It goes on.
    Stay,
    /// It ends, with these last words on the person's own screen.
    Leave(String),
}

/// Who is at the other end of a line, as far as the transport can vouch for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// A process on this machine, of this user; the kernel says so.
    Local {
        /// The user id.
        uid: u32,
    },
    /// Somebody who called over SSH, with a key of whom the shop says that it is theirs.
    Caller {
        /// Who, as [`Shop::caller`] named them.
        who: String,
        /// The address that the call came from.
        from: String,
    },
}

/// What one session shows.
pub trait App: Send {
    /// Takes one event. May take the few milliseconds of a durable commit.
    fn on(&mut self, event: Event) -> Flow;
    /// Draws the whole picture from what it knows already: it must not wait for anything.
    fn draw(&mut self, frame: &mut Frame<'_>);
    /// Looks at the shop again, because something changed or the minute turned. May take some milliseconds.
    fn refresh(&mut self);
    /// Learns the size of the terminal, in cells, before the next draw.
    fn resize(&mut self, _columns: u16, _rows: u16) {}
    /// Writes what was typed but not saved to where it survives: shortly after the last key, before parking, at the end.
    fn keep(&mut self);
    /// Learns that its line is lost, and that it waits to be taken up again.
    fn parked(&mut self) {}
    /// Learns from which terminal it is taken up again after it was parked.
    fn resumed(&mut self, _hello: &Hello) {}
}

/// The answer to one request line.
pub type Answer = Pin<Box<dyn Future<Output = String> + Send>>;

/// The shop that the server serves.
pub trait Shop: Send + Sync + 'static {
    /// Opens a new screen session.
    ///
    /// # Errors
    /// The shop does not know this peer.
    fn open(&self, hello: &Hello, peer: Peer) -> Result<Box<dyn App>, Refused>;
    /// Tells a parked session that it is back, perhaps with another size, language or set of colours.
    fn resume(&self, app: &mut dyn App, hello: &Hello);
    /// Says whose public key this is (`ssh-ed25519 AAAA…`, without its comment); `None` if it is nobody's who works
    /// here.
    fn caller(&self, key: &str) -> Option<String>;
    /// Tells whether anybody may call.
    fn has_callers(&self) -> bool;
    /// Names the seat: a session that loses its line is parked under it and found again by it.
    fn seat(&self, hello: &Hello, peer: Peer) -> String;
    /// Answers one JSON line by one JSON line, neither with its line end.
    ///
    /// Several lines of one caller are under way at once, so that they can share a commit. Calls, and the first polls
    /// of what they return, come in the order of the lines: a future that hands its command on before it first waits
    /// keeps that order. Answers go out in the order of the lines whatever the order in which they are ready.
    fn rows(&self, peer: Peer, line: String) -> Answer;
    /// Follows the newest sequence number.
    fn changed(&self) -> watch::Receiver<u64>;
    /// Says how long until a picture changes by itself: the next minute or deadline.
    fn next_wake(&self) -> Option<Duration>;
    /// Stops cleanly: nothing waits, everything is on disk.
    fn close(&self);
}

/// How far the opening has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: a key of [`super::phrase::Phrases::phases`].
    pub phase: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0 if nobody knows.
    pub of: u64,
}

/// Why there is no shop to serve: what happened, for programs and for people, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// For programs.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// Opens the store and builds the shop on it, in a thread of its own, saying how far it is.
pub type Opener = Box<dyn FnOnce(&dyn Fn(Progress)) -> Result<Arc<dyn Shop>, Refused> + Send>;

/// Takes the data folder's LOCK, or says who holds it. The lock travels in the opener it returns, from there in the
/// shop, and is free when the shop is closed or the process ends.
pub type Locker = Box<dyn FnOnce() -> Result<Opener, Refused> + Send>;
