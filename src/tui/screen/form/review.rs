//! A department reviews a special requirement: 评审记录表 (S2).

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::RequirementRow;
use crate::domain::requirement::review::ReviewRequirement;
use crate::domain::{Command, CustomerId, RequirementId};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("department", "entry-department", Kind::Text { max: 40 }),
    FieldSpec::needed("accepted", "entry-can-do", Kind::Toggle),
    FieldSpec::optional("remark", "entry-remark", Kind::Text { max: 200 }),
    FieldSpec::optional("reviewer", "entry-reviewer", Kind::Given),
];

/// The box of a review.
pub struct Review {
    customer: CustomerId,
    name: String,
    row: RequirementRow,
}

impl Review {
    /// The box for a requirement in a customer's file.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, customer: &CustomerId, id: &RequirementId) -> Result<Self, DeskError> {
        let (name, row) = parts::requirement(cx, customer, id)?;
        Ok(Self { customer: customer.clone(), name, row })
    }
}

impl StageForm for Review {
    fn place(&self) -> Place {
        Place::Review(self.customer.clone(), self.row.requirement.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-review"
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

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("reviewer", parts::people(cx, |_| true));
        form.set("reviewer", cx.session.who.as_str());
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        form.set_needed("remark", parts::answered(form, "accepted") == Some(false));
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::ReviewRequirement(ReviewRequirement {
            requirement: self.row.requirement.clone(),
            department: form.value("department"),
            accepted: parts::decided(cx, form, "accepted")?,
            remark: parts::typed(form, "remark"),
            reviewer: parts::person(form, "reviewer"),
        }))
    }

    /// What is asked, who heard it, and what the other departments said.
    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let row = &self.row;
        let mut lines = parts::standing(cx, std::slice::from_ref(row));
        let day = format::moment(cx.words(), row.at, cx.now);
        let values = [("who", cx.name(&row.by)), ("department", &row.department), ("day", &day)];
        lines.push((Role::Dim, cx.with("entry-identified", &values)));
        lines.extend(row.reviews.iter().map(|review| {
            let key = if review.accepted { "entry-reviewed-yes" } else { "entry-reviewed-no" };
            let day = format::moment(cx.words(), review.at, cx.now);
            let remark = review.remark.clone().unwrap_or_default();
            let values = [
                ("department", review.department.as_str()),
                ("who", cx.name(&review.by)),
                ("day", &day),
                ("remark", &remark),
            ];
            (if review.accepted { Role::Good } else { Role::Soon }, cx.with(key, &values))
        }));
        lines
    }
}
