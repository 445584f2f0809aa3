//! The shop as the server knows it: sessions for people, rows for programs, one desk behind both.

use super::context::Context;
use super::door::{Asked, Told};
use super::printing;
use super::seat::{Sat, Seat};
use super::trouble::Trouble;
use crate::desk::draft::Drafts;
use crate::desk::{Desk, DeskError, Door, Pending, Session};
use crate::domain::staff::role::Right;
use crate::domain::{Command, StaffId, Stamp};
use crate::server::app::{self, Answer, Flow, Peer, Refused, Shop};
use crate::server::hello::Hello;
use crate::store::journal::Via;
use crate::text::Lang;
use crate::tui::app::{App, Flow as AppFlow, Idle, Screenful, Shared};
use crate::tui::input::Event;
use crate::tui::keymap::Keymap;
use crate::tui::screen::board::MARKED_MS;
use crate::tui::terminal::Depth;
use ratatui::Frame;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

const MINUTE_MS: i64 = 60_000;

/// One desk, open to sessions and programs.
pub struct Front {
    desk: Arc<Desk>,
    context: Context,
    shared: Shared,
    /// The newest journal line that was seen, and when.
    newest: Mutex<(u64, Stamp)>,
}

impl Front {
    /// Opens the doors of a desk.
    pub fn new(context: Context, desk: Arc<Desk>, keymap: Keymap, theme: Arc<str>) -> Front {
        let drafts = Drafts::in_data(&context.place.data);
        drafts.tidy(std::time::SystemTime::now());
        let shared = Shared {
            door: desk.clone(),
            clock: context.clock.clone(),
            zone: context.settings.zone(),
            idle: Idle::after_minutes(context.settings.lock_after_minutes),
            drafts,
            catalogue: context.catalogue.clone(),
            keymap: Arc::new(keymap),
            theme,
            printer: printing::printer(&context),
            filer: printing::filer(&context),
        };
        let newest = Mutex::new((*desk.changed().borrow(), desk.now()));
        Front { desk, context, shared, newest }
    }

    fn session(&self, peer: &Peer, via: Via) -> Session {
        match peer {
            Peer::Local { uid } => self.desk.session_of(*uid, via),
            Peer::Caller { who, .. } => {
                let who = StaffId::new(who);
                Session { caller: Some(who.clone()), who, uid: None, via, id: 0 }
            }
        }
    }

    /// How long the mark of what changed last is still to be seen, in milliseconds.
    fn mark_ends(&self, now: Stamp) -> Option<i64> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = *self.desk.changed().borrow();
        if newest.0 != seq {
            *newest = (seq, now);
        }
        let left = MARKED_MS - now.since(newest.1);
        (left > 0).then_some(left)
    }

    /// Hands the command to the clerk at once, so that commands keep the order of their lines.
    fn run(&self, session: &Session, envelope: crate::desk::Envelope) -> Answer {
        let adopts = matches!(envelope.command, Command::AdoptConfig(_));
        let desk = self.desk.clone();
        match self.desk.submit(session, envelope) {
            Ok(pending) => Box::pin(async move { done(&desk, pending, adopts).await.line() }),
            Err(error) => ready(Told::No(error)),
        }
    }
}

async fn done(desk: &Desk, pending: Pending, adopts: bool) -> Told {
    let receipt = match pending.answer().await {
        Ok(receipt) => receipt,
        Err(error) => return Told::No(error),
    };
    match if adopts { desk.reload_schemes() } else { Ok(()) } {
        Ok(()) => Told::Done(receipt),
        Err(error) => Told::No(error),
    }
}

fn ready(told: Told) -> Answer {
    Box::pin(std::future::ready(told.line()))
}

impl Shop for Front {
    fn open(&self, hello: &Hello, peer: Peer) -> Result<Box<dyn app::App>, Refused> {
        let (session, shown) = (self.session(&peer, Via::Screen), show(hello, self.context.settings.lang()));
        if session.is_stranger() {
            let error = DeskError::NotAllowed { right: Right::Read, who: session.who };
            let words = self.context.catalogue.words(shown.lang);
            return Err(Trouble::desk(&words, self.desk.now(), &error).into());
        }
        let seat = Seat::of(&self.shared.drafts, &session, hello);
        let mut app = App::new(self.shared.clone(), session, shown);
        let kept = seat.as_ref().and_then(Seat::found);
        if let Some(sat) = &kept {
            app.take_up(&sat.who, &sat.places);
        }
        Ok(Box::new(Sitting { app, seat, kept }))
    }

