//! Two files that were merged are taken apart again (P1, feature 4).

use super::merge::Kept;
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::MergedRow;
use crate::domain::customer::merge::UnmergeCustomers;
use crate::domain::vehicle::merge::UnmergeVehicles;
use crate::domain::{Command, CustomerId, VehicleId};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("merged", "entry-take-out", Kind::Given)];

/// The box that asks which file is taken out.
pub struct Separate {
    kept: Kept,
    about: String,
    merged: Vec<MergedRow>,
}

impl Separate {
    /// The box for the file that was kept.
    ///
    /// # Errors
    /// The file cannot be shown.
    pub fn new(cx: &Cx<'_>, kept: Kept) -> Result<Self, DeskError> {
        let (about, merged) = match &kept {
            Kept::Vehicle(id) => {
                let page = parts::vehicle_page(cx, id)?;
                (format!("{}  {}", format::plate(&page.plate), page.model), page.merged)
            }
            Kept::Customer(id) => {
                let page = parts::customer_page(cx, id)?;
                (page.name, page.merged)
            }
        };
        Ok(Self { kept, about, merged })
    }

    fn label(&self, row: &MergedRow) -> String {
        match &self.kept {
            Kept::Vehicle(_) => format::plate(&row.label),
            Kept::Customer(_) => row.label.clone(),
        }
    }
}

impl StageForm for Separate {
    fn place(&self) -> Place {
        match &self.kept {
            Kept::Vehicle(id) => Place::SeparateVehicle(id.clone()),
            Kept::Customer(id) => Place::SeparateCustomer(id.clone()),
        }
    }

    fn title(&self) -> &'static str {
        "entry-title-separate"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.about.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        let rows = self.merged.iter().map(|row| (row.id.clone(), format!("{} {}", row.id, self.label(row))));
        form.set_options("merged", Choice::numbered(rows));
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let merged = form.value("merged");
        Ok(match &self.kept {
            Kept::Vehicle(_) => Command::UnmergeVehicles(UnmergeVehicles { merged: VehicleId::new(merged) }),
            Kept::Customer(_) => Command::UnmergeCustomers(UnmergeCustomers { merged: CustomerId::new(merged) }),
        })
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines: Vec<Line> = self
            .merged
            .iter()
            .map(|row| {
                let day = format::moment(cx.words(), row.at, cx.now);
                let label = self.label(row);
                let values = [("id", row.id.as_str()), ("label", &label), ("who", cx.name(&row.by)), ("day", &day)];
                (Role::Text, cx.with("entry-merged-by", &values))
            })
            .collect();
        lines.push((Role::Dim, cx.get("entry-separate-how").into_owned()));
        lines
    }
}
