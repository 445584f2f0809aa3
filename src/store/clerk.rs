//! The clerk: one thread, the only writer (DESIGN 2).
//!
//! It drains what waits, decides each command against the current state plus what the group already did, writes all
//! lines at once, syncs once, and only then lets anything be seen or answered.

use super::answered::{self, Answered};
use super::audit;
use super::buckets;
use super::changes::{self, After, Over};
use super::codec::{pack, write_events};
use super::error::StoreError;
use super::journal::Synced;
use super::journal::{Head, Journal, LineDraft, Via};
use super::keys;
use super::reading::Reading;
use super::room;
use super::shelf::Shelf;
use super::state::{State, Tidiness, boot_id};
use crate::domain::decide::{self, Asked, Stop, Warning};
use crate::domain::{Command, Refusal, Rules, StaffId, Stamp};
use arc_swap::ArcSwap;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};

/// Commands in one group at most: one write, one sync.
pub const GROUP_MAX: usize = 64;

/// The same where nothing is synced: a car's whole day is then written to the index once.
const UNSYNCED_GROUP_MAX: usize = 512;

/// How often the index is made durable while there is work: what a crash leaves to be replayed.
const FLUSH_EVERY: Duration = Duration::from_secs(60);

/// Tells the time. Passed in, so that a demo year and a test run by their own clock.
pub type Clock = Arc<dyn Fn() -> Stamp + Send + Sync>;

/// Fills bytes with chance: for the salts of personal slots. Passed in, so that a test can repeat itself.
pub type Random = Box<dyn FnMut(&mut [u8]) + Send>;

/// A command on its way to the clerk.
#[derive(Debug)]
pub struct Request {
    /// Who gives it.
    pub by: StaffId,
    /// Their user id of the operating system.
    pub uid: Option<u32>,
    /// How it came in.
    pub via: Via,
    /// When it happened, if not now: only the demo year is written so.
    pub at: Option<Stamp>,
    /// Idempotency key: a repeat gets the first answer.
    pub key: Option<String>,
    /// Noun → version of the record that was shown.
    pub seen: BTreeMap<String, u64>,
    /// What to do.
    pub command: Command,
    /// Where the answer goes.
    pub answer: oneshot::Sender<Result<Receipt, Failure>>,
}

/// A command that is done, and durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The journal line; of a command that changed nothing, the newest one.
    pub seq: u64,
    /// The id of what it made or changed.
    pub id: String,
    /// What to tell the user.
    pub warnings: Vec<Warning>,
}

/// A command that was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A rule says no.
    Refused(Refusal),
    /// The store could not.
    Store(StoreError),
    /// The idempotency key was given to another command before.
    KeyTaken {
        /// The journal line of that command.
        seq: u64,
    },
    /// An event did not fit its record: a fault of this program. Nothing was written.
    Fault(String),
}

/// What the clerk works with.
pub struct Clerk {
    /// The journal.
    pub journal: Journal,
    /// Live memory and index.
    pub shelf: Arc<Shelf>,
    /// The shop's configuration.
    pub rules: Arc<ArcSwap<Rules>>,
    /// The clock.
    pub clock: Clock,
    /// Fills salts.
    pub random: Random,
    /// Tells everyone the newest journal line.
    pub changed: watch::Sender<u64>,
    /// One sync for many groups: only the demo shop is written so.
    pub unsynced: bool,
    /// Damage of the journal that was found since it was opened.
    pub damage: audit::Found,
    /// Bytes that are left free on the disk.
    pub keep_free_bytes: u64,
    /// The data folder, for `STATE`.
    pub data: PathBuf,
}

/// Requests of a group whose lines the journal does not take, and why.
type Unfit = BTreeMap<usize, StoreError>;

/// What a group has come to so far.
#[derive(Default)]
struct Group {
    drafts: Vec<LineDraft>,
    /// Which request each draft is of.
    of: Vec<usize>,
    after: After,
    /// Answers to commands with idempotency keys.
    answers: HashMap<String, Answered>,
    /// What each request will be answered, once the lines are synced.
    outcomes: Vec<Result<Receipt, Failure>>,
    last: Option<Stamp>,
}

