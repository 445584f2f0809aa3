//! A checklist filled in for an order: the joint inspection, the technical inspection, the welcome, the send-off, and
//! any other list of the shop (A10, A18, C2). One event serves them all; it names the list's version. A mark can be taken
//! back: what was not asked is not the same as what is not good. Who confirms a list stands in `confirmed.rs`.

use super::Order;
use super::confirmed::{self, Confirmation, Side};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::shop::checklist::{Checklist, Marks};
use crate::domain::{OrderId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Characters of a note on an item: it stands in one row beside its mark.
pub const NOTE_CHARS_MAX: usize = 60;

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
    /// This car has no such thing (C2).
    NotApplicable,
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
    /// What was said about an item, such as `2 mm left`.
    pub notes: BTreeMap<String, String>,
    /// Who confirms that it was found so; nobody any more once it was changed.
    pub confirmed: BTreeMap<Side, Confirmation>,
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
    /// Item → ok, watch, bad, not-checked or not-applicable; items not named stay as they are.
    #[serde(default)]
    pub marks: BTreeMap<String, Mark>,
    /// Item → a short note, such as 2 mm left; an empty one takes the note away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
    /// Items whose mark is taken back, with its note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<String>,
}

impl ChecklistMarks {
    /// True if it says nothing.
    pub fn is_empty(&self) -> bool {
        let said = self.marks.is_empty() && self.notes.is_empty() && self.taken_back.is_empty();
        said && self.with_customer.is_none()
    }

    /// What of it is not so already.
    fn new_to(mut self, stands: Option<&Checked>) -> Self {
        let note = |item: &String| stands.and_then(|list| list.notes.get(item));
        let mark = |item: &String| stands.and_then(|list| list.marks.get(item));
        self.marks.retain(|item, new| mark(item) != Some(new));
        self.notes.retain(|item, new| note(item).map_or("", String::as_str) != new);
        self.taken_back.retain(|item| mark(item).is_some());
        self.with_customer = self.with_customer.filter(|new| stands.and_then(|list| list.with_customer) != Some(*new));
        self
    }
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
    /// Item → ok, watch, bad, not-checked or not-applicable.
    #[serde(default)]
    pub marks: BTreeMap<String, Mark>,
    /// Item → a short note, such as 2 mm left; an empty one takes the note away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
    /// Items whose mark is taken back, with its note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<String>,
    /// The one who types confirms, for technician or reception, that it was found so. Two people do, one for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<Side>,
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
    /// Item → what was said about it; nothing for a note that was taken away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
    /// Items whose mark was taken back, with its note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<String>,
}

impl ChecklistNoted {
    /// Adds the marks to those of the same version; another version begins anew. What was confirmed was another sheet.
    pub fn fold(&self, order: &mut Order, meta: &Meta<'_>) {
        let same = order.checklists.remove(&self.checklist).filter(|old| old.version == self.version);
        let (mut marks, mut notes, before) =
            same.map(|old| (old.marks, old.notes, old.with_customer)).unwrap_or_default();
        marks.extend(self.marks.iter().map(|(item, mark)| (item.clone(), *mark)));
        notes.extend(self.notes.iter().map(|(item, note)| (item.clone(), note.clone())));
        marks.retain(|item, _| !self.taken_back.contains(item));
        notes.retain(|item, note| !note.is_empty() && marks.contains_key(item));
        let with_customer = self.with_customer.or(before);
        let (by, at, confirmed) = (meta.by.clone(), meta.at, BTreeMap::new());
        let checked = Checked { version: self.version, with_customer, marks, notes, confirmed, by, at };
        order.checklists.insert(self.checklist.clone(), checked);
    }
}

/// Decides [`NoteChecklist`].
pub fn decide(d: &mut Deciding<'_>, c: &NoteChecklist) -> Result<String, Stop> {
    let NoteChecklist { order, checklist, with_customer, marks, notes, taken_back, confirm } = c.clone();
    note(d, &order, &ChecklistMarks { checklist, with_customer, marks, notes, taken_back })?;
    if let Some(side) = confirm {
        confirmed::confirm(d, &order, &c.checklist, side)?;
    }
    Ok(order.to_string())
}

/// Checks and writes what is new of the marks, if anything is.
pub fn note(d: &mut Deciding<'_>, id: &OrderId, c: &ChecklistMarks) -> Result<(), Stop> {
    let order = d.open_order(id)?;
    let list = list(d, &c.checklist)?;
    fits(list, c)?;
    let stands = order.checklists.get(&list.id).filter(|stands| stands.version == list.version);
    let mut c = c.clone();
    for (item, text) in &mut c.notes {
        *text = note_of(d, text)?;
        let marked = c.marks.contains_key(item) || stands.is_some_and(|stands| stands.marks.contains_key(item));
        if !text.is_empty() && (!marked || c.taken_back.contains(item)) {
            return Err(Refusal::invalid("notes", &*text, Why::Unmarked(item.clone())).into());
        }
    }
    let new = c.new_to(stands);
    if new.is_empty() {
        return Ok(());
    }
    let (order, checklist, version) = (id.clone(), list.id.clone(), list.version);
    let ChecklistMarks { checklist: _, with_customer, marks, notes, taken_back } = new;
    let noted = ChecklistNoted { order, checklist, version, with_customer, marks, notes, taken_back };
    d.emit(Event::ChecklistNoted(noted))
}

/// The list in force that has this id.
pub(super) fn list<'r>(d: &Deciding<'r>, id: &str) -> Result<&'r Checklist, Refusal> {
    let list = d.rules.intake.checklists.iter().find(|list| list.id == id);
    list.ok_or_else(|| Refusal::not_found("checklist", id))
}

fn note_of(d: &Deciding<'_>, text: &str) -> Result<String, Refusal> {
    let text = d.optional_text("notes", Some(text))?.unwrap_or_default();
    if text.chars().count() > NOTE_CHARS_MAX {
        return Err(Refusal::invalid("notes", text, Why::TooLong(NOTE_CHARS_MAX)));
    }
    Ok(text)
}

/// Refuses an item that the list does not have, and a grade on a list of ticks.
fn fits(list: &Checklist, c: &ChecklistMarks) -> Result<(), Refusal> {
    let named = c.marks.keys().chain(c.notes.keys()).chain(&c.taken_back);
    for item in named {
        if !list.items().any(|known| known.id == *item) {
            let known = list.items().map(|item| item.id.clone()).collect();
            return Err(Refusal::invalid("marks", item, Why::NotOneOf(known)));
        }
    }
    let graded = |mark: &Mark| matches!(mark, Mark::Watch | Mark::Bad | Mark::NotApplicable);
    if let Some((item, _)) = c.marks.iter().find(|(_, mark)| list.marks == Marks::Ticks && graded(mark)) {
        let allowed = vec!["ok".into(), "not-checked".into()];
        return Err(Refusal::invalid("marks", item, Why::NotOneOf(allowed)));
    }
    Ok(())
}
