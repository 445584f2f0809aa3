//! Putting right what was taken down: who looks after the customer, how grave it is, when they spoke (L3, L10, N11). What
//! stood there before stays in the history, with the reason. What quality judged, quality alone changes; and nobody
//! else makes a major complaint smaller.

use super::Complaint;
use super::cause::Cause;
use super::raise::{Category, Fault, Mood, Severity, part_code};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{ComplaintId, Refusal, StaffId, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One value that was put right: what stood there, and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "kebab-case")]
pub enum Change {
    /// How grave it is.
    Severity {
        /// Before.
        from: Severity,
        /// Now.
        to: Severity,
    },
    /// What it is about.
    Category {
        /// Before.
        from: Category,
        /// Now.
        to: Category,
    },
    /// How the customer feels.
    Mood {
        /// Before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Mood>,
        /// Now.
        to: Mood,
    },
    /// Whose fault it is.
    Fault {
        /// Before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Fault>,
        /// Now.
        to: Fault,
    },
    /// Who looks after the customer.
    Handler {
        /// Before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<StaffId>,
        /// Now.
        to: StaffId,
    },
    /// They were taken to a quiet place.
    Aside {
        /// Now; before, it was the other.
        to: bool,
    },
    /// When the customer spoke.
    Spoke {
        /// Before.
        from: Stamp,
        /// Now.
        to: Stamp,
    },
    /// The job or part that it is about, by its code.
    Part {
        /// Before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        from: Vec<String>,
        /// Now.
        to: String,
    },
    /// What it came from.
    Cause {
        /// Before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Cause>,
        /// Now.
        to: Cause,
    },
}

impl Change {
    /// True if it says for the first time what nobody had said: then there is nothing to give a reason for.
    fn is_first(&self) -> bool {
        match self {
            Self::Mood { from, .. } => from.is_none(),
            Self::Fault { from, .. } => from.is_none(),
            Self::Handler { from, .. } => from.is_none(),
            Self::Cause { from, .. } => from.is_none(),
            Self::Part { from, .. } => from.is_empty(),
            Self::Aside { to } => *to,
            Self::Severity { .. } | Self::Category { .. } | Self::Spoke { .. } => false,
        }
    }

    /// What only the quality department may change, and the field of it: its own judgement, and what makes a major
    /// complaint smaller.
    fn of_quality(&self, complaint: &Complaint) -> Option<&'static str> {
        let judged = complaint.course.judged.is_some();
        match self {
            Self::Severity { from: Severity::Major, .. } => Some("severity"),
            Self::Category { .. } if judged => Some("category"),
            Self::Fault { from: Some(_), .. } if judged => Some("fault"),
            Self::Severity { .. }
            | Self::Category { .. }
            | Self::Fault { .. }
            | Self::Mood { .. }
            | Self::Handler { .. }
            | Self::Aside { .. }
            | Self::Spoke { .. }
            | Self::Part { .. }
            | Self::Cause { .. } => None,
        }
    }

    fn write(&self, complaint: &mut Complaint) {
        match self {
            Self::Severity { to, .. } => complaint.severity = *to,
            Self::Category { to, .. } => complaint.category = *to,
            Self::Mood { to, .. } => complaint.mood = Some(*to),
            Self::Fault { to, .. } => complaint.fault = Some(*to),
            Self::Handler { to, .. } => complaint.handler = Some(to.clone()),
            Self::Aside { to } => complaint.aside = *to,
            Self::Spoke { to, .. } => complaint.spoke = *to,
            Self::Part { to, .. } => complaint.parts = vec![to.clone()],
            Self::Cause { to, .. } => complaint.cause = Some(*to),
        }
    }
}

/// Values that were put right together, for the thread of the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Each value.
    #[serde(with = "as_text")]
    pub changes: Vec<Change>,
    /// Why.
    pub reason: Option<String>,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

/// A record is kept in bytes that do not name their fields, and a change is told by its field: it is kept as the text that
/// stands in the journal.
mod as_text {
    use super::Change;
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::{Error as _, Serialize, Serializer};

