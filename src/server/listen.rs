//! The life of a server: LOCK, socket, opening, serving, stopping.
//!
//! The order is the contract. The LOCK comes first, so that of many servers started at once one goes on. Then the
//! socket, so that everybody can connect and see how far the opening is. Then the store. At the end the socket's name
//! goes first, so that a newcomer finds no server rather than a closing one; then the sessions are told; then the shop is
//! closed. A second signal ends the server at once, whatever it is doing; but not a hang-up, which a closing terminal
//! may send more than once.

use super::{
    app::{Locker, Opener, Progress, Refused, Shop},
    connection,
    guard::{self, Clock},
    hello::code,
    hub::{Hub, Limits, Stage, Why},
    log,
    phrase::Phrasebook,
    socket::{Bound, Folder},
    ssh,
    starter::{self, News},
    wake,
};
use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    net::UnixListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinHandle,
    time::timeout,
};

/// Threads that draw. Two serve fifty sessions; more would only move memory around.
const WORKERS: usize = 2;
/// Threads in all: so many sessions may wait for the disk at a time, and go into it together.
const THREADS_MAX: usize = 32;
/// How long a thread without work stays. Longer than a minute: whoever reads when the minute turns finds the threads of
/// the minute before, and none has to be begun, nor its memory given back, in a shop where nothing happens.
const THREAD_STAYS: Duration = Duration::from_secs(90);
/// How long sessions may take to end once they are told.
const FAREWELL: Duration = Duration::from_secs(3);
/// Progress is passed on at most this often,
const PROGRESS_GAP: Duration = Duration::from_millis(50);
/// and the time it has taken is shown anew this often.
const ELAPSED_STEP: Duration = Duration::from_secs(1);
/// A failing accept (no more file descriptors) is tried again after this.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// What a server needs to know.
pub struct Setup {
    /// The data folder; it exists.
    pub folder: PathBuf,
    /// The program's version.
    pub version: String,
    /// Whether a client started it: it leaves the client's terminal and tells it how the start went.
    pub background: bool,
    /// The language for those whose own is not known.
    pub lang: String,
    /// Rights of the socket: those of the folder come before them.
    pub socket_rights: u32,
    /// How callers over SSH are let in; `None` for a server that takes none.
    pub ssh: Option<ssh::Setup>,
    /// Hears how far their port is.
    pub hears_port: ssh::Hear,
    /// How much of everything there may be.
    pub limits: Limits,
    /// The server's words.
    pub phrases: Phrasebook,
    /// Tells the time for the panic log.
    pub clock: Clock,
}

/// Why a server that had been serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A signal asked it to, or a client, or nobody had used it for long: everything is on disk and closed.
    Clean,
    /// A second signal came before it was done: end the process now.
    AtOnce,
}

/// Serves the shop until it is told to stop.
pub fn serve(setup: Setup, lock: Locker) -> Result<Ending, Refused> {
    let is_background = setup.background;
    let ended = begin(setup, lock);
    if let (true, Err(refused)) = (is_background, &ended) {
        starter::tell(&News::Refused(refused.clone()));
    }
    ended
}

