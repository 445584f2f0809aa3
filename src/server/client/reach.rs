//! Finds the server, or starts one in the background.
//!
//! Several clients may start a server at the same moment. The LOCK lets one of them through; the others end with the
//! code `locked`, and their clients find the socket of the one that went on. Nobody sleeps a fixed time: a server says
//! through its pipe when its socket is there, and only a client whose own server lost looks again, at growing intervals.

use super::{Attach, Start};
use crate::server::{
    app::Refused,
    fault::Fault,
    hello::code,
    log, remote,
    socket::Folder,
    starter::{self, News},
};
use std::{
    io::{self, BufReader},
    os::unix::net::UnixStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// How long a server may take until it can be reached. It binds its socket before it does anything that takes long.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a client looks for a server after it lost one.
const PATIENCE_AFTER_LOSS: Duration = Duration::from_secs(10);
const BACK_OFF_FIRST: Duration = Duration::from_millis(5);
const BACK_OFF_MOST: Duration = Duration::from_millis(200);
/// Servers that may end without a word before we give up.
const SILENT_MOST: u32 = 3;
const LOG: &str = "server.log";

/// What would make a server draw for the terminal of whoever happened to start it.
const NOT_FOR_A_SERVER: [&str; 8] =
    ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLORTERM", "TERM", "COLUMNS", "LINES"];

/// The search for a server.
pub(super) struct Reach<'a> {
    attach: &'a Attach,
    folder: Folder,
    deadline: Instant,
    back_off: Duration,
    /// News from the server that this client started.
    news: Option<Receiver<News>>,
    silent: u32,
    locked: Option<Refused>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(attach: &'a Attach) -> Result<Reach<'a>, Fault> {
        let path = &attach.folder;
        let folder = match remote::open_folder(path)? {
            Some(folder) => folder,
            None => {
                let made = log::open(path, LOG).and_then(|_| Folder::open(path));
                made.map_err(|cause| Fault::Folder { path: path.clone(), cause })?
            }
        };
        Ok(Reach {
            attach,
            folder,
            deadline: Instant::now() + PATIENCE,
            back_off: BACK_OFF_FIRST,
            news: None,
            silent: 0,
            locked: None,
        })
    }

    /// Connects, starting a server if there is none.
    pub(super) fn connect(&mut self) -> Result<UnixStream, Fault> {
        loop {
            if let Some(stream) = remote::connect(&self.folder, &self.attach.folder)? {
                return Ok(stream);
            }
            let news = match self.news.take() {
                Some(news) => news,
                None => self.start()?,
            };
            match news.recv_timeout(self.back_off) {
                Ok(News::Bound) | Err(RecvTimeoutError::Timeout) => {
                    self.news = Some(news);
                    self.lengthen()?;
                }
                Ok(News::Refused(refused)) if refused.code == code::LOCKED => {
                    self.locked = Some(refused);
                    self.pause()?;
                }
                Ok(News::Refused(refused)) => return Err(Fault::Refused { refused }),
                Err(RecvTimeoutError::Disconnected) => {
                    self.silent += 1;
                    self.pause()?;
                }
            }
        }
    }

    /// Begins the search anew, after an older server has gone.
    pub(super) fn begin_again(&mut self) {
        (self.deadline, self.back_off) = (Instant::now() + PATIENCE, BACK_OFF_FIRST);
    }

    /// Begins the search anew, after a server was lost: the next one may have to read a whole journal's end first.
    pub(super) fn begin_again_after_loss(&mut self) {
        (self.deadline, self.back_off) = (Instant::now() + PATIENCE_AFTER_LOSS, BACK_OFF_FIRST);
        (self.news, self.silent, self.locked) = (None, 0, None);
    }

    /// Waits a little, longer each time.
    pub(super) fn pause(&mut self) -> Result<(), Fault> {
        let Some(news) = self.news.take() else {
            thread::sleep(self.back_off);
            return self.lengthen();
        };
        // A refusal may be the reason why the line closed.
        loop {
            match news.recv_timeout(self.back_off) {
                Ok(News::Bound) => {}
                Ok(News::Refused(refused)) if refused.code != code::LOCKED => return Err(Fault::Refused { refused }),
                Ok(News::Refused(_)) | Err(_) => break,
            }
        }
        self.lengthen()
    }

    fn lengthen(&mut self) -> Result<(), Fault> {
        self.back_off = (self.back_off * 2).min(BACK_OFF_MOST);
        if Instant::now() < self.deadline && self.silent < SILENT_MOST {
            return Ok(());
        }
        Err(match self.locked.take() {
            Some(refused) => Fault::Refused { refused },
            None => Fault::NoAnswer { log: self.attach.folder.join("log").join(LOG) },
        })
    }

    fn start(&self) -> Result<Receiver<News>, Fault> {
        let path = &self.attach.folder;
        let owner = self.folder.owner().map_err(|cause| Fault::Folder { path: path.clone(), cause })?;
        if owner != rustix::process::geteuid().as_raw() {
            return Err(Fault::NotOwner { path: path.clone(), owner });
        }
        let (mut child, pipe) = spawn(&self.attach.start, path).map_err(Fault::Start)?;
        let (sender, news) = mpsc::channel();
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            while let Some(heard) = starter::listen(&mut pipe) {
                if sender.send(heard).is_err() {
                    break;
                }
            }
            drop((pipe, sender));
            // A server that ended must not stay in the process table as long as this client runs.
            let _ = child.wait();
        });
        Ok(news)
    }
}

fn spawn(start: &Start, folder: &Path) -> io::Result<(Child, io::PipeReader)> {
    let (reader, writer) = io::pipe()?;
    let mut command = Command::new(&start.program);
    for name in NOT_FOR_A_SERVER {
        command.env_remove(name);
    }
    command.args(&start.args).current_dir("/").stdin(Stdio::null()).stdout(writer).stderr(log::open(folder, LOG)?);
    Ok((command.spawn()?, reader))
}
