//! The shop of the random steps: its people at their terminals, the calls and complaints that there are, and what was
//! acknowledged about each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shopdesk::desk::door::Receipt;
use shopdesk::desk::rows::{CallPage, ComplaintPage};
use shopdesk::desk::{Answer, DeskError, Door, Envelope, Query, Session};
use shopdesk::domain::{CallId, Command, ComplaintId, Key, OrderId};

use super::heard::{Heard, Said};
use crate::shop::{Shop, session_of};
use crate::steps::Dice;

/// Who sits where: three callers, two advisors, quality, a manager.
pub const PEOPLE: [(&str, &str); 7] = [
    ("lin", "caller"),
    ("fang", "caller"),
    ("yu", "caller"),
    ("li", "advisor"),
    ("mei", "advisor"),
    ("qin", "quality"),
    ("han", "manager"),
];
/// How long a lease lasts, in milliseconds.
const LEASE_MS: i64 = 10 * 60_000;
/// How long that of a session that lost its line lasts.
const PARKED_MS: i64 = 2 * 60_000;

/// What came of all steps together.
#[derive(Debug, Default)]
pub struct Tally {
    pub answers: usize,
    pub attempts: usize,
    pub taken_back: usize,
    /// A call that had ended is to be made again.
    pub reopened: usize,
    pub yes: usize,
    pub no: usize,
    /// A yes that was refused, as a step before it was not taken.
    pub too_early: usize,
    pub given_up: usize,
    /// A call that another session held.
    pub held: usize,
    pub refused: usize,
    pub expired: usize,
    pub cancelled: usize,
    pub undone: usize,
}

/// The shop, and what was acknowledged.
pub struct World {
    pub shop: Shop,
    pub dice: Dice,
    pub sessions: Vec<Session>,
    pub calls: BTreeMap<CallId, Heard>,
    pub complaints: BTreeMap<ComplaintId, Said>,
    pub orders: Vec<OrderId>,
    pub tally: Tally,
    /// Which session holds which call until when, as it has to be.
    leases: BTreeMap<CallId, (u64, i64)>,
    opened: u64,
}

impl World {
    /// A shop with its people, each at a terminal.
    pub fn new(seed: u64) -> Self {
        let shop = Shop::new();
        for (id, role) in PEOPLE.into_iter().filter(|(id, _)| *id != "li") {
            let with = json!({ "id": id, "name": id, "roles": [role] });
            shop.run(command("add_staff", with));
        }
        let sessions = (1_000..).zip(PEOPLE).map(|(id, (who, _))| Session { id, ..session_of(who) }).collect();
        Self {
            shop,
            dice: Dice(seed),
            sessions,
            calls: BTreeMap::new(),
            complaints: BTreeMap::new(),
            orders: Vec::new(),
            tally: Tally::default(),
            leases: BTreeMap::new(),
            opened: 2_000,
        }
    }

    /// Gives a command from a terminal. One that is refused must have changed nothing.
    pub fn tell(&mut self, seat: usize, name: &str, with: Value) -> Result<Receipt, DeskError> {
        let command = command(name, with.clone());
        let call = with["call"].as_str().map(CallId::new).filter(|id| self.calls.contains_key(id));
        let complaint = with["complaint"].as_str().map(ComplaintId::new);
        let seen = |world: &Self| {
            let call = call.as_ref().map(|id| world.call(id));
            (world.newest(), call, complaint.as_ref().map(|id| world.complaint(id)))
        };
        let before = seen(self);
        let holder = call.as_ref().and_then(|id| self.other_holder(seat, id));
        let outcome = self.shop.desk.run(&self.sessions[seat], Envelope::new(command));
        match &outcome {
            Ok(_) => assert!(
                holder.is_none() || !matches!(name, "log_attempt" | "answer_call" | "take_back_attempt" | "opt_out"),
                "{name} on a call that session {holder:?} holds"
            ),
            Err(error) => {
                self.tally.refused += 1;
                self.tally.held += usize::from(matches!(error, DeskError::Held { .. }));
                let known =
                    matches!(error, DeskError::Held { .. } | DeskError::Refused(_) | DeskError::NotAllowed { .. });
                assert!(known, "{name} {with}: {error:?}");
                assert!(seen(self) == before, "{name} {with} was refused, and changed something");
            }
        }
        outcome
    }

