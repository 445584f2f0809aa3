//! One session: one task that owns a terminal picture, an input parser and an app.
//!
//! The transport is a [`Line`]: bytes and sizes in, frames and a last word out. The local socket has one, SSH has
//! another; the session cannot tell them apart.
//!
//! When a picture goes out:
//! - only when the transport has room for one frame: a slow line merges frames, it never queues them;
//! - what a key brought goes at once, what others brought at least [`GAP`] after the frame before;
//! - while more input waits it can wait too, but not longer than [`OVERDUE`].
//!
//! A panic in the app ends this session and no other.

mod sit_down;

use super::{
    app::{App, Flow, Peer, Refused},
    elsewhere::{Choice, Elsewhere},
    face::Face,
    guard::{Panicked, caught, guarded},
    hello::{Exit, Hello, code},
    hub::{Hub, Present, Stage, Why},
    seated::Sitting,
    wait::Waiting,
};
use crate::tui::input::{Event, joined};
use sit_down::{Second, called_away, let_go};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, watch};

/// The least time between two frames that no key asked for.
const GAP: Duration = Duration::from_millis(15);
/// The longest a picture is held back while input keeps coming.
const OVERDUE: Duration = Duration::from_millis(50);
/// How long a shop may take to open before its progress is shown: a page that flashes by tells nobody anything.
const PATIENCE: Duration = Duration::from_millis(150);
/// Drafts are kept this long after the last key,
const KEEP_AFTER: Duration = Duration::from_secs(1);
/// and at the latest this long after the first, for those who type without a pause.
const KEEP_WITHIN: Duration = Duration::from_secs(5);
/// How long the last word may wait for room on the line.
const LAST_WORD: Duration = Duration::from_secs(2);

/// What a transport brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum In {
    Bytes(Vec<u8>),
    Resize(u16, u16),
}

/// What a transport carries away. The transport restores the terminal after an exit: it alone knows whether the other
/// end does so itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Out {
    Frame(Vec<u8>),
    Exit(Exit),
}

/// The session's end of a transport. A closed `input` means that the person is gone.
pub(super) struct Line {
    pub(super) input: mpsc::Receiver<In>,
    /// Room for one frame and no more, so that waiting for room means waiting for the terminal.
    pub(super) output: mpsc::Sender<Out>,
}

/// Why a session is over.
enum End {
    Left(String),
    Gone,
    CalledAway,
    Idle,
    Refused(Refused),
    Said(Exit),
    Stopped(Why),
    Broken,
}

impl From<Panicked> for End {
    fn from(_: Panicked) -> End {
        End::Broken
    }
}

/// For whom a picture is owed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nobody,
    Others,
    Key,
}

/// The app of an open shop, with what it needs.
struct Open {
    app: Box<dyn App>,
    seat: String,
    sitting: Sitting,
    /// `None` once the shop says no more.
    changes: Option<watch::Receiver<u64>>,
}

enum Show {
    Waiting(Waiting),
    Elsewhere(Elsewhere),
    Open(Open),
}

struct Session {
    hub: Arc<Hub>,
    hello: Hello,
    peer: Peer,
    face: Face,
    show: Show,
    stage: watch::Receiver<Stage>,
    wake: watch::Receiver<u64>,
    seated: watch::Receiver<u64>,
    owed: Owed,
    /// Something changed that the app has not read yet.
    stale: bool,
    last_frame: Instant,
    last_key: Instant,
    not_before: Instant,
    /// When to keep drafts: after the last key, and at the latest.
    keep: Option<(Instant, Instant)>,
}

/// Runs a session until its person leaves or is gone, or the server stops.
///
/// The transport shares `_present` and holds it until the last word has gone out; the session holds it until drafts are
/// kept. A stopping server waits for both.
pub(super) async fn run(hub: Arc<Hub>, hello: Hello, peer: Peer, mut line: Line, _present: Arc<Present>) {
    let mut session = Session::new(hub, hello, peer);
    let end = loop {
        if let Err(end) = session.step(&mut line).await {
            break end;
        }
    };
    if let Some(exit) = session.end(end) {
        // A terminal that takes nothing more must not hold the session for ever; its line then just closes.
        let _ = tokio::time::timeout(LAST_WORD, line.output.send(Out::Exit(exit))).await;
    }
}

