//! What people find out about a car besides its repair: when the fault shows, the inspection with the customer, and the
//! technical inspection that two people confirm.

use super::plan::Plan;
use super::random::Dice;
use super::shop::Shop;
use super::tables::Flaw;
use crate::desk::DeskError;
use crate::domain::Command;
use crate::domain::order::checked::{ChecklistMarks, Mark, NoteChecklist};
use crate::domain::order::confirmed::Side;
use crate::domain::order::receive::OpenOrder;
use crate::domain::order::symptoms::{Accessories, Engine, Ground, Load, Often, Repaired, Serviced, Since};
use crate::domain::order::symptoms::{Speed, Symptoms};
use crate::domain::order::visit::{Topic, VisitNotes};
use std::collections::BTreeMap;

/// The list that the advisor goes through with the customer.
const JOINT: &str = "joint";
/// The list that a technician goes through.
const INSPECTION: &str = "inspection";
/// Rows of the yard, and places in a row.
const ROWS: [&str; 3] = ["A", "B", "C"];
const PLACES: i64 = 12;

impl Shop<'_> {
    /// Adds to an intake what the advisor asks and sees.
    pub fn take_down(&mut self, open: &mut OpenOrder, plan: &Plan) {
        if plan.asked.symptoms {
            open.symptoms = Some(symptoms(&mut self.extra));
        }
        if plan.asked.joint {
            let (marks, notes) = self.look_over(JOINT);
            let with_customer = Some(true);
            let checklist = JOINT.into();
            open.checklists.push(ChecklistMarks { checklist, with_customer, marks, notes, taken_back: Vec::new() });
        }
        if plan.asked.place {
            let place = format!("{}{}", self.extra.pick(&ROWS), self.extra.between(1, PLACES));
            let menu = plan.jobs.iter().all(|job| self.tables.jobs[*job].menu);
            let topic = Some(if menu { Topic::Maintenance } else { Topic::Repair });
            open.visit = Some(VisitNotes { place: Some(place), topic, ..VisitNotes::default() });
        }
    }

    /// The technical inspection, confirmed by the technician and by the advisor.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn inspect(&mut self, ms: i64, visit: usize) -> Result<(), DeskError> {
        let (marks, notes) = self.look_over(INSPECTION);
        let blank = NoteChecklist {
            order: self.visits[visit].order.clone(),
            checklist: INSPECTION.into(),
            with_customer: None,
            marks: BTreeMap::new(),
            notes: BTreeMap::new(),
            taken_back: Vec::new(),
            confirm: None,
        };
        let found = NoteChecklist { marks, notes, confirm: Some(Side::Technician), ..blank.clone() };
        let technician = self.floor.who(self.extra.below(self.crew.technicians.len())).clone();
        self.send(&technician, ms, Command::NoteChecklist(found))?;
        let agreed = NoteChecklist { confirm: Some(Side::Reception), ..blank };
        self.send(&self.advisor(visit), ms, Command::NoteChecklist(agreed))
    }

    /// The marks of a list on which two or three items are not good, and the notes beside those.
    fn look_over(&mut self, list: &str) -> (BTreeMap<String, Mark>, BTreeMap<String, String>) {
        let flaws = if list == JOINT { &self.tables.service.joint } else { &self.tables.service.inspection };
        let rules = self.pipe.rules();
        let items = rules.intake.checklists.iter().filter(|known| known.id == list).flat_map(|known| known.items());
        let mut marks: BTreeMap<String, Mark> = items.map(|item| (item.id.clone(), Mark::Ok)).collect();
        let mut notes = BTreeMap::new();
        for _ in 0..self.extra.between(2, 3) {
            let Flaw { item, note, bad } = self.extra.pick(flaws);
            marks.insert(item.clone(), if *bad { Mark::Bad } else { Mark::Watch });
            notes.insert(item.clone(), note.clone());
        }
        (marks, notes)
    }
}

/// What a customer answers; some of it they do not know, and some is not asked.
fn symptoms(dice: &mut Dice) -> Symptoms {
    let when = dice.chance(600);
    let warm = if when { Engine::Cold } else { Engine::Warm };
    Symptoms {
        engine: Some(warm),
        speed: dice.chance(800).then(|| *dice.pick(&[Speed::Low, Speed::Low, Speed::High])),
        load: dice.chance(400).then(|| *dice.pick(&[Load::Empty, Load::Loaded])),
        ground: dice.chance(700).then(|| *dice.pick(&[Ground::Smooth, Ground::Rough, Ground::Bend, Ground::Wet])),
        accessories: dice.chance(300).then(|| *dice.pick(&[Accessories::On, Accessories::Off])),
        serviced: dice.chance(800).then(|| *dice.pick(&[Serviced::HalfYear, Serviced::Year, Serviced::Unknown])),
        repaired: dice.chance(500).then(|| *dice.pick(&[Repaired::Nothing, Repaired::Nothing, Repaired::Other])),
        since: Some(*dice.pick(&[Since::Today, Since::Week, Since::Week, Since::Month, Since::Longer])),
        often: Some(*dice.pick(&[Often::Always, Often::Sometimes, Often::Sometimes, Often::Once])),
    }
}
