//! What a background server tells the client that started it, over its standard output, which is a pipe.
//!
//! One JSON value a line: `"bound"` as soon as the socket is there, or the refusal that ended the server. After the shop
//! is open the pipe is put down and standard output goes where standard error goes: to the server's log.

use super::app::Refused;
use serde::{Deserialize, Serialize};
use std::{
    io::{self, BufRead, Write},
    os::fd::AsFd,
};

/// One line to the starter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum News {
    Bound,
    Refused(Refused),
}

/// Tells the starter, who may be gone: then nobody needs to know.
pub(super) fn tell(news: &News) {
    let mut line = serde_json::to_vec(news).expect("news holds only strings");
    line.push(b'\n');
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(&line).and_then(|()| stdout.flush());
}

/// Lets go of the starter.
pub(super) fn let_go() {
    // If it fails the starter keeps a pipe on which nothing more is written.
    let _ = rustix::stdio::dup2_stdout(io::stderr().as_fd());
}

/// Reads the next news; `None` when the server has let go or is gone. Lines of another kind are passed over.
pub(super) fn listen(pipe: &mut impl BufRead) -> Option<News> {
    let mut line = String::new();
    loop {
        line.clear();
        match pipe.read_line(&mut line) {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
        if let Ok(news) = serde_json::from_str(&line) {
            return Some(news);
        }
    }
}
