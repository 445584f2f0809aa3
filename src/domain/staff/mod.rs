//! The people of the shop.

pub mod add;
pub mod key;
pub mod pin;
pub mod role;

use super::marks::Marks;
use super::{OrderId, Personal, StaffId};
use key::LoginKey;
use role::{Right, Role};
use serde::{Deserialize, Serialize};

/// A member of staff. The name of staff is not personal data of a customer and stands in the journal as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// The id, such as `li`.
    pub id: StaffId,
    /// The name on screens and prints.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// The user id of the operating system that is theirs.
    pub uid: Option<u32>,
    /// The keys by which they log in over SSH.
    pub keys: Vec<LoginKey>,
    /// The hash of the PIN by which they take over a terminal.
    pub pin: Option<Personal>,
    /// No longer in the shop.
    pub gone: bool,
    /// The job they are at, as a technician.
    pub busy_with: Option<(OrderId, u16)>,
    /// Who touched what last.
    pub marks: Marks,
}

impl Staff {
    /// True for someone who finds faults in cars and answers for what they found (C1): a technician or their supervisor.
    pub fn signs_findings(&self) -> bool {
        !self.gone && role::sign_findings(&self.roles)
    }

    /// True if one of their roles includes `right`.
    pub fn may(&self, right: Right) -> bool {
        !self.gone && self.roles.iter().any(|role| role::allows(*role, right))
    }
}
