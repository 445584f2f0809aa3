//! The server's end of requests and answers.
//!
//! Up to a limit ([`super::Limits::queue`]) requests of one connection are under way at once, so that they can share a commit. They are
//! begun in the order of their lines and answered in it. Reading goes on while an answer is being written: a caller
//! that sends its next request before it reads the last answer must not stand still for ever.

use super::{
    app::{Answer, Peer, Shop},
    connection::Frames,
    frame::{Frame, Tag, encode},
    guard::{Panicked, caught, guarded},
    hello::{Exit, Hello, code},
    hub::Hub,
};
use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{io::AsyncWriteExt, net::unix::OwnedWriteHalf};

/// Requests that this program's own clients send without waiting for an answer. A server must take as many, or both
/// ends could wait for each other for ever.
pub(super) const IN_FLIGHT: usize = 64;

/// Serves requests until the caller is gone (`None`) or there is something to say about the end.
pub(super) async fn serve(
    hub: &Arc<Hub>,
    hello: &Hello,
    peer: &Peer,
    frames: &mut Frames,
    write: &mut OwnedWriteHalf,
) -> Option<Exit> {
    let shop = match hub.opened().await {
        Ok(shop) => shop,
        Err(why) => return Some(hub.farewell(&why, &hello.lang)),
    };
    let mut pipeline = Pipeline { shop, peer: peer.clone(), slots: VecDeque::new() };
    let mut wire = Wire::default();
    let mut is_reading = true;
    let mut farewell = None;
    loop {
        if !is_reading && wire.is_empty() && pipeline.slots.is_empty() {
            return farewell;
        }
        let may_read = is_reading && pipeline.slots.len() < hub.limits.queue;
        let may_answer = wire.is_empty();
        tokio::select! {
            frame = frames.next(), if may_read => match frame {
                Some(Frame { tag: Tag::Line, payload }) => {
                    if payload.len() > hub.limits.line_bytes {
                        return Some(hub.exit(&hello.lang, code::TOO_LONG, |phrases| &phrases.too_long));
                    }
                    let Ok(line) = String::from_utf8(payload) else { return None };
                    if pipeline.begin(line).is_err() {
                        return Some(broken(hub, hello));
                    }
                }
                Some(_) => return None,
                // What was asked is still answered: a caller may close its end and read on.
                None => is_reading = false,
            },
            answer = poll_fn(|context| pipeline.poll(context, may_answer)), if !pipeline.slots.is_empty() => {
                let Ok(answer) = answer else { return Some(broken(hub, hello)) };
                match encode(Tag::Answer, answer.as_bytes()) {
                    Ok(frame) => wire = Wire { frame, sent: 0 },
                    Err(_) => return Some(hub.exit(&hello.lang, code::TOO_LONG, |phrases| &phrases.too_long)),
                }
            }
            wrote = write.write(wire.rest()), if !wire.is_empty() => match wrote {
                Ok(count) => wire.sent += count,
                Err(_) => return None,
            },
            why = hub.closing(), if farewell.is_none() => {
                is_reading = false;
                farewell = Some(hub.farewell(&why, &hello.lang));
            }
        }
    }
}

fn broken(hub: &Hub, hello: &Hello) -> Exit {
    hub.exit(&hello.lang, code::BROKEN, |phrases| &phrases.broken)
}

/// An answer on its way.
#[derive(Default)]
struct Wire {
    frame: Vec<u8>,
    sent: usize,
}

impl Wire {
    fn rest(&self) -> &[u8] {
        &self.frame[self.sent..]
    }

    fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }
}

enum Slot {
    Begun(Answer),
    Ready(String),
}

struct Pipeline {
    shop: Arc<dyn Shop>,
    peer: Peer,
    slots: VecDeque<Slot>,
}

impl Pipeline {
    fn begin(&mut self, line: String) -> Result<(), Panicked> {
        let answer = guarded(|| self.shop.rows(self.peer.clone(), line))?;
        self.slots.push_back(Slot::Begun(answer));
        Ok(())
    }

    /// Moves every request on, oldest first; takes out the oldest if it is ready and there is room for its answer.
    fn poll(&mut self, context: &mut Context<'_>, may_answer: bool) -> Poll<Result<String, Panicked>> {
        for slot in &mut self.slots {
            if let Slot::Begun(answer) = slot {
                match caught(|| answer.as_mut().poll(context)) {
                    Ok(Poll::Ready(line)) => *slot = Slot::Ready(line),
                    Ok(Poll::Pending) => {}
                    Err(panicked) => return Poll::Ready(Err(panicked)),
                }
            }
        }
        match self.slots.pop_front() {
            Some(Slot::Ready(line)) if may_answer => Poll::Ready(Ok(line)),
            Some(slot) => {
                self.slots.push_front(slot);
                Poll::Pending
            }
            None => Poll::Pending,
        }
    }
}
