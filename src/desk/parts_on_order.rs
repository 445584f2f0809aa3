//! Parts on order with which something is still to be done: of cars in the shop, and of those whose customer comes back
//! for the part (F1).

use super::error::DeskError;
use super::pages::{car, person};
use super::rows::{PartRow, WaitingPart};
use crate::domain::VehicleId;
use crate::domain::order::Order;
use crate::domain::order::part_on_order::PartOnOrder;
use crate::store::reading::Reading;

/// All parts of an order.
pub fn rows(order: &Order) -> Vec<PartRow> {
    let row = |part: &PartOnOrder| PartRow { part: part.clone(), open: order.is_part_open(part) };
    order.parts_on_order.iter().map(row).collect()
}

/// Every open part, with its order.
pub fn open<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = (&'r Order, &'r PartOnOrder)> {
    reading.live.orders().flat_map(|order| order.open_parts().map(move |part| (order, part)))
}

/// Open parts of these cars.
pub fn of_cars<'r>(
    reading: &'r Reading<'_>,
    cars: &'r [&VehicleId],
) -> impl Iterator<Item = (&'r Order, &'r PartOnOrder)> {
    open(reading).filter(|(order, _)| cars.contains(&&order.vehicle))
}

/// What waits, those first that are here without the customer knowing, then by the time when they are expected.
pub fn waiting<'r>(
    reading: &Reading<'_>,
    parts: impl Iterator<Item = (&'r Order, &'r PartOnOrder)>,
) -> Result<Vec<WaitingPart>, DeskError> {
    let mut rows = Vec::new();
    for (order, part) in parts {
        let (car, owner) = (car(reading, &order.vehicle)?, person(reading, order.customer.as_ref())?);
        let (plate, name, away) = (car.plate, owner.name, !order.stage.in_shop());
        rows.push(WaitingPart { order: order.id.clone(), plate, name, away, part: part.clone() });
    }
    rows.sort_by_key(|row| {
        let here = row.part.untold_since();
        (here.is_none(), here, row.part.expected.is_none(), row.part.expected, row.part.at)
    });
    Ok(rows)
}
