//! Who is working.

use crate::domain::StaffId;
use crate::domain::staff::role::Right;
use crate::store::journal::Via;

/// One person at one terminal or program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub who: StaffId,
    /// Their user id of the operating system, as the transport vouches for it.
    pub uid: Option<u32>,
    /// Screen, apply, import or demo.
    pub via: Via,
    /// Who logged in by key, where the session came over SSH: nobody stands beside them at the counter.
    pub caller: Option<StaffId>,
    /// What tells it from other sessions of the same person: leases are held by it. 0 for programs, which hold none.
    pub id: u64,
}

/// The name in the journal of the folder's owner, while no member of staff is bound to that user.
const OWNER: &str = "owner";
/// The name in the journal of what the inbox takes up.
const INBOX: &str = "inbox";

/// What the folder's owner may do without being staff: set up, add people, look.
pub const OWNER_MAY: &[Right] = &[Right::Read, Right::SetUp, Right::ManageStaff];

/// The folder's owner.
pub fn owner() -> StaffId {
    StaffId::new(OWNER)
}

/// A user who is neither staff nor owner: may do nothing.
pub fn stranger() -> StaffId {
    StaffId::new("")
}

impl Session {
    /// The program itself, which adopts schemes at opening.
    pub fn system() -> Self {
        Self { who: StaffId::new(crate::domain::staff::add::SYSTEM), uid: None, via: Via::Screen, caller: None, id: 0 }
    }

    /// The inbox of the server, which takes online requests up (A3). Its line says that it was an import.
    pub fn inbox() -> Self {
        Self { who: StaffId::new(INBOX), uid: None, via: Via::Import, caller: None, id: 0 }
    }

    /// The same session before a screen that was locked: the key said who logged in, not who sits there since.
    pub fn behind_lock(&self) -> Self {
        Self { caller: None, ..self.clone() }
    }

    /// True for the folder's owner and for the program itself.
    pub fn is_owner(&self) -> bool {
        self.who.as_str() == OWNER || *self == Self::system()
    }

    /// True for a user the shop does not know.
    pub fn is_stranger(&self) -> bool {
        self.who.as_str().is_empty()
    }
}
