//! A special requirement is asked no more (S2).

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::RequirementRow;
use crate::domain::requirement::end::EndRequirement;
use crate::domain::{Command, CustomerId, RequirementId};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("reason", "entry-why", Kind::Text { max: 200 })];

/// The box that asks why.
pub struct End {
    customer: CustomerId,
    name: String,
    row: RequirementRow,
}

impl End {
    /// The box for a requirement in a customer's file.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, customer: &CustomerId, id: &RequirementId) -> Result<Self, DeskError> {
        let (name, row) = parts::requirement(cx, customer, id)?;
        Ok(Self { customer: customer.clone(), name, row })
    }
}

impl StageForm for End {
    fn place(&self) -> Place {
        Place::EndRequirement(self.customer.clone(), self.row.requirement.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-end-requirement"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.name.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let (requirement, reason) = (self.row.requirement.clone(), form.value("reason"));
        Ok(Command::EndRequirement(EndRequirement { requirement, reason }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        parts::standing(cx, std::slice::from_ref(&self.row))
    }
}
