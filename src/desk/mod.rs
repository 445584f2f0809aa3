//! The desk: the one door to the shop.
//!
//! Every command and every query, from a screen or a program, near or far, passes here: right → decide → commit →
//! announce. Rights are checked in this module and nowhere else. It knows no screen and no language.

pub mod adopt;
mod ask;
mod board;
mod calls;
pub mod campaigns;
mod comeback;
pub mod door;
pub mod draft;
mod error;
pub mod feedback;
mod files;
pub mod find;
mod improvement;
pub mod inbox;
pub mod kept;
pub mod lease;
mod months;
mod once;
mod pages;
mod parts_on_order;
pub mod pin;
pub mod plan;
mod proposed;
pub mod query;
mod quoted;
mod repeats;
mod requests;
pub mod rows;
pub mod session;
mod veil;
pub mod visit;

pub use door::{Door, Envelope, Receipt};
pub use error::{DeskError, Newer};
pub use query::{Answer, Query};
pub use session::Session;

use crate::domain::capa::Level;
use crate::domain::order::move_to::MoveOrder;
use crate::domain::order::stage;
use crate::domain::refusal::Why;
use crate::domain::staff::Staff;
use crate::domain::staff::role::Right;
use crate::domain::{Command, Key, Refusal, Rules, StaffId, Stamp};
use crate::store::clerk::{Clock, Failure, Random, Request};
use crate::store::journal::{CutTail, Progress, Via};
use crate::store::lock::Lock;
use crate::store::{Store, StoreError, With};
use arc_swap::ArcSwap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{oneshot, watch};

/// What a desk is opened with; the composition root reads it from settings.
pub struct Setup {
    /// The data folder.
    pub data: PathBuf,
    /// Bytes of the index's cache.
    pub cache_bytes: u64,
    /// Bytes that are left free on the disk: with less, commands are refused.
    pub keep_free_bytes: u64,
    /// The shop's rules, but for the survey, which comes from its scheme.
    pub rules: Rules,
    /// The scheme that follow-up calls ask by.
    pub survey: String,
    /// Scheme texts: file name and text; shipped ones and the shop's own.
    pub schemes: Vec<(String, String)>,
    /// Checklist texts: file name and text; of two with one id the last is in force.
    pub checklists: Vec<(String, String)>,
    /// The clock.
    pub clock: Clock,
    /// Fills the salts of personal slots.
    pub random: Random,
    /// Leave syncing to the end: only for a demo shop, which can begin again.
    pub unsynced: bool,
}

/// An open shop.
pub struct Desk {
    store: Store,
    rules: Arc<ArcSwap<Rules>>,
    schemes: ArcSwap<adopt::Schemes>,
    board: once::Once<(u64, bool), rows::BoardPage>,
    staff: once::Once<u64, Arc<Vec<rows::StaffRow>>>,
    months: months::Cache,
    proposals: proposed::Cache,
    pins: pin::Pins,
    reads: veil::ReadToday,
    leases: lease::Leases,
    clock: Clock,
    data: PathBuf,
    owner: Option<u32>,
}

impl Desk {
    /// Opens the shop in a folder whose lock the caller has taken, and adopts schemes that are new.
    ///
    /// # Errors
    /// What keeps the store from opening, or a scheme text that changed without a new version.
    pub fn open(setup: Setup, lock: Lock, progress: &mut dyn FnMut(Progress)) -> Result<Self, DeskError> {
        let owner = std::fs::metadata(&setup.data).ok().map(|meta| std::os::unix::fs::MetadataExt::uid(&meta));
        let rules = Arc::new(ArcSwap::from_pointee(setup.rules));
        let random = Arc::new(Mutex::new(setup.random));
        let drawn = random.clone();
        let with = With {
            cache_bytes: setup.cache_bytes,
            keep_free_bytes: setup.keep_free_bytes,
            clock: setup.clock.clone(),
            rules: rules.clone(),
            random: Box::new(move |bytes| (drawn.lock().unwrap_or_else(PoisonError::into_inner))(bytes)),
            unsynced: setup.unsynced,
        };
        let store = Store::open(&setup.data, lock, with, progress)?;
        let desk = Self {
            store,
            rules,
            schemes: Default::default(),
            board: Default::default(),
            staff: Default::default(),
            months: Default::default(),
            proposals: Default::default(),
            pins: pin::Pins::new(random),
            reads: Default::default(),
            leases: Default::default(),
            clock: setup.clock,
            data: setup.data,
            owner,
        };
        desk.adopt(&setup.schemes, &setup.survey)?;
        desk.adopt_checklists(&setup.checklists)?;
        Ok(desk)
    }

    /// What opening cut off the end of the journal: a write that was never finished, and never confirmed.
    pub fn cut(&self) -> Option<&CutTail> {
        self.store.found().cut.as_ref()
    }

    /// Reads the whole journal behind what goes on, now and once a day. Where it is damaged, no more commands are taken.
    ///
    /// # Errors
    /// The system gives no thread for it.
    pub fn watch_over_journal(&self) -> Result<(), DeskError> {
        Ok(self.store.watch_over_journal()?)
    }

