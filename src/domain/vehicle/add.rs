//! A new vehicle's file.

use super::plate::Plate;
use super::vin::Vin;
use super::{Vehicle, Worn, owner};
use crate::domain::decide::{Deciding, Stop, Warning};
use crate::domain::event::{Event, Meta};
use crate::domain::{CustomerId, Personal, Refusal, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Opens a vehicle's file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddVehicle {
    /// The plate.
    pub plate: String,
    /// Make and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The VIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// The owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<CustomerId>,
}

/// A vehicle's file was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehicleAdded {
    /// The id.
    pub vehicle: VehicleId,
    /// The plate.
    pub plate: Personal,
    /// The VIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<Personal>,
    /// Make and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl VehicleAdded {
    /// The file as it begins.
    pub fn begin(&self, meta: &Meta<'_>) -> Vehicle {
        Vehicle {
            id: self.vehicle.clone(),
            plate: self.plate.clone(),
            plates: vec![Worn { plate: self.plate.clone(), from: meta.at }],
            vin: self.vin.clone(),
            model: self.model.clone(),
            owners: Vec::new(),
            mileage: None,
            mileage_before: None,
            service: None,
            open: Vec::new(),
            visits: 0,
            standing: Vec::new(),
            ended: Vec::new(),
            merged: None,
            aliases: Vec::new(),
            marks: Default::default(),
        }
    }
}

/// Decides [`AddVehicle`].
pub fn decide(d: &mut Deciding<'_>, c: &AddVehicle) -> Result<String, Stop> {
    let plate = d.plate("plate", &c.plate)?;
    if let Some(id) = d.vehicle_with_plate(&plate)? {
        return Err(Refusal::Taken { field: "plate".into(), value: plate.to_string(), by: id.to_string() }.into());
    }
    let mut owner_id = None;
    if let Some(owner) = &c.owner {
        owner_id = Some(d.customer("owner", owner)?.id.clone());
    }
    let id = add(d, &plate, c.model.as_deref(), c.vin.as_deref(), owner_id.as_ref())?;
    Ok(id.to_string())
}

/// Opens a file for a plate that no vehicle wears, and links its owner.
pub fn add(
    d: &mut Deciding<'_>,
    plate: &Plate,
    model: Option<&str>,
    vin: Option<&str>,
    owner: Option<&CustomerId>,
) -> Result<VehicleId, Stop> {
    let vehicle = VehicleId::new(d.next_plain("K")?);
    let of = owner.map_or(vehicle.as_str(), CustomerId::as_str).to_string();
    let vin = parse_vin(d, vin)?.map(|vin| Personal::new(vin.as_str(), &of));
    let model = d.optional_text("model", model)?;
    let plate = Personal::new(plate.as_str(), &of);
    d.emit(Event::VehicleAdded(VehicleAdded { vehicle: vehicle.clone(), plate, vin, model }))?;
    if let Some(owner) = owner {
        owner::link(d, &vehicle, owner)?;
    }
    Ok(vehicle)
}

/// Reads a VIN that may be absent; a check digit that does not fit is a warning.
pub fn parse_vin(d: &mut Deciding<'_>, text: Option<&str>) -> Result<Option<Vin>, Stop> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let vin = Vin::parse(text).map_err(|why| Refusal::invalid("vin", text, why))?;
    if !vin.check_fits() {
        d.warn(Warning::VinCheck { expected: vin.check_digit() });
    }
    Ok(Some(vin))
}
