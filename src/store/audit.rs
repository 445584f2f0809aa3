//! Reading the whole journal behind the running shop, at the start and once a day (DESIGN 3).
//!
//! Opening a clean store reads only what is new. Damage to older lines, by a failing disk or by a hand, is found here.
//! A shop whose journal is damaged takes no more commands: what is added now would stand on lines that nobody can
//! vouch for. It can still be read.

use super::error::StoreError;
use super::opening;
use arc_swap::ArcSwapOption;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long after one reading the next one begins.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The damage that was found, if any was; shared with the clerk.
pub type Found = Arc<ArcSwapOption<StoreError>>;

/// A watch that ends when it is dropped.
pub struct Watch {
    _ends_it: mpsc::Sender<()>,
}

/// Watches over the journal of a data folder; what it finds goes into `found`.
///
/// # Errors
/// The system gives no thread.
pub fn watch(data: PathBuf, found: Found) -> std::io::Result<Watch> {
    let (ends_it, ended) = mpsc::channel();
    thread::Builder::new().name("audit".into()).spawn(move || {
        give_way();
        loop {
            read(&data, &found);
            let waited = ended.recv_timeout(EVERY);
            if found.load().is_some() || waited != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    })?;
    Ok(Watch { _ends_it: ends_it })
}

/// Lets everyone else on the machine go first: people wait for the desk, nobody waits for this. Only Linux counts
/// niceness per thread; elsewhere the whole server would step back.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 19) {
        tracing::warn!(%error, "the journal is read through at full priority");
    }
}

fn read(data: &std::path::Path, found: &Found) {
    match opening::verify(data, &mut |_| {}) {
        Ok(report) => {
            if let Some(damage) = report.damage {
                let error = StoreError::Damaged(Box::new(damage));
                tracing::error!(%error, "the journal is damaged; no more commands are taken");
                found.store(Some(Arc::new(error)));
            }
        }
        Err(error) => tracing::warn!(%error, "the journal could not be read through"),
    }
}
