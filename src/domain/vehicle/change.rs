//! A vehicle gets another plate, or its file is put right.

use super::add::parse_vin;
use super::plate::Plate;
use super::{Vehicle, Worn, owner};
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::{Personal, Refusal, Stamp, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a vehicle's file; absent fields stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeVehicle {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The plate it wears from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Since when it wears that plate; else from now. With the plate that it wears already, the day is put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Stamp>,
    /// The VIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// Make and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// A vehicle's file was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleChanged {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The plate it wears from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<Personal>,
    /// The plate it wore before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_before: Option<Personal>,
    /// Since when it wears the plate, if not since it was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Stamp>,
    /// The VIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<Personal>,
    /// Make and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl VehicleChanged {
    /// Writes the changes; the plate before stays on file with its date.
    pub fn fold(&self, vehicle: &mut Vehicle, meta: &Meta<'_>) {
        if let Some(plate) = &self.plate {
            match vehicle.plates.last_mut().filter(|worn| worn.plate == *plate) {
                Some(worn) => worn.from = self.from.unwrap_or(worn.from),
                None => vehicle.plates.push(Worn { plate: plate.clone(), from: self.from.unwrap_or(meta.at) }),
            }
            vehicle.plate = plate.clone();
        }
        if let Some(vin) = &self.vin {
            vehicle.vin = Some(vin.clone());
        }
        if let Some(model) = &self.model {
            vehicle.model = Some(model.clone());
        }
    }
}

/// Decides [`ChangeVehicle`].
pub fn decide(d: &mut Deciding<'_>, c: &ChangeVehicle) -> Result<String, Stop> {
    let vehicle = d.vehicle("vehicle", &c.vehicle)?;
    let id = vehicle.id.clone();
    let of = vehicle.owner().map_or(id.as_str(), |owner| owner.as_str()).to_string();
    let plate = match &c.plate {
        Some(text) => Some(free_plate(d, &id, text)?),
        None => None,
    };
    let from = match c.from {
        Some(_) if plate.is_none() => return Err(Refusal::missing("plate").into()),
        from => from,
    };
    if let (Some(from), Some(plate)) = (from, &plate) {
        let earlier = vehicle.plates.iter().rev().find(|worn| worn.plate.text() != Some(plate.as_str()));
        owner::check_from(d, from, earlier.map(|worn| worn.from))?;
    }
    let vin = parse_vin(d, c.vin.as_deref())?;
    let model = d.optional_text("model", c.model.as_deref())?;
    let personal = |text: &str| Personal::new(text, &of);
    if plate.is_none() && vin.is_none() && model.is_none() {
        return Err(Refusal::missing("plate").into());
    }
    d.emit(Event::VehicleChanged(VehicleChanged {
        vehicle: id.clone(),
        plate_before: plate.as_ref().and(vehicle.plate.text()).map(personal),
        plate: plate.map(|plate| personal(plate.as_str())),
        from,
        vin: vin.map(|vin| personal(vin.as_str())),
        model,
    }))?;
    Ok(id.to_string())
}

fn free_plate(d: &Deciding<'_>, vehicle: &VehicleId, text: &str) -> Result<Plate, Stop> {
    let plate = d.plate("plate", text)?;
    match d.vehicle_with_plate(&plate)? {
        Some(id) if id != *vehicle => {
            Err(Refusal::Taken { field: "plate".into(), value: plate.to_string(), by: id.to_string() }.into())
        }
        _ => Ok(plate),
    }
}
