//! Adding and changing people.

use super::Staff;
use super::role::Role;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::refusal::Why;
use crate::domain::{Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person, or changes one whose id is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStaff {
    /// The id: lower-case letters, digits, hyphens; at most 16.
    pub id: StaffId,
    /// The name on screens and prints.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// The user id of the operating system that is theirs.
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
    /// No longer in the shop.
    #[serde(default)]
    pub gone: bool,
}

impl StaffAdded {
    /// The person as they now stand; a running job stays theirs.
    pub fn fold(&self, before: Option<Staff>) -> Staff {
        let (busy_with, marks) = before.map(|staff| (staff.busy_with, staff.marks)).unwrap_or_default();
        Staff {
            id: self.staff.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            uid: self.uid,
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
    if c.roles.is_empty() {
        return Err(Refusal::missing("roles").into());
    }
    let (name, mut roles) = (d.text("name", &c.name)?, c.roles.clone());
    roles.sort();
    roles.dedup();
    d.emit(Event::StaffAdded(StaffAdded { staff: c.id.clone(), name, roles, uid: c.uid, gone: c.gone }))?;
    Ok(id.to_string())
}

/// Who the program itself is in the journal: it adopts schemes at opening.
pub const SYSTEM: &str = "shopdesk";
