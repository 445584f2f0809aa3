//! One caller: whose key it is, the terminal they have, and the bytes both ways.

use super::Port;
use super::knock::Knock;
use crate::server::app::Peer;
use crate::server::hello::{Exit, Hello, Mode, code};
use crate::server::hub::Hub;
use crate::server::session::{self, In, Line, Out};
use crate::tui::terminal::LEAVE;
use russh::keys::{HashAlg, PublicKeyBase64};
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, ChannelWriteHalf, Error, Pty, Sig};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

/// Chunks of input that may wait for a busy session.
const INPUT_WAITING_MOST: usize = 4;
/// How long an ended call may take to read its last word.
const LINGER: Duration = Duration::from_secs(2);
/// The stream of a channel for what went wrong.
const STDERR: u32 = 1;
/// Bytes that are kept of what a client says of its terminal and language.
const WORD_BYTES_MAX: usize = 64;

/// Whether a connection has logged in, and what it tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    pub(super) is_admitted: bool,
    pub(super) what: String,
}

/// What a connection has said and shown so far.
pub(super) struct Caller {
    hub: Arc<Hub>,
    from: SocketAddr,
    user: String,
    knock: Option<Knock>,
    tried: watch::Sender<Tried>,
    who: Option<String>,
    key: String,
    screen: Option<Screen>,
}

/// The one session of a connection.
struct Screen {
    channel: ChannelId,
    write: Option<ChannelWriteHalf<Msg>>,
    hello: Hello,
    has_terminal: bool,
    input: Option<mpsc::Sender<In>>,
}

impl Caller {
    pub(super) fn new(hub: Arc<Hub>, from: SocketAddr, user: String, knock: Knock) -> Caller {
        let (tried, key) = (watch::Sender::default(), String::new());
        Caller { hub, from, user, knock: Some(knock), tried, who: None, key, screen: None }
    }

    /// Tells when the caller has logged in, and what they tried.
    pub(super) fn tried(&self) -> watch::Receiver<Tried> {
        self.tried.subscribe()
    }

    /// Notes what was tried and refused: the first, for a client offers every key that it has.
    fn refused(&self, user: &str, what: &str) -> Auth {
        self.tried.send_if_modified(|tried| {
            let is_first = tried.what.is_empty();
            if is_first {
                tried.what = format!("{what} as {}", word(user));
            }
            is_first
        });
        Auth::reject()
    }

    /// Whose key this is, for the user name that there is.
    fn whose(&self, user: &str, key: &str) -> Option<String> {
        self.hub.shop().filter(|_| user == self.user)?.caller(key)
    }

    /// The screen of this channel.
    fn screen(&mut self, channel: ChannelId) -> Option<&mut Screen> {
        self.screen.as_mut().filter(|screen| screen.channel == channel)
    }

    /// Hands on what the terminal says; nothing where no session listens.
    async fn hand_on(&mut self, channel: ChannelId, heard: In) {
        if let Some(input) = self.screen(channel).and_then(|screen| screen.input.clone()) {
            // A session that has ended says so on its own.
            let _ = input.send(heard).await;
        }
    }

    /// Refuses what this server does not do, in words, and ends the channel. A request that fails is all that some clients
    /// tell their person, so what can carry words "succeeds" with them and ends with status 1.
    fn refuse(&mut self, channel: ChannelId, what: &str, session: &mut Session) -> Result<(), Error> {
        tracing::warn!(from = %self.from, who = self.who, what, "a caller asked for what there is not");
        let lang = self.screen(channel).map(|screen| screen.hello.lang.clone()).unwrap_or_default();
        let mut exit = self.hub.exit(&lang, code::NOT_ALLOWED, |phrases| &phrases.screens_only);
        if let Port::Open(at) = &*self.hub.port.borrow() {
            exit.remedy = exit.remedy.replace("{port}", &at.port().to_string()).replace("{user}", &self.user);
        }
        session.channel_success(channel)?;
        session.extended_data(channel, STDERR, words(&exit).into_bytes())?;
        session.exit_status_request(channel, exit.status.into())?;
        session.eof(channel)?;
        session.close(channel)
    }

