//! The demo town: customers with their cars. Names, plates and VINs follow the rules; phones begin with 154, which no
//! network uses, so that nobody is ever called by mistake.

use super::random::Dice;
use super::tables::{Power, Tables};
use crate::domain::RequirementId;
use crate::domain::order::quote::TakenFrom;
use crate::domain::vehicle::vin::Vin;

/// A customer of the demo shop.
#[derive(Clone, Debug)]
pub struct Customer {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// The id that the shop gave, once it has a file.
    pub id: Option<String>,
    /// A key customer with several cars.
    pub fleet: bool,
    /// Its special requirement.
    pub requirement: Option<RequirementId>,
}

/// A car of the demo town.
#[derive(Clone, Debug)]
pub struct Car {
    /// The plate, as the shop keeps it.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The VIN.
    pub vin: String,
    /// What it burns.
    pub power: Power,
    /// Its owner's place in the list of customers.
    pub owner: usize,
    /// The odometer when it first came, km.
    pub km: u32,
    /// Kilometres a day.
    pub daily: u32,
    /// When it first came, ms; `None` before.
    pub since: Option<i64>,
    /// It is in the shop.
    pub here: bool,
    /// What its last visit put off: where that line stands, and its job.
    pub put_off: Option<(TakenFrom, usize)>,
}

impl Car {
    /// The odometer at a time in milliseconds.
    pub fn mileage(&self, ms: i64) -> u32 {
        let days = self.since.map_or(0, |since| (ms - since).max(0) / 86_400_000);
        self.km + self.daily * days as u32
    }
}

/// The makers of customers and cars, each different from all before.
#[derive(Default)]
pub struct Town {
    customers: u64,
    cars: u64,
}

/// Phones: eight digits after 154.
const PHONES: u64 = 100_000_000;
/// Plain plates of one place: a letter and four digits.
const PLAIN: u64 = 240_000;
/// Green plates of one place: D or F and five digits.
const GREEN: u64 = 200_000;
/// Letters of a plate; I and O are none of them.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a VIN.
const VIN_CHARACTERS: &[u8; 33] = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
/// The ninth character of a VIN is its check digit.
const CHECK_AT: usize = 8;

impl Town {
    /// Someone new; one in fifty is a company with several cars.
    pub fn customer(&mut self, dice: &mut Dice, tables: &Tables) -> Customer {
        let number = self.customers;
        self.customers += 1;
        let fleet = dice.chance(20);
        let name = if fleet {
            let place = dice.pick(&["", "一部", "二部", "三部"]);
            format!("{}{place}", dice.pick(&tables.people.fleets))
        } else {
            person(dice, tables)
        };
        let phone = phone(number);
        Customer { name, phone, id: None, fleet, requirement: None }
    }

    /// A phone that is no customer's.
    pub fn phone(&mut self) -> String {
        self.customers += 1;
        phone(self.customers - 1)
    }

    /// A car for the customer at `owner`, one that a job for `power` can be done on.
    pub fn car(&mut self, dice: &mut Dice, tables: &Tables, owner: usize, power: Power) -> Car {
        let number = self.cars;
        self.cars += 1;
        let weights = tables.cars.car.iter().map(|model| if power.fits(model.power) { model.weight } else { 0 });
        let model = &tables.cars.car[dice.weighted(weights)];
        let places = &tables.cars.places;
        Car {
            plate: if model.power == Power::Electric { green(number, places) } else { plain(number, places) },
            model: model.model.clone(),
            vin: vin(dice, &model.wmi, number),
            power: model.power,
            owner,
            km: dice.between(3_000, 140_000) as u32,
            daily: dice.between(18, 75) as u32,
            since: None,
            here: false,
            put_off: None,
        }
    }
}

fn phone(number: u64) -> String {
    // A multiplier without a common factor with the range visits every number once.
    format!("154{:08}", (number * 37_987_621 + 20_261_123) % PHONES)
}

fn person(dice: &mut Dice, tables: &Tables) -> String {
    let family: Vec<char> = tables.people.family.chars().collect();
    let given: Vec<&str> = tables.people.given.split(' ').collect();
    format!("{}{}", dice.pick(&family), dice.pick(&given))
}

fn plain(number: u64, places: &[String]) -> String {
    let (place, serial) = spread(number, PLAIN, places);
    let (letter, digits) = (char::from(LETTERS[(serial / 10_000) as usize]), format!("{:04}", serial % 10_000));
    // The letter stands anywhere; the same number always puts it in the same place, so no plate comes twice.
    let (before, after) = digits.split_at((number % 4) as usize);
    format!("{place}{before}{letter}{after}")
}

fn green(number: u64, places: &[String]) -> String {
    let (place, serial) = spread(number, GREEN, places);
    let class = if serial < GREEN / 2 { 'D' } else { 'F' };
    format!("{place}{class}{:05}", serial % (GREEN / 2))
}

/// A place and a serial that no other number gets.
fn spread(number: u64, serials: u64, places: &[String]) -> (&str, u64) {
    let all = serials * places.len() as u64;
    let at = (number * 1_299_709 + 33_890) % all;
    (&places[(at / serials) as usize], at % serials)
}

fn vin(dice: &mut Dice, wmi: &str, number: u64) -> String {
    let mut sign = || char::from(*dice.pick(VIN_CHARACTERS));
    let described: String = (0..5).map(|_| sign()).collect();
    let year = *dice.pick(&['H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S']);
    let blank = format!("{wmi}{described}0{year}A{:06}", (number * 7_919) % 1_000_000);
    let check = Vin::parse(&blank).map_or('0', |vin| vin.check_digit());
    blank.char_indices().map(|(i, c)| if i == CHECK_AT { check } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::Town;
    use crate::cli::demo::random::Dice;
    use crate::cli::demo::tables::{Power, Tables};
    use crate::domain::customer::phone;
    use crate::domain::vehicle::{plate::Plate, vin::Vin};
    use std::collections::BTreeSet;

    #[test]
    fn twenty_thousand_cars_have_right_plates_vins_and_phones_and_no_plate_twice() {
        let (tables, mut dice, mut town) = (Tables::read().expect("tables"), Dice::new(3), Town::default());
        let (mut plates, mut phones) = (BTreeSet::new(), BTreeSet::new());
        for owner in 0..20_000 {
            let car = town.car(&mut dice, &tables, owner, Power::Any);
            let plate = Plate::parse(&car.plate).expect("a plate");
            assert_eq!(plate.is_green(), car.power == Power::Electric, "{plate}");
            assert!(Vin::parse(&car.vin).expect("a VIN").check_fits(), "{}", car.vin);
            assert!(plates.insert(car.plate.clone()), "{} twice", car.plate);
            let customer = town.customer(&mut dice, &tables);
            assert_eq!(phone::parse(&customer.phone).as_deref(), Ok(customer.phone.as_str()));
            assert!(phones.insert(customer.phone), "a phone twice");
        }
    }
}
