//! What screens see of the shop, its people and its store.

use crate::domain::staff::Staff;
use crate::domain::staff::key::LoginKey;
use crate::domain::staff::role::Role;
use crate::domain::{Money, OrderId, StaffId};
use serde::{Deserialize, Serialize};

/// The shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPage {
    /// Its name; empty before the first run's dialog.
    pub name: String,
    /// The scheme that follow-up calls ask by.
    pub survey: String,
    /// The province of a plate that is typed without one.
    #[serde(default)]
    pub home_province: String,
    /// Above this cost, a compensation needs somebody's approval (E5).
    #[serde(default)]
    pub compensation_limit: Money,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// The id.
    pub id: StaffId,
    /// The name.
    pub name: String,
    /// What they do.
    pub roles: Vec<Role>,
    /// The user id that is theirs.
    pub uid: Option<u32>,
    /// The keys by which they log in over SSH.
    pub keys: Vec<LoginKey>,
    /// No longer in the shop.
    pub gone: bool,
    /// The job they are at.
    pub busy_with: Option<(OrderId, u16)>,
}

impl StaffRow {
    /// A member of staff as screens see them: without the PIN.
    pub(crate) fn of(person: &Staff) -> StaffRow {
        StaffRow {
            id: person.id.clone(),
            name: person.name.clone(),
            roles: person.roles.clone(),
            uid: person.uid,
            keys: person.keys.clone(),
            gone: person.gone,
            busy_with: person.busy_with.clone(),
        }
    }
}

/// How the store is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The data folder.
    pub data: String,
    /// The newest journal line.
    pub seq: u64,
    /// False once damage of the journal was found.
    pub journal_whole: bool,
    /// False while the index is broken.
    pub index_whole: bool,
    /// Bytes of an unfinished write that the last opening cut off the journal; they are kept aside.
    pub cut_bytes: u64,
    /// Cars in the shop.
    pub open_orders: usize,
    /// Calls to be made.
    pub open_calls: usize,
    /// Complaints that are not closed.
    pub open_complaints: usize,
}

/// A scheme that the shop has, shipped with the program or its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeRow {
    /// Its id.
    pub id: String,
    /// The version in force.
    pub version: u32,
    /// Its title in Chinese.
    pub zh: String,
    /// Its title in English.
    pub en: String,
    /// Its figures could not be held against their source.
    pub unverified: bool,
    /// Somebody approved this version.
    pub approved: bool,
    /// Schemes whose answers it can read, its own among them.
    pub reads: Vec<String>,
}