impl Session {
    fn new(hub: Arc<Hub>, hello: Hello, peer: Peer) -> Session {
        let now = Instant::now();
        let mut stage = hub.stage.subscribe();
        stage.mark_changed();
        let face = Face::new(&hello, hub.limits.paste_bytes);
        // From here on the size is the one that is drawn, whatever was claimed.
        let (columns, rows) = face.size();
        let hello = Hello { columns, rows, ..hello };
        Session {
            face,
            show: Show::Waiting(Waiting::new(hub.began)),
            stage,
            wake: hub.wake.subscribe(),
            seated: hub.seated.changes(),
            owed: Owed::Others,
            stale: false,
            last_frame: now - GAP,
            last_key: now,
            not_before: now + PATIENCE,
            keep: None,
            hub,
            hello,
            peer,
        }
    }

    /// Waits for whatever comes first and deals with it.
    async fn step(&mut self, line: &mut Line) -> Result<(), End> {
        let escape = self.face.deadline();
        let keep = self.keep.map(|(after, within)| after.min(within));
        let draw = self.draw_at();
        let idle = self.hub.limits.session_idle.map(|longest| self.last_key + longest);
        let reading = Arc::clone(&self.hub.reading);
        let (changes, sitting, asked) = match &mut self.show {
            Show::Open(open) => (open.changes.as_mut(), Some(&open.sitting), None),
            Show::Elsewhere(elsewhere) => (None, None, Some(&*elsewhere)),
            Show::Waiting(_) => (None, None, None),
        };
        tokio::select! { biased;
            got = line.input.recv() => {
                self.take(got.ok_or(End::Gone)?)?;
                self.catch_up(line)
            }
            () = until(escape) => {
                let mut events = Vec::new();
                self.face.expire(&mut events);
                self.on(events)
            }
            changed = self.stage.changed() => {
                changed.expect("the hub holds the sender");
                self.look_at_stage()
            }
            () = called_away(sitting) => Err(End::CalledAway),
            () = let_go(&mut self.seated, asked) => self.settle(),
            news = changed(changes) => {
                self.hear(news);
                Ok(())
            }
            woken = self.wake.changed() => {
                woken.expect("the hub holds the sender");
                self.hear(News::More);
                Ok(())
            }
            _room = reading.acquire(), if self.stale => self.refresh(),
            () = until(keep) => self.keep_drafts(),
            () = until(idle) => Err(End::Idle),
            permit = room(&line.output, draw) => {
                let frame = self.draw()?;
                match permit {
                    Some(permit) if !frame.is_empty() => permit.send(Out::Frame(frame)),
                    Some(_) => {}
                    None => return Err(End::Gone),
                }
                Ok(())
            }
        }
    }

    fn draw_at(&self) -> Option<Instant> {
        match self.owed {
            Owed::Nobody => None,
            Owed::Others => Some(self.not_before.max(self.last_frame + GAP)),
            Owed::Key => Some(self.not_before),
        }
    }

    fn take(&mut self, got: In) -> Result<(), End> {
        match got {
            In::Bytes(bytes) => {
                let mut events = Vec::new();
                self.face.feed(&bytes, &mut events);
                self.on(joined(events))
            }
            In::Resize(columns, rows) => {
                let (columns, rows) = self.face.resize(columns, rows);
                (self.hello.columns, self.hello.rows) = (columns, rows);
                if let Show::Open(open) = &mut self.show {
                    guarded(|| open.app.resize(columns, rows))?;
                }
                self.owed = Owed::Key;
                Ok(())
            }
        }
    }

    fn on(&mut self, events: Vec<Event>) -> Result<(), End> {
        if events.is_empty() {
            return Ok(());
        }
        let (show, mut choice) = (&mut self.show, Choice::None);
        let flow = guarded(|| {
            for event in events {
                let flow = match show {
                    Show::Waiting(waiting) => waiting.on(event),
                    Show::Elsewhere(elsewhere) => {
                        choice = elsewhere.on(&event);
                        if choice == Choice::Leave { Flow::Leave(String::new()) } else { Flow::Stay }
                    }
                    Show::Open(open) => open.app.on(event),
                };
                // What was typed behind a choice is not meant for whatever comes of it.
                if flow != Flow::Stay || choice != Choice::None {
                    return flow;
                }
            }
            Flow::Stay
        })?;
        if let Flow::Leave(words) = flow {
            return Err(End::Left(words));
        }
        let now = Instant::now();
        self.last_key = now;
        let within = self.keep.map_or(now + KEEP_WITHIN, |(_, within)| within);
        self.keep = Some((now + KEEP_AFTER, within));
        self.owed = Owed::Key;
        self.choose(choice)
    }

