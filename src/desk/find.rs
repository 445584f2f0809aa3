//! The find box: one field for the tail of a plate, phone or VIN, an order's number, a name or its pinyin initials.
//! What kind of thing was typed is detected; every kind that fits is searched (REQUIREMENTS feature 1). Other numbers than
//! those of orders are found whole.

mod number;

use super::error::DeskError;
use super::pages;
use super::parts_on_order;
use super::rows::{FindHit, FoundBy, PartsFlag};
use crate::domain::clean;
use crate::domain::complaint::Complaint;
use crate::domain::{CustomerId, Key, OrderId, Record, VehicleId, file};
use crate::store::keys::{self, Tail};
use crate::store::reading::{Reading, Way};
use crate::store::rows::{FindRow, backwards};

/// The lines that `typed` finds, at most `limit`.
///
/// # Errors
/// The index is broken.
pub fn find(reading: &Reading<'_>, typed: &str, limit: usize) -> Result<Vec<FindHit>, DeskError> {
    let code = clean::code(typed);
    let mut hits = Vec::new();
    if code.is_empty() {
        return Ok(hits);
    }
    for (by, tail, prefix) in searches(&code, &clean::clean(typed).to_lowercase()) {
        let rows: Vec<FindRow> = reading.rows(&keys::find_prefix(tail, &prefix), Way::Up, limit)?;
        for row in rows {
            add(&mut hits, hit(row, by), limit);
        }
    }
    let numbered = number::numbered(reading, &code)?;
    for hit in numbered.into_iter().chain(orders(reading, &code, limit)?) {
        add(&mut hits, hit, limit);
    }
    // Cars that are here come first: that is who stands at the counter.
    hits.sort_by_key(|hit| (hit.order.is_none(), hit.by));
    for hit in &mut hits {
        complete(reading, hit)?;
    }
    Ok(hits)
}

/// Which rows to look through for what was typed.
fn searches(code: &str, name: &str) -> Vec<(FoundBy, Tail, String)> {
    let ascii = code.is_ascii();
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    let letters = code.bytes().all(|b| b.is_ascii_alphabetic());
    let long = code.chars().count();
    let mut searches = Vec::new();
    let has_digit = code.bytes().any(|b| b.is_ascii_digit());
    if has_digit && long >= 2 || ascii && long >= 3 {
        searches.push((FoundBy::Plate, Tail::Plate, backwards(code)));
    }
    if digits && long >= 3 {
        searches.push((FoundBy::Phone, Tail::Phone, backwards(code)));
    }
    if !ascii || letters && long >= 2 {
        searches.push((FoundBy::Name, Tail::Name, name.to_string()));
    }
    if letters && long >= 2 {
        searches.push((FoundBy::Initials, Tail::Initials, code.to_lowercase()));
    }
    if ascii && (4..=17).contains(&long) {
        searches.push((FoundBy::Vin, Tail::Vin, backwards(code)));
    }
    searches
}

fn hit(row: FindRow, by: FoundBy) -> FindHit {
    FindHit {
        by: if row.formerly && by == FoundBy::Plate { FoundBy::FormerPlate } else { by },
        vehicle: row.vehicle,
        customer: row.customer,
        order: row.open,
        numbered: None,
        plate: row.plate,
        model: row.model,
        name: row.name,
        phone: row.phone,
        wrong_number: row.wrong_number,
        visits: row.visits,
        requirements: row.requirements,
        aliases: row.aliases,
        put_off: 0,
        parts: PartsFlag::default(),
        complaint: false,
    }
}

/// Adds what is not in the row itself: open complaints move, and are in memory; what was put off has rows of its own.
fn complete(reading: &Reading<'_>, hit: &mut FindHit) -> Result<(), DeskError> {
    let cars: Vec<&VehicleId> = hit.vehicle.iter().chain(&hit.aliases).collect();
    hit.put_off = pages::deferred(reading, cars.iter().copied())?.len();
    let parts = PartsFlag::of(parts_on_order::of_cars(reading, &cars).map(|(_, part)| part));
    let person = hit.customer.as_ref().map(|id| file::customer(reading, id)).transpose()?.flatten();
    let is_theirs = |complaint: &Complaint| {
        let of_car = complaint.vehicle.as_ref().is_some_and(|id| cars.contains(&id));
        let of_person =
            |id: &CustomerId| person.as_ref().is_some_and(|file| file.all().any(|customer| customer.id == *id));
        of_car || complaint.customer.as_ref().is_some_and(of_person)
    };
    hit.complaint = reading.live.complaints().any(is_theirs);
    hit.parts = parts;
    Ok(())
}

