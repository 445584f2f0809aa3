//! Many commands under way at once: the clerk gets full groups, although most commands name what earlier ones made.
//!
//! That works because the generator is the only one who writes: it knows every number before the desk gives it. Each
//! answer is compared with what was expected all the same.

use super::clock::DemoClock;
use crate::desk::{Desk, DeskError, Envelope, Pending, Session};
use crate::domain::{Command, Rules, StaffId, Stamp};
use crate::store::journal::Via;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Commands under way at most: several groups of the clerk.
const UNDER_WAY: usize = 1_500;

/// The way to the desk.
pub struct Pipe<'d> {
    desk: &'d Desk,
    clock: &'d DemoClock,
    under_way: VecDeque<(Pending, Option<String>)>,
    /// Commands given so far.
    pub sent: u64,
}

impl<'d> Pipe<'d> {
    /// A way to `desk`, whose clock is `clock`.
    pub fn new(desk: &'d Desk, clock: &'d DemoClock) -> Self {
        Self { desk, clock, under_way: VecDeque::new(), sent: 0 }
    }

    /// The rules that the desk decides by.
    pub fn rules(&self) -> Arc<Rules> {
        self.desk.rules()
    }

    /// Gives a command in the name of `who`, at a time that is not before the last one.
    ///
    /// # Errors
    /// This or an earlier command came to nothing.
    pub fn send(&mut self, who: &StaffId, at: Stamp, command: Command) -> Result<(), DeskError> {
        self.send_expecting(who, at, command, None)
    }

    /// The same, for a command that must answer with `id`.
    ///
    /// # Errors
    /// This or an earlier command came to nothing, or made something else.
    pub fn send_expecting(
        &mut self,
        who: &StaffId,
        at: Stamp,
        command: Command,
        id: Option<String>,
    ) -> Result<(), DeskError> {
        let session = Session { who: who.clone(), uid: None, via: Via::Demo, caller: None, id: 0 };
        let pending = self.desk.submit_at(&session, Envelope::new(command), at)?;
        self.under_way.push_back((pending, id));
        self.sent += 1;
        if self.under_way.len() >= UNDER_WAY {
            // Half of them: the clerk always has work while the next ones are made.
            self.settle(UNDER_WAY / 2)?;
            self.clock.set(at);
        }
        Ok(())
    }

    /// Waits until all of it is written down, at a time: what comes next counts it.
    ///
    /// # Errors
    /// One of the commands under way came to nothing.
    pub fn pause(&mut self, at: Stamp) -> Result<(), DeskError> {
        self.settle(0)?;
        self.clock.set(at);
        Ok(())
    }

    /// Waits until no more than `left` commands are under way.
    ///
    /// # Errors
    /// One of them came to nothing.
    pub fn settle(&mut self, left: usize) -> Result<(), DeskError> {
        while self.under_way.len() > left {
            let Some((pending, expected)) = self.under_way.pop_front() else { break };
            let receipt = pending.wait()?;
            if let Some(expected) = expected.filter(|expected| *expected != receipt.id) {
                return Err(DeskError::Fault { what: format!("{} was made, not {expected}", receipt.id) });
            }
        }
        Ok(())
    }
}

/// The numbers that the desk will give next.
#[derive(Default)]
pub struct Numbers {
    last: HashMap<String, u32>,
}

impl Numbers {
    /// The next number of a dated series: `R` → `R261123-007`.
    pub fn dated(&mut self, letter: &str, at: Stamp) -> String {
        let series = format!("{letter}{}", at.local().format("%y%m%d"));
        let number = self.take(&series);
        format!("{series}-{number:03}")
    }

    /// The next number of an undated series: `C` → `C17`.
    pub fn plain(&mut self, letter: &str) -> String {
        let number = self.take(letter);
        format!("{letter}{number}")
    }

    fn take(&mut self, series: &str) -> u32 {
        let last = self.last.entry(series.to_string()).or_default();
        *last += 1;
        *last
    }
}
