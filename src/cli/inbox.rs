//! Watching the inbox, as long as the server runs (A3).

use super::context::Context;
use crate::desk::Desk;
use crate::desk::inbox::{self, FILE_BYTES_MAX, NotTaken, Swept};
use crate::text::say::{self, Sentence};
use std::io;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often the inbox is looked into.
const EVERY: Duration = Duration::from_secs(5);

/// Watches the inbox in a thread of its own, until the desk is gone.
///
/// # Errors
/// The folders cannot be made, or the system gives no thread.
pub fn watch(context: &Context, desk: &Arc<Desk>) -> io::Result<()> {
    inbox::make(desk.data())?;
    let (context, desk) = (context.clone(), Arc::downgrade(desk));
    thread::Builder::new().name("inbox".into()).spawn(move || look(&context, &desk))?;
    Ok(())
}

fn look(context: &Context, desk: &Weak<Desk>) {
    let mut failing = false;
    loop {
        thread::sleep(EVERY);
        let Some(desk) = desk.upgrade() else { return };
        match inbox::sweep(&desk, SystemTime::now(), &|why| reason(context, why)) {
            Ok(swept) => {
                failing = false;
                if swept != Swept::default() {
                    tracing::info!(taken = swept.taken, refused = swept.refused, "files from the inbox");
                }
            }
            // Said once: what lies there stays, and is looked at again.
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "the inbox cannot be emptied");
            }
            Err(_) => {}
        }
    }
}

/// Why a file was not taken up, and what to do about it.
fn reason(context: &Context, why: &NotTaken) -> String {
    let words = context.words();
    match why {
        NotTaken::Large(bytes) => {
            let values = [("bytes", &*bytes.to_string()), ("most", &*FILE_BYTES_MAX.to_string())];
            words.with("cli-inbox-large", &values)
        }
        NotTaken::Closed => words.get("cli-inbox-closed").into_owned(),
        NotTaken::NotText => words.get("cli-inbox-not-text").into_owned(),
        NotTaken::NotRead(why) => words.with("cli-inbox-not-read", &[("why", why)]),
        NotTaken::Refused(error) => {
            let Sentence { message, hint } = say::error(&words, context.now(), &|id| id.to_string(), error);
            format!("{message}\n{hint}").trim().to_string()
        }
    }
}
