//! What all connections of one server share: how far the shop is, who is there, who is parked.

use super::{
    app::{Progress, Refused, Shop},
    frame::Tag,
    hello::{Exit, code},
    park::Parked,
    phrase::{Phrasebook, Phrases, Said},
    rows::IN_FLIGHT,
    seated::Seated,
    ssh::Port,
};
use crate::tui::input::PASTE_BYTES_MAX;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Semaphore, watch};

/// Screens that read anew at a time.
const READERS: usize = 2;

/// How much of everything there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time, of any kind.
    pub connections: usize,
    /// Sessions that one caller may have at a time.
    pub per_caller: usize,
    /// How long a connection may take to say who it is.
    pub handshake: Duration,
    /// Parked sessions; the oldest goes first.
    pub parked: usize,
    /// How long a session stays parked.
    pub parked_for: Duration,
    /// How long a session may be without a key before it is parked; `None` for ever.
    pub session_idle: Option<Duration>,
    /// Bytes of one paste that are taken.
    pub paste_bytes: usize,
    /// Bytes of one request of a program.
    pub line_bytes: usize,
    /// Requests of one program that may be without their answer.
    pub queue: usize,
    /// How long the server stays after its last session; `None` for ever.
    pub idle: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 200,
            per_caller: 4,
            handshake: Duration::from_secs(5),
            parked: 64,
            parked_for: Duration::from_secs(8 * 60 * 60),
            session_idle: None,
            paste_bytes: PASTE_BYTES_MAX,
            line_bytes: Tag::Line.most_bytes(),
            queue: IN_FLIGHT,
            idle: None,
        }
    }
}

/// Why the server stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Signal,
    Idle,
    Asked,
    Refused(Refused),
}

/// How far the shop is.
#[derive(Clone)]
pub(super) enum Stage {
    Opening(Progress),
    Open(Arc<dyn Shop>),
    Closing(Why),
}

/// How many are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) screens: usize,
    pub(super) programs: usize,
}

impl Live {
    pub(super) fn total(self) -> usize {
        self.screens + self.programs
    }
}

pub(super) struct Hub {
    pub(super) stage: watch::Sender<Stage>,
    /// Counts the minutes and deadlines that have passed: one sleeper for all sessions.
    pub(super) wake: watch::Sender<u64>,
    pub(super) live: watch::Sender<Live>,
    pub(super) asked_to_stop: watch::Sender<bool>,
    pub(super) parked: Parked,
    pub(super) seated: Arc<Seated>,
    /// Room for connections, of any kind.
    pub(super) room: Arc<Semaphore>,
    /// Room for screens that read anew what others changed. Two hundred at once would be two hundred threads, each with
    /// memory of its own, for a work that two processors do no sooner.
    pub(super) reading: Arc<Semaphore>,
    pub(super) port: watch::Sender<Port>,
    pub(super) phrases: Phrasebook,
    pub(super) limits: Limits,
    pub(super) version: String,
    pub(super) began: Instant,
}

impl Hub {
    pub(super) fn new(phrases: Phrasebook, limits: Limits, version: String) -> Hub {
        Hub {
            stage: watch::Sender::new(Stage::Opening(Progress::default())),
            wake: watch::Sender::new(0),
            live: watch::Sender::default(),
            asked_to_stop: watch::Sender::new(false),
            parked: Parked::new(limits.parked, limits.parked_for),
            seated: Seated::new(),
            room: Arc::new(Semaphore::new(limits.connections)),
            reading: Arc::new(Semaphore::new(READERS)),
            port: watch::Sender::default(),
            phrases,
            limits,
            version,
            began: Instant::now(),
        }
    }

    /// Counts a session or program in until the guard is dropped.
    pub(super) fn arrive(self: &Arc<Hub>, count: fn(&mut Live) -> &mut usize) -> Present {
        self.live.send_modify(|live| *count(live) += 1);
        Present { hub: Arc::clone(self), count }
    }

    /// Moves on, unless the server is stopping already.
    pub(super) fn to_stage(&self, next: Stage) {
        self.stage.send_if_modified(|stage| {
            let moves = !matches!(stage, Stage::Closing(_));
            if moves {
                *stage = next;
            }
            moves
        });
    }

    /// Returns the shop if it is open.
    pub(super) fn shop(&self) -> Option<Arc<dyn Shop>> {
        match &*self.stage.borrow() {
            Stage::Open(shop) => Some(Arc::clone(shop)),
            Stage::Opening(_) | Stage::Closing(_) => None,
        }
    }

    /// Returns the shop once it is open, or why it never will be.
    pub(super) async fn opened(&self) -> Result<Arc<dyn Shop>, Why> {
        let mut stage = self.stage.subscribe();
        loop {
            match &*stage.borrow_and_update() {
                Stage::Opening(_) => {}
                Stage::Open(shop) => return Ok(Arc::clone(shop)),
                Stage::Closing(why) => return Err(why.clone()),
            }
            stage.changed().await.expect("the hub holds the sender");
        }
    }

    /// Waits until the server begins to stop.
    pub(super) async fn closing(&self) -> Why {
        let mut stage = self.stage.subscribe();
        loop {
            if let Stage::Closing(why) = &*stage.borrow_and_update() {
                return why.clone();
            }
            stage.changed().await.expect("the hub holds the sender");
        }
    }

    /// Words the last word for someone who is there when the server stops.
    pub(super) fn farewell(&self, why: &Why, lang: &str) -> Exit {
        match why {
            Why::Refused(refused) => refused.exit(),
            Why::Signal | Why::Idle | Why::Asked => say(code::STOPPING, &self.phrases.of(lang).stopping),
        }
    }

    /// Words a last word.
    pub(super) fn exit(&self, lang: &str, code: &str, said: fn(&Phrases) -> &Said) -> Exit {
        say(code, said(self.phrases.of(lang)))
    }
}

impl Refused {
    /// Makes the last word of it, with exit status 1.
    pub(super) fn exit(&self) -> Exit {
        let Refused { code, message, remedy } = self.clone();
        Exit { code, message, remedy, status: 1, about: None }
    }
}

fn say(code: &str, said: &Said) -> Exit {
    let Said { message, remedy } = said.clone();
    Exit { code: code.to_owned(), message, remedy, status: 1, about: None }
}

/// Stands for someone who is there.
pub(super) struct Present {
    hub: Arc<Hub>,
    count: fn(&mut Live) -> &mut usize,
}

impl Drop for Present {
    fn drop(&mut self) {
        self.hub.live.send_modify(|live| *(self.count)(live) -= 1);
    }
}
