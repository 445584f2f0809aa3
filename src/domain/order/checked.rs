//! A checklist filled in for an order: the joint inspection, the welcome, the send-off, and any other list of the shop
//! (A10, A18). One event serves them all; it names the list's version.

use super::Order;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::shop::checklist::{Checklist, Marks};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How an item was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Good; on a list of ticks: done.
    Ok,
    /// To be watched.
    Watch,
    /// Bad.
    Bad,
    /// Not checked; on a list of ticks: not done.
    NotChecked,
}

/// A list as it was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The list's version.
    pub version: u32,
    /// The customer was there; `None` where nobody said.
    pub with_customer: Option<bool>,
    /// Each item that was looked at.
    pub marks: BTreeMap<String, Mark>,
    /// Who filled it in last.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// Marks on a list, as part of taking a car in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistMarks {
    /// The list, such as joint.
    pub checklist: String,
    /// The customer was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_customer: Option<bool>,
    /// Item → ok, watch, bad or not-checked; items not named stay as they are.
    #[serde(default)]
    pub marks: BTreeMap<String, Mark>,
}

/// Fills in a checklist of an order; items not named stay as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChecklist {
    /// The order.
    pub order: OrderId,
    /// The list, such as welcome.
    pub checklist: String,
    /// The customer was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_customer: Option<bool>,
    /// Item → ok, watch, bad or not-checked.
    #[serde(default)]
    pub marks: BTreeMap<String, Mark>,
}

/// A checklist was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistNoted {
    /// The order.
    pub order: OrderId,
    /// The list.
    pub checklist: String,
    /// Its version.
    pub version: u32,
    /// The customer was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_customer: Option<bool>,
    /// Item → how it was found.
    pub marks: BTreeMap<String, Mark>,
}

impl ChecklistNoted {
    /// Adds the marks to those of the same version; another version begins anew.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let same = order.checklists.remove(&self.checklist).filter(|old| old.version == self.version);
        let (mut marks, before) = same.map(|old| (old.marks, old.with_customer)).unwrap_or_default();
        marks.extend(self.marks.iter().map(|(item, mark)| (item.clone(), *mark)));
        let with_customer = self.with_customer.or(before);
        let checked = Checked { version: self.version, with_customer, marks, by: meta.by.clone(), at: meta.at };
        order.checklists.insert(self.checklist.clone(), checked);
    }
}

/// Decides [`NoteChecklist`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteChecklist) -> Result<String, Stop> {
    let NoteChecklist { order, checklist, with_customer, marks } = c.clone();
    note(d, &order, &ChecklistMarks { checklist, with_customer, marks })?;
    Ok(order.to_string())
}

/// Checks and writes the marks, unless there are none.
pub fn note(d: &mut Deciding<'_>, order: &OrderId, c: &ChecklistMarks) -> Result<(), Stop> {
    d.open_order(order)?;
    let lists = &d.rules.intake.checklists;
    let list = lists.iter().find(|list| list.id == c.checklist);
    let list = list.ok_or_else(|| Refusal::not_found("checklist", &c.checklist))?;
    fits(list, &c.marks)?;
    if c.marks.is_empty() && c.with_customer.is_none() {
        return Ok(());
    }
    let (checklist, version) = (list.id.clone(), list.version);
    let (with_customer, marks) = (c.with_customer, c.marks.clone());
    d.emit(Event::ChecklistNoted(ChecklistNoted { order: order.clone(), checklist, version, with_customer, marks }))
}

/// Refuses an item that the list does not have, and a grade on a list of ticks.
fn fits(list: &Checklist, marks: &BTreeMap<String, Mark>) -> Result<(), Refusal> {
    for (item, mark) in marks {
        if !list.items().any(|known| known.id == *item) {
            let known = list.items().map(|item| item.id.clone()).collect();
            return Err(Refusal::invalid("marks", item, Why::NotOneOf(known)));
        }
        if list.marks == Marks::Ticks && matches!(mark, Mark::Watch | Mark::Bad) {
            let allowed = vec!["ok".into(), "not-checked".into()];
            return Err(Refusal::invalid("marks", item, Why::NotOneOf(allowed)));
        }
    }
    Ok(())
}