fn begin(setup: Setup, lock: Locker) -> Result<Ending, Refused> {
    let Setup { folder, version, background, lang, socket_rights, ssh, hears_port, limits, phrases, clock } = setup;
    if background {
        // Fails only for a process that leads a group already: then there is no terminal to leave.
        let _ = rustix::process::setsid();
    }
    let opener = lock()?;
    let unusable = |cause: io::Error| phrases.of(&lang).socket.refuse(code::SOCKET, &cause);
    guard::report_panics(&folder, clock.clone()).map_err(unusable)?;
    log::begin(&folder, clock).map_err(unusable)?;
    let open_folder = Folder::open(&folder).map_err(unusable)?;
    let (bound, listener) = Bound::bind(open_folder, socket_rights).map_err(unusable)?;
    if background {
        starter::tell(&News::Bound);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(THREADS_MAX)
        .thread_keep_alive(THREAD_STAYS)
        .enable_all()
        .build()
        .map_err(unusable)?;
    let ended = runtime.block_on(async {
        let signals = Signals::new().map_err(unusable)?;
        let listener = UnixListener::from_std(listener).map_err(unusable)?;
        let hub = Arc::new(Hub::new(phrases.clone(), limits, version));
        open(&hub, opener, lang.clone(), background);
        let calling = ssh.map(|setup| tokio::spawn(ssh::run(Arc::clone(&hub), folder.clone(), setup, hears_port)));
        attend(hub, bound, listener, calling, signals).await
    });
    // An opening that is still under way cannot be interrupted; it ends with the process.
    runtime.shutdown_background();
    ended
}

/// Opens the shop in a thread of its own.
fn open(hub: &Arc<Hub>, opener: Opener, lang: String, background: bool) {
    let opening = Arc::clone(hub);
    std::thread::spawn(move || {
        let last = Mutex::new((Instant::now(), ""));
        let report = |progress: Progress| {
            let mut last = last.lock().expect("nothing panics while it is held");
            if last.1 != progress.phase || last.0.elapsed() >= PROGRESS_GAP {
                *last = (Instant::now(), progress.phase);
                opening.to_stage(Stage::Opening(progress));
            }
        };
        let opened = guard::caught(|| opener(&report))
            .unwrap_or_else(|panicked| Err(opening.phrases.of(&lang).opening_broken.refuse(code::BROKEN, &panicked)));
        match opened {
            Ok(shop) => opening.to_stage(Stage::Open(shop)),
            Err(refused) => opening.to_stage(Stage::Closing(Why::Refused(refused))),
        };
    });
    let opening = Arc::clone(hub);
    tokio::spawn(async move {
        while timeout(ELAPSED_STEP, opening.opened()).await.is_err() {
            opening.stage.send_modify(|_| {});
        }
        if background && opening.shop().is_some() {
            starter::let_go();
        }
    });
}

/// Serves until there is a reason to stop, then stops.
async fn attend(
    hub: Arc<Hub>,
    bound: Bound,
    listener: UnixListener,
    calling: Option<JoinHandle<()>>,
    mut signals: Signals,
) -> Result<Ending, Refused> {
    let accepting = tokio::spawn(accept(Arc::clone(&hub), listener));
    tokio::spawn(wake::run(Arc::clone(&hub)));
    let mut asked = hub.asked_to_stop.subscribe();
    let why = tokio::select! {
        why = hub.closing() => why,
        () = signals.next() => Why::Signal,
        _ = asked.wait_for(|asked| *asked) => Why::Asked,
        () = idle(&hub) => Why::Idle,
    };
    tracing::info!(?why, "the server stops");
    accepting.abort();
    calling.inspect(|calling| calling.abort());
    drop(bound);
    let shop = hub.shop();
    hub.stage.send_replace(Stage::Closing(why.clone()));
    tokio::select! {
        () = stop(&hub, shop) => {}
        () = signals.urgent() => return Ok(Ending::AtOnce),
    }
    match why {
        Why::Refused(refused) => Err(refused),
        Why::Signal | Why::Idle | Why::Asked => Ok(Ending::Clean),
    }
}

/// Waits until nobody has used the server for as long as it may idle.
async fn idle(hub: &Hub) {
    let Some(longest) = hub.limits.idle else { return std::future::pending().await };
    let mut live = hub.live.subscribe();
    if hub.opened().await.is_err() {
        return std::future::pending().await;
    }
    loop {
        let is_empty = live.borrow_and_update().total() == 0;
        if !is_empty {
            live.changed().await.expect("the hub holds the sender");
        } else if timeout(longest, live.changed()).await.is_err() {
            return;
        }
    }
}

/// Lets the sessions end, then closes the shop.
async fn stop(hub: &Arc<Hub>, shop: Option<Arc<dyn Shop>>) {
    let mut live = hub.live.subscribe();
    let everybody = live.wait_for(|live| live.total() == 0);
    if timeout(FAREWELL, everybody).await.is_err() {
        tracing::warn!("a session did not end in time");
    }
    let hub = Arc::clone(hub);
    let closing = tokio::task::spawn_blocking(move || {
        let parked = hub.parked.clear();
        // Its report is written; what is committed is on disk in any case.
        let _ = guard::caught(|| drop(parked));
        let _ = guard::caught(|| shop.inspect(|shop| shop.close()));
    });
    let _ = closing.await;
}

async fn accept(hub: Arc<Hub>, listener: UnixListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => match Arc::clone(&hub.room).try_acquire_owned() {
                Ok(permit) => drop(tokio::spawn(connection::serve(Arc::clone(&hub), stream, permit))),
                Err(_) => connection::turn_away(&hub, &stream),
            },
            Err(error) => {
                tracing::warn!(%error, "no connection accepted");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// The signals that ask a server to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    /// `None` where whoever started the server said that it shall outlive its terminal (`nohup`).
    hang_up: Option<Signal>,
}

impl Signals {
    fn new() -> io::Result<Signals> {
        let hang_up = if ignores_hang_up() { None } else { Some(signal(SignalKind::hangup())?) };
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(Signals { terminate, interrupt, hang_up })
    }

    /// Waits for any of them.
    async fn next(&mut self) {
        let hung_up = async {
            match &mut self.hang_up {
                Some(hang_up) => hang_up.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = hung_up => {}
        }
    }

    /// Waits for one that somebody sent on purpose.
    async fn urgent(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Tells whether this process was started with hang-ups ignored. A system that does not say so starts none that way.
fn ignores_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // Bit 0 is signal 1, the hang-up.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}
