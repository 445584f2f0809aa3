//! Deciding a command: current state, rules and time in; events or a refusal out. Pure.
//!
//! A decision reads through [`Deciding`] and emits events into it. Each event is folded at once into an overlay, so
//! that a command of several steps sees what its earlier steps did, and nothing outside sees any of it until the
//! journal has it.

mod dispatch;
mod lookup;

use super::clean::{TEXT_MAX, clean};
use super::customer::contact::Contact;
use super::event::{Event, Meta};
use super::fold::{self, BadHistory};
use super::order::Order;
use super::order::move_to::OrderMoved;
use super::order::stage::{self, Around, Stage};
use super::records::{ENTRIES_MAX, Key, Record, Records, Unreadable};
use super::refusal::{Clash, Why};
use super::{Command, CustomerId, OrderId, Refusal, Rules, StaffId, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a decision ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The command is refused.
    Refused(Refusal),
    /// The index could not be read.
    Unreadable(Unreadable),
    /// An event does not fit: a fault of this program, caught before anything is written.
    Bad(BadHistory),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Unreadable> for Stop {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<BadHistory> for Stop {
    fn from(bad: BadHistory) -> Self {
        Self::Bad(bad)
    }
}

/// Something to tell the user about a command that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Warning {
    /// Money was taken before the customer signed (S18: sign, then pay; J3).
    PaidUnsigned,
    /// The promised time is further off than repairs are promised for.
    PromiseFar {
        /// Days until then.
        days: i64,
    },
    /// The promised time is before that at which a part on order is expected.
    PromiseBeforePart {
        /// The part.
        number: u16,
        /// When it is expected.
        expected: Stamp,
    },
    /// A job stands on the quote already.
    JobTwice {
        /// The other line.
        line: u16,
    },
    /// A line takes longer than a day and a night of work.
    LongLabour {
        /// Minutes.
        minutes: u32,
    },
    /// The VIN's check digit does not fit; European makers may not use it.
    VinCheck {
        /// The digit that would fit.
        expected: char,
    },
    /// The phone that a caller found to be wrong was put right (feature 45).
    NumberCorrected {
        /// Whose.
        customer: CustomerId,
    },
    /// No call was planned: the customer does not want to be contacted so.
    NotWanted {
        /// Who.
        customer: CustomerId,
        /// About what.
        contact: Contact,
        /// Since when.
        since: Stamp,
    },
    /// Another customer has this phone: perhaps one person with two files.
    PhoneKnown {
        /// The other one.
        customer: CustomerId,
        /// Their name.
        name: String,
    },
}

/// Who gives a command, when, and what they had seen.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who.
    pub by: &'a StaffId,
    /// Their user id of the operating system, if they have one.
    pub uid: Option<u32>,
    /// When.
    pub now: Stamp,
    /// The journal line that the events will stand in.
    pub seq: u64,
    /// Noun → the version of the record that the screen showed.
    pub seen: &'a BTreeMap<String, u64>,
}

/// What a command comes to.
#[derive(Debug)]
pub struct Decided {
    /// The events, in order; none if the command changes nothing.
    pub events: Vec<Event>,
    /// The records after them.
    pub after: BTreeMap<Key, Arc<Record>>,
    /// The id to answer with.
    pub id: String,
    /// What to tell the user.
    pub warnings: Vec<Warning>,
}

/// Decides `command` against `records`.
///
/// # Errors
/// The refusal, or why it could not be decided.
pub fn decide(records: &dyn Records, rules: &Rules, asked: &Asked<'_>, command: &Command) -> Result<Decided, Stop> {
    let mut d = Deciding {
        records,
        rules,
        by: asked.by.clone(),
        uid: asked.uid,
        now: asked.now,
        seq: asked.seq,
        after: BTreeMap::new(),
        events: Vec::new(),
        warnings: Vec::new(),
    };
    d.refuse_stale(command, asked.seen)?;
    let id = dispatch::dispatch(&mut d, command)?;
    Ok(Decided { events: d.events, after: d.after, id, warnings: d.warnings })
}

/// A decision on its way: what it reads, and the events it has emitted.
pub struct Deciding<'a> {
    records: &'a dyn Records,
    /// The shop's configuration.
    pub rules: &'a Rules,
    /// Who gives the command.
    pub by: StaffId,
    /// Their user id of the operating system.
    pub uid: Option<u32>,
    /// Now.
    pub now: Stamp,
    seq: u64,
    after: BTreeMap<Key, Arc<Record>>,
    events: Vec<Event>,
    warnings: Vec<Warning>,
}

/// A record that was found, seen as the type it is. Shared, never copied.
pub struct Found<T: 'static> {
    record: Arc<Record>,
    pick: fn(&Record) -> Option<&T>,
}

impl<T> std::ops::Deref for Found<T> {
    type Target = T;
    fn deref(&self) -> &T {
        (self.pick)(&self.record).expect("only a record of this type is found")
    }
}

impl Records for Deciding<'_> {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        match self.after.get(key) {
            Some(record) => Ok(Some(record.clone())),
            None => self.records.get(key),
        }
    }
}