    /// Now, by the shop's clock.
    pub fn now(&self) -> Stamp {
        (self.clock)()
    }

    /// The shop's rules.
    pub fn rules(&self) -> Arc<Rules> {
        self.rules.load_full()
    }

    /// How many rows of the index were read so far: what answering costs, whatever the machine.
    pub fn rows_read(&self) -> u64 {
        self.store.shelf().rows_read()
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The newest journal line, as it changes.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.store.changed()
    }

    /// Hands a command to the clerk without waiting; used where many are under way at once.
    ///
    /// # Errors
    /// The session lacks the right.
    pub fn submit(&self, session: &Session, envelope: Envelope) -> Result<Pending, DeskError> {
        self.hand_to_clerk(session, envelope, None)
    }

    /// The same for something that happened at `at`: the demo year is written so, each command at its own time. No
    /// door leads here, only this program's own code. A time before the journal's last one counts as that.
    ///
    /// # Errors
    /// The session lacks the right.
    pub fn submit_at(&self, session: &Session, envelope: Envelope, at: Stamp) -> Result<Pending, DeskError> {
        self.hand_to_clerk(session, envelope, Some(at))
    }

    fn hand_to_clerk(&self, session: &Session, envelope: Envelope, at: Option<Stamp>) -> Result<Pending, DeskError> {
        self.require(session, envelope.command.needs())?;
        if let Command::MoveOrder(c) = &envelope.command {
            self.require_step(session, c)?;
        }
        self.require_issuer(session, &envelope.command)?;
        self.require_own_call(session, &envelope.command)?;
        if let Some(key) = envelope.key.as_ref().filter(|key| key.is_empty() || key.len() > KEY_BYTES_MAX) {
            return Err(DeskError::KeyLength { bytes: key.len(), most: KEY_BYTES_MAX });
        }
        self.check_seen(&envelope)?;
        let mut envelope = envelope;
        self.measure(&mut envelope.command)?;
        Ok(self.send(session, envelope, at))
    }

    /// Hands over what was checked.
    fn send(&self, session: &Session, envelope: Envelope, at: Option<Stamp>) -> Pending {
        let (by, uid) = (session.who.clone(), session.uid);
        let Envelope { command, seen, key } = envelope;
        let via = session.via;
        Pending(self.store.submit(|answer| Request { by, uid, via, at, key, seen, command, answer }))
    }

    /// Refuses a `seen` that could not protect anything: a noun nobody knows, a version that is yet to come.
    fn check_seen(&self, envelope: &Envelope) -> Result<(), DeskError> {
        let newest = self.store.shelf().live().seq;
        for (noun, version) in &envelope.seen {
            if !SEEN_NOUNS.contains(&noun.as_str()) {
                let nouns = SEEN_NOUNS.map(String::from).to_vec();
                return Err(Refusal::invalid("seen", noun, Why::NotOneOf(nouns)).into());
            }
            if *version > newest {
                let most = i64::try_from(newest).unwrap_or(i64::MAX);
                return Err(Refusal::invalid("seen", version, Why::OutOfRange { least: 0, most }).into());
            }
        }
        Ok(())
    }

    /// Refuses a move by hand to whoever may not take that step. A move that the workflow does not have is left to its
    /// own refusal.
    fn require_step(&self, session: &Session, c: &MoveOrder) -> Result<(), DeskError> {
        let live = self.store.shelf().live();
        let record = live.get(&Key::Order(c.order.clone()));
        let order = record.and_then(|record| record.as_order());
        match order.and_then(|order| stage::find(order.stage, c.to)) {
            Some(step) => self.require(session, step.right),
            None => Ok(()),
        }
    }

    /// Refuses to issue the report of S17, or to give it to others, to anybody but the management representative (O2).
    fn require_issuer(&self, session: &Session, command: &Command) -> Result<(), DeskError> {
        let capa = match command {
            Command::IssueCapa(c) => &c.capa,
            Command::ReassignCapa(c) => &c.capa,
            _ => return Ok(()),
        };
        let live = self.store.shelf().live();
        let record = live.get(&Key::Capa(capa.clone()));
        match record.and_then(|record| record.as_capa()).filter(|capa| capa.level == Level::Report) {
            Some(_) => self.require(session, Right::IssueReport),
            None => Ok(()),
        }
    }

    /// Refuses a session whose person lacks `right`.
    fn require(&self, session: &Session, right: Right) -> Result<(), DeskError> {
        if self.has_right(session, right) {
            return Ok(());
        }
        let live = self.store.shelf().live();
        let is_set_up = live.shop().is_some_and(|shop| !shop.name.is_empty());
        match session.is_owner() && !is_set_up {
            true => Err(DeskError::NotSetUp),
            false => Err(DeskError::NotAllowed { right, who: session.who.clone() }),
        }
    }

