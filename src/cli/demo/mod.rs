//! The demo shop: a year of a believable workshop, made through the real desk and its rules, each command at its own
//! time, the same year every time.
//!
//! ```text
//! tables   who works here, which cars, which work, which words      config/demo/*.toml
//! people   customers and cars                                       plan     what a visit will be
//! shop     the agenda of the year                                   visit    taking in, and the next act
//! floor    technicians                                              acts     each act as a command
//! calls    follow-up calls and answers                              board    today's cars
//! intake   what is found out besides                                agreed   contracts, claims, what was put off
//! service  requirements, requests, making good                      extras   which visits have which of these
//! pipe     many commands under way at once                          complaints, improvement, feedback, survey
//! ```
//!
//! Nothing here is a special case for the desk: a command that a rule refuses ends the filling with that refusal.

mod acts;
mod agreed;
mod board;
mod calendar;
mod calls;
pub mod clock;
mod complaints;
mod extras;
mod feedback;
mod floor;
mod improvement;
mod intake;
mod parts;
pub mod people;
mod pipe;
mod plan;
pub mod random;
mod service;
mod shop;
mod staff;
mod survey;
pub mod tables;
mod visit;

pub use clock::DemoClock;

use crate::desk::{Desk, DeskError};
use crate::domain::Stamp;
use calendar::Calendar;
use pipe::Pipe;
use random::Dice;
use shop::Shop;
use tables::Tables;

/// Orders of a demo year, unless another number is asked for: about thirty-three on a working day.
pub const ORDERS: usize = 10_000;

/// Where the row of chances begins.
const SEED: u64 = 0x5107_de57;

/// What a demo shop came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Orders taken in.
    pub orders: u64,
    /// Customers.
    pub customers: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Commands given.
    pub commands: u64,
    /// Calls answered.
    pub answered: u64,
    /// Complaints raised.
    pub complaints: u64,
    /// Cars handed over later than promised.
    pub late: u64,
}

/// Fills an empty shop with a year that ends `today`, at the present minute; `orders` orders in all, those of today's
/// board always among them. `clock` is the one that the desk was opened with; it goes on as the real one afterwards.
/// The folder's owner becomes the first advisor and may do everything. `progress` gets orders done and in all.
///
/// # Errors
/// The desk could not, or refused: a fault of the generator, as it plays by the rules.
pub fn fill(
    desk: &Desk,
    clock: &DemoClock,
    today: Stamp,
    orders: usize,
    progress: &dyn Fn(u64, u64),
) -> Result<Summary, DeskError> {
    let tables = Tables::read()?;
    let crew = staff::hire(desk, clock, &tables)?;
    let calendar = Calendar::new(clock.now(), today, clock.zone());
    let mut shop = Shop::new(Pipe::new(desk, clock), &tables, calendar, crew, Dice::new(SEED));
    shop.open_for(orders);
    let all = orders.max(tables.board.len()) as u64;
    shop.run(&mut |done| progress(done as u64, all))?;
    clock.let_go();
    Ok(Summary {
        orders: shop.visits.len() as u64,
        customers: shop.customers.len() as u64,
        vehicles: shop.cars.len() as u64,
        commands: shop.pipe.sent,
        answered: shop.answered,
        complaints: shop.raised,
        late: shop.visits.iter().filter(|visit| visit.late()).count() as u64,
    })
}