impl Clerk {
    /// Works until nobody can send any more; then gives back the journal.
    pub fn work(mut self, requests: &Receiver<Request>) -> Self {
        let mut flushed = Instant::now();
        let mut head = self.journal.head();
        let most = if self.unsynced { UNSYNCED_GROUP_MAX } else { GROUP_MAX };
        loop {
            match requests.recv_timeout(FLUSH_EVERY) {
                Ok(first) => {
                    let rest = requests.try_iter().take(most - 1);
                    let group: Vec<Request> = std::iter::once(first).chain(rest).collect();
                    self.group(group);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self,
            }
            // Whoever only reads must not have to wait for the next command.
            let _retried_by_the_next_one = self.mend_if_broken();
            if flushed.elapsed() >= FLUSH_EVERY && self.journal.head() != head {
                head = self.journal.head();
                flushed = Instant::now();
                self.flush();
            }
        }
    }

    /// Makes the index durable and notes in `STATE` how far everything is.
    fn flush(&self) {
        let noted =
            self.shelf.flush().and_then(|()| note(&self.data, &self.journal.head(), Tidiness::Dirty, boot_id()));
        if let Err(error) = noted {
            tracing::warn!(%error, "the index could not be made durable; the journal is safe");
        }
    }

    fn group(&mut self, requests: Vec<Request>) {
        let outcomes = self.outcomes(&requests);
        for (request, outcome) in requests.into_iter().zip(outcomes) {
            // The one who asked may have gone; what is done is done.
            let _gone = request.answer.send(outcome);
        }
    }

    /// Decides and commits the requests. One whose line the journal does not take is left out, and the others are
    /// decided again: they must not suffer for it.
    fn outcomes(&mut self, requests: &[Request]) -> Vec<Result<Receipt, Failure>> {
        let mut unfit = Unfit::new();
        loop {
            let group = match self.decide_all(requests, &unfit) {
                Ok(group) => group,
                Err(error) => return requests.iter().map(|_| Err(Failure::Store(error.clone()))).collect(),
            };
            match self.commit(group) {
                Ok(outcomes) => return outcomes,
                Err((request, error)) => unfit.insert(request, error),
            };
        }
    }

    /// Decides the group; nothing of it is written yet. So where the index shows only now that it is broken, it is
    /// mended and the whole group decided again.
    fn decide_all(&self, requests: &[Request], unfit: &Unfit) -> Result<Group, StoreError> {
        if let Some(damage) = self.damage.load_full() {
            return Err((*damage).clone());
        }
        self.mend_if_broken()?;
        let group = self.decide_once(requests, unfit)?;
        if self.shelf.failure().is_none() {
            return Ok(group);
        }
        self.mend()?;
        self.decide_once(requests, unfit)
    }

    fn decide_once(&self, requests: &[Request], unfit: &Unfit) -> Result<Group, StoreError> {
        let mut group = Group { last: self.journal.last_at().and_then(Stamp::parse), ..Group::default() };
        let head = self.journal.head();
        let held = self.shelf.hold();
        let reading = held.reading()?;
        for (index, request) in requests.iter().enumerate() {
            let outcome = match unfit.get(&index) {
                Some(error) => Err(Failure::Store(error.clone())),
                None => self.decide(&reading, head.seq, &mut group, request),
            };
            group.of.resize(group.drafts.len(), index);
            group.outcomes.push(outcome);
        }
        Ok(group)
    }

    fn decide(
        &self,
        reading: &Reading<'_>,
        head: u64,
        group: &mut Group,
        request: &Request,
    ) -> Result<Receipt, Failure> {
        let asked = request.key.as_ref().map(|_| answered::asked(&request.command));
        if let Some(answered) = self.known(reading, group, request.key.as_deref()).map_err(Failure::Store)? {
            return match asked.filter(|asked| answered.is_to(asked)) {
                Some(_) => Ok(Receipt { seq: answered.seq, id: answered.id, warnings: Vec::new() }),
                None => Err(Failure::KeyTaken { seq: answered.seq }),
            };
        }
        let rules = self.rules.load();
        // Time never goes backwards in the journal, whatever the system's clock does.
        let now = request.at.unwrap_or_else(|| (self.clock)());
        let now = group.last.map_or(now, |last| now.max(last));
        let seq = head + group.drafts.len() as u64 + 1;
        let asking = Asked { by: &request.by, uid: request.uid, now, seq, seen: &request.seen };
        let records = Over { before: reading, after: &group.after };
        let mut decided =
            decide::decide(&records, &rules, &asking, &request.command).map_err(|stop| self.failure(stop))?;
        if decided.events.is_empty() {
            return Ok(Receipt { seq: seq - 1, id: decided.id, warnings: decided.warnings });
        }
        let (events, personal) = write_events(&mut decided.events);
        group.drafts.push(LineDraft {
            at: now.to_string(),
            by: request.by.to_string(),
            via: request.via,
            answer: request.key.as_ref().map(|_| decided.id.clone()),
            key: request.key.clone(),
            asked: asked.clone(),
            events,
            personal,
        });
        // Not `append`, which would rebuild the whole map for every command.
        group.after.extend(decided.after);
        group.last = Some(now);
        if let (Some(key), Some(asked)) = (&request.key, asked) {
            group.answers.insert(key.clone(), Answered { seq, id: decided.id.clone(), asked });
        }
        Ok(Receipt { seq, id: decided.id, warnings: decided.warnings })
    }

    /// The first answer to this key, if it was given before.
    fn known(&self, reading: &Reading<'_>, group: &Group, key: Option<&str>) -> Result<Option<Answered>, StoreError> {
        let Some(key) = key else { return Ok(None) };
        match group.answers.get(key) {
            Some(answer) => Ok(Some(answer.clone())),
            None => reading.answer(key),
        }
    }

    /// Writes the group, syncs it, shows it: in this order and no other. Gives what each request is answered; or, with
    /// nothing written, the request whose line the journal does not take.
    fn commit(&mut self, group: Group) -> Result<Vec<Result<Receipt, Failure>>, (usize, StoreError)> {
        if group.drafts.is_empty() {
            return Ok(group.outcomes);
        }
        if let Err(error) = self.write(&group.drafts) {
            tracing::error!(%error, "the journal cannot be written; nothing of this group was acknowledged");
            if let StoreError::BadDraft { index, .. } = &error {
                return Err((group.of[*index], error));
            }
            let unwritten = |outcome: Result<Receipt, Failure>| outcome.and(Err(Failure::Store(error.clone())));
            return Ok(group.outcomes.into_iter().map(unwritten).collect());
        }
        let head = self.journal.head();
        if let Err(error) = self.show(&group, &head) {
            // What the journal holds is done, whatever becomes of the index.
            tracing::error!(%error, "the index failed and will be rebuilt");
        }
        self.changed.send_replace(head.seq);
        Ok(group.outcomes)
    }

    fn write(&mut self, drafts: &[LineDraft]) -> Result<(), StoreError> {
        room::check(self.journal.dir(), self.keep_free_bytes)?;
        let written = if self.unsynced {
            self.journal.append_unsynced(drafts, &mut *self.random)
        } else {
            self.journal.append(drafts, &mut *self.random)
        };
        written.map(|_| ())
    }

    fn show(&self, group: &Group, head: &Head) -> Result<(), StoreError> {
        let batch = {
            let held = self.shelf.hold();
            let reading = held.reading()?;
            let now = Over { before: &reading, after: &group.after };
            let mut counts = buckets::Changes::default();
            changes::batch(&reading, &now, group.after.keys(), &mut counts).and_then(|mut batch| {
                counts.settle(|key| reading.index.get(key), &mut batch)?;
                for (key, answered) in &group.answers {
                    batch.put(keys::answer(key), pack(answered)?);
                }
                Ok(batch)
            })
        };
        self.shelf.apply(batch, &group.after, head)
    }

    fn mend_if_broken(&self) -> Result<(), StoreError> {
        if self.shelf.failure().is_none() { Ok(()) } else { self.mend() }
    }

    /// Makes the index again from the journal, with everyone waiting: it failed, so nothing can be decided.
    fn mend(&self) -> Result<(), StoreError> {
        self.shelf.rebuild(self.journal.dir(), &mut |_| {}).inspect_err(|error| {
            tracing::error!(%error, "the index could not be rebuilt");
        })
    }

    fn failure(&self, stop: Stop) -> Failure {
        match stop {
            Stop::Refused(refusal) => Failure::Refused(refusal),
            // The index knows better than its reader why it could not be read: the disk may be full.
            Stop::Unreadable(why) => Failure::Store(self.shelf.failure().unwrap_or(StoreError::IndexBroken(why.0))),
            Stop::Bad(bad) => Failure::Fault(format!("{} does not fit its record", bad.kind)),
        }
    }
}

/// Writes `STATE`: everything up to `head` is in the journal and in the index.
pub(super) fn note(
    data: &std::path::Path,
    head: &Head,
    tidiness: Tidiness,
    boot: Option<String>,
) -> Result<(), StoreError> {
    let synced = (head.seq > 0).then_some(Synced { seq: head.seq, group: head.group });
    State { tidiness, boot, applied: *head, synced }.write(data)
}
