//! The first run: one small dialog makes a shop that can work.

use super::Shop;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::Event;
use crate::domain::staff::add::StaffAdded;
use crate::domain::staff::role::Role;
use crate::domain::{Refusal, StaffId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names the shop and its first three people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpShop {
    /// The name on screens and prints.
    pub shop: String,
    /// Your name: you become advisor, caller, manager and admin.
    pub you: String,
    /// A technician's name.
    pub technician: String,
    /// An inspector's name: the check is made by another person than the repair.
    pub inspector: String,
}

/// The shop has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopNamed {
    /// The name.
    pub name: String,
}

impl ShopNamed {
    /// Writes the name.
    pub fn fold(&self, shop: &mut Shop) {
        shop.name = self.name.clone();
    }
}

/// Decides [`SetUpShop`]. It works once: later changes are `add_staff`.
pub fn decide(d: &mut Deciding<'_>, c: &SetUpShop) -> Result<String, Stop> {
    let shop = d.shop()?;
    if let Some(mark) = shop.marks.get(crate::domain::marks::Group::Identity) {
        return Err(Refusal::AlreadyDone { field: "shop".into(), by: mark.by.clone(), at: mark.at }.into());
    }
    let name = d.text("shop", &c.shop)?;
    let people = [
        ("you", &c.you, vec![Role::Advisor, Role::Caller, Role::Manager, Role::Admin], d.uid),
        ("technician", &c.technician, vec![Role::Technician], None),
        ("inspector", &c.inspector, vec![Role::Inspector], None),
    ];
    let names: Vec<_> = people.iter().map(|(field, name, ..)| d.text(field, name)).collect::<Result<_, _>>()?;
    for (i, name) in names.iter().enumerate() {
        if let Some(same) = names[..i].iter().position(|other| other == name) {
            let taken = Refusal::Taken { field: people[i].0.into(), value: name.clone(), by: people[same].0.into() };
            return Err(taken.into());
        }
    }
    d.emit(Event::ShopNamed(ShopNamed { name: name.clone() }))?;
    let mut taken = Vec::new();
    for ((_, _, roles, uid), name) in people.into_iter().zip(names) {
        let staff = free_id(&name, &taken);
        taken.push(staff.clone());
        d.emit(Event::StaffAdded(StaffAdded { staff, name, roles, uid, uid_before: None, gone: false }))?;
    }
    Ok(name)
}

/// An id from a name: its ASCII letters, else pinyin of the first character, else `staff`; a number if taken.
pub fn free_id(name: &str, taken: &[StaffId]) -> StaffId {
    use pinyin::ToPinyin;
    let latin: String = name.chars().filter(char::is_ascii_alphabetic).take(12).collect::<String>().to_lowercase();
    let spoken = || name.chars().next().and_then(|c| c.to_pinyin()).map(|p| p.plain().to_string());
    let stem = if latin.is_empty() { spoken().unwrap_or_else(|| "staff".into()) } else { latin };
    let numbered = |n: u32| if n == 1 { stem.clone() } else { format!("{stem}{n}") };
    let free = (1..).map(|n| StaffId::new(numbered(n))).find(|id| !taken.contains(id));
    free.unwrap_or_else(|| StaffId::new(stem.clone()))
}
