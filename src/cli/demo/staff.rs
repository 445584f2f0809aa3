//! The people of the demo shop. The first advisor is the one who opens it, and may do everything.

use super::clock::DemoClock;
use super::tables::Tables;
use crate::desk::{Desk, DeskError, Envelope, Session, session};
use crate::domain::shop::set_up::{SetUpShop, free_id};
use crate::domain::staff::add::AddStaff;
use crate::domain::staff::role::Role;
use crate::domain::{Command, StaffId};
use crate::store::journal::Via;
use std::os::unix::fs::MetadataExt;

/// Who does what.
pub struct Crew {
    /// Service advisors; the first is whoever opens the demo.
    pub advisors: Vec<StaffId>,
    /// Technicians.
    pub technicians: Vec<StaffId>,
    /// Inspectors.
    pub inspectors: Vec<StaffId>,
    /// Callers.
    pub callers: Vec<StaffId>,
    /// The quality role.
    pub quality: StaffId,
    /// Who approves the year's plan.
    pub director: StaffId,
}

/// Sets the shop up and adds everyone.
///
/// # Errors
/// A command came to nothing.
pub fn hire(desk: &Desk, clock: &DemoClock, tables: &Tables) -> Result<Crew, DeskError> {
    let people = &tables.people;
    let uid = std::fs::metadata(desk.data()).ok().map(|folder| folder.uid());
    let owner = Session { who: session::owner(), uid, via: Via::Demo, caller: None, id: 0 };
    let run = |by: &Session, command| desk.submit_at(by, Envelope::new(command), clock.now())?.wait();
    run(
        &owner,
        Command::SetUpShop(SetUpShop {
            shop: people.shop.clone(),
            you: people.you.clone(),
            technician: people.technician.clone(),
            inspector: people.inspector.clone(),
        }),
    )?;
    let mut taken = Vec::new();
    for name in [&people.you, &people.technician, &people.inspector] {
        taken.push(free_id(name, &taken));
    }
    let first = Session { who: taken[0].clone(), uid, via: Via::Demo, caller: None, id: 0 };
    for person in &people.staff {
        let (id, name, roles) = (StaffId::new(&person.id), person.name.clone(), vec![person.role]);
        run(&first, Command::AddStaff(AddStaff { id, name, roles, uid: None, gone: false }))?;
    }
    let with = |role: Role, first: Option<&StaffId>| -> Vec<StaffId> {
        let others = people.staff.iter().filter(|person| person.role == role).map(|person| StaffId::new(&person.id));
        first.cloned().into_iter().chain(others).collect()
    };
    let quality = with(Role::Quality, None).pop().unwrap_or_else(|| taken[0].clone());
    let director = with(Role::Director, None).pop().unwrap_or_else(|| taken[0].clone());
    Ok(Crew {
        advisors: with(Role::Advisor, Some(&taken[0])),
        technicians: with(Role::Technician, Some(&taken[1])),
        inspectors: with(Role::Inspector, Some(&taken[2])),
        callers: with(Role::Caller, None),
        quality,
        director,
    })
}