    /// Draws although more input may be waiting, if the last picture is too old by now.
    fn catch_up(&mut self, line: &Line) -> Result<(), End> {
        let now = Instant::now();
        if self.owed == Owed::Nobody || now < self.not_before || now < self.last_frame + OVERDUE {
            return Ok(());
        }
        let Ok(permit) = line.output.try_reserve() else { return Ok(()) };
        let frame = self.draw()?;
        if !frame.is_empty() {
            permit.send(Out::Frame(frame));
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<Vec<u8>, End> {
        self.owed = Owed::Nobody;
        self.last_frame = Instant::now();
        let (face, show) = (&mut self.face, &mut self.show);
        let phrases = self.hub.phrases.of(&self.hello.lang);
        let frame = caught(|| {
            face.draw(|frame| match show {
                Show::Waiting(waiting) => waiting.draw(frame, phrases),
                Show::Elsewhere(elsewhere) => elsewhere.draw(frame, phrases),
                Show::Open(open) => open.app.draw(frame),
            })
        })?;
        Ok(frame)
    }

    fn hear(&mut self, news: News) {
        let Show::Open(open) = &mut self.show else { return };
        match news {
            News::More => self.stale = true,
            News::NoMore => open.changes = None,
        }
    }

    /// Reads anew what others changed.
    fn refresh(&mut self) -> Result<(), End> {
        self.stale = false;
        let Show::Open(open) = &mut self.show else { return Ok(()) };
        guarded(|| open.app.refresh())?;
        self.owe_others();
        Ok(())
    }

    fn owe_others(&mut self) {
        if self.owed == Owed::Nobody {
            self.owed = Owed::Others;
        }
    }

    fn look_at_stage(&mut self) -> Result<(), End> {
        let stage = self.stage.borrow_and_update().clone();
        match (stage, &mut self.show) {
            (Stage::Closing(why), _) => Err(End::Stopped(why)),
            (Stage::Opening(progress), Show::Waiting(waiting)) => {
                waiting.report(progress);
                self.owe_others();
                Ok(())
            }
            (Stage::Open(shop), Show::Waiting(waiting)) => {
                let typed = waiting.typed_ahead();
                self.enter(&shop, Second::Asks)?;
                self.on(typed)
            }
            (Stage::Opening(_) | Stage::Open(_), Show::Open(_) | Show::Elsewhere(_)) => Ok(()),
        }
    }

    fn keep_drafts(&mut self) -> Result<(), End> {
        self.keep = None;
        if let Show::Open(open) = &mut self.show {
            guarded(|| open.app.keep())?;
        }
        Ok(())
    }

    /// Keeps, parks or forgets the app; returns what is left to say if anybody is there to read it.
    fn end(mut self, end: End) -> Option<Exit> {
        let is_sound = !matches!(end, End::Broken) && self.keep_drafts().is_ok();
        let parks = is_sound && matches!(end, End::Gone | End::CalledAway | End::Idle);
        let Session { hub, hello, show, .. } = self;
        if let Show::Open(Open { mut app, seat, .. }) = show {
            let parks = parks && guarded(|| app.parked()).is_ok();
            let gone = if parks { hub.parked.park(seat, app, Instant::now()) } else { vec![app] };
            // A panic in here has left its report; there is nothing more to end.
            let _ = guarded(|| drop(gone));
        }
        match end {
            End::Gone => None,
            End::Left(message) => {
                let (code, remedy) = (code::LEFT.to_owned(), String::new());
                Some(Exit { code, message, remedy, status: 0, about: None })
            }
            End::CalledAway => {
                Some(Exit { status: 0, ..hub.exit(&hello.lang, code::TAKEN_OVER, |phrases| &phrases.taken_over) })
            }
            End::Idle => Some(Exit { status: 0, ..hub.exit(&hello.lang, code::IDLE, |phrases| &phrases.idle) }),
            End::Refused(refused) => Some(refused.exit()),
            End::Said(exit) => Some(exit),
            End::Stopped(why) => Some(hub.farewell(&why, &hello.lang)),
            End::Broken => Some(hub.exit(&hello.lang, code::BROKEN, |phrases| &phrases.broken)),
        }
    }
}

/// Whether the shop will say more.
enum News {
    More,
    NoMore,
}

async fn changed(changes: Option<&mut watch::Receiver<u64>>) -> News {
    match changes {
        Some(changes) => changes.changed().await.map_or(News::NoMore, |()| News::More),
        None => std::future::pending().await,
    }
}

/// Waits for the time and then for room on the line; `None` if the line is closed.
async fn room(output: &mpsc::Sender<Out>, at: Option<Instant>) -> Option<mpsc::Permit<'_, Out>> {
    until(at).await;
    output.reserve().await.ok()
}

/// Waits until then; for ever if there is no such time.
pub(super) async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
