//! One connection over the local socket: who it is, what it wants, and carrying it until it is over.

use super::{
    app::Peer,
    frame::{CHUNK_BYTES, Decoder, Frame, Side, Tag, decode_size, encode},
    hello::{About, Exit, Hello, Mode, PROTOCOL, code},
    hub::{Hub, Stage},
    rows,
    session::{self, In, Line, Out},
    ssh::Port,
};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{OwnedSemaphorePermit, mpsc},
    time::timeout,
};

/// What the kernel may hold of our output: more would be old pictures that a slow terminal replays.
const KERNEL_BYTES: usize = 32 * 1024;
/// Chunks of input that may wait for a busy session.
const INPUT_WAITING_MOST: usize = 4;
/// How long an ended connection may take to read its last word.
const LINGER: Duration = Duration::from_secs(2);

/// Reads frames from the socket. Cancelling [`Frames::next`] loses nothing.
pub(super) struct Frames {
    stream: OwnedReadHalf,
    decoder: Decoder,
    chunk: Box<[u8]>,
}

impl Frames {
    /// Waits for the next frame; `None` when there is none to come, because the line is closed or makes no sense.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        loop {
            match self.decoder.next_frame() {
                Ok(Some(frame)) => return Some(frame),
                Ok(None) => {}
                Err(fault) => {
                    tracing::warn!(%fault, "a connection sent no frame");
                    return None;
                }
            }
            match self.stream.read(&mut self.chunk).await {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.decoder.push(&self.chunk[..count]),
            }
        }
    }
}

/// Tells somebody for whom there is no room, without waiting.
pub(super) fn turn_away(hub: &Hub, stream: &UnixStream) {
    let exit = hub.exit("", code::FULL, |phrases| &phrases.full);
    if let Ok(wire) = encode(Tag::Exit, &exit.to_json()) {
        // Who does not take even this sees a closed line.
        let _ = stream.try_write(&wire);
    }
}

/// Serves one connection until it is over.
pub(super) async fn serve(hub: Arc<Hub>, stream: UnixStream, _permit: OwnedSemaphorePermit) {
    let Ok(credentials) = stream.peer_cred() else { return };
    let peer = Peer::Local { uid: credentials.uid() };
    let (read, mut write) = stream.into_split();
    let chunk = vec![0; CHUNK_BYTES].into();
    let mut frames = Frames { stream: read, decoder: Decoder::new(Side::Client), chunk };

    let Ok(Some(first)) = timeout(hub.limits.handshake, frames.next()).await else { return };
    let hello = (first.tag == Tag::Hello).then(|| Hello::from_json(&first.payload)).flatten();
    let Some(hello) = hello else { return };
    tracing::debug!(?peer, mode = ?hello.mode, version = %hello.version, "a connection");

    let fits = hello.protocol == PROTOCOL;
    let exit = match hello.mode {
        Mode::Status => status(&hub, &mut write).await,
        Mode::Stop => return stop(&hub, &hello, &peer, &mut write).await,
        Mode::Screen if fits => return screen(hub, hello, peer, frames, write).await,
        Mode::Rows if fits => return requests(hub, hello, peer, frames, write).await,
        Mode::Screen | Mode::Rows | Mode::Other => Some(misfit(&hub, &hello)),
    };
    if let Some(exit) = exit {
        let _ = timeout(LINGER, say(&mut write, &exit)).await;
    }
}

async fn requests(hub: Arc<Hub>, hello: Hello, peer: Peer, mut frames: Frames, mut write: OwnedWriteHalf) {
    // Held until the last word has gone out.
    let _present = hub.arrive(|live| &mut live.programs);
    if let Some(exit) = rows::serve(&hub, &hello, &peer, &mut frames, &mut write).await {
        let _ = timeout(LINGER, say(&mut write, &exit)).await;
    }
}

