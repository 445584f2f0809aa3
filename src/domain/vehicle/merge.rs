//! One car with two files: the files become one, and can be taken apart again (P1, feature 4). As with customers,
//! nothing is copied: see [`crate::domain::customer::merge`].

use super::Vehicle;
use crate::domain::customer::merge::Merged;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, Meta};
use crate::domain::refusal::Why;
use crate::domain::{Personal, Refusal, VehicleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Merges two files of one vehicle. Both histories are kept; `unmerge_vehicles` takes them apart again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeVehicles {
    /// The file that is kept: its plate, model and owner are the ones to use.
    pub keep: VehicleId,
    /// The file that leads there from now on.
    pub merged: VehicleId,
}

/// Takes apart two files that were merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeVehicles {
    /// The file that was merged into another.
    pub merged: VehicleId,
}

/// Two files of one vehicle were merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehiclesMerged {
    /// The file that leads to the other.
    pub merged: VehicleId,
    /// The file that is kept.
    pub into: VehicleId,
}

/// Two files were taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehiclesUnmerged {
    /// The file that led to the other.
    pub merged: VehicleId,
    /// The file that was kept.
    pub from: VehicleId,
}

impl VehiclesMerged {
    /// Points from one file to the other, and back.
    pub fn fold(&self, vehicle: &mut Vehicle, meta: &Meta<'_>) {
        if vehicle.id == self.merged {
            vehicle.merged = Some(Merged { into: self.into.clone(), by: meta.by.clone(), at: meta.at });
        } else {
            vehicle.aliases.push(self.merged.clone());
        }
    }
}

impl VehiclesUnmerged {
    /// Takes both pointers away.
    pub fn fold(&self, vehicle: &mut Vehicle) {
        if vehicle.id == self.merged {
            vehicle.merged = None;
        } else {
            vehicle.aliases.retain(|id| *id != self.merged);
        }
    }
}

/// Decides [`MergeVehicles`]. Two cars that stand in the shop at once are two; so are two with different VINs.
pub fn decide(d: &mut Deciding<'_>, c: &MergeVehicles) -> Result<String, Stop> {
    let keep = d.vehicle("keep", &c.keep)?;
    let merged = d.vehicle_itself("merged", &c.merged)?;
    if let Some(done) = &merged.merged {
        return Err(Refusal::AlreadyDone { field: "merged".into(), by: done.by.clone(), at: done.at }.into());
    }
    if merged.id == keep.id {
        return Err(Refusal::invalid("merged", &merged.id, Why::Itself).into());
    }
    let (here, there) = (d.vehicle_file("keep", &keep.id)?, d.vehicle_file("merged", &merged.id)?);
    if let (Some(_), Some(order)) = (here.open(), there.open()) {
        return Err(Refusal::invalid("merged", &merged.id, Why::BothHere(order.clone())).into());
    }
    let vin = |vehicle: &Vehicle| vehicle.vin.as_ref().and_then(Personal::text).map(String::from);
    if let (Some(one), Some(other)) = (vin(&keep), vin(&merged))
        && one != other
    {
        return Err(Refusal::invalid("merged", &merged.id, Why::OtherVin).into());
    }
    let (merged, into) = (merged.id.clone(), keep.id.clone());
    d.emit(Event::VehiclesMerged(VehiclesMerged { merged, into: into.clone() }))?;
    Ok(into.to_string())
}

/// Decides [`UnmergeVehicles`].
pub fn take_apart(d: &mut Deciding<'_>, c: &UnmergeVehicles) -> Result<String, Stop> {
    let merged = d.vehicle_itself("merged", &c.merged)?;
    let Some(done) = &merged.merged else {
        return Err(Refusal::invalid("merged", &c.merged, Why::NotMerged).into());
    };
    let from = done.into.clone();
    d.emit(Event::VehiclesUnmerged(VehiclesUnmerged { merged: c.merged.clone(), from }))?;
    Ok(c.merged.to_string())
}
