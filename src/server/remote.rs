//! The subcommands' end of the line: requests out, answers in, in order. It starts no server.

use super::{
    fault::Fault,
    frame::{Frame, FrameFault, Frames, Side, Tag, encode},
    hello::{Exit, Hello, Mode, PROTOCOL, code},
    rows::IN_FLIGHT,
    socket::Folder,
};
use std::{
    io::{self, Write},
    os::unix::net::UnixStream,
    path::Path,
};

/// A line to a running server.
pub struct Remote {
    stream: UnixStream,
    frames: Frames<UnixStream>,
    in_flight: usize,
    /// What the server said last, once it has.
    said: Option<Exit>,
}

impl Remote {
    /// Connects to the server of a data folder for requests; `None` if none runs there.
    pub fn connect(folder: &Path, hello: &Hello) -> Result<Option<Remote>, Fault> {
        let hello = Hello { mode: Mode::Rows, ..hello.clone() };
        greet(folder, &hello)
    }

    /// Sends a request. Where [`IN_FLIGHT`] requests are without their answers already, first waits for the oldest
    /// answer and returns it.
    pub fn send(&mut self, line: &str) -> Result<Option<String>, Fault> {
        let wire = encode(Tag::Line, line.as_bytes()).map_err(too_long)?;
        let oldest = if self.in_flight == IN_FLIGHT { self.next_answer()? } else { None };
        if self.stream.write_all(&wire).is_err() {
            // The server may have said why before it closed. Answers that stand before that are still to be taken.
            return Err(if self.in_flight == 0 { self.last_word() } else { Fault::Lost });
        }
        self.in_flight += 1;
        Ok(oldest)
    }

    /// Waits for the oldest answer that has not been returned yet; `None` if every request has its answer.
    pub fn next_answer(&mut self) -> Result<Option<String>, Fault> {
        if self.in_flight == 0 {
            return Ok(None);
        }
        if let Some(exit) = &self.said {
            return Err(Fault::Ended { exit: exit.clone() });
        }
        let frame = self.frames.next().map_err(|_| Fault::Lost)?.ok_or(Fault::Lost)?;
        match frame.tag {
            Tag::Answer => {
                self.in_flight -= 1;
                String::from_utf8(frame.payload).map(Some).map_err(|_| Fault::Lost)
            }
            _ => {
                let fault = ended(&frame);
                if let Fault::Ended { exit } = &fault {
                    self.said = Some(exit.clone());
                }
                Err(fault)
            }
        }
    }

    /// Sends a request and waits for its answer. Answers to earlier requests must have been taken before.
    pub fn ask(&mut self, line: &str) -> Result<String, Fault> {
        self.send(line)?;
        self.next_answer()?.ok_or(Fault::Lost)
    }

    fn last_word(&mut self) -> Fault {
        loop {
            match self.frames.next() {
                Ok(Some(frame)) if frame.tag == Tag::Answer => {}
                Ok(Some(frame)) => return ended(&frame),
                Ok(None) | Err(_) => return Fault::Lost,
            }
        }
    }
}

/// Asks a server what it says of itself: one line of JSON. `None` if none runs there.
pub fn status(folder: &Path, hello: &Hello) -> Result<Option<String>, Fault> {
    let hello = Hello { mode: Mode::Status, ..hello.clone() };
    let Some(mut remote) = greet(folder, &hello)? else { return Ok(None) };
    remote.in_flight = 1;
    remote.next_answer()
}

/// Asks a server to stop and, if it does, waits until it is gone. `None` if none runs there.
pub fn stop(folder: &Path, hello: &Hello) -> Result<Option<Exit>, Fault> {
    let hello = Hello { mode: Mode::Stop, ..hello.clone() };
    let Some(mut remote) = greet(folder, &hello)? else { return Ok(None) };
    match remote.last_word() {
        Fault::Ended { exit } => {
            if exit.code == code::STOPPED {
                // Nothing more comes; the line closes with the server.
                let _ = remote.frames.next();
            }
            Ok(Some(exit))
        }
        fault => Err(fault),
    }
}

/// Opens the folder; `None` if there is none.
pub(super) fn open_folder(path: &Path) -> Result<Option<Folder>, Fault> {
    match Folder::open(path) {
        Ok(folder) => Ok(Some(folder)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Fault::Folder { path: path.to_owned(), cause }),
    }
}

/// Connects to the server; `None` if none listens.
pub(super) fn connect(folder: &Folder, path: &Path) -> Result<Option<UnixStream>, Fault> {
    match folder.connect() {
        Ok(stream) => Ok(Some(stream)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Ok(None),
            io::ErrorKind::PermissionDenied => Err(Fault::NotAdmitted { path: path.to_owned() }),
            _ => Err(Fault::Folder { path: path.to_owned(), cause: error }),
        },
    }
}

fn greet(path: &Path, hello: &Hello) -> Result<Option<Remote>, Fault> {
    let Some(folder) = open_folder(path)? else { return Ok(None) };
    let Some(stream) = connect(&folder, path)? else { return Ok(None) };
    let wire = encode(Tag::Hello, &hello.to_json()).map_err(too_long)?;
    let frames = Frames::new(stream.try_clone().map_err(|_| Fault::Lost)?, Side::Server);
    let mut remote = Remote { stream, frames, in_flight: 0, said: None };
    match remote.stream.write_all(&wire) {
        Ok(()) => Ok(Some(remote)),
        Err(_) => Err(remote.last_word()),
    }
}

fn too_long(fault: FrameFault) -> Fault {
    match fault {
        FrameFault::Long { length, most } => Fault::TooLong { length, most },
        FrameFault::Tag(_) => Fault::Lost,
    }
}

/// What a frame that is no answer says about the end of the line.
pub(super) fn ended(frame: &Frame) -> Fault {
    let exit = (frame.tag == Tag::Exit).then(|| Exit::from_json(&frame.payload)).flatten();
    match exit {
        None => Fault::Lost,
        Some(Exit { about: Some(about), code, .. }) if code == code::PROTOCOL => match about.protocol < PROTOCOL {
            true => Fault::OlderServer { sessions: about.sessions },
            false => Fault::NewerServer { protocol: about.protocol },
        },
        Some(exit) => Fault::Ended { exit },
    }
}