    pub fn serialize<S: Serializer>(changes: &[Change], to: S) -> Result<S::Ok, S::Error> {
        serde_json::to_string(changes).map_err(S::Error::custom)?.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Change>, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// Puts right what was taken down of an open complaint; absent fields stay. Whatever stood there before needs a reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeComplaint {
    /// The complaint.
    pub complaint: ComplaintId,
    /// How grave it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// How the customer feels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// Whose fault it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Who looks after the customer from now on: somebody who handles complaints (S18: 指派有能力的接待员).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<StaffId>,
    /// The customer was taken to a quiet place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<bool>,
    /// When the customer spoke: the clocks run from there (N11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoke: Option<Stamp>,
    /// The job or part that it is about, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Why; needed as soon as something that stood there is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What was taken down was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintChanged {
    /// The complaint.
    pub complaint: ComplaintId,
    /// Each value, with the one before it.
    pub changes: Vec<Change>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The first clear answer is due then, if the customer spoke at another time than was thought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_due: Option<Stamp>,
}

impl ComplaintChanged {
    /// Writes the values; the clock of the first answer follows the time at which the customer spoke.
    pub fn fold(&self, complaint: &mut Complaint, meta: &Meta<'_>) {
        for change in &self.changes {
            change.write(complaint);
        }
        if let Some(due) = self.answer_due {
            match complaint.rounds.first_mut() {
                Some(first) => first.due = due,
                None => complaint.answer_due = due,
            }
        }
        complaint.changes.push(Changed {
            changes: self.changes.clone(),
            reason: self.reason.clone(),
            by: meta.by.clone(),
            at: meta.at,
        });
    }
}

/// Decides [`ChangeComplaint`]. A value that stands there already is no change.
pub fn decide(d: &mut Deciding<'_>, c: &ChangeComplaint) -> Result<String, Stop> {
    let complaint = d.open_complaint(&c.complaint)?;
    let changes = changes(d, c, &complaint)?;
    if changes.is_empty() {
        return Err(Refusal::missing("change").into());
    }
    let judges = d.known_staff(&d.by)?.is_some_and(|staff| staff.may(Right::JudgeComplaint));
    if let Some(field) = changes.iter().find_map(|change| change.of_quality(&complaint)).filter(|_| !judges) {
        return Err(Refusal::QualityOnly { field: field.into() }.into());
    }
    let reason = match changes.iter().all(Change::is_first) {
        true => d.optional_text("reason", c.reason.as_deref())?,
        false => Some(d.text("reason", c.reason.as_deref().unwrap_or_default())?),
    };
    let first_due = complaint.rounds.first().map_or(complaint.answer_due, |round| round.due);
    let moved = changes.iter().find_map(|change| match change {
        Change::Spoke { from, to } => Some(first_due.since(*from) / 60_000).map(|minutes| to.plus_minutes(minutes)),
        _ => None,
    });
    let complaint = c.complaint.clone();
    d.emit(Event::ComplaintChanged(ComplaintChanged { complaint, changes, reason, answer_due: moved }))?;
    Ok(c.complaint.to_string())
}

/// What differs from what stands there.
fn changes(d: &Deciding<'_>, c: &ChangeComplaint, now: &Complaint) -> Result<Vec<Change>, Stop> {
    let mut changes = Vec::new();
    if let Some(to) = c.severity.filter(|to| *to != now.severity) {
        changes.push(Change::Severity { from: now.severity, to });
    }
    if let Some(to) = c.category.filter(|to| *to != now.category) {
        changes.push(Change::Category { from: now.category, to });
    }
    if let Some(to) = c.mood.filter(|to| Some(*to) != now.mood) {
        changes.push(Change::Mood { from: now.mood, to });
    }
    if let Some(to) = c.fault.filter(|to| Some(*to) != now.fault) {
        changes.push(Change::Fault { from: now.fault, to });
    }
    if let Some(id) = c.handler.as_ref().filter(|id| Some(*id) != now.handler.as_ref()) {
        let to = d.staff_who_may("handler", id, Right::HandleComplaint)?.id.clone();
        changes.push(Change::Handler { from: now.handler.clone(), to });
    }
    if let Some(to) = c.aside.filter(|to| *to != now.aside) {
        changes.push(Change::Aside { to });
    }
    if let Some(to) = c.spoke.filter(|to| *to != now.spoke) {
        // Nobody speaks after they were written down, or after they were answered.
        let latest = now.words.first().map_or(d.now, |said| said.at);
        if to.since(latest) > 0 {
            let why = if to.since(d.now) > 0 { Why::Future } else { Why::AfterTakenDown(latest) };
            return Err(Refusal::invalid("spoke", to, why).into());
        }
        changes.push(Change::Spoke { from: now.spoke, to });
    }
    if let Some(to) = part_code(d, c.part.as_deref())?.filter(|to| now.parts != [to.clone()]) {
        changes.push(Change::Part { from: now.parts.clone(), to });
    }
    if let Some(to) = c.cause.filter(|to| Some(*to) != now.cause) {
        changes.push(Change::Cause { from: now.cause, to });
    }
    Ok(changes)
}
