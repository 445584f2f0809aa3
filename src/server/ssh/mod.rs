//! Callers from outside: `ssh -p 2222 shop@server`.
//!
//! What SSH is for here is one thing: a screen session for a person whose public key the shop knows. No shell, no
//! command, no file transfer, no forwarding, no password; one session per connection. Nobody is anybody before the
//! signature of their key is verified.
//!
//! ```text
//! tcp ── caller (russh: keys, terminal, bytes) ── session ── app
//! ```
//!
//! The port opens when the first person has a key, and not before: a shop without callers has no open port. Whoever
//! does not get it (another program has it) tries again, and `status` says so.

mod caller;
mod host_key;
mod knock;
mod offer;

use super::app::Shop;
use super::hub::Hub;
use caller::{Caller, Tried};
use knock::Knocks;
use russh::server::Config;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// A port that is taken is tried again after this.
pub const BIND_AGAIN: Duration = Duration::from_secs(10);
/// A failing accept (no more file descriptors) is tried again after this.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// How callers are let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Address and port.
    pub listen: SocketAddr,
    /// The one user name that there is.
    pub user: String,
    /// Whether to agree on keys also by curve 25519 alone, which a quantum computer of the future might break: for
    /// OpenSSH before 9.9, PuTTY before 0.83 and others of their time.
    pub classic: bool,
    /// Keys that one connection may try.
    pub attempts: usize,
    /// How long a connection may take to show whose key it has.
    pub grace: Duration,
    /// How long a silent line is waited for before it is asked whether it is still there; three times, then it is gone.
    pub keepalive: Duration,
}

/// Hears how far the port is, each time that becomes another.
pub type Hear = Arc<dyn Fn(&Port) + Send + Sync>;

/// How far the port is, for `status` and for whoever started the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Port {
    /// This server takes no callers.
    #[default]
    Off,
    /// Nobody has a key yet.
    Nobody,
    /// Callers get in here.
    Open(SocketAddr),
    /// The port could not be had; it is tried again.
    Refused {
        /// The address that was asked for.
        at: SocketAddr,
        /// What the system says.
        why: String,
        /// Another program has it.
        is_taken: bool,
    },
}

/// Takes callers until it is aborted.
pub(super) async fn run(hub: Arc<Hub>, folder: PathBuf, setup: Setup, hear: Hear) {
    let to = |port: Port| {
        let is_news = hub.port.send_replace(port.clone()) != port;
        if is_news {
            hear(&port);
        }
    };
    to(Port::Nobody);
    let Ok(shop) = hub.opened().await else { return };
    somebody(shop.as_ref()).await;
    let (listener, config) = loop {
        match begin(&folder, &setup).await {
            Ok(begun) => break begun,
            Err(error) => {
                tracing::error!(listen = %setup.listen, %error, "nobody can call over SSH yet; trying again");
                let is_taken = error.kind() == io::ErrorKind::AddrInUse;
                to(Port::Refused { at: setup.listen, why: error.to_string(), is_taken });
                sleep(BIND_AGAIN).await;
            }
        }
    };
    let listens_at = listener.local_addr().unwrap_or(setup.listen);
    tracing::info!(%listens_at, "callers get in over SSH");
    to(Port::Open(listens_at));
    accept(hub, listener, config, setup).await;
}

/// Waits until there is a person with a key.
async fn somebody(shop: &dyn Shop) {
    let mut changes = shop.changed();
    while !shop.has_callers() {
        if changes.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

async fn begin(folder: &Path, setup: &Setup) -> io::Result<(TcpListener, Arc<Config>)> {
    let key = host_key::load_or_make(folder)?;
    let listener = TcpListener::bind(setup.listen).await?;
    Ok((listener, Arc::new(offer::config(key, setup))))
}

async fn accept(hub: Arc<Hub>, listener: TcpListener, config: Arc<Config>, setup: Setup) {
    let knocks = Knocks::new(Instant::now());
    loop {
        match listener.accept().await {
            Ok((stream, from)) => match knocks.knock(from.ip()) {
                Some(knock) => {
                    let caller = Caller::new(Arc::clone(&hub), from, setup.user.clone(), knock);
                    let serving = serve(stream, from, Arc::clone(&config), caller, setup.grace);
                    let knocks = Arc::clone(&knocks);
                    tokio::spawn(async move {
                        if let Some(tried) = serving.await {
                            not_let_in(&knocks, from, &tried);
                        }
                    });
                }
                None => not_let_in(&knocks, from, "too many connections that have not logged in"),
            },
            Err(error) => {
                tracing::warn!(%error, "no call accepted");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// Writes down that somebody was not let in, as long as the log has room for it.
fn not_let_in(knocks: &Knocks, from: SocketAddr, tried: &str) {
    let Some(missed) = knocks.may_write(Instant::now()) else { return };
    if missed > 0 {
        tracing::warn!(missed, "so many more were not let in and are not written down");
    }
    tracing::warn!(%from, tried, "somebody was not let in");
}

/// Serves one connection until it is over; gives what it tried if it was not let in.
async fn serve(
    stream: TcpStream,
    from: SocketAddr,
    config: Arc<Config>,
    caller: Caller,
    grace: Duration,
) -> Option<String> {
    // Only a preference: without it keys wait for one another.
    let _ = stream.set_nodelay(true);
    let tried = caller.tried();
    let until = Instant::now() + grace;
    let Ok(begun) = timeout(grace, russh::server::run_stream(config, stream, caller)).await else {
        return Some("nothing was said".to_owned());
    };
    let mut running = match begun {
        Ok(running) => running,
        Err(error) => return Some(format!("no SSH: {error}")),
    };
    tokio::select! {
        // How a call ended matters to nobody but its own session.
        _ = &mut running => {}
        () = late(tried.clone(), until) => {
            let (why, words) = (russh::Disconnect::ByApplication, "log in sooner".to_owned());
            // The line may be gone already.
            let _ = running.handle().disconnect(why, words, String::new()).await;
        }
    }
    let tried = tried.borrow();
    if tried.is_admitted {
        tracing::info!(%from, "the call ended");
        return None;
    }
    Some(if tried.what.is_empty() { "no key that is let in".to_owned() } else { tried.what.clone() })
}

/// Returns when the time is over and nobody was admitted.
async fn late(mut tried: watch::Receiver<Tried>, until: Instant) {
    tokio::select! {
        // A caller that is gone was not late.
        _ = async { tried.wait_for(|tried| tried.is_admitted).await.map(|_| ()) } => std::future::pending().await,
        () = tokio::time::sleep_until(until.into()) => {}
    }
}
