//! What can go wrong between a program and the server, as data; the composition root has the words.

use super::{app::Refused, hello::Exit};
use std::{io, path::PathBuf};

/// Why a client or a subcommand got nowhere.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Standard input or output is not a terminal, so there is nothing to draw on.
    #[error("standard input and output must be a terminal")]
    NotATerminal,
    /// The terminal does not obey.
    #[error("the terminal: {0}")]
    Terminal(io::Error),
    /// The data folder cannot be used.
    #[error("{}: {cause}", path.display())]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// There is a server, but this user may not connect to it.
    #[error("the server in {} does not admit this user", path.display())]
    NotAdmitted {
        /// The data folder.
        path: PathBuf,
    },
    /// No server runs, and only the folder's owner may start one.
    #[error("no server runs and user {owner} owns {}", path.display())]
    NotOwner {
        /// The data folder.
        path: PathBuf,
        /// The owner's user id.
        owner: u32,
    },
    /// No server could be started.
    #[error("the server cannot be started: {0}")]
    Start(io::Error),
    /// A server was started and said nothing.
    #[error("the server does not answer; see {}", log.display())]
    NoAnswer {
        /// Where it may have said why.
        log: PathBuf,
    },
    /// The server could not open the shop or hold the folder.
    #[error("{}", refused.message)]
    Refused {
        /// Its reason.
        refused: Refused,
    },
    /// The server ended the line and said why.
    #[error("{}", exit.message)]
    Ended {
        /// Its last word.
        exit: Exit,
    },
    /// The server is older than this program and in use, so it is not replaced.
    #[error("an older server with {sessions} sessions is running")]
    OlderServer {
        /// Sessions and programs that use it.
        sessions: usize,
    },
    /// The server is newer than this program.
    #[error("a newer server is running (protocol {protocol})")]
    NewerServer {
        /// Its protocol.
        protocol: u32,
    },
    /// The line closed without a last word: the server was killed.
    #[error("the server is gone")]
    Lost,
    /// A request is longer than the line carries.
    #[error("a request of {length} bytes is longer than {most}")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The longest there may be.
        most: usize,
    },
}
