//! Adding and changing people.

use super::Staff;
use super::role::Role;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person, or changes one whose id is known; without roles or user id, those they have stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStaff {
    /// The id: lower-case letters, digits, hyphens; at most 16.
    pub id: StaffId,
    /// The name on screens and prints.
    pub name: String,
    /// What they do; needed for a new person.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The user id of the operating system that is theirs, and nobody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    /// No longer in the shop.
    #[serde(default)]
    pub gone: bool,
}

/// A person was added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAdded {
    /// The id.
    pub staff: StaffId,
    /// The name.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// The user id that is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    /// The user id that was theirs and no longer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid_before: Option<u32>,
    /// No longer in the shop.
    #[serde(default)]
    pub gone: bool,
}

impl StaffAdded {
    /// Whose `uid` is now; the outer `None` if the event says nothing of it.
    pub fn user_of(&self, uid: u32) -> Option<Option<StaffId>> {
        let is_theirs = self.uid == Some(uid) && !self.gone;
        let was_theirs = self.uid == Some(uid) || self.uid_before == Some(uid);
        was_theirs.then(|| is_theirs.then(|| self.staff.clone()))
    }

    /// The person as they now stand; a running job stays theirs.
    pub fn fold(&self, before: Option<Staff>) -> Staff {
        let (busy_with, keys, pin, marks) = before.map(|s| (s.busy_with, s.keys, s.pin, s.marks)).unwrap_or_default();
        Staff {
            id: self.staff.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            uid: self.uid,
            keys,
            pin,
            gone: self.gone,
            busy_with,
            marks,
        }
    }
}

/// Decides [`AddStaff`].
pub fn decide(d: &mut Deciding<'_>, c: &AddStaff) -> Result<String, Stop> {
    let id = c.id.as_str();
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() || id.len() > 16 || !id.bytes().all(fits) || id == SYSTEM {
        return Err(Refusal::invalid("id", id, Why::NotAnId).into());
    }
    let before = d.known_staff(&c.id)?;
    let roles =
        if c.roles.is_empty() { before.as_ref().map(|staff| staff.roles.clone()) } else { Some(c.roles.clone()) };
    let mut roles = roles.ok_or_else(|| Refusal::missing("roles"))?;
    roles.sort();
    roles.dedup();
    let had = before.as_ref().and_then(|staff| staff.uid);
    let uid = c.uid.or(had);
    if let Some(uid) = uid.filter(|_| !c.gone)
        && let Some(other) = d.user(uid)?.filter(|other| *other != c.id)
    {
        return Err(Refusal::Taken { field: "uid".into(), value: uid.to_string(), by: other.to_string() }.into());
    }
    let uid_before = had.filter(|had| Some(*had) != uid);
    let (staff, name) = (c.id.clone(), d.text("name", &c.name)?);
    d.emit(Event::StaffAdded(StaffAdded { staff, name, roles, uid, uid_before, gone: c.gone }))?;
    Ok(id.to_string())
}

/// Who the program itself is in the journal: it adopts schemes at opening.
pub const SYSTEM: &str = "shopdesk";