async fn screen(hub: Arc<Hub>, hello: Hello, peer: Peer, mut frames: Frames, mut write: OwnedWriteHalf) {
    // Only a preference: without it slow lines show older pictures.
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(write.as_ref(), KERNEL_BYTES);
    let (to_session, input) = mpsc::channel(INPUT_WAITING_MOST);
    let (output, mut from_session) = mpsc::channel(1);
    let present = Arc::new(hub.arrive(|live| &mut live.screens));
    let line = Line { input, output };
    let mut session = tokio::spawn(session::run(hub, hello, peer, line, Arc::clone(&present)));
    let reading = async move {
        while let Some(got) = frames.next().await.and_then(heard) {
            if to_session.send(got).await.is_err() {
                return;
            }
        }
    };
    let writing = async move {
        while let Some(out) = from_session.recv().await {
            let wrote = match out {
                Out::Frame(bytes) => send(&mut write, Tag::Output, &bytes).await,
                Out::Exit(exit) => say(&mut write, &exit).await,
            };
            if wrote.is_err() {
                return;
            }
        }
    };
    let mut writing = std::pin::pin!(writing);
    // Whichever ends first ends the others: a gone reader is a gone person, a closed line takes nothing more, and an
    // ended session has said its last word. What is still on its way gets a moment.
    tokio::select! {
        () = &mut writing => return,
        () = reading => {}
        _ = &mut session => {}
    }
    let _ = timeout(LINGER, writing).await;
}

/// What a frame means to a session; `None` for what a session does not expect.
fn heard(frame: Frame) -> Option<In> {
    match frame.tag {
        Tag::Input => Some(In::Bytes(frame.payload)),
        Tag::Resize => decode_size(&frame.payload).map(|(columns, rows)| In::Resize(columns, rows)),
        Tag::Hello | Tag::Line | Tag::Output | Tag::Answer | Tag::Exit => None,
    }
}

pub(super) async fn send(write: &mut OwnedWriteHalf, tag: Tag, payload: &[u8]) -> io::Result<()> {
    let wire = encode(tag, payload).map_err(io::Error::other)?;
    write.write_all(&wire).await
}

async fn say(write: &mut OwnedWriteHalf, exit: &Exit) -> io::Result<()> {
    send(write, Tag::Exit, &exit.to_json()).await
}

async fn status(hub: &Hub, write: &mut OwnedWriteHalf) -> Option<Exit> {
    let state = match &*hub.stage.borrow() {
        Stage::Opening(_) => "opening",
        Stage::Open(_) => "open",
        Stage::Closing(_) => "closing",
    };
    let live = *hub.live.borrow();
    let ssh = match &*hub.port.borrow() {
        Port::Off => serde_json::json!({ "state": "off" }),
        Port::Nobody => serde_json::json!({ "state": "nobody" }),
        Port::Open(at) => serde_json::json!({ "state": "open", "at": at }),
        Port::Refused { at, why, is_taken } => {
            serde_json::json!({ "state": "refused", "at": at, "why": why, "taken": is_taken })
        }
    };
    let status = serde_json::json!({
        "state": state,
        "protocol": PROTOCOL,
        "version": hub.version,
        "pid": std::process::id(),
        "up_seconds": hub.began.elapsed().as_secs(),
        "sessions": live.screens,
        "programs": live.programs,
        "parked": hub.parked.count(),
        "ssh": ssh,
    });
    let _ = timeout(LINGER, send(write, Tag::Answer, status.to_string().as_bytes())).await;
    None
}

/// Stops the server, and holds the line until it is gone, so that the caller can tell.
async fn stop(hub: &Hub, hello: &Hello, peer: &Peer, write: &mut OwnedWriteHalf) {
    let is_allowed = match *peer {
        Peer::Local { uid } => uid == 0 || uid == rustix::process::geteuid().as_raw(),
        Peer::Caller { .. } => false,
    };
    let is_idle = hub.live.borrow().total() == 0;
    let stops = is_allowed && (is_idle || !hello.only_if_idle);
    let exit = match (is_allowed, stops) {
        (false, _) => hub.exit(&hello.lang, code::NOT_ALLOWED, |phrases| &phrases.not_allowed),
        (true, false) => hub.exit(&hello.lang, code::IN_USE, |phrases| &phrases.in_use),
        (true, true) => Exit { status: 0, ..hub.exit(&hello.lang, code::STOPPED, |phrases| &phrases.stopped) },
    };
    let _ = timeout(LINGER, say(write, &exit)).await;
    if stops {
        hub.asked_to_stop.send_replace(true);
        std::future::pending::<()>().await;
    }
}

fn misfit(hub: &Hub, hello: &Hello) -> Exit {
    let about = Some(About { protocol: PROTOCOL, sessions: hub.live.borrow().total() });
    Exit { about, ..hub.exit(&hello.lang, code::PROTOCOL, |phrases| &phrases.protocol) }
}