    /// Begins the session of a channel that has a terminal.
    fn begin(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Error> {
        let (hub, who, from) = (Arc::clone(&self.hub), self.who.clone().unwrap_or_default(), self.from);
        let begins = self.screen(channel).filter(|screen| screen.has_terminal && screen.input.is_none());
        let Some((screen, write)) = begins.and_then(|screen| screen.write.take().map(|write| (screen, write))) else {
            return self.refuse(channel, "a session without a terminal", session);
        };
        let (to_session, input) = mpsc::channel(INPUT_WAITING_MOST);
        let (output, from_session) = mpsc::channel(1);
        screen.input = Some(to_session);
        let (hello, line) = (screen.hello.clone(), Line { input, output });
        let peer = Peer::Caller { who: who.clone(), from: from.ip().to_string() };
        tracing::info!(%from, who, term = hello.term, "a caller");
        session.channel_success(channel)?;
        let ended = key_dropped(Arc::clone(&hub), self.key.clone(), who);
        tokio::spawn(carry(hub, hello, peer, line, from_session, write, ended));
        Ok(())
    }
}

impl Handler for Caller {
    type Error = Error;

    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Error> {
        if self.whose(user, &text(offer.public_key)).is_some() {
            return Ok(Auth::Accept);
        }
        let key = offer.public_key.fingerprint(HashAlg::Sha256);
        Ok(self.refused(user, &format!("{} {key}", offer.public_key.algorithm())))
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Error> {
        self.key = text(key.public_key);
        self.who = self.whose(user, &self.key);
        if self.who.is_none() {
            return Ok(Auth::reject());
        }
        self.knock = None;
        self.tried.send_modify(|tried| tried.is_admitted = true);
        Ok(Auth::Accept)
    }

    async fn auth_password(&mut self, user: &str, _password: &str) -> Result<Auth, Error> {
        Ok(self.refused(user, "a password"))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Error> {
        if self.screen.is_some() {
            tracing::warn!(from = %self.from, who = self.who, "a second session on one connection is refused");
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        let id = channel.id();
        // Input comes by the calls below; a half that nobody reads would fill up.
        let (_unread, write) = channel.split();
        let hello = Hello::new(Mode::Screen, "ssh");
        self.screen = Some(Screen { channel: id, write: Some(write), hello, has_terminal: false, input: None });
        reply.accept().await;
        Ok(())
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        _session: &mut Session,
    ) -> Result<(), Error> {
        let Some(screen) = self.screen(channel) else { return Ok(()) };
        match name {
            "COLORTERM" => screen.hello.colorterm = word(value),
            "NO_COLOR" => screen.hello.no_color = !value.is_empty(),
            // What is set for one thing comes before what is set for all.
            "LC_ALL" => screen.hello.lang = language(value),
            "LANG" | "LC_MESSAGES" if screen.hello.lang.is_empty() => screen.hello.lang = language(value),
            _ => {}
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _pixels_wide: u32,
        _pixels_high: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        let Some(screen) = self.screen(channel) else { return session.channel_failure(channel) };
        screen.has_terminal = true;
        screen.hello.term = word(term);
        (screen.hello.columns, screen.hello.rows) = (cells(columns), cells(rows));
        session.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        columns: u32,
        rows: u32,
        _pixels_wide: u32,
        _pixels_high: u32,
        _session: &mut Session,
    ) -> Result<(), Error> {
        self.hand_on(channel, In::Resize(cells(columns), cells(rows))).await;
        Ok(())
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Error> {
        self.begin(channel, session)
    }

    async fn exec_request(&mut self, channel: ChannelId, _data: &[u8], session: &mut Session) -> Result<(), Error> {
        self.refuse(channel, "a command", session)
    }

    async fn subsystem_request(&mut self, channel: ChannelId, name: &str, session: &mut Session) -> Result<(), Error> {
        tracing::warn!(from = %self.from, who = self.who, name = word(name), "a subsystem is refused");
        session.channel_failure(channel)
    }

    async fn data(&mut self, channel: ChannelId, data: &[u8], _session: &mut Session) -> Result<(), Error> {
        self.hand_on(channel, In::Bytes(data.to_vec())).await;
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, _session: &mut Session) -> Result<(), Error> {
        // Nobody will type any more: the session parks.
        if let Some(screen) = self.screen(channel) {
            screen.input = None;
        }
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _session: &mut Session) -> Result<(), Error> {
        if let Some(screen) = self.screen(channel) {
            screen.input = None;
        }
        Ok(())
    }

    async fn signal(&mut self, channel: ChannelId, signal: Sig, _session: &mut Session) -> Result<(), Error> {
        if matches!(signal, Sig::HUP)
            && let Some(screen) = self.screen(channel)
        {
            screen.input = None;
        }
        Ok(())
    }
}

/// Runs a session and carries what it draws until it is over.
async fn carry(
    hub: Arc<Hub>,
    hello: Hello,
    peer: Peer,
    line: Line,
    mut from_session: mpsc::Receiver<Out>,
    write: ChannelWriteHalf<Msg>,
    key_dropped: impl Future<Output = ()>,
) {
    let lang = hello.lang.clone();
    let Ok(_permit) = Arc::clone(&hub.room).try_acquire_owned() else {
        let exit = hub.exit(&lang, code::FULL, |phrases| &phrases.full);
        let _ = timeout(LINGER, end(&write, b"", &exit)).await;
        return;
    };
    let present = Arc::new(hub.arrive(|live| &mut live.screens));
    let mut session = tokio::spawn(session::run(Arc::clone(&hub), hello, peer, line, Arc::clone(&present)));
    let is_dropped = {
        let mut writing = std::pin::pin!(async {
            while let Some(out) = from_session.recv().await {
                let wrote = match out {
                    // Waits for the window of the other end, so a slow line merges frames.
                    Out::Frame(bytes) => write.data_bytes(bytes).await.is_ok(),
                    Out::Exit(exit) => end(&write, LEAVE, &exit).await,
                };
                if !wrote {
                    return;
                }
            }
            // Gone without a last word: the channel must not stay.
            let _ = write.close().await;
        });
        // A line that takes nothing more ends the writing; an ended session has said its last word, which gets a moment.
        tokio::select! {
            () = &mut writing => false,
            _ = &mut session => {
                let _ = timeout(LINGER, writing).await;
                false
            }
            () = key_dropped => true,
        }
    };
    if is_dropped {
        let exit = hub.exit(&lang, code::NOT_ALLOWED, |phrases| &phrases.key_dropped);
        let _ = timeout(LINGER, end(&write, LEAVE, &exit)).await;
    }
}

/// Waits until the key by which somebody logged in is theirs no longer.
async fn key_dropped(hub: Arc<Hub>, key: String, who: String) {
    let Some(shop) = hub.shop() else { return std::future::pending().await };
    let mut changes = shop.changed();
    while shop.caller(&key).as_ref() == Some(&who) {
        if changes.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// A public key as the shop writes it: kind and key.
fn text(key: &russh::keys::PublicKey) -> String {
    format!("{} {}", key.algorithm(), key.public_key_base64())
}

/// Gives the terminal back, says the last word and closes the channel; false if nobody takes it any more.
async fn end(write: &ChannelWriteHalf<Msg>, leave: &[u8], exit: &Exit) -> bool {
    let said = [leave, words(exit).as_bytes()].concat();
    write.data_bytes(said).await.is_ok()
        && write.exit_status(exit.status.into()).await.is_ok()
        && write.eof().await.is_ok()
        && write.close().await.is_ok()
}

/// A last word as lines for a terminal in raw mode.
fn words(exit: &Exit) -> String {
    [&exit.message, &exit.remedy]
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\r\n"))
        .collect()
}

/// A size that no terminal has counts as unknown.
fn cells(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(0)
}

/// A short word of a client, for the log and for choosing colours.
fn word(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).take(WORD_BYTES_MAX).collect()
}

/// The language of `zh_CN.UTF-8`; none for `C` and `POSIX`, which mean that nobody chose.
fn language(value: &str) -> String {
    match value.split(['.', '_', '@']).next().unwrap_or_default() {
        "C" | "POSIX" => String::new(),
        lang => word(lang),
    }
}