impl Deciding<'_> {
    /// Adds an event and folds it, so that what follows sees it.
    pub fn emit(&mut self, event: Event) -> Result<(), Stop> {
        let by = self.by.clone();
        let meta = Meta { seq: self.seq, at: self.now, by: &by };
        for key in fold::touches(&event) {
            // Taken out, so that a record which this command already changed is changed in place and not copied.
            let before = match self.after.remove(&key) {
                Some(record) => Some(record),
                None => self.records.get(&key)?,
            };
            let before = before.map(Arc::unwrap_or_clone);
            let after = fold::fold(before, &key, &event, &meta)?;
            if after.entries() > ENTRIES_MAX {
                return Err(Refusal::RecordFull { record: key.id().into_owned(), most: ENTRIES_MAX }.into());
            }
            self.after.insert(key, Arc::new(after));
        }
        self.events.push(event);
        Ok(())
    }

    /// Adds something to tell the user.
    pub fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// The record under `key`, seen as the type it must be; else a refusal at `field`.
    fn find<T>(&self, key: &Key, field: &str, name: &str, pick: fn(&Record) -> Option<&T>) -> Result<Found<T>, Stop> {
        let record = self.get(key)?.filter(|record| pick(record).is_some());
        let record = record.ok_or_else(|| Refusal::not_found(field, name))?;
        Ok(Found { record, pick })
    }

    /// Whom an order's personal texts are about: its customer, else its car.
    pub fn about(&self, order: &Order) -> String {
        order.customer.as_ref().map_or(order.vehicle.as_str(), CustomerId::as_str).to_string()
    }

    /// The next number of a dated series: `R` → `R261123-007`. Numbers are never given twice (S1; A2).
    pub fn next_dated(&self, letter: &str) -> Result<String, Stop> {
        let day = Stamp::in_zone(self.now.ms(), self.rules.zone).local().format("%y%m%d").to_string();
        let series = format!("{letter}{day}");
        let number = self.last_in(&series)? + 1;
        Ok(format!("{series}-{number:03}"))
    }

    /// The next number of an undated series: `C` → `C17`.
    pub fn next_plain(&self, letter: &str) -> Result<String, Stop> {
        Ok(format!("{letter}{}", self.last_in(letter)? + 1))
    }

    fn last_in(&self, series: &str) -> Result<u32, Stop> {
        let record = self.get(&Key::Counter(series.to_string()))?;
        Ok(match record.as_deref() {
            Some(Record::Counter(last)) => *last,
            _ => 0,
        })
    }

    /// Text that must be there, cleaned and not too long.
    pub fn text(&self, field: &str, text: &str) -> Result<String, Refusal> {
        let text = clean(text);
        match text.chars().count() {
            0 => Err(Refusal::missing(field)),
            n if n > TEXT_MAX => {
                let start: String = text.chars().take(20).collect();
                Err(Refusal::invalid(field, start, Why::TooLong(TEXT_MAX)))
            }
            _ => Ok(text),
        }
    }

    /// Spoken words that must be there; the text itself goes into a [`super::Personal`], which cleans it.
    pub fn words<'t>(&self, field: &str, text: &'t str) -> Result<&'t str, Refusal> {
        self.text(field, text).map(|_| text)
    }

    /// Text that may be absent or blank.
    pub fn optional_text(&self, field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
        match text.map(clean).filter(|text| !text.is_empty()) {
            Some(text) => self.text(field, &text).map(Some),
            None => Ok(None),
        }
    }

    /// What the gates of `order` ask of other records.
    fn around(&self, order: &Order) -> Result<Around, Stop> {
        let reachable = match &order.customer {
            Some(id) => !self.customer_file("customer", id)?.phones().is_empty(),
            None => false,
        };
        let unticked = self.standing(order)?.iter().any(|id| !order.ticks.iter().any(|tick| tick.requirement == *id));
        Ok(Around { reachable, unticked })
    }

    /// Refuses unless the gate of the step to `to` is met.
    pub fn check_gate(&self, id: &OrderId, to: Stage) -> Result<(), Stop> {
        let order = self.open_order(id)?;
        let from = order.stage;
        let step = stage::find(from, to).ok_or(Refusal::NoSuchMove { order: id.clone(), from, to })?;
        let needs = stage::missing(step, &order, self.around(&order)?);
        if needs.is_empty() { Ok(()) } else { Err(Refusal::Gate { order: id.clone(), to, needs }.into()) }
    }

    /// Takes the step to `to`, gate and all.
    pub fn enter(&mut self, id: &OrderId, to: Stage) -> Result<(), Stop> {
        self.check_gate(id, to)?;
        let from = self.open_order(id)?.stage;
        self.emit(Event::OrderMoved(OrderMoved { order: id.clone(), from, to }))
    }

    /// Lets the order enter the stages that it enters by itself.
    pub fn settle(&mut self, id: &OrderId) -> Result<(), Stop> {
        while let Some(to) = {
            let order = self.open_order(id)?;
            stage::due(&order, self.around(&order)?)
        } {
            self.enter(id, to)?;
        }
        Ok(())
    }

    /// Refuses a command that would replace something newer than its writer had seen (DESIGN 2.2). Every part is told:
    /// whoever was shown one of two would lose the other with the next save.
    fn refuse_stale(&self, command: &Command, seen: &BTreeMap<String, u64>) -> Result<(), Stop> {
        let mut clashes = Vec::new();
        for (key, group) in command.replaces() {
            let Some(seen) = seen.get(key.noun()) else { continue };
            let Some(record) = self.get(&key)? else { continue };
            let Some(mark) = record.marks().and_then(|marks| marks.get(group)) else { continue };
            if mark.seq <= *seen {
                continue;
            }
            let (field, yours) = super::conflict::yours(command, group);
            let theirs = super::conflict::theirs(&record, group);
            if group.is_one_value() && theirs == yours {
                continue;
            }
            let besides = super::conflict::besides(command, &record, group);
            let all = std::iter::once((field, theirs, yours)).chain(besides);
            let (by, at) = (&mark.by, mark.at);
            clashes.extend(all.map(|(field, theirs, yours)| Clash { field, theirs, yours, by: by.clone(), at }));
        }
        let mut clashes = clashes.into_iter();
        match clashes.next() {
            Some(first) => Err(first.refusal(clashes.collect()).into()),
            None => Ok(()),
        }
    }
}