    /// Takes a call up, or is told who holds it.
    pub fn hold(&mut self, seat: usize, call: &CallId) -> bool {
        let other = self.other_holder(seat, call);
        match self.shop.desk.hold(&self.sessions[seat], &Key::Call(call.clone())) {
            Ok(()) => {
                assert_eq!(other, None, "{call} is held twice");
                let until = self.shop.now().ms() + LEASE_MS;
                self.leases.insert(call.clone(), (self.sessions[seat].id, until));
                true
            }
            Err(DeskError::Held { .. }) => {
                assert!(other.is_some(), "{call} is held by nobody, and refused");
                self.tally.held += 1;
                false
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Lets go of every call of a terminal.
    pub fn let_go(&mut self, seat: usize) {
        self.shop.desk.let_go(&self.sessions[seat], None);
        let id = self.sessions[seat].id;
        self.leases.retain(|_, (of, _)| *of != id);
    }

    /// A terminal dies without a word: its line is lost, and the person opens another one.
    pub fn kill(&mut self, seat: usize) {
        self.shop.desk.park(&self.sessions[seat]);
        let (id, soon) = (self.sessions[seat].id, self.shop.now().ms() + PARKED_MS);
        self.leases.values_mut().filter(|(of, _)| *of == id).for_each(|(_, until)| *until = soon.min(*until));
        self.opened += 1;
        self.sessions[seat].id = self.opened;
    }

    /// The calls that a terminal holds now.
    pub fn held_by(&self, seat: usize) -> Vec<CallId> {
        let (id, now) = (self.sessions[seat].id, self.shop.now().ms());
        let own = self.leases.iter().filter(|(_, (of, until))| *of == id && *until > now);
        own.map(|(call, _)| call.clone()).collect()
    }

    fn other_holder(&self, seat: usize, call: &CallId) -> Option<u64> {
        let now = self.shop.now().ms();
        let lease = self.leases.get(call).filter(|(of, until)| *of != self.sessions[seat].id && *until > now);
        lease.map(|(of, _)| *of)
    }

    /// The desk holds what has to be held, each call once.
    pub fn check_leases(&mut self) {
        let now = self.shop.now().ms();
        self.leases.retain(|_, (_, until)| *until > now);
        let Answer::Held(rows) = self.shop.ask(&Query::Held) else { panic!("no leases") };
        let calls = rows.iter().filter_map(|row| if let Key::Call(id) = &row.key { Some(id) } else { None });
        let calls: Vec<&CallId> = calls.collect();
        let once: BTreeSet<&CallId> = calls.iter().copied().collect();
        assert_eq!(once.len(), calls.len(), "a call is held twice");
        assert_eq!(once, self.leases.keys().collect(), "what is held is not what has to be");
    }

    /// Every call and every complaint says what was acknowledged.
    pub fn check_all(&self) {
        self.calls.iter().for_each(|(id, heard)| heard.check(&self.call(id)));
        self.complaints.iter().for_each(|(id, said)| said.check(&self.complaint(id)));
    }

    /// Every page.
    pub fn pages(&self) -> (Vec<CallPage>, Vec<ComplaintPage>) {
        let calls = self.calls.keys().map(|id| self.call(id));
        (calls.collect(), self.complaints.keys().map(|id| self.complaint(id)).collect())
    }

    /// The page of a call.
    pub fn call(&self, id: &CallId) -> CallPage {
        match self.shop.ask(&Query::Call { id: id.clone() }) {
            Answer::Call(page) => *page,
            other => panic!("{}", other.unexpected().code()),
        }
    }

    /// The page of a complaint.
    pub fn complaint(&self, id: &ComplaintId) -> ComplaintPage {
        match self.shop.ask(&Query::Complaint { id: id.clone() }) {
            Answer::Complaint(page) => *page,
            other => panic!("{}", other.unexpected().code()),
        }
    }

    /// The newest line of the journal.
    pub fn newest(&self) -> u64 {
        *self.shop.desk.changed().borrow()
    }

    /// Closes the shop, and opens it again.
    pub fn reopened(mut self, without_index: bool) -> Self {
        self.shop = self.shop.reopened(without_index);
        self.leases.clear();
        self
    }
}

/// A command as another program would send it.
pub fn command(name: &str, with: Value) -> Command {
    let line = json!({ "do": name, "with": with });
    serde_json::from_value(line.clone()).unwrap_or_else(|error| panic!("{line}: {error}"))
}
