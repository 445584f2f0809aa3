//! Two people confirm what a list found: one of the workshop, one of the reception, and never one person for both
//! (S9: 技术人员和接待员一起确认; C3). Whoever changes the list afterwards makes both confirm it again.

use super::{Order, checked};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta, code};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// For whom somebody confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The one who looked at the car.
    Technician,
    /// The one who tells the customer.
    Reception,
}

impl Side {
    /// Both, in the order in which they confirm.
    pub const ALL: [Self; 2] = [Self::Technician, Self::Reception];

    /// What one must be allowed to do to confirm for it.
    pub fn needs(self) -> Right {
        match self {
            Self::Technician => Right::Work,
            Self::Reception => Right::Receive,
        }
    }
}

/// Somebody's word that a list was found so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// What a checklist found was confirmed for one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistConfirmed {
    /// The order.
    pub order: OrderId,
    /// The list.
    pub checklist: String,
    /// Its version.
    pub version: u32,
    /// For whom.
    pub side: Side,
}

impl ChecklistConfirmed {
    /// Writes who confirms.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        if let Some(checked) = order.checklists.get_mut(&self.checklist) {
            checked.confirmed.insert(self.side, Confirmation { by: meta.by.clone(), at: meta.at });
        }
    }

    /// The list and the side, for the history.
    pub fn detail(&self) -> String {
        format!("{} {}", self.checklist, code(&self.side))
    }
}

/// Confirms a list for one side.
pub fn confirm(d: &mut Deciding<'_>, id: &OrderId, checklist: &str, side: Side) -> Result<(), Stop> {
    let list = checked::list(d, checklist)?;
    if !list.confirmed {
        let lists = d.rules.intake.checklists.iter().filter(|list| list.confirmed);
        let allowed = lists.map(|list| list.id.clone()).collect();
        return Err(Refusal::invalid("checklist", checklist, Why::NotOneOf(allowed)).into());
    }
    let order = d.open_order(id)?;
    let filled_in = order.checklists.get(&list.id).filter(|c| c.version == list.version && !c.marks.is_empty());
    let checked = filled_in.ok_or_else(|| Refusal::missing("marks"))?;
    if let Some(Confirmation { by, at }) = checked.confirmed.get(&side) {
        return Err(Refusal::AlreadyDone { field: "confirm".into(), by: by.clone(), at: *at }.into());
    }
    let mine = checked.confirmed.iter().find(|(_, confirmation)| confirmation.by == d.by);
    if let Some((side, Confirmation { by, at })) = mine {
        return Err(Refusal::OnePerson { staff: by.clone(), side: *side, at: *at }.into());
    }
    d.staff_who_may("confirm", &d.by.clone(), side.needs())?;
    let (checklist, version) = (list.id.clone(), list.version);
    d.emit(Event::ChecklistConfirmed(ChecklistConfirmed { order: id.clone(), checklist, version, side }))
}