    /// Whether the person of a session has `right`, now.
    fn has_right(&self, session: &Session, right: Right) -> bool {
        let live = self.store.shelf().live();
        let is_set_up = live.shop().is_some_and(|shop| !shop.name.is_empty());
        match live.person(&session.who) {
            Some(person) => person.may(right) || (self.is_from_owner(session) && session::OWNER_MAY.contains(&right)),
            // The inbox of a running server takes requests up; no one from outside comes as it.
            None if *session == Session::inbox() => is_set_up && right == Right::Receive,
            // Before the first person is added, and for repairs later: the folder's owner is admin (CONTRACTS 6).
            None => session.is_owner() && session::OWNER_MAY.contains(&right),
        }
    }

    /// True for a command line of the folder's owner, who could take the folder away as well: a shop whose last admin
    /// is gone must not be locked for ever. At a screen others may be sitting.
    fn is_from_owner(&self, session: &Session) -> bool {
        session.via == Via::Apply && session.uid.is_some() && session.uid == self.owner
    }

    /// Who a user of the operating system is here.
    pub fn session_of(&self, uid: u32, via: Via) -> Session {
        let live = self.store.shelf().live();
        let person = live.staff().find(|person| person.uid == Some(uid) && !person.gone);
        let who = match person {
            Some(person) => person.id.clone(),
            None if self.owner == Some(uid) => session::owner(),
            None => session::stranger(),
        };
        Session { who, uid: Some(uid), via, caller: None, id: 0 }
    }

    /// Whose key to log in with this is: kind and key. Who no longer works here has none.
    pub fn caller(&self, key: &str) -> Option<StaffId> {
        let live = self.store.shelf().live();
        let has = |person: &&Staff| !person.gone && person.keys.iter().any(|theirs| theirs.key == key);
        live.staff().find(has).map(|person| person.id.clone())
    }

    /// Whether anybody who works here has a key to log in with.
    pub fn has_callers(&self) -> bool {
        self.store.shelf().live().staff().any(|person| !person.gone && !person.keys.is_empty())
    }

    /// Stops cleanly: the clerk finishes, everything is on disk.
    ///
    /// # Errors
    /// The disk does not take it. The journal is safe all the same.
    pub fn close(&self) -> Result<(), DeskError> {
        Ok(self.store.close()?)
    }
}

/// The records whose versions `seen` may name.
const SEEN_NOUNS: [&str; 12] = [
    "order",
    "customer",
    "vehicle",
    "call",
    "complaint",
    "feedback",
    "capa",
    "project",
    "requirement",
    "staff",
    "campaign",
    "plan",
];

/// The longest idempotency key, in bytes: it is part of an index key.
const KEY_BYTES_MAX: usize = 200;

/// An answer on its way.
pub struct Pending(oneshot::Receiver<Result<crate::store::clerk::Receipt, Failure>>);

impl Pending {
    /// Waits for the answer, blocking this thread.
    ///
    /// # Errors
    /// What the clerk says.
    pub fn wait(self) -> Result<Receipt, DeskError> {
        Self::settle(self.0.blocking_recv())
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// What the clerk says.
    pub async fn answer(self) -> Result<Receipt, DeskError> {
        Self::settle(self.0.await)
    }

    fn settle(
        received: Result<Result<crate::store::clerk::Receipt, Failure>, oneshot::error::RecvError>,
    ) -> Result<Receipt, DeskError> {
        match received {
            Ok(Ok(receipt)) => Ok(Receipt { seq: receipt.seq, id: receipt.id, warnings: receipt.warnings }),
            Ok(Err(Failure::Refused(refusal))) => Err(DeskError::Refused(refusal)),
            Ok(Err(Failure::Store(error))) => Err(error.into()),
            Ok(Err(Failure::KeyTaken { seq })) => Err(DeskError::KeyTaken { seq }),
            Ok(Err(Failure::Fault(what))) => Err(DeskError::Fault { what }),
            Err(_) => Err(StoreError::ReadOnly.into()),
        }
    }
}

impl Door for Desk {
    fn run(&self, session: &Session, envelope: Envelope) -> Result<Receipt, DeskError> {
        let adopts = matches!(envelope.command, Command::AdoptConfig(_));
        let receipt = self.submit(session, envelope)?.wait()?;
        if adopts {
            self.reload_schemes()?;
        }
        Ok(receipt)
    }

    fn ask(&self, session: &Session, query: &Query) -> Result<Answer, DeskError> {
        self.require(session, query.needs())?;
        let answer = self.answer(session, query)?;
        self.note_read(session, query, &answer);
        self.note_expired(query);
        Ok(answer)
    }

    fn may(&self, session: &Session, right: Right) -> Result<(), DeskError> {
        self.require(session, right)
    }

    fn admit(&self, session: &Session, to: &StaffId, pin: Option<&str>) -> Result<(), DeskError> {
        self.let_in(session, to, pin)
    }

    fn hold(&self, session: &Session, key: &Key) -> Result<(), DeskError> {
        self.take_lease(session, key)
    }

    fn let_go(&self, session: &Session, key: Option<&Key>) {
        self.end_lease(session, key);
    }

    fn park(&self, session: &Session) {
        self.park_leases(session);
    }

    fn change_pin(&self, session: &Session, old: &str, new: &str) -> Result<Receipt, DeskError> {
        self.change_own_pin(session, old, new)
    }
}
