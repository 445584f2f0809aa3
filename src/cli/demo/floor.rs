//! The technicians of the demo shop: who is free, and which cars wait for one.

use super::random::Dice;
use crate::domain::StaffId;
use std::collections::VecDeque;

/// The floor.
pub struct Floor {
    technicians: Vec<StaffId>,
    busy: Vec<bool>,
    waiting: VecDeque<usize>,
}

impl Floor {
    /// A floor on which all are free.
    pub fn new(technicians: Vec<StaffId>) -> Self {
        let busy = vec![false; technicians.len()];
        Self { technicians, busy, waiting: VecDeque::new() }
    }

    /// Someone for a job: the one who knows the car, if free, else anyone. Nobody free: the visit waits.
    pub fn take(&mut self, dice: &mut Dice, visit: usize, knows: Option<usize>) -> Option<usize> {
        let free: Vec<usize> = (0..self.busy.len()).filter(|place| !self.busy[*place]).collect();
        if free.is_empty() {
            self.waiting.push_back(visit);
            return None;
        }
        let place = knows.filter(|place| free.contains(place)).unwrap_or_else(|| *dice.pick(&free));
        self.busy[place] = true;
        Some(place)
    }

    /// Lets a technician go, and tells which visit has waited longest.
    pub fn release(&mut self, place: usize) -> Option<usize> {
        self.busy[place] = false;
        self.waiting.pop_front()
    }

    /// Who stands at a place.
    pub fn who(&self, place: usize) -> &StaffId {
        &self.technicians[place]
    }

    /// Any technician, busy or not: a look at a car interrupts no job.
    pub fn any(&self, dice: &mut Dice) -> usize {
        dice.below(self.technicians.len())
    }
}
