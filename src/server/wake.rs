//! One sleeper for the whole server: it wakes all sessions when a minute turns or a deadline passes.
//!
//! Fifty sessions with a timer each would cost fifty wake-ups a minute at fifty different moments, and each its own idea
//! of what the next deadline is.

use super::{guard::guarded, hub::Hub, session::until};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// A burst of changes asks for the next deadline once.
const SETTLE: Duration = Duration::from_millis(50);
/// A deadline that is already past is looked at again no sooner than this.
const LEAST: Duration = Duration::from_millis(10);

/// Wakes the sessions until the server ends.
pub(super) async fn run(hub: Arc<Hub>) {
    let Ok(shop) = hub.opened().await else { return };
    let mut changes = Some(shop.changed());
    loop {
        // A shop that panics here is asked again after its next change.
        let next = guarded(|| shop.next_wake()).unwrap_or(None);
        let at = next.map(|wait| Instant::now() + wait.max(LEAST));
        let changed = async {
            match &mut changes {
                Some(changes) => changes.changed().await.is_ok(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = until(at) => {
                hub.wake.send_modify(|count| *count += 1);
                let old = hub.parked.expire(Instant::now());
                let _ = guarded(|| drop(old));
            }
            more = changed => {
                if !more {
                    changes = None;
                }
                tokio::time::sleep(SETTLE).await;
            }
        }
    }
}