fn add(hits: &mut Vec<FindHit>, hit: FindHit, limit: usize) {
    let same = |known: &FindHit| match (&known.vehicle, &hit.vehicle) {
        (Some(known), Some(new)) => known == new,
        _ => known.customer == hit.customer && known.order == hit.order && known.numbered == hit.numbered,
    };
    if hits.len() < limit && !hits.iter().any(same) {
        hits.push(hit);
    }
}

/// Orders by number: a whole one (`R261123-007`, `261123007`), or the tail of one that is open (`007`).
fn orders(reading: &Reading<'_>, code: &str, limit: usize) -> Result<Vec<FindHit>, DeskError> {
    let digits = code.strip_prefix('R').unwrap_or(code);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    if digits.len() > 6 {
        let (day, number) = digits.split_at(6);
        found.push(OrderId::new(format!("R{day}-{number:0>3}")));
    } else if digits.len() <= 3 {
        let tail = format!("-{digits:0>3}");
        let open = reading.live.orders().filter(|order| order.id.as_str().ends_with(&tail));
        found.extend(open.map(|order| order.id.clone()).take(limit));
    }
    let mut hits = Vec::new();
    for id in found {
        let record = reading.record(&Key::Order(id))?;
        if let Some(order) = record.as_deref().and_then(Record::as_order) {
            hits.push(order_hit(reading, order)?);
        }
    }
    Ok(hits)
}

fn order_hit(reading: &Reading<'_>, order: &crate::domain::order::Order) -> Result<FindHit, DeskError> {
    let standing = crate::domain::requirement::standing(reading, order)?.len();
    Ok(FindHit {
        order: Some(order.id.clone()),
        requirements: u16::try_from(standing).unwrap_or(u16::MAX),
        ..about(reading, FoundBy::Order, Some(&order.vehicle), order.customer.as_ref())?
    })
}

/// The line of a car and of a person, as far as they are known.
fn about(
    reading: &Reading<'_>,
    by: FoundBy,
    vehicle: Option<&VehicleId>,
    customer: Option<&CustomerId>,
) -> Result<FindHit, DeskError> {
    let car = vehicle.map(|id| super::pages::car(reading, id)).transpose()?.unwrap_or_default();
    let owner = super::pages::person(reading, customer)?;
    Ok(FindHit {
        by,
        vehicle: car.id.or_else(|| vehicle.cloned()),
        customer: owner.id.or_else(|| customer.cloned()),
        order: None,
        numbered: None,
        plate: car.plate,
        model: car.model,
        name: owner.name,
        phone: owner.phone,
        wrong_number: owner.wrong_number,
        visits: car.visits,
        requirements: 0,
        aliases: car.aliases,
        put_off: 0,
        parts: PartsFlag::default(),
        complaint: false,
    })
}

#[cfg(test)]
mod tests {
    use super::searches;
    use crate::desk::rows::FoundBy::{self, Initials, Name, Phone, Plate, Vin};

    #[test]
    fn what_was_typed_is_recognised_by_its_letters_and_digits() {
        let kinds = |typed: &str| -> Vec<FoundBy> { searches(typed, typed).into_iter().map(|(by, ..)| by).collect() };
        assert_eq!(kinds("F3389"), [Plate, Vin]);
        assert_eq!(kinds("2211"), [Plate, Phone, Vin]);
        assert_eq!(kinds("王建"), [Name]);
        assert_eq!(kinds("WJG"), [Plate, Name, Initials]);
        assert_eq!(kinds("沪AF3389"), [Plate, Name]);
        assert_eq!(kinds("1"), []);
    }
}
