//! Who last touched which part of a record: what a conflict is found by (DESIGN 2.2).

use super::event::Meta;
use super::id::StaffId;
use super::order::symptoms::Question;
use super::order::visit_part::Part;
use super::stamp::Stamp;
use serde::{Deserialize, Serialize};

/// A part of a record that one form writes. Two people may change different parts at once; the same part not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// A customer's name and phones, a vehicle's plate, VIN and model, a member of staff.
    Identity,
    /// Who owns a vehicle.
    Owner,
    /// The odometer.
    Mileage,
    /// The tank.
    Fuel,
    /// What lies in the car.
    Belongings,
    /// The walk-round.
    WalkRound,
    /// One field of the visit around the repair.
    Visit(Part),
    /// One question about when the fault shows.
    Asked(Question),
    /// The marks on checklists.
    Checklist,
    /// All else of the intake.
    Intake,
    /// The promised time.
    Promise,
    /// The findings, cause and plan.
    Findings,
    /// One line of the quote: what it says.
    Line(u16),
    /// One line of the quote: what the customer decided, and the work on it.
    Job(u16),
    /// The shop's own faults.
    Faults,
    /// One part on order.
    PartOnOrder(u16),
    /// The result of the quality check.
    Quality,
    /// Explanation, signature, payments, handing over.
    Handover,
    /// The stage of an order; the state of a call or complaint.
    State,
    /// Things that are only ever added: words, notes, attempts. Adding never conflicts.
    Added,
}

impl Group {
    /// True for a part that is one value and no more: two people who wrote the same do not differ.
    pub fn is_one_value(self) -> bool {
        match self {
            Self::Mileage | Self::Fuel | Self::Belongings | Self::WalkRound | Self::Visit(_) | Self::Asked(_) => true,
            // Its value is the newest step: two people who took the same one do not differ.
            Self::PartOnOrder(_) => true,
            Self::Identity | Self::Owner | Self::Checklist | Self::Intake | Self::Promise | Self::Findings => false,
            Self::Line(_) | Self::Job(_) | Self::Faults | Self::Quality | Self::Handover => false,
            Self::State | Self::Added => false,
        }
    }
}

/// When a part was last changed, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The journal line.
    pub seq: u64,
    /// Who changed it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// The newest mark of every part of one record, and with it the record's version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(Vec<(Group, Mark)>);

impl Marks {
    /// Records that `group` was changed.
    pub fn set(&mut self, group: Group, mark: Mark) {
        match self.0.iter_mut().find(|(g, _)| *g == group) {
            Some(entry) => entry.1 = mark,
            None => self.0.push((group, mark)),
        }
    }

    /// Takes a journal line back: what it had changed is changed again now.
    pub fn renew(&mut self, line: u64, meta: &Meta<'_>) {
        for (_, mark) in self.0.iter_mut().filter(|(_, mark)| mark.seq == line) {
            *mark = Mark { seq: meta.seq, by: meta.by.clone(), at: meta.at };
        }
    }

    /// The newest change of `group`.
    pub fn get(&self, group: Group) -> Option<&Mark> {
        self.0.iter().find(|(g, _)| *g == group).map(|(_, mark)| mark)
    }

    /// The record's version: the newest journal line that touched it.
    pub fn version(&self) -> u64 {
        self.0.iter().map(|(_, mark)| mark.seq).max().unwrap_or(0)
    }
}