    fn resume(&self, app: &mut dyn app::App, hello: &Hello) {
        app.resumed(hello);
    }

    fn caller(&self, key: &str) -> Option<String> {
        self.desk.caller(key).map(|who| who.to_string())
    }

    fn has_callers(&self) -> bool {
        self.desk.has_callers()
    }

    fn seat(&self, _hello: &Hello, peer: Peer) -> String {
        match peer {
            Peer::Local { uid } => format!("local {uid}"),
            Peer::Caller { who, .. } => format!("ssh {who}"),
        }
    }

    fn rows(&self, peer: Peer, line: String) -> Answer {
        let session = self.session(&peer, Via::Apply);
        match serde_json::from_str(&line) {
            Ok(Asked::Run(envelope)) => self.run(&session, *envelope),
            Ok(Asked::Ask(query)) => {
                let desk = self.desk.clone();
                Box::pin(async move {
                    let answered = spawn_blocking(move || desk.ask(&session, &query)).await;
                    let answered = answered.unwrap_or_else(|error| Err(DeskError::Fault { what: error.to_string() }));
                    answered.map_or_else(Told::No, Told::Answer).line()
                })
            }
            Ok(Asked::Wait(seq)) => {
                let mut changed = self.desk.changed();
                Box::pin(async move {
                    let newer = changed.wait_for(|newest| *newest > seq).await.map(|newest| *newest);
                    newer
                        .map_or_else(|_| Told::No(DeskError::Gone { why: String::new(), reached: true }), Told::Now)
                        .line()
                })
            }
            Err(error) => ready(Told::No(DeskError::Fault { what: error.to_string() })),
        }
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.desk.changed()
    }

    fn next_wake(&self) -> Option<Duration> {
        if self.context.frozen.is_some() {
            return None;
        }
        let now = self.desk.now();
        let minute = MINUTE_MS - now.ms().rem_euclid(MINUTE_MS);
        let wait = self.mark_ends(now).into_iter().chain(self.shared.idle.next(now)).fold(minute, i64::min);
        Some(Duration::from_millis(u64::try_from(wait).unwrap_or_default()))
    }

    fn close(&self) {
        if let Err(error) = self.desk.close() {
            tracing::error!(code = error.code(), "the index is not closed in good order; it will be made again");
        }
        self.context.place.remove();
    }
}

/// A person's app as the server draws it, and where it is noted who sits there and what is open.
struct Sitting {
    app: App,
    seat: Option<Seat>,
    kept: Option<Sat>,
}

impl app::App for Sitting {
    fn on(&mut self, event: Event) -> Flow {
        match self.app.on(event) {
            AppFlow::Stay => Flow::Stay,
            AppFlow::Leave(words) => {
                if let Some(seat) = self.seat.take() {
                    seat.leave();
                }
                Flow::Leave(words)
            }
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        self.app.draw(frame);
    }

    fn refresh(&mut self) {
        self.app.refresh();
    }

    fn keep(&mut self) {
        self.app.keep();
        let Some(seat) = &self.seat else { return };
        let sits = Sat { who: self.app.who().clone(), places: self.app.places() };
        if self.kept.as_ref() != Some(&sits) {
            seat.note(&sits);
            self.kept = Some(sits);
        }
    }

    fn parked(&mut self) {
        self.app.parked();
    }

    fn resumed(&mut self, hello: &Hello) {
        // Whoever asks for no language in particular finds the session as it was left.
        self.app.show_as(show(hello, self.app.shown_as().lang));
        // From here on it is this terminal that would come back.
        if let Some(seat) = &mut self.seat {
            seat.move_to(hello);
            self.kept = None;
        }
        self.app.taken_up_again();
    }
}

/// How a terminal shows things, from what its client says of it.
fn show(hello: &Hello, or: Lang) -> Screenful {
    let no_color = if hello.no_color { "1" } else { "" };
    Screenful {
        lang: Lang::parse(&hello.lang).unwrap_or(or),
        depth: Depth::of(&hello.term, &hello.colorterm, no_color),
        ascii: hello.ascii,
    }
}
