//! The first and the last word on a line: who calls and what for; how it ended and what to do.
//!
//! Both are JSON, so that they can grow: a reader passes over what it does not know. `protocol`, `mode`, `code` and
//! `about` keep their meaning for ever, as do the modes `status` and `stop`, which a server answers whatever the
//! caller's protocol.

use serde::{Deserialize, Serialize};

/// The version of what goes over the line. A change that an older program would misread raises it.
pub const PROTOCOL: u32 = 1;

/// Codes of exits that a program decides by. Everything else in an [`Exit`] is for a person.
pub mod code {
    /// The person left.
    pub const LEFT: &str = "left";
    /// The server is stopping.
    pub const STOPPING: &str = "stopping";
    /// The server did as asked and stops.
    pub const STOPPED: &str = "stopped";
    /// The server is in use and was to stop only if it were not.
    pub const IN_USE: &str = "in-use";
    /// Nobody pressed a key for long.
    pub const IDLE: &str = "idle";
    /// The session goes on at another terminal.
    pub const TAKEN_OVER: &str = "taken-over";
    /// The caller may not do this.
    pub const NOT_ALLOWED: &str = "not-allowed";
    /// There are as many connections as there may be.
    pub const FULL: &str = "full";
    /// The two programs speak different protocols; `about` says which.
    pub const PROTOCOL: &str = "protocol";
    /// The session failed, and it alone.
    pub const BROKEN: &str = "broken";
    /// A request or an answer is longer than the line carries.
    pub const TOO_LONG: &str = "too-long";
    /// The server cannot use its folder or make its socket.
    pub const SOCKET: &str = "socket";
    /// Another program holds the data folder. The locker's refusal must carry this code: clients then wait a moment.
    pub const LOCKED: &str = "locked";
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A person at a terminal.
    Screen,
    /// Requests and answers, a JSON line each.
    Rows,
    /// What the server says of itself, as one line of JSON.
    Status,
    /// The server is to stop.
    Stop,
    /// A mode of a later protocol.
    #[serde(other)]
    Other,
}

/// The first frame of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The caller's [`PROTOCOL`].
    pub protocol: u32,
    /// What the connection is for.
    pub mode: Mode,
    /// The caller's program version, for the log.
    #[serde(default)]
    pub version: String,
    /// `TERM`.
    #[serde(default)]
    pub term: String,
    /// `COLORTERM`.
    #[serde(default)]
    pub colorterm: String,
    /// Whether `NO_COLOR` is set and not empty.
    #[serde(default)]
    pub no_color: bool,
    /// The language asked for, `en` or `zh`; empty for the shop's own.
    #[serde(default)]
    pub lang: String,
    /// Whether to keep to ASCII marks, for terminals that draw ambiguous characters wide.
    #[serde(default)]
    pub ascii: bool,
    /// Width of the terminal in cells; 0 if unknown.
    #[serde(default)]
    pub columns: u16,
    /// Height of the terminal in cells; 0 if unknown.
    #[serde(default)]
    pub rows: u16,
    /// Names this terminal for as long as its client runs, the same on every line: a new server finds by it who sat
    /// there and what was open. Empty for none.
    #[serde(default)]
    pub terminal: String,
    /// For [`Mode::Stop`]: only if nobody uses the server.
    #[serde(default)]
    pub only_if_idle: bool,
}

impl Hello {
    /// Makes the greeting of this program, with no terminal yet.
    pub fn new(mode: Mode, version: &str) -> Hello {
        Hello {
            protocol: PROTOCOL,
            mode,
            version: version.to_owned(),
            term: String::new(),
            colorterm: String::new(),
            no_color: false,
            lang: String::new(),
            ascii: false,
            columns: 0,
            rows: 0,
            terminal: String::new(),
            only_if_idle: false,
        }
    }

    /// Encodes it for [`super::frame::Tag::Hello`].
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a greeting holds only strings and numbers")
    }

    /// Reads a greeting; `None` if it is none.
    pub fn from_json(payload: &[u8]) -> Option<Hello> {
        serde_json::from_slice(payload).ok()
    }
}

/// Two numbers by which a client decides whether it may replace the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The server's [`PROTOCOL`].
    pub protocol: u32,
    /// How many sessions and requesting programs it has.
    pub sessions: usize,
}

/// The last frame of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// What happened, for programs; see [`code`].
    pub code: String,
    /// What happened, for the person, in the person's language. May be empty.
    #[serde(default)]
    pub message: String,
    /// What to do about it. May be empty.
    #[serde(default)]
    pub remedy: String,
    /// The exit status for the caller's program.
    #[serde(default)]
    pub status: u8,
    /// Set where the code is [`code::PROTOCOL`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

impl Exit {
    /// Encodes it for [`super::frame::Tag::Exit`].
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a last word holds only strings and numbers")
    }

    /// Reads a last word; `None` if it is none.
    pub fn from_json(payload: &[u8]) -> Option<Exit> {
        serde_json::from_slice(payload).ok()
    }
}
